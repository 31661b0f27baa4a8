"""Residents register in chat: a few taps, every step back, whatever crashes; judged by what people see and /mydata says."""

import json
import re
import unicodedata
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.registry.place import Point
from bot.simulator.harness import TownOnATable
from bot.simulator.telegram.markup import Button
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.seen import Seen
from bot.speech.bidi import FSI, LRM, PDI, RLM, assert_well_isolated
from bot.town_file import find_town, read_town

BEIT_SHEMESH = read_town(find_town("beit-shemesh"))
PLACES = {place.code: place for place in BEIT_SHEMESH.neighbourhoods}
HIDDEN = str.maketrans("", "", FSI + PDI + RLM + LRM)
QUESTIONS = (
    "language.pick:en",
    "consent.agree:1",
    "name.keep",
    "contact",
    "age.pick:from_24",
    "place.pick:givat-sharett",
    "skills.done",
    "languages.done",
    "clusters.every",
    "transport.pick:car",
    "times.every",
    "quiet.pick:23-7",
    "level.pick:emergency",
)
SHORT = (*QUESTIONS[:7], "languages.rest", "summary.confirm", "sound.heard")


class Resident:
    """A resident with a phone: taps buttons by what they mean, and counts the taps."""

    def __init__(self, town: TownOnATable, phone: Phone) -> None:
        self.town, self.phone, self.taps = town, phone, 0

    @property
    def text(self) -> str:
        return plain(self.phone.last.text)

    @property
    def shown(self) -> Seen:
        return self.phone.last

    async def start(self, payload: str = "") -> None:
        self.phone.start(payload)
        await self.town.settle()

    async def tap(self, *meanings: str) -> None:
        for meaning in meanings:
            self.taps += 1
            if meaning == "contact":
                self.phone.share_contact()
            else:
                self.phone.press(ending(meaning))
            await self.town.settle()

    async def say(self, text: str) -> None:
        self.phone.say(text)
        await self.town.settle()

    async def locate(self, lat: float, lon: float) -> None:
        self.phone.send_location(lat, lon)
        await self.town.settle()

    async def register(self) -> None:
        await self.start()
        await self.tap(*SHORT)

    async def data(self) -> dict[str, Any]:
        before = len(self.phone.received)
        await self.say("/mydata")
        raw = "\n".join(plain(seen.text) for seen in self.phone.received[before + 1 :])
        found: dict[str, Any] = json.loads(raw)
        return found

    async def offer(self) -> dict[str, Any]:
        found: dict[str, Any] = (await self.data())["volunteer"]
        return found


def plain(text: str) -> str:
    return text.translate(HIDDEN)


def ending(meaning: str) -> Callable[[Button], bool]:
    return lambda button: (button.data or "").endswith(f".{meaning}")


def meaning_of(button: Button) -> str:
    return (button.data or "").split(".", 2)[-1]


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[TownOnATable]:
    async with TownOnATable(tmp_path / "town.db") as laid:
        yield laid
        await laid.settle()
        assert not laid.server.violations


@pytest.fixture
def dana(town: TownOnATable) -> Resident:
    return Resident(town, town.phone("Dana", language="en"))


async def test_ten_taps_and_no_typing_make_a_volunteer(town: TownOnATable, dana: Resident) -> None:
    rivka = await town.coordinator(language="en")
    await dana.start()
    await dana.tap(*SHORT)
    assert dana.taps == 10
    assert "Waiting for a coordinator" in dana.text
    assert "Dana" in plain(rivka.last.text)
    assert "Giv'at Sharett" in plain(rivka.last.text)
    offer = await dana.offer()
    assert offer["standing"] == "provisional"
    assert offer["neighbourhood"] == "givat-sharett"
    assert offer["quiet"] == [23, 7, True]
    assert offer["languages"] == ["en"]
    assert offer["consent"][0] == "1"


async def test_one_tap_of_a_coordinator_lets_them_in(town: TownOnATable, dana: Resident) -> None:
    rivka = await town.coordinator(language="en")
    await dana.register()
    rivka.press(lambda button: ".approve." in (button.data or ""))
    await town.settle()
    assert (await dana.offer())["standing"] == "approved"


