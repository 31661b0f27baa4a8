"""A town below the wire in which every kind of person tries everything: each try in a transaction that is taken back."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn

from aiogram import Bot
from aiogram.types import User
from sqlalchemy import func, select

from bot.app import Ground, TownBot
from bot.handlers.rights import Needs
from bot.registry.language import Language
from bot.registry.person import Grant, GrantState, InviteLink, Person, Role
from bot.registry.volunteer import Standing
from bot.simulator.hand_clock import HandClock
from bot.simulator.harness import town_named
from bot.speech.talk import Talk
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.records import Records
from bot.storage.tables import outbox
from tests.storage.making import a_call, a_kind, a_volunteer, an_invitation

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TOWN = town_named("beit-shemesh")
CLUSTER, OTHER_CLUSTER = list(TOWN.clusters)[:2]
CHIEF, NOA, NEWCOMER, OFFERED, ACTOR = 1, 60, 61, 62, 50
ACCOUNT, GROUP = 900_050, -1_000_500
ANONYMOUS, CHANNEL = 1_087_968_824, 136_817_688
PRIVATE_WORDS = ("Noa Levi", "+972501112233", "Herzl 5", "Dana 050")
CHANGING = ("volunteers", "grants", "calls", "invitations", "entries", "cards", "linked_chats", "invites", "profile", "audit")
TRUTH = tuple(f"SELECT * FROM {table}" for table in CHANGING)  # noqa: S608 - names of our own tables
DAY = timedelta(days=1)


class Actor(StrEnum):
    """Everybody who may stand before the bot."""

    STRANGER = "stranger"
    PENDING_VOLUNTEER = "pending volunteer"
    VOLUNTEER = "approved volunteer"
    PENDING_COORDINATOR = "pending coordinator"
    LEAD = "cluster lead of this cluster"
    OTHER_LEAD = "cluster lead of another"
    COORDINATOR = "coordinator"
    EXPIRED = "expired coordinator"
    REVOKED = "revoked coordinator"
    ANONYMOUS = "anonymous group admin"
    CHANNEL = "channel"


NAMELESS = frozenset({Actor.ANONYMOUS, Actor.CHANNEL})
HOLDS: dict[Needs, frozenset[Actor]] = {
    Needs.NOTHING: frozenset(Actor) - NAMELESS,
    Needs.INVITATION: frozenset({Actor.VOLUNTEER}),
    Needs.ROLE: frozenset({Actor.LEAD, Actor.OTHER_LEAD, Actor.COORDINATOR}),
    Needs.LEADING: frozenset({Actor.LEAD, Actor.COORDINATOR}),
    Needs.COORDINATING: frozenset({Actor.COORDINATOR}),
}
"""What each of them holds: the only thing that a test knows beside the table of rights itself."""

GRANTS = {
    Actor.PENDING_COORDINATOR: (Role.COORDINATOR, "", GrantState.PENDING, None),
    Actor.LEAD: (Role.CLUSTER_LEAD, CLUSTER, GrantState.ACTIVE, None),
    Actor.OTHER_LEAD: (Role.CLUSTER_LEAD, OTHER_CLUSTER, GrantState.ACTIVE, None),
    Actor.COORDINATOR: (Role.COORDINATOR, "", GrantState.ACTIVE, None),
    Actor.EXPIRED: (Role.COORDINATOR, "", GrantState.ACTIVE, NOW - DAY),
    Actor.REVOKED: (Role.COORDINATOR, "", GrantState.REVOKED, NOW - DAY),
}


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one try: the sentences said or toasted, whether anything but the queue changed, whose data showed."""

    said: frozenset[str]
    has_changed: bool
    leaked: tuple[str, ...]

    def is_only(self, *sentences: str) -> bool:
        """Whether nothing changed, nothing leaked, and nothing but these was said."""
        return not self.has_changed and not self.leaked and self.said <= set(sentences)


