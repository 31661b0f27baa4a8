"""What a database says happened, counted for an outside judge: people, calls, answers, messages."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Column, Integer, MetaData, String, Table, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.tables import calls, entries, inbox, invitations, outbox, people, volunteers


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts of one database. `sent` counts first sends (no edits) by chat; `answers` by call's number, Telegram account and word.

    `asked` says by an invitation's token for which call it is and who was asked, `stood_down` which of
    those were told that they are not needed (or never heard of it), `messages` which of ours stand in which chat.
    """

    volunteers: dict[int, int]
    calls: list[int]
    answers: dict[tuple[int, int, str], int]
    sent: dict[int, int]
    unsent: int
    waiting_updates: int
    closed: frozenset[int]
    stood_down: frozenset[str]
    asked: dict[str, tuple[int, int | None]]
    messages: frozenset[tuple[int, int]]


async def facts_of(url: str) -> Facts:
    """Count."""
    async with Database(url) as database, database.transaction() as db:
        joined = select(people.c.telegram_id).join(volunteers, volunteers.c.person_key == people.c.key)
        registered = Counter((await db.execute(joined)).scalars())
        numbers = list((await db.execute(select(calls.c.number).order_by(calls.c.number))).scalars())
        by = entries.join(people, people.c.key == entries.c.person_key).join(calls, calls.c.id == entries.c.call_id)
        is_answer = (entries.c.fact == "answered") & people.c.telegram_id.is_not(None)  # who is forgotten gives places back
        said = select(calls.c.number, people.c.telegram_id, entries.c.detail).select_from(by).where(is_answer)
        answers = Counter((row[0], row[1], row[2]) for row in await db.execute(said))
        is_send = outbox.c.edits.is_(None) & outbox.c.edit_message_id.is_(None) & (outbox.c.topic != "card")
        chats = Counter((await db.execute(select(outbox.c.chat_id).where(is_send, outbox.c.state == "sent"))).scalars())
        unsent = select(func.count()).select_from(outbox).where(outbox.c.state.in_(["queued", "sending", "dead"]))
        waiting = select(func.count()).select_from(inbox).where(inbox.c.state != "done")
        closed = await db.execute(select(calls.c.number).where(calls.c.closed_at.is_not(None)))
        joins = invitations.join(calls, calls.c.id == invitations.c.call_id).join(people, people.c.key == invitations.c.person_key)
        asked = await db.execute(select(invitations.c.token, calls.c.number, people.c.telegram_id).select_from(joins))
        needless = await db.execute(select(invitations.c.token).where(invitations.c.standing.in_(["stood_down", "unreachable"])))
        ours = await db.execute(select(outbox.c.chat_id, outbox.c.message_id).where(outbox.c.message_id.is_not(None)))
        return Facts(
            closed=frozenset(closed.scalars()),
            stood_down=frozenset(needless.scalars()),
            asked={row[0]: (row[1], row[2]) for row in asked},
            messages=frozenset((row[0], row[1]) for row in ours),
            volunteers=dict(registered),
            calls=numbers,
            answers=dict(answers),
            sent=dict(chats),
            unsent=(await db.execute(unsent)).scalar_one(),
            waiting_updates=(await db.execute(waiting)).scalar_one(),
        )


counted_effects = Table("counted_effects", MetaData(), Column("id", Integer, primary_key=True), Column("said", String, nullable=False))
"""Made by runs that count; no part of a town's tables."""


async def prepare_effects(database: Database) -> None:
    """Make room for counted effects."""
    await database.execute_script(lambda connection: counted_effects.create(connection, checkfirst=True))


async def add_effect(db: AsyncConnection, said: str) -> None:
    """Add one effect; nothing keeps a second one away."""
    await db.execute(insert(counted_effects).values(said=said))


async def effects_of(url: str) -> tuple[Counter[str], int]:
    """Return how often each effect stands there, and how many updates wait."""
    async with Database(url) as database, database.transaction() as db:
        said = Counter((await db.execute(select(counted_effects.c.said))).scalars())
        waiting = select(func.count()).select_from(inbox).where(inbox.c.state != "done")
        return said, (await db.execute(waiting)).scalar_one()
