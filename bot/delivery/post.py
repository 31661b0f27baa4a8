"""One message to Telegram: what was rendered, as one request, with a deadline."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.methods import CopyMessage, DeleteMessage, EditMessageText, Response, SendMessage, TelegramMethod
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
)

from bot.delivery.outcome import Outcome, Sent, outcome_of
from bot.speech.texts import Spoken, SpokenAsk

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
EMERGENCY_DEADLINE_S = 5.0
DEADLINE_S = 10.0
"""One deadline for the whole request, whatever drips (F40)."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One request: a text to send, a text to put in place of another, a copy of someone's message, or a removal."""

    chat_id: int
    thread_id: int | None
    spoken: Spoken | None
    edit_message_id: int | None = None
    copy_from: tuple[int, int] | None = None
    is_silent: bool = False
    is_urgent: bool = False


KEPT = tuple(Response[method.__returning__] for method in (SendMessage, EditMessageText, CopyMessage, DeleteMessage))  # type: ignore[name-defined]  # types made at run time
"""Pydantic forgets a generic model nobody holds, and aiogram would have it built anew (milliseconds) for answer after answer."""


async def post(bot: Bot, parcel: Parcel) -> Outcome:
    """Send one parcel and say what became of it; never raises but for cancellation."""
    began = time.monotonic()
    deadline = EMERGENCY_DEADLINE_S if parcel.is_urgent else DEADLINE_S
    try:
        async with asyncio.timeout(deadline + 1):
            answer = await bot(request(parcel), request_timeout=int(deadline))
    except Exception as failure:  # noqa: BLE001 - every failure becomes a value here
        return outcome_of(failure, time.monotonic() - began)
    return Sent(getattr(answer, "message_id", None))


def request(parcel: Parcel) -> TelegramMethod[Any]:
    """Return the Bot API request of a parcel. Text goes without parse mode: nothing a person wrote is markup."""
    if parcel.copy_from:
        chat, message = parcel.copy_from
        return CopyMessage(chat_id=parcel.chat_id, from_chat_id=chat, message_id=message)
    spoken = parcel.spoken
    if spoken is None:
        return DeleteMessage(chat_id=parcel.chat_id, message_id=parcel.edit_message_id or 0)
    if parcel.edit_message_id:
        return EditMessageText(
            chat_id=parcel.chat_id,
            message_id=parcel.edit_message_id,
            text=spoken.text,
            reply_markup=_inline(spoken),
            link_preview_options=NO_PREVIEW,
        )
    return SendMessage(
        chat_id=parcel.chat_id,
        message_thread_id=parcel.thread_id,
        text=spoken.text,
        reply_markup=_keyboard(spoken.ask) if spoken.ask else _inline(spoken),
        disable_notification=parcel.is_silent or None,
        link_preview_options=NO_PREVIEW,
    )


def _inline(spoken: Spoken) -> InlineKeyboardMarkup | None:
    if not spoken.rows:
        return None
    rows = [
        [
            InlineKeyboardButton(text=button.label, url=button.url)
            if button.url
            else InlineKeyboardButton(text=button.label, callback_data=button.press)
            for button in row
        ]
        for row in spoken.rows
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def _keyboard(ask: SpokenAsk) -> ReplyKeyboardMarkup:
    rows = [[KeyboardButton(text=ask.contact, request_contact=True)]] if ask.contact else []
    rows += [[KeyboardButton(text=ask.location, request_location=True)]] if ask.location else []
    rows += [[KeyboardButton(text=words)] for words in ask.words]
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, one_time_keyboard=True)
