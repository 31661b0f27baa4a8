"""A wall clock that somebody sets wrong: an hour ahead, an hour behind; what is waited for takes its right time."""

from datetime import datetime, timedelta

from bot.clock import Clock


class SkewedClock:
    """A `Clock` whose wall time may be wrong by `skew`; its monotonic time and its waits are those of the right one."""

    def __init__(self, clock: Clock) -> None:
        """Agree with the right clock at first."""
        self.skew = timedelta(0)
        self._clock = clock

    def now(self) -> datetime:
        """Return the instant the wrong hands show, aware, in UTC."""
        return self._clock.now() + self.skew

    def monotonic(self) -> float:
        """Return the right clock's monotonic seconds."""
        return self._clock.monotonic()

    async def sleep(self, lasts: timedelta) -> None:
        """Wait for as long as the right clock says."""
        await self._clock.sleep(lasts)
