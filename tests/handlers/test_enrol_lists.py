"""Lists to choose from: pages, rows, what people type for a choice, and data cut into messages."""

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.enrol_course import EVERY_STEP, FIELDS, ORDER, STEPS, WITHIN
from bot.handlers.enrol_step import PAGE, Choice, in_rows, meant, page_of, word
from bot.handlers.enrol_times import times_said
from bot.handlers.mydata import CHUNK_UNITS, in_parts
from bot.registry.enrolment import Days, Part, bits
from bot.registry.language import Names
from bot.registry.volunteer import EVERY_TIME, AgeBand
from bot.speech.bidi import units
from bot.speech.say import Button, Say


def choice(code: str, english: str) -> Choice:
    return Choice(code, Names(he=f"{code}א", ar=f"{code}ب", ru=f"{code}ж", en=english))


CHOICES = [choice(f"c{number}", f"Skill number {number}") for number in range(20)]


@given(st.integers(0, 10**9))
def test_a_page_beyond_the_end_is_the_last(page: int) -> None:
    shown = page_of(CHOICES, page)
    assert 1 <= len(shown) <= PAGE
    assert page < 3 or shown == CHOICES[18:]


def test_the_pages_hold_every_choice_once() -> None:
    assert [one for page in range(3) for one in page_of(CHOICES, page)] == CHOICES
    assert page_of([], 4) == []


def test_a_typed_name_is_found_in_any_language_or_by_its_only_part() -> None:
    cooks = [choice("cook", "Mass cooking"), choice("pack", "Packing"), choice("packs", "Packing and distribution")]
    assert meant("mass COOKING!", cooks) == cooks[0]
    assert meant("cookж", cooks) == cooks[0]
    assert meant("distri", cooks) == cooks[2]
    assert meant("Packing", cooks) == cooks[1]
    for unclear in ("ing", "dancing", "", "…", None):
        assert meant(unclear, cooks) is None


def test_rows_keep_order() -> None:
    buttons = [Button(str(number)) for number in range(5)]
    assert in_rows(buttons, 2) == (tuple(buttons[:2]), tuple(buttons[2:4]), tuple(buttons[4:]))


def test_only_words_of_the_list_are_words() -> None:
    assert word(AgeBand, "from_18") is AgeBand.FROM_18
    assert word(AgeBand, "from_19") is None


def test_every_question_has_a_name_of_its_own_and_a_way_home() -> None:
    assert len(ORDER) == len(set(ORDER)) == len(EVERY_STEP)
    assert set(FIELDS) == set(ORDER) - {"consent"}
    assert all(step in STEPS and main in ORDER for step, main in WITHIN.items())
    assert max(len(f"t.12345678.{step}.off:saturday-afternoon") for step in STEPS) <= 64


def test_a_week_is_said_by_its_free_parts() -> None:
    assert times_said(EVERY_TIME) == (Say("enrol-any-time"),)
    assert times_said(0) == ()
    said = times_said(bits(Days.FRIDAY, Part.MORNING))
    assert [say.args["days"] for say in said] == [Say("enrol-days-friday")]


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=120), max_size=60))
def test_data_is_cut_between_lines_and_nothing_is_lost(everything: dict[str, str]) -> None:
    parts = in_parts(everything)
    assert json.loads("".join(parts)) == everything
    assert all(units(part) <= CHUNK_UNITS for part in parts)
