"""Messages going out to people, as aiogram sends them and Telegram takes or refuses them."""

import io
from datetime import timedelta

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from bot.simulator.hand_clock import HandClock
from bot.simulator.telegram import NoSuchButton, NothingReceived, TelegramServer
from bot.simulator.telegram.wire import BIGGEST_REQUEST
from tests.simulator.telegram_client import BareClient

GO = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Go", callback_data="go"), InlineKeyboardButton(text="Map", url="https://e.org/")]]
)


async def test_a_text_arrives_with_its_marks_and_buttons(server: TelegramServer, bot: Bot) -> None:
    dana = server.person("Dana")
    dana.start()
    sent = await bot.send_message(dana.user_id, "<b>Call 17</b> at <3", parse_mode=None, reply_markup=GO)
    assert sent.message_id == dana.last.message_id == 2
    await bot.send_message(dana.user_id, "<b>שלום</b> Dana", parse_mode="HTML", reply_markup=GO, disable_notification=True)
    assert dana.last.text == "שלום Dana"
    assert dana.last.entities == ({"type": "bold", "offset": 0, "length": 4},)
    assert dana.last.button_texts == ("Go", "Map")
    assert dana.last.silent
    assert [seen.text for seen in dana.received] == ["<b>Call 17</b> at <3", "שלום Dana"]
    assert server.violations == []


async def test_private_chats_of_a_bot_share_one_counter(server: TelegramServer, bot: Bot) -> None:
    dana, omar = server.person("Dana"), server.person("Omar", language_code="ar")
    numbers = [dana.start().message_id, omar.start().message_id]
    numbers += [(await bot.send_message(phone.user_id, "x")).message_id for phone in (dana, omar)]
    assert numbers == [1, 2, 3, 4]


async def test_entities_and_replies_go_through(server: TelegramServer, bot: Bot) -> None:
    dana = server.person()
    asked = dana.say("where?")
    bold = MessageEntity(type="bold", offset=0, length=2)
    sent = await bot.send_message(
        dana.user_id, "\N{MOBILE PHONE} here", entities=[bold], reply_parameters=ReplyParameters(message_id=asked.message_id)
    )
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "where?"
    assert dana.last.reply_to == asked.message_id


async def test_a_reply_to_what_is_gone(server: TelegramServer, bot: Bot) -> None:
    dana = server.person()
    dana.start()
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(dana.user_id, "x", reply_parameters=ReplyParameters(message_id=99))
    lenient = ReplyParameters(message_id=99, allow_sending_without_reply=True)
    assert (await bot.send_message(dana.user_id, "x", reply_parameters=lenient)).reply_to_message is None


@pytest.mark.parametrize(
    ("text", "mode", "complaint"),
    [
        ("  ", None, "message text is empty"),
        ("x" * 4097, None, "message is too long"),
        ("\N{MOBILE PHONE}" * 2049, None, "message is too long"),
        ("<3", "HTML", "can't parse entities: Unclosed start tag at byte offset 0"),
        ("a.b", "MarkdownV2", "Character '.' is reserved and must be escaped"),
        ("a", "Wiki", "unsupported parse_mode"),
    ],
)
async def test_texts_that_telegram_refuses(server: TelegramServer, bot: Bot, text: str, mode: str | None, complaint: str) -> None:
    dana = server.person()
    dana.start()
    with pytest.raises(TelegramBadRequest, match=complaint):
        await bot.send_message(dana.user_id, text, parse_mode=mode)


async def test_the_longest_text_fits(server: TelegramServer, bot: Bot) -> None:
    dana = server.person()
    dana.start()
    await bot.send_message(dana.user_id, "<b>" + "\N{MOBILE PHONE}" * 2048 + "</b>", parse_mode="HTML")
    assert len(dana.last.text) == 2048


async def test_people_who_cannot_be_reached(server: TelegramServer, bot: Bot) -> None:
    stranger, blocker, ghost = server.person("Stranger"), server.person("Blocker"), server.person("Ghost")
    blocker.start()
    blocker.block()
    ghost.start()
    ghost.deactivate()
    for phone, complaint in (
        (stranger, "bot can't initiate conversation with a user"),
        (blocker, "bot was blocked by the user"),
        (ghost, "user is deactivated"),
    ):
        with pytest.raises(TelegramForbiddenError, match=complaint):
            await bot.send_message(phone.user_id, "x")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(12345, "x")
    with pytest.raises(TelegramForbiddenError, match="bots can't send messages to bots"):
        await bot.send_message(server.bot().bot_id, "x")
    blocker.unblock()
    await bot.send_message(blocker.user_id, "welcome back")
    assert [record.code for record in server.log.of("sendMessage")] == [403, 403, 403, 400, 403, 200]
    assert [record.message_id for record in server.log.of(accepted=True)] == [blocker.last.message_id]


