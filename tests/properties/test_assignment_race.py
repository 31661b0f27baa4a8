"""H7: everybody says yes at once, through connections of their own: of K places exactly K are taken, on either database."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.dispatch import desk
from bot.dispatch.advance import Bench
from bot.dispatch.desk import Answer
from bot.dispatch.invitation import Acknowledgement, Standing
from bot.dispatch.kind import Slot
from bot.storage.database import Database
from bot.storage.records import Archive, Records
from tests.databases import BOTH, fresh_address
from tests.properties.ground import BOT, TOWN, TUESDAY
from tests.storage.making import a_call, a_kind, a_person, a_volunteer, an_invitation

PEOPLE = tuple(range(1, 13))
DOORS = 4
"""Connections of their own, as processes have."""
ZONE = ZoneInfo("Asia/Jerusalem")


class Town:
    """One database, reached through several connections at once."""

    def __init__(self, archives: list[Archive]) -> None:
        self.archives = archives

    async def lay(self, number: int, places: int) -> int:
        """Ask everybody about a new call of so many places."""
        async with self.archives[0].open_records() as records:
            if number == 1:
                for key in PEOPLE:
                    await records.roster.meet(a_person(key))
                    await records.roster.save_volunteer(a_volunteer(key, "logistics"))
            kind = a_kind(slots=(Slot(frozenset({"logistics"}), places),), minimum=places, target=places)
            call = await records.ledger.add_call(a_call(records.now, number=number, kind=kind, wave=0, next_wave_at=None))
            await records.ledger.add_invitations([an_invitation(call, key, records.now) for key in PEOPLE])
        return call.id

    async def answer(self, call_id: int, key: int, said: Acknowledgement, begin: asyncio.Barrier) -> None:
        await begin.wait()
        async with self.archives[key % DOORS].open_records() as records:
            one = await records.ledger.invitation_of(call_id, key)
            assert one is not None
            await desk.acknowledge(await records.ledger.call(call_id), one, Answer(said), self.bench(records))

    def bench(self, records: Records) -> Bench:
        return Bench(
            records.ledger, records.roster, records.now, ZONE, iter(f"m{records.now}{id(records)}-{n}" for n in range(99)).__next__
        )

    async def standings(self, call_id: int) -> list[Standing]:
        async with self.archives[0].open_records() as records:
            return [one.standing for one in await records.ledger.invitations(call_id)]


@pytest.mark.parametrize("kind", BOTH)
async def test_k_places_are_taken_by_exactly_k(tmp_path: Path, kind: str, request: pytest.FixtureRequest) -> None:
    chance = Random(7)
    async with fresh_address(kind, tmp_path, request) as url, AsyncExitStack() as stack:
        doors = [await stack.enter_async_context(Database(url)) for _ in range(DOORS)]
        town = Town([Archive(door, TOWN, BOT, lambda: TUESDAY) for door in doors])
        for number in range(1, 6):
            places = chance.randint(1, 5)
            call_id = await town.lay(number, places)
            begin = asyncio.Barrier(len(PEOPLE))
            async with asyncio.TaskGroup() as together:
                for key in chance.sample(PEOPLE, len(PEOPLE)):
                    together.create_task(town.answer(call_id, key, Acknowledgement.COMING, begin))
            stands = await town.standings(call_id)
            assert stands.count(Standing.ASSIGNED) == places
            late = len(PEOPLE) - places
            assert stands.count(Standing.STAND_BY) + stands.count(Standing.STOOD_DOWN) == late

            leaving = asyncio.Barrier(len(PEOPLE))
            async with asyncio.TaskGroup() as together:
                for key in PEOPLE:
                    said = Acknowledgement.LEFT if key % 2 else Acknowledgement.SEEN
                    together.create_task(town.answer(call_id, key, said, leaving))
            stands = await town.standings(call_id)
            assert stands.count(Standing.ASSIGNED) == min(places, len(PEOPLE) // 2), "who stood by moves up, each into a place of their own"
