"""A filled call that stays filled is judged by those who come alone, and exactly as if everybody had been looked at."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.dispatch.call import CallState
from bot.dispatch.invitation import Standing
from bot.dispatch.waves import full_rest, next_step
from tests.storage.making import a_call, an_invitation

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SKILLS = st.sampled_from([frozenset({"team_lead"}), frozenset({"logistics"}), frozenset({"team_lead", "logistics"})])
PEOPLE = st.lists(st.tuples(st.sampled_from(list(Standing)), SKILLS, st.integers(-60, 60)), max_size=12)


@given(PEOPLE)
def test_whoever_does_not_come_changes_nothing_while_every_place_is_taken(people: list[tuple[Standing, frozenset[str], int]]) -> None:
    call = replace(a_call(NOW), id=1, state=CallState.FILLED, filled_at=NOW)
    invited = [
        replace(an_invitation(call, key, NOW, skills=skills, standing=standing, eta_at=NOW + timedelta(minutes=minutes)), id=key)
        for key, (standing, skills, minutes) in enumerate(people, 1)
    ]
    rest = full_rest(call, [one for one in invited if one.is_coming], NOW)
    if rest:
        assert next_step(call, invited, NOW) == rest


def test_an_open_call_is_looked_at_whole() -> None:
    assert full_rest(replace(a_call(NOW), id=1), [], NOW) is None


@given(st.integers(6, 12))
def test_a_call_with_every_place_taken_rests(coming: int) -> None:
    call = replace(a_call(NOW), id=1, state=CallState.FILLED, filled_at=NOW)
    skilled = frozenset({"team_lead", "logistics"})
    invited = [replace(an_invitation(call, key, NOW, skills=skilled, standing=Standing.ARRIVED), id=key) for key in range(1, coming + 1)]
    assert (full_rest(call, invited, NOW) is not None) == (coming >= call.target)
