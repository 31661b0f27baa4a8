"""Does this Telegram behave as the gap probe needs? Asked once, on the real Bot API, in two chats of whoever runs the bot."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import DeleteMessage, SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.delivery.reconcile import RawEditMarkup

ROUNDS = 3
ASKS_FOR_S = 10
BUTTONS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="·", callback_data="p.check.seen.")]])
MARKUP = BUTTONS.model_dump_json(exclude_none=True)


@dataclass(frozen=True, slots=True)
class Finding:
    """One precondition: what was asked, whether it holds, and what Telegram said."""

    name: str
    holds: bool
    detail: str


async def preconditions(bot: Bot, ops_chat: int, other_chat: int | None) -> list[Finding]:
    """Try every precondition. Whatever was sent is taken away again; nobody else's chat is touched."""
    asked: list[tuple[str, Callable[[], Awaitable[str]]]] = [
        ("one counter for all private chats", lambda: _one_counter(bot, ops_chat, other_chat)),
        ("an edit that changes nothing is refused as such", lambda: _identical_edit(bot, ops_chat)),
        ("a message of another chat is not found", lambda: _foreign_number(bot, ops_chat, other_chat)),
        ("a removed message is not found", lambda: _removed(bot, ops_chat)),
    ]
    return [await _finding(name, ask) for name, ask in asked]


class DoesNotHold(Exception):
    """Telegram behaves otherwise."""


async def _finding(name: str, ask: Callable[[], Awaitable[str]]) -> Finding:
    try:
        return Finding(name, holds=True, detail=await ask())
    except (DoesNotHold, TelegramAPIError, TimeoutError) as failure:
        return Finding(name, holds=False, detail=str(failure) or type(failure).__name__)


async def _one_counter(bot: Bot, ops_chat: int, other_chat: int | None) -> str:
    """Numbers rise from chat to chat; whatever else the bot sends meanwhile only widens the gaps."""
    if other_chat is None or other_chat == ops_chat:
        message = "name a second private chat with --other-chat: one chat alone cannot show it"
        raise DoesNotHold(message)
    numbers = [await _sent(bot, chat) for _ in range(ROUNDS) for chat in (ops_chat, other_chat)]
    for chat, number in zip([ops_chat, other_chat] * ROUNDS, numbers, strict=True):
        await _removed_again(bot, chat, number)
    if any(later <= earlier or later - earlier > 100 for earlier, later in pairwise(numbers)):  # noqa: PLR2004 - counters of their own lie apart, or fall
        message = f"numbers do not rise together: {numbers}"
        raise DoesNotHold(message)
    return f"{numbers[0]} to {numbers[-1]}"


async def _identical_edit(bot: Bot, chat: int) -> str:
    number = await _sent(bot, chat)
    said = await _edit(bot, chat, number)
    await _removed_again(bot, chat, number)
    return _must("not modified", said)


async def _foreign_number(bot: Bot, chat: int, other_chat: int | None) -> str:
    if other_chat is None:
        message = "name a second private chat with --other-chat"
        raise DoesNotHold(message)
    number = await _sent(bot, other_chat)
    said = await _edit(bot, chat, number)
    await _removed_again(bot, other_chat, number)
    return _must("not found", said)


async def _removed(bot: Bot, chat: int) -> str:
    number = await _sent(bot, chat)
    await _removed_again(bot, chat, number)
    return _must("not found", await _edit(bot, chat, number))


async def _sent(bot: Bot, chat: int) -> int:
    sent: Any = await bot(SendMessage(chat_id=chat, text="·", reply_markup=BUTTONS, disable_notification=True), request_timeout=ASKS_FOR_S)
    return int(sent.message_id)


async def _edit(bot: Bot, chat: int, number: int) -> str:
    try:
        await bot(RawEditMarkup(chat_id=chat, message_id=number, reply_markup=MARKUP), request_timeout=ASKS_FOR_S)
    except TelegramAPIError as refusal:
        return refusal.message
    return "accepted"


async def _removed_again(bot: Bot, chat: int, number: int) -> None:
    await bot(DeleteMessage(chat_id=chat, message_id=number), request_timeout=ASKS_FOR_S)


def _must(words: str, said: str) -> str:
    if words not in said.lower():
        message = f"Telegram said {said!r}"
        raise DoesNotHold(message)
    return said
