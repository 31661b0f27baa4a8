"""Messages out: claimed, paced, sent, and their outcome written down."""
