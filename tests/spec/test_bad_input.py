"""Whatever comes in: nothing is lost, nothing happens twice, nobody reads a traceback, and no log holds the token."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.dispatch import desk
from bot.simulator.telegram.phone import Phone
from bot.storage.database import Database
from tests.spec.stage import ADDRESS, AT_ONCE, OWNER_KEY, Stage, answers, read, stage, texts

OVERRIDES = re.compile("[\u202a-\u202e]")
"""What would turn the text around a name; the bot leaves it out."""
NOT_FOR_PEOPLE = re.compile(r"Traceback|Error\b|Exception|sqlite|aiogram|\bNone\b|0x[0-9a-f]{6}|[{}]|\$\w|\.py\b", re.IGNORECASE)
MOST_LETTERS = 4096
ENOUGH_TO_GO_BY = 700


@asynccontextmanager
async def scene_of(path: Path, log: pytest.LogCaptureFixture) -> AsyncIterator[Stage]:
    """A stage on which, whatever a story sends, the end is clean: every chat readable, no token in a log."""
    log.set_level(logging.DEBUG)
    async with stage(path) as scene:
        yield scene
        said = [text for phone in (scene.owner, *scene.people.values()) for text in texts(phone)]
        assert [text for text in said if NOT_FOR_PEOPLE.search(text)] == []
        assert scene.town.server.token not in log.text
        assert scene.town.server.token.partition(":")[2] not in log.text


async def waiting(scene: Stage, state: str) -> int:
    async with scene.town.records() as records:
        return await records.inbox.count(state)


def message(phone: Phone, **fields: Any) -> dict[str, Any]:
    """A text message from somebody, as Telegram writes it; `fields` spoil it."""
    user = {"id": phone.user_id, "is_bot": False, "first_name": phone.person.first_name, "language_code": "en"}
    chat = {"id": phone.user_id, "type": "private", "first_name": phone.person.first_name}
    return {"message_id": 900, "date": 1_790_000_000, "from": user, "chat": chat, "text": "/profile"} | fields


def press(phone: Phone, **fields: Any) -> dict[str, Any]:
    user = {"id": phone.user_id, "is_bot": False, "first_name": phone.person.first_name}
    return {"id": "77", "from": user, "chat_instance": "1", "data": "x"} | fields


VALUES: list[Any] = [None, 5, "x", [], {}, [{}], {"id": []}]
PRESSED: list[Any] = [None, 5, {}, [], "x" * 500]
JUNK: list[Any] = [None, True, -1, 0, 1.5, 2**70, "", "x", "\u0000", [], [[]], {}, {"id": None}, {"id": "5"}, {"id": 2**70}, {"from": {}}]
KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member", "inline_query", "poll", "no_such_kind")


def junk(phone: Phone) -> Iterator[dict[str, Any]]:
    """More than a hundred updates that no Telegram should send."""
    for kind in KINDS:
        yield from ({kind: value} for value in JUNK)
    for field in ("from", "chat", "text", "date", "message_id", "entities", "contact", "location", "reply_to_message", "voice"):
        yield from ({"message": message(phone, **{field: value})} for value in VALUES)
    for field in ("from", "message", "data", "id"):
        yield from ({"callback_query": press(phone, **{field: value})} for value in PRESSED)


async def test_junk_of_every_kind_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with scene_of(tmp_path, caplog) as scene:
        omar = await scene.has("Omar")
        every = list(junk(omar))
        assert len(every) > 100
        Random(7).shuffle(every)
        for update in every:
            scene.town.server.inject_raw(update)
        await scene.town.settle()
        assert await waiting(scene, "waiting") == 0
        warned = [text for text in texts(scene.owner) if "failed five times" in text]
        assert len(warned) == 1, "one warning of many, or nothing else would reach her"
        await scene.say("Omar", "/status")
        assert "No call is waiting" in read(omar), "good ones are obeyed as ever"


async def test_poison_among_good_ones_is_put_aside_after_five_tries_and_a_coordinator_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with scene_of(tmp_path, caplog) as scene:
        omar, vera = await scene.has("Omar"), await scene.has("Vera")
        omar.say("/status")
        poison = scene.town.server.inject_raw({"message": message(vera, date="yesterday")})
        vera.say("/status")
        omar.say("/status")
        await scene.town.settle()
        assert [texts(phone).count("No call is waiting for you right now.") for phone in (omar, vera)] == [2, 1]
        assert await waiting(scene, "quarantined") == 1
        assert f"one message to the bot (no. {poison}) failed five times" in read(scene.owner)
        assert len([text for text in texts(scene.owner) if str(poison) in text]) == 1
        scene.nobody_else_heard_anything("Omar", "Vera")


@pytest.mark.parametrize("copies", [1, 2, 3])
async def test_an_update_that_comes_several_times_has_one_effect(tmp_path: Path, caplog: pytest.LogCaptureFixture, copies: int) -> None:
    async with scene_of(tmp_path, caplog) as scene:
        omar, vera = await scene.has("Omar"), await scene.has("Vera")
        await scene.call(plan=AT_ONCE)
        vera.say("/help")
        omar.say("accept 1 20")
        await scene.town.settle()
        for update in scene.town.server.updates()[-2:]:
            for _copy in range(copies):
                scene.town.server.repeat(update["update_id"])
        await scene.town.settle()
        assert len(scene.new("Omar")) == 2, "the invitation, and one answer"
        assert len(scene.new("Vera")) == 2
        async with scene.town.records() as records:
            call = await records.ledger.call_by_number(1)
            assert call
            answered = [entry for entry in await records.ledger.history(call.id) if entry.fact == "answered"]
        assert len(answered) == 1
        scene.nobody_else_heard_anything("Omar", "Vera")


async def test_bits_that_flip_in_a_button_change_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with scene_of(tmp_path, caplog) as scene:
        omar = await scene.has("Omar")
        await scene.call(plan=AT_ONCE)
        asked = omar.last
        good = next(str(button.data) for button in asked.buttons if answers("coming", "20")(button))
        token = slice(good.index(".") + 1, good.index(".", 2))
        chance = Random(3)
        for place in chance.sample(range(token.start, token.stop), 6):
            flipped = good[:place] + chr(ord(good[place]) ^ 1) + good[place + 1 :]
            pressed = omar.press_data(flipped, asked)
            await scene.town.settle()
            assert pressed.answered
        for forged in ("", ".", "...", "i", "i...", "i." + "x" * 62, "c.1.close-done.", "\u202e", "p..lang.xx", "t.x.y.z", "i\u0000.a.b.c"):
            omar.press_data(forged or " ", asked)
            await scene.town.settle()
        assert "You are assigned" not in " ".join(texts(omar))
        omar.press_data(good, asked)
        await scene.town.settle()
        assert "You are assigned" in read(omar)
        before = texts(omar)
        omar.press_data(good, asked)
        await scene.town.settle()
        assert texts(omar) == before, "a replayed press says nothing new"
        scene.nobody_else_heard_anything("Omar")


async def test_other_peoples_buttons_are_worth_nothing_in_ones_own_chat(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with scene_of(tmp_path, caplog) as scene:
        omar, vera = await scene.has("Omar"), await scene.has("Vera")
        await scene.call(places=2, plan=AT_ONCE)
        await scene.press("Omar", "coming", "20")
        shown = [button for phone in (omar, scene.owner) for seen in phone.received for button in seen.buttons]
        theirs = [button.data for button in shown if button.data and button.data.startswith(("i.", "c."))]
        assert len(theirs) > 5
        before = texts(omar)
        for data in theirs:
            thief = vera.press_data(data, vera.last)
            await scene.town.settle()
            assert thief.answered
        assert texts(omar) == before
        assert not [text for text in texts(vera) if ADDRESS in text or "Omar" in text or "You are assigned" in text]
        async with scene.town.records() as records:
            assert len(await records.ledger.open_calls()) == 1
        scene.nobody_else_heard_anything("Omar", "Vera")


@pytest.mark.parametrize("text", ["x" * MOST_LETTERS, "<" * MOST_LETTERS, "🚑" * (MOST_LETTERS // 2)], ids=["x", "markup", "emoji"])
async def test_the_longest_reply_telegram_lets_through_reaches_the_owner(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    async with scene_of(tmp_path, caplog) as scene:
        omar = await scene.has("Omar")
        await scene.call(plan=AT_ONCE)
        omar.say(text, reply_to=omar.last)
        await scene.town.settle()
        assert "Passed on to the coordinator" in read(omar)
        brought = [seen.text for seen in scene.owner.received if "💬 " in seen.text]
        assert brought, "cut perhaps, lost never"
        assert sum(one.count(text[0]) for one in brought) > ENOUGH_TO_GO_BY
        await scene.say("Omar", "/profile " + "y" * 4000)
        scene.nobody_else_heard_anything("Omar")


@pytest.mark.parametrize(
    "name", ["<b>Eve</b> & <Bob>", "\u202eevE\u202c", "E\u200bv\u200de\u2060", "{ $name }", "_*[Eve](x)*_", "עומר 5 Omar"]
)
async def test_a_name_is_shown_as_written_and_kept_to_itself(tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str) -> None:
    caplog.set_level(logging.DEBUG)
    async with stage(tmp_path) as scene:
        await scene.has(name)
        await scene.call(plan=AT_ONCE)
        await scene.press(name, "coming", "20")
        await scene.town.pass_time(seconds=5)
        card = scene.owner.last
        assert f"\u2068{OVERRIDES.sub('', name)}\u2069" in card.text
        assert card.entities == ()
        assert card.text.count("\u2068") + card.text.count("\u2066") + card.text.count("\u2067") == card.text.count("\u2069")
        scene.nobody_else_heard_anything(name)


@pytest.mark.parametrize(("latitude", "longitude"), [(91.0, 0.0), (-1e9, 1e9), (0.0, 181.0), (float(2**60), 5.0), (31.7, 1e308)])
async def test_a_place_that_is_on_no_map_is_refused_in_words(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, latitude: float, longitude: float
) -> None:
    async with scene_of(tmp_path, caplog) as scene:
        scene.owner.say("/emergency E07")
        await scene.town.settle()
        scene.owner.send_location(latitude, longitude)
        await scene.town.settle()
        assert "outside the town" in read(scene.owner)
        assert await waiting(scene, "quarantined") == 0


async def test_who_speaks_for_many_holds_no_role(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with scene_of(tmp_path, caplog) as scene:
        group = scene.town.server.group("Operations", (scene.owner,))
        group.add_bot(scene.town.server.bot(), by=scene.owner)
        channel = {"id": -1003000000001, "type": "channel", "title": "News"}
        shared = {"id": 136817688, "is_bot": True, "first_name": "Channel"}
        room = {"id": group.chat_id, "type": "supergroup", "title": "Operations"}
        for text in ("/link all", "/close 1 done"):
            group.say_anonymously(text)
            by_channel = {"from": shared, "sender_chat": channel, "chat": room, "text": text}
            scene.town.server.inject_raw({"message": message(scene.owner, **by_channel)})
            scene.town.server.inject_raw({"message": {"message_id": 5, "date": 1_790_000_000, "chat": channel, "text": text}})
            scene.town.server.inject_raw({"channel_post": {"message_id": 5, "date": 1_790_000_000, "chat": channel, "text": text}})
        await scene.town.settle()
        assert group.received == []
        async with scene.town.records() as records:
            assert not await records.roster.linked_chats("food")
        assert await waiting(scene, "quarantined") == 0


async def test_somebody_elses_contact_is_no_phone_of_mine(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with scene_of(tmp_path, caplog) as scene:
        omar, vera = await scene.has("Omar"), await scene.has("Vera")
        omar.share_contact(own=False, phone="+972501112222", user_id=vera.user_id)
        omar.share_contact(own=False, phone="+972501113333")
        omar.send_content({"contact": {"phone_number": "+972501114444", "first_name": "x", "user_id": "me"}})
        await scene.town.settle()
        async with scene.town.records() as records:
            known = [await records.roster.person_of(phone.user_id) for phone in (omar, vera)]
        assert not [person for person in known if person and person.phone and person.phone.startswith("+97250111")]


@pytest.mark.parametrize(
    "payload",
    [
        "admin-",
        "admin-wrong",
        "join-",
        "join-" + "x" * 59,
        "../../etc",
        "%00",
        "'; drop table people; --",
        "\u202e\u0000",
        "admin-" + "9" * 50,
        "1 2 3",
    ],
)
async def test_whatever_a_link_carries_start_is_start(tmp_path: Path, caplog: pytest.LogCaptureFixture, payload: str) -> None:
    async with scene_of(tmp_path, caplog) as scene:
        stranger = scene.town.phone("Stranger", language="en")
        stranger.start(payload)
        await scene.town.settle()
        assert stranger.received
        scene.people["Stranger"] = stranger
        async with scene.town.records() as records:
            person = await records.roster.person_of(stranger.user_id)
            assert person
            assert not await records.roster.grants_of(person.key)
        assert await waiting(scene, "quarantined") == 0


class FullDisk:
    """Storage that refuses to commit while the disk is full."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_full = False
        self.refused = 0
        self._open = Database.transaction
        monkeypatch.setattr(Database, "transaction", self.transaction_on())

    def transaction_on(self) -> Callable[[Database], AbstractAsyncContextManager[Any]]:
        """Return what stands in for the database's own method."""

        def transaction(database: Database, turn: str | None = None) -> AbstractAsyncContextManager[Any]:
            return self._transaction(database, turn)

        return transaction

    @asynccontextmanager
    async def _transaction(self, database: Database, turn: str | None) -> AsyncIterator[Any]:
        async with self._open(database, turn) as connection:
            yield connection
            if self.is_full:
                self.refused += 1
                statement = "COMMIT"
                raise OperationalError(statement, {}, OSError("database or disk is full"))