async def test_a_crash_at_any_question_loses_nothing(town: TownOnATable, dana: Resident) -> None:
    await dana.start()
    for place, meaning in enumerate((*QUESTIONS, "summary.confirm", "sound.heard")):
        before = dana.shown.text
        await town.crash()
        await town.start_bot()
        if place % 3:
            await dana.start()
        assert dana.shown.text == before, meaning
        await dana.tap(meaning)
    offer = await dana.offer()
    assert (offer["standing"], offer["level"], offer["transport"]) == ("provisional", "emergency", "car")


async def test_every_step_leads_back_and_forward_again(dana: Resident) -> None:
    await dana.start()
    seen = [dana.shown.text]
    for meaning in QUESTIONS:
        await dana.tap(meaning)
        seen.append(dana.shown.text)
    for place in range(len(QUESTIONS) - 1, -1, -1):
        await back(dana)
        assert step_line(dana.shown.text) == step_line(seen[place])
    assert not any(meaning_of(button).endswith(".back") for button in dana.shown.buttons)
    for meaning in QUESTIONS[:3]:
        await dana.tap(meaning)
    await dana.say("Continue")
    await dana.tap(*QUESTIONS[4:], "summary.confirm")
    assert (await dana.offer())["standing"] == "provisional"


async def back(resident: Resident) -> None:
    """The phone question has a reply keyboard, so its Back is a word."""
    if "Back" in [word for row in resident.shown.reply_keyboard for word in row]:
        await resident.say("Back")
    else:
        resident.phone.press(lambda button: meaning_of(button).endswith(".back"), resident.shown)
        await resident.town.settle()


def step_line(text: str) -> str:
    return plain(text).split("\n", 1)[0]


async def test_cancel_leaves_and_start_goes_on_from_the_first_open_question(dana: Resident) -> None:
    await dana.start()
    await dana.tap(*QUESTIONS[:5])
    await dana.say("/cancel")
    await dana.start()
    assert step_line(dana.shown.text) == "Step 5 of 12"


async def test_declining_keeps_nothing_but_the_account(dana: Resident) -> None:
    await dana.start()
    await dana.tap(*QUESTIONS[:6])
    for _ in range(5):
        await back(dana)
    await dana.tap("consent.decline")
    assert "perfectly fine" in dana.text
    data = await dana.data()
    assert data["person"]["phone"] is None
    assert data["volunteer"]["neighbourhood"] is None
    assert data["volunteer"]["age_band"] is None
    assert data["volunteer"]["consent"] == [None, None]
    await dana.start()
    assert "Terms, version 1" in dana.text


async def test_declining_at_once_leaves_no_offer_at_all(dana: Resident) -> None:
    await dana.start()
    await dana.tap("language.pick:en", "consent.decline")
    assert (await dana.data())["volunteer"] is None


async def test_only_ones_own_shared_contact_proves_a_number(town: TownOnATable, dana: Resident) -> None:
    await dana.start()
    await dana.tap(*QUESTIONS[:3])
    dana.phone.share_contact(own=False, phone="+972500000001", user_id=4242)
    await town.settle()
    assert "someone else's contact" in dana.text
    dana.phone.share_contact(own=False, phone="+972500000002")
    await town.settle()
    assert "someone else's contact" in dana.text
    await dana.say("050-1234567")
    assert "can't be checked" in dana.text
    assert (await dana.data())["person"]["phone"] is None
    await dana.tap("contact")
    assert (await dana.data())["person"]["phone"] == "+972521234567"


async def test_a_town_may_do_without_phones(tmp_path: Path) -> None:
    loose = replace(BEIT_SHEMESH, policy=replace(BEIT_SHEMESH.policy, phone_required=False))
    async with TownOnATable(tmp_path / "town.db", loose) as town:
        dana = Resident(town, town.phone("Dana", language="en"))
        await dana.start()
        await dana.tap(*QUESTIONS[:3])
        await dana.say("Skip")
        await dana.tap(*SHORT[4:])
        data = await dana.data()
        assert (data["person"]["phone"], data["volunteer"]["standing"]) == (None, "provisional")


async def test_without_approval_a_volunteer_is_in_force_at_once(tmp_path: Path) -> None:
    open_town = replace(BEIT_SHEMESH, policy=replace(BEIT_SHEMESH.policy, approval=False))
    async with TownOnATable(tmp_path / "town.db", open_town) as town:
        rivka = await town.coordinator()
        before = len(rivka.received)
        dana = Resident(town, town.phone("Dana", language="en"))
        await dana.register()
        assert (await dana.offer())["standing"] == "approved"
        assert len(rivka.received) == before


