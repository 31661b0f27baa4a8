"""Who and what the town has."""
