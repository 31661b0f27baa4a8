"""The durable outbox: claims fenced by attempt, results in small batches, nothing sent that was taken back."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, Table, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.dispatch.invitation import COMING
from bot.dispatch.matter import Matter
from bot.dispatch.notification import Chat, Topic, Urgency
from bot.dispatch.outbox import Queued, Result, next_to_go
from bot.storage import rows
from bot.storage.erasure import empty_settled
from bot.storage.posting import card_rest, stands_in, withdraw_overtaken
from bot.storage.tables import calls, cards, invitations, linked_chats, outbox, people
from bot.storage.types import Instant

LEASE = timedelta(seconds=60)
LOOK_AHEAD = 4
"""Candidates read for each place: several may wait for one chat."""


SETTLED = ("state", "message_id", "not_before", "error", "sent_at")
NEW = (*SETTLED, "unknown_since")
SETTLING = (
    update(outbox)
    .where(outbox.c.row == bindparam("r"), outbox.c.attempt == bindparam("a"), outbox.c.state == "sending")
    .values(
        {
            **{name: bindparam(f"new_{name}") for name in SETTLED},
            "unknown_since": func.coalesce(outbox.c.unknown_since, bindparam("new_unknown_since", type_=Instant)),
            "lease_until": None,
        }
    )
)
TAKING = (
    update(outbox)
    .where(outbox.c.row.in_(bindparam("rows", expanding=True)))
    .values(
        state="sending",
        attempt=outbox.c.attempt + 1,
        lease_until=bindparam("until"),
        low_id=func.coalesce(outbox.c.low_id, bindparam("low", type_=BigInteger)),
    )
)
DELIVERED = (
    update(invitations)
    .where(invitations.c.id.in_(bindparam("ids", expanding=True)), invitations.c.delivered_at.is_(None))
    .values(delivered_at=bindparam("at"))
)
NEXT_DUE = select(func.min(outbox.c.not_before)).where(
    outbox.c.town == bindparam("in_town"), outbox.c.state == "queued", outbox.c.not_before > bindparam("moment")
)
SOME_CALLS = select(calls).where(calls.c.id.in_(bindparam("ids", expanding=True)))
SOME_PEOPLE = select(people).where(people.c.key.in_(bindparam("keys", expanding=True)))
"""Built once: they run several times a second."""


class StoredOutbox:
    """One town's outbox, within one transaction."""

    def __init__(self, connection: AsyncConnection, town: str) -> None:
        """Work inside the caller's transaction."""
        self._db = connection
        self._town = town

    async def claim(
        self, now: datetime, room: int, busy_chats: Collection[int], least: Urgency = Urgency.CARD, low: int | None = None
    ) -> list[tuple[Queued, Matter]]:
        """Take the next messages, none less urgent than `least`: marked as sent by this attempt, with the facts to render from.

        `low` is the greatest message number known so far: whatever Telegram accepts from now on has a greater one.
        """
        picked = next_to_go(await self._candidates(now, room, busy_chats, least), busy_chats, room)
        if not picked:
            return []
        await self._db.execute(TAKING, {"rows": [one.row for one in picked], "until": now + LEASE, "low": low})
        return list(zip(picked, await self._matters(picked), strict=True))

    async def settle(self, results: Sequence[Result]) -> None:
        """Write results down; one that a newer attempt has overtaken changes nothing."""
        if not results:
            return
        again = [one.row for one in results if one.state == "queued"]
        if again:
            await withdraw_overtaken(self._db, outbox.c.row.in_(again) & (outbox.c.state == "sending"))
        await self._db.execute(
            SETTLING, [{"r": one.row, "a": one.attempt, **{f"new_{name}": getattr(one, name) for name in NEW}} for one in results]
        )
        await empty_settled(self._db, [one.row for one in results if one.state != "queued"])
        lost = [one.row for one in results if one.state in {"dead", "withdrawn"}]
        if lost:
            await self._db.execute(update(outbox).where(outbox.c.edits.in_(lost), outbox.c.state == "queued").values(state="withdrawn"))

    async def delivered(self, invitation_ids: Sequence[int], now: datetime) -> None:
        """Note when Telegram first accepted these invitations."""
        await self._db.execute(DELIVERED, {"ids": list(invitation_ids), "at": now})

    async def card_shown(self, call_id: int, to: Chat, before: int | None, message_id: int | None, now: datetime) -> None:
        """Note where a live card stands and when it was last edited; None where its message is gone.

        A card that was moved while an edit of `before` was on its way stays where it was moved to.
        An edit queued while this one was on its way was dated by the one before: it waits its turn too.
        """
        await self._db.execute(
            update(cards)
            .where(stands_in(cards, call_id, to.chat_id, to.thread_id), cards.c.message_id.is_not_distinct_from(before))
            .values(message_id=message_id, edited_at=now)
        )
        rested = now + card_rest(to.chat_id)
        is_next = (outbox.c.topic == Topic.CARD.value) & (outbox.c.state == "queued") & (outbox.c.urgency == Urgency.CARD.value)
        too_soon = outbox.c.not_before.is_(None) | (outbox.c.not_before < rested)
        mine = stands_in(outbox, call_id, to.chat_id, to.thread_id) & is_next & too_soon
        await self._db.execute(update(outbox).where(mine).values(not_before=rested))

    async def recover(self) -> int:
        """After a restart: queue again what the dead process was sending. Whether Telegram has it is unknown, so it goes out again."""
        mine = (outbox.c.town == self._town) & (outbox.c.state == "sending")
        await withdraw_overtaken(self._db, mine)
        doubted = func.coalesce(outbox.c.unknown_since, outbox.c.lease_until)
        again = update(outbox).where(mine).values(state="queued", lease_until=None, unknown_since=doubted)
        return int((await self._db.execute(again)).rowcount)

    async def count(self, *states: str) -> int:
        """Count messages in these states."""
        mine = (outbox.c.town == self._town) & outbox.c.state.in_(states)
        return (await self._db.execute(select(func.count()).select_from(outbox).where(mine))).scalar_one()

    async def next_due(self, now: datetime) -> datetime | None:
        """Return when a message that now waits may leave."""
        soonest: datetime | None = (await self._db.execute(NEXT_DUE, {"in_town": self._town, "moment": now})).scalar_one()
        return soonest

    async def sent_since(self, moment: datetime) -> dict[int, list[datetime]]:
        """Return when each chat was last written to, so that the limits hold across a restart."""
        lately = (outbox.c.town == self._town) & (outbox.c.sent_at >= moment)
        found = await self._db.execute(select(outbox.c.chat_id, outbox.c.sent_at).where(lately))
        sent: dict[int, list[datetime]] = {}
        for chat_id, at in found:
            sent.setdefault(chat_id, []).append(at)
        return sent

    async def migrate_chat(self, old: int, new: int) -> None:
        """A group became a supergroup: write its new id everywhere. Doing it twice changes nothing."""
        await self._db.execute(update(outbox).where(outbox.c.chat_id == old).values(chat_id=new))
        moved = update(cards).where(cards.c.chat_id == old)  # the new group counts its messages anew
        await self._db.execute(moved.values(chat_id=new, message_id=None, edited_at=None))
        clash = select(linked_chats.c.thread_id).where(linked_chats.c.chat_id == new)
        await self._db.execute(delete(linked_chats).where(linked_chats.c.chat_id == old, linked_chats.c.thread_id.in_(clash)))
        await self._db.execute(update(linked_chats).where(linked_chats.c.chat_id == old).values(chat_id=new))

    async def leave_chat(self, to: Chat) -> None:
        """Nothing more is shown in a chat or topic: its cards are forgotten, and what waited for it is taken back."""
        await self._db.execute(delete(cards).where(_is_in(cards, to)))
        waits = _is_in(outbox, to) & (outbox.c.town == self._town) & (outbox.c.state == "queued")
        await self._db.execute(update(outbox).where(waits).values(state="withdrawn", error="chat left"))

    async def floods(self, now: datetime) -> dict[int, datetime]:
        """Return the chats that Telegram wants left alone, and until when: a restart goes on obeying."""
        held = (outbox.c.town == self._town) & (outbox.c.state == "queued") & (outbox.c.error == "flood") & (outbox.c.not_before > now)
        until = func.max(outbox.c.not_before).label("until")
        found = await self._db.execute(select(outbox.c.chat_id, until).where(held).group_by(outbox.c.chat_id))
        return {row.chat_id: row.until for row in found}

    async def _candidates(self, now: datetime, room: int, busy_chats: Collection[int], least: Urgency) -> list[Queued]:
        values = {"town": self._town, "now": now, "least": least.value, "busy": list(busy_chats), "most": room * LOOK_AHEAD}
        return [_queued(row) for row in (await self._db.execute(_ready(), values)).mappings()]

    async def _matters(self, picked: Sequence[Queued]) -> list[Matter]:
        about = await self._calls(one.notification.call_id for one in picked)
        asked = await self._invitations(picked)
        known = await self._people({*_readers(picked), *(call.owner for call in about.values()), *_named(asked)})
        return [_matter(one, about, asked, known) for one in picked]

    async def _calls(self, ids: Iterable[int | None]) -> dict[int, Any]:
        wanted = {one for one in ids if one is not None}
        if not wanted:
            return {}
        found = await self._db.execute(SOME_CALLS, {"ids": sorted(wanted)})
        return {row["id"]: rows.call_of(row) for row in found.mappings()}

    async def _invitations(self, picked: Sequence[Queued]) -> dict[int, list[Any]]:
        """Return invitations by call: for views their own and of those who come, for cards all of them."""
        single = {one.notification.invitation_id for one in picked if one.notification.invitation_id is not None}
        viewed = {one.notification.call_id for one in picked if one.notification.topic is Topic.INVITATION}
        whole = {one.notification.call_id for one in picked if one.notification.topic is Topic.CARD}
        if not single and not whole:
            return {}
        comes = invitations.c.call_id.in_(viewed) & invitations.c.standing.in_(sorted(COMING))
        wanted = or_(invitations.c.id.in_(single), invitations.c.call_id.in_(whole), comes)
        found = await self._db.execute(select(invitations).where(wanted).order_by(invitations.c.id))
        by_call: dict[int, list[Any]] = {}
        for row in found.mappings():
            by_call.setdefault(row["call_id"], []).append(rows.invitation_of(row))
        return by_call

    async def _people(self, keys: Collection[int]) -> dict[int, Any]:
        if not keys:
            return {}
        found = await self._db.execute(SOME_PEOPLE, {"keys": sorted(keys)})
        return {row["key"]: rows.person_of(row) for row in found.mappings()}


