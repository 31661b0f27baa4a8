"""Requests, replies and updates against the schema copy."""

import pytest

from bot.simulator.telegram import validate_object, validate_reply, validate_request
from bot.simulator.telegram.methods import GET_UPDATES, METHODS
from bot.simulator.telegram.schema import bot_api, read_params

CHAT = {"id": 5, "type": "private"}


def test_every_method_we_serve_is_in_the_schema() -> None:
    assert {*METHODS, GET_UPDATES} == set(bot_api().methods)


@pytest.mark.parametrize(
    ("method", "params", "complaint"),
    [
        ("sendMessage", {"chat_id": 5, "text": "hello"}, None),
        ("sendMessage", {"chat_id": "@town", "text": "hello", "disable_notification": True}, None),
        ("sendMessage", {"chat_id": 5}, "sendMessage.text: missing"),
        ("sendMessage", {"chat_id": 5, "text": 7}, "sendMessage.text: not String: 7"),
        ("sendMessage", {"chat_id": True, "text": "x"}, "sendMessage.chat_id: not Integer: True"),
        ("sendMessage", {"chat_id": 5, "text": "x", "txet": "y"}, "sendMessage.txet: unknown field"),
        ("sendMessage", {"chat_id": 5, "text": "x", "entities": {}}, "sendMessage.entities: not a list: {}"),
        (
            "sendMessage",
            {"chat_id": 5, "text": "x", "reply_markup": {"inline_keyboard": [[{"callback_data": "y"}]]}},
            "sendMessage.reply_markup.inline_keyboard[0][0].text: missing",
        ),
        ("sendMessage", {"chat_id": 5, "text": "x", "reply_markup": {"remove_keyboard": True}}, None),
        ("sendMessage", {"chat_id": 5, "text": "x", "reply_parameters": "5"}, "sendMessage.reply_parameters: not ReplyParameters: '5'"),
        ("sendMessage", {"chat_id": 5, "text": "x", "suggested_post_parameters": {"anything": 1}}, None),
        ("sendMessage", {"chat_id": 5, "text": "x", "receiver_user_id": 9}, None),
        ("sendLocation", {"chat_id": 5, "latitude": 31, "longitude": 34.9}, None),
        ("sendLocation", {"chat_id": 5, "latitude": "31", "longitude": 34.9}, "sendLocation.latitude: not Float: '31'"),
        ("makeCoffee", {}, "makeCoffee: unknown method"),
    ],
)
def test_requests(method: str, params: dict[str, object], complaint: str | None) -> None:
    assert validate_request(method, params) == ([] if complaint is None else [complaint])


def test_an_object_may_be_any_of_its_kinds() -> None:
    user = {"id": 5, "is_bot": False, "first_name": "Dana"}
    assert validate_object("ChatMember", {"status": "left", "user": user}) == []
    assert validate_object("ChatMember", {"status": "left"}) == ["ChatMember.user: missing"]


def test_an_update_is_looked_through_to_its_ground() -> None:
    message = {"message_id": 1, "date": 2, "chat": CHAT, "photo": [{"file_id": "x"}]}
    problems = validate_object("Update", {"update_id": 1, "message": message})
    assert "Update.message.photo[0].width: missing" in problems
    assert validate_object("Update", []) == ["Update: not Update: []"]


def test_replies_may_have_one_of_several_types() -> None:
    for result in (True, {"message_id": 1, "date": 2, "chat": CHAT}):
        assert validate_reply("editMessageText", result) == []
    assert validate_reply("editMessageText", "yes") != []


def test_words_of_a_form_become_what_the_schema_says() -> None:
    form = {"chat_id": "-5", "text": "17", "disable_notification": "True", "entities": "[]", "unheard_of": "x"}
    params, problems = read_params("sendMessage", form)
    assert params == {"chat_id": -5, "text": "17", "disable_notification": True, "entities": [], "unheard_of": "x"}
    assert problems == []


def test_an_unreadable_word_is_told() -> None:
    params, problems = read_params("sendMessage", {"chat_id": "@a", "entities": "[", "message_thread_id": "ten"})
    assert params == {"chat_id": "@a"}
    assert problems == ["sendMessage.entities: can't parse Array of MessageEntity", "sendMessage.message_thread_id: can't parse Integer"]
