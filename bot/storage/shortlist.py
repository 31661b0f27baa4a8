"""The nearest people who match, from the map index: a box that grows until nobody outside it could arrive sooner."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, exists, func, or_, select, true, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.dispatch.invitation import ENGAGED
from bot.dispatch.routing import TOP_SPEED, Candidate, Query, travel_seconds
from bot.registry.place import METRES_PER_DEGREE, Box
from bot.registry.volunteer import Reach, Standing
from bot.storage.tables import calls, invitations, volunteer_skills, volunteers

SMALLEST_BOX_M = 400.0
GROWTH = 2.0
v = volunteers.c


async def shortlist(db: AsyncConnection, query: Query) -> Sequence[Candidate]:
    """Return the `limit` matching people with the shortest travel, by travel then key; the same as filtering everybody."""
    reach = min(SMALLEST_BOX_M, query.radius_m)
    while True:
        found = await _in_box(db, query, reach)
        if reach >= query.radius_m or _is_settled(found, query, reach):
            return found
        reach = min(reach * GROWTH, query.radius_m)


async def count(db: AsyncConnection, query: Query) -> int:
    """Count everybody who matches."""
    keys = _people(query, query.radius_m).with_only_columns(v.person_key).distinct().subquery()
    return (await db.execute(select(func.count()).select_from(keys))).scalar_one()


async def still_match(db: AsyncConnection, query: Query, keys: Iterable[int]) -> Sequence[Candidate]:
    """Return those of these people who match."""
    chosen = _people(query, query.radius_m).where(v.person_key.in_(list(keys)))
    return await _candidates(db, query, chosen)


async def _in_box(db: AsyncConnection, query: Query, reach: float) -> Sequence[Candidate]:
    return await _candidates(db, query, _people(query, reach).limit(query.limit))


async def _candidates(db: AsyncConnection, query: Query, chosen: Select[Any]) -> Sequence[Candidate]:
    cost = _cost(query)
    ordered = chosen.add_columns(_distance_squared(query).label("squared")).group_by(v.person_key).order_by(cost, v.person_key)
    return [_candidate(row) for row in (await db.execute(ordered)).mappings()]


def _candidate(row: Any) -> Candidate:
    distance = math.sqrt(row["squared"])
    return Candidate(row["person_key"], row["skills"], distance, travel_seconds(distance, row["speed"]), row["asked"], row["said_yes"])


def _is_settled(found: Sequence[Candidate], query: Query, reach: float) -> bool:
    return len(found) >= query.limit and found[-1].travel_s <= travel_seconds(reach, TOP_SPEED)


def _people(query: Query, reach: float) -> Select[Any]:
    chosen = select(v.person_key, v.skills, v.speed, v.asked, v.said_yes).where(_matches(query, reach))
    if query.skills:
        return chosen.select_from(volunteer_skills.join(volunteers, v.person_key == volunteer_skills.c.person_key))
    return chosen


def _matches(query: Query, reach: float) -> ColumnElement[bool]:
    return and_(_has_skill_nearby(query, reach), _may_ever(query), _is_near(query), _is_new(query), _may_now(query))


def _has_skill_nearby(query: Query, reach: float) -> ColumnElement[bool]:
    box = Box.around(query.centre, reach)
    index = volunteer_skills.c if query.skills else v
    inside = and_(index.town == query.town, index.band.in_(list(box.bands)), index.lon.between(box.west, box.east))
    return and_(inside, volunteer_skills.c.skill.in_(sorted(query.skills))) if query.skills else inside


def _may_ever(query: Query) -> ColumnElement[bool]:
    return and_(
        v.standing == Standing.APPROVED.value,
        v.reach == Reach.OPEN.value,
        v.min_years >= query.min_years,
        v.level.in_(sorted(level.value for level in query.levels)),
        _has_any(v.languages, query.languages) if query.languages else true(),
        true() if query.saves_life else or_(v.clusters == frozenset(), _has_any(v.clusters, {query.cluster})),
    )


def _has_any(column: Any, words: Iterable[str]) -> ColumnElement[bool]:
    """Whether a set column holds one of these words: sets stand as words between bars."""
    barred = "|" + type_coerce(column, String) + "|"
    return or_(*(barred.contains(f"|{word}|", autoescape=True) for word in sorted(words)))


def _is_near(query: Query) -> ColumnElement[bool]:
    return _distance_squared(query) <= query.radius_m**2


def _distance_squared(query: Query) -> ColumnElement[float]:
    """The same arithmetic as routing.flat_metres_squared, so that SQL and the pure rule agree to the last bit."""
    shrink = METRES_PER_DEGREE * math.cos(math.radians(query.centre.lat))
    rise = (v.lat - query.centre.lat) * METRES_PER_DEGREE
    run = (v.lon - query.centre.lon) * shrink
    return rise * rise + run * run


def _cost(query: Query) -> ColumnElement[float]:
    """Squared travel time without the constant turnout: it orders people as travel_seconds does."""
    return _distance_squared(query) / (v.speed * v.speed)


def _is_new(query: Query) -> ColumnElement[bool]:
    if query.call_id is None:
        return true()
    mine = (invitations.c.call_id == query.call_id) & (invitations.c.person_key == v.person_key)
    return ~exists().where(mine)


def _may_now(query: Query) -> ColumnElement[bool]:
    if not query.now_only:
        return true()
    is_quiet = v.quiet_mask.bitwise_and(query.hour_bit) != 0
    is_usual = and_(~is_quiet, v.availability.bitwise_and(query.part_bit) != 0)
    is_free = or_(~is_quiet, v.wake_for_life) if query.saves_life else is_usual
    not_paused = or_(v.paused_until.is_(None), v.paused_until <= query.asked_at)
    on_duty = and_(v.on_duty_until.is_not(None), v.on_duty_until > query.asked_at)
    return and_(not_paused, or_(on_duty, is_free), ~_is_engaged(query))


def _is_engaged(query: Query) -> ColumnElement[bool]:
    overlaps = (calls.c.state != "closed") & (calls.c.starts_at < query.ends_at) & (calls.c.ends_at > query.starts_at)
    theirs = (invitations.c.person_key == v.person_key) & invitations.c.standing.in_(sorted(stand.value for stand in ENGAGED))
    return exists().where(theirs & (calls.c.id == invitations.c.call_id) & overlaps)
