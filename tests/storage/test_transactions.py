"""One transaction: all or nothing, one after another, and the tables that the code expects."""

import asyncio
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from bot.storage.database import Database
from bot.storage.migrate import differences, downgrade, migrate
from bot.storage.records import Archive
from bot.storage.tables import metadata
from tests.storage.making import a_call, a_note, a_person

PEOPLE_AT_ONCE = 200
DIES = """
import asyncio, os, sys
from bot.storage.database import Database
async def main():
    async with Database(sys.argv[1]) as database, database.transaction() as db:
        from sqlalchemy import inspect, text
        await db.execute(text("INSERT INTO spent_secrets VALUES ('a', 'b', 1)"))
        os.kill(os.getpid(), 9)
asyncio.run(main())
"""


async def test_migrations_go_up_down_and_up_and_agree_with_the_code(archive: Archive) -> None:
    database = archive.database
    for _ in range(2):
        assert await differences(database) == []
        assert await tables(database) == {*metadata.tables, "alembic_version"}
        await migrate(database)
        await downgrade(database, "base")
        assert await tables(database) <= {"alembic_version"}
        await migrate(database)


async def tables(database: Database) -> set[str]:
    names: set[str] = set()
    await database.execute_script(lambda connection: names.update(inspect(connection).get_table_names()))
    return names


async def test_of_many_who_read_then_write_at_once_nobody_is_lost(archive: Archive) -> None:
    async def number_one() -> int:
        async with archive.open_records() as records:
            number = await records.ledger.next_number()
            await asyncio.sleep(0)
            await records.ledger.add_call(a_call(records.now, number=number))
            return number

    async with asyncio.TaskGroup() as group:
        numbers = [group.create_task(number_one()) for _ in range(PEOPLE_AT_ONCE)]
    assert sorted(task.result() for task in numbers) == list(range(1, PEOPLE_AT_ONCE + 1))


async def test_whatever_raises_takes_everything_back(archive: Archive) -> None:
    async def half() -> None:
        async with archive.open_records() as records:
            await records.roster.meet(a_person(1))
            await records.ledger.enqueue(a_note("half"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await half()
    async with archive.open_records() as records:
        assert await records.roster.people([1]) == {}
        assert await records.outbox.count("queued") == 0


async def test_a_cancelled_transaction_is_taken_back_and_the_next_one_works(archive: Archive) -> None:
    begun = asyncio.Event()

    async def held_up() -> None:
        async with archive.open_records() as records:
            await records.roster.meet(a_person(1))
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.get_running_loop().create_task(held_up())
    await begun.wait()
    task.cancel()
    await asyncio.wait({task})
    async with archive.open_records() as records:
        assert await records.roster.people([1]) == {}
        await records.roster.meet(a_person(1))


async def test_a_refused_statement_leaves_the_connection_usable(archive: Archive) -> None:
    async def wrong() -> None:
        async with archive.open_records() as records:
            await records.connection.execute(text("SELECT * FROM nowhere"))

    with pytest.raises(DBAPIError, match="nowhere"):
        await wrong()
    await archive.database.check()


def test_a_killed_process_leaves_nothing_half_done(tmp_path: Path) -> None:
    path = tmp_path / "town.db"
    url = f"sqlite+aiosqlite:///{path}"

    async def prepare() -> None:
        async with Database(url) as database:
            await migrate(database)

    asyncio.run(prepare())
    died = subprocess.run([sys.executable, "-c", DIES, url], check=False, cwd=Path(__file__).parents[2])
    assert died.returncode == -9
    with sqlite3.connect(path) as plain:
        assert plain.execute("SELECT count(*) FROM spent_secrets").fetchone() == (0,)
    plain.close()
