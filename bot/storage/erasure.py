"""Forgetting a person: every personal column emptied, every stored message of their chat too; counts stay."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, String, Table, bindparam, case, cast, delete, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningUpdate

from bot.dispatch.notification import FAREWELL, Topic
from bot.failpoint import Failpoint, reach
from bot.registry.person import Person
from bot.registry.volunteer import Reach, Standing
from bot.storage.database import SCRUB
from bot.storage.inbox import NOTHING_SAID
from bot.storage.tables import calls, cards, grants, inbox, outbox, people, talks, volunteer_skills, volunteers

FORGOTTEN: Final[dict[str, Any]] = {
    "age_band": None,
    "min_years": -1,
    "neighbourhood": None,
    "lat": None,
    "lon": None,
    "band": None,
    "referred_on": None,
    "languages": frozenset(),
    "skills": frozenset(),
    "clusters": frozenset(),
    "standing": Standing.DECLINED.value,
    "reach": Reach.GONE.value,
}
NOBODY: Final[dict[str, Any]] = {"telegram_id": None, "chat_id": None, "name": None, "phone": None}
"""The language stays: the goodbye is still to be said in it, and it points to no one."""

NOTHING_SENT: Final[dict[str, Any]] = {"args": {}, "chat_id": 0, "message_id": None, "edit_message_id": None}
UNSENT = ("queued", "held", "sending")
GAP = "…"
"""Stands where a forgotten person's name or number stood in something that others still need to read."""

OURS = {"say", "press", "moment"}
"""Parts of a screen that hold no one's words: someone may be called like a sentence's key."""

WRITTEN = ("address", "meeting_point", "contact", "words")
"""What a coordinator writes into a call; their own name and number may be among it."""


async def erase(db: AsyncConnection, town: str, person: Person, update_id: int | None = None) -> None:
    """Forget someone, in the update `update_id`.

    Messages that take details out of their chat still leave; all others that wait are withdrawn.
    """
    key = person.key
    await db.execute(update(people).where(people.c.key == key).values(NOBODY))
    await db.execute(update(volunteers).where(volunteers.c.person_key == key).values(FORGOTTEN))
    for table in (volunteer_skills, grants, cards):
        await db.execute(delete(table).where(table.c.person_key == key))
    await db.execute(delete(talks).where(talks.c.town == town, talks.c.chat_id == person.chat_id))
    reach(Failpoint.ERASE_MID)
    await _erase_chat(db, town, person.chat_id)
    await _erase_mentions(db, town, person)
    await _erase_calls(db, town, person)
    await _erase_updates(db, town, person, update_id)
    db.info[SCRUB] = True


async def empty_settled(db: AsyncConnection, settled: list[int]) -> None:
    """Empty what these messages said, now that they have left; of a goodbye nothing stays, not even to whom it went."""
    if not settled:
        return
    chats = await db.execute(_emptying(), {"rows": settled})
    if 0 in chats.scalars():
        db.info[SCRUB] = True


@cache
def _emptying() -> ReturningUpdate[Any]:
    """Built once: it runs several times a second."""
    is_farewell = outbox.c.key.startswith(FAREWELL)
    nothing = {"chat_id": case((is_farewell, 0), else_=outbox.c.chat_id), "args": {}}
    left = {**nothing, **{name: case((is_farewell, None), else_=outbox.c[name]) for name in ("message_id", "edit_message_id")}}
    mine = outbox.c.row.in_(bindparam("rows", expanding=True)) & outbox.c.state.not_in(UNSENT)
    return update(outbox).where(mine).values(left).returning(outbox.c.chat_id)


