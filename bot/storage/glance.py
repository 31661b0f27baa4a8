"""One glance over all towns: where a call is due, an update waits, a message is queued. One statement, however many towns."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select

from bot.dispatch.notification import Topic
from bot.storage.database import Database
from bot.storage.tables import calls, inbox, leases, outbox, processes


async def towns_due(database: Database, towns: Collection[str], now: datetime) -> set[str]:
    """Return those of these towns in which the heartbeat has something to do."""
    return await _found(database, select(calls.c.town).distinct().where(calls.c.town.in_(towns), calls.c.due_at <= now))


async def bots_with_updates(database: Database, bot_ids: Collection[int]) -> set[int]:
    """Return those of these bots whose inbox holds an update that nobody has obeyed yet."""
    return await _found(database, select(inbox.c.bot_id).distinct().where(inbox.c.bot_id.in_(bot_ids), inbox.c.state == "waiting"))


async def towns_with_messages(database: Database, towns: Collection[str], now: datetime) -> set[str]:
    """Return those of these towns in whose outbox a message may leave."""
    may_leave = or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now)
    return await _found(database, select(outbox.c.town).distinct().where(outbox.c.town.in_(towns), outbox.c.state == "queued", may_leave))


async def holder_of(database: Database, name: str) -> str | None:
    """Return the process that last took this lease."""
    return next(iter(await _found(database, select(leases.c.holder).where(leases.c.name == name))), None)


async def shares(database: Database) -> dict[str, int]:
    """Return how many leases each living process holds."""
    held = select(leases.c.holder, func.count()).join(processes, processes.c.id == leases.c.holder).group_by(leases.c.holder)
    async with database.transaction() as db:
        return {row[0]: row[1] for row in await db.execute(held)}


async def attempts_at(database: Database, call_id: int) -> dict[int, int]:
    """Return for each chat how often an invitation to this call was claimed; more than once is the cause of a second copy."""
    mine = (outbox.c.call_id == call_id) & (outbox.c.topic == Topic.INVITATION.value) & outbox.c.edits.is_(None)
    async with database.transaction() as db:
        found = await db.execute(select(outbox.c.chat_id, outbox.c.attempt).where(mine))
        return {row.chat_id: row.attempt for row in found}


async def is_all_said(database: Database) -> bool:
    """Whether no message waits or is under way."""
    return not await _found(database, select(outbox.c.row).where(outbox.c.state.in_(("queued", "sending"))).limit(1))


async def _found(database: Database, statement: Select[Any]) -> set[Any]:
    async with database.transaction() as db:
        return set((await db.execute(statement)).scalars())
