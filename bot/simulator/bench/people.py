"""A crowd to measure with: people spread over a town as residents are, every filter in use."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from bot.registry.language import Language
from bot.registry.person import Person
from bot.registry.place import Point
from bot.registry.volunteer import AgeBand, Level, QuietHours, Reach, Standing, Transport, Volunteer
from bot.town import Town

T = TypeVar("T")
FIRST_TELEGRAM_ID = 700_000_000
SPREAD_DEGREES = 0.0035
"""How far homes lie from the middle of their neighbourhood: a standard deviation of about 350 m."""
SKILLS_EACH = (1, 2, 3, 4, 5)
"""Three on average."""


def crowd(town: Town, count: int, now: datetime, seed: int = 1) -> Iterator[tuple[Person, Volunteer]]:
    """Return `count` people with their offers, always the same for a seed. Keys count from 1."""
    random = Random(seed)
    for key in range(1, count + 1):
        language = random.choice(town.languages)
        yield _person(town, key, language), _volunteer(town, key, language, now, random)


def telegram_id(key: int) -> int:
    """The Telegram account, and so the chat, of the person with this key."""
    return FIRST_TELEGRAM_ID + key


def _person(town: Town, key: int, language: Language) -> Person:
    chat = telegram_id(key)
    return Person(key, town.slug, chat, chat, f"Resident {key}", None, language, has_chosen_language=True)


def _volunteer(town: Town, key: int, language: Language, now: datetime, random: Random) -> Volunteer:
    place = random.choice(town.neighbourhoods)
    home = Point(place.centre.lat + random.gauss(0, SPREAD_DEGREES), place.centre.lon + random.gauss(0, SPREAD_DEGREES))
    return Volunteer(
        person_key=key,
        town=town.slug,
        language=language,
        standing=_mostly(random, Standing.APPROVED, 0.95, Standing.PROVISIONAL),
        age_band=random.choice((AgeBand.FROM_16, AgeBand.FROM_18, AgeBand.FROM_21, AgeBand.FROM_24, AgeBand.FROM_24, AgeBand.FROM_65)),
        neighbourhood=place.code,
        home=home,
        transport=random.choice(tuple(Transport)),
        skills=frozenset(random.sample(sorted(town.skills), random.choice(SKILLS_EACH))),
        languages=frozenset({language.value, *random.sample([one.value for one in town.languages], random.choice((0, 1)))}),
        clusters=_mostly(random, frozenset[str](), 0.6, frozenset(random.sample(sorted(town.clusters), 3))),
        level=random.choice((Level.ROUTINE, Level.EMERGENCY, Level.EMERGENCY, Level.LIFE_SAVING)),
        availability=random.getrandbits(28) | random.getrandbits(28),
        quiet=_quiet(random, now),
        paused_until=_mostly(random, None, 0.97, now + timedelta(days=2)),
        on_duty_until=_mostly(random, None, 0.98, now + timedelta(hours=2)),
        reach=_mostly(random, Reach.OPEN, 0.97, Reach.BLOCKED),
        consent_version=town.policy.consent_version,
        consented_at=now,
        asked=random.randrange(12),
    )


def _quiet(random: Random, now: datetime) -> QuietHours:
    """Nine hours at the far side of the clock: whoever measures at night measures the same."""
    begins = (now.hour + random.choice((11, 12, 13))) % 24
    return QuietHours(begins, (begins + 9) % 24, wake_for_life=random.randrange(10) > 0)


def _mostly(random: Random, usual: T, share: float, other: T) -> T:
    return usual if random.random() < share else other
