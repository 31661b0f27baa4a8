"""What a database says happened, counted for an outside judge: people, calls, answers, messages."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from bot.storage.database import Database
from bot.storage.tables import calls, entries, inbox, outbox, people, volunteers


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts of one database. `sent` counts first sends (no edits) by chat; `answers` by call, person and word."""

    volunteers: dict[int, int]
    calls: list[int]
    answers: dict[tuple[int, int, str], int]
    sent: dict[int, int]
    unsent: int
    waiting_updates: int


async def facts_of(url: str) -> Facts:
    """Count."""
    async with Database(url) as database, database.transaction() as db:
        joined = select(people.c.telegram_id).join(volunteers, volunteers.c.person_key == people.c.key)
        registered = Counter((await db.execute(joined)).scalars())
        numbers = list((await db.execute(select(calls.c.number).order_by(calls.c.number))).scalars())
        said = select(entries.c.call_id, entries.c.person_key, entries.c.detail).where(entries.c.fact == "answered")
        answers = Counter((row[0], row[1], row[2]) for row in await db.execute(said))
        is_send = outbox.c.edits.is_(None) & outbox.c.edit_message_id.is_(None) & (outbox.c.topic != "card")
        chats = Counter((await db.execute(select(outbox.c.chat_id).where(is_send, outbox.c.state == "sent"))).scalars())
        unsent = select(func.count()).select_from(outbox).where(outbox.c.state.in_(["queued", "sending", "dead"]))
        waiting = select(func.count()).select_from(inbox).where(inbox.c.state != "done")
        return Facts(
            volunteers=dict(registered),
            calls=numbers,
            answers=dict(answers),
            sent=dict(chats),
            unsent=(await db.execute(unsent)).scalar_one(),
            waiting_updates=(await db.execute(waiting)).scalar_one(),
        )
