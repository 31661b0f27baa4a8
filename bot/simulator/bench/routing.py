"""How fast the best people are found among very many, and whether they are the same as an exhaustive search finds."""

import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from geopy.distance import geodesic

from bot.dispatch.call import Call, CallDraft, Spot, opened
from bot.dispatch.invitation import Invitation, Standing
from bot.dispatch.kind import CallKind
from bot.dispatch.routing import Query, flat_metres, matches, query, rank
from bot.registry.volunteer import Standing as VolunteerStanding
from bot.registry.volunteer import Volunteer
from bot.simulator.bench.figures import in_ms, percentile
from bot.simulator.bench.people import crowd
from bot.simulator.hand_clock import HandClock
from bot.simulator.harness import TUESDAY_MORNING
from bot.simulator.postgres import PostgresServer
from bot.storage.crowding import crowd_together
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.records import Archive
from bot.town import Town

PEOPLE = 100_000
FOUNDERS = 50_000
"""So many are drawn one by one; beyond them the database multiplies them."""
BATCH = 20_000
QUERIES = 200
WARM_UP = 20
CHECKED = 6
"""Queries whose answer is compared with an exhaustive search: each walks over everybody."""
BUSY_CALLS = 30
BUSY_EACH = 40
LIMIT = 200
RADIUS_M = 3_000.0


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    people: int = PEOPLE
    queries: int = QUERIES
    checked: int = CHECKED
    seed: int = 1


async def measure(folder: Path, town: Town, size: Size, database: str = "sqlite") -> dict[str, Any]:
    """Return the figures of routing. The clock stands still; only the measuring uses real time. Raises NoPostgres."""
    if database == "sqlite":
        return {"database": database, **await _measure(f"sqlite+aiosqlite:///{folder / 'routing.db'}", town, size)}
    with PostgresServer(is_durable=True) as server:
        return {"database": database, **await _measure(await server.create("routing"), town, size)}


