"""A call in one line, in four languages, with every kind of quotation mark; and never a crash."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dispatch.kind import Mode
from bot.handlers.issue_draft import Sketch, Step
from bot.handlers.one_line import WORDS_UNITS, Line, Scene, read_line, tokens_of
from bot.handlers.when_words import DayWords, WrongTime, read_when
from bot.registry.gazetteer import alike, mentioned
from bot.registry.language import Language
from bot.speech.texts import Texts
from bot.town_file import find_town, read_town

TOWN = read_town(find_town("beit-shemesh"))
TEXTS = Texts(TOWN.zone)
DAYS = DayWords.of(TEXTS)
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
"""Ten in the morning in Israel, a Tuesday."""
SCENE = Scene(TOWN, DAYS, NOW)


def emergency(text: str) -> Line:
    return read_line(text, Sketch(Mode.EMERGENCY.value), SCENE)


def routine(text: str) -> Line:
    return read_line(text, Sketch(Mode.ROUTINE.value), SCENE)


def keys(line: Line) -> list[str]:
    return [note.key for note in line.notes]


def local(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> str:
    return datetime(year, month, day, hour, minute, tzinfo=TOWN.zone).astimezone(UTC).isoformat()


@pytest.mark.parametrize(
    ("text", "place", "people", "words"),
    [
        ('E07 ramat-lehi 6 "generator down at the shelter"', "old-beit-shemesh", 6, "generator down at the shelter"),
        ("e07 Ramat Lehi 6 “generator down”", "old-beit-shemesh", 6, "generator down"),
        ("E07 sheinfeld", "sheinfeld", 4, ""),
        ('E07 6 sheinfeld "come"', "sheinfeld", 6, "come"),
        ("E07 sheinfeld generator down", "sheinfeld", 4, "generator down"),
        ('E07 "Ramat Lehi" 6 "generator', "old-beit-shemesh", 6, "generator"),
        ("E07 RBS Gimmel 1 5", "ramat-avi-ezri", 5, ""),
        ("E07 רמת לחי 6 ״הגנרטור במקלט נפל״", "old-beit-shemesh", 6, "הגנרטור במקלט נפל"),
        ('E07 "רמת לח״י" 6 "הגנרטור במקלט נפל"', "old-beit-shemesh", 6, "הגנרטור במקלט נפל"),
        ('e07 רמב"ש א\' 5 "בואו לרח\' הנחלים"', "ramat-hanehalim", 5, "בואו לרח' הנחלים"),
        ("E07 רמב״ש ג׳1 5 „צריך חשמלאי”", "ramat-avi-ezri", 5, "צריך חשמלאי"),
        ("E07 شاينفلد ٦ «تعطّل المولّد في الملجأ»", "sheinfeld", 6, "تعطّل المولّد في الملجأ"),
        ("E07 رمات لحي 6 “تعطّل المولّد”", "old-beit-shemesh", 6, "تعطّل المولّد"),
        ("Е07 Рамат-Лехи 6 «генератор не работает»", "old-beit-shemesh", 6, "генератор не работает"),
        ("е07 шейнфельд 6 „генератор“", "sheinfeld", 6, "генератор"),
        ("\u200eE07\u200f sheinfeld \u20676\u2069 \u200f״חשמל״\u200e", "sheinfeld", 6, "חשמל"),
    ],
)
def test_a_whole_call_is_understood(text: str, place: str, people: int, words: str) -> None:
    line = emergency(text)
    assert keys(line) == []
    assert (line.sketch.kind, line.sketch.neighbourhood, line.sketch.people, line.sketch.words) == ("E07", place, people, words)
    assert line.sketch.missing is Step.PREVIEW
    assert not line.sketch.is_exact


@pytest.mark.parametrize(
    ("text", "notes", "missing", "people", "words"),
    [
        ("", [], Step.KIND, 0, ""),
        ('E99 sheinfeld 6 "come"', ["issue-kind-unknown"], Step.KIND, 6, "come"),
        ('R04 sheinfeld 6 "come"', ["issue-line-kind-routine"], Step.KIND, 6, "come"),
        ('sheinfeld 6 "come"', [], Step.KIND, 6, "come"),
        ('E07 6 "come"', [], Step.PLACE, 6, "come"),
        ('E07 ramat-lahi 6 "come"', ["issue-place-unknown"], Step.PLACE, 6, "come"),
        ('E07 "Ramat Lahi" 6 "come"', ["issue-place-unknown"], Step.PLACE, 6, "come"),
        ("E07 the generator has broken down", ["issue-place-unknown"], Step.PLACE, 4, "the generator has broken down"),
        ('E07 sheinfeld 1 "come"', ["issue-people-limits"], Step.PREVIEW, 3, "come"),
        ('E07 sheinfeld 5000 "come"', ["issue-people-limits"], Step.PREVIEW, 999, "come"),
        ('E07 sheinfeld 6x "come"', ["issue-line-unclear"], Step.PREVIEW, 4, "come"),
        (f'E07 sheinfeld "{"a" * 1500}"', ["issue-too-long"], Step.PREVIEW, 4, "a" * WORDS_UNITS),
    ],
)
def test_a_mistake_is_named_and_nothing_else_is_lost(text: str, notes: list[str], missing: Step, people: int, words: str) -> None:
    line = emergency(text)
    assert keys(line) == notes
    assert (line.sketch.missing, line.sketch.people, line.sketch.words) == (missing, people, words)


def test_a_misspelt_neighbourhood_is_suggested_and_an_unknown_address_is_kept() -> None:
    misspelt = emergency("E07 ramat-lahi 6")
    assert misspelt.suggested[0] == "old-beit-shemesh"
    assert misspelt.sketch.address == ""
    assert emergency('E07 "Nahal Dolev 5" 6').sketch.address == "Nahal Dolev 5"


@pytest.mark.parametrize("language", list(Language))
def test_every_mistake_can_be_said_in_every_language(language: Language) -> None:
    wrong = [emergency("E99 x 6"), emergency('E07 ramat-lahi 1 "a" '), routine("E07"), emergency("R04"), routine("R04 sheinfeld 32.13")]
    for note in (note for line in wrong for note in line.notes):
        assert TEXTS.render(note, language, NOW)


@pytest.mark.parametrize(
    ("text", "starts_at"),
    [
        ("R04 sheinfeld 6 25.11 16:30", local(25, 16, 30)),
        ('R04 sheinfeld 6 25.11.2026 16:30 "packing"', local(25, 16, 30)),
        ("R04 25/11/26 sheinfeld 6", local(25, 9)),
        ("R04 sheinfeld tomorrow", local(25, 9)),
        ("R04 sheinfeld tomorrow 18:00 6", local(25, 18)),
        ("R04 שיינפלד 6 מחר 18:00", local(25, 18)),
        ("R04 שיינפלד 6 מחר בשעה 18:00", local(25, 18)),
        ("R04 שיינפלד 6 היום ב-18:00", local(24, 18)),
        ("R04 شاينفلد ٦ غدًا ١٨:٠٠", local(25, 18)),
        ("R04 شاينفلد 6 غدا الساعة 18:00", local(25, 18)),
        ("R04 шейнфельд 6 завтра в 18:00", local(25, 18)),
        ("R04 sheinfeld 17:00", local(24, 17)),
        ("R04 sheinfeld 8:00", local(25, 8)),
        ("R04 sheinfeld 3.1 10:00", local(3, 10, month=1, year=2027)),
    ],
)
def test_a_routine_call_says_when(text: str, starts_at: str) -> None:
    line = routine(text)
    assert keys(line) == []
    assert (line.sketch.kind, line.sketch.neighbourhood, line.sketch.starts_at) == ("R04", "sheinfeld", starts_at)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("R04 sheinfeld 32.13", "issue-time-impossible"),
        ("R04 sheinfeld 25.11 25:99", "issue-time-impossible"),
        ("R04 sheinfeld 23.11.2026 9:00", "issue-time-past"),
        ("R04 sheinfeld today 9:00", "issue-time-past"),
        ("R04 sheinfeld 25.11.2028", "issue-time-far"),
        ("R04 sheinfeld 29.2.2027", "issue-time-impossible"),
    ],
)
def test_a_wrong_time_is_asked_again(text: str, note: str) -> None:
    line = routine(text)
    assert keys(line) == [note]
    assert line.sketch.missing is Step.WHEN


def test_what_was_known_stays_when_a_line_comes_later() -> None:
    known = emergency('E99 sheinfeld 6 "come"').sketch
    line = read_line("E07", known, SCENE)
    assert (line.sketch.kind, line.sketch.neighbourhood, line.sketch.people, line.sketch.words) == ("E07", "sheinfeld", 6, "come")


def test_a_mark_within_a_word_opens_no_quotation() -> None:
    assert [token.text for token in tokens_of('רמב"ש א\' מד"א "שלום רמב"ש כולה" סוף')] == [
        'רמב"ש', "א'", 'מד"א', 'שלום רמב"ש כולה', "סוף",
    ]  # fmt: skip


def test_an_address_names_its_neighbourhood() -> None:
    found = mentioned("Nahal Dolev 5, Ramat Beit Shemesh Alef", TOWN.neighbourhoods)
    assert found is not None
    assert found.code == "ramat-hanehalim"
    assert mentioned("Herzl 5", TOWN.neighbourhoods) is None
    assert alike("xyzzy", TOWN.neighbourhoods) == []


pieces = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["E07", "e07", "R04", "ramat-lehi", "רמב\"ש א'", "6", "٦", "0", "99999999", "25.11", "16:30", "31.2", "1.1.0001", "tomorrow"]
    ),
    st.sampled_from(['"', "“", "”", "„", "«", "»", "״", "׳", "‘", "’", "\u200f", "\u2067", "²", "\ud800"]),
)


@given(st.lists(pieces, max_size=12), st.booleans(), st.sampled_from(list(Mode)))
def test_no_line_breaks_the_reader(parts: list[str], with_spaces: bool, mode: Mode) -> None:
    line = read_line((" " if with_spaces else "").join(parts), Sketch(mode.value), SCENE)
    for note in line.notes:
        assert TEXTS.render(note, Language.HE, NOW)
    assert Sketch.of(line.sketch.as_data()) == line.sketch
    kind = TOWN.kinds.get(line.sketch.kind)
    assert kind is None or kind.needed <= line.sketch.people <= 999
    assert not line.sketch.passed(NOW)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_a_time(text: str) -> None:
    at = read_when(text, DAYS, NOW, TOWN.zone)
    assert at is None or isinstance(at, WrongTime) or NOW < at <= NOW + timedelta(days=181)
