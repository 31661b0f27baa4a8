"""The live card: figures that add up, names only where staff read alone."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.dispatch.call import Call, CallState, Outcome, Spot
from bot.dispatch.invitation import Invitation, Standing
from bot.dispatch.matter import Matter
from bot.dispatch.notification import Chat, Notification, Topic, Urgency
from bot.registry.language import Language
from bot.registry.person import Person
from bot.speech.bidi import assert_well_isolated
from bot.speech.callbacks import Owner, read
from bot.speech.card_wording import MOST_NAMED
from bot.speech.say import Screen
from bot.speech.texts import Spoken, Texts
from bot.speech.wording import render
from bot.town_file import find_town, read_town

TOWN = read_town(find_town("beit-shemesh"))
TEXTS = Texts(TOWN.zone)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PLACE = TOWN.neighbourhoods[0]
KIND = TOWN.kinds["E07"]
CARD = Notification(Chat(9), Topic.CARD, Urgency.CARD, "card", call_id=1)
OWNER = Person(9, TOWN.slug, 9, 9, "Dana Levi", "+972500000000", Language.EN)
CALL = Call(
    id=1,
    town=TOWN.slug,
    number=17,
    kind=KIND,
    spot=Spot(PLACE.centre, PLACE.code, "CANARY-STREET 14", "CANARY-GATE", "CANARY-CONTACT"),
    needed=KIND.needed,
    target=4,
    words="CANARY-WORDS",
    language="he",
    is_drill=False,
    ref_106="106-778",
    owner=9,
    opened_at=NOW,
    starts_at=NOW,
    ends_at=NOW + KIND.lasts,
    token="call-token-12",
    wave=0,
    next_wave_at=NOW + timedelta(minutes=4),
)


def one(key: int, standing: Standing, *skills: str, **changes: object) -> Invitation:
    asked = Invitation(key, 1, key, f"token-{key}", 0, NOW, frozenset(skills), 800.0, 200.0, standing)
    return replace(asked, **({"delivered_at": NOW, "eta_at": NOW + timedelta(minutes=20)} | changes))  # type: ignore[arg-type]  # columns


EVERYBODY = [
    one(10, Standing.ASSIGNED, "generator_op"),
    one(11, Standing.ON_THE_WAY, "electrician", seen_at=NOW),
    one(12, Standing.STAND_BY, "electrician"),
    one(13, Standing.CANNOT, "logistics"),
    one(14, Standing.ASKED, "logistics"),
    one(15, Standing.ASKED, "logistics", delivered_at=None),
    one(16, Standing.UNREACHABLE, "logistics", delivered_at=None),
]
NAMES = {10: "Avi", 11: "Basma", 12: "Chaim", 13: "Dina", 14: "Eli", 15: "Fadi", 16: "Galina"}


def matter(call: Call = CALL, invitations: list[Invitation] | None = None, reader: Person | None = OWNER) -> Matter:
    asked = EVERYBODY if invitations is None else invitations
    people = {invited.person_key: Person(invited.person_key, TOWN.slug, 1, 1, named(invited), "+97250", Language.HE) for invited in asked}
    return Matter(reader, call, None, asked, people, OWNER)


def named(invited: Invitation) -> str:
    return NAMES.get(invited.person_key, f"Person{invited.person_key}")


def spoken(about: Matter, language: Language = Language.EN) -> Spoken:
    screen = render(CARD, about, TOWN, NOW)
    assert isinstance(screen, Screen)
    return TEXTS.screen(screen, language, NOW)


def words(said: Spoken) -> str:
    return re.sub("[\u2066-\u2069\u200e\u200f]", "", said.text)


def test_a_coordinator_sees_roles_figures_and_names_at_a_glance() -> None:
    text = words(spoken(matter()))
    assert text.startswith("🚨 Emergency call 17: Set up a generator in a shelter\nInfrastructure · ")
    assert "Open · wave 1 of 4 · next wave: 14:04" in text
    assert "Owner: Dana Levi" in text
    assert "106 reference: 106-778" in text
    assert (
        "✅ Generator operation: 1 of 1\n✅ Certified electrician: 1 of 1\n▫️ Logistics and store: 0 of 1\n▫️ further people: 0 of 1" in text
    )
    assert "Needed at least 3 · target 4\nAsked 7 · delivered 5 · seen 1\nComing 2 · of them on the way 1 · arrived 0" in text
    assert "Stand-by 1 · can't 1 · silent 2\nnot reached: 1" in text
    assert "on the way: Basma (by 14:20)\ncoming: Avi (by 14:20)" in text
    assert "on stand-by: Chaim" in text
    assert "no answer yet: Eli, Fadi" in text


@pytest.mark.parametrize("language", Language)
def test_a_group_gets_counts_and_nobodys_name(language: Language) -> None:
    said = spoken(matter(reader=None), language)
    shown = words(said)
    assert not [secret for secret in (*NAMES.values(), "Dana", "CANARY", "+972") if secret in shown]
    assert "17" in shown
    assert "106-778" in shown
    pressed = [read(button.press) for row in said.rows for button in row]
    assert {press.verb for press in pressed if press} == {"wave", "takeover"}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("reader", [OWNER, None])
def test_a_card_can_be_read_in_every_language(language: Language, reader: Person | None) -> None:
    said = spoken(matter(reader=reader), language)
    assert_well_isolated(said.text)
    assert len(words(said)) < 900
    assert all(len(button.press.encode()) <= 64 for row in said.rows for button in row)


def test_nobodys_address_stands_on_a_card() -> None:
    assert "CANARY" not in words(spoken(matter()))


def test_a_drill_is_marked_on_its_card() -> None:
    assert words(spoken(matter(replace(CALL, is_drill=True)))).startswith("⚠️ Drill! Do not go out")


def test_the_card_offers_everything_a_coordinator_does() -> None:
    said = spoken(matter())
    pressed = [read(button.press) for row in said.rows for button in row]
    assert {press.verb for press in pressed if press} == {"people", "wave", "phones", "correct", "takeover", "history", "close"}
    assert all(press and press.owner is Owner.CALL and press.token == CALL.token for press in pressed)


def test_a_closed_card_only_looks_back() -> None:
    closed = replace(CALL, state=CallState.CLOSED, outcome=Outcome.CANCELLED)
    said = spoken(matter(closed))
    assert "cancelled" in words(said)
    assert {press.verb for press in (read(button.press) for row in said.rows for button in row) if press} == {"people", "history"}
    assert not spoken(matter(closed, reader=None)).rows


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"state": CallState.FILLED}, "filled"),
        ({"next_wave_at": None, "wave": 3}, "wave 4 of 4 · no further wave"),
        ({"state": CallState.CLOSED, "outcome": Outcome.DONE}, "done"),
    ],
)
def test_the_card_says_how_far_the_call_is(changes: dict[str, object], said: str) -> None:
    assert said in words(spoken(matter(replace(CALL, **changes))))  # type: ignore[arg-type]  # a table's columns


def test_many_silent_people_stay_one_line() -> None:
    silent = [one(key, Standing.ASKED, "logistics") for key in range(100, 160)]
    text = words(spoken(matter(invitations=silent)))
    assert f"Person{100 + MOST_NAMED - 1}, {60 - MOST_NAMED} more" in text
    assert f"Person{100 + MOST_NAMED}," not in text
    assert len(text) < 900


def test_the_thanked_silent_are_not_listed() -> None:
    assert "Eli" not in words(spoken(matter(invitations=[one(14, Standing.STOOD_DOWN)])))


def test_the_overdue_are_shown_as_such() -> None:
    text = words(spoken(matter(invitations=[one(11, Standing.OVERDUE, "electrician")])))
    assert "overdue: 1" in text
    assert "overdue: Basma" in text


def test_a_call_whose_owner_was_forgotten_asks_for_one() -> None:
    assert "No owner" in words(spoken(replace(matter(), owner=None)))


def test_a_forgotten_volunteer_stays_a_count() -> None:
    assert "coming: no name" in words(spoken(replace(matter(invitations=[one(10, Standing.ASSIGNED)]), people={}))).replace(
        " (by 14:20)", ""
    )


def test_a_kind_without_slots_counts_people() -> None:
    anybody = replace(CALL, kind=replace(KIND, slots=(), minimum=2), target=2)
    assert "▫️ any help: 1 of 2" in words(spoken(matter(anybody, [one(10, Standing.ASSIGNED)])))