async def test_places_files_copies_and_forwards(server: TelegramServer, bot: Bot) -> None:
    dana = server.person()
    voice = dana.send_voice(seconds=4)
    photo = dana.send_photo("the shelter")
    await bot.send_location(dana.user_id, 31.75, 34.99)
    assert dana.last.content["location"] == {"latitude": 31.75, "longitude": 34.99}
    await bot.send_voice(dana.user_id, voice.content["voice"]["file_id"])
    await bot.send_photo(dana.user_id, BufferedInputFile(b"png", "map.png"), caption="<i>map</i>", parse_mode="HTML")
    assert (dana.last.text, dana.last.content["photo"][0]["file_id"]) == ("map", "file-3")
    await bot.send_document(dana.user_id, BufferedInputFile(b"a,b", "hours.csv"))
    copied = await bot.copy_message(dana.user_id, dana.user_id, photo.message_id, caption="again")
    assert (copied.message_id, dana.last.text) == (dana.last.message_id, "again")
    forwarded = await bot.forward_message(dana.user_id, dana.user_id, voice.message_id)
    assert forwarded.forward_origin is not None
    for method in (bot.copy_message, bot.forward_message):
        with pytest.raises(TelegramBadRequest, match="not found"):
            await method(dana.user_id, dana.user_id, 999)
    with pytest.raises(TelegramBadRequest, match="invalid location"):
        await bot.send_location(dana.user_id, 91, 34.99)
    with pytest.raises(TelegramBadRequest, match="caption is too long"):
        await bot.send_photo(dana.user_id, "file", caption="x" * 1025)
    assert server.violations == []


async def test_an_edit_changes_the_message_in_place(server: TelegramServer, clock: HandClock, bot: Bot) -> None:
    dana = server.person()
    dana.start()
    sent = await bot.send_message(dana.user_id, "asked 1", reply_markup=GO)
    clock.move(timedelta(seconds=30))
    await bot.edit_message_text("asked 2", chat_id=dana.user_id, message_id=sent.message_id, reply_markup=GO)
    assert (dana.last.text, dana.last.edits, dana.last.edited_at) == ("asked 2", ("asked 1",), clock.now())
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_text("<b></b>asked 2 ", chat_id=dana.user_id, message_id=sent.message_id, reply_markup=GO, parse_mode="HTML")
    await bot.edit_message_reply_markup(chat_id=dana.user_id, message_id=sent.message_id)
    assert dana.last.buttons == ()
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_reply_markup(chat_id=dana.user_id, message_id=sent.message_id)
    photo = await bot.send_photo(dana.user_id, "file", caption="before")
    await bot.edit_message_caption(chat_id=dana.user_id, message_id=photo.message_id, caption="after")
    assert (dana.last.text, dana.last.edits) == ("after", ("before",))
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await bot.edit_message_text("x", chat_id=dana.user_id, message_id=photo.message_id)
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await bot.edit_message_caption(chat_id=dana.user_id, message_id=sent.message_id, caption="x")


async def test_edits_that_telegram_refuses(server: TelegramServer, bot: Bot) -> None:
    dana = server.person()
    said = dana.say("mine")
    closed = ReplyKeyboardRemove()
    bare = await bot.send_message(dana.user_id, "keyboard goes", reply_markup=closed)
    for number, complaint in (
        (99, "message to edit not found"),
        (said.message_id, "can't be edited"),
        (bare.message_id, "can't be edited"),
    ):
        with pytest.raises(TelegramBadRequest, match=complaint):
            await bot.edit_message_text("x", chat_id=dana.user_id, message_id=number)


async def test_deleting(server: TelegramServer, clock: HandClock, bot: Bot) -> None:
    dana = server.person()
    dana.start()
    details, more = [await bot.send_message(dana.user_id, text, reply_markup=GO) for text in ("12 Oak St", "floor 3")]
    await bot.delete_message(dana.user_id, details.message_id)
    assert [seen.text for seen in dana.received] == ["floor 3"]
    assert [seen.text for seen in dana.deleted] == ["12 Oak St"]
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(dana.user_id, details.message_id)
    await bot.delete_messages(dana.user_id, [details.message_id, more.message_id])
    with pytest.raises(NothingReceived):
        _gone = dana.last
    with pytest.raises(NoSuchButton):
        dana.press("Go")
    old = await bot.send_message(dana.user_id, "old")
    clock.move(timedelta(hours=49))
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await bot.delete_message(dana.user_id, old.message_id)


