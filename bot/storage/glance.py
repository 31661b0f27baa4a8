"""One glance over all towns: where a call is due, an update waits, a message is queued. One statement, however many towns."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, distinct, or_, select

from bot.storage.database import Database
from bot.storage.tables import calls, inbox, outbox


async def towns_due(database: Database, towns: Collection[str], now: datetime) -> set[str]:
    """Return those of these towns in which the heartbeat has something to do."""
    return await _found(database, select(distinct(calls.c.town)).where(calls.c.town.in_(towns), calls.c.due_at <= now))


async def bots_with_updates(database: Database, bot_ids: Collection[int]) -> set[int]:
    """Return those of these bots whose inbox holds an update that nobody has obeyed yet."""
    return await _found(database, select(distinct(inbox.c.bot_id)).where(inbox.c.bot_id.in_(bot_ids), inbox.c.state == "waiting"))


async def towns_with_messages(database: Database, towns: Collection[str], now: datetime) -> set[str]:
    """Return those of these towns in whose outbox a message may leave."""
    may_leave = or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now)
    return await _found(database, select(distinct(outbox.c.town)).where(outbox.c.town.in_(towns), outbox.c.state == "queued", may_leave))


async def _found(database: Database, statement: Select[Any]) -> set[Any]:
    async with database.transaction() as db:
        return set((await db.execute(statement)).scalars())