class TakenBack(Exception):
    """Ends each try: its transaction is rolled back."""

    def __init__(self, came: Came) -> None:
        """Carry what came of it."""
        super().__init__()
        self.came = came


def take_back(came: Came) -> NoReturn:
    raise TakenBack(came)


@dataclass
class Scene:
    """The town with one actor in it."""

    bot: TownBot
    actor: Actor
    before: str
    _updates: int = 0

    async def types(self, text: str, chat: int) -> Came:
        """Let the actor type a command."""
        length = len(text.split(maxsplit=1)[0])
        message = {**self._message(chat), "text": text, "entities": [{"type": "bot_command", "offset": 0, "length": length}]}
        return await self._try({"update_id": self._next(), "message": message}, chat, None)

    async def presses(self, data: str, chat: int, talk: Talk | None = None) -> Came:
        """Let the actor press a button, in the middle of a conversation where one is given."""
        return await self._try(self._press(data, chat), chat, talk)

    async def presses_twice(self, data: str, talk: Talk | None = None) -> tuple[bool, bool]:
        """Return whether the first press of a button changed the town, and whether the same press once more did."""
        try:
            async with self.bot.archive.open_records() as records:
                if talk is not None:
                    await records.talks.keep(talk)
                prints = [self.before]
                for _ in range(2):
                    await self.bot.chat.receive(self._press(data, ACCOUNT), records)
                    await records.audit.write()
                    prints.append(await fingerprint(records))
                take_back(Came(frozenset(), prints[0] != prints[1], ("again",) if prints[1] != prints[2] else ()))
        except TakenBack as end:
            return end.came.has_changed, bool(end.came.leaked)

    def _press(self, data: str, chat: int) -> dict[str, Any]:
        message = {"message_id": 5, "date": int(NOW.timestamp()), "chat": _chat(chat), "text": "old"}
        pressed = {"id": "9", "from": self._sender(), "chat_instance": "1", "message": message, "data": data}
        return {"update_id": self._next(), "callback_query": pressed}

    def _next(self) -> int:
        """aiogram keeps what kind an update was by its number, and compares those of one number whole."""
        self._updates += 1
        return self._updates

    def _message(self, chat: int) -> dict[str, Any]:
        base = {"message_id": 6, "date": int(NOW.timestamp()), "chat": _chat(chat), "from": self._sender()}
        return {**base, "sender_chat": _chat(chat)} if self.actor in NAMELESS else base

    def _sender(self) -> dict[str, Any]:
        account = {Actor.ANONYMOUS: ANONYMOUS, Actor.CHANNEL: CHANNEL}.get(self.actor, ACCOUNT)
        return {"id": account, "is_bot": self.actor in NAMELESS, "first_name": "Rivka", "username": "chief"}

    async def _try(self, raw: dict[str, Any], chat: int, talk: Talk | None) -> Came:
        try:
            async with self.bot.archive.open_records() as records:
                if talk is not None and chat > 0:
                    await records.talks.keep(talk)
                take_back(await self._came(raw, records))
        except TakenBack as end:
            return end.came

    async def _came(self, raw: dict[str, Any], records: Records) -> Came:
        last = (await records.connection.execute(select(func.coalesce(func.max(outbox.c.row), 0)))).scalar_one()
        toasts = await self.bot.chat.receive(raw, records)
        await records.audit.write()
        queued = (await records.connection.execute(select(outbox.c.args, outbox.c.chat_id).where(outbox.c.row > last))).all()
        mine = [row.args for row in queued if row.chat_id in {ACCOUNT, GROUP}]
        said = {toast.say.key for toast in toasts if toast.say} | {key for args in mine for key in _keys(args)}
        shown = json.dumps(mine, ensure_ascii=False)
        return Came(frozenset(said), await fingerprint(records) != self.before, tuple(word for word in PRIVATE_WORDS if word in shown))


