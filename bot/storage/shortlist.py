"""Who would arrive first among those who match, from the map index: as far as each kind of transport gets in a time that grows."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import (
    CTE,
    Column,
    ColumnElement,
    Float,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from bot.dispatch.invitation import ENGAGED
from bot.dispatch.routing import Candidate, Query, narrowing, travel_seconds
from bot.registry.place import METRES_PER_DEGREE, Box, Point
from bot.registry.volunteer import Reach, Standing, Transport
from bot.storage.sufficient import Sufficient
from bot.storage.tables import calls, invitations, volunteer_skills, volunteers
from bot.storage.types import Instant

LEAST_GROWTH, MOST_GROWTH = 1.25, 4.0
SURPLUS = 1.6
"""A little more time than an even spread of people would need, so that one more look is rarely needed."""
ROUNDING = 1 + 1e-9
"""Boxes are this much larger than the circles they hold: a degree is not a whole number of metres."""
BOUNDS = {"speed": Float, "band": Integer, "last": Integer, "west": Float, "east": Float, "square": Float}
SPEEDS = tuple(sorted({transport.metres_per_second for transport in Transport}))
v = volunteers.c
sufficient = Sufficient()
Offers = ReadOnlyColumnCollection[str, Column[Any]]
"""The columns of whichever table holds what is compared: the map, or the volunteers themselves."""
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
    time_s = sufficient.guess(query)
    while True:
        found = (await db.execute(_nearest(_shape(query)), _values(query, time_s))).all()
        if len(found) >= query.limit or time_s * SPEEDS[0] >= query.radius_m:
            break
        time_s *= min(MOST_GROWTH, max(LEAST_GROWTH, math.sqrt(SURPLUS * query.limit / max(1, len(found)))))
    is_enough = len(found) >= query.limit > 0
    sufficient.learn(query, math.sqrt(found[-1].squared) / found[-1].speed if is_enough else query.radius_m / SPEEDS[0])
    return [_candidate(row, query) for row in found]


async def count(db: AsyncConnection, query: Query) -> int:
    """Count everybody who matches."""
    return int((await db.execute(_number(_shape(query)), _values(query, math.inf))).scalar_one())


async def still_match(db: AsyncConnection, query: Query, keys: Iterable[int]) -> Sequence[Candidate]:
    """Return those of these people who match, in the order of a shortlist."""
    values = {**_values(query, math.inf), "keys": list(keys)}
    return [_candidate(row, query) for row in await db.execute(_among(_shape(query)), values)]


def _candidate(row: Any, query: Query) -> Candidate:
    key, skills, speed, asked, said_yes, lat, lon, squared = row
    distance = math.sqrt(squared)
    bearing = _bearing(lat, lon, query.centre) if distance else None
    return Candidate(key, skills, distance, travel_seconds(distance, speed), asked, said_yes, bearing)


def _bearing(lat: float, lon: float, centre: Point) -> float:
    """The way from here to the place, degrees from north, on the flat map that distances are measured on: a tenth of Point's own work."""
    return math.degrees(math.atan2((centre.lon - lon) * math.sqrt(narrowing(centre)), centre.lat - lat)) % 360


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
    bands = box.bands
    bounds = {"speed": SPEEDS[place], "band": bands[0], "last": bands[-1], "west": box.west, "east": box.east, "square": reach**2}
    return {f"{name}_{place}": value for name, value in bounds.items()}


def _pattern(word: str) -> str:
    """A word among words between bars, for LIKE; underscores in codes are no wildcards."""
    return "%|" + word.replace("/", "//").replace("%", "/%").replace("_", "/_") + "|%"


@lru_cache(maxsize=64)
def _nearest(shape: Shape) -> Select[Any]:
    """Those with the shortest way, chosen on the map alone; only for them is the rest of their offer looked up."""
    a = _offers(shape)
    near = select(a.person_key, _squared(a).label("squared"), a.speed).where(*_matches(a, shape)).subquery("near")
    cost = near.c.squared / (near.c.speed * near.c.speed)
    first = select(near.c.person_key, near.c.squared, cost.label("cost")).distinct()
    chosen = first.order_by("cost", near.c.person_key).limit(bindparam("most")).subquery("first")
    found = select(*ANSWERED, chosen.c.squared).join(chosen, chosen.c.person_key == v.person_key)
    return found.order_by(chosen.c.cost, v.person_key)


@lru_cache(maxsize=64)
def _among(shape: Shape) -> Select[Any]:
    """Those of some people who match: looked up by key, as they are few and the map would list everybody."""
    squared = _squared(v)
    here = [v.person_key.in_(bindparam("keys", expanding=True)), v.town == bindparam("town"), squared <= bindparam("square_0")]
    chosen = select(*ANSWERED, squared.label("squared")).where(*here, *_skilled(shape), *_conditions(v, shape))
    return chosen.order_by(_cost(v), v.person_key)


