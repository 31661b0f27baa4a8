"""What is kept is shown and can be forgotten: proved by a scan of every byte of the database."""

import json
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.dispatch import desk
from bot.dispatch.call import Call, CallDraft, Spot
from bot.dispatch.kind import Slot
from bot.simulator.harness import TownOnATable
from bot.simulator.telegram.faults import Fault, asked
from bot.simulator.telegram.markup import Button
from bot.simulator.telegram.mishaps import JsonError
from bot.simulator.telegram.phone import Phone

NAME, NUMBER, ACCOUNT = "Zipporah שטרן", "+972587654321", 7_123_456_789
WORDS = "myverysecretwords"
HIDDEN = re.compile("[\u2066-\u2069\u200e\u200f]")
REGISTERING = (
    "language.pick:en",
    "consent.agree:1",
    "name.keep",
    "contact",
    "age.pick:from_24",
    "place.pick:givat-sharett",
    "skills.on:first_aid",
    "skills.done",
    "languages.rest",
    "summary.confirm",
    "sound.heard",
)


def traces(folder: Path) -> dict[str, list[str]]:
    """What of the person stands in which file of the database, its log included."""
    marks = {
        "name": NAME.encode(),
        "name in JSON": json.dumps(NAME)[1:-1].encode(),
        "first name": b"Zipporah",
        "number": NUMBER.removeprefix("+").encode(),
        "account in words": str(ACCOUNT).encode(),
        "account as a number": ACCOUNT.to_bytes(6, "big"),
        "words": WORDS.encode(),
    }
    found = {}
    for file in sorted(folder.glob("town.db*")):
        content = file.read_bytes()
        found[file.name] = [mark for mark, sought in marks.items() if sought in content]
    return {name: marks for name, marks in found.items() if marks}


def ending(meaning: str) -> Callable[[Button], bool]:
    return lambda button: (button.data or "").endswith(f".{meaning}")


def read(phone: Phone) -> str:
    return HIDDEN.sub("", phone.last.text)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[TownOnATable]:
    async with TownOnATable(tmp_path / "town.db") as laid:
        yield laid
        await laid.settle()
        assert not laid.server.violations


async def registered(town: TownOnATable) -> Phone:
    phone = town.phone(NAME, language="en", number=NUMBER, user_id=ACCOUNT)
    phone.start()
    await town.settle()
    await tap(town, phone, *REGISTERING)
    return phone


async def tap(town: TownOnATable, phone: Phone, *meanings: str) -> None:
    for meaning in meanings:
        if meaning == "contact":
            phone.share_contact()
        else:
            phone.press(ending(meaning))
        await town.settle()


async def call(town: TownOnATable, owner: Phone) -> Call:
    """Have the coordinator call one first-aider to the neighbourhood."""
    kind = town.town.kinds["E07"]
    kind = replace(kind, slots=(Slot(frozenset({"first_aid"}), 1),), minimum=1, target=1)
    place = next(place for place in town.town.neighbourhoods if place.code == "givat-sharett")
    spot = Spot(place.centre, place.code, "HaNarkis 14", "by the gate", "Yossi 050-7654321", is_exact=True)
    async with town.records() as records:
        person = await records.roster.person_of(owner.user_id)
        assert person
        issued = await desk.issue(CallDraft(kind, spot, 1, "bring bandages", "en"), person, town.bot.bench(records))
    await town.settle()
    return issued.call


async def rename(town: TownOnATable, phone: Phone, name: str) -> None:
    phone.say("/profile")
    await town.settle()
    await tap(town, phone, "menu.field:name")
    phone.say(name)
    await town.settle()
    await tap(town, phone, "menu.close")


async def forget(town: TownOnATable, phone: Phone) -> None:
    phone.say("/forget")
    await town.settle()
    await tap(town, phone, "go-on.")
    phone.press(lambda button: ".forget." in (button.data or ""))
    await town.settle()


async def test_forgetting_leaves_no_trace_in_any_byte(town: TownOnATable, tmp_path: Path) -> None:
    rivka = await town.coordinator(language="en")
    phone = await registered(town)
    rivka.press(lambda button: ".approve." in (button.data or ""))
    await town.settle()
    await rename(town, phone, "Tzipi")
    issued = await call(town, rivka)
    phone.press(lambda button: ".coming." in (button.data or "") or (button.data or "").endswith(".coming"))
    await town.settle()
    phone.say(WORDS, reply_to=phone.last)
    phone.say(f"{WORDS} once more")
    await town.settle()
    assert traces(tmp_path)
    await forget(town, phone)
    assert any("Everything about you was deleted" in HIDDEN.sub("", seen.text) for seen in phone.received)
    assert traces(tmp_path) == {}
    async with town.records() as records:
        assert [one.is_coming for one in await records.ledger.invitations(issued.id)] == [False]
    await town.pass_time(seconds=20)
    assert traces(tmp_path) == {}


