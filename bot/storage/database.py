"""The database: one file or server, one transaction for each thing that happens."""

import asyncio
import sqlite3
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Self

from sqlalchemy import Connection, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.failpoint import Failpoint, reach
from bot.storage.inline import InlineConnection, Watch, unwatched
from bot.storage.postgres import AT_ONCE, engine_for, take_turn
from bot.storage.threaded import ThreadedConnection

BUSY_TIMEOUT_S = 30
"""How long another process (a backup) may hold the file before we give up."""
POOL_TIMEOUT_S = 600
SCRUB = "scrub"
"""Set in a connection's info by a transaction that erased someone: no copy may stay in the log either."""


class Database:
    """One SQLite file (WAL, synchronous=FULL, a single writing connection) or a PostgreSQL server."""

    def __init__(self, url: str, *, inline: bool = False, watch: Watch = unwatched) -> None:
        """Prepare; nothing is opened before the first transaction. `inline` runs SQLite on the loop, for simulations, which may `watch`."""
        self._watch = watch
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = self._sqlite(inline=inline) if self.is_sqlite else engine_for(self.url)
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._room = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def transaction(self, turn: str | None = None) -> AsyncIterator[AsyncConnection]:
        """Open one transaction: committed at the end, rolled back whole if anything raises.

        Of those with the same `turn` one runs at a time, in all processes; in SQLite that is so of all.
        """
        if self.is_sqlite or turn is None:
            async with self._transaction() as connection:
                yield connection
            return
        async with self._turns[turn], self._room, self._transaction() as connection:  # who waits here needs no connection yet
            await take_turn(connection, turn)
            yield connection

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        async with self.engine.begin() as connection:
            connection.info.pop(SCRUB, None)
            yield connection
            is_scrubbing = connection.info.pop(SCRUB, False)
        if is_scrubbing and self.is_sqlite:
            reach(Failpoint.ERASE_BEFORE_SCRUB)
            await self._scrub()

    async def execute_script(self, work: Callable[[Connection], Any]) -> None:
        """Run synchronous work (migrations) on a connection of this database."""
        async with self.engine.begin() as connection:
            await connection.run_sync(work)

    async def check(self) -> None:
        """Prove that the database answers. Raises whatever the driver raises."""
        async with self.transaction() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()

    async def __aenter__(self) -> Self:
        """Use as a context."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close every connection."""
        await self.close()

    async def _scrub(self) -> None:
        """Empty the write-ahead log: pages that were overwritten in the file would still be readable there."""
        async with self.engine.connect() as connection:
            await connection.run_sync(_truncate_log)

    def _sqlite(self, *, inline: bool) -> AsyncEngine:
        """One connection: SQLite has one writer, and readers that upgrade fail at once (173 of 200 transactions did)."""
        path = self.url.database or ""
        creator = _inline(path, self._watch) if inline else _threaded(path)
        engine = create_async_engine(
            self.url,
            pool_size=1,
            max_overflow=0,
            pool_timeout=POOL_TIMEOUT_S,
            async_creator=creator,
            hide_parameters=True,  # a failed statement is logged, and its parameters are people's names and words
        )
        event.listen(engine.sync_engine, "connect", partial(_set_pragmas, synchronous="OFF" if inline else "FULL"))
        event.listen(engine.sync_engine, "begin", _begin_immediate)
        return engine


def _inline(path: str, watch: Watch) -> Callable[[], Awaitable[InlineConnection]]:
    async def connect() -> InlineConnection:
        return InlineConnection(sqlite3.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT_S, check_same_thread=False), watch)

    return connect


def _threaded(path: str) -> Callable[[], Awaitable[ThreadedConnection]]:
    async def connect() -> ThreadedConnection:
        return await ThreadedConnection.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT_S, check_same_thread=False)

    return connect


def _set_pragmas(connection: Any, _: object, *, synchronous: str) -> None:
    """FULL survives a power cut; a simulation's power is never cut, and a killed process loses nothing either way."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", f"synchronous={synchronous}", "foreign_keys=ON", "cache_size=-65536", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _truncate_log(connection: Connection) -> None:
    """A checkpoint can't run inside a transaction, and SQLAlchemy begins one at the first statement of its own."""
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    cursor.fetchall()
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    """A deferred BEGIN lets two readers both try to write, and one fails without waiting."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
