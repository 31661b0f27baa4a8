"""A stage for stories about calls: a coordinator, neighbours at chosen distances, and somebody who never belongs to the cast."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from bot.dispatch import desk
from bot.dispatch.call import Call, CallDraft, Spot
from bot.dispatch.kind import CallKind, Mode, Plan, Rung, RungTo, Slot, Wave
from bot.registry.language import Language
from bot.registry.person import Grant, GrantState, Person, Role
from bot.simulator.harness import TownOnATable
from bot.simulator.telegram.group import Group
from bot.simulator.telegram.markup import Button
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.seen import Seen
from bot.simulator.telegram.world import Press
from bot.town_file import find_town, read_town

ADDRESS, CONTACT = "HaNarkis 14, entrance B", "Yossi 050-7654321"
SKILL = "logistics"
RADIUS_M = 1000.0
OWNER_KEY = 9
ISOLATES = re.compile("[\u2066-\u2069\u200e\u200f]")

SECOND_WAVE = timedelta(minutes=2)
TO_LEADS, TO_COORDINATORS = timedelta(minutes=3), timedelta(minutes=4)
SHORT = Plan(
    waves=(Wave(timedelta(0), 1.0, 1), Wave(SECOND_WAVE, 2.0, 2)),
    rungs=(Rung(TO_LEADS, RungTo.CLUSTER_LEADS), Rung(TO_COORDINATORS, RungTo.COORDINATORS)),
)
"""One person a place within the radius; after two minutes two within twice of it; then those in charge."""
AT_ONCE = Plan(waves=(Wave(timedelta(0), 1.0, 9),), rungs=())
"""Everybody near is asked at once, and nobody is told when they stay silent."""


def plain(text: str | None) -> str:
    return ISOLATES.sub("", text or "")


def answers(verb: str, arg: str = "") -> Callable[[Button], bool]:
    def is_it(button: Button) -> bool:
        return bool(button.data) and str(button.data).endswith(f".{verb}.{arg}")

    return is_it


def texts(chat: Phone | Group) -> list[str]:
    return [plain(seen.text) for seen in chat.received]


def read(phone: Phone) -> str:
    return plain(phone.last.text)


@dataclass
class Stage:
    """A town with a coordinator and whoever a story lets live there."""

    town: TownOnATable
    owner: Phone
    people: dict[str, Phone] = field(default_factory=dict)
    _before: dict[str, list[Seen]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Phone:
        return self.people[name]

    async def has(self, name: str, *, metres: float = 100, skills: tuple[str, ...] = (SKILL,), **changes: object) -> Phone:
        """Let somebody live so far from the place of every call; `changes` are fields of the volunteer."""
        phone = self.town.phone(name, language="en")
        home = self.town.town.neighbourhoods[0].code
        resident = self.town.volunteer(home, *skills, language=Language.EN)
        changed = replace(resident, home=self.town.near(home, metres), **changes)  # type: ignore[arg-type]  # a story's wish
        await self.town.settle_in([(phone, changed)])
        await self._enter(name, phone)
        return phone

    async def leads(self, name: str, role: Role, scope: str = "") -> Phone:
        """Let somebody hold a role."""
        phone = self.town.phone(name, language="en")
        async with self.town.records() as records:
            key = 100 + len(self.people)
            await records.roster.meet(_person(key, self.town.town.slug, phone, name))
            since = records.now - timedelta(days=1)
            await records.roster.grant(Grant(0, key, role, scope, GrantState.ACTIVE, since, None, None))
        await self._enter(name, phone)
        return phone

    async def call(self, places: int = 1, plan: Plan = SHORT, mode: Mode = Mode.EMERGENCY, **draft: object) -> Call:
        """Have the coordinator call for people who can carry things."""
        wanted = replace(self.draft(self.kind(places, plan, mode), places), **draft)  # type: ignore[arg-type]  # a story's wish
        return await self.issue(wanted)

    def kind(self, places: int = 1, plan: Plan = SHORT, mode: Mode = Mode.EMERGENCY) -> CallKind:
        """Return a kind of call that asks for nothing but carrying."""
        kind = self.town.town.kinds["E07" if mode is Mode.EMERGENCY else "R03"]
        slots = (Slot(frozenset({SKILL}), places),)
        return replace(kind, slots=slots, minimum=places, target=places, radius_m=RADIUS_M, plan=plan)

    def draft(self, kind: CallKind, places: int) -> CallDraft:
        """Return what the coordinator decided: a place with private details in the first neighbourhood."""
        place = self.town.town.neighbourhoods[0]
        spot = Spot(place.centre, place.code, ADDRESS, "by the gate", CONTACT, is_exact=True)
        return CallDraft(kind, spot, places, "carry water", "en")

    async def issue(self, draft: CallDraft) -> Call:
        """Have the coordinator send it."""
        async with self.town.records() as records:
            owner = await records.roster.person_of(self.owner.user_id)
            assert owner
            issued = await desk.issue(draft, owner, self.town.bot.bench(records))
        await self.town.settle()
        return issued.call

    async def press(self, name: str, verb: str, arg: str = "") -> Press:
        """Let somebody press the button that answers so."""
        pressed = self[name].press(answers(verb, arg))
        await self.town.settle()
        return pressed

    async def say(self, name: str, text: str) -> str:
        """Let somebody write, and return what they then read."""
        self[name].say(text)
        await self.town.settle()
        return read(self[name])

    def asked(self, number: int = 1) -> set[str]:
        """Who has been asked about a call, or told of it."""
        return {name for name, phone in self.people.items() if any(f"all {number}:" in text for text in texts(phone))}

    def new(self, name: str) -> list[Seen]:
        """Return the messages that came to somebody since they moved in; edits are no new ones."""
        known = {seen.message_id for seen in self._before[name]}
        return [seen for seen in self[name].received if seen.message_id not in known]

    def nobody_else_heard_anything(self, *cast: str) -> None:
        """Hold everybody outside the cast to silence, and Telegram to having nothing to complain of."""
        for name in self.people.keys() - set(cast):
            assert self[name].received == self._before[name], name
        assert self.town.server.violations == []
        assert self.town.server.self_made_429 == 0

    async def _enter(self, name: str, phone: Phone) -> None:
        phone.start()
        await self.town.settle()
        self.people[name] = phone
        self._before[name] = phone.received


@asynccontextmanager
async def stage(path: Path, address: str | None = None) -> AsyncIterator[Stage]:
    """Lay a town in which Dana coordinates and Bystander, who cannot carry, lives next door to every call."""
    english_first = replace(read_town(find_town("beit-shemesh")), languages=(Language.EN, Language.HE, Language.AR, Language.RU))
    async with TownOnATable(address or path / "town.db", english_first) as town:
        owner = town.phone("Dana", language="en")
        async with town.records() as records:
            await records.roster.meet(_person(OWNER_KEY, town.town.slug, owner, "Dana"))
            since = records.now - timedelta(days=1)
            await records.roster.grant(Grant(0, OWNER_KEY, Role.COORDINATOR, "", GrantState.ACTIVE, since, None, None))
        owner.start()
        await town.settle()
        scene = Stage(town, owner)
        await scene.has("Bystander", skills=("cook",))
        yield scene


def _person(key: int, town: str, phone: Phone, name: str) -> Person:
    return Person(key, town, phone.user_id, phone.user_id, name, None, Language.EN, has_chosen_language=True)