async def _measure(url: str, town: Town, size: Size) -> dict[str, Any]:
    clock = HandClock(TUESDAY_MORNING)
    async with Database(url) as database:
        await migrate(database)
        archive = Archive(database, town.slug, 1, clock.now)
        filled = await _fill(archive, town, size)
        asked = _questions(town, size, archive)
        took = await _timed(archive, asked[:WARM_UP]) and await _timed(archive, asked)
        return {
            "people": size.people,
            "queries": len(asked),
            "limit": LIMIT,
            "filled_s": round(filled, 1),
            **in_ms(took),
            **await _against(archive, asked[:: max(1, len(asked) // size.checked)][: size.checked], took, size),
        }


async def _fill(archive: Archive, town: Town, size: Size) -> float:
    began = time.perf_counter()
    async with archive.open_records() as records:
        await records.roster.add_many(crowd(town, min(size.people, FOUNDERS), records.now, size.seed))
    if size.people > FOUNDERS:
        await crowd_together(archive.database, FOUNDERS, -(-size.people // FOUNDERS) - 1)
    random = Random(size.seed)
    kinds = _kinds(town)
    async with archive.open_records() as records:
        for number in range(1, BUSY_CALLS + 1):
            call = await records.ledger.add_call(_call(town, random.choice(kinds), number, archive))
            keys = random.sample(range(1, size.people + 1), min(BUSY_EACH, size.people))
            await records.ledger.add_invitations([_invitation(call, key, random) for key in keys])
    return time.perf_counter() - began


def _kinds(town: Town) -> list[CallKind]:
    return [kind for kind in town.kinds.values() if kind.mode.value == "emergency"]


def _call(town: Town, kind: CallKind, number: int, archive: Archive) -> Call:
    spot = Spot(town.neighbourhoods[number % len(town.neighbourhoods)].centre, None)
    return opened(CallDraft(kind, spot, kind.needed), town=town.slug, number=number, owner=1, token=f"call-{number}", now=archive.now())


def _invitation(call: Call, key: int, random: Random) -> Invitation:
    standing = random.choice((Standing.ASKED, Standing.ASSIGNED, Standing.ON_THE_WAY, Standing.CANNOT))
    return Invitation(0, call.id, key, f"{call.id}-{key}", 0, call.opened_at, frozenset(), 100.0, 200.0, standing)


def _questions(town: Town, size: Size, archive: Archive) -> list[Query]:
    """Ask every filter: skills, a language, age, cluster, consent, availability, quiet hours, pauses, other calls."""
    random = Random(size.seed + 1)
    now = archive.now()
    return [
        query(
            random.choice(_kinds(town)),
            random.choice(town.neighbourhoods).centre,
            RADIUS_M,
            languages=frozenset({town.languages[0].value, town.languages[1].value}),
            town=town.slug,
            asked_at=now,
            zone=town.zone,
            call_id=random.randint(1, BUSY_CALLS),
            starts_at=now,
            ends_at=now + timedelta(hours=2),
            limit=LIMIT,
        )
        for _ in range(size.queries)
    ]


async def _timed(archive: Archive, asked: list[Query]) -> list[float]:
    took = []
    for question in asked:
        began = time.perf_counter()
        async with archive.open_records() as records:
            await records.ledger.shortlist(question)
        took.append(time.perf_counter() - began)
    return took


async def _against(archive: Archive, asked: list[Query], took: list[float], size: Size) -> dict[str, Any]:
    """Compare with filtering everybody, and with a loop over geopy's geodesic, in this very run."""
    matching, loops = await _through_everybody(archive, asked, size)
    same = True
    for question, matched in zip(asked, matching, strict=True):
        async with archive.open_records() as records:
            found = await records.ledger.shortlist(question)
        same = same and [one.person_key for one in rank(found)] == _nearest(question, matched)
    loop = percentile(loops, 0.5)
    return {
        "checked": len(asked),
        "same_as_exhaustive": same,
        "geopy_loop_p50_ms": round(loop * 1_000, 1),
        "times_faster_than_geopy": round(loop / percentile(took, 0.5), 1),
    }


async def _through_everybody(archive: Archive, asked: list[Query], size: Size) -> tuple[list[list[Volunteer]], list[float]]:
    """Filter everybody, a batch at a time, for each question; geopy's loop goes over some of them and is reckoned up to all."""
    async with archive.open_records() as records:
        busy = {call.id: list(await records.ledger.invitations(call.id)) for call in await records.ledger.open_calls()}
    matching: list[list[Volunteer]] = [[] for _ in asked]
    loops: list[float] = []
    last = 0
    while batch := await _batch(archive, last):
        last = batch[-1].person_key
        for matched, question in zip(matching, asked, strict=True):
            matched.extend(_exhaustive(question, batch, busy))
        loops = loops or [_geodesic_loop(question, batch) * size.people / last for question in asked]
    return matching, loops


async def _batch(archive: Archive, after: int) -> list[Volunteer]:
    async with archive.open_records() as records:
        return list(await records.roster.standing(VolunteerStanding.APPROVED, BATCH, after=after))


def _exhaustive(question: Query, everybody: list[Volunteer], busy: dict[int, list[Invitation]]) -> list[Volunteer]:
    engaged = {Standing.ASSIGNED, Standing.STAND_BY, Standing.ON_THE_WAY, Standing.ARRIVED}
    at_work = {one.person_key for invited in busy.values() for one in invited if one.standing in engaged}
    invited = {one.person_key for one in busy.get(question.call_id or 0, ())}
    return [one for one in everybody if matches(question, one, is_invited=one.person_key in invited, is_engaged=one.person_key in at_work)]


def _nearest(question: Query, matching: list[Volunteer]) -> list[int]:
    def cost(one: Volunteer) -> tuple[float, int]:
        away = flat_metres(question.centre, one.home) if one.home else 0.0
        return (away / one.transport.metres_per_second, one.person_key)

    return [one.person_key for one in sorted(matching, key=cost)[: question.limit]]


def _geodesic_loop(question: Query, everybody: list[Volunteer]) -> float:
    """Return the seconds that the obvious loop takes: who has a skill, how far by geodesic, the nearest 200."""
    began = time.perf_counter()
    here = (question.centre.lat, question.centre.lon)
    away = [
        (geodesic(here, (one.home.lat, one.home.lon)).meters, one.person_key)
        for one in everybody
        if one.home and one.skills & question.skills
    ]
    sorted(away)[: question.limit]
    return time.perf_counter() - began
