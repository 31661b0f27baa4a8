"""A line of one's own to PostgreSQL: it holds the lock that proves a process alive, and carries wake-ups between processes."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database

logger = logging.getLogger(__name__)

CHANNEL = "eshkol"
RING = "SELECT pg_notify($1, name) FROM unnest($2::text[]) AS name"


async def ring_at_commit(db: AsyncConnection, *names: str) -> None:
    """Wake whoever does these things, the moment this transaction commits."""
    for name in names:
        await db.execute(select(func.pg_notify(CHANNEL, name)))


class Line:
    """One connection kept open: `heard` is called with each name rung elsewhere, `cut` once when the connection ends by itself."""

    def __init__(self, database: Database, lock: int, heard: Callable[[str], None], cut: Callable[[], None]) -> None:
        """Prepare; nothing is opened."""
        self._database = database
        self._lock = lock
        self._heard = heard
        self._cut = cut
        self._connection: AsyncConnection | None = None
        self._driver: Any = None
        self._one_at_a_time = asyncio.Lock()

    async def open(self) -> None:
        """Connect, take the lock, listen. Raises whatever the driver raises."""
        connection = await self._database.engine.connect()
        self._connection = connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
        self._driver = (await connection.get_raw_connection()).driver_connection
        self._driver.add_termination_listener(self._ended)
        await self._driver.add_listener(CHANNEL, self._on_notify)
        await self._driver.execute("SELECT pg_advisory_lock($1)", self._lock)

    async def ring(self, names: Iterable[str]) -> None:
        """Wake whoever does these things in other processes; a ring that is lost is made up for by the next look round."""
        wanted = sorted(set(names))
        async with self._one_at_a_time:
            if self._driver is not None and wanted:
                await self._driver.execute(RING, CHANNEL, wanted)

    async def close(self) -> None:
        """Hang up: the lock falls."""
        connection, self._connection = self._connection, None
        driver, self._driver = self._driver, None
        if connection is None:
            return
        driver.remove_termination_listener(self._ended)
        await connection.invalidate()
        await connection.close()

    def _on_notify(self, _connection: Any, _process: int, _channel: str, name: str) -> None:
        self._heard(name)

    def _ended(self, _: Any) -> None:
        logger.warning("the line to the database was cut: this process holds nothing until it has called again")
        self._driver = None
        self._cut()
