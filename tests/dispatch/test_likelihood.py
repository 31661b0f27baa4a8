"""How likely a yes is: bounded, and wiser with every answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dispatch.likelihood import chance_of_yes, expected_yeses


@given(st.integers(0, 500), st.integers(0, 500), st.floats(0, 50_000), st.booleans())
def test_a_chance_is_a_chance(asked: int, yes: int, away: float, night: bool) -> None:
    said = min(asked, yes)
    chance = chance_of_yes(asked, said, away, is_night=night)
    assert 0.0 <= chance < 1.0
    assert chance_of_yes(asked + 1, said + 1, away, is_night=night) >= chance >= chance_of_yes(asked + 1, said, away, is_night=night)
    assert chance_of_yes(asked, said, away + 1, is_night=night) <= chance
    assert chance_of_yes(asked, said, away, is_night=True) <= chance_of_yes(asked, said, away, is_night=False)


def test_expectations_add_up() -> None:
    assert chance_of_yes(0, 0, 0.0, is_night=False) == pytest.approx(0.30)
    assert chance_of_yes(0, 0, 0.0, is_night=True) == pytest.approx(0.15)
    assert expected_yeses([0.3, 0.2, 0.0]) == pytest.approx(0.5)
