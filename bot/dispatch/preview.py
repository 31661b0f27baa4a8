"""What a call would do, before it is sent: whom it asks at once, how many will come, what it costs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from bot.dispatch.advance import Bench, first_wave, question
from bot.dispatch.call import Call, CallDraft, opened
from bot.dispatch.kind import Wave
from bot.dispatch.likelihood import chance_of_yes, expected_yeses
from bot.dispatch.routing import Candidate, Query

FROZEN_FOR = timedelta(minutes=5)
"""After this long people's lives have moved on: a new preview is made instead of sending."""

NIGHT_BEGINS, NIGHT_ENDS = 22, 6
"""Local hours in which fewer people say yes."""

NO_LIMIT = 1
"""Counting ignores a query's limit."""


@dataclass(frozen=True, slots=True)
class Later:
    """An estimate of a wave that follows: how long after opening, and about how many people it would ask."""

    after: timedelta
    people: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What sending a draft now would do. `frozen` is wave 1: exactly whom issuing it would ask."""

    matching: int
    """Everybody who matches within the widest reach, whether free now or not."""
    reachable: int
    """Those of them who may be asked at this moment."""
    frozen: tuple[Candidate, ...]
    expected_yes: float
    needed: int
    messages: int
    seconds: float
    """How long the messages take to leave."""
    later: tuple[Later, ...]
    made_at: datetime

    @property
    def is_weak(self) -> bool:
        """Whether the first wave is likely to bring fewer people than the call can be done with."""
        return self.expected_yes < self.needed


async def preview(draft: CallDraft, bench: Bench, *, town: str, per_second: float) -> Preview:
    """Work out what issuing the draft would do, writing nothing down. `per_second` is how fast messages may leave."""
    call = _unsent(draft, town, bench)
    wave, frozen = await first_wave(call, bench)
    everybody = _everybody(call, _widest(call), bench)
    reachable = await bench.ledger.count(everybody)
    expected = expected_from(frozen, bench.now, bench.zone)
    later = await _later(call, wave, len(frozen), reachable, bench)
    return Preview(
        matching=await bench.ledger.count(replace(everybody, now_only=False)),
        reachable=reachable,
        frozen=tuple(frozen),
        expected_yes=expected,
        needed=call.needed,
        messages=len(frozen),
        seconds=len(frozen) / per_second,
        later=tuple(estimates(later, call.target, len(frozen), expected)),
        made_at=bench.now,
    )


async def still_there(draft: CallDraft, keys: Iterable[int], bench: Bench, *, town: str) -> tuple[Candidate, ...]:
    """Return those of the people a preview froze who may still be asked, in the order of their keys here."""
    call = _unsent(draft, town, bench)
    order = {key: place for place, key in enumerate(keys)}
    found = await bench.ledger.still_match(_everybody(call, _widest(call), bench), order)
    return tuple(sorted(found, key=lambda one: order[one.person_key]))


def is_stale(made_at: datetime, now: datetime) -> bool:
    """Whether a preview is too old to be sent."""
    return now - made_at >= FROZEN_FOR


def expected_from(people: Iterable[Candidate], now: datetime, zone: ZoneInfo) -> float:
    """Return how many of these people will say yes on average when asked at this moment."""
    hour = now.astimezone(zone).hour
    is_night = hour >= NIGHT_BEGINS or hour < NIGHT_ENDS
    return expected_yeses(chance_of_yes(one.asked, one.said_yes, one.distance_m, is_night=is_night) for one in people)


def _unsent(draft: CallDraft, town: str, bench: Bench) -> Call:
    return opened(draft, town=town, number=0, owner=0, token="", now=bench.now)


def _everybody(call: Call, wave: Wave, bench: Bench) -> Query:
    return question(call, wave, call.kind.skills, NO_LIMIT, bench)


def _widest(call: Call) -> Wave:
    return max(call.kind.plan.waves, key=lambda wave: wave.reach)


async def _later(call: Call, wave: int, asked: int, reachable: int, bench: Bench) -> list[tuple[Wave, int]]:
    """Return each later wave with the people within its reach. Where there are more than could ever be asked, nobody counts further."""
    waves = call.kind.plan.waves[wave + 1 :] if asked else ()
    enough = asked + sum(ceil(later.per_place * call.target) for later in waves)
    found: list[tuple[Wave, int]] = []
    for later in waves:
        if found and found[-1][1] >= enough and later.reach >= found[-1][0].reach:
            people = found[-1][1]
        else:
            people = reachable if later.reach == _widest(call).reach else await bench.ledger.count(_everybody(call, later, bench))
        found.append((later, people))
    return found


def estimates(later: Sequence[tuple[Wave, int]], target: int, asked: int, expected: float) -> list[Later]:
    """Return later waves from the people within each one's reach, while people are left and places stay open.

    Those asked later are taken to say yes as often as those asked first.
    """
    found: list[Later] = []
    for wave, pool in later:
        people = min(max(0, pool - asked), ceil(wave.per_place * max(0, target - round(expected))))
        if people:
            found.append(Later(wave.after, people))
        asked, expected = asked + people, expected * (asked + people) / asked
    return found
