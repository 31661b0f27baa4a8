"""What the watch reads and remembers: moments kept across restarts, and how far what was promised was done."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, delete, exists, func, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.dispatch.invitation import Standing
from bot.dispatch.notification import Topic, Urgency
from bot.storage.tables import calls, inbox, invitations, marks, outbox

ON_ITS_WAY = ("queued", "sending", "held", "sent", "dead")
"""Queued invitations are on their way, held ones wait for the host, dead ones have a reason that the card shows."""


class StoredWatchbook:
    """One town's watchbook, within one transaction, at one moment."""

    def __init__(self, connection: AsyncConnection, town: str, bot_id: int, now: datetime) -> None:
        """Work inside the caller's transaction."""
        self._db = connection
        self._town = town
        self._bot = bot_id
        self._now = now

    async def mark(self, name: str, at: datetime) -> None:
        """Remember a moment."""
        make = sqlite_insert if self._db.dialect.name == "sqlite" else postgres_insert
        new = make(marks).values(town=self._town, name=name, at=at)
        await self._db.execute(new.on_conflict_do_update(index_elements=["town", "name"], set_={"at": at}))

    async def unmark(self, name: str) -> None:
        """Forget a moment."""
        await self._db.execute(delete(marks).where(marks.c.town == self._town, marks.c.name == name))

    async def marks(self) -> dict[str, datetime]:
        """Return every remembered moment by its name."""
        found = await self._db.execute(select(marks.c.name, marks.c.at).where(marks.c.town == self._town))
        return {row.name: row.at for row in found}

    async def oldest_waiting(self, least: Urgency) -> datetime | None:
        """Return since when the oldest message at least so urgent might have left and has not."""
        due = func.coalesce(outbox.c.not_before, outbox.c.queued_at)
        waits = (outbox.c.town == self._town) & outbox.c.state.in_(("queued", "sending"))
        waits &= (outbox.c.urgency <= least.value) & (due <= self._now) & outbox.c.edits.is_(None)
        oldest: datetime | None = (await self._db.execute(select(func.min(due)).where(waits))).scalar_one()
        return oldest

    async def last_sent(self) -> datetime | None:
        """Return when a message last got through."""
        newest = select(func.max(outbox.c.sent_at)).where(outbox.c.town == self._town)
        found: datetime | None = (await self._db.execute(newest)).scalar_one()
        return found

    async def oldest_unheard(self) -> datetime | None:
        """Return since when the oldest update waits to be obeyed."""
        waits = (inbox.c.bot_id == self._bot) & (inbox.c.state == "waiting")
        oldest: datetime | None = (await self._db.execute(select(func.min(inbox.c.received_at)).where(waits))).scalar_one()
        return oldest

    async def quarantined_since(self, moment: datetime) -> int:
        """Count the updates put aside that came after a moment."""
        aside = (inbox.c.bot_id == self._bot) & (inbox.c.state == "quarantined") & (inbox.c.received_at > moment)
        return (await self._db.execute(select(func.count()).select_from(inbox).where(aside))).scalar_one()

    async def never_written(self, before: datetime) -> Sequence[int]:
        """Return the invitations to open calls, asked before a moment, for which no message was ever sent or is on its way.

        Whom to expect comes from the calls themselves, never from the outbox.
        """
        due = and_(calls.c.town == self._town, calls.c.state == "open", calls.c.ends_at > self._now)
        silent = and_(
            invitations.c.standing == Standing.ASKED.value, invitations.c.delivered_at.is_(None), invitations.c.asked_at <= before
        )
        said = exists().where(
            outbox.c.invitation_id == invitations.c.id,
            outbox.c.topic == Topic.INVITATION.value,
            outbox.c.edits.is_(None),
            outbox.c.state.in_(ON_ITS_WAY),
        )
        wanted = select(invitations.c.id).join(calls, calls.c.id == invitations.c.call_id).where(due, silent, ~said)
        return list((await self._db.execute(wanted.order_by(invitations.c.id))).scalars())

    async def stuck_calls(self, before: datetime) -> Sequence[int]:
        """Return the numbers of open calls that should have been moved on before a moment and were not."""
        late = and_(calls.c.town == self._town, calls.c.state != "closed", calls.c.due_at <= before)
        return list((await self._db.execute(select(calls.c.number).where(late).order_by(calls.c.number))).scalars())

    async def highest_private_number(self) -> int | None:
        """Return the greatest number of a message in any person's chat, as far as is known."""
        highest = select(func.max(outbox.c.message_id)).where(outbox.c.town == self._town, outbox.c.chat_id > 0)
        found: int | None = (await self._db.execute(highest)).scalar_one()
        return found
