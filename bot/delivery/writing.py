"""What each outcome changes: the row itself, the invitation, the card, the contact, and who is asked instead."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any, Protocol

from bot.delivery.losing import lose_contact, pass_over
from bot.delivery.outcome import Moved, Refused, Sent, TokenRevoked, TryAgain, Unknown, Unreachable, Vanished
from bot.delivery.sender import Settled
from bot.dispatch.advance import Bench
from bot.dispatch.ledger import Ledger
from bot.dispatch.notification import Chat, Notification, Topic, Urgency
from bot.dispatch.outbox import Result
from bot.registry.roster import Roster

logger = logging.getLogger(__name__)

AGAIN_AFTER_UNKNOWN = timedelta(seconds=5)
"""Routine messages of unknown fate wait a moment; an emergency goes out again at once under the same call number."""
LONGEST_DOUBT = {True: timedelta(seconds=20), False: timedelta(minutes=5)}
"""While the fate stays unknown the waits double up to this: where somebody waits for it, and else. Each copy may be one too many."""
MOST_DOUBLINGS = 7
LONG_BAN_S = 120.0
"""An emergency does not wait longer than this for one person."""
FLOOD = "flood"
"""Marks a message that waits because Telegram asked for it: a restart goes on obeying."""


class Letters(Protocol):
    """What outcomes change in the outbox."""

    async def settle(self, results: Sequence[Result]) -> None:
        """Write results down."""

    async def delivered(self, invitation_ids: Sequence[int], now: Any) -> None:
        """Note when Telegram first accepted invitations."""

    async def card_shown(self, call_id: int, to: Chat, before: int | None, message_id: int | None, now: Any) -> None:
        """Note where a live card stands; `before` is the message that was edited."""

    async def migrate_chat(self, old: int, new: int) -> None:
        """Write a group's new id everywhere."""

    async def leave_chat(self, to: Chat) -> None:
        """Show nothing more in a chat or topic."""


class Records(Protocol):
    """One transaction, as outcomes are written down in it."""

    @property
    def outbox(self) -> Letters:
        """The queue."""

    @property
    def ledger(self) -> Ledger:
        """The calls."""

    @property
    def roster(self) -> Roster:
        """The people."""

    def attempt(self) -> AbstractAsyncContextManager[None]:
        """Open a part of the transaction that is taken back alone if it raises."""


MakeBench = Callable[[Any], Bench]


def writer(make_bench: MakeBench) -> Callable[[Records, Sequence[Settled]], Awaitable[None]]:
    """Return the function that writes a batch of outcomes down; `make_bench` lends what moving a call needs."""

    async def write_down(records: Records, settled: Sequence[Settled]) -> None:
        await records.outbox.settle([result_of(one) for one in settled])
        await _note_sent(records, settled)
        for one in settled:
            if isinstance(one.outcome, Unreachable | Moved) or _keeps_an_emergency_waiting(one):
                await _try_to_follow(records, one, make_bench)
        await _refresh_cards(records, settled)

    return write_down


def result_of(one: Settled) -> Result:  # noqa: C901 - one case an outcome
    """Return what the outbox keeps of an outcome."""
    row, attempt = one.claimed.row, one.claimed.attempt
    is_first = one.claimed.notification.edits is None
    match one.outcome:
        case Sent(message_id):
            return Result(row, attempt, "sent", message_id if is_first else None, sent_at=one.at)
        case TryAgain(after_s, is_flood=is_flood):
            return Result(row, attempt, "queued", not_before=one.at + timedelta(seconds=after_s), error=FLOOD if is_flood else None)
        case Unknown(reason):
            again_at = one.at + doubt_lasts(one.claimed.notification, attempt)
            return Result(row, attempt, "queued", not_before=again_at, error=reason, unknown_since=one.at)
        case Moved() | TokenRevoked():
            return Result(row, attempt, "queued")
        case Refused("nothing left to say" | "its moment has passed" as reason):
            return Result(row, attempt, "withdrawn", error=reason)
        case Refused(reason):
            logger.warning("message %s was refused: %s", row, reason)
            return Result(row, attempt, "dead", error=reason[:200])
        case Unreachable(reason):
            return Result(row, attempt, "dead", error=reason.value)
        case Vanished():
            return Result(row, attempt, "dead", error="message gone")


def doubt_lasts(note: Notification, attempt: int) -> timedelta:
    """Return how long a message of unknown fate waits for a proof before it goes out again: an emergency not at all the first time."""
    is_urgent = note.urgency is Urgency.EMERGENCY
    doubled = attempt - 1 - is_urgent
    if doubled < 0:
        return timedelta(0)
    return min(AGAIN_AFTER_UNKNOWN * (1 << min(doubled, MOST_DOUBLINGS)), LONGEST_DOUBT[note.urgency <= Urgency.CONVERSATION])


async def _note_sent(records: Records, settled: Sequence[Settled]) -> None:
    """Note first deliveries of invitations and where cards stand."""
    sent = [one for one in settled if isinstance(one.outcome, Sent)]
    fresh = [one for one in sent if one.claimed.notification.topic is Topic.INVITATION and one.claimed.notification.edits is None]
    ids = [one.claimed.notification.invitation_id for one in fresh if one.claimed.notification.invitation_id is not None]
    if ids:
        await records.outbox.delivered(ids, fresh[0].at)
    for one in sent:
        note = one.claimed.notification
        if note.topic is Topic.CARD and note.call_id is not None and isinstance(one.outcome, Sent):
            before = one.claimed.target_message_id
            await records.outbox.card_shown(note.call_id, note.to, before, one.outcome.message_id or before, one.at)


async def _try_to_follow(records: Records, one: Settled, make_bench: MakeBench) -> None:
    """Follow an outcome; a call that cannot be moved on must not keep every other message from being written down."""
    try:
        async with records.attempt():
            await _follow(records, one, make_bench)
    except (RuntimeError, LookupError, ValueError, TypeError, AttributeError):
        logger.exception("what message %s came to could not be followed", one.claimed.row)


def _keeps_an_emergency_waiting(one: Settled) -> bool:
    """Whether Telegram wants an invited person left alone for longer than an emergency can wait (F03): somebody else is asked."""
    note = one.claimed.notification
    is_asked = note.topic is Topic.INVITATION and note.edits is None and note.urgency is Urgency.EMERGENCY
    return is_asked and isinstance(one.outcome, TryAgain) and one.outcome.is_flood and one.outcome.after_s >= LONG_BAN_S


async def _follow(records: Records, one: Settled, make_bench: MakeBench) -> None:
    match one.outcome:
        case Unreachable(reason):
            await lose_contact(records, one, reason, make_bench)
        case Moved(chat_id):
            await records.outbox.migrate_chat(one.claimed.notification.to.chat_id, chat_id)
        case TryAgain() if _keeps_an_emergency_waiting(one):
            await pass_over(records, one, make_bench)
        case _:
            pass


async def _refresh_cards(records: Records, settled: Iterable[Settled]) -> None:
    about = {one.claimed.notification.call_id for one in settled if one.claimed.notification.topic is Topic.INVITATION}
    for call_id in sorted(call_id for call_id in about if call_id is not None):
        await records.ledger.refresh_cards(call_id)
