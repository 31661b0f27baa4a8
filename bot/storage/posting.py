"""Queueing what is to be said: messages, edits of messages, live cards; each once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, exists, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.dispatch.invitation import Standing
from bot.dispatch.notification import Chat, Notification, SentMessage, Topic, Urgency
from bot.failpoint import Failpoint, reach
from bot.registry.audit import Deed
from bot.registry.person import GrantState, Role
from bot.storage import rows
from bot.storage.chain import StoredAudit
from bot.storage.tables import calls, cards, grants, invitations, outbox
from bot.storage.types import Instant

CARD_REST = timedelta(seconds=3)
GROUP_CARD_REST = timedelta(seconds=5)
"""Edits of a live card keep this distance; in a group that is at most 12 a minute."""
ON_ITS_WAY = ("sending", "sent", "unknown")

WAITING_EDIT = outbox.alias()
SHOWS = (outbox.c.call_id == bindparam("call")) & (outbox.c.topic == Topic.INVITATION.value) & outbox.c.edits.is_(None)
HAS_EDIT = exists().where((WAITING_EDIT.c.edits == outbox.c.row) & (WAITING_EDIT.c.state == "queued"))
EVERY_VIEW = select(outbox).where(SHOWS, outbox.c.state.in_(ON_ITS_WAY), ~HAS_EDIT)
SOME_VIEWS = EVERY_VIEW.where(outbox.c.invitation_id.in_(bindparam("ids", expanding=True)))
QUEUE_SQLITE = sqlite_insert(outbox).on_conflict_do_nothing()
QUEUE_POSTGRES = postgres_insert(outbox).on_conflict_do_nothing()
"""Built once: they run for every press."""


def stands_in(table: Table, call_id: Any, chat_id: Any, thread_id: Any) -> ColumnElement[bool]:
    """Whether a row is about a call in a chat, and there in one topic: each topic of a forum has a card of its own."""
    return and_(table.c.call_id == call_id, table.c.chat_id == chat_id, table.c.thread_id.is_not_distinct_from(thread_id))


def card_rest(chat_id: int) -> timedelta:
    """Return how long a live card stays as it is before it changes again."""
    return GROUP_CARD_REST if chat_id < 0 else CARD_REST


async def withdraw_overtaken(db: AsyncConnection, where: ColumnElement[bool]) -> None:
    """Drop edits that must be queued again although a newer edit of the same message waits: the newer one says it all."""
    newer = outbox.alias("newer")
    waits = newer.c.state.in_(("queued", "held", "sending"))
    is_overtaken = exists().where(newer.c.edits == outbox.c.edits, newer.c.row > outbox.c.row, waits)
    dropped = update(outbox).where(where, outbox.c.edits.is_not(None), is_overtaken)
    await db.execute(dropped.values(state="withdrawn", lease_until=None))


@dataclass(slots=True)
class Posting:
    """The queue of one town, within one transaction, at one moment."""

    _db: AsyncConnection
    _town: str
    _now: datetime
    _audit: StoredAudit

    @property
    def now(self) -> datetime:
        """The moment of this transaction."""
        return self._now

    async def enqueue(self, *notifications: Notification) -> None:
        """Queue messages; a key that was queued before is not queued again."""
        await self._insert([self._queued(notification) for notification in notifications])

    async def withdraw(self, call_id: int) -> None:
        """Take back queued invitations of a call to people who no longer need them."""
        needless = [Standing.STOOD_DOWN.value, Standing.CANNOT.value, Standing.UNREACHABLE.value]
        done = select(invitations.c.id).where(invitations.c.call_id == call_id, invitations.c.standing.in_(needless))
        queued = (outbox.c.call_id == call_id) & (outbox.c.state == "queued") & (outbox.c.topic == Topic.INVITATION.value)
        mine = queued & outbox.c.edits.is_(None) & outbox.c.invitation_id.in_(done)
        taken_back = await self._db.execute(update(outbox).where(mine).values(state="withdrawn").returning(outbox.c.row))
        if rows_gone := list(taken_back.scalars()):  # queued while it was being sent: what they edit will never be
            waiting = outbox.c.edits.in_(rows_gone) & (outbox.c.state == "queued")
            await self._db.execute(update(outbox).where(waiting).values(state="withdrawn"))

    async def refresh_views(self, call_id: int, invitation_ids: Sequence[int] | None, urgency: Urgency) -> None:
        """Queue an edit of every message that shows these invitations (None: every one of the call)."""
        some = {} if invitation_ids is None else {"ids": list(invitation_ids)}
        found = await self._db.execute(SOME_VIEWS if some else EVERY_VIEW, {"call": call_id, **some})
        await self._insert([self._edit(row, urgency) for row in found.mappings()])

    async def open_card(self, call_id: int, chat_id: int, thread_id: int | None, person_key: int | None) -> None:
        """Show the call's live card in a chat or topic, or move it to a new message there."""
        before = (await self._db.execute(select(cards).where(stands_in(cards, call_id, chat_id, thread_id)))).mappings().first()
        if before is not None:
            await self._take_down(before)
        else:
            columns = {"call_id": call_id, "chat_id": chat_id, "thread_id": thread_id, "person_key": person_key}
            await self._db.execute(insert(cards).values(columns))
        if person_key is not None:
            self._audit.note(Deed.CARD_SHOWN, by=person_key, call_id=call_id)
        await self.refresh_cards(call_id)
        waiting = stands_in(outbox, call_id, chat_id, thread_id) & (outbox.c.state == "queued")
        asked_for = update(outbox).where(waiting, outbox.c.topic == Topic.CARD.value)
        await self._db.execute(asked_for.values(urgency=Urgency.CONVERSATION.value, not_before=None))

    async def _take_down(self, card: Any) -> None:
        """A copy of the card that no longer follows the call would go on looking live."""
        await self._db.execute(update(cards).where(cards.c.id == card["id"]).values(message_id=None, edited_at=None))
        if card["message_id"] is None:
            return
        to = Chat(card["chat_id"], card["thread_id"], card["person_key"])
        key = f"erase:{card['id']}:{card['message_id']}"
        await self.enqueue(
            Notification(to=to, topic=Topic.ERASE, urgency=Urgency.CONVERSATION, key=key, edit_message_id=card["message_id"])
        )

    async def take_down_cards(self) -> None:
        """Remove live cards from the chats of people who no longer hold a role that leads their call."""
        found = await self._db.execute(_forbidden_cards(), {"in_town": self._town, "moment": self._now})
        for card in found.mappings().all():
            here = stands_in(outbox, card["call_id"], card["chat_id"], card["thread_id"]) & (outbox.c.topic == Topic.CARD.value)
            await self._db.execute(update(outbox).where(here, outbox.c.state == "queued").values(state="withdrawn"))
            await self._take_down(card)

    async def refresh_cards(self, call_id: int) -> None:
        """Queue an edit of every live card of the call, at most one each."""
        found = await self._db.execute(_stale_cards(), {"call": call_id, "moment": self._now})
        await self._insert([self._card(row) for row in found.mappings()])

    async def sent_about(self, call_id: int) -> Sequence[SentMessage]:
        """Return every message about the call that Telegram accepted."""
        return await self._sent((outbox.c.call_id == call_id) & outbox.c.message_id.is_not(None) & outbox.c.edits.is_(None))

    async def message_at(self, chat_id: int, message_id: int) -> SentMessage | None:
        """Return our own message of this id in a chat: what somebody replied to."""
        here = (outbox.c.town == self._town) & (outbox.c.chat_id == chat_id) & (outbox.c.message_id == message_id)
        return next(iter(await self._sent(here)), None)

    async def _sent(self, where: ColumnElement[bool]) -> list[SentMessage]:
        found = await self._db.execute(select(outbox).where(where).order_by(outbox.c.row))
        return [
            SentMessage(
                row=row["row"],
                chat=Chat(row["chat_id"], row["thread_id"], row["person_key"]),
                topic=Topic(row["topic"]),
                message_id=row["message_id"],
                call_id=row["call_id"],
                invitation_id=row["invitation_id"],
            )
            for row in found.mappings()
        ]

    async def _insert(self, queued: list[dict[str, Any]]) -> None:
        if not queued:
            return
        await self._db.execute(QUEUE_SQLITE if self._db.dialect.name == "sqlite" else QUEUE_POSTGRES, queued)
        reach(Failpoint.OUTBOX_AFTER_ENQUEUE)

    def _queued(self, notification: Notification) -> dict[str, Any]:
        return {**rows.notification_row(notification, self._town), "state": "queued", "attempt": 0, "queued_at": self._now}

    def _edit(self, row: Any, urgency: Urgency) -> dict[str, Any]:
        """One more edit. Its key is unlike any other: two edits of a message may be due at one moment, and neither may be lost."""
        to = Chat(row["chat_id"], row["thread_id"], row["person_key"])
        return self._queued(
            Notification(
                to=to,
                topic=Topic.INVITATION,
                urgency=urgency,
                key=f"edit:{row['row']}:{uuid4().hex}",
                call_id=row["call_id"],
                invitation_id=row["invitation_id"],
                edits=row["row"],
            )
        )

    def _card(self, row: Any) -> dict[str, Any]:
        return self._queued(
            Notification(
                to=Chat(row["chat_id"], row["thread_id"], row["person_key"]),
                topic=Topic.CARD,
                urgency=Urgency.CARD,
                key=f"card:{row['id']}:{uuid4().hex}",
                call_id=row["call_id"],
                not_before=row["edited_at"] + card_rest(row["chat_id"]) if row["edited_at"] else None,
                is_silent=True,
            )
        )


