"""Answers in words: every localised form is understood, in any digits, and nothing else is."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dispatch.invitation import Acknowledgement, Reason
from bot.handlers.typed import MOST_MINUTES, TIMED, WORDS, Meaning, Reply, plain, read_reply, vocabulary
from bot.registry.language import Language
from bot.speech.say import Say
from bot.speech.texts import Texts

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXTS = Texts(ZoneInfo("Asia/Jerusalem"))
KNOWN = vocabulary(TEXTS)
PHRASES = [(phrase, meaning) for key, meaning in WORDS.items() for phrase in sorted(TEXTS.twins(key))]
DIGITS = {"western": "0123456789", "arabic": "٠١٢٣٤٥٦٧٨٩", "persian": "۰۱۲۳۴۵۶۷۸۹", "wide": "０１２３４５６７８９"}

EXAMPLES = {
    "acknowledge-example-coming": Reply(Meaning(Acknowledgement.COMING), 17),
    "acknowledge-example-coming-minutes": Reply(Meaning(Acknowledgement.COMING), 17, 20),
    "acknowledge-example-cannot": Reply(Meaning(Acknowledgement.CANNOT), 17),
    "acknowledge-example-on-the-way": Reply(Meaning(Acknowledgement.ON_THE_WAY), 17),
    "acknowledge-example-arrived": Reply(Meaning(Acknowledgement.ARRIVED), 17),
    "acknowledge-example-done": Reply(Meaning(Acknowledgement.DONE), 17),
    "acknowledge-example-left": Reply(Meaning(Acknowledgement.LEFT), 17),
}
BUTTONS = {
    "press-coming": Meaning(Acknowledgement.COMING),
    "press-cannot": Meaning(Acknowledgement.CANNOT),
    "press-on_the_way": Meaning(Acknowledgement.ON_THE_WAY),
    "press-arrived": Meaning(Acknowledgement.ARRIVED),
    "press-done": Meaning(Acknowledgement.DONE),
    "press-left": Meaning(Acknowledgement.LEFT),
    "invitation-press-withdraw": Meaning(Acknowledgement.CANNOT),
    "invitation-press-after-all": Meaning(Acknowledgement.COMING),
    "invitation-press-left": Meaning(Acknowledgement.LEFT),
}

phrases = st.sampled_from(PHRASES)
numbers = st.integers(1, 999_999)
scripts = st.sampled_from(sorted(DIGITS))
gaps = st.sampled_from([" ", "  ", "\n", "\t ", " \u200f", "\u2068 \u2069", "\u00a0"])


def in_digits(number: int, script: str) -> str:
    return str(number).translate(str.maketrans(DIGITS["western"], DIGITS[script]))


def test_accept_17_20_means_coming_to_call_17_in_20_minutes() -> None:
    assert read_reply("accept 17 20", KNOWN) == Reply(Meaning(Acknowledgement.COMING), 17, 20)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("key", EXAMPLES)
def test_every_example_we_show_is_understood(key: str, language: Language) -> None:
    assert read_reply(TEXTS.render(Say(key, {"number": 17}), language, NOW), KNOWN) == EXAMPLES[key]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("key", BUTTONS)
def test_every_button_can_be_typed_by_its_label(key: str, language: Language) -> None:
    label = TEXTS.label(Say(key), language, NOW)
    assert read_reply(f"{label} 17", KNOWN) == Reply(BUTTONS[key], 17)


@pytest.mark.parametrize(("phrase", "meaning"), PHRASES)
def test_no_phrase_means_two_things(phrase: str, meaning: Meaning) -> None:
    assert KNOWN[plain(phrase)] == meaning


@pytest.mark.parametrize("language", Language)
def test_every_language_has_words_for_every_answer(language: Language) -> None:
    for key in WORDS:
        assert TEXTS.render(Say(key), language, NOW).strip(), key


@given(phrases, numbers, scripts, gaps)
def test_every_localised_form_is_understood_in_any_digits(phrase: tuple[str, Meaning], number: int, script: str, gap: str) -> None:
    said, meaning = phrase
    for form in (said, said.upper(), f"\u2067{said}\u2069", f" {said} 👍🏽", f"«{said}»"):
        assert read_reply(f"{form}{gap} {in_digits(number, script)}.", KNOWN) == Reply(meaning, number)
        assert read_reply(form, KNOWN) == Reply(meaning)


@given(phrases, numbers, st.integers(1, MOST_MINUTES), scripts)
def test_minutes_belong_to_arrivals_only(phrase: tuple[str, Meaning], number: int, minutes: int, script: str) -> None:
    said, meaning = phrase
    expected = Reply(meaning, number, minutes) if meaning.acknowledgement in TIMED else None
    assert read_reply(f"{said} {in_digits(number, script)} {in_digits(minutes, script)}", KNOWN) == expected


@given(st.text())
def test_nothing_else_is_taken_for_an_answer(text: str) -> None:
    reply = read_reply(text, KNOWN)
    if reply is not None:
        assert any(plain(phrase) in plain(text) for phrase, _ in PHRASES)


@given(phrases, st.text(alphabet="abcxyz אבג зжю ١٢ 0.-/", min_size=1, max_size=12), numbers)
def test_words_round_a_phrase_make_it_a_message(phrase: tuple[str, Meaning], more: str, number: int) -> None:
    said = f"{phrase[0]} {number} {more}"
    reply = read_reply(said, KNOWN)
    if any(char.isalpha() for char in more):
        assert reply is None, said
    assert read_reply(f"{more}z {phrase[0]} {number}", KNOWN) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "17",
        "17 20",
        "accept 17 20 30",
        "accept -17",
        "accept 17.5",
        "accept 17 0",
        f"accept 17 {MOST_MINUTES + 1}",
        "accept 12345678901234567890",
        "accept ½",
        "accept ²",
        "accept 17 done 17",
        "please accept 17",
        "I cannot accept 17 people",
        "done 17 20",
        "accept " + "9" * 5000,
        "/accept 17",
    ],
)
def test_slips_and_messages_answer_nothing(text: str) -> None:
    assert read_reply(text, KNOWN) is None


def test_reasons_can_be_typed_too() -> None:
    assert read_reply("не сейчас 17", KNOWN) == Reply(Meaning(Acknowledgement.CANNOT, Reason.NOT_NOW), 17)
    assert read_reply("רחוק מדי ١٧", KNOWN) == Reply(Meaning(Acknowledgement.CANNOT, Reason.TOO_FAR), 17)
    assert read_reply("Can’t 17", KNOWN) == read_reply("cant 17", KNOWN) == Reply(Meaning(Acknowledgement.CANNOT), 17)


def test_vowel_points_are_typed_or_not() -> None:
    assert read_reply("وصلت 17", KNOWN) == read_reply("وَصَلْتُ ١٧", KNOWN) == Reply(Meaning(Acknowledgement.ARRIVED), 17)
