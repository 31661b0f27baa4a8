"""H15: a database as a machine left it, half-sent rows and all: migrating it again, copying it and putting it back change not one row."""

import asyncio
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from bot.storage.backup import backup
from bot.storage.database import Database
from bot.storage.migrate import differences, migrate
from bot.storage.tables import metadata
from tests.properties.ground import Ground, tried
from tests.properties.test_outbox_machine import Outbox


class Kept(Outbox):
    """The outbox's machine, whose database is opened by another process in between."""

    def __init__(self, ground: Ground, folder: Path) -> None:
        super().__init__(ground)
        self.folder = folder

    @rule(is_copy=st.booleans())
    def begin_again(self, is_copy: bool) -> None:
        """Another process opens the file, or a backup of it, and migrates as at every start."""
        before = self.run(rows_of(self.ground.database))
        url = self.ground.url
        if is_copy:
            target = self.folder / "copy.db"
            assert backup(url, target) > 0
            url = f"sqlite+aiosqlite:///{target}"

        async def opened() -> tuple[Any, Any]:
            async with Database(url, inline=True) as database:
                await migrate(database)
                return await rows_of(database), await differences(database)

        after, found = asyncio.run(opened())
        assert after == before
        assert found == [], "the tables are what the code says"


async def rows_of(database: Database) -> dict[str, list[str]]:
    """Return every row of every table, as text."""
    async with database.transaction() as connection:
        return {table.name: sorted(str(row) for row in await connection.execute(table.select())) for table in metadata.sorted_tables}


def test_beginning_again_changes_nothing(ground: Ground, tmp_path: Path) -> None:
    tried(partial(Kept, ground, tmp_path), 4, 25)
