"""How much one person may write in a minute before the rest is dropped; answers to calls never are."""

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.dispatch.authority import has_role
from bot.dispatch.ledger import Ledger
from bot.dispatch.notification import Chat, Notification, Topic, Urgency
from bot.handlers.typed import Meaning, read_reply, vocabulary
from bot.registry.roster import Roster
from bot.speech.callbacks import Owner, read
from bot.speech.codec import to_json
from bot.speech.say import Say, Screen
from bot.speech.texts import Texts

logger = logging.getLogger(__name__)

WINDOW = timedelta(minutes=1)
MOST = 120
"""Updates of one person in a minute: two a second, all the time. No thumb keeps that up; scripts begin far above it."""
NEVER_DROPPED = frozenset({Owner.INVITATION, Owner.CALL})


class Stored(Protocol):
    """One update in the inbox."""

    @property
    def update_id(self) -> int:
        """Telegram's number."""

    @property
    def user_id(self) -> int | None:
        """The account it came from."""

    @property
    def chat_id(self) -> int | None:
        """The chat it came from."""

    @property
    def body(self) -> str:
        """The update as JSON."""


class Desk(Protocol):
    """What one transaction lends."""

    @property
    def roster(self) -> Roster:
        """The people."""

    @property
    def ledger(self) -> Ledger:
        """The calls."""


@dataclass(slots=True)
class _Minute:
    """What one account did since a moment."""

    since: datetime
    count: int = 0
    newest: int = -1
    last_press: str = ""
    is_told: bool = False


@dataclass(slots=True)
class Patience:
    """One town's memory of the last minute, for accounts alone; it forgets by itself and with the process."""

    texts: Texts
    _minutes: dict[int, _Minute] = field(default_factory=dict)

    async def overdone(self, updates: Sequence[Stored], desk: Desk) -> list[int]:
        """Return the updates to be dropped unread, and queue one notice to each person who overdoes it.

        Never dropped: answers to calls, by button or in words; whatever somebody with a role or in the middle of a call
        does; blocking and unblocking. Of one button of a call pressed over and over by one thumb the repetitions go.
        """
        suspects = [update for update in updates if self._counts_over(update, desk.ledger.now)]
        if not suspects:
            return []
        trusted = {user for user in {update.user_id for update in suspects} if user and await _is_trusted(user, desk)}
        dropped = [update for update in suspects if update.user_id not in trusted and self._may_go(update)]
        await self._tell(dropped, desk)
        if dropped:
            logger.warning("%s updates of people who wrote too many were dropped", len(dropped))
        return [update.update_id for update in dropped]

    def _counts_over(self, update: Stored, now: datetime) -> bool:
        """Count an update once, however often it is read; whether its sender has used the minute up."""
        if update.user_id is None:
            return False
        minute = self._minutes.get(update.user_id)
        if minute is None or now - minute.since >= WINDOW:
            self._forget(now)
            minute = self._minutes[update.user_id] = _Minute(now)
        if update.update_id > minute.newest:
            minute.newest = update.update_id
            minute.count += 1
        return minute.count > MOST

    def _forget(self, now: datetime) -> None:
        for user in [user for user, minute in self._minutes.items() if now - minute.since >= WINDOW]:
            del self._minutes[user]

    def _may_go(self, update: Stored) -> bool:
        raw = json.loads(update.body)
        pressed = raw.get("callback_query")
        if not isinstance(pressed, dict):
            return not _is_vital(raw, vocabulary(self.texts))
        data = str(pressed.get("data") or "")
        press = read(data)
        if press is None or press.owner not in NEVER_DROPPED:
            return True
        minute = self._minutes[update.user_id or 0]
        is_again, minute.last_press = data == minute.last_press, data
        return is_again

    async def _tell(self, dropped: Iterable[Stored], desk: Desk) -> None:
        for update in dropped:
            minute = self._minutes[update.user_id or 0]
            if not minute.is_told and update.chat_id is not None and update.chat_id > 0:
                minute.is_told = True
                await desk.ledger.enqueue(await _notice(update, update.chat_id, desk))


async def _is_trusted(user: int, desk: Desk) -> bool:
    person = await desk.roster.person_of(user)
    if person is None:
        return False
    return has_role(await desk.roster.grants_of(person.key), desk.ledger.now) or bool(await desk.ledger.engagements(person.key))


async def _notice(update: Stored, chat_id: int, desk: Desk) -> Notification:
    person = await desk.roster.person_of(update.user_id or 0)
    screen = to_json(Screen((Say("too-fast"), Say("help-emergency-numbers"))))
    to = Chat(chat_id, person_key=person.key if person else None)
    args: dict[str, Any] = screen if isinstance(screen, dict) else {}
    return Notification(to, Topic.SCREEN, Urgency.ROUTINE, f"too-fast:{chat_id}:{update.update_id}", args=args)


def _is_vital(raw: dict[str, Any], known: Mapping[str, Meaning]) -> bool:
    """Whether an update that is no press must be read all the same: an answer in words, or who blocked the bot."""
    message = raw.get("message")
    if not isinstance(message, dict):
        return "my_chat_member" in raw
    text = message.get("text")
    return isinstance(text, str) and read_reply(text, known) is not None
