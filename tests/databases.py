"""Fresh databases for tests: SQLite files reached in two ways, and PostgreSQL, each with its tables."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import pytest

from bot.simulator.postgres import NoPostgres, PostgresServer, programs
from bot.storage.database import Database
from bot.storage.migrate import migrate

TEMPLATE = "template_town"


def _is_postgres_here() -> bool:
    try:
        programs()
    except NoPostgres:
        return False
    return True


IS_POSTGRES_HERE = _is_postgres_here()
EVERY = ["inline", "threaded", *(["postgresql"] if IS_POSTGRES_HERE else [])]
"""Every way to a database; without a PostgreSQL the header of the run says so."""
BOTH = ["inline", *(["postgresql"] if IS_POSTGRES_HERE else [])]


class Postgres(PostgresServer):
    """A server whose new databases are copies of one that was migrated once."""

    def __init__(self) -> None:
        """Prepare."""
        super().__init__()
        self._numbers = count(1)
        self._has_template = False

    async def fresh(self) -> tuple[str, str]:
        """Return the name and address of a new database with all tables, empty."""
        if not self._has_template:
            async with Database(await self.create(TEMPLATE)) as database:
                await migrate(database)
            self._has_template = True
        name = f"town_{next(self._numbers)}"
        return name, await self.create(name, TEMPLATE)


@asynccontextmanager
async def fresh_address(kind: str, folder: Path, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """Yield the address of a new database with its tables; the server starts only for those who want it."""
    if kind != "postgresql":
        url = f"sqlite+aiosqlite:///{folder / 'town.db'}"
        async with Database(url, inline=True) as database:
            await migrate(database)
        yield url
        return
    server: Postgres = request.getfixturevalue("postgres")
    name, url = await server.fresh()
    try:
        yield url
    finally:
        await server.drop(name)


@asynccontextmanager
async def fresh_database(kind: str, folder: Path, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """Yield a new database with its tables."""
    async with fresh_address(kind, folder, request) as url, Database(url, inline=kind == "inline") as database:
        yield database
