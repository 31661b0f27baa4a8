"""Who may be asked about a call, worked out a second time and in another way than the bot does."""

import math
from collections.abc import Sequence
from datetime import datetime

from bot.simulator.facts import ANY_LEVEL, CallFacts, PersonFacts

METRES_PER_DEGREE = 111_195.0
TOLERANCE = 1.005
"""Two maps differ by less than half a percent over a town."""

ADULT = 18
EVERY_QUARTER = 6


def may_be_asked(person: PersonFacts, call: CallFacts, at: datetime) -> str:
    """Return why this person must not be asked about the call at this moment, empty when they may."""
    reasons = {
        "not approved": not person.is_approved,
        "under age": person.age < max(ADULT, call.min_age),
        "on pause": person.is_paused,
        "without any of the skills": bool(call.skills) and not person.skills & call.skills,
        "speaks none of the languages": bool(call.languages) and not person.languages & call.languages,
        "did not agree to such calls": person.level not in _levels(call),
        "chose other clusters": not call.saves_life and bool(person.clusters) and call.cluster not in person.clusters,
        "too far away": metres_between(person, call) > call.widest_m * TOLERANCE,
        "asleep": not call.saves_life and at.astimezone(call.zone).hour in person.quiet_hours,
        "not free then": not call.saves_life and not _is_free(person, call, at),
    }
    return ", ".join(reason for reason, holds in reasons.items() if holds)


def metres_between(person: PersonFacts, call: CallFacts) -> float:
    """Return the distance from somebody's home to the call on a flat map."""
    rise = (person.lat - call.lat) * METRES_PER_DEGREE
    run = (person.lon - call.lon) * METRES_PER_DEGREE * math.cos(math.radians(call.lat))
    return math.hypot(rise, run)


def seated(people: Sequence[frozenset[str]], places: Sequence[frozenset[str]]) -> int:
    """Return how many of these people find a place that they fit, each a different one (Kuhn's maximum matching)."""
    taken: dict[int, int] = {}
    return sum(_finds_place(person, people, places, taken, set()) for person in range(len(people)))


def _finds_place(
    person: int, people: Sequence[frozenset[str]], places: Sequence[frozenset[str]], taken: dict[int, int], tried: set[int]
) -> bool:
    for place, wanted in enumerate(places):
        if place in tried or (wanted and not people[person] & wanted):
            continue
        tried.add(place)
        if place not in taken or _finds_place(taken[place], people, places, taken, tried):
            taken[place] = person
            return True
    return False


def _levels(call: CallFacts) -> frozenset[str]:
    """Routine covers everything; emergency everything but what can wait; life-saving only what saves a life."""
    if call.saves_life:
        return ANY_LEVEL
    return ANY_LEVEL - {"life_saving"} if call.is_emergency else frozenset({"routine"})


def _is_free(person: PersonFacts, call: CallFacts, at: datetime) -> bool:
    local = max(at, call.starts_at).astimezone(call.zone)
    part = local.isoweekday() % 7 * 4 + local.hour // EVERY_QUARTER
    return person.free_parts is None or part in person.free_parts
