"""The small town in which seeds are played: ten residents, two kinds of call, laid out once a process and copied."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app import seeded
from bot.dispatch.kind import CallKind, Plan, Rung, RungTo, Slot, Wave
from bot.registry.language import Language
from bot.registry.person import Grant, GrantState, Person, Role
from bot.registry.place import Point
from bot.registry.volunteer import AgeBand, Standing, Volunteer
from bot.simulator.facts import PersonFacts
from bot.simulator.harness import TUESDAY_MORNING, town_named
from bot.storage.database import Database
from bot.storage.inline import Watch
from bot.storage.migrate import migrate
from bot.storage.records import Archive, Records
from bot.town import Town

EMERGENCY, ROUTINE = "E07", "R03"
COORDINATOR_ID = 600_000_000
METRES_PER_DEGREE = 111_195
PLAN = Plan(
    waves=(
        Wave(timedelta(0), 1.0, 1.5),
        Wave(timedelta(seconds=15), 2.0, 2),
        Wave(timedelta(seconds=40), 2.0, 3, slots_first=False),
    ),
    rungs=(Rung(timedelta(seconds=30), RungTo.COORDINATORS),),
    arrival_grace=timedelta(minutes=1),
)
"""A whole escalation within a minute, so that a run reaches its end."""


@dataclass(frozen=True, slots=True)
class Resident:
    """One resident: what they can, where they live (metres from the place of every call), whether they may be asked."""

    name: str
    language: Language
    skills: frozenset[str]
    metres: float
    is_approved: bool = True
    is_paused: bool = False


def _of(name: str, language: str, skills: str, metres: float, *, approved: bool = True, paused: bool = False) -> Resident:
    return Resident(name, Language(language), frozenset(skills.split()), metres, approved, paused)


CAST = (  # Lena, Sami and Oleg are written in their own letters
    _of("Gal", "he", "generator_op", 100),
    _of("Lior", "he", "logistics", 150),
    _of("\u041b\u0435\u043d\u0430", "ru", "logistics", 200),
    _of("\u0633\u0627\u0645\u064a", "ar", "generator_op logistics", 300),
    _of("Emma", "en", "logistics", 400),
    _of("Chen", "he", "electrician", 100),
    _of("Noa", "he", "logistics", 120, paused=True),
    _of("Omer", "he", "logistics", 1400),
    _of("\u041e\u043b\u0435\u0433", "ru", "generator_op", 1500),
    _of("Tal", "he", "logistics", 130, approved=False),
    _of("Ruth", "he", "logistics", 4000),
)
"""Those who fit are few and some live further away; four must never be asked."""


@cache
def small_town() -> Town:
    """Return the town: Beit Shemesh with three neighbourhoods and two kinds of call with short escalations."""
    whole = town_named("beit-shemesh")
    emergency, routine = whole.kinds[EMERGENCY], whole.kinds[ROUTINE]
    kinds = {
        EMERGENCY: _shortened(emergency, Slot(frozenset({"generator_op"}), 1), Slot(frozenset({"logistics"}), 1)),
        ROUTINE: _shortened(routine, Slot(frozenset({"logistics"}), 1)),
    }
    return replace(whole, kinds=kinds, neighbourhoods=whole.neighbourhoods[:3])


def _shortened(kind: CallKind, *slots: Slot) -> CallKind:
    places = sum(slot.count for slot in slots)
    return replace(kind, slots=slots, minimum=places, target=places, radius_m=1000.0, plan=PLAN, min_age=18)


def place_of_calls() -> Point:
    """Return where every call is: the centre of the first neighbourhood."""
    return small_town().neighbourhoods[0].centre


def chat_of(number: int) -> int:
    """Return a resident's chat, which is also their Telegram id."""
    return COORDINATOR_ID + 1 + number


def home_of(resident: Resident) -> Point:
    """Return where somebody lives: so far north of the calls' place."""
    centre = place_of_calls()
    return Point(centre.lat + resident.metres / METRES_PER_DEGREE, centre.lon)


def facts_of(number: int, *, has_blocked: bool = False) -> PersonFacts:
    """Return what the checker knows of a resident."""
    one = CAST[number]
    home = home_of(one)
    return PersonFacts(
        chat_id=chat_of(number),
        name=one.name,
        phone=_phone(number),
        language=one.language.value,
        lat=home.lat,
        lon=home.lon,
        age=AgeBand.FROM_24.at_least,
        skills=one.skills,
        languages=frozenset({one.language.value}),
        is_approved=one.is_approved,
        is_paused=one.is_paused,
        has_blocked=has_blocked,
    )


class Shelf:
    """One process's scratch: a template database, and the copy in use. One engine serves every seed: statements are compiled once."""

    def __init__(self, folder: Path, watch: Watch) -> None:
        """Lay out the template; takes a second or two."""
        self._template = folder / "template.db"
        self.path = folder / "town.db"
        asyncio.run(_lay_out(self._template))
        self.database = Database(f"sqlite+aiosqlite:///{self.path}", inline=True, watch=watch)

    async def fresh(self) -> Database:
        """Return the database of a new town, nothing of the last one left.

        It is a new file, not new contents: a connection that a dead process left open would write its old pages into those.
        """
        await self.database.close()
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        shutil.copyfile(self._template, self.path)
        return self.database


@contextmanager
def shelf(watch: Watch) -> Iterator[Shelf]:
    """Open a shelf in a folder that is thrown away."""
    with TemporaryDirectory(prefix="eshkol-chaos-") as folder:
        yield Shelf(Path(folder), watch)


async def _lay_out(path: Path) -> None:
    town = small_town()
    now: Callable[[], datetime] = lambda: TUESDAY_MORNING  # noqa: E731 - a clock that stands
    async with Database(f"sqlite+aiosqlite:///{path}", inline=True) as database:
        await migrate(database)
        await seeded(database, town, now)
        async with Archive(database, town.slug, 0, now).open_records() as records:
            await _coordinator(records, town)
            for number, resident in enumerate(CAST):
                await _settle_in(records, town, number, resident)


async def _coordinator(records: Records, town: Town) -> None:
    await records.roster.meet(Person(1, town.slug, COORDINATOR_ID, COORDINATOR_ID, "Rivka", None, Language.HE, has_chosen_language=True))
    since = TUESDAY_MORNING - timedelta(days=1)
    await records.roster.grant(Grant(0, 1, Role.COORDINATOR, "", GrantState.ACTIVE, since, None, None))


async def _settle_in(records: Records, town: Town, number: int, one: Resident) -> None:
    key, chat = 100 + number, chat_of(number)
    await records.roster.meet(Person(key, town.slug, chat, chat, one.name, _phone(number), one.language, has_chosen_language=True))
    volunteer = Volunteer(
        person_key=key,
        town=town.slug,
        language=one.language,
        standing=Standing.APPROVED if one.is_approved else Standing.PROVISIONAL,
        age_band=AgeBand.FROM_24,
        neighbourhood=town.neighbourhoods[0].code,
        home=home_of(one),
        skills=one.skills,
        languages=frozenset({one.language.value}),
        paused_until=TUESDAY_MORNING + timedelta(days=30) if one.is_paused else None,
        consent_version=town.policy.consent_version,
        consented_at=TUESDAY_MORNING,
    )
    await records.roster.save_volunteer(volunteer)


def _phone(number: int) -> str:
    return f"+97255{number:07}"