async def test_reply_keyboards_open_and_close(server: TelegramServer, bot: Bot) -> None:
    dana = server.person(phone_number="+972501111111")
    dana.start()
    rows = [[KeyboardButton(text="My number", request_contact=True), KeyboardButton(text="Here", request_location=True)]]
    await bot.send_message(dana.user_id, "?", reply_markup=ReplyKeyboardMarkup(keyboard=rows))
    assert dana.keyboard == (("My number", "Here"),)
    await bot.send_message(dana.user_id, "why?", reply_markup=ForceReply())
    assert dana.keyboard == (("My number", "Here"),)
    await bot.send_message(dana.user_id, "thanks", reply_markup=ReplyKeyboardRemove())
    assert len(dana.keyboard) == 0


async def test_what_the_bot_may_ask_about_itself(server: TelegramServer, bot: Bot) -> None:
    dana = server.person(username="dana")
    assert (await bot.get_me()).username == server.bot().username
    await bot.set_my_commands([BotCommand(command="profile", description="who I am")], language_code="he")
    assert [command.command for command in await bot.get_my_commands(language_code="he")] == ["profile"]
    await bot.delete_my_commands(language_code="he")
    assert await bot.get_my_commands(language_code="he") == []
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await bot.set_my_commands([BotCommand(command="Pro file", description="x")])
    assert (await bot.get_chat(dana.user_id)).username == "dana"
    dana.start()
    await bot.send_chat_action(dana.user_id, "typing")
    assert (await bot.get_chat_member(dana.user_id, dana.user_id)).status == "member"
    with pytest.raises(TelegramBadRequest, match="member not found"):
        await bot.get_chat_member(dana.user_id, 7)
    assert server.violations == []


async def test_requests_that_no_client_should_make(server: TelegramServer, client: BareClient) -> None:
    dana = server.person()
    dana.start()
    assert (await client.ask("makeCoffee")).body == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert (await client.with_token("5:unknown").ask("getMe")).status == 401
    assert (await client.with_token("nonsense").ask("getMe")).status == 404
    answered = await client.ask("sendMessage", chat_id=dana.user_id, text="x", colour="red")
    assert answered.description == "Bad Request: sendMessage.colour: unknown field"
    assert (await client.ask("sendMessage", chat_id=dana.user_id)).status == 400
    assert (await client.ask("sendPhoto", chat_id=dana.user_id, photo="")).status == 400
    assert server.violations == ["sendMessage.colour: unknown field", "sendMessage.text: missing"]
    assert dana.received == []


async def test_half_characters_are_refused(server: TelegramServer, client: BareClient) -> None:
    dana = server.person()
    dana.start()
    button = {"inline_keyboard": [[{"text": "\ud83d", "callback_data": "x"}]]}
    assert (await client.ask("sendMessage", chat_id=dana.user_id, text="\ud83d")).description.endswith("must be encoded in UTF-8")
    assert (await client.ask("sendMessage", chat_id=dana.user_id, text="x", reply_markup=button)).status == 200


async def test_a_revoked_token(server: TelegramServer, client: BareClient) -> None:
    server.revoke(server.token)
    assert (await client.ask("getMe")).body == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_the_forms_in_which_a_request_may_come(server: TelegramServer, clock: HandClock) -> None:
    dana = server.person()
    dana.start()
    url = f"{server.base_url}/bot{server.token}/sendMessage"
    async with aiohttp.ClientSession() as session:
        async with session.get(url, params={"chat_id": dana.user_id, "text": "query"}) as answer:
            assert answer.status == 200
        form = aiohttp.FormData({"chat_id": f"{dana.user_id}", "text": "17"}, default_to_multipart=True)
        async with session.post(url, data=form) as answer:
            assert answer.status == 200
        for body in (b"{", b"[]", b"\xff"):
            async with session.post(url, data=body, headers={"Content-Type": "application/json"}) as answer:
                assert (answer.status, (await answer.json())["description"]) == (400, "Bad Request: can't parse the request body")
        async with session.post(url, data=io.BytesIO(b"x" * (BIGGEST_REQUEST + 1)), headers={"Content-Type": "application/json"}) as answer:
            assert answer.status == 413
        async with session.post(url.replace("sendMessage", "getMe")) as answer:
            assert answer.status == 200
    assert [seen.text for seen in dana.received] == ["query", "17"]
