"""SQLite beside the loop: waits and long statements on aiosqlite's thread, the short ones at once, without the way there."""

import sqlite3
import time
from collections.abc import Callable
from typing import Any, Self, TypeVar

import aiosqlite

T = TypeVar("T")
SHORT_WORDS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
"""What may run on the loop. BEGIN waits for the file's lock and COMMIT for the disk: they go to the thread."""
SHORT_S = 0.003
"""A statement that took longer goes to the thread the next time: the loop has presses to answer."""
MOST_KNOWN = 2048


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
        await self._connection.run(statement, lambda plain: self._keep(plain.execute(statement, parameters)))
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
        self._long: set[str] = set()

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

    async def run(self, statement: str, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run one statement where it suits: at once if it was short the last time, on the thread if it may wait or take long.

        A press runs some fifteen statements of 50 µs; the way to the thread and back costs several times as much, each time.
        """
        if not statement.startswith(SHORT_WORDS):
            return await self.hop(work)
        if statement in self._long:
            return await self.hop(lambda plain: self._timed(statement, work, plain))
        return self._timed(statement, work, self._plain())

    def _timed(self, statement: str, work: Callable[[sqlite3.Connection], T], plain: sqlite3.Connection) -> T:
        began = time.perf_counter()
        done = work(plain)
        if time.perf_counter() - began < SHORT_S:
            self._long.discard(statement)
        elif len(self._long) < MOST_KNOWN:
            self._long.add(statement)
        return done

    async def hop(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Have something done on the thread. Raises ValueError once closed, and whatever the work raises."""
        plain = self._plain()
        return await self._open()._execute(work, plain)  # type: ignore[no-any-return, no-untyped-call]  # noqa: SLF001 - it is untyped

    def _plain(self) -> sqlite3.Connection:
        return self._open()._conn  # noqa: SLF001 - aiosqlite's own methods hop once for each of execute, fetch and close

    def _open(self) -> aiosqlite.Connection:
        if self._connection is None:
            message = "connection closed"
            raise ValueError(message)
        return self._connection
