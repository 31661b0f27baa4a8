"""A coordinator calls from chat: four taps, one line, mistakes that cost nothing, and exactly one call."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.dispatch.call import Call
from bot.geocoding import AddressDesk, LookUp
from bot.handlers.address import address_found
from bot.registry.language import Language
from bot.registry.person import Grant, GrantState, Role
from bot.registry.place import Point
from bot.simulator.harness import TownOnATable
from bot.simulator.telegram.markup import Button
from bot.simulator.telegram.phone import Phone

SEND = "send"
HELPERS = ("electrician", "generator_op", "logistics")


def plain(text: str) -> str:
    return re.sub("[\u200e\u200f\u2066-\u2069]", "", text)


def does(verb: str, arg: str = "") -> Callable[[Button], bool]:
    """Whether a button does this, whatever stands on it."""

    def is_it(button: Button) -> bool:
        _, _, found, value = (button.data or "...").split(".", 3)
        return found == verb and arg in {"", value}

    return is_it


@dataclass
class Story:
    """A coordinator's phone and the town around it."""

    town: TownOnATable
    rivka: Phone
    residents: list[Phone] = field(default_factory=list)

    async def says(self, text: str) -> None:
        self.rivka.say(text)
        await self.town.settle()

    async def taps(self, verb: str, arg: str = "") -> None:
        self.rivka.press(does(verb, arg), self.rivka.last)
        await self.town.settle()

    @property
    def screen(self) -> str:
        return plain(self.rivka.last.text)

    @property
    def verbs(self) -> set[str]:
        return {str(button.data).split(".")[2] for button in self.rivka.last.buttons if button.data}

    @property
    def labels(self) -> list[str]:
        return [plain(label) for label in self.rivka.last.button_texts]

    @property
    def chat(self) -> str:
        return plain("\n---\n".join(seen.text for seen in self.rivka.received))

    async def has_residents(self, *skills: str, at: str = "sheinfeld", **changes: object) -> list[Phone]:
        """Let residents with these skills live in a neighbourhood, each known to the bot."""
        phones = [self.town.phone(f"Resident {len(self.residents) + number}", language="en") for number in range(len(skills))]
        volunteers = [self.town.volunteer(at, skill, language=Language.EN) for skill in skills]
        changed = [replace(one, **changes) for one in volunteers]  # type: ignore[arg-type]  # a story's wish
        await self.town.settle_in(zip(phones, changed, strict=True))
        for phone in phones:
            phone.start()
        await self.town.settle()
        self.residents += phones
        return phones

    async def calls(self) -> list[Call]:
        async with self.town.records() as records:
            return list(await records.ledger.open_calls())

    def invited(self) -> list[Phone]:
        return [phone for phone in self.residents if any("Set up a generator" in seen.text for seen in phone.received)]


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Story]:
    async with TownOnATable(tmp_path / "town.db") as town:
        yield Story(town, await town.coordinator(language="en"))


async def to_preview(story: Story) -> None:
    await story.says("/emergency E07 sheinfeld 4")
    assert SEND in story.verbs


async def test_from_emergency_to_sending_in_four_taps(story: Story) -> None:
    near = await story.has_residents(*HELPERS * 2)
    far = await story.has_residents("electrician", at="brosh-industrial", availability=0)
    await story.says("/emergency")
    await story.taps("kind", "E07")
    await story.taps("place", "sheinfeld")
    await story.taps("people", "4")
    assert "Match: 7 · can be reached now: 6" in story.screen
    assert "Messages in the first wave: 6 · sent within 1 s · expected yes: about" in story.screen
    await story.taps(SEND)
    assert "Call 1 is out to 6 people." in story.chat
    assert "Emergency call 1: Set up a generator in a shelter" in story.screen, "the live card is below"
    assert story.invited() == near
    assert not any("generator" in seen.text for seen in far[0].received)
    [call] = await story.calls()
    assert (call.kind.code, call.target, call.spot.neighbourhood, call.language) == ("E07", 4, "sheinfeld", "en")


async def test_one_line_ends_in_the_preview_with_one_tap_to_go(story: Story) -> None:
    await story.has_residents(*HELPERS)
    await story.says('/emergency e07 "Sheinfeld (Kiryat Arye)" 6 “generator down at the shelter”')
    assert "People: 6 (needed at least: 3)" in story.screen
    assert "Your words: generator down at the shelter" in story.screen
    await story.taps(SEND)
    [call] = await story.calls()
    assert (call.target, call.words) == (6, "generator down at the shelter")