@asynccontextmanager
async def scene(folder: Path, actor: Actor) -> AsyncIterator[Scene]:
    """Lay the town: an open call of one cluster, people who wait for a decision, and the actor."""
    async with Database(f"sqlite+aiosqlite:///{folder / 'town.db'}", inline=True) as database:
        await migrate(database)
        bot = Bot("42:TEST-abcdefghijklmnopqrstuvwxyz")
        bot._me = User(id=42, is_bot=True, first_name="Eshkol", username="eshkol_bot")
        town_bot = TownBot(Ground(database, HandClock(NOW), "http://127.0.0.1:9"), TOWN, bot, admin_code="the-one-time-code")
        async with town_bot.archive.open_records() as records:
            await _lay(records, actor)
        async with town_bot.archive.open_records() as records:
            before = await fingerprint(records)
        yield Scene(town_bot, actor, before)
        await bot.session.close()


async def fingerprint(records: Records) -> str:
    """Return all that must not change when somebody is refused."""
    return repr([(await records.connection.exec_driver_sql(every)).all() for every in TRUTH])


async def _lay(records: Records, actor: Actor) -> None:
    roster, ledger = records.roster, records.ledger
    for key, name in ((CHIEF, "Chief"), (NOA, "Noa Levi"), (NEWCOMER, "Noa Levi Junior"), (OFFERED, "Omer")):
        await roster.meet(Person(key, TOWN.slug, 900_000 + key, 900_000 + key, name, "+972501112233", Language.EN, seen_at=NOW))
    await roster.grant(Grant(0, CHIEF, Role.COORDINATOR, "", GrantState.ACTIVE, NOW - DAY, None, None))
    await roster.grant(Grant(0, OFFERED, Role.CLUSTER_LEAD, CLUSTER, GrantState.PENDING, NOW - DAY, None, CHIEF))
    await roster.save_volunteer(a_volunteer(NOA, town=TOWN.slug))
    await roster.save_volunteer(a_volunteer(NEWCOMER, town=TOWN.slug, standing=Standing.PROVISIONAL))
    await roster.add_invite(InviteLink("an-invite", Role.CLUSTER_LEAD, OTHER_CLUSTER, CHIEF, NOW + DAY))
    if actor not in NAMELESS | {Actor.STRANGER}:
        await roster.meet(Person(ACTOR, TOWN.slug, ACCOUNT, ACCOUNT, "Actor", None, Language.EN, has_chosen_language=True, seen_at=NOW))
    if actor in {Actor.VOLUNTEER, Actor.PENDING_VOLUNTEER}:
        standing = Standing.APPROVED if actor is Actor.VOLUNTEER else Standing.PROVISIONAL
        await roster.save_volunteer(a_volunteer(ACTOR, town=TOWN.slug, standing=standing, consent_version=TOWN.policy.consent_version))
    if actor in GRANTS:
        role, scope, state, until = GRANTS[actor]
        await roster.grant(Grant(0, ACTOR, role, scope, state, NOW - 2 * DAY, until, CHIEF))
    call = await ledger.add_call(a_call(NOW, town=TOWN.slug, kind=a_kind(cluster=CLUSTER), owner=CHIEF))
    asked = [an_invitation(call, NOA, NOW, token="noas")]
    asked += [an_invitation(call, ACTOR, NOW, token="mine")] if actor is Actor.VOLUNTEER else []
    await ledger.add_invitations(asked)


def own_talk(flow: str, step: str, **data: object) -> Talk:
    """Return a conversation under way in the actor's chat."""
    return replace(Talk(ACCOUNT, flow, step, "tok", {}), data=data)


def _chat(chat: int) -> dict[str, Any]:
    return {"id": chat, "type": "private", "first_name": "Rivka"} if chat > 0 else {"id": chat, "type": "supergroup", "title": "Town"}


def _keys(args: dict[str, Any]) -> list[str]:
    return ["sealed"] if "sealed" in args else [one["say"] for one in args.get("paragraphs", [])] or ["a view"]