NAMES = {
    "<b>Dana</b> & co": "<b>Dana</b> & co",
    "דנה כהן": "דנה כהן",
    "Da\u200dna": "Da\u200dna",
    "Da\x07na\nLevi": "Da na Levi",
    "\u202eanaD": "anaD",
}


async def test_names_of_every_kind_are_taken_and_others_explained(dana: Resident) -> None:
    await dana.start()
    await dana.tap(*QUESTIONS[:2])
    for typed in ("x", "\u200b\u200b\u200b", "…!", "n" * 65, "😀" * 300):
        await dana.say(typed)
        assert re.search("at least two characters|up to 64 characters", dana.text), typed
    assert (await dana.data())["person"]["name"] == "Dana"
    for typed, kept in NAMES.items():
        await dana.say(typed)
        assert (await dana.data())["person"]["name"].split() == kept.split()
        await dana.say("Back")


async def test_the_young_register_and_are_told_what_it_means(dana: Resident) -> None:
    await dana.start()
    await dana.tap(*QUESTIONS[:4], "age.pick:from_16")
    assert "Under 18" in dana.text
    await dana.tap("place.pick:givat-sharett")
    assert not any(meaning_of(button).endswith(":medic") for button in dana.shown.buttons)
    await dana.tap("skills.done", "languages.rest")
    assert "Under 18" in dana.text
    await dana.tap("summary.confirm", "sound.heard")
    assert "Under 18" in dana.text


async def test_a_shared_location_finds_the_neighbourhood_and_is_blurred(dana: Resident) -> None:
    home = Point(PLACES["ramat-avraham"].centre.lat + 0.0003, PLACES["ramat-avraham"].centre.lon)
    await dana.start()
    await dana.tap(*QUESTIONS[:5], "place.pin")
    await dana.locate(home.lat, home.lon)
    assert "Ramat Avraham" in dana.text
    await dana.tap("exact.blurred")
    offer = await dana.offer()
    kept = Point(*offer["home"])
    assert offer["neighbourhood"] == "ramat-avraham"
    assert kept == home.blurred()
    assert 0 < kept.metres_to(home) < 180
    assert not offer["is_home_exact"]


async def test_the_exact_point_is_kept_only_for_those_who_choose_it(dana: Resident) -> None:
    home = PLACES["ramat-avraham"].centre
    await dana.start()
    await dana.tap(*QUESTIONS[:5])
    await dana.locate(home.lat, home.lon)
    assert Point(*(await dana.offer())["home"]) == home.blurred()
    await dana.tap("exact.exact")
    offer = await dana.offer()
    assert (Point(*offer["home"]), offer["is_home_exact"]) == (home, True)


async def test_what_is_no_place_is_answered_by_what_the_question_offers(dana: Resident) -> None:
    await dana.start()
    await dana.tap(*QUESTIONS[:5])
    dana.phone.send_photo()
    await dana.town.settle()
    assert "Please choose with the buttons" in dana.text
    await dana.locate(PLACES["ramat-avraham"].centre.lat, PLACES["ramat-avraham"].centre.lon)
    for stray in ("whatever", "🙂"):
        await dana.say(stray)
        assert "Please choose with the buttons" in dana.text
        assert "No neighbourhood" not in dana.text
    await dana.say("шейнфельд")
    assert (await dana.offer())["neighbourhood"] == "sheinfeld"


async def test_the_keyboard_under_the_field_goes_when_its_question_does(dana: Resident) -> None:
    await dana.start()
    await dana.tap(*QUESTIONS[:3])
    assert dana.phone.keyboard
    await dana.tap(*QUESTIONS[3:5])
    assert not dana.phone.keyboard
    await dana.tap("place.pin")
    assert dana.phone.keyboard
    await dana.locate(PLACES["ramat-avraham"].centre.lat, PLACES["ramat-avraham"].centre.lon)
    assert not dana.phone.keyboard
    await dana.say("/profile")
    await dana.start()
    await dana.say("/cancel")
    assert not dana.phone.keyboard


async def test_a_neighbourhood_chosen_by_name_is_its_middle(dana: Resident) -> None:
    await dana.start()
    await dana.tap(*QUESTIONS[:5])
    await dana.say("шейнфельд")
    offer = await dana.offer()
    assert offer["neighbourhood"] == "sheinfeld"
    assert Point(*offer["home"]) == PLACES["sheinfeld"].centre


