"""Groups, forums and their moves."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat

from bot.simulator.telegram import Group, NoSuchButton, Phone, TelegramServer
from tests.simulator.telegram_client import BareClient

BUTTON = {"inline_keyboard": [[{"text": "Coming", "callback_data": "17:coming"}, {"text": "Map", "url": "https://e.org/"}]]}


@pytest.fixture
def owner(server: TelegramServer) -> Phone:
    return server.person("Owner")


@pytest.fixture
def group(server: TelegramServer, owner: Phone) -> Group:
    group = server.group("Cluster North", (owner, server.person("Member")))
    group.add_bot(server.bot(), by=owner)
    return group


async def test_a_bot_is_told_of_its_place_and_of_what_is_said(
    server: TelegramServer, client: BareClient, group: Group, owner: Phone
) -> None:
    group.say(owner, "hello all")
    group.say_anonymously("from the board")
    first, said, anonymous = await client.fetch()
    assert first["my_chat_member"]["new_chat_member"]["status"] == "administrator"
    assert said["message"]["chat"] == {"id": group.chat_id, "type": "supergroup", "title": "Cluster North"}
    assert anonymous["message"]["from"]["id"] == 1087968824
    assert anonymous["message"]["sender_chat"]["id"] == group.chat_id
    assert server.violations == []


async def test_groups_count_their_own_messages(server: TelegramServer, bot: Bot, group: Group, owner: Phone) -> None:
    owner.start()
    owner.say("in private")
    assert (await bot.send_message(group.chat_id, "first here")).message_id == 1
    assert group.received[-1].text == group.messages[-1].text == "first here"


async def test_a_bot_that_is_no_admin_hears_only_what_is_for_it(server: TelegramServer, bot: Bot, group: Group, owner: Phone) -> None:
    group.add_bot(server.bot(), by=owner, status="member")
    mine = await bot.send_message(group.chat_id, "who comes?")
    asked = group.received[-1]
    assert asked.message_id == mine.message_id
    for text in ("chatter", "/status@eshkol1_bot"):
        group.say(owner, text)
    group.say(owner, "me", reply_to=asked)
    heard = [update["message"]["text"] for update in server.updates() if "message" in update]
    assert heard == ["/status@eshkol1_bot", "me"]


async def test_pressing_in_a_group(server: TelegramServer, client: BareClient, group: Group) -> None:
    member = server.person("Member")
    await client.ask("sendMessage", chat_id=group.chat_id, text="?", reply_markup=BUTTON)
    press = group.press(member, server.bot(), "Coming", message=group.received[-1])
    query = (await client.fetch())[-1]["callback_query"]
    assert (query["from"]["id"], query["message"]["chat"]["id"]) == (member.user_id, group.chat_id)
    await client.ask("answerCallbackQuery", callback_query_id=query["id"])
    assert press.answered
    with pytest.raises(NoSuchButton, match="no callback button"):
        group.press(member, server.bot(), "Map")


async def test_a_bot_outside_cannot_write(server: TelegramServer, bot: Bot, group: Group, owner: Phone) -> None:
    group.kick_bot(server.bot(), by=owner)
    with pytest.raises(TelegramForbiddenError, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group.chat_id, "x")
    elsewhere = server.group("Elsewhere", is_basic=True)
    with pytest.raises(TelegramForbiddenError, match="bot is not a member of the group chat"):
        await bot.send_message(elsewhere.chat_id, "x")


async def test_members_come_and_go(server: TelegramServer, bot: Bot, client: BareClient, group: Group) -> None:
    await client.ask("getUpdates", allowed_updates=["chat_member"], offset=-1)
    member = server.person("New")
    group.admit(member)
    assert (await bot.get_chat_member(group.chat_id, member.user_id)).status == "member"
    group.remove(member)
    assert (await bot.get_chat_member(group.chat_id, member.user_id)).status == "left"
    assert (await bot.get_chat_member(group.chat_id, server.bot().bot_id)).status == "administrator"
    kinds = [update["chat_member"]["new_chat_member"]["status"] for update in server.updates() if "chat_member" in update]
    assert kinds == ["member", "left"]
    assert (await bot.get_chat(group.chat_id)).title == "Cluster North"
    assert server.violations == []


async def test_topics_of_a_forum(server: TelegramServer, bot: Bot, owner: Phone) -> None:
    forum = server.group("Town desk", (owner,), is_forum=True)
    forum.add_bot(server.bot(), by=owner)
    calls = forum.topic("Calls", by=owner)
    forum.say(owner, "hello", thread=calls)
    sent = await bot.send_message(forum.chat_id, "call 17", message_thread_id=calls)
    assert (sent.message_thread_id, sent.is_topic_message) == (calls, True)
    assert forum.received[-1].thread == calls
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(forum.chat_id, "x", message_thread_id=99)
    forum.close_topic(calls)
    with pytest.raises(TelegramBadRequest, match="TOPIC_CLOSED"):
        await bot.send_message(forum.chat_id, "x", message_thread_id=calls)
    owner.start()
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(owner.user_id, "x", message_thread_id=calls)
    assert server.violations == []


async def test_a_group_that_becomes_a_supergroup(server: TelegramServer, bot: Bot, client: BareClient, owner: Phone) -> None:
    old = server.group("Cluster South", (owner,), is_basic=True)
    old.add_bot(server.bot(), by=owner)
    new = old.migrate(by=owner)
    with pytest.raises(TelegramMigrateToChat) as moved:
        await bot.send_message(old.chat_id, "x")
    assert moved.value.migrate_to_chat_id == new.chat_id
    await bot.send_message(new.chat_id, "here now")
    messages = [update["message"] for update in await client.fetch() if "message" in update]
    assert [message.get("migrate_to_chat_id") or message.get("migrate_from_chat_id") for message in messages] == [new.chat_id, old.chat_id]
    assert server.violations == []