@cache
def _stale_cards() -> Select[Any]:
    """The cards of a call that no queued edit will bring up to date; built once, for it runs at every press."""
    is_queued = (outbox.c.topic == Topic.CARD.value) & (outbox.c.state == "queued")
    has_edit = exists().where(is_queued & stands_in(outbox, cards.c.call_id, cards.c.chat_id, cards.c.thread_id))
    return select(cards).where(cards.c.call_id == bindparam("call"), ~has_edit, _may_see(bindparam("call")))


@cache
def _forbidden_cards() -> Select[Any]:
    """The cards that stand in chats of people who may no longer see them."""
    ours = cards.c.call_id.in_(select(calls.c.id).where(calls.c.town == bindparam("in_town")))
    return select(cards).where(ours, cards.c.message_id.is_not(None), ~_may_see(cards.c.call_id))


def _may_see(call_id: Any) -> ColumnElement[bool]:
    """Groups see counts; a person's own card names people, so it goes on only while they hold a role that leads the call."""
    cluster = select(calls.c.cluster).where(calls.c.id == call_id).scalar_subquery()
    is_lead = (grants.c.role == Role.CLUSTER_LEAD.value) & (grants.c.scope == cluster)
    leads = (grants.c.role == Role.COORDINATOR.value) | is_lead
    moment = bindparam("moment", type_=Instant)
    in_time = (grants.c.since <= moment) & (grants.c.until.is_(None) | (grants.c.until > moment))
    is_theirs = (grants.c.person_key == cards.c.person_key) & (grants.c.state == GrantState.ACTIVE.value)
    return cards.c.person_key.is_(None) | exists().where(is_theirs & leads & in_time)