async def test_a_location_that_leads_nowhere_leads_to_the_list(dana: Resident) -> None:
    await dana.start()
    await dana.tap(*QUESTIONS[:5])
    for lat, lon, said in ((91.0, 35.0, "can't be read"), (31.7, 181.0, "can't be read"), (32.08, 34.78, "outside")):
        await dana.locate(lat, lon)
        assert said in dana.text
    await dana.tap("place.page:1")
    assert (await dana.offer())["home"] is None
    await dana.say("no such place")
    assert "No neighbourhood" in dana.text
    await dana.tap("place.pick:ramat-avi-ezri")
    assert step_line(dana.shown.text) == "Step 6 of 12"


async def test_skills_are_chosen_across_pages_and_by_name(dana: Resident) -> None:
    await dana.start()
    await dana.tap(*QUESTIONS[:6], "skills.on:first_aid", "skills.page:1", "skills.on:generator_op")
    await dana.say("הפעלת ילדים במקלט")
    await dana.say("cook")
    await dana.say("volunteering")
    assert "not in the list" in dana.text
    await dana.tap("skills.page:0", "skills.off:first_aid", "skills.done")
    assert (await dana.offer())["skills"] == ["childcare", "cook", "generator_op"]


async def test_the_week_and_the_night_are_chosen(dana: Resident) -> None:
    await dana.start()
    await dana.tap(*QUESTIONS[:10], "times.off:week-night", "times.off:saturday-evening", "times.done", "quiet.off:wake")
    await dana.say("25-7")
    assert "unclear" in dana.text
    await dana.say("22-6")
    await dana.tap("level.pick:life_saving")
    offer = await dana.offer()
    assert offer["availability"] == "0111" + "1111" + "1110" * 5
    assert offer["quiet"] == [22, 6, False]
    assert offer["level"] == "life_saving"


async def test_someone_who_is_never_free_is_told_of_the_pause(dana: Resident) -> None:
    await dana.start()
    await dana.tap(*QUESTIONS[:10])
    for days in ("week", "friday", "saturday"):
        for part in ("night", "morning", "afternoon", "evening"):
            await dana.tap(f"times.off:{days}-{part}")
    await dana.tap("times.done")
    assert "/pause" in dana.text


async def test_subjects_languages_and_going_back_from_every_subject(dana: Resident) -> None:
    await dana.start()
    await dana.tap(*QUESTIONS[:7], "languages.on:ru", "languages.off:en", "languages.done")
    await dana.tap("clusters.on:health")
    await dana.say("נוער")
    await dana.tap("clusters.off:health", "clusters.done")
    offer = await dana.offer()
    assert (offer["languages"], offer["clusters"]) == (["ru"], ["youth"])


async def test_the_last_language_stays(dana: Resident) -> None:
    await dana.start()
    await dana.tap(*QUESTIONS[:7], "languages.off:en")
    assert (await dana.offer())["languages"] == ["en"]


async def test_something_is_changed_from_the_summary_and_leads_back_to_it(dana: Resident) -> None:
    await dana.start()
    await dana.tap(*SHORT[:8], "summary.change", "change.field:transport", "transport.pick:bike")
    assert "Is everything right?" in dana.text
    assert "Bicycle" in dana.text
    await dana.tap("summary.change", "change.field:name", "name.back", "summary.confirm")
    assert (await dana.offer())["transport"] == "bike"


async def test_a_press_that_comes_twice_does_nothing_twice(town: TownOnATable, dana: Resident) -> None:
    rivka = await town.coordinator()
    await dana.start()
    await dana.tap(*QUESTIONS[:6])
    listed = dana.shown
    data = next(button.data or "" for button in listed.buttons if ending("skills.on:first_aid")(button))
    for _ in range(3):
        dana.phone.press_data(data, listed)
    await town.settle()
    await dana.tap("skills.done", "languages.rest")
    before = len(rivka.received)
    summary = dana.shown
    confirm = next(button.data or "" for button in summary.buttons if ending("summary.confirm")(button))
    dana.phone.press_data(confirm, summary)
    dana.phone.press_data(confirm, summary)
    await town.settle()
    assert len(rivka.received) == before + 1
    assert (await dana.offer())["skills"] == ["first_aid"]


async def test_an_older_screen_changes_nothing(town: TownOnATable, dana: Resident) -> None:
    await dana.start()
    await dana.tap(*QUESTIONS[:2])
    named = dana.shown
    keep = next(button.data or "" for button in named.buttons if ending("name.keep")(button))
    await dana.say("Daniela")
    await dana.tap("contact")
    dana.phone.press_data(keep, named)
    await town.settle()
    assert (await dana.data())["person"]["name"] == "Daniela"
    assert any("Step 4 of 12" in plain(seen.text) for seen in dana.phone.received)


