"""Who may be asked about a call and in which order: a question as a value, and its pure answer."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.dispatch.kind import CallKind, Mode, Severity
from bot.registry.place import METRES_PER_DEGREE, Point
from bot.registry.roster import age_allows
from bot.registry.volunteer import ADULT_AGE, Level, Reach, Standing, Volunteer, part_of_week

ROUTE_FACTOR = 1.3
"""Streets are longer than the crow's flight."""
TURNOUT_S = 102.0
"""Median seconds from saying yes to leaving the house (Region der Lebensretter)."""
OVERSAMPLE = 5
"""Storage returns at most this many times the people needed; rank() chooses among them."""
TOP_SPEED = 5.5
"""The fastest transport, metres a second: beyond it nobody out of reach could arrive first."""

COVERS: dict[Level, frozenset[tuple[Mode, bool]]] = {
    Level.ROUTINE: frozenset({(Mode.ROUTINE, False), (Mode.ROUTINE, True), (Mode.EMERGENCY, False), (Mode.EMERGENCY, True)}),
    Level.EMERGENCY: frozenset({(Mode.EMERGENCY, False), (Mode.EMERGENCY, True), (Mode.ROUTINE, True)}),
    Level.LIFE_SAVING: frozenset({(Mode.EMERGENCY, True), (Mode.ROUTINE, True)}),
}
"""Which calls (mode, is life at stake) each consent level includes."""


@dataclass(frozen=True, slots=True)
class Query:
    """Who may be asked: everything the answer depends on. Radius in metres; empty sets ask for nothing."""

    town: str
    centre: Point
    radius_m: float
    skills: frozenset[str]
    languages: frozenset[str]
    min_age: int
    cluster: str
    mode: Mode
    severity: Severity
    asked_at: datetime
    zone: ZoneInfo
    call_id: int | None
    """People already invited to this call are left out."""
    starts_at: datetime
    ends_at: datetime
    limit: int
    now_only: bool = True
    """Whether availability, quiet hours, pauses and other calls count (off: everybody who matches at all)."""

    @property
    def levels(self) -> frozenset[Level]:
        """The consent levels that cover this call."""
        return frozenset(level for level, covered in COVERS.items() if (self.mode, self.saves_life) in covered)

    @property
    def saves_life(self) -> bool:
        """Whether a life hangs on it: then weekly availability and chosen clusters don't hold people back."""
        return self.severity is Severity.LIFE_SAVING

    @property
    def part_bit(self) -> int:
        """The availability bit of the moment people are needed."""
        return 1 << part_of_week(max(self.asked_at, self.starts_at), self.zone)

    @property
    def hour_bit(self) -> int:
        """The quiet-hours bit of the moment the phone would ring."""
        return 1 << self.asked_at.astimezone(self.zone).hour

    @property
    def min_years(self) -> int:
        """The youngest age that may be asked."""
        return max(self.min_age, ADULT_AGE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone who may be asked, with what ranking needs."""

    person_key: int
    skills: frozenset[str]
    distance_m: float
    travel_s: float
    asked: int
    said_yes: int
    bearing: float | None = None


def query(kind: CallKind, centre: Point, radius_m: float, **rest: object) -> Query:
    """Return the question a kind of call asks about a place; `rest` are the remaining fields of Query."""
    fixed = {
        "skills": kind.skills,
        "languages": kind.languages,
        "min_age": kind.min_age,
        "cluster": kind.cluster,
        "mode": kind.mode,
        "severity": kind.severity,
    }
    return Query(centre=centre, radius_m=radius_m, **{**fixed, **rest})  # type: ignore[arg-type]  # checked by Query's own fields


def flat_metres(centre: Point, other: Point) -> float:
    """Distance on a flat map round `centre`, metres: within 0.1 % of the great circle over a town, and what SQL computes too."""
    return math.sqrt(flat_metres_squared(centre, other))


def flat_metres_squared(centre: Point, other: Point) -> float:
    """The square of `flat_metres`; its order of operations is SQL's too, so that both agree to the last bit."""
    rise, run = other.lat - centre.lat, other.lon - centre.lon
    return (rise * rise + run * run * narrowing(centre)) * METRES_PER_DEGREE**2


def narrowing(centre: Point) -> float:
    """How much shorter a degree of longitude is than one of latitude here, squared."""
    return math.cos(math.radians(centre.lat)) ** 2


def travel_seconds(distance_m: float, metres_per_second: float) -> float:
    """Estimated seconds from saying yes to arriving."""
    return TURNOUT_S + distance_m * ROUTE_FACTOR / metres_per_second


def matches(question: Query, volunteer: Volunteer, *, is_invited: bool = False, is_engaged: bool = False) -> bool:
    """Whether this volunteer may be asked. Storage answers the same in SQL; a property holds the two together."""
    return (
        volunteer.town == question.town
        and not is_invited
        and _may_ever(question, volunteer)
        and _is_near(question, volunteer)
        and (not question.now_only or (not is_engaged and _may_now(question, volunteer)))
    )


def rank(candidates: Iterable[Candidate]) -> Sequence[Candidate]:
    """Order by estimated arrival: it buys more time than distance alone (1.75x to 1.46x of the oracle, simulated)."""
    return sorted(candidates, key=lambda one: (one.travel_s, one.person_key))


def _may_ever(question: Query, volunteer: Volunteer) -> bool:
    return (
        volunteer.standing is Standing.APPROVED
        and volunteer.reach is Reach.OPEN
        and age_allows(volunteer, question.min_age, ADULT_AGE)
        and volunteer.level in question.levels
        and (not question.skills or bool(volunteer.skills & question.skills))
        and (not question.languages or bool(volunteer.languages & question.languages))
        and (question.saves_life or not volunteer.clusters or question.cluster in volunteer.clusters)
    )


def _is_near(question: Query, volunteer: Volunteer) -> bool:
    return volunteer.home is not None and flat_metres_squared(question.centre, volunteer.home) <= question.radius_m**2


def _may_now(question: Query, volunteer: Volunteer) -> bool:
    if volunteer.paused_until and volunteer.paused_until > question.asked_at:
        return False
    if volunteer.on_duty_until and volunteer.on_duty_until > question.asked_at:
        return True
    is_quiet = bool(volunteer.quiet.mask & question.hour_bit)
    if question.saves_life:
        return not is_quiet or volunteer.quiet.wake_for_life
    return not is_quiet and bool(volunteer.availability & question.part_bit)
