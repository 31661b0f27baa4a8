"""A preview promises: these people and no others; figures and drop-outs; on real storage."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dispatch import desk
from bot.dispatch.advance import Bench
from bot.dispatch.call import CallDraft, Spot
from bot.dispatch.invitation import Standing as Stand
from bot.dispatch.kind import CallKind, Mode, Plan, Rung, RungTo, Severity, Slot, Wave
from bot.dispatch.preview import FROZEN_FOR, Later, estimates, expected_from, is_stale, preview, still_there
from bot.dispatch.routing import Candidate
from bot.registry.language import Language, Names
from bot.registry.person import Grant, GrantState, Person, Role
from bot.registry.place import Point
from bot.registry.volunteer import AgeBand, Level, Standing, Transport, Volunteer
from bot.storage.database import Database
from bot.storage.records import Archive, Records
from bot.storage.tables import metadata

ZONE = ZoneInfo("Asia/Jerusalem")
NOON = datetime(2026, 11, 24, 10, tzinfo=UTC)
TOWN = "beit-shemesh"
CENTRE = Point(31.7327, 34.9887)
NAMES = Names("a", "a", "a", "a")
OWNER = Person(1, TOWN, 1, 1, "Rivka", None, Language.HE)
SKILLS = ("generator_op", "electrician", "logistics", "cook")
PLAN = Plan(
    waves=(Wave(timedelta(0), 1.0, 3), Wave(timedelta(minutes=10), 1.5, 3), Wave(timedelta(minutes=20), 3.5, 5, slots_first=False)),
    rungs=(Rung(timedelta(minutes=15), RungTo.COORDINATORS),),
)


def kind(*, target: int = 4, radius_m: float = 2_000, severity: Severity = Severity.URGENT) -> CallKind:
    return CallKind(
        code="E07",
        mode=Mode.EMERGENCY,
        cluster="infrastructure",
        names=NAMES,
        severity=severity,
        slots=(Slot(frozenset({"generator_op"}), 1), Slot(frozenset({"electrician"}), 1)),
        minimum=3,
        target=target,
        radius_m=radius_m,
        lasts=timedelta(hours=3),
        within=timedelta(hours=1),
        min_age=18,
        flags=frozenset(),
        plan=PLAN,
    )


def draft(people: int = 4, of: CallKind | None = None) -> CallDraft:
    return CallDraft(of or kind(), Spot(CENTRE, "old-beit-shemesh"), people)


def volunteer(key: int, metres: float, *skills: str) -> Volunteer:
    return Volunteer(
        person_key=key,
        town=TOWN,
        language=Language.HE,
        standing=Standing.APPROVED,
        age_band=AgeBand.FROM_24,
        home=Point(CENTRE.lat + metres / 111_195, CENTRE.lon),
        skills=frozenset(skills),
        languages=frozenset({"he"}),
    )


@dataclass
class Table:
    """A town's database, and a clock and tokens for its transactions."""

    database: Database
    tokens: Iterator[int]
    now: datetime = NOON

    @asynccontextmanager
    async def open(self) -> AsyncIterator[tuple[Records, Bench]]:
        async with Archive(self.database, TOWN, 1, lambda: self.now).open_records() as records:
            yield records, Bench(records.ledger, records.roster, self.now, ZONE, lambda: f"t{next(self.tokens)}")

    async def settle(self, *people: Volunteer) -> None:
        async with self.open() as (records, _):
            for one in people:
                await records.roster.meet(Person(one.person_key, TOWN, one.person_key, one.person_key, "A", None, Language.HE))
                await records.roster.save_volunteer(one)


@asynccontextmanager
async def laid(path: Path) -> AsyncIterator[Table]:
    async with Database(f"sqlite+aiosqlite:///{path}", inline=True) as database:
        await database.execute_script(metadata.create_all)
        table = Table(database, count(1))
        async with table.open() as (records, _):
            await records.roster.meet(OWNER)
            await records.roster.grant(Grant(0, OWNER.key, Role.COORDINATOR, "", GrantState.ACTIVE, NOON, None, None))
        yield table


@pytest.fixture
async def table(tmp_path: Path) -> AsyncIterator[Table]:
    async with laid(tmp_path / "town.db") as table:
        yield table


async def frozen_and_asked(table: Table, wanted: CallDraft) -> tuple[list[int], list[int]]:
    """Whom a preview freezes, and whom sending it in a later transaction asks."""
    async with table.open() as (_, bench):
        frozen = (await preview(wanted, bench, town=TOWN, per_second=25)).frozen
    async with table.open() as (records, bench):
        here = await still_there(wanted, [one.person_key for one in frozen], bench, town=TOWN)
        issued = await desk.issue(wanted, OWNER, bench, here or None)
        asked = await records.ledger.invitations(issued.call.id)
    return sorted(one.person_key for one in frozen), sorted(one.person_key for one in asked)


homes = st.floats(0, 9_000)
skillsets = st.sets(st.sampled_from(SKILLS))


@settings(max_examples=15)  # each example lays a database of its own
@given(
    people=st.lists(st.tuples(homes, skillsets, st.sampled_from(Level), st.sampled_from(Transport), st.booleans()), max_size=40),
    target=st.integers(1, 9),
    radius_m=st.sampled_from([200.0, 1_000.0, 3_000.0]),
    severity=st.sampled_from([Severity.URGENT, Severity.LIFE_SAVING]),
)
async def test_whom_a_preview_freezes_is_whom_sending_asks(
    people: list[tuple[float, set[str], Level, Transport, bool]], target: int, radius_m: float, severity: Severity
) -> None:
    with TemporaryDirectory() as folder:
        async with laid(Path(folder) / "town.db") as table:
            await table.settle(
                *(
                    replace(
                        volunteer(10 + number, metres, *skills),
                        level=level,
                        transport=transport,
                        paused_until=NOON + timedelta(hours=1) if is_paused else None,
                    )
                    for number, (metres, skills, level, transport, is_paused) in enumerate(people)
                )
            )
            frozen, asked = await frozen_and_asked(table, draft(target, kind(target=target, radius_m=radius_m, severity=severity)))
    assert frozen == asked


