"""Who would arrive first among those who match, from the map index: as far as each kind of transport gets in a time that grows."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, exists, func, or_, select, type_coerce, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.dispatch.invitation import ENGAGED
from bot.dispatch.routing import Candidate, Query, narrowing, travel_seconds
from bot.registry.place import METRES_PER_DEGREE, Box, Point
from bot.registry.volunteer import Reach, Standing, Transport
from bot.storage.tables import calls, invitations, volunteer_skills, volunteers
from bot.storage.types import Instant

FIRST_TIME_S = 100.0
"""On the move: a car gets 550 m, someone on foot 150 m."""
LEAST_GROWTH, MOST_GROWTH = 1.25, 4.0
SURPLUS = 1.6
"""A little more time than an even spread of people would need, so that one more look is rarely needed."""
ROUNDING = 1 + 1e-9
"""Boxes are this much larger than the circles they hold: a degree is not a whole number of metres."""
SPEEDS = tuple(sorted({transport.metres_per_second for transport in Transport}))
v = volunteers.c
ANSWERED = (v.person_key, v.skills, v.speed, v.asked, v.said_yes, v.lat, v.lon)


@dataclass(frozen=True, slots=True)
class Shape:
    """What the text of a question depends on; its values are bound. Texts are few, so each is built once."""

    has_skills: bool
    languages: int
    saves_life: bool
    has_call: bool
    now_only: bool


async def shortlist(db: AsyncConnection, query: Query) -> Sequence[Candidate]:
    """Return the `limit` matching people with the shortest travel, by travel then key; the same as filtering everybody.

    Everyone who could arrive within the time is looked at, whatever their transport: enough of them are the answer.
    """
    time_s = FIRST_TIME_S
    while True:
        found = (await db.execute(_nearest(_shape(query)), _values(query, time_s))).all()
        if len(found) >= query.limit or time_s * SPEEDS[0] >= query.radius_m:
            return [_candidate(row, query) for row in found]
        time_s *= min(MOST_GROWTH, max(LEAST_GROWTH, math.sqrt(SURPLUS * query.limit / max(1, len(found)))))


async def count(db: AsyncConnection, query: Query) -> int:
    """Count everybody who matches."""
    return int((await db.execute(_number(_shape(query)), _values(query, math.inf))).scalar_one())


async def still_match(db: AsyncConnection, query: Query, keys: Iterable[int]) -> Sequence[Candidate]:
    """Return those of these people who match, in the order of a shortlist."""
    values = {**_values(query, math.inf), "keys": list(keys)}
    return [_candidate(row, query) for row in await db.execute(_among(_shape(query)), values)]


def _candidate(row: Any, query: Query) -> Candidate:
    distance = math.sqrt(row.squared)
    bearing = Point(row.lat, row.lon).bearing_to(query.centre) if distance else None
    return Candidate(row.person_key, row.skills, distance, travel_seconds(distance, row.speed), row.asked, row.said_yes, bearing)


def _shape(query: Query) -> Shape:
    return Shape(bool(query.skills), len(query.languages), query.saves_life, query.call_id is not None, query.now_only)


def _values(query: Query, time_s: float) -> dict[str, Any]:
    """Return what is bound: the question's own values, and how far each speed gets in the time, within the radius."""
    return {
        "town": query.town,
        "skills": sorted(query.skills),
        "lat": query.centre.lat,
        "lon": query.centre.lon,
        "narrowing": narrowing(query.centre),
        "min_years": query.min_years,
        "levels": sorted(level.value for level in query.levels),
        **{f"language_{place}": _pattern(word) for place, word in enumerate(sorted(query.languages))},
        "cluster": _pattern(query.cluster),
        "call": query.call_id,
        "now": query.asked_at,
        "begins": query.starts_at,
        "ends": query.ends_at,
        "hour": query.hour_bit,
        "part": query.part_bit,
        "most": query.limit,
        **{name: value for place, speed in enumerate(SPEEDS) for name, value in _circle(query, speed * time_s, place).items()},
    }


def _circle(query: Query, reach_m: float, place: int) -> dict[str, Any]:
    reach = min(query.radius_m, reach_m)
    box = Box.around(query.centre, reach * ROUNDING)
    return {f"square_{place}": reach**2, f"bands_{place}": list(box.bands), f"west_{place}": box.west, f"east_{place}": box.east}


def _pattern(word: str) -> str:
    """A word among words between bars, for LIKE; underscores in codes are no wildcards."""
    return "%|" + word.replace("/", "//").replace("%", "/%").replace("_", "/_") + "|%"


@lru_cache(maxsize=64)
def _nearest(shape: Shape) -> Select[Any]:
    squared = _squared(v.lat, v.lon)
    chosen = select(*ANSWERED, squared.label("squared")).where(_matches(shape))
    return chosen.order_by(squared / (v.speed * v.speed), v.person_key).limit(bindparam("most"))