async def test_a_full_disk_loses_nothing_and_everything_is_obeyed_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    disk = FullDisk(monkeypatch)
    async with scene_of(tmp_path, caplog) as scene:
        omar = await scene.has("Omar")
        await scene.call(plan=AT_ONCE)
        disk.is_full = True
        omar.say("accept 1 20")
        omar.say("/status")
        await turns(scene, seconds=20)
        assert disk.refused > 3
        assert len(scene.town.server.waiting()) == 2, "nothing is confirmed that is not stored"
        disk.is_full = False
        await turns(scene, seconds=60)
        await scene.town.settle()
        assert scene.town.server.waiting() == []
        assert [text for text in texts(omar) if "You are assigned" in text]
        scene.nobody_else_heard_anything("Omar")


async def turns(scene: Stage, seconds: int) -> None:
    """Let time pass although nothing comes to rest."""
    for _ in range(seconds):
        for _ in range(200):
            await asyncio.sleep(0)
        scene.town.clock.move_to(scene.town.clock.now() + timedelta(seconds=1))


async def test_a_revoked_token_stops_the_sending_and_keeps_the_queue(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with scene_of(tmp_path, caplog) as scene:
        await scene.has("Omar")
        scene.town.server.revoke(scene.town.server.token)
        kind = scene.kind(plan=AT_ONCE)
        async with scene.town.records() as records:
            owner = await records.roster.person(OWNER_KEY)
            await desk.issue(scene.draft(kind, 1), owner, scene.town.bot.bench(records))
        await turns(scene, seconds=30)
        assert not scene.town.bot.token_is_good
        assert not scene.town.bot.sender.token_is_good
        assert scene.new("Omar") == []
        async with scene.town.records() as records:
            assert await records.outbox.count("queued", "sending") >= 1
            assert await records.outbox.count("dead") == 0
        assert "token" in caplog.text
        assert scene.asked() == set()
        scene.town.server.bot().revoked = False
        await scene.town.crash()
        await scene.town.start_bot()
        assert scene.asked() == {"Omar"}, "set right and started again, what was queued goes out"