async def test_the_figures_say_who_matches_who_is_free_and_what_it_costs(table: Table) -> None:
    near = [volunteer(10 + number, 100.0 * number, "electrician") for number in range(1, 6)]
    await table.settle(*near, replace(volunteer(30, 50, "generator_op"), paused_until=NOON + timedelta(hours=1)), volunteer(31, 50, "cook"))
    async with table.open() as (_, bench):
        made = await preview(draft(), bench, town=TOWN, per_second=25)
    assert (made.matching, made.reachable, made.messages, made.needed) == (6, 5, 5, 3)
    assert made.seconds == pytest.approx(5 / 25)
    assert made.expected_yes == pytest.approx(expected_from(made.frozen, NOON, ZONE))
    assert made.is_weak
    assert made.made_at == NOON


async def test_a_preview_writes_nothing_down(table: Table) -> None:
    await table.settle(volunteer(10, 100, "electrician"))
    async with table.open() as (records, bench):
        await preview(draft(), bench, town=TOWN, per_second=25)
        assert await records.ledger.next_number() == 1
        assert not await records.ledger.open_calls()
    assert (await frozen_and_asked(table, draft()))[1] == [10]


async def test_a_wave_that_finds_nobody_gives_way_to_the_next(table: Table) -> None:
    await table.settle(volunteer(10, 2_500, "electrician"), volunteer(11, 6_000, "electrician"))
    assert await frozen_and_asked(table, draft()) == ([10], [10])
    async with table.open() as (records, _):
        [call] = await records.ledger.open_calls()
    assert call.wave == 1


async def test_nobody_at_all_is_said_plainly_and_can_be_sent(table: Table) -> None:
    await table.settle(volunteer(10, 100, "cook"))
    async with table.open() as (_, bench):
        made = await preview(draft(), bench, town=TOWN, per_second=25)
    assert (made.matching, made.frozen, made.expected_yes, made.later) == (0, (), 0, ())
    assert await frozen_and_asked(table, draft()) == ([], [])


async def test_who_pauses_after_the_preview_drops_out_and_nobody_takes_their_place(table: Table) -> None:
    await table.settle(*(volunteer(10 + number, 100.0 * number, "electrician") for number in range(30)))
    async with table.open() as (_, bench):
        frozen = (await preview(draft(), bench, town=TOWN, per_second=25)).frozen
    async with table.open() as (records, bench):
        await records.roster.save_volunteer(replace(volunteer(11, 100, "electrician"), paused_until=NOON + timedelta(hours=1)))
        here = await still_there(draft(), [one.person_key for one in frozen], bench, town=TOWN)
        issued = await desk.issue(draft(), OWNER, bench, here)
        asked = [one.person_key for one in await records.ledger.invitations(issued.call.id)]
    assert 11 in {one.person_key for one in frozen}
    assert sorted(asked) == sorted({one.person_key for one in frozen} - {11})


async def test_who_has_promised_to_come_elsewhere_drops_out(table: Table) -> None:
    await table.settle(volunteer(10, 100, "electrician"), volunteer(11, 200, "electrician"))
    async with table.open() as (records, bench):
        issued = await desk.issue(draft(), OWNER, bench)
        [first, _] = await records.ledger.invitations(issued.call.id)
        await records.ledger.save_invitation(replace(first, standing=Stand.ASSIGNED))
        made = await preview(draft(), bench, town=TOWN, per_second=25)
    assert (made.matching, made.reachable, [one.person_key for one in made.frozen]) == (2, 1, [11])


@pytest.mark.parametrize(("hour", "is_night"), [(21, False), (22, True), (3, True), (6, False)])
def test_fewer_people_say_yes_at_night(hour: int, is_night: bool) -> None:
    one = Candidate(1, frozenset(), 0.0, 100.0, 0, 0)
    at = datetime(2026, 11, 24, hour, 30, tzinfo=ZONE)
    assert expected_from([one], at, ZONE) == pytest.approx(0.15 if is_night else 0.30)


def test_later_waves_are_estimated_from_who_is_left_and_what_is_still_open() -> None:
    _, second, third = PLAN.waves
    assert estimates([(second, 10), (third, 40)], target=4, asked=6, expected=2.0) == [
        Later(timedelta(minutes=10), 4),
        Later(timedelta(minutes=20), 5),
    ]
    assert estimates([(second, 6), (third, 6)], target=4, asked=6, expected=2.0) == []
    assert estimates([(second, 10), (third, 40)], target=4, asked=20, expected=4.0) == []


def test_a_preview_lasts_five_minutes() -> None:
    assert not is_stale(NOON, NOON + FROZEN_FOR - timedelta(seconds=1))
    assert is_stale(NOON, NOON + FROZEN_FOR)


async def test_a_night_preview_and_its_rank_repeat_exactly(table: Table) -> None:
    chance = Random(7)
    await table.settle(*(volunteer(10 + number, chance.uniform(0, 1_900), chance.choice(SKILLS)) for number in range(60)))
    async with table.open() as (_, bench):
        one, other = [await preview(draft(), bench, town=TOWN, per_second=25) for _ in range(2)]
    assert one == other
