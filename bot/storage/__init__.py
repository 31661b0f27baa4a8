"""What happened and what is to be said, in tables; the only room that knows SQL."""
