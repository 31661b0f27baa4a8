"""Sentences come out in the reader's language, isolated, whole and within Telegram's limits."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.registry.language import Language, Names
from bot.speech.bidi import FSI, PDI, RLM, assert_well_isolated, units
from bot.speech.locale import direction, distance, duration, moment
from bot.speech.say import Ask, Button, Listing, Moment, Quote, Say, Screen
from bot.speech.sentences import BadTexts, UnknownSentence
from bot.speech.texts import LABEL_UNITS, MESSAGE_UNITS, Texts, UnfitButton

ZONE = ZoneInfo("Asia/Jerusalem")
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
SENTENCES = """
hello = { $who }: hello
who = { $who }
people = { $n ->
    [one] one person
   *[other] { $n } people, { $n2 }
}
either = { $mode ->
    [drill] a drill
   *[real] for real
}
both = { $first } and { $second }
says = They say: { $words }
only = { $words }
list-separator = { ", " }
moment-today = { $time }
moment-day = { $weekday } { $day } { $month }, { $time }
moment-year = { $weekday } { $day } { $month } { $year }, { $time }
typed-accept = Accept, coming, yes
-brand = Eshkol
branded = This is { -brand }
"""


@pytest.fixture
def texts(tmp_path: Path) -> Texts:
    days = "\n".join(f"weekday-{n} = day{n}" for n in range(1, 8)) + "\n"
    months = "\n".join(f"month-{n} = month{n}" for n in range(1, 13)) + "\n"
    for language in Language:
        folder = tmp_path / language.value
        folder.mkdir()
        (folder / "common.ftl").write_text(SENTENCES + days + months, encoding="utf-8")
    return Texts(ZONE, tmp_path)


def said(texts: Texts, say: Say, language: Language = Language.EN) -> str:
    text = texts.render(say, language, NOW)
    assert_well_isolated(text)
    return text


def test_a_name_is_isolated(texts: Texts) -> None:
    assert said(texts, Say("hello", {"who": "דנה"})) == f"{FSI}דנה{PDI}: hello"


def test_a_name_follows_the_reader(texts: Texts) -> None:
    names = Names(he="דנה", ar="دانا", ru="Дана", en="Dana")
    for language in Language:
        assert names.to(language) in said(texts, Say("hello", {"who": names}), language)


def test_words_with_a_selector_choose_a_variant(texts: Texts) -> None:
    assert said(texts, Say("either", {"mode": "drill"})) == "a drill"
    assert said(texts, Say("either", {"mode": "other"})) == "for real"


def test_numbers_choose_plurals_and_are_not_grouped(texts: Texts) -> None:
    assert said(texts, Say("people", {"n": 1, "n2": 2})) == "one person"
    assert said(texts, Say("people", {"n": 1017, "n2": 0.25})) == f"{FSI}1017{PDI} people, {FSI}0.2{PDI}"


@pytest.mark.parametrize("language", Language)
def test_a_missing_key_or_placeholder_is_never_shown(texts: Texts, language: Language) -> None:
    with pytest.raises(UnknownSentence, match="nonsense"):
        texts.render(Say("nonsense"), language, NOW)
    with pytest.raises(UnknownSentence, match="n2"):
        texts.render(Say("people", {"n": 1}), language, NOW)
    with pytest.raises(UnknownSentence, match="who"):
        texts.render(Say("says", {"words": Say("hello")}), language, NOW)


def test_a_quote_keeps_its_lines_and_loses_what_could_reorder_ours(texts: Texts) -> None:
    text = said(texts, Say("says", {"words": Quote("first \u202eline\u2069\r\n\x00second")}))
    assert text == f"They say: {FSI}first line{PDI}\n{FSI}second{PDI}"


def test_a_name_cannot_pose_as_a_line_of_ours(texts: Texts) -> None:
    assert "\n" not in said(texts, Say("hello", {"who": "Dana\nCall closed\u2028by <b>"}))


def test_a_mark_of_ours_in_someones_words_is_taken_out(texts: Texts) -> None:
    args = {"first": "\ufdd0second\ufdd0", "second": "x" * 3000}
    assert said(texts, Say("both", args)) == f"{FSI}second{PDI} and {FSI}{'x' * 3000}{PDI}"


def test_a_lone_surrogate_is_shown_as_a_replacement(texts: Texts) -> None:
    assert "\ufffd" in said(texts, Say("hello", {"who": "\ud800"}))


def test_a_line_of_placeables_only_still_stands_on_the_readers_side(texts: Texts) -> None:
    assert said(texts, Say("only", {"words": Quote("Hello, world!")}), Language.HE) == f"{RLM}{FSI}Hello, world!{PDI}"
    assert said(texts, Say("only", {"words": Quote("Hello, world!")}), Language.RU) == f"{FSI}Hello, world!{PDI}"


def test_an_empty_argument_leaves_no_isolate_behind(texts: Texts) -> None:
    assert said(texts, Say("hello", {"who": ""})) == ": hello"


def test_sentences_nest(texts: Texts) -> None:
    inner = Say("both", {"first": "a", "second": "b"})
    assert said(texts, Say("hello", {"who": inner})) == f"{FSI}{FSI}a{PDI} and {FSI}b{PDI}{PDI}: hello"


def test_a_list_is_joined_and_each_of_its_items_isolated(texts: Texts) -> None:
    listing = Listing(("a", 2, Say("either", {"mode": "drill"})))
    assert f"{FSI}a{PDI}, {FSI}2{PDI}, {FSI}a drill{PDI}" in said(texts, Say("hello", {"who": listing}))


def test_a_term_is_said(texts: Texts) -> None:
    assert "Eshkol" in said(texts, Say("branded"))


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 11, 22, 12, 30, tzinfo=UTC), "14:30"),
        (datetime(2026, 11, 22, 21, 59, tzinfo=UTC), "23:59"),
        (datetime(2026, 11, 22, 22, 0, tzinfo=UTC), "day1 23 month11, 00:00"),
        (datetime(2027, 7, 1, 9, 5, tzinfo=UTC), "day4 1 month7 2027, 12:05"),
    ],
)
def test_a_moment_is_told_in_the_towns_time(texts: Texts, at: datetime, expected: str) -> None:
    text = said(texts, Say("hello", {"who": Moment(at)}))
    assert text.replace(FSI, "").replace(PDI, "") == f"{expected}: hello"


def test_a_moment_beside_a_clock_change_keeps_local_hours() -> None:
    before, after = datetime(2026, 10, 24, 21, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert moment(before, before, ZONE).args == {"time": "00:30"}
    assert moment(after, before, ZONE).args == {"time": "02:30"}


def test_a_screen_has_text_rows_and_a_keyboard(texts: Texts) -> None:
    screen = Screen(
        (Say("either", {"mode": "drill"}), Say("either", {"mode": "x"})),
        ((Button(Say("who", {"who": "Dana"}), press="a:1"), Button("map", url="geo:0,0")),),
        Ask(contact=Say("either", {"mode": "x"}), words=(Say("branded"),)),
    )
    spoken = texts.screen(screen, Language.EN, NOW)
    assert spoken.text == "a drill\n\nfor real"
    assert [(button.label, button.press, button.url) for button in spoken.rows[0]] == [("Dana", "a:1", ""), ("map", "", "geo:0,0")]
    assert spoken.ask is not None
    assert (spoken.ask.contact, spoken.ask.location) == ("for real", "")


def test_a_long_label_ends_in_an_ellipsis_and_an_empty_one_is_not_sent(texts: Texts) -> None:
    assert units(texts.label("👍" * 99, Language.EN, NOW)) <= LABEL_UNITS
    assert texts.label("\u202e\n", Language.EN, NOW) == "…"
    assert_well_isolated(texts.label(Say("hello", {"who": "x" * 99}), Language.EN, NOW))


def test_a_press_that_telegram_would_refuse_is_refused_here(texts: Texts) -> None:
    with pytest.raises(UnfitButton):
        texts.screen(Screen((), ((Button("x", press="é" * 33),),)), Language.EN, NOW)


def test_quotes_are_shortened_before_anything_of_ours(texts: Texts) -> None:
    long = Say("says", {"words": Quote("😀 words\n" * 2000)})
    spoken = texts.screen(Screen((long, Say("branded"), long)), Language.EN, NOW)
    assert units(spoken.text) <= MESSAGE_UNITS
    assert "This is" in spoken.text
    assert spoken.text.endswith(f"…{PDI}")
    assert_well_isolated(spoken.text)


def test_a_text_that_is_too_long_without_quotes_is_cut_with_its_isolates_closed(texts: Texts) -> None:
    spoken = texts.screen(Screen((Say("hello", {"who": Listing(("x" * 300,) * 99)}),)), Language.HE, NOW)
    assert units(spoken.text) <= MESSAGE_UNITS
    assert "…" in spoken.text
    assert_well_isolated(spoken.text)


def test_typed_twins_are_gathered_from_every_language(texts: Texts) -> None:
    assert texts.twins("typed-accept") == {"accept", "coming", "yes"}


@pytest.mark.parametrize(
    ("content", "complaint"),
    [("a = x\na = y\n", "a is given twice"), ("a = { $x\n", "cannot be read"), ("", "no sentences")],
)
def test_unreadable_texts_are_refused_at_start(tmp_path: Path, content: str, complaint: str) -> None:
    (tmp_path / "he").mkdir()
    (tmp_path / "he" / "common.ftl").write_text(content, encoding="utf-8")
    with pytest.raises(BadTexts, match=complaint):
        Texts(ZONE, tmp_path)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [("a = { b }\n", "b"), ("a = { -c }\n", "c"), ("a = { NOPE() }\n", "NOPE"), ("a =\n    .title = x\n", "value")],
)
def test_a_sentence_with_a_hole_is_never_shown(tmp_path: Path, content: str, complaint: str) -> None:
    for language in Language:
        (tmp_path / language.value).mkdir()
        (tmp_path / language.value / "common.ftl").write_text(content, encoding="utf-8")
    with pytest.raises(UnknownSentence, match=complaint):
        Texts(ZONE, tmp_path).render(Say("a"), Language.EN, NOW)


@pytest.mark.parametrize(
    ("metres", "key", "args"),
    [
        (0, "distance-metres", {"metres": 10}),
        (124, "distance-metres", {"metres": 120}),
        (351, "distance-metres", {"metres": 350}),
        (990, "distance-kilometres", {"kilometres": 1.0}),
        (1249, "distance-kilometres", {"kilometres": 1.2}),
    ],
)
def test_distances_are_rounded_as_people_say_them(metres: float, key: str, args: dict[str, float]) -> None:
    assert distance(metres) == Say(key, args)


@pytest.mark.parametrize(("bearing", "rose"), [(0, "north"), (22.4, "north"), (22.6, "north-east"), (180, "south"), (359, "north")])
def test_bearings_become_eight_directions(bearing: float, rose: str) -> None:
    assert direction(bearing) == Say(f"compass-{rose}")


@pytest.mark.parametrize(
    ("minutes", "say"),
    [
        (0, Say("duration-minutes", {"minutes": 0})),
        (90, Say("duration-minutes", {"minutes": 90})),
        (60, Say("duration-hours", {"hours": 1})),
        (180, Say("duration-hours", {"hours": 3})),
        (3 * 1440, Say("duration-days", {"days": 3})),
    ],
)
def test_durations_take_their_largest_unit(minutes: int, say: Say) -> None:
    assert duration(timedelta(minutes=minutes)) == say


@pytest.mark.parametrize("language", [Language.HE, Language.AR])
def test_a_list_of_names_runs_to_the_readers_side_whatever_alphabet_the_names_have(language: Language) -> None:
    """Inside its isolate a list has no letter of its own: without the mark it would run from left to right."""
    said = Say("card-people", {"standing": "-", "people": Listing(("Dana", "Omar"))})
    listed = Texts(ZoneInfo("Asia/Jerusalem")).render(said, language, NOW)

    assert f"{FSI}{RLM}{FSI}Dana" in listed
