"""What ails a simulated town: something that goes wrong for a while, and what it may lay its hands on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.simulator.hand_clock import HandClock
from bot.simulator.skewed_clock import SkewedClock
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.server import TelegramServer

Breaks = Callable[[str], None]
"""Told of every step of storage before it is taken; raises what the driver would."""


def sound(step: str) -> None:
    """Break nothing."""
    del step


class Steps(Protocol):
    """Where storage's steps pass by."""

    broken: Breaks


class Process(Protocol):
    """The bot's process, as far as an ailment may touch it."""

    watches: bool

    @property
    def is_up(self) -> bool:
        """Whether it runs."""

    def beat(self) -> None:
        """Let its heart beat once."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that may ail: Telegram, the clocks, the disk, the people's phones, the process."""

    server: TelegramServer
    clock: HandClock
    skew: SkewedClock
    steps: Steps
    phones: Mapping[int, Phone]
    process: Process


class Ailment(Protocol):
    """One thing that goes wrong in a run, and heals."""

    @property
    def next_at(self) -> datetime | None:
        """When it next does something, None when only others' doings matter to it."""

    @property
    def is_over(self) -> bool:
        """Whether it has healed: a run may end."""

    @property
    def struck(self) -> int:
        """How often something went wrong through it."""

    def begin(self, stage: Stage) -> None:
        """Take the stage, before the bot starts."""

    def act(self, now: datetime) -> bool:
        """Do what is due; True if anything was done."""
