"""Someone's own page: home by role, profile, pauses, duty, language, terms that change."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.dispatch.kind import Slot
from bot.dispatch.routing import matches, query
from bot.registry.language import Language
from bot.registry.place import Point
from bot.registry.volunteer import Volunteer
from bot.simulator.harness import TownOnATable
from bot.simulator.telegram.markup import Button
from bot.simulator.telegram.phone import Phone
from bot.speech.bidi import FSI, LRM, PDI, RLM
from bot.town_file import find_town, read_town

BEIT_SHEMESH = read_town(find_town("beit-shemesh"))
HIDDEN = str.maketrans("", "", FSI + PDI + RLM + LRM)


def ending(meaning: str) -> Callable[[Button], bool]:
    return lambda button: (button.data or "").endswith(f".{meaning}")


def read(phone: Phone) -> str:
    return phone.last.text.translate(HIDDEN)


async def tap(town: TownOnATable, phone: Phone, *meanings: str) -> None:
    for meaning in meanings:
        phone.press(ending(meaning))
        await town.settle()


async def say(town: TownOnATable, phone: Phone, text: str) -> str:
    phone.say(text)
    await town.settle()
    return read(phone)


async def stored(town: TownOnATable, phone: Phone) -> Volunteer:
    async with town.records() as records:
        person = await records.roster.person_of(phone.user_id)
        found = await records.roster.volunteer(person.key) if person else None
    assert found
    return found


async def may_be_asked(town: TownOnATable, phone: Phone) -> bool:
    """Whether a routine call next door would reach them at this moment."""
    volunteer = await stored(town, phone)
    assert volunteer.home
    kind = replace(town.town.kinds["R03"], slots=(Slot(frozenset({"logistics"}), 1),))
    now = town.clock.now()
    when = {"asked_at": now, "starts_at": now, "ends_at": now + kind.lasts, "zone": town.town.zone}
    question = query(kind, volunteer.home, 5000, town=town.town.slug, call_id=None, limit=1, **when)
    return matches(question, volunteer)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[TownOnATable]:
    async with TownOnATable(tmp_path / "town.db") as laid:
        yield laid
        await laid.settle()
        assert not laid.server.violations


@pytest.fixture
async def dana(town: TownOnATable) -> Phone:
    phone = town.phone("Dana", language="en")
    await town.settle_in([(phone, town.volunteer("givat-sharett", "logistics", language=Language.EN))])
    phone.start()
    await town.settle()
    return phone


async def test_a_volunteer_comes_home(dana: Phone) -> None:
    assert "Registered as a volunteer" in read(dana)
    assert [button.text for button in dana.last.buttons][:2] == ["🟢 Go on duty", "⏸ Pause calls"]


async def test_help_is_for_ones_own_role(town: TownOnATable, dana: Phone) -> None:
    newcomer, rivka = town.phone("Noa", language="en"), await town.coordinator(language="en")
    assert "/profile" in await say(town, dana, "/help")
    assert "under two minutes" in await say(town, newcomer, "/help")
    assert "/team" in await say(town, rivka, "/help")
    assert "/team" not in await say(town, dana, "/help")
    assert all("101" in read(phone) for phone in (dana, newcomer, rivka))


async def test_a_coordinator_comes_home_to_calls_and_may_register_too(town: TownOnATable) -> None:
    rivka = await town.coordinator(language="en")
    rivka.start()
    await town.settle()
    await tap(town, rivka, "language.", "language.en")
    assert "/emergency" in await say(town, rivka, "/start")
    await tap(town, rivka, "enrol.")
    assert "Terms, version 1" in read(rivka)


async def test_each_part_of_the_profile_is_asked_again_alone(town: TownOnATable, dana: Phone) -> None:
    await say(town, dana, "/profile")
    for field, answer in (
        ("transport", "transport.pick:bike"),
        ("level", "level.pick:emergency"),
        ("age", "age.pick:from_65"),
        ("place", "place.pick:sheinfeld"),
        ("clusters", "clusters.every"),
        ("quiet", "quiet.pick:22-6"),
        ("times", "times.every"),
    ):
        await tap(town, dana, f"menu.field:{field}", answer)
        assert "what you offered" in read(dana)
    await tap(town, dana, "menu.field:skills", "skills.on:first_aid", "skills.done")
    await tap(town, dana, "menu.field:languages", "languages.on:ru", "languages.done")
    await tap(town, dana, "menu.field:name")
    await say(town, dana, "Dana Levi")
    shown = read(dana)
    for words in ("Dana Levi", "Bicycle", "Emergencies only", "65 or older", "Sheinfeld", "22:00–06:00", "First aid", "Русский"):
        assert words in shown
    await tap(town, dana, "menu.close")
    changed = await stored(town, dana)
    assert changed.standing.value == "approved"
    assert changed.home == next(place.centre for place in BEIT_SHEMESH.neighbourhoods if place.code == "sheinfeld")


async def test_back_from_a_part_changes_nothing_and_the_phone_is_kept(town: TownOnATable, dana: Phone) -> None:
    before = await stored(town, dana)
    await say(town, dana, "/profile")
    await tap(town, dana, "menu.field:place", "place.pin")
    assert dana.last.reply_keyboard[0] == ("📍 Share my location",)
    await say(town, dana, "To the list of neighbourhoods")
    await tap(town, dana, "place.back", "menu.field:phone")
    await say(town, dana, "Continue")
    assert "what you offered" in read(dana)
    assert await stored(town, dana) == before


async def test_home_is_moved_by_a_shared_location(town: TownOnATable, dana: Phone) -> None:
    home = Point(town.near("sheinfeld", 40).lat, town.near("sheinfeld", 40).lon)
    await say(town, dana, "/profile")
    await tap(town, dana, "menu.field:place")
    dana.send_location(home.lat, home.lon)
    await town.settle()
    await tap(town, dana, "exact.exact")
    assert "Sheinfeld (Kiryat Arye) (exact)" in read(dana)
    assert (await stored(town, dana)).home == home


async def test_whoever_is_not_registered_is_told_how_to(town: TownOnATable) -> None:
    noa = town.phone("Noa", language="en")
    for command in ("/profile", "/pause", "/duty", "/resume"):
        assert "/start" in await say(town, noa, command)


async def test_a_pause_ends_by_itself(town: TownOnATable, dana: Phone) -> None:
    assert await may_be_asked(town, dana)
    await say(town, dana, "/pause")
    await tap(town, dana, "pause.day")
    assert "No calls will come until" in read(dana)
    assert not await may_be_asked(town, dana)
    town.clock.move_to(town.clock.now() + timedelta(days=1))
    await town.settle()
    assert await may_be_asked(town, dana)
    assert "paused" not in await say(town, dana, "/start")


async def test_a_pause_without_an_end_is_ended_by_hand(town: TownOnATable, dana: Phone) -> None:
    await say(town, dana, "/pause")
    await tap(town, dana, "pause.always")
    assert "paused until you resume" in read(dana)
    assert not await may_be_asked(town, dana)
    assert "can come again" in await say(town, dana, "/resume")
    await tap(town, dana, "pause.", "pause.week", "pause.resume")
    assert await may_be_asked(town, dana)


async def test_duty_lets_calls_through_at_night_and_ends_by_itself(town: TownOnATable, dana: Phone) -> None:
    await say(town, dana, "/profile")
    await tap(town, dana, "menu.field:quiet", "quiet.pick:23-7")
    town.clock.move_to(town.clock.now().replace(hour=22, minute=0))
    await town.settle()
    assert not await may_be_asked(town, dana)
    await say(town, dana, "/duty")
    assert [text.translate(HIDDEN) for text in dana.last.button_texts] == ["2 hours", "4 hours", "8 hours", "12 hours"]
    await tap(town, dana, "duty.2")
    assert "On duty until" in read(dana)
    assert await may_be_asked(town, dana)
    town.clock.move_to(town.clock.now() + timedelta(hours=2))
    await town.settle()
    assert not await may_be_asked(town, dana)
    await tap(town, dana, "duty.0")
    assert "Off duty" in read(dana)


async def test_forged_lengths_of_duty_and_pause_only_ask_again(town: TownOnATable, dana: Phone) -> None:
    before = await stored(town, dana)
    for forged in ("p..duty.9999", "p..duty.-1", "p..pause.century", "p..language.xx"):
        dana.press_data(forged, dana.last)
        await town.settle()
    assert await stored(town, dana) == before


async def test_the_language_changes_in_the_middle_of_a_question(town: TownOnATable) -> None:
    noa = town.phone("Noa", language="en")
    noa.start()
    await town.settle()
    await tap(town, noa, "language.pick:en")
    await say(town, noa, "/language")
    await tap(town, noa, "language.ru")
    assert "Условия, версия 1" in read(noa)


async def test_someone_who_blocked_the_bot_is_reached_again_by_start(town: TownOnATable, dana: Phone) -> None:
    dana.block()
    await town.settle()
    assert (await stored(town, dana)).reach.value == "blocked"
    dana.start()
    await town.settle()
    assert (await stored(town, dana)).reach.value == "open"


async def test_new_terms_are_asked_anew_and_declining_pauses(tmp_path: Path) -> None:
    newer = replace(BEIT_SHEMESH, policy=replace(BEIT_SHEMESH.policy, consent_version="2"))
    async with TownOnATable(tmp_path / "town.db", newer) as town:
        dana = town.phone("Dana", language="en")
        old = replace(town.volunteer("givat-sharett", "logistics", language=Language.EN), consent_version="1")
        await town.settle_in([(dana, old)])
        dana.start()
        await town.settle()
        assert "Terms, version 2" in read(dana)
        await tap(town, dana, "consent.decline")
        assert "/forget" in read(dana)
        assert not await may_be_asked(town, dana)
        dana.start()
        await town.settle()
        await tap(town, dana, "consent.agree:2", "menu.close", "pause.resume")
        assert (await stored(town, dana)).consent_version == "2"
        assert await may_be_asked(town, dana)
