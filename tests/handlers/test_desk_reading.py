"""What the desk reads out of commands and presses, and what it counts; pure."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.dispatch.call import Call, CallDraft, Spot, opened
from bot.dispatch.ledger import Entry, Fact
from bot.handlers.beside import id_in, page_in, pages_of
from bot.handlers.closing import number_and_word
from bot.handlers.linking import cluster_named
from bot.handlers.report import Figures, first_yes, middle
from bot.town_file import find_town, read_town

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
TOWN = read_town(find_town("arara"))


@pytest.mark.parametrize(
    ("typed", "number", "word"),
    [
        ("17 done", 17, "done"),
        ("#17  Cancelled ", 17, "cancelled"),
        ("№17", 17, ""),
        ("١٧ تم", 17, "تم"),
        ("17", 17, ""),
        ("done", None, ""),
        ("-17 done", None, "done"),
        ("²", None, ""),
        ("9999999", None, ""),
        ("", None, ""),
        (None, None, ""),
    ],
)
def test_a_call_is_named_by_its_number(typed: str | None, number: int | None, word: str) -> None:
    assert number_and_word(typed) == (number, word)


@pytest.mark.parametrize(
    ("arg", "page"), [("0", 0), ("1", 1), ("2", 2), ("3", 2), ("9999", 2), ("99999", 0), ("-1", 0), ("", 0), ("x", 0), ("²", 0)]
)
def test_a_page_always_exists(arg: str, page: int) -> None:
    assert page_in(arg, 3) == page


def test_pages_and_ids() -> None:
    assert [pages_of(count, 8) for count in (0, 1, 8, 9, 17)] == [1, 1, 1, 2, 3]
    assert [id_in(arg) for arg in ("12", "", "-3", "١", "9" * 19)] == [12, 0, 0, 0, 0]


@pytest.mark.parametrize(("word", "code"), [("food", "food"), ("FOOD", "food"), ("no such", None), ("", None)])
def test_a_cluster_is_named_by_its_code(word: str, code: str | None) -> None:
    assert cluster_named(word, TOWN) == code


def test_a_cluster_is_named_in_any_language() -> None:
    for code, cluster in TOWN.clusters.items():
        assert {cluster_named(name, TOWN) for name in cluster.names.as_dict().values()} == {code}


def test_the_first_yes_counts_from_the_opening() -> None:
    call = _call()
    said = [
        Entry(NOW + timedelta(minutes=1), Fact.ANSWERED, 1, 5, None, "cannot"),
        Entry(NOW + timedelta(minutes=3), Fact.ANSWERED, 1, 6, None, "coming"),
        Entry(NOW + timedelta(minutes=2), Fact.ANSWERED, 1, 7, 9, "coming"),
    ]
    assert first_yes(call, said) == timedelta(minutes=2)
    assert first_yes(call, said[:1]) is None


def test_the_median_is_of_calls_that_got_a_yes() -> None:
    figures = [Figures(_call(), 1, 0, 0, timedelta(minutes=after)) for after in (1, 2, 9)]
    silent = replace(figures[0], first_yes=None)
    assert middle([*figures, silent]) == timedelta(minutes=2)
    assert middle([figures[0], figures[1]]) == timedelta(seconds=90)
    assert middle([silent]) is None


def _call() -> Call:
    kind = next(iter(TOWN.kinds.values()))
    draft = CallDraft(kind, Spot(TOWN.centre, None), 3)
    return opened(draft, town=TOWN.slug, number=1, owner=1, token="token", now=NOW)
