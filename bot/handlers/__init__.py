"""The chat, one file a conversation: reads an update, asks the desk once, answers."""
