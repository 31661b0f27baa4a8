"""Volunteers answer calls: by button, in words, by replying; each learns at once where they stand."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.dispatch import desk
from bot.dispatch.call import Call, CallDraft, Outcome, Spot
from bot.dispatch.kind import Mode, Slot
from bot.registry.language import Language
from bot.registry.person import Grant, GrantState, Person, Role
from bot.simulator.harness import TownOnATable
from bot.simulator.telegram.markup import Button
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.world import Press

ADDRESS, CONTACT = "HaNarkis 14, entrance B", "Yossi 050-7654321"


@dataclass
class Scene:
    """A town with a coordinator and neighbours who can help, each on their own phone."""

    town: TownOnATable
    owner: Phone
    neighbours: dict[str, Phone]

    def __getitem__(self, name: str) -> Phone:
        return self.neighbours[name]

    async def call(self, places: int = 1, mode: Mode = Mode.EMERGENCY, **draft: object) -> Call:
        """Have the coordinator call for people who can carry things."""
        kind = self.town.town.kinds["E07" if mode is Mode.EMERGENCY else "R03"]
        kind = replace(kind, slots=(Slot(frozenset({"logistics"}), places),), minimum=places, target=places)
        place = self.town.town.neighbourhoods[0]
        spot = Spot(place.centre, place.code, ADDRESS, "by the gate", CONTACT, is_exact=True)
        wanted = replace(CallDraft(kind, spot, places, "carry water", "en"), **draft)  # type: ignore[arg-type]  # a story's wish
        async with self.town.records() as records:
            owner = await records.roster.person_of(self.owner.user_id)
            assert owner
            issued = await desk.issue(wanted, owner, self.town.bot.bench(records))
        await self.town.settle()
        return issued.call

    async def close(self, call: Call, outcome: Outcome) -> None:
        """Have the coordinator close the call."""
        async with self.town.records() as records:
            now = await records.ledger.call(call.id)
            await desk.close(now, outcome, now.owner, self.town.bot.bench(records))
        await self.town.settle()

    async def press(self, name: str, verb: str, arg: str = "") -> Press:
        """Let somebody press the button that answers so."""
        pressed = self[name].press(answers(verb, arg))
        await self.town.settle()
        return pressed

    async def say(self, name: str, text: str) -> str:
        """Let somebody write, and return what they then read."""
        self[name].say(text)
        await self.town.settle()
        return read(self[name])


def answers(verb: str, arg: str = "") -> Callable[[Button], bool]:
    def is_it(button: Button) -> bool:
        return bool(button.data) and str(button.data).endswith(f".{verb}.{arg}")

    return is_it


def plain(text: str | None) -> str:
    return re.sub("[\u2066-\u2069\u200e\u200f]", "", text or "")


def read(phone: Phone) -> str:
    return plain(phone.last.text)


def texts(phone: Phone) -> list[str]:
    return [plain(seen.text) for seen in phone.received]


@asynccontextmanager
async def town(path: Path, *names: str, languages: dict[str, Language] | None = None) -> AsyncIterator[Scene]:
    async with TownOnATable(path / "town.db") as table:
        owner = table.phone("Dana")
        async with table.records() as records:
            person = Person(9, table.town.slug, owner.user_id, owner.user_id, "Dana", None, Language.EN, has_chosen_language=True)
            await records.roster.meet(person)
            since = table.clock.now() - timedelta(days=1)
            await records.roster.grant(Grant(0, 9, Role.COORDINATOR, "", GrantState.ACTIVE, since, None, None))
        spoken = languages or {}
        phones = {name: table.phone(name) for name in names}
        home = table.town.neighbourhoods[0].code
        await table.settle_in(
            (phone, table.volunteer(home, "logistics", language=spoken.get(name, Language.EN))) for name, phone in phones.items()
        )
        for phone in (owner, *phones.values()):
            phone.start()
        await table.settle()
        yield Scene(table, owner, phones)


async def test_one_tap_says_coming_and_shows_the_place_at_once(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar") as scene:
        await scene.call()
        assert ADDRESS not in read(scene["Omar"])
        before = len(scene["Omar"].received)
        pressed = await scene.press("Omar", "coming", "20")
        assert plain(pressed.text) == "Call 1: you are assigned. Thank you!"
        assert "You are assigned" in read(scene["Omar"])
        assert ADDRESS in read(scene["Omar"])
        assert CONTACT in read(scene["Omar"])
        assert "Expected arrival: 10:20" in read(scene["Omar"])
        assert len(scene["Omar"].received) == before, "the same message changed, nothing new came"


async def test_more_yeses_than_places_are_on_stand_by_and_see_nothing_private(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar", "Vera") as scene:
        await scene.call()
        await scene.press("Omar", "coming", "10")
        thanked = scene["Vera"].last
        assert "Enough people are coming" in plain(thanked.text), "the silent are thanked in place"
        pressed = await scene.press("Vera", "coming")
        assert plain(pressed.text) == "Call 1: you are on stand-by. No need to set out yet."
        assert "You are on stand-by" in read(scene["Vera"])
        assert not [text for text in texts(scene["Vera"]) if ADDRESS in text or CONTACT in text]


async def test_stand_by_is_called_in_with_a_new_message_when_somebody_cannot_come_after_all(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar", "Vera") as scene:
        await scene.call()
        await scene.press("Omar", "coming", "10")
        await scene.press("Vera", "coming")
        before = len(scene["Vera"].received)
        await scene.press("Omar", "cannot")
        await scene.press("Omar", "cannot", "unwell")
        assert ADDRESS not in "".join(texts(scene["Omar"])), "who does not come keeps no address"
        assert len(scene["Vera"].received) == before + 1
        assert "You are assigned" in read(scene["Vera"])
        assert ADDRESS in read(scene["Vera"])


async def test_the_whole_way_is_a_tap_a_step(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar") as scene:
        await scene.call()
        for verb, arg, said in (
            ("coming", "10", "You are assigned"),
            ("on_the_way", "", "You are on the way"),
            ("arrived", "", "You are there"),
            ("done", "", "Your work is done"),
        ):
            await scene.press("Omar", verb, arg)
            assert said in read(scene["Omar"])
        assert ADDRESS not in read(scene["Omar"])


async def test_cannot_asks_why_with_one_more_tap(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar") as scene:
        await scene.call()
        before = len(scene["Omar"].received)
        await scene.press("Omar", "cannot")
        assert "Why not?" in read(scene["Omar"])
        pressed = await scene.press("Omar", "cannot", "not_now")
        assert "not this time" in plain(pressed.text)
        assert "we ask again: 12:00" in read(scene["Omar"])
        assert len(scene["Omar"].received) == before
        await scene.town.pass_time(seconds=1)
        assert len(scene["Omar"].received) == before, "nobody is asked again before their time"


async def test_one_tap_is_a_no_and_the_way_back_from_the_reasons_leaves_a_way_to_come_after_all(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar") as scene:
        await scene.call()
        pressed = await scene.press("Omar", "cannot")
        assert "not this time" in plain(pressed.text)
        await scene.press("Omar", "seen")
        assert "Emergency call 1" in read(scene["Omar"])
        await scene.press("Omar", "coming")
        assert "You are assigned" in read(scene["Omar"])


async def test_somebody_elses_button_and_forged_ones_do_nothing(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar", "Vera") as scene:
        await scene.call(places=2)
        message = scene["Omar"].last
        theirs = next(str(button.data) for button in message.buttons if button.data)
        for data in (
            theirs,
            "i.nobody-has-this.coming.10",
            theirs.replace("coming.10", "coming.9999"),
            theirs.replace("coming.10", "fly."),
        ):
            thief = scene["Vera"].press_data(data, scene["Vera"].last)
            await scene.town.settle()
            assert thief.show_alert
        for data in (
            theirs.replace(".10", ".9999"),
            theirs.replace(".10", ".-5"),
            theirs.replace("coming.10", "fly."),
            theirs.replace(".10", ".١٠"),
        ):
            forged = scene["Omar"].press_data(data, message)
            await scene.town.settle()
            assert forged.show_alert
        assert "You are assigned" not in read(scene["Omar"]) + read(scene["Vera"])


async def test_an_answer_in_words_is_as_good_as_a_tap_and_an_old_button_then_says_so(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar") as scene:
        await scene.call()
        asked = scene["Omar"].last
        stale = next(str(button.data) for button in asked.buttons if button.data)
        assert "You are assigned" in await scene.say("Omar", "accept 1 20")
        assert "Expected arrival: 10:20" in read(scene["Omar"])
        again = scene["Omar"].press_data(stale, asked)
        await scene.town.settle()
        assert plain(again.text) == "Nothing changed. Call 1: you are assigned. Thank you!"
        assert all("You are assigned" in text for text in texts(scene["Omar"]) if "Emergency call 1" in text), "both copies agree"


@pytest.mark.parametrize(
    ("language", "words", "said"),
    [
        (Language.HE, "מגיעים 1", "שובצתם"),
        (Language.AR, "سأشارك ١", "تمّ تعيينكم"),
        (Language.RU, "участвую 1", "Вы назначены"),
        (Language.RU, "accept 1", "Вы назначены"),
        (Language.HE, "אפשר לסמוך עליי", "שובצתם"),
    ],
)
async def test_words_of_every_language_are_understood_from_everybody(tmp_path: Path, language: Language, words: str, said: str) -> None:
    async with town(tmp_path, "Omar", languages={"Omar": language}) as scene:
        await scene.call()
        assert said in await scene.say("Omar", words)


async def test_a_typed_no_is_thanked_for(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar") as scene:
        await scene.call()
        assert await scene.say("Omar", "can't 1") == "Call 1: not this time. Thank you for answering!"
        assert "can after all" in "".join(button.text for seen in scene["Omar"].received for button in seen.buttons)


async def test_a_bare_word_asks_which_call_when_there_are_two(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar") as scene:
        await scene.call()
        await scene.call()
        assert await scene.say("Omar", "accept") == "Which call do you mean? Write it again with the number: accept 1, accept 2"
        second = scene["Omar"].received[-2]
        assert "call 2" in plain(second.text)
        scene["Omar"].say("accept", reply_to=second)
        await scene.town.settle()
        assert "Emergency call 2" in read(scene["Omar"])
        assert "You are assigned" in read(scene["Omar"])


async def test_a_call_one_was_not_asked_about_says_so(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar") as scene:
        await scene.call()
        for number in (2, 999999):
            assert await scene.say("Omar", f"accept {number}") == f"You have no open invitation to call {number}."


async def test_an_answer_that_means_nothing_now_says_what_stands(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar") as scene:
        await scene.call()
        assert await scene.say("Omar", "arrived 1") == "Nothing changed. Call 1: you have not answered yet."


@pytest.mark.parametrize(("outcome", "said"), [(Outcome.DONE, "over"), (Outcome.CANCELLED, "cancelled")])
async def test_a_closed_call_takes_no_answer_and_leaves_no_address(tmp_path: Path, outcome: Outcome, said: str) -> None:
    async with town(tmp_path, "Omar") as scene:
        call = await scene.call()
        asked = scene["Omar"].last
        stale = next(str(button.data) for button in asked.buttons if button.data)
        await scene.press("Omar", "coming", "10")
        await scene.close(call, outcome)
        assert not [text for text in texts(scene["Omar"]) if ADDRESS in text or CONTACT in text]
        assert said in read(scene["Omar"])
        late = scene["Omar"].press_data(stale, asked)
        await scene.town.settle()
        assert plain(late.text) == "Call 1 is already closed. Thank you!"
        assert await scene.say("Omar", "accept 1") == "Call 1 is already closed. Thank you!"


async def test_a_reply_reaches_the_owner_word_for_word(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar") as scene:
        await scene.call()
        scene["Omar"].say("Is there parking? <b>", reply_to=scene["Omar"].last)
        await scene.town.settle()
        assert read(scene["Omar"]) == "Passed on to the coordinator of call 1."
        assert "💬 Omar · call 1 · no answer yet\nIs there parking? <b>" in texts(scene.owner)


async def test_voice_and_photo_replies_are_copied_to_the_owner(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar") as scene:
        await scene.call()
        asked = scene["Omar"].last
        scene["Omar"].send_voice(reply_to=asked)
        scene["Omar"].send_photo("the gate", reply_to=asked)
        await scene.town.settle()
        got = [seen for seen in scene.owner.received if {"voice", "photo"} & seen.content.keys()]
        assert [sorted({"voice", "photo"} & seen.content.keys()) for seen in got] == [["voice"], ["photo"]]
        assert sum("Omar · call 1" in text for text in texts(scene.owner)) == 2


async def test_a_reply_to_anything_else_is_no_message_for_a_coordinator(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar") as scene:
        greeting = scene["Omar"].received[0]
        await scene.call()
        before = len(scene.owner.received)
        scene["Omar"].say("hello", reply_to=greeting)
        await scene.town.settle()
        assert len(scene.owner.received) == before


async def test_an_edit_never_undoes_an_answer(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar") as scene:
        await scene.call()
        said = scene["Omar"].say("accept 1")
        await scene.town.settle()
        for change in ("can't 1", "sorry, not coming"):
            scene["Omar"].edit(said, change)
            await scene.town.settle()
            assert read(scene["Omar"]) == "✏️ Editing a message changes no answer. To change it, send a new one: can't 1"
        pressed = await scene.press("Omar", "on_the_way")
        assert plain(pressed.text) == "Call 1: you are on the way."


async def test_an_edited_reply_is_passed_on_again_and_marked(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar") as scene:
        await scene.call()
        reply = scene["Omar"].say("I am at the gate", reply_to=scene["Omar"].last)
        await scene.town.settle()
        scene["Omar"].edit(reply, "I am at the back door")
        await scene.town.settle()
        assert "✏️ Omar · call 1 · no answer yet · edited\nI am at the back door" in texts(scene.owner)


async def test_a_drill_is_marked_in_everything_its_people_read(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar") as scene:
        await scene.call(is_drill=True)
        await scene.press("Omar", "cannot")
        assert read(scene["Omar"]).startswith("⚠️ Drill! Do not go out")
        await scene.press("Omar", "seen")
        await scene.press("Omar", "coming")
        assert read(scene["Omar"]).startswith("⚠️ Drill! Do not go out")
        scene["Omar"].say("all fine", reply_to=scene["Omar"].last)
        await scene.town.settle()
        assert [text for text in texts(scene.owner) if "all fine" in text and text.startswith("⚠️")]


async def test_a_routine_call_is_answered_yes_or_no(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar") as scene:
        starts = scene.town.clock.now() + timedelta(days=2)
        await scene.call(mode=Mode.ROUTINE, starts_at=starts)
        assert scene["Omar"].last.button_texts[:2] == ("Count me in", "Not this time")
        await scene.press("Omar", "coming")
        assert "You are assigned" in read(scene["Omar"])
        assert "When: Thursday 26 November, 10:00" in read(scene["Omar"])


async def test_a_reply_finds_whoever_leads_now_when_the_owner_is_gone(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar", "Ruth") as scene:
        await scene.call(places=2)
        asked = scene["Omar"].last
        async with scene.town.records() as records:
            await records.roster.erase(9)
        scene["Omar"].say("Who is there?", reply_to=asked)
        await scene.town.settle()
        assert read(scene["Omar"]).startswith("Call 1 has no coordinator right now. In danger to life call 100")
        async with scene.town.records() as records:
            ruth = await records.roster.person_of(scene["Ruth"].user_id)
            assert ruth
            since = scene.town.clock.now()
            await records.roster.grant(Grant(0, ruth.key, Role.COORDINATOR, "", GrantState.ACTIVE, since, None, None))
        scene["Omar"].say("Anybody?", reply_to=asked)
        await scene.town.settle()
        assert "💬 Omar · call 1 · no answer yet\nAnybody?" in texts(scene["Ruth"])


async def test_a_bare_word_within_a_conversation_answers_the_conversation(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar") as scene:
        await scene.call()
        assert "You are assigned" not in await scene.say("Omar", "/profile")
        assert "You are assigned" not in await scene.say("Omar", "accept")
        assert "You are assigned" in await scene.say("Omar", "accept 1")


async def test_words_of_somebody_who_was_never_asked_are_no_answer(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar") as scene:
        assert await scene.say("Omar", "done") == await scene.say("Omar", "what a lovely day")


async def test_who_is_long_late_hears_that_the_place_is_open_again_and_may_still_come(tmp_path: Path) -> None:
    async with town(tmp_path, "Omar") as scene:
        await scene.call()
        await scene.say("Omar", "accept 1 1")
        await scene.town.pass_time(minutes=11, seconds=1)
        assert "The expected arrival time has passed" in read(scene["Omar"])
        assert not [text for text in texts(scene["Omar"]) if ADDRESS in text]
        await scene.press("Omar", "coming", "10")
        assert ADDRESS in read(scene["Omar"])
