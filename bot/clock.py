"""The only place that asks what time it is, and the only one that waits."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Wall time for people, monotonic time for pacing, and waiting that a test can move by hand."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""

    def monotonic(self) -> float:
        """Return seconds that never run backwards; their zero means nothing."""

    async def sleep(self, lasts: timedelta) -> None:
        """Wait for at least `lasts` of this clock's time."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return the machine's monotonic seconds."""
        return time.monotonic()

    async def sleep(self, lasts: timedelta) -> None:
        """Wait in real time."""
        await asyncio.sleep(max(0.0, lasts.total_seconds()))


async def news_within(clock: Clock, news: asyncio.Event, lasts: timedelta | None) -> bool:
    """Wait for the event, at most `lasts` of the clock's time (None: for ever). Return whether it came."""
    if lasts is None:
        return await news.wait()
    if isinstance(clock, SystemClock):
        return await _within(news, lasts)
    async with asyncio.TaskGroup() as group:
        waits = {group.create_task(news.wait()), group.create_task(clock.sleep(lasts))}
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for one in waits:
            one.cancel()
    return news.is_set()


async def _within(news: asyncio.Event, lasts: timedelta) -> bool:
    try:
        async with asyncio.timeout(max(0.0, lasts.total_seconds())):
            return await news.wait()
    except TimeoutError:
        return False
