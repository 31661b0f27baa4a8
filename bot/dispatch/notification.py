"""A queued message: to whom, about what, how urgent; never the words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

FAREWELL = "farewell:"
"""Begins the key of the last messages to someone who asked to be forgotten: once sent, nothing of them stays."""

AFTER_DARK = "after_dark"
"""In an invitation's args: since when Telegram was dark, as a timestamp; the reader is told that presses since then are lost."""


class Urgency(IntEnum):
    """Which goes first; a smaller number overtakes every greater one."""

    EMERGENCY = 0
    ESCALATION = 1
    CONVERSATION = 2
    ROUTINE = 3
    CARD = 4


class Topic(StrEnum):
    """What a notification is about."""

    SCREEN = "screen"
    """A screen of a conversation or a notice, carried in `args` as typed sentences."""
    INVITATION = "invitation"
    """A volunteer's own view of a call: rendered from where they stand as it leaves."""
    CARD = "card"
    """The live call card of one chat."""
    RELAY = "relay"
    """A copy of a person's own message (voice, photo, text) for a call's owner."""
    ERASE = "erase"
    """The removal of a message from a chat."""


@dataclass(frozen=True, slots=True)
class Chat:
    """Where a message goes. `person_key` is None for groups, which get no personal data."""

    chat_id: int
    thread_id: int | None = None
    person_key: int | None = None


@dataclass(frozen=True, slots=True)
class Notification:
    """One message to be sent, or one edit of a sent one.

    `key` is unique: the same key is never queued twice. `edits` names the queued message whose text this replaces.
    """

    to: Chat
    topic: Topic
    urgency: Urgency
    key: str
    call_id: int | None = None
    invitation_id: int | None = None
    args: Mapping[str, object] = field(default_factory=dict)
    edits: int | None = None
    edit_message_id: int | None = None
    """A message to edit that Telegram itself named (the one whose button was pressed)."""
    not_before: datetime | None = None
    expires_at: datetime | None = None
    is_silent: bool = False
    text_version: int = 1


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message that Telegram accepted: `row` is its place in the outbox."""

    row: int
    chat: Chat
    topic: Topic
    message_id: int
    call_id: int | None
    invitation_id: int | None
