"""A notification becomes what its reader sees: looked up as it leaves, never from words kept in the queue."""

import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import cast

from bot.dispatch.invitation import Standing
from bot.dispatch.matter import Matter
from bot.dispatch.notification import AFTER_DARK, Notification, Topic
from bot.dispatch.outbox import is_stale
from bot.speech import card_wording, invitation_wording
from bot.speech.call_wording import DRILL
from bot.speech.codec import JsonValue, UnreadableSpeech, screen_from_json
from bot.speech.say import Moment, Say, Screen
from bot.town import Town

logger = logging.getLogger(__name__)

OF_INTEREST = frozenset(
    {Standing.ASKED, Standing.ASSIGNED, Standing.STAND_BY, Standing.ON_THE_WAY, Standing.ARRIVED, Standing.OVERDUE},
)
"""From where somebody still wants a new message about a call; everybody else only sees the old one change."""


@dataclass(frozen=True, slots=True)
class Relay:
    """A person's own message, to be copied as it is (copyMessage)."""

    from_chat_id: int
    message_id: int


def render(notification: Notification, matter: Matter, town: Town, now: datetime) -> Screen | Relay | None:
    """Return what the reader gets, or None where the message has lost its point or cannot be read. Pure, and total."""
    match notification.topic:
        case Topic.SCREEN:
            return _screen(notification, matter)
        case Topic.INVITATION:
            return None if _comes_too_late(notification, matter, now) else _view(notification, matter, town)
        case Topic.CARD:
            return card_wording.card(matter, town)
        case Topic.RELAY:
            return _relay(notification)
        case Topic.ERASE:
            return None


def _screen(notification: Notification, matter: Matter) -> Screen | None:
    replaces_view = notification.invitation_id is not None and notification.edit_message_id is not None
    if replaces_view and not _still_asks_why(matter):
        return None
    try:
        screen = screen_from_json(cast(JsonValue, dict(notification.args)))
    except UnreadableSpeech:
        logger.exception("a queued screen cannot be read and is dropped")
        return None
    is_drill = matter.call is not None and matter.call.is_drill
    return replace(screen, paragraphs=(DRILL, *screen.paragraphs)) if is_drill and DRILL not in screen.paragraphs else screen


def _still_asks_why(matter: Matter) -> bool:
    """Why somebody can't come is asked on top of their view: late, it would hide where they stand now, or that the call is over."""
    call, one = matter.call, matter.invitation
    if call is None or one is None or call.is_closed:
        return False
    return one.standing is Standing.CANNOT and one.reason is None


def _view(notification: Notification, matter: Matter, town: Town) -> Screen | None:
    screen, since = invitation_wording.view(matter, town), notification.args.get(AFTER_DARK)
    if screen is None or not isinstance(since, int | float):
        return screen
    again = Say("invitation-after-dark", {"since": Moment(datetime.fromtimestamp(since, UTC))})
    return replace(screen, paragraphs=(again, *screen.paragraphs))


def _comes_too_late(notification: Notification, matter: Matter, now: datetime) -> bool:
    """A new message about a call that is over, or to somebody who is no longer asked, would only alarm."""
    if notification.edits is not None or notification.edit_message_id is not None:
        return False
    is_over = is_stale(notification, now) or (matter.call is not None and matter.call.is_closed)
    return is_over or (matter.invitation is not None and matter.invitation.standing not in OF_INTEREST)


def _relay(notification: Notification) -> Relay | None:
    match dict(notification.args):
        case {"from_chat_id": int(chat_id), "message_id": int(message_id)}:
            return Relay(chat_id, message_id)
        case _:
            return None
