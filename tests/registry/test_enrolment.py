"""Names, homes, weeks and nights as plain values; consent counts for one version of the terms."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.registry import enrolment
from bot.registry.consent import consenting, has_consented
from bot.registry.enrolment import Days, NameFault, Part
from bot.registry.language import Language
from bot.registry.person import Person
from bot.registry.place import Point
from bot.registry.volunteer import EVERY_TIME, AgeBand, QuietHours, Standing, Volunteer
from bot.town_file import find_town, read_town

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
TOWN = read_town(find_town("beit-shemesh"))
DANA = Person(7, TOWN.slug, 1001, 1001, "Dana", None, Language.RU)
BLANK = Volunteer(7, TOWN.slug, Language.RU)


@given(st.text(max_size=200))
def test_a_kept_name_is_harmless_and_cleaning_it_again_changes_nothing(text: str) -> None:
    name = enrolment.clean_name(text)
    if isinstance(name, NameFault):
        return
    assert enrolment.SHORTEST_NAME <= len(name) <= enrolment.LONGEST_NAME
    assert "\n" not in name
    assert enrolment.clean_name(name) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  Dana\tLevi ", "Dana Levi"),
        ("<b>D", "<b>D"),
        ("دانا", "دانا"),
        ("\ud800\udc00x", NameFault.TOO_SHORT),
        ("", NameFault.TOO_SHORT),
        ("\u3164\u200b", NameFault.TOO_SHORT),
        ("n" * 65, NameFault.TOO_LONG),
    ],
)
def test_names(text: str, name: str | NameFault) -> None:
    assert enrolment.clean_name(text) == name


@pytest.mark.parametrize(
    ("number", "kept"),
    [("972501234567", "+972501234567"), ("+972 50-123 45 67", "+972501234567"), ("12", None), ("", None), ("1" * 16, None)],
)
def test_numbers(number: str, kept: str | None) -> None:
    assert enrolment.clean_phone(number) == kept


def test_the_usual_offer_is_the_persons_own_language_and_a_night_of_sleep() -> None:
    offer = enrolment.begin(DANA)
    assert (offer.standing, offer.languages, offer.quiet) == (Standing.JOINING, frozenset({"ru"}), QuietHours(23, 7, wake_for_life=True))
    assert (offer.availability, offer.clusters, offer.consent_version) == (EVERY_TIME, frozenset(), None)
    assert enrolment.blank(DANA) == BLANK


def test_a_lower_age_leaves_out_skills_that_ask_for_more_years() -> None:
    skilled = replace(BLANK, skills=frozenset({"medic", "food_packing"}))
    assert enrolment.aged(skilled, AgeBand.FROM_14, TOWN.skills).skills == {"food_packing"}
    assert enrolment.aged(skilled, AgeBand.FROM_65, TOWN.skills).skills == skilled.skills
    assert enrolment.is_minor(enrolment.aged(BLANK, AgeBand.FROM_16, TOWN.skills))
    assert not enrolment.is_minor(enrolment.aged(BLANK, AgeBand.FROM_18, TOWN.skills))
    assert not enrolment.is_minor(BLANK)


def test_home_is_a_middle_a_blur_or_a_point() -> None:
    place = TOWN.neighbourhoods[0]
    point = Point(place.centre.lat + 0.001, place.centre.lon)
    assert enrolment.living_in(BLANK, place).home == place.centre
    assert enrolment.living_at(BLANK, place, point, exact=False).home == point.blurred()
    exact = enrolment.living_at(BLANK, place, point, exact=True)
    assert (exact.home, exact.is_home_exact, exact.neighbourhood) == (point, True, place.code)


def test_the_grid_covers_every_part_of_the_week_once() -> None:
    cells = [enrolment.bits(days, part) for days in Days for part in Part]
    assert sum(cells) == EVERY_TIME


@given(st.integers(0, EVERY_TIME), st.sampled_from(Days), st.sampled_from(Part))
def test_a_part_is_taken_and_given_and_nothing_else_moves(availability: int, days: Days, part: Part) -> None:
    taken = enrolment.freed(availability, days, part, free=False)
    given_back = enrolment.freed(taken, days, part, free=True)
    assert not taken & enrolment.bits(days, part)
    assert enrolment.is_free(given_back, days, part)
    assert given_back & ~enrolment.bits(days, part) == availability & ~enrolment.bits(days, part)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("22-7", (22, 7)),
        (" 22:00 – 07:00 ", (22, 7)),
        ("٢٢-٧", (22, 7)),
        ("24-6", (0, 6)),
        ("0-6", (0, 6)),
        ("25-7", None),
        ("7-7", None),
        ("0-24", None),
        ("22", None),
        ("22:30-7", None),
        ("all night", None),
    ],
)
def test_quiet_hours_as_people_type_them(text: str, hours: tuple[int, int] | None) -> None:
    read = enrolment.read_quiet(text)
    assert (read and (read.begins, read.ends)) == hours


def test_handing_in_waits_for_the_town_or_not_and_happens_once() -> None:
    waiting = enrolment.finished(BLANK, NOW, approval=True)
    assert (waiting.standing, waiting.approved_at) == (Standing.PROVISIONAL, None)
    assert enrolment.finished(waiting, NOW, approval=False) == waiting
    in_force = enrolment.finished(BLANK, NOW, approval=False)
    assert (in_force.standing, in_force.approved_at) == (Standing.APPROVED, NOW)


def test_a_pause_ends_duty_and_duty_ends_a_pause() -> None:
    later = NOW + timedelta(hours=4)
    dutiful = enrolment.on_duty(enrolment.paused(BLANK, later), later)
    assert (dutiful.on_duty_until, dutiful.paused_until) == (later, None)
    resting = enrolment.paused(dutiful, enrolment.UNTIL_RESUMED)
    assert (resting.on_duty_until, resting.paused_until) == (None, enrolment.UNTIL_RESUMED)
    assert enrolment.resumed(resting).paused_until is None
    assert enrolment.off_duty(dutiful).on_duty_until is None


def test_consent_counts_for_one_version_and_keeps_its_first_moment() -> None:
    agreed = consenting(BLANK, "1", NOW)
    assert has_consented(agreed, "1")
    assert not has_consented(agreed, "2")
    assert not has_consented(None, "1")
    assert consenting(agreed, "1", NOW + timedelta(days=1)) == agreed
    renewed = consenting(agreed, "2", NOW + timedelta(days=1))
    assert (renewed.consent_version, renewed.consented_at) == ("2", NOW + timedelta(days=1))
