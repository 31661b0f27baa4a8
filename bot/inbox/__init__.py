"""Updates in: stored before they are confirmed, each with exactly one effect."""