async def test_other_peoples_buttons_and_forged_ones_change_nothing(town: TownOnATable, dana: Resident) -> None:
    await dana.start()
    await dana.tap(*QUESTIONS[:6])
    stolen = next(button.data or "" for button in dana.shown.buttons if ending("skills.on:first_aid")(button))
    eve = Resident(town, town.phone("Eve", language="en"))
    await eve.start()
    await eve.tap(*QUESTIONS[:6])
    eve.phone.press_data(stolen, eve.shown)
    await town.settle()
    own = stolen.rsplit(".", 2)[0]
    mine = next(button.data or "" for button in eve.shown.buttons if button.data).rsplit(".", 2)[0]
    for forged in (
        "skills.on:no_such_skill",
        "skills.page:-3",
        "skills.page:99999999999",
        "skills.confirm",
        "summary.confirm",
        "level.pick:x",
    ):
        eve.phone.press_data(f"{mine}.{forged}", eve.shown)
        eve.phone.press_data(f"{own}.{forged}", eve.shown)
        await town.settle()
    for resident in (dana, eve):
        offer = await resident.offer()
        assert (offer["skills"], offer["standing"]) == ([], "joining")


async def test_an_answer_that_was_never_offered_is_no_answer(town: TownOnATable, dana: Resident) -> None:
    forged = {"age": "from_99", "place": "atlantis", "times": "week-x", "quiet": "99-1", "transport": "jet", "level": "all"}
    await dana.start()
    for meaning in QUESTIONS:
        step = meaning.split(".", 1)[0]
        if step in forged:
            before = dana.shown.text
            token = next(button.data or "" for button in dana.shown.buttons if button.data).split(".")[1]
            dana.phone.press_data(f"t.{token}.{step}.pick:{forged[step]}", dana.shown)
            await town.settle()
            assert dana.shown.text == before
        await dana.tap(meaning)
    assert "Is everything right?" in dana.text


async def test_a_registration_in_arabic_is_arabic_and_well_isolated(tmp_path: Path) -> None:
    async with TownOnATable(tmp_path / "town.db", "arara") as town:
        salma = Resident(town, town.phone("سلمى <3 Haddad", language="ar"))
        await salma.start()
        assert salma.shown.button_texts[0] == "العربية"
        for meaning in ("language.pick:ar", *QUESTIONS[1:5], "place.pick:al-batin", *QUESTIONS[6:], "summary.confirm", "sound.silence"):
            await salma.tap(meaning)
        await salma.tap("silent.leave")
        await salma.say("/profile")
        for seen in salma.phone.received:
            for text in (seen.text, *seen.edits, *seen.button_texts):
                assert_well_isolated(text)
            assert is_mostly_arabic(seen.text), seen.text
            assert not any(is_hebrew(text) for text in (seen.text, *seen.edits))


def is_mostly_arabic(text: str) -> bool:
    letters = [unicodedata.name(char, "").split(" ")[0] for char in plain(text) if char.isalpha()]
    return letters.count("ARABIC") > len(letters) / 2


def is_hebrew(text: str) -> bool:
    return any(unicodedata.name(char, "").startswith("HEBREW") for char in text)


async def test_every_button_has_its_typed_twin(dana: Resident) -> None:
    await dana.start()
    for words in ("English", "I agree, let's go on", "Keep: Dana"):
        await dana.say(words)
    assert step_line(dana.shown.text) == "Step 3 of 12"


async def test_a_silent_phone_is_helped_and_tested_again(town: TownOnATable, dana: Resident) -> None:
    await dana.start()
    await dana.tap(*SHORT[:-1])
    assert not dana.shown.silent
    await dana.tap("sound.silence")
    assert "Android" in dana.text
    assert "iPhone" in dana.text
    before = len(dana.phone.received)
    await dana.tap("silent.again")
    assert len(dana.phone.received) == before + 1
    await dana.tap("sound.heard")
    assert "will be heard" in dana.text


async def test_a_link_that_means_nothing_is_an_ordinary_start(dana: Resident) -> None:
    for payload in ("admin-", "inv-", "x" * 64, "admin-..", "../../etc"):
        await dana.start(payload)
        assert "In which language" in dana.text
