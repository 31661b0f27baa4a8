"""Who takes which place: first come never loses, and as many as possible are seated."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.dispatch.places import fits, free_places, has_place_for, places_of, seat
from tests.storage.making import a_call, a_kind

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SKILLS = ("lead", "driver", "cook")
people = st.lists(st.frozensets(st.sampled_from(SKILLS)), max_size=5)
places = st.lists(st.frozensets(st.sampled_from(SKILLS)), max_size=5)


def most(who: list[frozenset[str]], where: list[frozenset[str]]) -> int:
    """The size of the largest matching, by trying everything."""
    if not who:
        return 0
    skipping = most(who[1:], where)
    taking = [1 + most(who[1:], where[:i] + where[i + 1 :]) for i, place in enumerate(where) if fits(who[0], place)]
    return max([skipping, *taking])


@given(people, places)
def test_everybody_sits_on_a_place_that_fits_and_alone(who: list[frozenset[str]], where: list[frozenset[str]]) -> None:
    seats = seat(who, where)
    taken = [place for place in seats if place is not None]
    assert len(taken) == len(set(taken))
    assert all(fits(who[person], where[place]) for person, place in enumerate(seats) if place is not None)


@given(people, places)
def test_as_many_as_possible_are_seated(who: list[frozenset[str]], where: list[frozenset[str]]) -> None:
    assert sum(place is not None for place in seat(who, where)) == most(who, where)


@given(people, places, st.frozensets(st.sampled_from(SKILLS)))
def test_whoever_said_yes_first_never_loses_to_a_later_one(
    who: list[frozenset[str]], where: list[frozenset[str]], later: frozenset[str]
) -> None:
    before = [place is not None for place in seat(who, where)]
    assert [place is not None for place in seat([*who, later], where)][: len(who)] == before


@given(people)
def test_has_place_for_says_what_seating_would(who: list[frozenset[str]]) -> None:
    call = a_call(NOW)
    for one in who:
        others = [other for other in who if other is not one]
        seats = seat([*others, one], places_of(call.kind, call.target))
        assert has_place_for(call, others, one) == (seats[-1] is not None)


def test_people_move_so_that_a_scarce_skill_finds_its_place() -> None:
    call = a_call(NOW, kind=a_kind())
    both, lead = frozenset({"team_lead", "logistics"}), frozenset({"team_lead"})
    assert has_place_for(call, [both], lead)
    assert len(free_places(call, [both, lead])) == 2


def test_who_answers_last_stands_by() -> None:
    cook = frozenset({"cook"})
    assert sorted(seat([cook] * 3, [cook] * 2)[:2], key=str) == [0, 1]
    assert seat([cook] * 3, [cook] * 2)[2] is None
