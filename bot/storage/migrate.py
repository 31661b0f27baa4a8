"""Brings the tables to the newest step, under a lock: the transaction that migrates is the only writer."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.failpoint import Failpoint, reach
from bot.storage.database import Database
from bot.storage.tables import metadata

MIGRATIONS = Path(__file__).parent / "migrations"


async def migrate(database: Database, revision: str = "head") -> None:
    """Upgrade to a revision. Of two processes that start at once, the second waits and then finds nothing to do."""
    async with database.transaction("migration") as connection:
        if revision == "head" and await connection.run_sync(_is_newest):
            return
        await connection.run_sync(lambda plain: command.upgrade(_config(plain), revision))
        reach(Failpoint.MIGRATE_MID)


async def downgrade(database: Database, revision: str) -> None:
    """Go back to a revision; `base` empties the database."""
    await database.execute_script(lambda connection: command.downgrade(_config(connection), revision))


async def differences(database: Database) -> list[object]:
    """Return how the migrated tables differ from the code's; empty when they agree."""
    found: list[object] = []
    await database.execute_script(lambda connection: found.extend(_compare(connection)))
    return found


def _is_newest(connection: Connection) -> bool:
    return MigrationContext.configure(connection).get_current_heads() == _newest()


@cache
def _newest() -> tuple[str, ...]:
    return tuple(ScriptDirectory(str(MIGRATIONS)).get_heads())


def _compare(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
