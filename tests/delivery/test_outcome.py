"""Every answer of Telegram, and every silence, comes to exactly one outcome; whatever is strange is unknown."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError, TelegramRetryAfter
from aiogram.methods import SendMessage
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery import post as posting
from bot.delivery.outcome import (
    Gone,
    Moved,
    Outcome,
    Refused,
    Sent,
    TokenRevoked,
    TryAgain,
    Unknown,
    Unreachable,
    Vanished,
    outcome_of,
)
from bot.delivery.post import STRANGE, Parcel, post
from bot.simulator.hand_clock import HandClock
from bot.simulator.telegram import (
    Fault,
    Hang,
    HtmlPage,
    JsonError,
    Limits,
    Mishap,
    Reset,
    TelegramServer,
    TooMany,
    Truncated,
    When,
    WrongJson,
    asked,
)
from bot.speech.texts import Spoken, SpokenButton
from tests.simulator.telegram_client import aiogram_bot

METHOD = SendMessage(chat_id=1, text="x")


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(HandClock(datetime(2026, 3, 1, 12, tzinfo=UTC)), limits=Limits.off()) as server:
        yield server


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with aiogram_bot(server) as bot:
        yield bot


async def sent_to(bot: Bot, chat: int, **changes: object) -> Outcome:
    parcel = Parcel(chat, None, Spoken("call 17 needs you"))
    return await post(bot, Parcel(parcel.chat_id, None, parcel.spoken, **changes))  # type: ignore[arg-type]  # fields by name


BAD = 400


@pytest.mark.parametrize("when", list(When))
@pytest.mark.parametrize(
    ("mishap", "wanted"),
    [
        (TooMany(7), TryAgain(7.0, is_flood=True)),
        (JsonError(403, "Forbidden: bot was blocked by the user"), Unreachable(Gone.BLOCKED)),
        (JsonError(403, "Forbidden: user is deactivated"), Unreachable(Gone.DEACTIVATED)),
        (JsonError(403, "Forbidden: bot can't initiate conversation with a user"), Unreachable(Gone.BLOCKED)),
        (JsonError(BAD, "Bad Request: chat not found"), Unreachable(Gone.NO_CHAT)),
        (JsonError(BAD, "Bad Request: PEER_ID_INVALID"), Unreachable(Gone.NO_CHAT)),
        (JsonError(BAD, "Bad Request: CHAT_WRITE_FORBIDDEN"), Unreachable(Gone.NO_CHAT)),
        (JsonError(BAD, "Bad Request: not enough rights to send text messages to the chat"), Unreachable(Gone.NO_CHAT)),
        (JsonError(BAD, "Bad Request: TOPIC_CLOSED"), Unreachable(Gone.NO_CHAT)),
        (JsonError(BAD, "Bad Request: message thread not found"), Refused("Bad Request: message thread not found")),
        (JsonError(BAD, "Bad Request: message is not modified: specified new message content"), Sent(None)),
        (JsonError(BAD, "Bad Request: message to edit not found"), Vanished()),
        (JsonError(BAD, "Bad Request: message can't be edited"), Vanished()),
        (JsonError(BAD, "Bad Request: wrong file identifier"), Refused("Bad Request: wrong file identifier")),
        (TooMany(7, in_parameters=False), TryAgain(5.0, is_flood=True, is_guess=True)),
        (JsonError(429, "Too Many Requests: retry after 9"), TryAgain(9.0, is_flood=True)),
        (JsonError(413, "Request Entity Too Large"), Refused("too large")),
        (JsonError(401, "Unauthorized"), TokenRevoked()),
        (JsonError(404, "Not Found"), TokenRevoked()),
        (JsonError(409, "Conflict: terminated by other getUpdates request"), TryAgain(1.0)),
        (JsonError(500, "Internal Server Error: restart"), Unknown("RestartingTelegram")),
        (JsonError(500, "Internal Server Error"), Unknown("TelegramServerError")),
        (HtmlPage(502), Unknown("ClientDecodeError")),
        (HtmlPage(504), Unknown("ClientDecodeError")),
        (Reset(), Unknown("TelegramNetworkError")),
        (Truncated(), Unknown("ClientDecodeError")),
        (Truncated(honest=False), Unknown("TelegramNetworkError")),
        (WrongJson(), Unknown(STRANGE)),
        (WrongJson('{"ok":true,"result":{"message_id":5,"chat":{"id":999}}}'), Unknown(STRANGE)),
        (WrongJson('{"ok":true,"result":[1,2]}'), Unknown("ClientDecodeError")),
        (WrongJson('{"ok":true,"ok":false}'), Unknown("a refusal without words")),
        (WrongJson("[" * 5000), Unknown("ClientDecodeError")),
    ],
)
async def test_what_came_back_over_the_wire(server: TelegramServer, bot: Bot, when: When, mishap: Mishap, wanted: Outcome) -> None:
    dana = server.person("Dana")
    dana.start()
    server.faults.add(Fault(mishap, asked("sendMessage"), when))
    assert await sent_to(bot, dana.user_id) == wanted
    assert isinstance(await sent_to(bot, dana.user_id), Sent)


@pytest.mark.parametrize(
    ("words", "text", "has_buttons"),
    [
        ("Bad Request: can't parse entities: unexpected end tag at byte offset 3", "call 17 needs you <3", True),
        ("Bad Request: message is too long", "call 17 needs you <3", True),
        ("Bad Request: BUTTON_DATA_INVALID", "call 17 needs you <3", False),
        ("Bad Request: reply markup is too long", "call 17 needs you <3", False),
    ],
)
async def test_words_whose_form_is_disliked_go_out_plain(
    server: TelegramServer, bot: Bot, words: str, text: str, has_buttons: bool
) -> None:
    dana = server.person("Dana")
    dana.start()
    server.faults.add(Fault(JsonError(BAD, words), asked("sendMessage")))
    spoken = Spoken(text, ((SpokenButton("yes", "i.abc.coming.", ""),),))
    assert isinstance(await post(bot, Parcel(dana.user_id, None, spoken)), Sent)
    assert (dana.last.text, bool(dana.last.buttons)) == (text, has_buttons)
    server.faults.add(Fault(JsonError(BAD, words), asked("sendMessage"), times=2))
    assert isinstance(await post(bot, Parcel(dana.user_id, None, spoken)), Sent)
    assert not dana.last.buttons
    server.faults.add(Fault(JsonError(BAD, words), asked("sendMessage"), times=3))
    assert await post(bot, Parcel(dana.user_id, None, spoken)) == Refused(words)


async def test_real_refusals_of_the_fake_telegram(server: TelegramServer, bot: Bot) -> None:
    dana, omar = server.person("Dana"), server.person("Omar")
    dana.start()
    dana.block()
    assert await sent_to(bot, dana.user_id) == Unreachable(Gone.BLOCKED)
    assert isinstance(await sent_to(bot, omar.user_id), Unreachable)
    assert await sent_to(bot, 999) == Unreachable(Gone.NO_CHAT)
    omar.start()
    assert await sent_to(bot, omar.user_id, edit_message_id=424242) == Vanished()
    server.revoke(server.token)
    assert await sent_to(bot, omar.user_id) == TokenRevoked()


async def test_a_group_that_became_a_supergroup(server: TelegramServer, bot: Bot) -> None:
    dana = server.person("Dana")
    group = server.group("Leads", (dana,), is_basic=True)
    group.add_bot(server.bot(), dana)
    old = group.chat_id
    moved = group.migrate(dana)
    assert await sent_to(bot, old) == Moved(moved.chat_id)


async def test_silence_is_unknown_after_the_deadline(server: TelegramServer, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "DEADLINE_S", -0.95)
    dana = server.person("Dana")
    dana.start()
    server.faults.add(Fault(Hang(), asked("sendMessage")))
    assert isinstance(await sent_to(bot, dana.user_id), Unknown)


async def test_a_telegram_that_is_not_there_was_surely_not_reached(server: TelegramServer) -> None:
    async with aiogram_bot(server) as lost:
        address = lost.session.api
        server_gone = address.base.replace(server.base_url, "http://127.0.0.1:1")
        object.__setattr__(address, "base", server_gone)
        assert await sent_to(lost, 1) == TryAgain(1.0, whole_bot=True)


class Strange(Exception):
    """Nothing that anybody knows."""


@given(st.sampled_from([Strange(), OSError(), ValueError(), KeyError(), TimeoutError(), TimeoutError()]), st.floats(0, 60))
def test_what_is_not_recognised_is_unknown(failure: Exception, took: float) -> None:
    assert isinstance(outcome_of(failure, took), Unknown)


@given(st.text(max_size=80))
def test_any_words_of_a_bad_request_come_to_one_outcome(words: str) -> None:
    found = outcome_of(TelegramBadRequest(METHOD, words), 0.1)
    assert isinstance(found, Sent | Vanished | Unreachable | Refused)


def test_a_429_that_took_long_may_hide_an_accepted_message() -> None:
    slow = TelegramRetryAfter(METHOD, "later", 5)
    assert outcome_of(slow, 1.5) == Unknown("slow refusal")
    assert outcome_of(slow, 0.5) == TryAgain(5.0, is_flood=True)


def test_a_network_error_with_no_cause_is_unknown() -> None:
    assert outcome_of(TelegramNetworkError(METHOD, "gone"), 0.1) == Unknown("TelegramNetworkError")
