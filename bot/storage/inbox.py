"""The durable inbox: every update stored before Telegram is told, and done with its effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import inbox

MOST_ATTEMPTS = 5
"""An update that failed this often is quarantined: the rest goes on, and coordinators are told."""

NOTHING_SAID: Final = {"body": "", "chat_id": None, "user_id": None}
"""What stays of an update whose words are no longer needed."""

HIGHEST = select(func.coalesce(func.max(inbox.c.seq), 0)).where(inbox.c.bot_id == bindparam("bot"))
TAKEN_SQLITE = sqlite_insert(inbox).on_conflict_do_nothing()
TAKEN_POSTGRES = postgres_insert(inbox).on_conflict_do_nothing()
IS_WAITING = (inbox.c.bot_id == bindparam("bot")) & (inbox.c.state == "waiting")
WAITING = select(inbox).where(IS_WAITING).order_by(inbox.c.seq).limit(bindparam("most"))
OBEYED = (
    update(inbox).where(inbox.c.update_id == bindparam("number"), IS_WAITING).values(state="done", done_at=bindparam("at"), **NOTHING_SAID)
)
"""Built once: they run for every update."""


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """One raw update: JSON as Telegram sent it."""

    bot_id: int
    update_id: int
    chat_id: int | None
    user_id: int | None
    body: str
    attempts: int = 0


class StoredInbox:
    """One bot's updates, within one transaction."""

    def __init__(self, connection: AsyncConnection, town: str, bot_id: int) -> None:
        """Work inside the caller's transaction."""
        self._db = connection
        self._town = town
        self._bot = bot_id

    async def take_in(self, updates: Sequence[StoredUpdate], now: datetime) -> None:
        """Store updates; one that came before is left as it is."""
        if not updates:
            return
        seq = int((await self._db.execute(HIGHEST, {"bot": self._bot})).scalar_one())
        new = [self._row(one, seq + place, now) for place, one in enumerate(updates, start=1)]
        await self._db.execute(TAKEN_SQLITE if self._db.dialect.name == "sqlite" else TAKEN_POSTGRES, new)

    async def waiting(self, limit: int) -> Sequence[StoredUpdate]:
        """Return the oldest updates not done yet."""
        found = await self._db.execute(WAITING, {"bot": self._bot, "most": limit})
        names = ("bot_id", "update_id", "chat_id", "user_id", "body", "attempts")
        return [StoredUpdate(**{name: row[name] for name in names}) for row in found.mappings()]

    async def done(self, update_id: int, now: datetime) -> bool:
        """Mark an update done, in the transaction of its effect; what it said is kept no longer, only that it came.

        False if it already was: then nothing may be committed.
        """
        changed = await self._db.execute(OBEYED, {"bot": self._bot, "number": update_id, "at": now})
        return bool(changed.rowcount)

    async def failed(self, update_id: int, error: str) -> bool:
        """Count a failure; return whether the update is now quarantined."""
        mine = (inbox.c.update_id == update_id) & self._is("waiting")
        counted = update(inbox).where(mine).values(attempts=inbox.c.attempts + 1, error=error).returning(inbox.c.attempts)
        attempts = (await self._db.execute(counted)).scalar_one_or_none() or 0
        if attempts < MOST_ATTEMPTS:
            return False
        await self._db.execute(update(inbox).where(mine).values(state="quarantined"))
        return True

    async def count(self, state: str) -> int:
        """Count updates of one state: waiting, done or quarantined."""
        return (await self._db.execute(select(func.count()).select_from(inbox).where(self._is(state)))).scalar_one()

    def _is(self, state: str) -> ColumnElement[bool]:
        return (inbox.c.bot_id == self._bot) & (inbox.c.state == state)

    def _row(self, one: StoredUpdate, seq: int, now: datetime) -> dict[str, Any]:
        names = ("bot_id", "update_id", "chat_id", "user_id", "body")
        new = {"town": self._town, "seq": seq, "state": "waiting", "attempts": 0, "received_at": now}
        return {**new, **{name: getattr(one, name) for name in names}}
