"""Updates in: stored before Telegram is told, obeyed exactly once."""
