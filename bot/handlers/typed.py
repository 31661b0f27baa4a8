"""Answers in words: "accept 17 20" in any of the four languages, as a pure reading of a text."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.dispatch.invitation import Acknowledgement, Reason
from bot.speech.texts import Texts

LONGEST = 120
"""Characters; an answer is a few words, everything longer is a message."""

MOST_DIGITS = 6
MOST_MINUTES = 12 * 60
"""Nobody promises an arrival later than this by minutes; a longer number is a slip."""

SENTENCE_MARKS = ".,!?…:;،؟؛\"'“”„«»()"
APOSTROPHES = "'’‘׳`´"
SILENT = frozenset({"Cf", "Mn", "Me", "So", "Sk"})
"""Direction marks, vowel points, emoji and their modifiers: people type them or not."""

TIMED = frozenset({Acknowledgement.COMING, Acknowledgement.ON_THE_WAY})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What some words answer."""

    acknowledgement: Acknowledgement
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in words: about which call, when its number was given, and the promised minutes until arrival."""

    meaning: Meaning
    number: int | None = None
    minutes: int | None = None


WORDS: Mapping[str, Meaning] = {
    "acknowledge-words-coming": Meaning(Acknowledgement.COMING),
    "acknowledge-words-cannot": Meaning(Acknowledgement.CANNOT),
    "acknowledge-words-on-the-way": Meaning(Acknowledgement.ON_THE_WAY),
    "acknowledge-words-arrived": Meaning(Acknowledgement.ARRIVED),
    "acknowledge-words-done": Meaning(Acknowledgement.DONE),
    "acknowledge-words-left": Meaning(Acknowledgement.LEFT),
    "acknowledge-words-not-now": Meaning(Acknowledgement.CANNOT, Reason.NOT_NOW),
    "acknowledge-words-too-far": Meaning(Acknowledgement.CANNOT, Reason.TOO_FAR),
    "acknowledge-words-not-my-skill": Meaning(Acknowledgement.CANNOT, Reason.NOT_MY_SKILL),
    "acknowledge-words-unwell": Meaning(Acknowledgement.CANNOT, Reason.UNWELL),
}


@lru_cache(maxsize=8)
def vocabulary(texts: Texts) -> Mapping[str, Meaning]:
    """Return every accepted phrase of every language, in its plain form, with what it means."""
    return {plain(phrase): meaning for key, meaning in WORDS.items() for phrase in texts.twins(key)}


def read_reply(text: str, known: Mapping[str, Meaning]) -> Reply | None:
    """Return what a text answers: a known phrase, then perhaps the call's number, then perhaps minutes; else None.

    Digits of any script count. Case, vowel points, emoji and direction marks don't.
    """
    if len(text) > LONGEST:
        return None
    words = [word for word in (_bare(token) for token in text.split()) if word]
    numbers = _numbers(words)
    meaning = known.get(plain(" ".join(words[: len(words) - len(numbers)])))
    return _reply(meaning, numbers) if meaning else None


def plain(phrase: str) -> str:
    """Return a phrase as everybody would type it: small letters without points, marks and apostrophes, single spaces."""
    loose = unicodedata.normalize("NFKD", phrase.casefold())
    kept = (char for char in loose if char not in APOSTROPHES and unicodedata.category(char) not in SILENT)
    return " ".join("".join(kept).split())


def _bare(token: str) -> str:
    seen = "".join(char for char in token if unicodedata.category(char) not in SILENT)
    return seen.strip(SENTENCE_MARKS)


def _numbers(words: list[str]) -> list[str]:
    """Return the last one or two words when they are whole numbers in decimal digits."""
    last = [word for word in words[-2:] if word.isdecimal()]
    return last if last == words[len(words) - len(last) :] else []


def _reply(meaning: Meaning, numbers: list[str]) -> Reply | None:
    if any(len(number) > MOST_DIGITS for number in numbers):
        return None
    match [int(number) for number in numbers]:
        case []:
            return Reply(meaning)
        case [number]:
            return Reply(meaning, number)
        case [number, minutes] if meaning.acknowledgement in TIMED and 0 < minutes <= MOST_MINUTES:
            return Reply(meaning, number, minutes)
        case _:
            return None