async def test_a_mistake_in_the_line_is_named_and_the_rest_is_kept(story: Story) -> None:
    await story.has_residents(*HELPERS)
    await story.says('/emergency E77 shienfeld 6 "generator down"')
    assert "There is no kind of call E77" in story.screen
    assert "“shienfeld” is not a neighbourhood" in story.screen
    await story.taps("kind", "E07")
    assert story.labels[0] == "Sheinfeld (Kiryat Arye)", "what it looks like comes first"
    await story.taps("place", "sheinfeld")
    assert "People: 6" in story.screen
    assert "Your words: generator down" in story.screen


async def test_the_command_of_the_other_mode_is_named(story: Story) -> None:
    await story.says("/call E07 sheinfeld 4")
    assert "E07 Set up a generator in a shelter is an emergency call: write /emergency instead of /call" in story.screen


async def test_two_taps_on_send_make_one_call(story: Story) -> None:
    await story.has_residents(*HELPERS)
    await to_preview(story)
    preview = story.rivka.last
    story.rivka.press(does(SEND), preview)
    second = story.rivka.press(does(SEND), preview)
    await story.town.settle()
    assert second.answered
    third = story.rivka.press_data(next(str(button.data) for button in preview.buttons), preview)
    await story.town.settle()
    assert third.answered
    assert len(await story.calls()) == 1
    assert all(len([seen for seen in phone.received if "generator" in seen.text]) == 1 for phone in story.residents)


async def test_the_button_of_an_older_preview_sends_nothing(story: Story) -> None:
    await story.has_residents(*HELPERS)
    await to_preview(story)
    older = story.rivka.last
    await story.says("bring torches")
    story.rivka.press(does(SEND), older)
    await story.town.settle()
    assert await story.calls() == []
    assert "Your words: bring torches" in story.screen
    await story.taps(SEND)
    assert [call.words for call in await story.calls()] == ["bring torches"]


async def test_a_preview_of_five_minutes_ago_is_made_anew(story: Story) -> None:
    await story.has_residents(*HELPERS)
    await to_preview(story)
    await story.town.pass_time(minutes=5)
    await story.has_residents("electrician")
    story.rivka.press(does(SEND))
    await story.town.settle()
    assert await story.calls() == []
    assert "more than five minutes old, so nothing was sent" in story.chat
    assert "Match: 4" in story.chat
    story.rivka.press(does(SEND))
    await story.town.settle()
    assert "Call 1 is out to 4 people." in story.chat


async def test_who_is_gone_since_the_preview_is_counted(story: Story) -> None:
    await story.has_residents(*HELPERS)
    await to_preview(story)
    await pause(story, story.residents[0])
    story.rivka.press(does(SEND))
    await story.town.settle()
    assert "Call 1 is out to 2 people." in story.chat
    assert "No longer available since the preview: 1" in story.chat
    assert story.invited() == story.residents[1:]


async def test_when_everyone_is_gone_nothing_is_sent(story: Story) -> None:
    await story.has_residents("electrician")
    await to_preview(story)
    await pause(story, story.residents[0])
    story.rivka.press(does(SEND))
    await story.town.settle()
    assert await story.calls() == []
    assert "Everyone in the preview has become unavailable, so nothing was sent" in story.chat
    assert "Nobody can be asked now" in story.chat


async def pause(story: Story, phone: Phone) -> None:
    async with story.town.records() as records:
        person = await records.roster.person_of(phone.user_id)
        assert person
        volunteer = await records.roster.volunteer(person.key)
        assert volunteer
        await records.roster.save_volunteer(replace(volunteer, paused_until=records.now + timedelta(hours=1)))


async def test_nobody_near_suggests_a_wider_area(story: Story) -> None:
    async with story.town.records() as records:
        assert not await records.ledger.open_calls()
    await story.has_residents(*HELPERS, home=Point(31.95, 34.99))
    await to_preview(story)
    assert "Nobody can be asked now. Widen the area" in story.screen
    assert story.labels[:2] == ["Send anyway", "Widen to 12 km"]
    await story.taps("widen")
    assert "Messages in the first wave: 3" in story.screen
    await story.taps(SEND)
    [call] = await story.calls()
    assert call.kind.radius_m == 12_000


async def test_a_call_to_nobody_may_be_sent_all_the_same(story: Story) -> None:
    await to_preview(story)
    await story.taps(SEND)
    assert "Call 1 is open, but nobody could be asked yet" in story.chat
    assert len(await story.calls()) == 1


