"""Storage chooses the same people, in the same order, as filtering everybody with the pure rule and sorting them."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.dispatch.invitation import ENGAGED, Invitation, Standing
from bot.dispatch.kind import Mode, Severity
from bot.dispatch.routing import Query, flat_metres, flat_metres_squared, matches
from bot.registry.language import Language
from bot.registry.place import Point
from bot.registry.volunteer import AgeBand, Level, QuietHours, Reach, Transport, Volunteer
from bot.registry.volunteer import Standing as VolunteerStanding
from bot.storage.database import Database
from bot.storage.records import Archive, Records
from bot.storage.tables import metadata
from tests.databases import BOTH, fresh_database
from tests.storage.making import a_call, a_person

ZONE = ZoneInfo("Asia/Jerusalem")
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
CENTRE = Point(31.7327, 34.9887)
WORDS = ("first_aid", "first", "aid", "team_lead")
CLUSTERS = ("special_needs", "specialXneeds", "food")

moments = st.none() | st.sampled_from([NOW - timedelta(hours=1), NOW, NOW + timedelta(hours=1)])
words = st.frozensets(st.sampled_from(WORDS), max_size=3)
homes = st.none() | st.builds(lambda lat, lon: Point(CENTRE.lat + lat, CENTRE.lon + lon), *[st.floats(-0.02, 0.02)] * 2)
usual: dict[str, Any] = {"standing": VolunteerStanding.APPROVED, "reach": Reach.OPEN, "age_band": AgeBand.FROM_24}


@st.composite
def volunteers(draw: st.DrawFn) -> list[Volunteer]:
    every: list[Volunteer] = []
    for key in range(1, draw(st.integers(1, 25)) + 1):
        odd: dict[str, Any] = {
            "standing": draw(st.sampled_from(VolunteerStanding)),
            "reach": draw(st.sampled_from(Reach)),
            "age_band": draw(st.none() | st.sampled_from(AgeBand)),
        }
        every.append(
            Volunteer(
                person_key=key,
                town="a" if draw(st.integers(0, 9)) else "b",
                language=Language.HE,
                home=draw(homes),
                transport=draw(st.sampled_from(Transport)),
                skills=draw(words),
                languages=draw(st.frozensets(st.sampled_from(["he", "ar", "ru"]))),
                clusters=draw(st.frozensets(st.sampled_from(CLUSTERS), max_size=2)),
                level=draw(st.sampled_from(Level)),
                availability=draw(st.sampled_from([0, (1 << 28) - 1, 0x5555555])),
                quiet=QuietHours(draw(st.integers(0, 23)), draw(st.integers(0, 23)), draw(st.booleans())),
                paused_until=draw(moments),
                on_duty_until=draw(moments),
                asked=draw(st.integers(0, 9)),
                **(usual if draw(st.integers(0, 3)) else odd),
            )
        )
    return every


@st.composite
def queries(draw: st.DrawFn) -> Query:
    starts = NOW + timedelta(hours=draw(st.integers(0, 30)))
    return Query(
        town="a",
        centre=CENTRE,
        radius_m=draw(st.sampled_from([50.0, 400.0, 1500.0, 9000.0])),
        skills=draw(words),
        languages=draw(st.frozensets(st.sampled_from(["he", "ar"]), max_size=2)),
        min_age=draw(st.sampled_from([0, 18, 21])),
        cluster=draw(st.sampled_from(CLUSTERS)),
        mode=draw(st.sampled_from(Mode)),
        severity=draw(st.sampled_from(Severity)),
        asked_at=NOW + timedelta(hours=draw(st.integers(0, 23))),
        zone=ZONE,
        call_id=draw(st.sampled_from([None, 1])),
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        limit=draw(st.integers(1, 12)),
        now_only=draw(st.booleans()),
    )


async def laid_out(database: Database, people: Sequence[Volunteer], invited: dict[int, Standing]) -> None:
    """Write everybody down in their own town, and one open call at which some are already asked or busy."""
    for town in ("a", "b"):
        async with Archive(database, town, 1, lambda: NOW).open_records() as records:
            await records.roster.add_many((a_person(one.person_key, town=town), one) for one in people if one.town == town)
    async with Archive(database, "a", 1, lambda: NOW).open_records() as records:
        call = await records.ledger.add_call(a_call(NOW, town="a"))
        asked = [
            Invitation(0, call.id, key, f"token-{key}", 0, NOW, frozenset(), 1.0, 1.0, standing)
            for key, standing in invited.items()
            if key <= len(people)
        ]
        await records.ledger.add_invitations(asked)


def exhaustive(question: Query, people: Sequence[Volunteer], invited: dict[int, Standing]) -> list[int]:
    overlaps = question.starts_at < NOW + timedelta(hours=2) and question.ends_at > NOW
    chosen = [
        one
        for one in people
        if matches(
            question,
            one,
            is_invited=question.call_id is not None and one.person_key in invited,
            is_engaged=overlaps and invited.get(one.person_key) in ENGAGED,
        )
    ]
    return [one.person_key for one in sorted(chosen, key=lambda one: cost(question, one))]


def cost(question: Query, one: Volunteer) -> tuple[float, int]:
    squared = flat_metres_squared(question.centre, one.home) if one.home else 0.0
    return (squared / (one.transport.metres_per_second * one.transport.metres_per_second), one.person_key)


asked = {
    "people": volunteers(),
    "invited": st.dictionaries(st.integers(1, 25), st.sampled_from(Standing), max_size=8),
    "questions": st.lists(queries(), min_size=1, max_size=6),
}


@pytest.fixture(params=BOTH)
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with fresh_database(request.param, tmp_path, request) as opened:
        yield opened


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(**asked)
async def test_the_shortlist_is_the_same_as_filtering_everybody(
    database: Database, people: list[Volunteer], invited: dict[int, Standing], questions: list[Query]
) -> None:
    await emptied(database)
    await laid_out(database, people, invited)
    async with Archive(database, "a", 1, lambda: NOW).open_records() as records:
        for question in questions:
            await holds(records, question, exhaustive(question, people, invited))


async def emptied(database: Database) -> None:
    """Empty the tables (the audit only grows); the next call is number 1 of this database again."""
    tables = [table.name for table in reversed(metadata.sorted_tables) if table.name != "audit"]
    sweeping = [f"TRUNCATE {', '.join(tables)} RESTART IDENTITY"]
    if database.is_sqlite:
        sweeping = [f"DELETE FROM {name}" for name in tables]  # noqa: S608 - names of our own tables
    async with database.transaction() as db:
        for statement in sweeping:
            await db.execute(text(statement))


async def holds(records: Records, question: Query, wanted: list[int]) -> None:
    found = await records.ledger.shortlist(question)
    assert [one.person_key for one in found] == wanted[: question.limit]
    assert await records.ledger.count(question) == len(wanted)
    some = wanted[::2]
    assert [one.person_key for one in await records.ledger.still_match(question, [*some, 999])] == some
    assert [one.travel_s for one in found] == pytest.approx(sorted(one.travel_s for one in found))


async def test_someone_exactly_at_the_edge_is_in_reach_for_sql_too(database: Database) -> None:
    for place in range(12):
        home = Point(CENTRE.lat + 0.001 * place, CENTRE.lon + 0.0007 * (12 - place) * (-1) ** place)
        one = Volunteer(1, "a", Language.HE, **usual, home=home, skills=frozenset({"first_aid"}), level=Level.ROUTINE)
        edge = flat_metres(CENTRE, home)
        await emptied(database)
        await laid_out(database, [one], {})
        async with Archive(database, "a", 1, lambda: NOW).open_records() as records:
            for radius in (edge, edge * (1 + 1e-15), edge * (1 - 1e-15), edge - 0.001):
                question = a_question(radius)
                found = await records.ledger.shortlist(question)
                assert bool(found) == matches(question, one), radius


def a_question(radius_m: float) -> Query:
    nothing: frozenset[str] = frozenset()
    return Query(
        town="a",
        centre=CENTRE,
        radius_m=radius_m,
        skills=frozenset({"first_aid"}),
        languages=nothing,
        min_age=0,
        cluster="food",
        mode=Mode.ROUTINE,
        severity=Severity.ROUTINE,
        asked_at=NOW,
        zone=ZONE,
        call_id=None,
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=1),
        limit=5,
    )
