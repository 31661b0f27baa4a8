"""SQLite on the event loop itself, without threads: simulations replay exactly and pay no hops."""

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any, Self

Watch = Callable[[str], Awaitable[None]]
"""Told of every step before it is taken (`statement`, `commit`) and after a `committed`: a simulation may end there."""


async def unwatched(step: str) -> None:
    """Watch nothing."""
    del step


class InlineCursor:
    """What SQLAlchemy's asyncio layer asks of a cursor, answered at once."""

    def __init__(self, cursor: sqlite3.Cursor, watch: Watch = unwatched) -> None:
        """Wrap a plain cursor."""
        self._cursor = cursor
        self._watch = watch

    async def __aenter__(self) -> Self:
        """Open nothing: it is open."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close."""
        self._cursor.close()

    async def execute(self, statement: str, parameters: Any = ()) -> Self:
        """Run one statement."""
        await self._watch("statement")
        self._cursor.execute(statement, parameters)
        return self

    async def executemany(self, statement: str, parameters: Any) -> Self:
        """Run one statement for many rows."""
        await self._watch("statement")
        self._cursor.executemany(statement, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        """Return every row left."""
        return self._cursor.fetchall()

    async def fetchone(self) -> Any:
        """Return the next row or None."""
        return self._cursor.fetchone()

    async def fetchmany(self, size: int = 1) -> list[Any]:
        """Return at most `size` rows."""
        return self._cursor.fetchmany(size)

    async def close(self) -> None:
        """Close."""
        self._cursor.close()

    @property
    def description(self) -> Any:
        """The columns."""
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        """How many rows changed."""
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        """The id of the last inserted row."""
        return self._cursor.lastrowid


class InlineConnection:
    """What SQLAlchemy's asyncio layer asks of an aiosqlite connection, answered at once."""

    def __init__(self, connection: sqlite3.Connection, watch: Watch = unwatched) -> None:
        """Wrap a plain connection."""
        self._connection: sqlite3.Connection | None = connection
        self._watch = watch

    def cursor(self) -> InlineCursor:
        """Return a new cursor."""
        return InlineCursor(self._open.cursor(), self._watch)

    async def execute(self, statement: str, parameters: Any = ()) -> InlineCursor:
        """Run one statement."""
        return InlineCursor(self._open.execute(statement, parameters))

    async def commit(self) -> None:
        """Commit."""
        await self._watch("commit")
        self._open.commit()
        await self._watch("committed")

    async def rollback(self) -> None:
        """Roll back."""
        self._open.rollback()

    async def close(self) -> None:
        """Close, once or more."""
        self.stop()

    def stop(self) -> None:
        """Close without waiting."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    async def create_function(self, *args: Any, **options: Any) -> None:
        """Register an SQL function."""
        self._open.create_function(*args, **options)

    @property
    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            message = "connection closed"
            raise ValueError(message)
        return self._connection
