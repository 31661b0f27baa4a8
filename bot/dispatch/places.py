"""Who takes which place of a call: slots ask for skills, the places beyond them take any of the kind's."""

from collections.abc import Iterable, Sequence

from bot.dispatch.call import Call
from bot.dispatch.kind import CallKind

Place = frozenset[str]
"""The skills of which one fills a place; an empty set takes anybody."""


def places_of(kind: CallKind, target: int) -> tuple[Place, ...]:
    """Return every place of a call: its slots one by one, then general places up to `target`."""
    slots = [slot.skills for slot in kind.slots for _ in range(slot.count)]
    general = [kind.skills] * (target - len(slots))
    return (*slots, *general)


def seat(people: Sequence[frozenset[str]], places: Sequence[Place]) -> tuple[int | None, ...]:
    """Give each person (by skills, in the order they said yes) a place, or None.

    Augmenting paths: who said yes first never loses to a later one, people move between places that they fit,
    and as many as possible are seated (a transversal matroid is greedy).
    """
    holder: dict[int, int] = {}
    for person in range(len(people)):
        _seat_one(person, people, places, holder, set())
    seats = {person: place for place, person in holder.items()}
    return tuple(seats.get(person) for person in range(len(people)))


def free_places(call: Call, coming: Iterable[frozenset[str]]) -> tuple[Place, ...]:
    """Return the places that nobody who comes has taken."""
    places = places_of(call.kind, call.target)
    taken = set(seat(list(coming), places))
    return tuple(place for index, place in enumerate(places) if index not in taken)


def has_place_for(call: Call, coming: Iterable[frozenset[str]], skills: frozenset[str]) -> bool:
    """Whether one more person can be seated, if need be by moving others between places that they fit."""
    return seat([*coming, skills], places_of(call.kind, call.target))[-1] is not None


def _seat_one(person: int, people: Sequence[Place], places: Sequence[Place], holder: dict[int, int], tried: set[int]) -> bool:
    for index, place in enumerate(places):
        if index in tried or not fits(people[person], place):
            continue
        tried.add(index)
        if index not in holder or _seat_one(holder[index], people, places, holder, tried):
            holder[index] = person
            return True
    return False


def fits(skills: frozenset[str], place: Place) -> bool:
    """Whether someone with these skills can take the place."""
    return not place or bool(skills & place)
