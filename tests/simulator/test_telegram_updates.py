"""Updates coming in: fetched, confirmed, kept and quarrelled about as Telegram does."""

import asyncio
from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest

from bot.clock import SystemClock
from bot.simulator.hand_clock import HandClock
from bot.simulator.telegram import NoSuchButton, TelegramServer
from bot.simulator.telegram.waiting import Waits
from tests.simulator.telegram_client import BareClient, aiogram_bot, until

BUTTON = {"inline_keyboard": [[{"text": "Coming", "callback_data": "17:coming"}, {"text": "Map", "url": "https://e.org/"}]]}


def texts(updates: list[dict[str, dict[str, str]]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_updates_wait_until_they_are_confirmed(server: TelegramServer, client: BareClient) -> None:
    dana = server.person()
    dana.start("from-poster")
    dana.say("hello")
    fetched = (await client.ask("getUpdates")).result
    assert texts(fetched) == ["/start from-poster", "hello"]
    assert fetched[0]["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert not server.quiet()
    again = (await client.ask("getUpdates", offset=fetched[1]["update_id"])).result
    assert texts(again) == ["hello"]
    assert server.waiting() == [fetched[1]["update_id"]]
    await client.ask("getUpdates", offset=fetched[1]["update_id"] + 1, limit=0)
    assert server.quiet()


async def test_a_negative_offset_keeps_the_last_ones_only(server: TelegramServer, client: BareClient) -> None:
    dana = server.person()
    for number in range(5):
        dana.say(f"{number}")
    assert texts((await client.ask("getUpdates", offset=-2)).result) == ["3", "4"]
    assert len(server.waiting()) == 2


async def test_the_limit_is_clamped(server: TelegramServer, client: BareClient, clock: HandClock) -> None:
    dana = server.person()
    for number in range(105):
        dana.say(f"{number}")
    first = (await client.ask("getUpdates", limit=1000)).result
    assert len(first) == 100
    assert len((await client.ask("getUpdates", limit=100)).result) == 1, "the same offset again at once"
    clock.move(timedelta(seconds=1))
    assert len((await client.ask("getUpdates", limit=-7)).result) == 1


async def test_a_long_poll_returns_as_soon_as_someone_writes(server: TelegramServer, client: BareClient, clock: HandClock) -> None:
    dana = server.person()
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(client.ask("getUpdates", timeout=50))
        await server.changes.until(server.is_polled)
        assert server.quiet()
        assert server.in_flight == 0
        dana.say("now")
    assert texts(poll.result().result) == ["now"]
    assert clock.waiters() == 0


async def test_a_long_poll_ends_by_the_clock(server: TelegramServer, client: BareClient, clock: HandClock) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(client.ask("getUpdates", timeout=1000))
        await server.changes.until(server.is_polled)
        clock.move(timedelta(seconds=50))
    assert poll.result().result == []


async def test_the_same_offset_asked_again_too_soon_has_to_wait(server: TelegramServer, client: BareClient, clock: HandClock) -> None:
    assert (await client.ask("getUpdates", offset=7)).result == []
    async with asyncio.TaskGroup() as group:
        again = group.create_task(client.ask("getUpdates", offset=7, timeout=0))
        await server.changes.until(server.is_polled)
        clock.move(timedelta(seconds=3))
    assert again.result().result == []


async def test_of_two_who_fetch_the_older_is_ended(server: TelegramServer, client: BareClient, clock: HandClock) -> None:
    async with asyncio.TaskGroup() as group:
        first = group.create_task(client.ask("getUpdates", timeout=50, offset=1))
        await server.changes.until(server.is_polled)
        second = group.create_task(client.ask("getUpdates", timeout=50, offset=2))
        assert (await first).status == 409
        third = group.create_task(client.ask("getUpdates", timeout=50, offset=3))
        await until(lambda: clock.waiters() == 2)
        assert not second.done(), "the second conflict is told three seconds late"
        clock.move(timedelta(seconds=3))
        assert "terminated by other getUpdates request" in (await second).description
        server.person().say("for the last one")
    assert texts(third.result().result) == ["for the last one"]


async def test_the_subscription_sticks(server: TelegramServer, client: BareClient) -> None:
    dana = server.person()
    await client.ask("getUpdates", allowed_updates=["callback_query"])
    dana.say("unheard")
    assert server.waiting() == []
    await client.ask("getUpdates", offset=1)
    dana.say("still unheard")
    await client.ask("getUpdates", offset=2, allowed_updates=[])
    dana.say("heard")
    assert texts((await client.ask("getUpdates", offset=3)).result) == ["heard"]


async def test_messages_are_kept_a_day_and_presses_150_seconds(server: TelegramServer, client: BareClient, clock: HandClock) -> None:
    dana = server.person()
    dana.start()
    await client.ask("sendMessage", chat_id=dana.user_id, text="?", reply_markup=BUTTON)
    dana.press("Coming")
    assert len(server.waiting()) == 2
    clock.move(timedelta(seconds=150))
    kinds = [set(update) - {"update_id"} for update in (await client.ask("getUpdates")).result]
    assert kinds == [{"message"}]
    assert len(server.lost()) == 1
    clock.move(timedelta(hours=24))
    assert (await client.ask("getUpdates")).result == []
    assert server.quiet()


async def test_an_update_that_is_too_big_vanishes(server: TelegramServer, client: BareClient) -> None:
    dana = server.person()
    dana.send_content({"text": "x" * 70_000})
    assert (await client.ask("getUpdates")).result == []
    assert len(server.too_big()) == 1


async def test_a_press_and_its_answer(server: TelegramServer, bot: Bot, client: BareClient, clock: HandClock) -> None:
    dana = server.person()
    dana.start()
    await client.ask("sendMessage", chat_id=dana.user_id, text="older", reply_markup=BUTTON)
    newer = (await client.ask("sendMessage", chat_id=dana.user_id, text="newer", reply_markup=BUTTON)).result
    press = dana.press("Coming")
    assert (press.post.message_id, press.data, press.answered) == (newer["message_id"], "17:coming", False)
    query = (await client.fetch())[-1]["callback_query"]
    assert query["message"]["text"] == "newer"
    await bot.answer_callback_query(query["id"], text="You are expected", show_alert=True)
    assert (press.text, press.show_alert, press.answered_at) == ("You are expected", True, clock.now())
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(query["id"])
    late = dana.press(lambda button: button.text.startswith("Com"), message=newer["message_id"] - 1)
    assert late.post.text == "older"
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(late.query_id, text="x" * 201)
    clock.move(timedelta(seconds=16))
    with pytest.raises(TelegramBadRequest, match="query is too old and response timeout expired or query ID is invalid"):
        await bot.answer_callback_query(late.query_id)
    for wrong in ("Map", "Nobody"):
        with pytest.raises(NoSuchButton):
            dana.press(wrong)


async def test_forged_presses(server: TelegramServer, client: BareClient) -> None:
    dana = server.person()
    said = dana.start()
    press = dana.press_data("17:coming", said)
    assert (await client.fetch())[-1]["callback_query"]["data"] == press.data
    with pytest.raises(NoSuchButton):
        dana.press_data("x", 99)


async def test_all_that_hands_can_do_is_an_update(server: TelegramServer, client: BareClient) -> None:
    dana = server.person("Dana", phone_number="+972501111111", last_name="Levi")
    said = dana.say("five")
    assert len(dana.keyboard) == 0
    dana.edit(said, "six")
    dana.share_contact()
    dana.share_contact(own=False, phone="+972502222222")
    dana.share_contact(own=False, user_id=77)
    dana.send_location(31.75, 34.99, reply_to=said)
    dana.send_voice()
    dana.send_photo("look")
    dana.block()
    dana.start()
    updates = await client.fetch()
    messages = [update.get("message", {}) for update in updates]
    assert updates[1]["edited_message"]["text"] == "six"
    assert dana.messages[0].edits == ("five",)
    contacts = [message["contact"].get("user_id") for message in messages if "contact" in message]
    assert contacts == [dana.user_id, None, 77]
    located = next(message for message in messages if "location" in message)
    assert located["reply_to_message"]["message_id"] == said.message_id
    statuses = [update["my_chat_member"]["new_chat_member"]["status"] for update in updates if "my_chat_member" in update]
    assert statuses == ["kicked", "member"]
    assert updates[-1]["message"]["text"] == "/start"
    assert server.violations == []


async def test_aiogram_can_read_every_update(server: TelegramServer, bot: Bot) -> None:
    dana = server.person()
    dana.start()
    await bot.send_message(dana.user_id, "x")
    for act in (dana.share_contact, dana.send_voice, dana.send_photo, dana.block, dana.unblock):
        act()
    updates = await bot.get_updates()
    assert [update.event_type for update in updates] == ["message"] * 4 + ["my_chat_member"] * 2


async def test_raw_repeated_and_shuffled_updates(server: TelegramServer, client: BareClient) -> None:
    dana = server.person()
    dana.say("once")
    number = server.updates()[0]["update_id"]
    server.inject_raw({"message": "nonsense"}, repeat=2)
    server.repeat(number)
    first = (await client.ask("getUpdates")).result
    assert [update["update_id"] - number for update in first] == [0, 1, 1, 0]
    server.repeat(number)
    after = (await client.ask("getUpdates", offset=number + 2)).result
    assert texts(after) == ["once"], "a duplicate comes although it was confirmed"
    server.rebase_update_ids(7)
    for text in "abc":
        dana.say(text)
    server.shuffle()
    shuffled = (await client.ask("getUpdates", offset=number + 3)).result
    assert sorted(texts(shuffled)) == ["a", "b", "c"]
    assert {update["update_id"] for update in shuffled} == {7, 8, 9}
    number = server.inject_raw({"message": {"text": "half \ud83d"}})
    (half,) = (await client.ask("getUpdates", offset=number)).result
    assert half["message"]["text"] == "half \ud83d"
    server.inject_raw(b'{"update_id": 12, "message": {"text": "\xff')
    with pytest.raises(UnicodeDecodeError):
        await client.ask("getUpdates", offset=number + 1)


async def test_two_bots_have_their_own_people_and_queues(server: TelegramServer, client: BareClient) -> None:
    other = server.add_bot("200000002:second", "arara_bot")
    dana = server.person()
    dana.start()
    there = dana.with_bot(other)
    there.say("hello there")
    assert texts(await client.with_token(other.token).fetch()) == ["hello there"]
    assert server.quiet(other.token)
    assert not server.quiet()
    await client.with_token(other.token).ask("sendMessage", chat_id=dana.user_id, text="from Arara")
    assert (there.last.text, there.last.message_id, dana.received) == ("from Arara", 2, [])


async def test_everything_works_by_the_machines_own_clock() -> None:
    async with TelegramServer(SystemClock()) as server, aiogram_bot(server) as bot:
        dana = server.person()
        async with asyncio.TaskGroup() as group:
            poll = group.create_task(bot.get_updates(timeout=30))
            await server.changes.until(server.is_polled)
            dana.say("real time")
        assert poll.result()[0].message is not None
    await Waits(SystemClock()).rest(timedelta(milliseconds=1))


async def test_closing_ends_what_waits(clock: HandClock) -> None:
    async with TelegramServer(clock) as server:
        async with aiogram_bot(server) as bot, asyncio.TaskGroup() as group:
            poll = group.create_task(_error_of(bot))
            await server.changes.until(server.is_polled)
            server.close()
        assert "restart" in poll.result()


async def test_a_taken_port_is_refused_and_nothing_stays_open(server: TelegramServer, clock: HandClock) -> None:
    taken = int(server.base_url.rpartition(":")[2])
    with pytest.raises(OSError, match="address already in use"):
        await TelegramServer(clock, port=taken).__aenter__()


async def _error_of(bot: Bot) -> str:
    try:
        await bot.get_updates(timeout=50)
    except Exception as error:  # noqa: BLE001 - whatever aiogram makes of a 500
        return str(error)
    return "nothing happened"