async def test_too_few_likely_yeses_are_a_clear_warning(story: Story) -> None:
    await story.has_residents("electrician")
    await to_preview(story)
    assert "⚠️ The first wave will probably bring fewer than needed: about 0.3 of 3" in story.screen


async def test_what_is_added_stands_in_the_call(story: Story) -> None:
    await story.has_residents(*HELPERS)
    await to_preview(story)
    for name, text in [("meeting", "by the gate"), ("contact", "Yossi 050-7654321"), ("address", "HaNarkis 14"), ("ref", "106-77")]:
        await story.taps("extra", name)
        await story.says(text)
        assert text in story.screen
    await story.taps("duration")
    await story.taps("lasts", "120")
    await story.taps("drill")
    assert "Drill! Do not go out" in story.screen
    assert "for 2 hours" in story.screen
    await story.taps(SEND)
    [call] = await story.calls()
    assert (call.spot.meeting_point, call.spot.contact, call.spot.address) == ("by the gate", "Yossi 050-7654321", "HaNarkis 14")
    assert (call.ref_106, call.is_drill, call.ends_at - call.starts_at) == ("106-77", True, timedelta(hours=2))
    assert all("Drill!" in plain(phone.last.text) for phone in story.residents)
    assert not any("HaNarkis" in seen.text or "Yossi" in seen.text for phone in story.residents for seen in phone.received)


async def test_an_addition_may_be_taken_out_and_a_long_one_is_refused(story: Story) -> None:
    await to_preview(story)
    await story.taps("extra", "meeting")
    await story.says("m" * 201)
    assert "too long: 200 letters at most" in story.screen
    await story.says("by the gate")
    await story.taps("extra", "meeting")
    await story.taps("clear")
    assert "by the gate" not in story.screen
    await story.taps("extra", "words")
    await story.taps("back")
    assert SEND in story.verbs


async def test_a_routine_call_says_when(story: Story) -> None:
    await story.has_residents("driver_b")
    await story.says("/call")
    await story.taps("kind", "R04")
    await story.taps("place", "sheinfeld")
    await story.taps("people")
    assert story.labels[:4] == ["Now", "In one hour", "17:00", "Wednesday 25 November, 09:00"]
    await story.says("23.11.2026 10:00")
    assert "has passed" in story.screen
    await story.says("soon")
    assert "“soon” is not a time the bot understands" in story.screen
    await story.says("25.11 16:30")
    assert "When: Wednesday 25 November, 16:30" in story.screen
    await story.taps(SEND)
    [call] = await story.calls()
    assert call.starts_at == datetime(2026, 11, 25, 14, 30, tzinfo=UTC)


async def test_a_chosen_time_that_passes_before_sending_is_asked_again(story: Story) -> None:
    await story.has_residents("driver_b")
    await story.says("/call R04 sheinfeld 2 10:02")
    assert SEND in story.verbs
    await story.town.pass_time(minutes=3)
    await story.taps(SEND)
    assert "The chosen time has passed" in story.screen
    assert await story.calls() == []


async def test_kinds_that_cannot_be_sent_yet_are_named_with_the_reason(story: Story) -> None:
    await story.says("/emergency")
    assert "Cannot be sent yet: 13" in story.labels
    await story.taps("why")
    assert "E01 Open public shelters and direct residents: nobody is sent while people must shelter" in story.screen
    await story.taps("page", "1")
    assert "E13" in story.screen
    await story.taps("back")
    await story.says("E01 sheinfeld 6")
    assert "“Open public shelters and direct residents” cannot be sent yet" in story.screen
    assert "kind" in story.verbs


async def test_a_forged_kind_changes_nothing(story: Story) -> None:
    await story.says("/emergency")
    data = next(str(button.data) for button in story.rivka.last.buttons if "E07" in str(button.data))
    story.rivka.press_data(data.replace("E07", "E01"), story.rivka.last)
    await story.town.settle()
    assert "cannot be sent yet" in story.screen
    story.rivka.press_data(data.replace("E07", "R04"), story.rivka.last)
    await story.town.settle()
    assert "kind" in story.verbs
    assert await story.calls() == []


