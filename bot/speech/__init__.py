"""How it is said: sentences in four languages, and values that stand for them until they leave."""