async def test_the_goodbye_is_in_their_language_and_survives_a_crash(town: TownOnATable, tmp_path: Path) -> None:
    phone = await registered(town)
    phone.say("/language")
    await town.settle()
    await tap(town, phone, "language.ru")
    phone.say("/forget")
    await town.settle()
    await tap(town, phone, "go-on.")
    town.server.faults.add(Fault(JsonError(), asked("editMessageText"), times=2))
    phone.press(lambda button: ".forget." in (button.data or ""))
    await town.settle()
    assert "name" not in traces(tmp_path).get("town.db", [])
    await town.crash()
    await town.start_bot()
    await town.pass_time(seconds=30)
    assert "Все ваши данные удалены" in read(phone)
    assert traces(tmp_path) == {}


async def test_the_confirmation_works_once_and_only_when_it_is_asked(town: TownOnATable) -> None:
    phone = await registered(town)
    phone.say("/forget")
    await town.settle()
    await tap(town, phone, "go-on.")
    sure = phone.last
    once = next(button.data or "" for button in sure.buttons if ".forget." in (button.data or ""))
    await tap(town, phone, "keep.")
    assert "Nothing was deleted" in read(phone)
    phone.press_data(once, sure)
    await town.settle()
    phone.say("/forget")
    await town.settle()
    token = next(button.data or "" for button in phone.last.buttons).split(".")[1]
    for forged in (once, f"t.{token}.forget.", f"t.{token}.forget.guess"):
        phone.press_data(forged, phone.last)
        await town.settle()
    phone.say("/profile")
    await town.settle()
    assert NAME in read(phone)


async def test_pressing_and_blocking_afterwards_brings_nobody_back(town: TownOnATable, tmp_path: Path) -> None:
    phone = await registered(town)
    phone.say("/forget")
    await town.settle()
    await tap(town, phone, "go-on.")
    sure = phone.last
    once = next(button.data or "" for button in sure.buttons if ".forget." in (button.data or ""))
    for _ in range(3):
        phone.press_data(once, sure)
    await town.settle()
    phone.press_data("p..profile.", phone.last)
    phone.block()
    await town.settle()
    assert traces(tmp_path) == {}


async def test_someone_forgotten_may_come_back_as_anyone_new(town: TownOnATable) -> None:
    phone = await registered(town)
    await forget(town, phone)
    phone.start()
    await town.settle()
    assert "In which language" in read(phone)
    await tap(town, phone, *REGISTERING)
    assert "Waiting for a coordinator" in read(phone)


async def test_the_last_coordinator_is_warned(town: TownOnATable) -> None:
    rivka = await town.coordinator(language="en")
    rivka.say("/language")
    await town.settle()
    await tap(town, rivka, "language.en")
    rivka.say("/forget")
    await town.settle()
    assert "You are the only coordinator" in read(rivka)


async def test_mydata_shows_the_account_of_someone_who_never_registered(town: TownOnATable) -> None:
    phone = town.phone(NAME, language="en", number=NUMBER, user_id=ACCOUNT)
    phone.say("/mydata")
    await town.settle()
    said = "\n".join(HIDDEN.sub("", seen.text) for seen in phone.received)
    assert "Only this chat's account" in said
    assert str(ACCOUNT) in said
    assert NUMBER not in said


async def test_mydata_tells_of_every_call_and_answer(town: TownOnATable) -> None:
    rivka = await town.coordinator(language="en")
    phone = await registered(town)
    rivka.press(lambda button: ".approve." in (button.data or ""))
    await town.settle()
    issued = await call(town, rivka)
    before = len(phone.received)
    phone.say("/mydata")
    await town.settle()
    raw = "\n".join(HIDDEN.sub("", seen.text) for seen in phone.received[before + 1 :])
    data = json.loads(raw)
    assert [one["call"] for one in data["calls"]] == [issued.number]
    assert data["person"]["phone"] == NUMBER
    assert data["volunteer"]["skills"] == ["first_aid"]
