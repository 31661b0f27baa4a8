"""What is said to a nursery about the child that is wanted."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import SystemClock


@dataclass(frozen=True, slots=True)
class Birth:
    """Where a child is to fail (see `bot.failpoint`), and how many seconds its wall clock is ahead."""

    failpoint: str = ""
    ahead_s: float = 0.0

    @property
    def clock(self) -> "AheadClock":
        """Return the child's clock."""
        return AheadClock(timedelta(seconds=self.ahead_s))


class AheadClock(SystemClock):
    """The machine's clock, some time ahead: as if the bot had lain dead for so long."""

    def __init__(self, ahead: timedelta) -> None:
        """Run so far ahead."""
        self._ahead = ahead

    def now(self) -> datetime:
        """Return the instant it would be."""
        return super().now() + self._ahead
