"""What dispatch asks of storage, all within one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.dispatch.call import Call
from bot.dispatch.invitation import Invitation
from bot.dispatch.notification import Notification, SentMessage, Urgency
from bot.dispatch.routing import Candidate, Query


class Fact(StrEnum):
    """Something that happened to a call, for its history."""

    OPENED = "opened"
    WAVE = "wave"
    ANSWERED = "answered"
    FILLED = "filled"
    REOPENED = "reopened"
    CLIMBED = "climbed"
    CORRECTED = "corrected"
    TAKEN_OVER = "taken_over"
    CLOSED = "closed"
    PHONES_SHOWN = "phones_shown"
    RESUMED = "resumed"
    """Telegram was dark, and is back."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a call's history. `detail` holds words and counts, never personal data."""

    at: datetime
    fact: Fact
    call_id: int
    person_key: int | None = None
    by: int | None = None
    detail: str = ""


class Ledger(Protocol):
    """The calls, invitations and queued notifications of one town, at one moment."""

    @property
    def now(self) -> datetime:
        """The moment of this transaction."""

    async def next_number(self) -> int:
        """Return the number of the town's next call, from 1."""

    async def add_call(self, call: Call) -> Call:
        """Write a new call down and return it with its id."""

    async def save_call(self, call: Call, due_at: datetime | None) -> None:
        """Write a call down; the heartbeat looks at it again at `due_at`."""

    async def call(self, call_id: int) -> Call:
        """Return a call. Raises KeyError."""

    async def call_by_number(self, number: int) -> Call | None:
        """Return the town's call of this number."""

    async def call_by_token(self, token: str) -> Call | None:
        """Return the call whose card carries this token."""

    async def kinds_used(self) -> Mapping[str, int]:
        """Return how often each kind of call was opened, by its code."""

    async def open_calls(self) -> Sequence[Call]:
        """Return every call that is not closed, the gravest and oldest first."""

    async def calls_due(self, now: datetime) -> Sequence[int]:
        """Return the ids of calls the heartbeat must look at."""

    async def next_due(self) -> datetime | None:
        """Return when the heartbeat next has something to do."""

    async def invitations(self, call_id: int) -> Sequence[Invitation]:
        """Return everyone asked about a call, in the order they were asked."""

    async def coming(self, call_id: int) -> Sequence[Invitation]:
        """Return those who hold a place in a call, in the order they were asked."""

    async def invitation_by_token(self, token: str) -> Invitation | None:
        """Return the invitation whose buttons carry this token."""

    async def invitations_by_id(self, ids: Sequence[int]) -> Sequence[Invitation]:
        """Return these invitations."""

    async def invitation_of(self, call_id: int, person_key: int) -> Invitation | None:
        """Return a person's invitation to a call."""

    async def engagements(self, person_key: int) -> Sequence[Invitation]:
        """Return a person's invitations to calls that are not closed."""

    async def invitations_of(self, person_key: int) -> Sequence[Invitation]:
        """Return every invitation a person ever had, for their own eyes."""

    async def add_invitations(self, invitations: Sequence[Invitation]) -> Sequence[Invitation]:
        """Write invitations down and return them with their ids; each counts as one more time asked."""

    async def save_invitation(self, invitation: Invitation) -> None:
        """Write down what changed about an invitation."""

    async def stand_down(self, call_id: int) -> Sequence[int]:
        """Stand down everyone who was asked and stayed silent; return the invitations' ids."""

    async def count_yes(self, person_key: int) -> None:
        """Count one more yes in a person's history."""

    async def shortlist(self, query: Query) -> Sequence[Candidate]:
        """Return the `limit` people who would arrive first among those who match."""

    async def count(self, query: Query) -> int:
        """Count the people who match."""

    async def still_match(self, query: Query, keys: Iterable[int]) -> Sequence[Candidate]:
        """Return those of these people who match now."""

    async def enqueue(self, *notifications: Notification) -> None:
        """Queue messages; a key that was queued before is not queued again."""

    async def withdraw(self, call_id: int) -> None:
        """Take back queued invitations of a call to people who no longer need them."""

    async def refresh_views(self, call_id: int, invitation_ids: Sequence[int] | None, urgency: Urgency) -> None:
        """Queue an edit of every message that shows these invitations (None: every one of the call)."""

    async def open_card(self, call_id: int, chat_id: int, thread_id: int | None, person_key: int | None) -> None:
        """Show the call's live card in a chat, or move it to a new message there; somebody waits for it, so it goes as a reply."""

    async def take_down_cards(self) -> None:
        """Remove live cards from the chats of people who no longer hold a role that leads their call."""

    async def refresh_cards(self, call_id: int) -> None:
        """Queue an edit of every live card of the call, at most one each."""

    async def sent_about(self, call_id: int) -> Sequence[SentMessage]:
        """Return every message about the call that Telegram accepted."""

    async def message_at(self, chat_id: int, message_id: int) -> SentMessage | None:
        """Return our own message of this id in a chat: what somebody replied to."""

    async def note(self, entry: Entry) -> None:
        """Add a line to the history."""

    async def history(self, call_id: int) -> Sequence[Entry]:
        """Return a call's history in order."""
