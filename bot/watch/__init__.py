"""The watch: is Telegram there, is everybody asked who should be, and who is told when not."""
