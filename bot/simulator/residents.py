"""The people of a synthetic town: names, homes, skills and habits, all drawn from a seed."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import TypeVar

from bot.dispatch.kind import CallKind
from bot.registry.language import Language
from bot.registry.place import Neighbourhood, Point
from bot.registry.volunteer import EVERY_TIME, AgeBand, Level, QuietHours, Standing, Transport, Volunteer
from bot.simulator.facts import PersonFacts
from bot.town import Town

Drawn = TypeVar("Drawn")

FIRST_USER_ID = 600_000_001
FIRST_NUMBER = 972_550_000_001
LANGUAGE_SHARES = (0.6, 0.2, 0.13, 0.07)
"""How many speak the town's first, second, … language at home (an assumption: towns differ)."""

TRANSPORTS = {Transport.FOOT: 0.45, Transport.BIKE: 0.20, Transport.CAR: 0.35}
"""After Jonsson et al., Resuscitation 2020: 2.3 m/s overall."""

BANDS = {AgeBand.FROM_16: 0.05, AgeBand.FROM_18: 0.1, AgeBand.FROM_21: 0.15, AgeBand.FROM_24: 0.55, AgeBand.FROM_65: 0.15}
LEVELS = {Level.ROUTINE: 0.7, Level.EMERGENCY: 0.22, Level.LIFE_SAVING: 0.08}
PROVISIONAL, PAUSED, PARTLY_FREE, CHOOSY = 0.05, 0.04, 0.25, 0.1
"""Shares of those not yet approved, on pause, free at some times only, and interested in some clusters only."""

EVERYBODYS = ("food_packing", "logistics", "driver_b", "elderly_visit", "phone_support", "data_entry", "first_aid", "tutoring")
"""Skills that many offer; the rest are rare."""

READY_PER_PLACE = 6
"""Every slot of every kind finds so many people for each of its places, as far as the town has adults."""

READY_FOR_THE_CALL = 60
"""And so many for the call that is played: at a fifth of yeses, a rare skill is then found among the first who are asked."""

FOR_GOOD = timedelta(days=36_500)


@dataclass(frozen=True, slots=True)
class Resident:
    """One made-up resident."""

    number: int
    name: str
    language: Language
    neighbourhood: str
    home: Point
    transport: Transport
    age_band: AgeBand
    skills: frozenset[str]
    languages: frozenset[str]
    level: Level
    clusters: frozenset[str]
    availability: int
    quiet: QuietHours
    standing: Standing
    is_paused: bool
    has_blocked: bool = False

    @property
    def user_id(self) -> int:
        """Their Telegram id, which is also their chat's."""
        return FIRST_USER_ID + self.number

    @property
    def phone(self) -> str:
        """Their phone number; it belongs to nobody."""
        return f"+{FIRST_NUMBER + self.number}"

    def as_volunteer(self, town: Town, now: datetime) -> Volunteer:
        """Return what the registry would hold of them; the person's key is filled in where it is written."""
        return Volunteer(
            person_key=0,
            town=town.slug,
            language=self.language,
            standing=self.standing,
            age_band=self.age_band,
            neighbourhood=self.neighbourhood,
            home=self.home,
            transport=self.transport,
            skills=self.skills,
            languages=self.languages,
            clusters=self.clusters,
            level=self.level,
            availability=self.availability,
            quiet=self.quiet,
            paused_until=now + FOR_GOOD if self.is_paused else None,
            consent_version=town.policy.consent_version,
            consented_at=now,
            approved_at=now if self.standing is Standing.APPROVED else None,
        )

    def facts(self) -> PersonFacts:
        """Return what the judge knows of them."""
        return PersonFacts(
            chat_id=self.user_id,
            name=self.name,
            phone=self.phone,
            language=self.language.value,
            lat=self.home.lat,
            lon=self.home.lon,
            age=self.age_band.at_least,
            skills=self.skills,
            languages=self.languages,
            level=self.level.value,
            clusters=self.clusters,
            is_approved=self.standing is Standing.APPROVED,
            is_paused=self.is_paused,
            has_blocked=self.has_blocked,
            quiet_hours=frozenset(hour for hour in range(24) if self.quiet.mask >> hour & 1),
            free_parts=None if self.availability == EVERY_TIME else frozenset(bit for bit in range(28) if self.availability >> bit & 1),
        )


