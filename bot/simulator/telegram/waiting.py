"""Waiting for something to happen or for the clock, whichever comes first."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock import Clock


class Waits:
    """Hands out waits on one clock; once closed, nobody waits any longer."""

    def __init__(self, clock: Clock) -> None:
        """Wait on this clock."""
        self.closed = False
        self._clock = clock
        self._open: set[asyncio.Event] = set()

    async def until(self, event: asyncio.Event, lasts: timedelta | None = None) -> None:
        """Return when the event is set, when `lasts` of the clock's time are over, or on closing."""
        if self.closed:
            return
        self._open.add(event)
        try:
            await self._race(event, lasts)
        finally:
            self._open.discard(event)

    async def rest(self, lasts: timedelta) -> None:
        """Return when `lasts` of the clock's time are over, or on closing."""
        await self.until(asyncio.Event(), lasts)

    def close(self) -> None:
        """Wake everyone for good."""
        self.closed = True
        for event in self._open:
            event.set()

    async def _race(self, event: asyncio.Event, lasts: timedelta | None) -> None:
        if lasts is None:
            await event.wait()
            return
        async with asyncio.TaskGroup() as race:
            alarm = race.create_task(self._ring(event, self._clock.now() + lasts))
            await event.wait()
            alarm.cancel()

    async def _ring(self, event: asyncio.Event, due: datetime) -> None:
        """Set the event at `due`, which may already be over when this task gets its first turn."""
        await self._clock.sleep(due - self._clock.now())
        event.set()


class Changes:
    """Lets a test wait until something about the server is true, without asking again and again."""

    def __init__(self) -> None:
        """Nobody waits yet."""
        self.count = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def mark(self) -> None:
        """Say that something has changed."""
        self.count += 1
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def next(self) -> None:
        """Return after the next change."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Return as soon as the condition holds; it is looked at now and after each change."""
        while not condition():
            await self.next()