async def test_a_location_is_a_place_and_one_outside_the_town_is_not(story: Story) -> None:
    await story.says("/emergency E07")
    story.rivka.send_location(32.0853, 34.7818)
    await story.town.settle()
    assert "That place is outside the town" in story.screen
    story.rivka.send_location(31.7405, 34.9867)
    await story.town.settle()
    assert "Where: Sheinfeld (Kiryat Arye), exact point" in story.screen
    await story.taps(SEND)
    [call] = await story.calls()
    assert call.spot.is_exact
    assert (call.spot.point.lat, call.spot.point.lon) == (31.7405, 34.9867)


async def test_an_address_that_names_a_neighbourhood_needs_no_geocoder(story: Story) -> None:
    await story.says("/emergency E07")
    await story.says("Herzl 5, Ramat Lehi")
    assert "Address (only for those assigned): Herzl 5, Ramat Lehi" in story.screen
    assert "Where: Old Beit Shemesh (Ramat Moshe)" in story.screen


async def test_an_unknown_address_is_kept_while_the_neighbourhood_is_chosen(story: Story) -> None:
    await story.says("/emergency E07")
    await story.says("Nahal Dolev 5")
    assert "“Nahal Dolev 5” is not a neighbourhood" in story.screen
    assert "Address kept: Nahal Dolev 5" in story.screen
    await story.taps("place", "sheinfeld")
    assert "Nahal Dolev 5" in story.screen


class Atlas:
    """A geocoder whose answer a test gives by hand."""

    def __init__(self, point: Point | None) -> None:
        self.point = point
        self.may_answer = asyncio.Event()

    async def find(self, address: str) -> Point | None:
        await self.may_answer.wait()
        return self.point if address == "Nahal Dolev 5" else None


@asynccontextmanager
async def geocoder(story: Story, atlas: Atlas) -> AsyncIterator[AddressDesk]:
    """Join a geocoder to the running bot, as its app does."""
    chat = story.town.bot.chat

    async def answer(waiting: LookUp, point: Point | None) -> bool:
        async with story.town.records() as records:
            return await address_found(chat.house, records, (waiting.chat_id, waiting.token, waiting.address), point)

    desk = AddressDesk(atlas, story.town.clock, answer)
    chat.house = replace(chat.house, look_up=desk.look_up)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(desk.run())
        yield desk
        running.cancel()


async def answered(story: Story, atlas: Atlas, desk: AddressDesk) -> None:
    atlas.may_answer.set()
    while not desk.is_idle:
        if story.town.clock.next_due():
            await story.town.pass_time(seconds=1)
        await asyncio.sleep(0)
    await story.town.settle()


async def test_an_address_is_looked_up_while_the_conversation_stays_free(story: Story) -> None:
    point = Point(31.7406, 34.9866)
    atlas = Atlas(point)
    async with geocoder(story, atlas) as desk:
        await story.says("/emergency E07")
        await story.says("Nahal Dolev 5")
        assert "Looking up “Nahal Dolev 5”" in story.screen
        await answered(story, atlas, desk)
        assert "Where: Sheinfeld (Kiryat Arye), exact point" in story.screen
        assert "Address (only for those assigned): Nahal Dolev 5" in story.screen
    await story.taps(SEND)
    [call] = await story.calls()
    assert (call.spot.point, call.spot.is_exact, call.spot.address) == (point, True, "Nahal Dolev 5")


async def test_an_address_nobody_knows_is_kept_and_the_list_is_shown(story: Story) -> None:
    atlas = Atlas(None)
    async with geocoder(story, atlas) as desk:
        await story.says("/emergency E07")
        await story.says("Nahal Dolev 5")
        await story.taps("again")
        await answered(story, atlas, desk)
    assert "The address “Nahal Dolev 5” was not found in the town" in story.screen
    assert "place" in story.verbs


async def test_an_answer_too_late_disturbs_nobody(story: Story) -> None:
    atlas = Atlas(Point(31.7405, 34.9867))
    async with geocoder(story, atlas) as desk:
        await story.says("/emergency E07")
        await story.says("Nahal Dolev 5")
        await story.taps("list")
        await story.taps("place", "givat-sharett")
        before = story.screen
        await answered(story, atlas, desk)
    assert story.screen == before
    assert "Where: Giv'at Sharett" in before


async def test_every_step_leads_back(story: Story) -> None:
    await story.says("/call R04 sheinfeld 2 tomorrow")
    seen = []
    for _ in range(4):
        await story.taps("back")
        seen.append(story.verbs - {"back", "page"})
    assert seen == [{"when"}, {"people", "fewer", "more", "many"}, {"place"}, {"kind", "why", "cancel"}]
    await story.taps("cancel")
    assert story.screen == "Nothing was sent."
    await story.says("/emergency E07 sheinfeld 4")
    await story.taps("back")
    assert "people" in story.verbs, "an emergency is never asked when"