def residents(town: Town, seed: int, count: int, kind: CallKind | None = None, *, blocked: float = 0.0) -> tuple[Resident, ...]:
    """Draw `count` residents. Every kind of call can be filled, `kind` amply; a share `blocked` has blocked the bot unseen."""
    people = [_resident(town, seed, number, blocked) for number in range(count)]
    chance = Random(f"{seed}:{town.slug}:skills")
    for each in town.kinds.values():
        people = _made_ready(people, each, READY_PER_PLACE, town, chance)
    return tuple(_made_ready(people, kind, READY_FOR_THE_CALL, town, chance) if kind else people)


def _resident(town: Town, seed: int, number: int, blocked: float) -> Resident:
    """Draw one person from a chance of their own: they are the same in a smaller and in a larger town."""
    chance = Random(f"{seed}:{town.slug}:{number}")
    language = chance.choices(town.languages, LANGUAGE_SHARES[: len(town.languages)])[0]
    place = chance.choice(town.neighbourhoods)
    return Resident(
        number=number,
        name=_name(language, chance),
        language=language,
        neighbourhood=place.code,
        home=_point_in(place, chance),
        transport=_pick(TRANSPORTS, chance),
        age_band=_pick(BANDS, chance),
        skills=_skills(town, chance),
        languages=_spoken(town, language, chance),
        level=_pick(LEVELS, chance),
        clusters=frozenset(chance.sample(sorted(town.clusters), 3)) if chance.uniform(0, 1) < CHOOSY else frozenset(),
        availability=_availability(chance),
        quiet=QuietHours(chance.choice((22, 23, 0)), chance.choice((6, 7))),
        standing=Standing.PROVISIONAL if chance.uniform(0, 1) < PROVISIONAL else Standing.APPROVED,
        is_paused=chance.uniform(0, 1) < PAUSED,
        has_blocked=chance.uniform(0, 1) < blocked,
    )


def _name(language: Language, chance: Random) -> str:
    names = _names()[language.value]
    return f"{chance.choice(names['given'])} {chance.choice(names['family'])}"


@cache
def _names() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("bot.simulator") / "people.toml").read_text(encoding="utf-8"))


def _pick(shares: dict[Drawn, float], chance: Random) -> Drawn:
    return chance.choices(list(shares), list(shares.values()))[0]


def _point_in(place: Neighbourhood, chance: Random) -> Point:
    """A point within the outline; its centre where none is found in a hundred throws."""
    lons, lats = zip(*place.ring, strict=True)
    for _ in range(100):
        point = Point(chance.uniform(min(lats), max(lats)), chance.uniform(min(lons), max(lons)))
        if place.holds(point):
            return point
    return place.centre


def _skills(town: Town, chance: Random) -> frozenset[str]:
    common = [skill for skill in EVERYBODYS if skill in town.skills]
    rare = sorted(set(town.skills) - set(common))
    return frozenset([*chance.sample(common, chance.randint(1, 3)), *chance.sample(rare, chance.choice((0, 0, 1, 2)))])


def _spoken(town: Town, own: Language, chance: Random) -> frozenset[str]:
    others = [language for language in town.languages if language is not own and chance.uniform(0, 1) < LANGUAGE_SHARES[0]]
    return frozenset(language.value for language in (own, *others[:2]))


def _availability(chance: Random) -> int:
    """Most are free whenever asked; the others at about half of the week's quarter days."""
    mask = chance.getrandbits(28)
    return mask if chance.uniform(0, 1) < PARTLY_FREE else EVERY_TIME


def _made_ready(people: Sequence[Resident], kind: CallKind, per_place: int, town: Town, chance: Random) -> list[Resident]:
    """Teach people what a kind of call needs until enough of them could come."""
    ready = list(people)
    for slot in kind.slots:
        able = [one.number for one in ready if one.skills & slot.skills and _may_come(one, kind)]
        others = [one.number for one in ready if not one.skills & slot.skills and _may_come(one, kind)]
        missing = max(0, slot.count * per_place - len(able))
        for number in chance.sample(others, min(missing, len(others))):
            ready[number] = _taught(ready[number], slot.skills, town)
    return ready


def _may_come(one: Resident, kind: CallKind) -> bool:
    return one.standing is Standing.APPROVED and one.age_band.at_least >= max(kind.min_age, 18)


def _taught(one: Resident, skills: Iterable[str], town: Town) -> Resident:
    """They learn the first of these skills that their age allows."""
    allowed = [skill for skill in sorted(skills) if skill in town.skills and one.age_band.at_least >= town.skills[skill].min_age]
    return replace(one, skills=one.skills | frozenset(allowed[:1]))
