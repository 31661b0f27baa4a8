"""Formats that other programs read: nothing in them may act when it is opened."""
