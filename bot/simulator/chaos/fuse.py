"""Where a simulated process may die: at every statement, commit, request and answer; which one, a seed decides."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Point(StrEnum):
    """A moment at which power may fail. The first three are storage's own words."""

    STATEMENT = "statement"
    COMMIT = "commit"
    COMMITTED = "committed"
    REQUEST = "request"
    """Before a request leaves."""
    ACCEPTED = "accepted"
    """Telegram has decided, and its answer is on the way."""
    ANSWERED = "answered"
    """The answer is here, and nothing was written down yet."""


@dataclass(frozen=True, slots=True)
class Crash:
    """The process dies when it reaches a point for the n-th time in this life, and starts again `down_s` seconds later."""

    point: Point
    nth: int
    down_s: float

    def __str__(self) -> str:
        """Say it in a line."""
        return f"crash at {self.point} {self.nth}, down {self.down_s} s"


class Fuse:
    """Burns through at the planned point; from then on whatever the dead process still tries is cancelled."""

    def __init__(self, crashes: Sequence[Crash]) -> None:
        """Hold the crashes of a run, one a life."""
        self._crashes = list(crashes)
        self._counts: Counter[str] = Counter()
        self._next: Crash | None = None
        self.is_blown = False

    def arm(self) -> None:
        """Begin a new life."""
        self._next = self._crashes.pop(0) if self._crashes else None
        self._counts.clear()
        self.is_blown = False

    @property
    def spent(self) -> Crash:
        """The crash that has just happened. Raises LookupError without one."""
        if self._next is None or not self.is_blown:
            message = "nothing has crashed"
            raise LookupError(message)
        return self._next

    def reached(self, point: str) -> None:
        """Note that a point was reached: the process may be dead from here on."""
        self._counts[point] += 1
        planned = self._next
        if planned is not None and point == planned.point and self._counts[point] >= planned.nth:
            self.is_blown = True

    async def at(self, point: str) -> None:
        """Pass a point, or die there. Raises CancelledError in a dead process."""
        if not self.is_blown:
            self.reached(point)
        if self.is_blown:
            raise asyncio.CancelledError
