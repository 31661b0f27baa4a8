"""Whatever waits to be said survives its row in the database."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.registry.language import Names
from bot.speech.codec import JsonValue, UnreadableSpeech, arg_from_json, dumps, say_from_json, screen_from_json
from bot.speech.say import Arg, Ask, Button, Listing, Moment, Quote, Say, Screen

WORDS = st.text(max_size=12)
KEYS = st.text("abc-", min_size=1, max_size=8)
NAMES = st.builds(Names, he=WORDS, ar=WORDS, ru=WORDS, en=WORDS)
INSTANTS = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds
LEAVES: st.SearchStrategy[Arg] = st.one_of(
    WORDS,
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    NAMES,
    st.builds(Moment, INSTANTS),
    st.builds(Quote, WORDS),
)
ARGS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Say, KEYS, st.dictionaries(KEYS, inner, max_size=3)), st.builds(Listing, st.lists(inner, max_size=3).map(tuple))
    ),
    max_leaves=5,
)
SAYS = st.builds(Say, KEYS, st.dictionaries(KEYS, ARGS, max_size=2))
BUTTONS = st.builds(Button, st.one_of(SAYS, NAMES, WORDS), WORDS, WORDS)
ASKS = st.builds(Ask, st.none() | SAYS, st.none() | SAYS, st.lists(SAYS, max_size=2).map(tuple))
ROWS = st.lists(st.lists(BUTTONS, max_size=2).map(tuple), max_size=2).map(tuple)
SCREENS = st.builds(Screen, st.lists(SAYS, max_size=2).map(tuple), ROWS, st.none() | ASKS)


@given(SCREENS)
def test_a_screen_comes_back_as_it_went(screen: Screen) -> None:
    assert screen_from_json(json.loads(dumps(screen))) == screen


@given(SAYS)
def test_a_sentence_comes_back_as_it_went(say: Say) -> None:
    assert say_from_json(json.loads(dumps(say))) == say


@given(ARGS)
def test_an_argument_comes_back_as_it_went(arg: Arg) -> None:
    assert arg_from_json(json.loads(dumps(arg))) == arg


@given(st.text())
def test_a_row_is_one_line_of_plain_letters(text: str) -> None:
    line = dumps(Quote(text))
    assert line.isascii()
    assert "\n" not in line


NOT_OURS: tuple[JsonValue, ...] = (
    None,
    {},
    [],
    "x",
    {"say": 1, "args": {}},
    {"say": "x", "args": []},
    {"say": "x", "args": {"a": {"moment": "yesterday"}}},
    {"say": "x", "args": {"a": {"names": {"he": "x"}}}},
    {"paragraphs": [], "rows": [[{"label": {"quote": "x"}, "press": "", "url": ""}]], "ask": None},
)


@pytest.mark.parametrize("value", NOT_OURS)
def test_what_is_not_ours_is_refused_by_name(value: JsonValue) -> None:
    with pytest.raises(UnreadableSpeech):
        screen_from_json(value)
    with pytest.raises(UnreadableSpeech):
        say_from_json(value)
