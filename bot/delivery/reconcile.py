"""The gap probe: was a message of unknown fate accepted? Telegram knows, and says so when asked for an edit that changes nothing."""

import asyncio
import logging
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.methods import DeleteMessage, Response, SendMessage, TelegramMethod

from bot.delivery.outcome import Outcome, Sent
from bot.delivery.post import Parcel, inline_keyboard
from bot.dispatch.notification import Topic
from bot.dispatch.outbox import Queued
from bot.failpoint import Failpoint, reach

logger = logging.getLogger(__name__)

SETTLE = timedelta(milliseconds=300)
"""A request whose answer was lost may still be on its way into the chat."""
MOST_CANDIDATES = 20
"""More numbers than this are not asked about: an emergency would wait too long, so it is sent again instead."""
LOOK_BACK_AFTER = (timedelta(seconds=30), timedelta(seconds=90))
"""Telegram may accept a request long after we gave it up: 30 seconds and two minutes after the second copy it is looked for."""
ASKS_FOR_S = 3
REMEMBERED = 20_000
CANARY = "·"


@dataclass(slots=True)
class Numbers:
    """The numbers of a bot's private messages, which Telegram counts in one row for all private chats."""

    highest: int | None = None
    _known: set[int] = field(default_factory=set)
    _in_order: deque[int] = field(default_factory=deque)

    def note(self, numbers: Iterable[int]) -> None:
        """These belong to messages whose place is known."""
        for number in numbers:
            if number not in self._known:
                self._known.add(number)
                self._in_order.append(number)
            self.highest = max(self.highest or 0, number)
        while len(self._in_order) > REMEMBERED:
            self._known.discard(self._in_order.popleft())

    def unknown_between(self, low: int, high: int) -> list[int] | None:
        """Return the numbers after `low` and before `high` that nobody is known to have; None where they are too many to ask about."""
        if high - low > REMEMBERED:
            return None
        found = [number for number in range(low + 1, high) if number not in self._known]
        return found if len(found) <= MOST_CANDIDATES else None


class Unsure(Exception):  # named after what it is
    """Telegram did not say clearly whether a message exists."""


class RawEditMarkup(TelegramMethod[Any]):
    """editMessageReplyMarkup without models: the buttons go as they went the first time."""

    __returning__ = Any
    __api_method__ = "editMessageReplyMarkup"

    chat_id: int
    message_id: int
    reply_markup: str | None


KEPT = Response[Any]
"""Pydantic forgets a generic model nobody holds, and aiogram would have it built anew for answer after answer."""


class Prober:
    """Looks for copies of messages of unknown fate. It never says `sent` without Telegram's own word for it."""

    def __init__(self, bot: Bot, ops_chat: int) -> None:
        """`ops_chat`, a private chat, gets a canary for each probe, taken away at once."""
        self._bot = bot
        self._ops_chat = ops_chat
        self.numbers = Numbers()

    @property
    def highest(self) -> int | None:
        """The greatest message number known."""
        return self.numbers.highest

    def noted(self, parcel: Parcel, outcome: Outcome) -> None:
        """Remember a number that Telegram gave in a private chat."""
        if isinstance(outcome, Sent) and outcome.message_id is not None and parcel.chat_id > 0:
            self.numbers.note([outcome.message_id])

    def will_look_back(self, queued: Queued, parcel: Parcel) -> Sequence[timedelta]:
        """Look twice, where a copy can be told from other messages."""
        return LOOK_BACK_AFTER if self.may_probe(queued, parcel) else ()

    def may_probe(self, queued: Queued, parcel: Parcel) -> bool:
        """Whether a copy could be told from every other message: a volunteer's own view of a call, with its own buttons."""
        is_first = queued.notification.topic is Topic.INVITATION and parcel.edit_message_id is None
        has_buttons = parcel.spoken is not None and any(button.press for row in parcel.spoken.rows for button in row)
        return is_first and has_buttons and parcel.chat_id > 0 and queued.low_id is not None

    def settles(self, queued: Queued, parcel: Parcel) -> timedelta:
        """Return how long a request whose answer was lost may still be on its way."""
        return SETTLE if self.may_probe(queued, parcel) else timedelta(0)

    async def seek(self, queued: Queued, parcel: Parcel) -> int | None:
        """Return the number of the copy that Telegram accepted; None where there is none, or where nobody can say in time."""
        if not self.may_probe(queued, parcel):
            return None
        try:
            return await self._found(parcel, queued.low_id or 0)
        except (Unsure, TelegramAPIError, TimeoutError) as failure:
            logger.info("message %s could not be probed (%s) and goes out again", queued.row, type(failure).__name__)
            return None

    async def look_back(self, queued: Queued, parcel: Parcel) -> bool:
        """Take away a copy that was accepted after all; whether there was one. The one whose number is known stays."""
        try:
            surplus = await self._found(parcel, queued.low_id or 0)
            if surplus is not None:
                await self._ask(DeleteMessage(chat_id=parcel.chat_id, message_id=surplus))
        except (Unsure, TelegramAPIError, TimeoutError) as failure:
            logger.info("message %s could not be looked back at (%s)", queued.row, type(failure).__name__)
            return False
        return surplus is not None

    async def _found(self, parcel: Parcel, low: int) -> int | None:
        high = await self._canary()
        reach(Failpoint.PROBE_AFTER_CANARY)
        candidates = self.numbers.unknown_between(low, high)
        if candidates is None:
            message = "too many numbers"
            raise Unsure(message)
        return await self._first_that_is(parcel, candidates)

    async def _first_that_is(self, parcel: Parcel, candidates: Sequence[int]) -> int | None:
        markup = inline_keyboard(parcel.spoken) if parcel.spoken else None
        for number in candidates:
            reach(Failpoint.PROBE_MID_SCAN)
            if await self._is_it(parcel.chat_id, number, markup):
                reach(Failpoint.PROBE_BEFORE_MARK)
                self.numbers.note([number])
                return number
        return None

    async def _is_it(self, chat_id: int, number: int, markup: str | None) -> bool:
        """Ask for the very buttons it has: "not modified" can only be said of our message.

        An edit that goes through met another message of ours whose fate is unknown: taking it for this one would lose an alert.
        """
        try:
            await self._ask(RawEditMarkup(chat_id=chat_id, message_id=number, reply_markup=markup))
        except TelegramBadRequest as refusal:
            said = refusal.message.lower()
            if "not modified" in said:
                return True
            if "not found" in said or "can't be edited" in said or "message_id_invalid" in said:
                return False
            raise Unsure(refusal.message) from refusal
        return False

    async def _canary(self) -> int:
        """Return a number greater than every message before this moment."""
        sent = await self._ask(SendMessage(chat_id=self._ops_chat, text=CANARY, disable_notification=True))
        number = int(sent.message_id)
        self.numbers.note([number])
        try:
            await self._ask(DeleteMessage(chat_id=self._ops_chat, message_id=number))
        except (TelegramAPIError, TimeoutError):
            logger.info("a canary stays in the ops chat")
        return number

    async def _ask(self, method: TelegramMethod[Any]) -> Any:
        async with asyncio.timeout(ASKS_FOR_S + 1):
            return await self._bot(method, request_timeout=ASKS_FOR_S)
