"""A town on a table: Telegram, its people and its time, moved by hand."""
