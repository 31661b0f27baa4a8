"""What a volunteer and staff read about a call, from every standing and in every language."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dispatch.announce import invite, notice
from bot.dispatch.call import Call, CallState, Outcome, Spot
from bot.dispatch.invitation import Acknowledgement, Invitation, Reason, Standing
from bot.dispatch.matter import Matter
from bot.dispatch.notification import Chat, Notification, Topic, Urgency
from bot.registry.language import Language
from bot.registry.person import Person
from bot.registry.place import Point
from bot.speech import call_wording, invitation_wording
from bot.speech.bidi import assert_well_isolated, units
from bot.speech.callbacks import Owner, Press, read
from bot.speech.codec import screen_from_json, to_json
from bot.speech.say import Quote, Say, Screen
from bot.speech.texts import Spoken, Texts
from bot.speech.wording import Relay, render
from bot.town_file import find_town, read_town

TOWN = read_town(find_town("beit-shemesh"))
TEXTS = Texts(TOWN.zone)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PRIVATE = ("CANARY-STREET 14", "CANARY-GATE", "CANARY-CONTACT 050-1234567", "31.712345")
"""The exact address, the meeting point, the contact, and the latitude behind the navigation buttons."""

COMFORTABLE, MOST = 500, 900
EMERGENCY, ROUTINE = TOWN.kinds["E07"], TOWN.kinds["R03"]
PLACE = TOWN.neighbourhoods[0]
SPOT = Spot(Point(31.712345, 34.987654), PLACE.code, PRIVATE[0], PRIVATE[1], PRIVATE[2], is_exact=True)
HERE = Chat(5, person_key=5)
FIRST = Notification(HERE, Topic.INVITATION, Urgency.EMERGENCY, "first", call_id=1, invitation_id=1)
EDIT = replace(FIRST, key="edit", edits=7)
DETAILED = {Standing.ASSIGNED, Standing.ON_THE_WAY, Standing.ARRIVED}
AT_WORK = DETAILED | {Standing.ASKED, Standing.STAND_BY, Standing.OVERDUE}


def a_call(kind: str = "E07", **changes: object) -> Call:
    what = TOWN.kinds[kind]
    starts = NOW if what is EMERGENCY else NOW + timedelta(days=3)
    call = Call(
        id=1,
        town=TOWN.slug,
        number=17,
        kind=what,
        spot=SPOT,
        needed=what.needed,
        target=max(what.target, what.needed),
        words="הגנרטור במקלט נפל",
        language="he",
        is_drill=False,
        ref_106="106-778",
        owner=9,
        opened_at=NOW,
        starts_at=starts,
        ends_at=starts + what.lasts,
        token="call-token-12",
        wave=0,
        next_wave_at=NOW + timedelta(minutes=4),
    )
    return replace(call, **changes)  # type: ignore[arg-type]  # a table's columns


def an_invitation(standing: Standing = Standing.ASKED, number: int = 1, **changes: object) -> Invitation:
    one = Invitation(number, 1, number + 4, "invitation-1", 0, NOW, frozenset({"generator_op"}), 1320.0, 300.0, standing)
    return replace(one, **({"eta_at": NOW + timedelta(minutes=20)} | changes))  # type: ignore[arg-type]  # a table's columns


def a_person(key: int = 5, language: Language = Language.EN, name: str = "Omar") -> Person:
    return Person(key, TOWN.slug, key, key, name, None, language)


def matter(call: Call, one: Invitation, language: Language = Language.EN) -> Matter:
    return Matter(a_person(5, language), call, one, owner=a_person(9, Language.HE, "Dana Levi"))


def spoken(about: Matter, notification: Notification = EDIT, language: Language | None = None) -> Spoken:
    screen = render(notification, about, TOWN, NOW)
    assert isinstance(screen, Screen)
    reader = language or (about.reader.language if about.reader else TOWN.languages[0])
    return TEXTS.screen(screen, reader, NOW)


def words(text: str) -> str:
    """The words without direction marks."""
    return re.sub("[\u2066-\u2069\u200e\u200f]", "", text)


def shown(call: Call, one: Invitation, language: Language = Language.EN) -> str:
    return words(spoken(matter(call, one, language)).text)


def presses(said: Spoken) -> list[Press]:
    found = [read(button.press) for row in said.rows for button in row if button.press]
    return [press for press in found if press]


def everything(said: Spoken) -> str:
    return said.text + json.dumps([[(button.label, button.press, button.url) for button in row] for row in said.rows])


@pytest.mark.parametrize("kind", ["E07", "R03"])
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("standing", Standing)
def test_every_view_can_be_read_in_every_language(standing: Standing, language: Language, kind: str) -> None:
    said = spoken(matter(a_call(kind), an_invitation(standing), language))
    assert_well_isolated(said.text)
    assert units(said.text) < MOST
    assert all(len(button.press.encode()) <= 64 for row in said.rows for button in row)
    assert all(len(row) <= 2 for row in said.rows), "two buttons a row at most: a thumb must hit them"
    assert all(bool(button.press) != bool(button.url) for row in said.rows for button in row)


@pytest.mark.parametrize("kind", sorted(TOWN.kinds))
@pytest.mark.parametrize("language", Language)
def test_no_kind_of_call_of_the_town_makes_a_message_too_long_to_read(kind: str, language: Language) -> None:
    for standing in (Standing.ASKED, Standing.ASSIGNED):
        assert len(shown(a_call(kind, is_drill=True), an_invitation(standing), language)) < MOST


@pytest.mark.parametrize("standing", sorted(set(Standing) - AT_WORK))
@pytest.mark.parametrize("language", Language)
def test_what_needs_nothing_more_is_short(standing: Standing, language: Language) -> None:
    assert len(shown(a_call(), an_invitation(standing), language)) < COMFORTABLE


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("standing", Standing)
def test_only_those_assigned_see_the_address_the_meeting_point_and_the_contact(standing: Standing, language: Language) -> None:
    said = everything(spoken(matter(a_call(), an_invitation(standing), language)))
    for secret in PRIVATE[:3]:
        assert (secret in words(said)) == (standing in DETAILED), secret
    if standing not in DETAILED:
        assert PRIVATE[3] not in said
        assert "34.98765" not in said


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("standing", Standing)
def test_a_closed_call_leaves_nothing_private_and_no_button_behind(standing: Standing, outcome: Outcome) -> None:
    for language in Language:
        said = spoken(matter(a_call(state=CallState.CLOSED, outcome=outcome), an_invitation(standing), language))
        assert not [secret for secret in (*PRIVATE, "הגנרטור", "Dana") if secret in everything(said)]
        assert not said.rows
        assert "17" in said.text


def test_who_helped_is_thanked_for_it_when_the_call_ends() -> None:
    over = a_call(state=CallState.CLOSED, outcome=Outcome.DONE)
    assert "Thank you very much for your help!" in shown(over, an_invitation(Standing.DONE))
    assert "for your help" not in shown(over, an_invitation(Standing.STOOD_DOWN))


def test_a_cancelled_call_tells_everybody_not_to_come() -> None:
    cancelled = a_call(state=CallState.CLOSED, outcome=Outcome.CANCELLED)
    for standing in Standing:
        assert "no need to come" in shown(cancelled, an_invitation(standing))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("standing", Standing)
def test_every_message_of_a_drill_begins_with_its_mark(standing: Standing, language: Language) -> None:
    banner = words(TEXTS.render(Say("drill-banner"), language, NOW))
    for call in (a_call(is_drill=True), a_call(is_drill=True, state=CallState.CLOSED, outcome=Outcome.DONE)):
        assert shown(call, an_invitation(standing), language).startswith(banner)
        assert shown(call, an_invitation(standing), language).count(banner) == 1
    assert banner not in shown(a_call(), an_invitation(standing), language)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("standing", sorted(AT_WORK))
def test_every_emergency_text_names_the_rescue_services(standing: Standing, language: Language) -> None:
    text = shown(a_call(), an_invitation(standing), language)
    assert [number for number in ("100", "101", "102") if number in text] == ["100", "101", "102"]
    assert "101" not in shown(a_call("R03"), an_invitation(standing), language)


@pytest.mark.parametrize("language", Language)
def test_marks_never_stand_without_the_words(language: Language) -> None:
    about_emergency = words(TEXTS.render(call_wording.title(a_call()), language, NOW))
    about_routine = words(TEXTS.render(call_wording.title(a_call("R03")), language, NOW))
    assert about_emergency.startswith("🚨 ")
    assert about_routine.startswith("🔔 ")
    assert EMERGENCY.names.to(language) in about_emergency
    assert "17" in about_routine


def test_someone_asked_reads_all_they_need_to_decide() -> None:
    text = shown(a_call(), an_invitation())
    assert "🚨 Emergency call 17: Set up a generator in a shelter" in text
    assert "Cluster: Infrastructure" in text
    assert f"Where: {PLACE.names.en} · about 1.5 km from home" in text
    assert "When: now, for 3 hours" in text
    assert "People needed: 4" in text
    assert "Roles: Generator operation (×1), Certified electrician (×1), Logistics and store (×1)" in text
    assert "A yes is not yet an assignment" in text
    assert "Reply to this message and the coordinator gets it." in text
    assert "accept 17 20, can't 17" in text


def test_a_routine_call_names_its_day_and_hour() -> None:
    assert re.search(r"When: Wednesday 25 November, 14:00, for \d+ hours", shown(a_call("R03"), an_invitation()))


def test_the_coordinators_words_stand_as_written_and_are_marked_for_other_readers() -> None:
    assert "The coordinator's words (written in Hebrew):\nהגנרטור במקלט נפל" in shown(a_call(), an_invitation())
    assert "דברי הרכז/ת:\nהגנרטור במקלט נפל" in shown(a_call(), an_invitation(), Language.HE)
    assert "coordinator's words" not in shown(a_call(words=""), an_invitation())
    assert "The coordinator's words:\n" in shown(a_call(language="xx"), an_invitation())


def test_long_words_are_never_shortened_before_telegram_makes_us() -> None:
    told = "שימו לב " * 150
    assert told.strip() in shown(a_call(words=told), an_invitation())


def test_a_corrected_call_says_so() -> None:
    assert "corrected" in shown(a_call(text_version=2), an_invitation())
    assert "corrected" not in shown(a_call(), an_invitation())


def test_who_is_assigned_reads_role_place_time_whom_to_report_to_and_what_comes_next() -> None:
    text = shown(a_call(), an_invitation(Standing.ASSIGNED))
    assert text.startswith("✅ You are assigned")
    assert "Your role: Generator operation" in text
    assert f"Address: CANARY-STREET 14 ({PLACE.names.en})" in text
    assert "Expected arrival: 14:20" in text
    assert "You report to: Dana Levi" in text
    assert "Next: when you set out, press “On my way”." in text


def test_navigation_leads_to_the_exact_point_once_assigned() -> None:
    urls = [button.url for row in spoken(matter(a_call(), an_invitation(Standing.ASSIGNED))).rows for button in row if button.url]
    assert urls == ["https://waze.com/ul?ll=31.712345,34.987654&navigate=yes", "https://maps.google.com/?q=31.712345,34.987654"]
    [area] = [button.url for row in spoken(matter(a_call(), an_invitation())).rows for button in row if button.url]
    assert area == f"https://maps.google.com/?q={PLACE.centre.lat:.6f},{PLACE.centre.lon:.6f}"


def test_a_call_without_an_exact_address_says_who_gives_it() -> None:
    vague = a_call(spot=Spot(PLACE.centre, PLACE.code))
    assert "The coordinator gives you the address" in shown(vague, an_invitation(Standing.ASSIGNED))
    on_the_map = a_call(spot=Spot(SPOT.point, PLACE.code, is_exact=True))
    assert "the exact point is behind the buttons" in shown(on_the_map, an_invitation(Standing.ASSIGNED))


def test_stand_by_is_told_to_wait_and_that_a_message_will_come() -> None:
    text = shown(a_call(), an_invitation(Standing.STAND_BY))
    assert "You are on stand-by" in text
    assert "stay where you are" in text
    assert "we tell you" in text


def test_who_is_no_longer_needed_is_thanked() -> None:
    assert "Thank you" in shown(a_call(), an_invitation(Standing.STOOD_DOWN))


def test_not_now_tells_when_we_ask_again() -> None:
    later = an_invitation(Standing.CANNOT, reason=Reason.NOT_NOW, again_at=NOW + timedelta(hours=2))
    assert "we ask again: 16:00" in shown(a_call(), later)


def test_leaving_the_site_is_not_called_withdrawing() -> None:
    assert "withdrawn" in shown(a_call(), an_invitation(Standing.LEFT))
    assert "left the site" in shown(a_call(), an_invitation(Standing.LEFT, arrived_at=NOW))


ANSWERS = {
    Standing.ASKED: {"coming 10", "coming 20", "coming 40", "cannot "},
    Standing.ASSIGNED: {"on_the_way ", "arrived ", "cannot "},
    Standing.ON_THE_WAY: {"arrived ", "cannot ", "on_the_way 15"},
    Standing.ARRIVED: {"done ", "left "},
    Standing.STAND_BY: {"left "},
    Standing.OVERDUE: {"arrived ", "coming 10", "coming 20", "cannot "},
    Standing.CANNOT: {"coming "},
    Standing.LEFT: {"coming "},
    Standing.STOOD_DOWN: {"coming "},
    Standing.DONE: set(),
    Standing.UNREACHABLE: set(),
}


@pytest.mark.parametrize("standing", Standing)
def test_buttons_are_exactly_what_may_be_answered_from_here(standing: Standing) -> None:
    one = an_invitation(standing)
    found = presses(spoken(matter(a_call(), one)))
    assert {f"{press.verb} {press.arg}" for press in found} == ANSWERS[standing]
    assert all(press.owner is Owner.INVITATION and press.token == one.token for press in found)
    assert all(one.may(Acknowledgement(press.verb)) for press in found)


def test_a_routine_call_asks_only_for_yes_or_no() -> None:
    found = presses(spoken(matter(a_call("R03"), an_invitation())))
    assert [(press.verb, press.arg) for press in found] == [("coming", ""), ("cannot", "")]


@pytest.mark.parametrize("language", Language)
def test_why_not_is_one_tap_with_a_way_back(language: Language) -> None:
    said = TEXTS.screen(invitation_wording.reasons(a_call(is_drill=True), an_invitation(Standing.ASSIGNED)), language, NOW)
    assert [press.arg for press in presses(said)] == [*Reason, ""]
    assert presses(said)[-1].verb == Acknowledgement.SEEN
    assert not [secret for secret in PRIVATE if secret in everything(said)]
    assert words(said.text).startswith(words(TEXTS.render(Say("drill-banner"), language, NOW)))


@pytest.mark.parametrize(
    ("is_closed", "standing", "reason", "is_shown"),
    [
        (False, Standing.CANNOT, None, True),
        (True, Standing.CANNOT, None, False),
        (False, Standing.CANNOT, Reason.TOO_FAR, False),
        (False, Standing.STAND_BY, None, False),
    ],
)
def test_why_not_is_never_asked_over_a_later_answer_or_the_end(
    is_closed: bool, standing: Standing, reason: Reason | None, is_shown: bool
) -> None:
    asked = to_json(invitation_wording.reasons(a_call(), an_invitation(Standing.CANNOT)))
    assert isinstance(asked, dict)
    late = replace(FIRST, topic=Topic.SCREEN, args=dict(asked), edit_message_id=20)
    call = a_call(state=CallState.CLOSED, outcome=Outcome.DONE) if is_closed else a_call()
    assert (render(late, matter(call, an_invitation(standing, reason=reason)), TOWN, NOW) is not None) is is_shown


@pytest.mark.parametrize(
    ("metres", "said"), [(0, "less than 500 m"), (499, "less than 500 m"), (740, "about 500 m"), (1320, "about 1.5 km")]
)
def test_distances_are_too_coarse_to_point_at_a_house(metres: float, said: str) -> None:
    assert words(TEXTS.render(call_wording.far(metres), Language.EN, NOW)) == said


@given(st.floats(0, 20_000))
def test_a_distance_is_never_finer_than_half_a_kilometre(metres: float) -> None:
    said = words(TEXTS.render(call_wording.far(metres), Language.EN, NOW))
    assert re.fullmatch(r"less than 500 m|about 500 m|about \d+(\.5)? km", said)


@pytest.mark.parametrize("standing", [Standing.CANNOT, Standing.LEFT, Standing.DONE, Standing.STOOD_DOWN, Standing.UNREACHABLE])
def test_a_new_message_to_someone_no_longer_asked_is_dropped(standing: Standing) -> None:
    about = matter(a_call(), an_invitation(standing))
    assert render(FIRST, about, TOWN, NOW) is None
    assert render(EDIT, about, TOWN, NOW) is not None


def test_a_new_message_about_a_closed_or_past_call_is_dropped() -> None:
    over = matter(a_call(state=CallState.CLOSED, outcome=Outcome.DONE), an_invitation(Standing.ASSIGNED))
    assert render(FIRST, over, TOWN, NOW) is None
    assert render(EDIT, over, TOWN, NOW) is not None
    late = replace(FIRST, expires_at=NOW)
    assert render(late, matter(a_call(), an_invitation()), TOWN, NOW) is None


def test_what_is_missing_is_dropped_instead_of_guessed() -> None:
    for topic in Topic:
        assert render(replace(FIRST, topic=topic), Matter(), TOWN, NOW) is None
    assert render(replace(FIRST, topic=Topic.SCREEN, args={"paragraphs": "?"}), Matter(), TOWN, NOW) is None


def test_a_persons_own_message_is_copied() -> None:
    relay = replace(FIRST, topic=Topic.RELAY, args={"from_chat_id": 5, "message_id": 12})
    assert render(relay, Matter(), TOWN, NOW) == Relay(5, 12)
    assert render(replace(relay, args={"from_chat_id": "5"}), Matter(), TOWN, NOW) is None


def test_a_queued_screen_is_said_as_it_was_written() -> None:
    screen = Screen((Say("acknowledge-passed-on", {"number": 17}),))
    written = to_json(screen)
    assert isinstance(written, dict)
    queued = replace(FIRST, topic=Topic.SCREEN, args=dict(written))
    assert render(queued, Matter(), TOWN, NOW) == screen_from_json(written) == screen
    in_drill = render(queued, Matter(call=a_call(is_drill=True)), TOWN, NOW)
    assert isinstance(in_drill, Screen)
    assert in_drill.paragraphs[0].key == "drill-banner"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("key", ["call-corrected", "call-closed-done", "call-closed-cancelled"])
def test_what_the_desk_announces_can_be_said(key: str, language: Language) -> None:
    said = render(notice(a_call(), HERE, key, "mark"), Matter(call=a_call()), TOWN, NOW)
    assert isinstance(said, Screen)
    assert "17" in TEXTS.screen(said, language, NOW).text


def test_an_unfilled_call_is_announced_with_its_figures() -> None:
    said = render(notice(a_call(), HERE, "call-unfilled", "mark", coming=1, needed=3, silent=8), Matter(), TOWN, NOW)
    assert isinstance(said, Screen)
    assert "1 of 3 coming · 8 silent" in words(TEXTS.screen(said, Language.EN, NOW).text)


def test_an_invitation_is_rendered_in_the_readers_language_as_it_leaves() -> None:
    call, one, person = a_call(), an_invitation(), a_person(language=Language.AR)
    said = spoken(matter(call, one, Language.AR), invite(call, one, person))
    assert "نداء طوارئ" in said.text


NASTY = st.text(max_size=200)


@given(NASTY, NASTY, NASTY, st.sampled_from(sorted(Standing)), st.sampled_from(sorted(Language)))
def test_no_name_or_words_of_anybody_break_a_message(name: str, told: str, address: str, standing: Standing, language: Language) -> None:
    call = a_call(words=told, spot=replace(SPOT, address=address, contact=name, meeting_point=told))
    about = replace(matter(call, an_invitation(standing), language), owner=a_person(9, name=name))
    said = spoken(about)
    assert_well_isolated(said.text)
    assert 0 < units(said.text) <= 4096


def test_quotes_are_values_that_no_sentence_holds() -> None:
    screen = render(EDIT, matter(a_call(), an_invitation()), TOWN, NOW)
    assert isinstance(screen, Screen)
    [told] = [say for say in screen.paragraphs if say.key == "invitation-words-in"]
    assert told.args["words"] == Quote("הגנרטור במקלט נפל")