@lru_cache(maxsize=64)
def _among(shape: Shape) -> Select[Any]:
    """Those of some people who match: looked up by key, as they are few and the map would list everybody."""
    squared = _squared(v.lat, v.lon)
    here = [v.person_key.in_(bindparam("keys", expanding=True)), v.town == bindparam("town"), squared <= bindparam("square_0")]
    chosen = select(*ANSWERED, squared.label("squared"))
    return chosen.where(*here, *_skilled(shape), *_conditions(shape)).order_by(squared / (v.speed * v.speed), v.person_key)


def _skilled(shape: Shape) -> list[ColumnElement[bool]]:
    skill = volunteer_skills.c
    held = exists().where(skill.person_key == v.person_key, skill.skill.in_(bindparam("skills", expanding=True)))
    return [held] if shape.has_skills else []


@lru_cache(maxsize=64)
def _number(shape: Shape) -> Select[Any]:
    return select(func.count()).select_from(volunteers).where(_matches(shape))


def _matches(shape: Shape) -> ColumnElement[bool]:
    """Cheap comparisons first: the database tries them in this order."""
    return and_(v.person_key.in_(_nearby(shape)), *_conditions(shape))


def _conditions(shape: Shape) -> list[ColumnElement[bool]]:
    return [*_may_ever(shape), *(_may_now(shape) if shape.now_only else []), *([_is_new()] if shape.has_call else [])]


def _nearby(shape: Shape) -> Any:
    """Keys from the index alone: one part a speed, so that nobody is looked at who could not come in time."""
    index = volunteer_skills.c if shape.has_skills else v
    return union_all(*(select(index.person_key).where(*_within(index, shape, place)) for place in range(len(SPEEDS))))


def _within(index: Any, shape: Shape, place: int) -> list[ColumnElement[bool]]:
    skilled = [index.skill.in_(bindparam("skills", expanding=True))] if shape.has_skills else []
    return [
        index.town == bindparam("town"),
        *skilled,
        index.speed == SPEEDS[place],
        index.band.in_(bindparam(f"bands_{place}", expanding=True)),
        index.lon.between(bindparam(f"west_{place}"), bindparam(f"east_{place}")),
        _squared(index.lat, index.lon) <= bindparam(f"square_{place}"),
    ]


def _squared(lat: Any, lon: Any) -> ColumnElement[float]:
    """The same arithmetic as routing.flat_metres_squared, so that SQL and the pure rule agree to the last bit."""
    rise, run = lat - bindparam("lat"), lon - bindparam("lon")
    return cast("ColumnElement[float]", (rise * rise + run * run * bindparam("narrowing")) * METRES_PER_DEGREE**2)


def _may_ever(shape: Shape) -> list[ColumnElement[bool]]:
    spoken = [_has(v.languages, f"language_{place}") for place in range(shape.languages)]
    return [
        v.min_years >= bindparam("min_years"),
        v.standing == Standing.APPROVED.value,
        v.reach == Reach.OPEN.value,
        v.level.in_(bindparam("levels", expanding=True)),
        *([] if shape.saves_life else [or_(type_coerce(v.clusters, String) == "", _has(v.clusters, "cluster"))]),
        *([or_(*spoken)] if spoken else []),
    ]


def _has(column: Any, name: str) -> ColumnElement[bool]:
    """Whether a set column holds a word: sets stand as words between bars."""
    return ("|" + type_coerce(column, String) + "|").like(bindparam(name), escape="/")


def _is_new() -> ColumnElement[bool]:
    return ~exists().where(invitations.c.call_id == bindparam("call"), invitations.c.person_key == v.person_key)


def _may_now(shape: Shape) -> list[ColumnElement[bool]]:
    now = bindparam("now", type_=Instant())
    is_awake = v.quiet_mask.bitwise_and(bindparam("hour")) == 0
    is_usual = and_(v.availability.bitwise_and(bindparam("part")) != 0, is_awake)
    is_free = or_(is_awake, v.wake_for_life) if shape.saves_life else is_usual
    on_duty = and_(v.on_duty_until.is_not(None), v.on_duty_until > now)
    return [or_(is_free, on_duty), or_(v.paused_until.is_(None), v.paused_until <= now), ~_is_engaged()]


def _is_engaged() -> ColumnElement[bool]:
    overlaps = (calls.c.state != "closed") & (calls.c.starts_at < bindparam("ends")) & (calls.c.ends_at > bindparam("begins"))
    theirs = (invitations.c.person_key == v.person_key) & invitations.c.standing.in_(sorted(stand.value for stand in ENGAGED))
    return exists().where(theirs & (calls.c.id == invitations.c.call_id) & overlaps)
