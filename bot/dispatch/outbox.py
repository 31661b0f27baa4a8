"""Which notifications go next: by urgency, then by age, never two at once to one chat; pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.dispatch.notification import Notification


@dataclass(frozen=True, slots=True)
class Queued:
    """A notification in the outbox. `attempt` counts claims and fences off every older claim's result."""

    row: int
    notification: Notification
    attempt: int
    queued_at: datetime
    target_message_id: int | None = None
    """For an edit: the message to change, once it was sent."""
    unknown_since: datetime | None = None
    """Since when nobody knows whether an earlier attempt got through."""
    low_id: int | None = None
    """The greatest message number that was known before the first attempt: a copy of it has a greater one."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one claimed message. `state` is sent, queued (again, not before a moment), dead or withdrawn."""

    row: int
    attempt: int
    state: str
    message_id: int | None = None
    not_before: datetime | None = None
    error: str | None = None
    sent_at: datetime | None = None
    unknown_since: datetime | None = None
    """Set where this attempt may or may not have got through; kept from then on."""


def next_to_go(waiting: Iterable[Queued], busy_chats: Collection[int], room: int) -> list[Queued]:
    """Pick at most `room` notifications: the most urgent first, then the oldest, one for each chat that has none under way."""
    picked: list[Queued] = []
    taken = set(busy_chats)
    for queued in sorted(waiting, key=order):
        if len(picked) == room:
            break
        if queued.notification.to.chat_id not in taken:
            taken.add(queued.notification.to.chat_id)
            picked.append(queued)
    return picked


def order(queued: Queued) -> tuple[int, int]:
    """Return the sorting key of the queue."""
    return (queued.notification.urgency, queued.row)


def is_stale(notification: Notification, now: datetime) -> bool:
    """Whether the moment for this message has passed."""
    return notification.expires_at is not None and now >= notification.expires_at