async def _erase_chat(db: AsyncConnection, town: str, chat_id: int) -> None:
    """Empty their chat's messages, except edits of calls they saw: those take an address off their screen."""
    shown = outbox.alias("shown")
    mine = (outbox.c.town == town) & (outbox.c.chat_id == chat_id)
    waiting = select(outbox.c.row, shown.c.message_id).join(shown, shown.c.row == outbox.c.edits)
    edits = mine & (outbox.c.state == "queued") & (outbox.c.topic == Topic.INVITATION.value) & shown.c.message_id.is_not(None)
    for row, message_id in (await db.execute(waiting.where(edits))).all():
        leaving = {"key": f"{FAREWELL}edit:{row}", "edits": None, "edit_message_id": message_id}
        await db.execute(update(outbox).where(outbox.c.row == row).values(leaving))
    rest = mine & outbox.c.key.not_like(f"{FAREWELL}%")
    state = case((outbox.c.state.in_(UNSENT), "withdrawn"), else_=outbox.c.state)
    key = literal("forgotten:") + cast(outbox.c.row, String)
    await db.execute(update(outbox).where(rest).values({**NOTHING_SENT, "state": state, "key": key}))


async def _erase_mentions(db: AsyncConnection, town: str, person: Person) -> None:
    """Take their name, number and account out of what was said to others; what others still have to read stays readable."""
    marks = _marks(person)
    said = cast(outbox.c.args, String)
    likely = or_(*(said.contains(json.dumps(mark)[1:-1], autoescape=True) for mark in marks))
    found = await db.execute(select(outbox.c.row, outbox.c.args, outbox.c.state).where(outbox.c.town == town, likely))
    for row, args, state in found.all():
        if not any(mark in leaf for leaf in _leaves(args) for mark in marks):
            continue
        is_copy = any(leaf == str(person.chat_id) for leaf in _leaves(args))
        changed: dict[str, Any] = {"args": _without(args, marks) if state in UNSENT and not is_copy else {}}
        changed |= {"state": "withdrawn"} if state in UNSENT and is_copy else {}
        await db.execute(update(outbox).where(outbox.c.row == row).values(changed))


async def _erase_calls(db: AsyncConnection, town: str, person: Person) -> None:
    """Take them out of calls they wrote."""
    for mark in _marks(person):
        for column in (calls.c[name] for name in WRITTEN):
            mine = (calls.c.town == town) & (calls.c.owner == person.key) & column.contains(mark, autoescape=True)
            await db.execute(update(calls).where(mine).values({column.name: func.replace(column, mark, GAP)}))


async def _erase_updates(db: AsyncConnection, town: str, person: Person, update_id: int | None) -> None:
    """Drop what they sent that nobody has obeyed yet, except the update under way: it is emptied when it is done."""
    theirs = (inbox.c.town == town) & _is_from(inbox, person)
    others = theirs & (inbox.c.update_id != update_id) if update_id is not None else theirs
    state = case((inbox.c.state == "waiting", "done"), else_=inbox.c.state)
    await db.execute(update(inbox).where(others).values({**NOTHING_SAID, "state": state, "done_at": inbox.c.received_at}))


def _is_from(table: Table, person: Person) -> ColumnElement[bool]:
    return (table.c.user_id == person.telegram_id) | (table.c.chat_id == person.chat_id)


def _marks(person: Person) -> list[str]:
    """What gives someone away in words: name, number, account."""
    phone = person.phone or ""
    return [mark for mark in (person.name, phone, phone.removeprefix("+"), str(person.telegram_id)) if mark]


def _leaves(value: Any) -> Iterator[str]:
    match value:
        case dict():
            for name, each in value.items():
                yield from () if name in OURS else _leaves(each)
        case list():
            for each in value:
                yield from _leaves(each)
        case str() | int():
            yield str(value)
        case _:
            pass


def _without(value: Any, marks: list[str]) -> Any:
    match value:
        case dict():
            return {name: each if name in OURS else _without(each, marks) for name, each in value.items()}
        case list():
            return [_without(each, marks) for each in value]
        case str():
            for mark in marks:
                value = value.replace(mark, GAP)
            return value
        case _:
            return value