async def test_people_are_counted_up_and_down_but_never_below_what_is_needed(story: Story) -> None:
    await story.says("/emergency")
    await story.taps("kind", "E07")
    await story.taps("place", "sheinfeld")
    await story.taps("fewer")
    assert "3 people" in story.labels
    assert "fewer" not in story.verbs
    await story.taps("many")
    await story.taps("more")
    assert "9 people" in story.labels
    await story.says("2")
    assert "must be from 3 to 999" in story.screen
    await story.says("12")
    assert "People: 12" in story.screen


async def test_buttons_may_be_typed_as_words(story: Story) -> None:
    await story.has_residents(*HELPERS)
    await story.says("/emergency E07 sheinfeld")
    await story.says("send: 3")
    assert "Call 1 is out to 3 people." in story.chat


async def test_a_photo_is_answered_with_what_helps(story: Story) -> None:
    await story.says("/emergency E07")
    story.rivka.send_photo()
    await story.town.settle()
    assert "Only words help at this step" in story.screen
    assert "place" in story.verbs


async def test_residents_open_no_calls(story: Story) -> None:
    [resident] = await story.has_residents("electrician")
    resident.say("/emergency E07 sheinfeld 4")
    await story.town.settle()
    assert "Only coordinators and cluster leads open calls" in resident.last.text
    assert await story.calls() == []


async def test_a_cluster_lead_sends_what_belongs_to_their_cluster(story: Story) -> None:
    [lead] = await story.has_residents("cook")
    await grant(story, lead, Role.CLUSTER_LEAD, "food")
    lead.say("/emergency")
    await story.town.settle()
    assert {str(button.data).rsplit(".", 1)[1] for button in lead.last.buttons if ".kind." in str(button.data)} == {"E10", "E11"}
    lead.say("/emergency E07 sheinfeld 4")
    await story.town.settle()
    assert "belongs to the cluster Infrastructure, which others lead" in plain(lead.last.text)


async def test_a_lead_of_kinds_that_cannot_be_sent_yet_is_told_whom_to_ask(story: Story) -> None:
    [lead] = await story.has_residents("cook")
    await grant(story, lead, Role.CLUSTER_LEAD, "elderly")
    lead.say("/emergency")
    await story.town.settle()
    assert "ask a coordinator to call, or ask people by phone" in plain(lead.last.text)


async def test_a_role_taken_away_before_send_sends_nothing(story: Story) -> None:
    [lead] = await story.has_residents("cook")
    await grant(story, lead, Role.CLUSTER_LEAD, "food", until=story.town.clock.now() + timedelta(minutes=2))
    lead.say("/emergency E11 sheinfeld")
    await story.town.settle()
    await story.town.pass_time(minutes=3)
    lead.press(does(SEND))
    await story.town.settle()
    assert "Only coordinators and cluster leads open calls" in lead.last.text
    assert await story.calls() == []


async def grant(story: Story, phone: Phone, role: Role, scope: str, until: datetime | None = None) -> None:
    async with story.town.records() as records:
        person = await records.roster.person_of(phone.user_id)
        assert person
        await records.roster.grant(Grant(0, person.key, role, scope, GrantState.ACTIVE, records.now, until, None))


async def test_a_crash_forgets_nothing_that_was_said(story: Story) -> None:
    await story.has_residents(*HELPERS)
    await story.says('/emergency E07 6 "generator down"')
    await story.town.crash()
    await story.town.start_bot()
    await story.taps("place", "sheinfeld")
    await story.town.crash()
    await story.town.start_bot()
    await story.taps(SEND)
    [call] = await story.calls()
    assert (call.target, call.words) == (6, "generator down")


@pytest.mark.parametrize(("language", "word"), [("he", "תצוגה מקדימה"), ("ar", "معاينة"), ("ru", "Просмотр"), ("en", "Preview")])
async def test_a_preview_in_every_language(tmp_path: Path, language: str, word: str) -> None:
    async with TownOnATable(tmp_path / "town.db") as town:
        story = Story(town, await town.coordinator(language=language))
        await story.has_residents(*HELPERS)
        await story.says("/emergency E07 sheinfeld 4")
        assert word in story.screen
        await story.taps(SEND)
        assert [call.language for call in await story.calls()] == [language]
