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
