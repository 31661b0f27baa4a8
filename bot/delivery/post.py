"""One message to Telegram: what was rendered, as one request, with a deadline."""

import asyncio
import json
import logging
from dataclasses import dataclass, replace
from typing import Any

from aiogram import Bot
from aiogram.methods import CopyMessage, DeleteMessage, Response, TelegramMethod

from bot.delivery.outcome import GREATEST, Outcome, Refused, Sent, Unknown, outcome_of
from bot.failpoint import Failpoint, reach
from bot.speech.bidi import cut
from bot.speech.texts import Spoken, SpokenAsk, SpokenButton

logger = logging.getLogger(__name__)

STRANGE = "an answer that is none"
PLAIN_LENGTH = 1000
"""Telegram's own limit is 4096 UTF-16 units; what was refused all the same is cut well below it."""
NO_PREVIEW = json.dumps({"is_disabled": True})
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


class RawSendMessage(TelegramMethod[dict[str, Any]]):
    """sendMessage without models: of the message that comes back only the number is wanted, and models cost half a request."""

    __returning__ = dict[str, Any]
    __api_method__ = "sendMessage"

    chat_id: int
    message_thread_id: int | None
    text: str
    reply_markup: str | None
    disable_notification: bool | None
    link_preview_options: str = NO_PREVIEW


class RawEditMessageText(TelegramMethod[dict[str, Any] | bool]):
    """editMessageText without models."""

    __returning__ = dict[str, Any] | bool
    __api_method__ = "editMessageText"

    chat_id: int
    message_id: int
    text: str
    reply_markup: str | None
    link_preview_options: str = NO_PREVIEW


KEPT = tuple(Response[method.__returning__] for method in (RawSendMessage, RawEditMessageText, CopyMessage, DeleteMessage))  # type: ignore[name-defined]  # types made at run time
"""Pydantic forgets a generic model nobody holds, and aiogram would have it built anew (milliseconds) for answer after answer."""


async def post(bot: Bot, parcel: Parcel) -> Outcome:
    """Send one parcel and say what became of it; never raises but for cancellation.

    Where Telegram dislikes only its form, the words go out once more in the plainest one: better bare than not at all (F16, F17).
    """
    outcome = await _ask(bot, parcel)
    for strip in (_plain, _plainest):
        if not (isinstance(outcome, Refused) and outcome.is_about_form and parcel.spoken is not None):
            break
        logger.warning("a message was refused for its form (%s) and goes out plainer", outcome.reason)
        outcome = await _ask(bot, replace(parcel, spoken=strip(parcel.spoken, outcome)))
    return outcome


async def _ask(bot: Bot, parcel: Parcel) -> Outcome:
    clock = asyncio.get_running_loop().time
    began = clock()
    deadline = EMERGENCY_DEADLINE_S if parcel.is_urgent else DEADLINE_S
    try:
        async with asyncio.timeout(deadline + 1):
            reach(Failpoint.OUTBOX_BEFORE_WRITE)
            answer = await bot(request(parcel), request_timeout=int(deadline))
            reach(Failpoint.OUTBOX_AFTER_RESPONSE)
    except Exception as failure:  # noqa: BLE001 - every failure becomes a value here
        return outcome_of(failure, clock() - began)
    return _sent(parcel, answer)


def _sent(parcel: Parcel, answer: object) -> Outcome:
    """Return what a yes comes to: only an answer about our message, with a number, proves that it was sent."""
    if parcel.edit_message_id:
        is_done = answer is True or (isinstance(answer, dict) and answer.get("message_id") == parcel.edit_message_id)
        return Sent(parcel.edit_message_id) if is_done else Unknown(STRANGE)
    number = answer.get("message_id") if isinstance(answer, dict) else getattr(answer, "message_id", None)
    chat = answer.get("chat") if isinstance(answer, dict) else None
    is_ours = not isinstance(chat, dict) or chat.get("id") == parcel.chat_id
    return Sent(number) if type(number) is int and 0 < number < GREATEST and is_ours else Unknown(STRANGE)


def _plain(spoken: Spoken, refused: Refused) -> Spoken:
    """Return the same words, cut where they were too many, without buttons where the buttons were the trouble."""
    text = cut(spoken.text, PLAIN_LENGTH) if refused.is_about_length else spoken.text
    is_buttons = any(sign in refused.reason.lower() for sign in ("button", "markup", "keyboard"))
    return replace(spoken, text=text, rows=() if is_buttons else spoken.rows, ask=None if is_buttons else spoken.ask)


def _plainest(spoken: Spoken, refused: Refused) -> Spoken:
    """Return bare words, few of them: who can't press can still write."""
    del refused
    return Spoken(cut(spoken.text, PLAIN_LENGTH))


def request(parcel: Parcel) -> TelegramMethod[Any]:
    """Return the Bot API request of a parcel. Text goes without parse mode: nothing a person wrote is markup."""
    if parcel.copy_from:
        chat, message = parcel.copy_from
        return CopyMessage(chat_id=parcel.chat_id, from_chat_id=chat, message_id=message)
    spoken = parcel.spoken
    if spoken is None:
        return DeleteMessage(chat_id=parcel.chat_id, message_id=parcel.edit_message_id or 0)
    if parcel.edit_message_id:
        markup = inline_keyboard(spoken)
        return RawEditMessageText(chat_id=parcel.chat_id, message_id=parcel.edit_message_id, text=spoken.text, reply_markup=markup)
    return RawSendMessage(
        chat_id=parcel.chat_id,
        message_thread_id=parcel.thread_id,
        text=spoken.text,
        reply_markup=_keyboard(spoken.ask) if spoken.ask else inline_keyboard(spoken),
        disable_notification=parcel.is_silent or None,
    )


def inline_keyboard(spoken: Spoken) -> str | None:
    """Return the buttons under a message as Telegram wants them; None without any."""
    return json.dumps({"inline_keyboard": [[_button(button) for button in row] for row in spoken.rows]}) if spoken.rows else None


def _button(button: SpokenButton) -> dict[str, str]:
    return {"text": button.label, "url": button.url} if button.url else {"text": button.label, "callback_data": button.press}


def _keyboard(ask: SpokenAsk) -> str:
    rows: list[list[dict[str, Any]]] = [[{"text": ask.contact, "request_contact": True}]] if ask.contact else []
    rows += [[{"text": ask.location, "request_location": True}]] if ask.location else []
    rows += [[{"text": words}] for words in ask.words]
    if not rows:  # nothing is asked any more: a keyboard that was only folded would come back with the next tap
        return json.dumps({"remove_keyboard": True})
    return json.dumps({"keyboard": rows, "resize_keyboard": True, "one_time_keyboard": True})
