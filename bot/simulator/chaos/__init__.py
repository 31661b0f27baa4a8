"""Proof by breaking things: `python -m bot chaos` kills, drops and delays, and counts what was lost or doubled."""

from bot.simulator.chaos.kills import add_arguments, main

__all__ = ["add_arguments", "main"]
