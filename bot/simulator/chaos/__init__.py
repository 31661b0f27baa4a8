"""Proof by breaking things: `python -m bot chaos` plays seeds and kills processes, and counts what was lost or doubled."""

from bot.simulator.chaos.command import add_arguments, main

__all__ = ["add_arguments", "main"]
