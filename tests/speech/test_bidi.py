"""Directions stay where they belong, whatever people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.speech.bidi import FSI, PDI, BadlyIsolated, assert_well_isolated, cut, isolated, neutral, on_one_line, settled, units

MIXED = st.text(st.sampled_from("aא ا1😀\n\r\t\u202e\u2066\u2068\u2069\u2028\x00\x85\ud800,"), max_size=60)


@given(MIXED, st.booleans())
def test_any_words_can_be_put_into_a_sentence(words: str, rtl: bool) -> None:
    text = settled(f"{FSI}{isolated(neutral(words))}{PDI}: x", rtl=rtl)
    assert_well_isolated(text)
    text.encode()


@given(MIXED, st.integers(8, 40))
def test_a_cut_text_fits_and_stays_whole(words: str, limit: int) -> None:
    short = cut(settled(isolated(neutral(words)), rtl=True), limit)
    assert units(short) <= limit
    assert_well_isolated(short)


@given(MIXED)
def test_neutral_words_stay_neutral(words: str) -> None:
    assert neutral(neutral(words)) == neutral(words)
    assert len(on_one_line(words).splitlines()) <= 1


@pytest.mark.parametrize("text", [FSI, PDI, f"{FSI}a\nb{PDI}", "\u202ea\u202c", f"\u2067a{PDI}"])
def test_a_badly_isolated_line_is_named(text: str) -> None:
    with pytest.raises(BadlyIsolated):
        assert_well_isolated(text)
