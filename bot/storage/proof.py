"""Messages of unknown fate, and what proves later that one got through: somebody pressed it or replied to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.dispatch.notification import Topic
from bot.storage.tables import invitations, outbox

SENDING = "sending"
IN_DOUBT = (
    select(outbox)
    .where(
        outbox.c.town == bindparam("of_town"),
        outbox.c.chat_id == bindparam("in_chat"),
        outbox.c.unknown_since.is_not(None),
        outbox.c.edits.is_(None),
        outbox.c.edit_message_id.is_(None),
    )
    .order_by(outbox.c.row)
)
"""Built once: it runs for every press and reply."""


@dataclass(frozen=True, slots=True)
class Surplus:
    """A second copy of one message: nobody needs it, the one that was pressed is kept."""

    row: int
    message_id: int
    person_key: int | None


class StoredProof:
    """What events prove about one town's messages, within one transaction, at one moment."""

    def __init__(self, connection: AsyncConnection, town: str, now: datetime) -> None:
        """Work inside the caller's transaction."""
        self._db = connection
        self._town = town
        self._now = now

    async def named(self, chat_id: int, message_id: int, token: str | None) -> Surplus | None:
        """Somebody pressed or answered our message of this number: one of unknown fate is known to be sent.

        `token` is the pressed invitation's. Where the number was a second copy, the first one is returned to be taken away.
        """
        doubted = await self._doubted(chat_id)
        if not doubted or await self._is_known(chat_id, message_id):
            return None
        about = await self._about(doubted, token)
        lost = [one for one in about if _may_be(one, message_id)]
        if len(lost) == 1:
            await self._was_sent(lost[0], message_id)
            return None
        return await self._swapped(about, message_id) if token and not lost else None

    async def _doubted(self, chat_id: int) -> Sequence[Any]:
        return (await self._db.execute(IN_DOUBT, {"of_town": self._town, "in_chat": chat_id})).mappings().all()

    async def _is_known(self, chat_id: int, message_id: int) -> bool:
        here = (outbox.c.town == self._town) & (outbox.c.chat_id == chat_id) & (outbox.c.message_id == message_id)
        return (await self._db.execute(select(outbox.c.row).where(here))).first() is not None

    async def _about(self, doubted: Sequence[Any], token: str | None) -> list[Any]:
        if token is None:
            return list(doubted)
        ids = select(invitations.c.id).where(invitations.c.token == token)
        mine = set((await self._db.execute(ids)).scalars())
        return [one for one in doubted if one["invitation_id"] in mine]

    async def _was_sent(self, row: Any, message_id: int) -> None:
        """Nothing is sent again; an attempt that is under way at this moment keeps its own result."""
        sent = {"state": "sent", "message_id": message_id, "sent_at": self._now, "not_before": None, "error": None}
        mine = (outbox.c.row == row["row"]) & (outbox.c.state != SENDING)
        await self._db.execute(update(outbox).where(mine).values(sent))
        if row["topic"] == Topic.INVITATION.value:
            unheard = (invitations.c.id == row["invitation_id"]) & invitations.c.delivered_at.is_(None)
            await self._db.execute(update(invitations).where(unheard).values(delivered_at=row["unknown_since"]))

    async def _swapped(self, about: Sequence[Any], message_id: int) -> Surplus | None:
        """Keep the copy that somebody has before their eyes; the other one goes."""
        known = [one for one in about if one["message_id"] is not None]
        if len(known) != 1 or await self._was_taken_away(about[0]["chat_id"], message_id):
            return None
        await self._db.execute(update(outbox).where(outbox.c.row == known[0]["row"]).values(message_id=message_id))
        return Surplus(known[0]["row"], known[0]["message_id"], known[0]["person_key"])

    async def _was_taken_away(self, chat_id: int, message_id: int) -> bool:
        """A press may come late, from a copy that is gone by now: to keep that one would leave nothing."""
        gone = (outbox.c.town == self._town) & (outbox.c.chat_id == chat_id) & (outbox.c.topic == Topic.ERASE.value)
        return (await self._db.execute(select(outbox.c.row).where(gone, outbox.c.edit_message_id == message_id))).first() is not None


def _may_be(row: Any, message_id: int) -> bool:
    return row["message_id"] is None and row["state"] != SENDING and (row["low_id"] is None or row["low_id"] < message_id)
