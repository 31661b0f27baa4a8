"""A clock that stands still until a hand moves it."""

import asyncio
import heapq
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count


class ClockCannotRunBackwards(ValueError):
    """Someone tried to move the hands to an instant that has already passed."""


@dataclass(order=True, slots=True)
class _Sleeper:
    due: datetime
    turn: int
    woken: asyncio.Future[None] = field(compare=False)


class HandClock:
    """A `Clock` for simulations: time passes only through `move` and `move_to`.

    Sleepers are woken in the order of their due times, those due together in the order in which
    they lay down, so a run with the same moves is the same run. Moving is not awaiting: woken
    tasks run when the event loop next gets its turn, and then read the new time.
    """

    def __init__(self, start: datetime) -> None:
        """Stand at `start`, which must be aware."""
        self._start = start.astimezone(UTC)
        self._now = self._start
        self._turns = count()
        self._sleepers: list[_Sleeper] = []

    def now(self) -> datetime:
        """Return the instant the hands show, aware, in UTC."""
        return self._now

    def monotonic(self) -> float:
        """Return the seconds moved since the clock was made."""
        return (self._now - self._start).total_seconds()

    async def sleep(self, lasts: timedelta) -> None:
        """Wait until the hands have moved by `lasts`; nothing or less only gives others a turn."""
        if lasts <= timedelta(0):
            await asyncio.sleep(0)
            return
        sleeper = _Sleeper(self._now + lasts, next(self._turns), asyncio.get_running_loop().create_future())
        heapq.heappush(self._sleepers, sleeper)
        await sleeper.woken

    def waiters(self) -> int:
        """Return how many are asleep."""
        return sum(1 for sleeper in self._sleepers if not sleeper.woken.done())

    def next_due(self) -> datetime | None:
        """Return when the next sleeper wakes, or None when nobody sleeps."""
        while self._sleepers and self._sleepers[0].woken.done():
            heapq.heappop(self._sleepers)
        return self._sleepers[0].due if self._sleepers else None

    def move(self, lasts: timedelta) -> None:
        """Move the hands on by `lasts` and wake whoever is due by then."""
        self.move_to(self._now + lasts)

    def move_to(self, instant: datetime) -> None:
        """Move the hands to `instant` and wake whoever is due by then.

        Raises:
            ClockCannotRunBackwards: the instant has already passed.
        """
        if instant < self._now:
            message = f"the clock shows {self._now.isoformat()} and cannot go back to {instant.isoformat()}"
            raise ClockCannotRunBackwards(message)
        while (due := self.next_due()) is not None and due <= instant:
            self._now = due
            heapq.heappop(self._sleepers).woken.set_result(None)
        self._now = instant.astimezone(UTC)