def _skilled(shape: Shape) -> list[ColumnElement[bool]]:
    skill = volunteer_skills.c
    held = exists().where(skill.person_key == v.person_key, skill.skill.in_(bindparam("skills", expanding=True)))
    return [held] if shape.has_skills else []


@lru_cache(maxsize=64)
def _number(shape: Shape) -> Select[Any]:
    a = _offers(shape)
    return select(func.count(a.person_key.distinct() if shape.has_skills else a.person_key)).where(*_matches(a, shape))


def _offers(shape: Shape) -> Offers:
    return volunteer_skills.c if shape.has_skills else v


def _matches(a: Offers, shape: Shape) -> list[ColumnElement[bool]]:
    """Everyone within the time who matches, once a skill."""
    reach = _reach().c
    return [
        a.town == bindparam("town"),
        *([a.skill.in_(bindparam("skills", expanding=True))] if shape.has_skills else []),
        a.speed == reach.speed,
        a.band == reach.band,
        a.lon.between(reach.west, reach.east),
        _squared(a) <= reach.square,
        *_conditions(a, shape),
    ]


@lru_cache(maxsize=1)
def _reach() -> CTE:
    """How far each speed gets, band by band: nobody is looked at who could not come in time."""
    first = [
        select(*(bindparam(f"{name}_{place}", type_=kind()).label(name) for name, kind in BOUNDS.items())) for place in range(len(SPEEDS))
    ]
    bounds = union_all(*first).subquery("bounds")
    reach = select(bounds).cte("reach", recursive=True)
    r = reach.c
    return reach.union_all(select(r.speed, r.band + literal_column("1"), r.last, r.west, r.east, r.square).where(r.band < r.last))


def _squared(a: Offers) -> ColumnElement[float]:
    """The same arithmetic as routing.flat_metres_squared, so that SQL and the pure rule agree to the last bit."""
    rise, run = a.lat - bindparam("lat"), a.lon - bindparam("lon")
    return cast("ColumnElement[float]", (rise * rise + run * run * bindparam("narrowing")) * METRES_PER_DEGREE**2)


def _cost(a: Offers) -> ColumnElement[float]:
    """The square of the time on the move: in its order people arrive."""
    return _squared(a) / (a.speed * a.speed)


def _conditions(a: Offers, shape: Shape) -> list[ColumnElement[bool]]:
    """What no place decides, cheap comparisons first: the database tries them in this order."""
    new = [_is_new(a)] if shape.has_call else []
    return [*_may_ever(a), *(_may_now(a, shape) if shape.now_only else []), *_words_fit(a, shape), *(_is_free(a, shape)), *new]


def _may_ever(a: Offers) -> list[ColumnElement[bool]]:
    return [
        a.min_years >= bindparam("min_years"),
        a.level.in_(bindparam("levels", expanding=True)),
        a.standing == Standing.APPROVED.value,
        a.reach == Reach.OPEN.value,
    ]


def _words_fit(a: Offers, shape: Shape) -> list[ColumnElement[bool]]:
    spoken = [_has(a.languages, f"language_{place}") for place in range(shape.languages)]
    chosen = or_(type_coerce(a.clusters, String) == "", _has(a.clusters, "cluster"))
    return [*([] if shape.saves_life else [chosen]), *([or_(*spoken)] if spoken else [])]


def _has(column: Any, name: str) -> ColumnElement[bool]:
    """Whether a set column holds a word: sets stand as words between bars."""
    return ("|" + type_coerce(column, String) + "|").like(bindparam(name), escape="/")


def _may_now(a: Offers, shape: Shape) -> list[ColumnElement[bool]]:
    now = bindparam("now", type_=Instant())
    is_awake = a.quiet_mask.bitwise_and(bindparam("hour")) == 0
    is_usual = and_(a.availability.bitwise_and(bindparam("part")) != 0, is_awake)
    is_ready = or_(is_awake, a.wake_for_life) if shape.saves_life else is_usual
    on_duty = and_(a.on_duty_until.is_not(None), a.on_duty_until > now)
    return [or_(is_ready, on_duty), or_(a.paused_until.is_(None), a.paused_until <= now)]


def _is_free(a: Offers, shape: Shape) -> list[ColumnElement[bool]]:
    """Nobody is asked away from another call at the same time."""
    overlaps = (calls.c.state != "closed") & (calls.c.starts_at < bindparam("ends")) & (calls.c.ends_at > bindparam("begins"))
    theirs = (invitations.c.person_key == a.person_key) & invitations.c.standing.in_(sorted(stand.value for stand in ENGAGED))
    return [~exists().where(theirs & (calls.c.id == invitations.c.call_id) & overlaps)] if shape.now_only else []


def _is_new(a: Offers) -> ColumnElement[bool]:
    return ~exists().where(invitations.c.call_id == bindparam("call"), invitations.c.person_key == a.person_key)