@cache
def _ready() -> Select[Any]:
    """The messages that may leave now, most urgent first; built once, for it runs several times a second.

    What somebody else is just claiming is passed over, where the database knows such a thing; SQLite has one writer.
    """
    target = outbox.alias("target")
    joined = outbox.outerjoin(target, target.c.row == outbox.c.edits).outerjoin(
        cards, (outbox.c.topic == Topic.CARD.value) & stands_in(cards, outbox.c.call_id, outbox.c.chat_id, outbox.c.thread_id)
    )
    chosen = select(outbox, target.c.message_id.label("edited_id"), cards.c.message_id.label("card_id")).select_from(joined)
    return (
        chosen.where(
            outbox.c.town == bindparam("town"),
            outbox.c.state == "queued",
            outbox.c.urgency <= bindparam("least"),
            or_(outbox.c.not_before.is_(None), outbox.c.not_before <= bindparam("now")),
            or_(outbox.c.edits.is_(None), target.c.message_id.is_not(None)),
            outbox.c.chat_id.not_in(bindparam("busy", expanding=True)),
        )
        .order_by(outbox.c.urgency, outbox.c.row)
        .limit(bindparam("most"))
        .with_for_update(of=outbox, skip_locked=True)
    )


def _queued(row: Any) -> Queued:
    target = row["edited_id"] or row["card_id"] or row["edit_message_id"]
    note = rows.notification_of(row)
    return Queued(row["row"], note, row["attempt"] + 1, row["queued_at"], target, row["unknown_since"], row["low_id"])


def _readers(picked: Iterable[Queued]) -> set[int]:
    return {one.notification.to.person_key for one in picked if one.notification.to.person_key is not None}


def _named(asked: dict[int, list[Any]]) -> set[int]:
    return {one.person_key for invited in asked.values() for one in invited}


def _matter(one: Queued, about: dict[int, Any], asked: dict[int, list[Any]], known: dict[int, Any]) -> Matter:
    notification = one.notification
    call = about.get(notification.call_id) if notification.call_id is not None else None
    invited = asked.get(notification.call_id, []) if notification.call_id is not None else []
    is_card = notification.topic is Topic.CARD
    return Matter(
        reader=known.get(notification.to.person_key or 0),
        call=call,
        invitation=next((each for each in invited if each.id == notification.invitation_id), None),
        invitations=invited if is_card else tuple(each for each in invited if each.is_coming),
        people={each.person_key: known[each.person_key] for each in invited if each.person_key in known} if is_card else {},
        owner=known.get(call.owner) if call else None,
    )


def _is_in(table: Table, to: Chat) -> ColumnElement[bool]:
    return and_(table.c.chat_id == to.chat_id, table.c.thread_id.is_not_distinct_from(to.thread_id))
