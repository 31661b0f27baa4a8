"""The demo's page: two chats to be somebody in, and beside them the call as it goes."""
