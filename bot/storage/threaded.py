"""SQLite on a thread of its own, one hop a statement: execute, fetch and close go over together."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self, TypeVar

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
    """What SQLAlchemy's asyncio layer asks of an aiosqlite connection."""

    def __init__(self, connection: sqlite3.Connection, thread: ThreadPoolExecutor) -> None:
        """Take a connection that was opened on this thread."""
        self._connection: sqlite3.Connection | None = connection
        self._thread = thread

    @classmethod
    async def connect(cls, path: str, **options: Any) -> Self:
        """Open a file on a thread of its own. Raises sqlite3.Error."""
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sqlite")
        try:
            loop = asyncio.get_running_loop()
            return cls(await loop.run_in_executor(thread, lambda: sqlite3.connect(path, **options)), thread)
        except BaseException:
            thread.shutdown(wait=False)
            raise

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
        if self._connection is not None:
            await self.hop(lambda plain: plain.close())
            self._connection = None
            self._thread.shutdown(wait=False)

    def stop(self) -> None:
        """Close without waiting, behind whatever still runs."""
        connection, self._connection = self._connection, None
        if connection is not None:
            self._thread.submit(connection.close)
            self._thread.shutdown(wait=False)

    async def create_function(self, *args: Any, **options: Any) -> None:
        """Register an SQL function."""
        await self.hop(lambda plain: plain.create_function(*args, **options))

    async def hop(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Have something done on the thread. Raises ValueError once closed, and whatever the work raises."""
        connection = self._connection
        if connection is None:
            message = "connection closed"
            raise ValueError(message)
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(connection))
