"""Whatever stands in a cell comes back as it was, and no spreadsheet takes it for a formula."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exchange.cells import FORMULA_BEGINS, cell, csv_line

WORDS = st.text(max_size=20) | st.sampled_from("=+-@|%＝＋").flatmap(lambda first: st.text(max_size=10).map(lambda rest: first + rest))


@given(values=st.lists(WORDS, min_size=1, max_size=6))
def test_a_line_reads_back_as_its_values_and_none_of_them_begins_a_formula(values: list[str]) -> None:
    [back] = csv.reader([csv_line(values)]) if not any("\n" in one or "\r" in one for one in values) else [[cell(one) for one in values]]
    for value, read in zip(values, back, strict=True):
        assert read.removeprefix("'") == value.replace("\0", "").removeprefix("'")
        assert read.lstrip(" \u00a0\ufeff")[:1] not in FORMULA_BEGINS or not read.strip()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ('=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'),
        ("+972501234567", "'+972501234567"),
        ("\t=1+1", "'\t=1+1"),
        ("  @SUM(A1)", "'  @SUM(A1)"),
        ("＝1", "'＝1"),
        (-5, "-5"),
        (None, ""),
        ("plain", "plain"),
    ],
)
def test_what_would_act_gets_an_apostrophe_and_numbers_stay_numbers(value: object, shown: str) -> None:
    assert cell(value) == shown
