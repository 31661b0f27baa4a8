"""SQLite on aiosqlite's thread, one hop a statement: execute, fetch and close go over together."""

import sqlite3
from collections.abc import Callable
from typing import Any, Self, TypeVar

import aiosqlite

T = TypeVar("T")


class ThreadedCursor:
    """What SQLAlchemy's asyncio layer asks of a cursor; rows are there as soon as the statement has run."""

    def __init__(self, connection: "ThreadedConnection") -> None:
        """Open nothing yet."""
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        """Open nothing: it needs no opening."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Forget what was not read."""
        self._rows = []

    async def execute(self, statement: str, parameters: Any = ()) -> Self:
        """Run one statement and fetch its rows."""
        await self._connection.hop(lambda plain: self._keep(plain.execute(statement, parameters)))
        return self

    async def executemany(self, statement: str, parameters: Any) -> Self:
        """Run one statement for many rows."""
        await self._connection.hop(lambda plain: self._keep(plain.executemany(statement, parameters)))
        return self

    async def fetchall(self) -> list[Any]:
        """Return every row left."""
        rows, self._rows = self._rows, []
        return rows

    async def fetchone(self) -> Any:
        """Return the next row or None."""
        return self._rows.pop(0) if self._rows else None

    async def fetchmany(self, size: int = 1) -> list[Any]:
        """Return at most `size` rows."""
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    async def close(self) -> None:
        """Forget what was not read."""
        self._rows = []

    def _keep(self, cursor: sqlite3.Cursor) -> None:
        """On the thread: take everything over that may be asked for later."""
        self.description = cursor.description
        self._rows = cursor.fetchall() if cursor.description else []
        self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        cursor.close()


class ThreadedConnection:
    """What SQLAlchemy's asyncio layer asks of an aiosqlite connection, with fewer hops to its thread."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        """Take an open connection."""
        self._connection: aiosqlite.Connection | None = connection

    @classmethod
    async def connect(cls, path: str, **options: Any) -> Self:
        """Open a file; its thread ends with the process. Raises sqlite3.Error."""
        connection = aiosqlite.connect(path, **options)
        connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy's own layer does: a forgotten close must not keep a process alive
        return cls(await connection)

    def cursor(self) -> ThreadedCursor:
        """Return a new cursor."""
        return ThreadedCursor(self)

    async def execute(self, statement: str, parameters: Any = ()) -> ThreadedCursor:
        """Run one statement."""
        return await self.cursor().execute(statement, parameters)

    async def commit(self) -> None:
        """Commit."""
        await self.hop(lambda plain: plain.commit())

    async def rollback(self) -> None:
        """Roll back."""
        await self.hop(lambda plain: plain.rollback())

    async def close(self) -> None:
        """Close, once or more."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    def stop(self) -> None:
        """Close without waiting, behind whatever still runs."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.stop()

    async def create_function(self, *args: Any, **options: Any) -> None:
        """Register an SQL function."""
        await self.hop(lambda plain: plain.create_function(*args, **options))

    async def hop(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Have something done on the thread. Raises ValueError once closed, and whatever the work raises."""
        connection = self._connection
        if connection is None:
            message = "connection closed"
            raise ValueError(message)
        plain = connection._conn  # noqa: SLF001 - aiosqlite's own methods hop once for each of execute, fetch and close
        return await connection._execute(work, plain)  # type: ignore[no-any-return, no-untyped-call]  # noqa: SLF001 - it is untyped
