"""A second witness: python-telegram-bot talks to the simulator, and asks as aiogram asks."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import aiogram
import pytest
import telegram
from aiogram import types
from aiogram.exceptions import TelegramAPIError
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter

from bot.simulator.telegram import Limits, TelegramServer, Window
from tests.simulator.ptb_recording import Emitted, emitted_by_ptb, normalised

CHAT = 500_000_001


@pytest.fixture
async def ptb(server: TelegramServer) -> AsyncIterator[telegram.Bot]:
    bot = telegram.Bot(server.token, base_url=f"{server.base_url}/bot")
    async with bot:
        yield bot


async def test_it_can_talk_to_people(server: TelegramServer, ptb: telegram.Bot) -> None:
    dana = server.person("Dana")
    dana.start()
    (started,) = await ptb.get_updates(timeout=timedelta(seconds=5))
    assert started.effective_user is not None
    assert (started.effective_user.first_name, started.effective_user.language_code) == ("Dana", "he")
    keyboard = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Coming", callback_data="17:coming")]])
    sent = await ptb.send_message(dana.user_id, "<b>Call 17</b>", parse_mode="HTML", reply_markup=keyboard)
    press = dana.press("Coming")
    (pressed,) = await ptb.get_updates(offset=started.update_id + 1)
    assert pressed.callback_query is not None
    await pressed.callback_query.answer("thanks")
    assert press.text == "thanks"
    await ptb.edit_message_text("Call 17 is filled", dana.user_id, sent.message_id)
    assert (dana.last.text, dana.last.edits) == ("Call 17 is filled", ("Call 17",))
    assert await ptb.delete_message(dana.user_id, sent.message_id)
    assert server.violations == []


async def test_it_understands_every_refusal(server: TelegramServer, ptb: telegram.Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else its own RetryAfter warns
    dana = server.person("Dana")
    dana.start()
    sent = await ptb.send_message(dana.user_id, "x")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await ptb.edit_message_text("x", dana.user_id, sent.message_id)
    server.limits = Limits(private=(Window(1, timedelta(seconds=7)),))
    with pytest.raises(RetryAfter) as refused:
        await ptb.send_message(dana.user_id, "too soon")
    assert refused.value.retry_after == timedelta(seconds=7)
    dana.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await ptb.send_message(dana.user_id, "x")
    await ptb.set_webhook("https://example.org/hook")
    with pytest.raises(Conflict):
        await ptb.get_updates()
    await ptb.delete_webhook()
    server.revoke(server.token)
    with pytest.raises(InvalidToken):
        await ptb.get_me()


PTB_MARKUP = telegram.InlineKeyboardMarkup(
    [[telegram.InlineKeyboardButton("Go", callback_data="go"), telegram.InlineKeyboardButton("Map", url="https://e.org")]]
)
MARKUP = types.InlineKeyboardMarkup(
    inline_keyboard=[
        [types.InlineKeyboardButton(text="Go", callback_data="go"), types.InlineKeyboardButton(text="Map", url="https://e.org")]
    ]
)
PTB_KEYS = telegram.ReplyKeyboardMarkup([[telegram.KeyboardButton("Me", request_contact=True)]], resize_keyboard=True)
KEYS = types.ReplyKeyboardMarkup(keyboard=[[types.KeyboardButton(text="Me", request_contact=True)]], resize_keyboard=True)

Ask = Callable[[Any], Awaitable[object]]
SAME_REQUESTS: dict[str, tuple[Ask, Ask]] = {
    "getMe": (lambda bot: bot.get_me(), lambda bot: bot.get_me()),
    "getUpdates": (
        lambda bot: bot.get_updates(offset=5, limit=10, timeout=0, allowed_updates=["message"]),
        lambda bot: bot.get_updates(offset=5, limit=10, timeout=0, allowed_updates=["message"]),
    ),
    "setWebhook": (
        lambda bot: bot.set_webhook("https://e.org/hook", secret_token="abc", max_connections=5, drop_pending_updates=True),
        lambda bot: bot.set_webhook("https://e.org/hook", secret_token="abc", max_connections=5, drop_pending_updates=True),
    ),
    "deleteWebhook": (lambda bot: bot.delete_webhook(), lambda bot: bot.delete_webhook()),
    "getWebhookInfo": (lambda bot: bot.get_webhook_info(), lambda bot: bot.get_webhook_info()),
    "sendMessage": (
        lambda bot: bot.send_message(CHAT, "<b>שלום</b>", parse_mode="HTML", reply_markup=PTB_MARKUP, disable_notification=True),
        lambda bot: bot.send_message(CHAT, "<b>שלום</b>", parse_mode="HTML", reply_markup=MARKUP, disable_notification=True),
    ),
    "sendMessage with a keyboard": (
        lambda bot: bot.send_message(CHAT, "17", reply_markup=PTB_KEYS),
        lambda bot: bot.send_message(CHAT, "17", reply_markup=KEYS),
    ),
    "sendMessage without a keyboard": (
        lambda bot: bot.send_message(CHAT, "x", reply_markup=telegram.ReplyKeyboardRemove()),
        lambda bot: bot.send_message(CHAT, "x", reply_markup=types.ReplyKeyboardRemove()),
    ),
    "sendMessage as a reply": (
        lambda bot: bot.send_message(
            CHAT,
            "x",
            entities=[telegram.MessageEntity("bold", 0, 1)],
            reply_parameters=telegram.ReplyParameters(1, allow_sending_without_reply=True),
        ),
        lambda bot: bot.send_message(
            CHAT,
            "x",
            entities=[types.MessageEntity(type="bold", offset=0, length=1)],
            reply_parameters=types.ReplyParameters(message_id=1, allow_sending_without_reply=True),
        ),
    ),
    "sendMessage without a preview": (
        lambda bot: bot.send_message(CHAT, "x", link_preview_options=telegram.LinkPreviewOptions(is_disabled=True), message_thread_id=3),
        lambda bot: bot.send_message(CHAT, "x", link_preview_options=types.LinkPreviewOptions(is_disabled=True), message_thread_id=3),
    ),
    "sendLocation": (lambda bot: bot.send_location(CHAT, 31.75, 34.99), lambda bot: bot.send_location(CHAT, 31.75, 34.99)),
    "sendVoice": (lambda bot: bot.send_voice(CHAT, "voice-1"), lambda bot: bot.send_voice(CHAT, "voice-1")),
    "sendPhoto": (
        lambda bot: bot.send_photo(CHAT, b"picture", caption="here"),
        lambda bot: bot.send_photo(CHAT, types.BufferedInputFile(b"picture", "x.png"), caption="here"),
    ),
    "sendDocument": (
        lambda bot: bot.send_document(CHAT, b"a,b", filename="hours.csv"),
        lambda bot: bot.send_document(CHAT, types.BufferedInputFile(b"a,b", "hours.csv")),
    ),
    "copyMessage": (lambda bot: bot.copy_message(CHAT, CHAT, 1), lambda bot: bot.copy_message(CHAT, CHAT, 1)),
    "forwardMessage": (lambda bot: bot.forward_message(CHAT, CHAT, 1), lambda bot: bot.forward_message(CHAT, CHAT, 1)),
    "editMessageText": (
        lambda bot: bot.edit_message_text("x", CHAT, 1, reply_markup=PTB_MARKUP),
        lambda bot: bot.edit_message_text("x", chat_id=CHAT, message_id=1, reply_markup=MARKUP),
    ),
    "editMessageCaption": (
        lambda bot: bot.edit_message_caption(CHAT, 1, caption="x"),
        lambda bot: bot.edit_message_caption(chat_id=CHAT, message_id=1, caption="x"),
    ),
    "editMessageReplyMarkup": (
        lambda bot: bot.edit_message_reply_markup(CHAT, 1, reply_markup=PTB_MARKUP),
        lambda bot: bot.edit_message_reply_markup(chat_id=CHAT, message_id=1, reply_markup=MARKUP),
    ),
    "deleteMessage": (lambda bot: bot.delete_message(CHAT, 1), lambda bot: bot.delete_message(CHAT, 1)),
    "deleteMessages": (lambda bot: bot.delete_messages(CHAT, [1, 2]), lambda bot: bot.delete_messages(CHAT, [1, 2])),
    "answerCallbackQuery": (
        lambda bot: bot.answer_callback_query("5", text="x", show_alert=True),
        lambda bot: bot.answer_callback_query("5", text="x", show_alert=True),
    ),
    "sendChatAction": (lambda bot: bot.send_chat_action(CHAT, "typing"), lambda bot: bot.send_chat_action(CHAT, "typing")),
    "setMyCommands": (
        lambda bot: bot.set_my_commands([telegram.BotCommand("profile", "me")], telegram.BotCommandScopeChat(CHAT), "he"),
        lambda bot: bot.set_my_commands(
            [types.BotCommand(command="profile", description="me")], types.BotCommandScopeChat(chat_id=CHAT), language_code="he"
        ),
    ),
    "deleteMyCommands": (lambda bot: bot.delete_my_commands(), lambda bot: bot.delete_my_commands()),
    "getMyCommands": (lambda bot: bot.get_my_commands(language_code="he"), lambda bot: bot.get_my_commands(language_code="he")),
    "getChat": (lambda bot: bot.get_chat(CHAT), lambda bot: bot.get_chat(CHAT)),
    "getChatMember": (lambda bot: bot.get_chat_member(CHAT, CHAT), lambda bot: bot.get_chat_member(CHAT, CHAT)),
}


@pytest.mark.parametrize("what", SAME_REQUESTS)
async def test_both_libraries_ask_the_same(server: TelegramServer, bot: aiogram.Bot, what: str) -> None:
    by_ptb, by_aiogram = SAME_REQUESTS[what]
    server.person(user_id=CHAT).start()
    with_aiogram = await _emitted_by_aiogram(server, bot, by_aiogram)
    assert with_aiogram == await emitted_by_ptb(by_ptb)
    assert with_aiogram.method == what.split(maxsplit=1)[0]
    assert server.violations == []


async def test_a_difference_shows() -> None:
    said = await emitted_by_ptb(lambda bot: bot.send_message(CHAT, "yes", disable_notification=False))
    assert said == Emitted("sendMessage", {"chat_id": CHAT, "text": "yes"})
    assert said != await emitted_by_ptb(lambda bot: bot.send_message(CHAT, "yes", protect_content=True))


async def _emitted_by_aiogram(server: TelegramServer, bot: aiogram.Bot, ask: Ask) -> Emitted:
    with suppress(TelegramAPIError):  # only what was asked matters here
        await ask(bot)
    record = server.log[-1]
    return Emitted(record.method, normalised(record.params))
