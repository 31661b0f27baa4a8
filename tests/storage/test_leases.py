"""Of all processes one holds a lease; who dies or stands still is replaced; who wakes up late writes nothing; work is shared fairly."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.storage.database import Database
from bot.storage.leases import Buried, Guard, LeaseLost, Leases
from bot.storage.line import Line, ring_at_commit
from bot.storage.records import Archive
from bot.storage.tables import outbox, processes
from tests.databases import BOTH, IS_POSTGRES_HERE, fresh_address
from tests.storage.making import a_note

TOWNS = [f"worker:town-{number}" for number in range(5)]
POSTGRES = ["postgresql"] if IS_POSTGRES_HERE else []


class House:
    """Processes that share a database: each has connections of its own."""

    def __init__(self, url: str, stack: AsyncExitStack) -> None:
        self.url = url
        self.stack = stack
        self.heard: list[str] = []

    async def process(self, *roles: str) -> tuple[Leases, Database, Line | None]:
        database = await self.stack.enter_async_context(Database(self.url))
        leases = Leases(database, roles or ("worker",), TOWNS)
        line = None
        if not database.is_sqlite:
            line = Line(database, leases.lock, self.heard.append, lambda: None)
            await line.open()
            self.stack.push_async_callback(line.close)
        await leases.join()
        return leases, database, line


@pytest.fixture
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    async with fresh_address(request.param, tmp_path, request) as url, AsyncExitStack() as stack:
        yield House(url, stack)


async def silence(database: Database, leases: Leases) -> None:
    """Let the database's own time pass for a process that says nothing."""
    async with database.transaction() as db:
        await db.execute(update(processes).where(processes.c.id == leases.process).values(until=0))


async def held(leases: Leases) -> set[str]:
    return set((await leases.look_round()).terms)


@pytest.mark.parametrize("house", POSTGRES, indirect=True)
async def test_work_is_shared_fairly_and_handed_over_in_peace(house: House) -> None:
    first, _, _ = await house.process()
    assert await held(first) == set(TOWNS)
    second, _, _ = await house.process()
    assert await held(second) == set()
    standing = await first.look_round()
    assert len(standing.surplus) == 2
    await first.give_up(standing.surplus)
    assert await held(second) == set(standing.surplus)
    assert await held(first) == set(TOWNS) - set(standing.surplus)
    await first.leave()
    assert await held(second) == set(TOWNS)


@pytest.mark.parametrize("house", POSTGRES, indirect=True)
async def test_a_process_that_dies_is_replaced_at_once_and_one_that_stands_still_after_its_time(house: House) -> None:
    first, database, _ = await house.process()
    second, _, _ = await house.process()
    assert await held(first) | await held(second) == set(TOWNS)
    await silence(database, first)
    assert await held(second) == set(TOWNS)
    with pytest.raises(Buried):
        await first.look_round()
    third, _, line = await house.process()
    assert line is not None
    await line.close()
    async with asyncio.timeout(5):
        while await held(second) != set(TOWNS):  # noqa: ASYNC110 - the server's deed rings no event
            await asyncio.sleep(0)
    with pytest.raises(Buried):
        await third.look_round()


@pytest.mark.parametrize("house", BOTH, indirect=True)
async def test_whoever_wakes_up_after_another_took_over_changes_nothing(house: House) -> None:
    first, database, _ = await house.process()
    guard = Guard(is_needed=True, term=(await first.look_round()).terms["worker:town-0"])
    archive = Archive(database, "town-0", 7, lambda: datetime(2026, 11, 24, 8, tzinfo=UTC), guard)
    async with archive.open_records() as records:
        await records.ledger.enqueue(a_note("in time"))
    await silence(database, first)
    second, _, _ = await house.process()
    term = (await second.look_round()).terms["worker:town-0"]
    assert term.number == 2
    with pytest.raises(LeaseLost):
        await queue_late(archive)
    with pytest.raises(LeaseLost):
        await queue_late(replace(archive, guard=Guard(is_needed=True)))
    with pytest.raises(Buried):
        await first.look_round()
    async with database.transaction() as db:
        assert (await db.execute(select(func.count()).select_from(outbox))).scalar_one() == 1


async def queue_late(archive: Archive) -> None:
    async with archive.open_records() as records:
        await records.ledger.enqueue(a_note("late"))


@pytest.mark.parametrize("house", POSTGRES, indirect=True)
async def test_a_ring_is_heard_by_other_processes_once_it_is_committed(house: House) -> None:
    _, database, line = await house.process()
    assert line is not None
    await line.ring(["sender:1", "sender:1"])
    async with database.transaction() as db:
        await ring_at_commit(db, "worker:a")
    async with asyncio.timeout(5):
        while len(house.heard) < 2:  # noqa: ASYNC110 - the driver's deed rings no event
            await asyncio.sleep(0)
    assert house.heard == ["sender:1", "worker:a"]


@pytest.mark.parametrize("house", POSTGRES, indirect=True)
async def test_of_several_at_once_each_lease_has_one_holder(house: House) -> None:
    everybody = [(await house.process())[0] for _ in range(3)]
    looking: list[asyncio.Task[set[str]]] = []
    for _ in range(3):
        async with asyncio.TaskGroup() as group:
            looking = [group.create_task(held(one)) for one in everybody]
    found = [name for task in looking for name in task.result()]
    assert sorted(found) == TOWNS
