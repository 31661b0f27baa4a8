"""A whole call in one line: `E07 ramat-lehi 6 "generator down at the shelter"`, read without ever giving up what was understood."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.dispatch.kind import CallKind, Mode
from bot.handlers.issue_draft import Sketch
from bot.handlers.when_words import DayWords, WrongTime, read_when
from bot.registry.gazetteer import alike
from bot.registry.place import Neighbourhood, named
from bot.speech.say import Listing, Quote, Say
from bot.town import Town

CLOSED_BY = {
    '"': '"\u201c\u201d',
    "\u201c": '\u201d\u201c"',
    "\u201d": '\u201d\u201c"',
    "\u201e": '\u201c\u201d"',
    "\u00ab": "\u00bb",
    "\u00bb": "\u00ab\u00bb",
    "\u05f4": '\u05f4"',
    "\u2018": "\u2019",
}
"""Which marks end a quotation that each mark begins: straight, typographic, guillemets, gershayim."""

EDGE_MARKS = "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"
"""Invisible marks of direction that keyboards and copying leave at the edges of words."""

LATIN = str.maketrans(dict(zip("\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425", "ABEKMHOPCTX", strict=True)))
"""Cyrillic capitals that look like Latin ones: people type the code in the alphabet that is on."""

LONGEST_NAME = 6
"""No neighbourhood's name has more words."""

LONGEST_TIME = 3
A_PLACE_AT_MOST = 3
"""Loose words up to this many were meant as a neighbourhood; more are a message."""

MOST_PEOPLE = 999
MOST_DIGITS = 6
WORDS_UNITS = 1_000
"""The longest own words, characters."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the line, or everything between two quotation marks."""

    text: str
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says, what is wrong with it, and which neighbourhoods it may have meant."""

    sketch: Sketch
    notes: tuple[Say, ...] = ()
    suggested: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """What reading a line depends on besides the line."""

    town: Town
    days: DayWords
    now: datetime


@dataclass(slots=True)
class _Reading:
    scene: Scene
    sketch: Sketch
    tokens: list[Token]
    notes: list[Say] = field(default_factory=list)
    suggested: tuple[str, ...] = ()
    loose: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    has_early_address: bool = False
    """Whether a quotation with a number in it stands where the place belongs."""


def read_line(text: str, known: Sketch, scene: Scene) -> Line:
    """Read what follows /emergency or /call into what is known. Every mistake becomes a note, the rest is kept; it never raises."""
    reading = _Reading(scene, known, tokens_of(text))
    kind = _kind(reading)
    while reading.tokens:
        if not (_place(reading) or _when(reading) or _people(reading)):
            _leave(reading, reading.tokens.pop(0))
    _settle_place(reading)
    _settle_words(reading)
    _settle_people(reading, kind)
    return Line(reading.sketch, tuple(reading.notes), reading.suggested)


def tokens_of(text: str) -> list[Token]:
    """Split a line at spaces and quotations. A quotation begins and ends at a word's edge, so the mark within a Hebrew acronym is none."""
    found: list[Token] = []
    rest = text.strip(EDGE_MARKS + " \n\t")
    while rest:
        closers = CLOSED_BY.get(rest[0], "")
        end = _end_of_quotation(rest, closers) if closers else _end_of_word(rest)
        inside = rest[1:end] if closers else rest[:end]
        if inside.strip(EDGE_MARKS + " \n\t"):
            found.append(Token(inside.strip(EDGE_MARKS + " \n\t"), bool(closers)))
        rest = rest[end + bool(closers) :].lstrip().lstrip(EDGE_MARKS)
    return found


def _end_of_word(rest: str) -> int:
    return next((place for place, char in enumerate(rest) if char.isspace()), len(rest))


def _end_of_quotation(rest: str, closers: str) -> int:
    """Where the quotation that begins `rest` ends; one that nobody closed runs to the end."""
    for place in range(1, len(rest)):
        after = rest[place + 1 :].lstrip(EDGE_MARKS)[:1]
        if rest[place] in closers and (not after or after.isspace()):
            return place
    return len(rest)


def _kind(reading: _Reading) -> CallKind | None:
    town, tokens = reading.scene.town, reading.tokens
    if not tokens or tokens[0].is_quoted or _name_at_head(reading):
        return None
    code = unicodedata.normalize("NFKC", tokens.pop(0).text).upper().translate(LATIN).strip(",;:")
    kind = town.kinds.get(code)
    if kind is None:
        reading.notes.append(Say("issue-kind-unknown", {"code": code}))
        return None
    if kind.mode != reading.sketch.mode:
        key = "issue-line-kind-emergency" if kind.mode is Mode.EMERGENCY else "issue-line-kind-routine"
        reading.notes.append(Say(key, {"code": code, "kind": kind.names}))
        return None
    reading.sketch = reading.sketch.of_kind(kind)
    return kind


def _place(reading: _Reading) -> bool:
    found = None if reading.sketch.neighbourhood else _name_at_head(reading)
    if found is None:
        return False
    place, length = found
    reading.sketch = reading.sketch.within(place)
    del reading.tokens[:length]
    return True


def _name_at_head(reading: _Reading) -> tuple[Neighbourhood, int] | None:
    """The neighbourhood that the next words name, and how many words its name takes; the longest name wins."""
    for length in range(_plain_run(reading.tokens, LONGEST_NAME), 0, -1):
        place = named(" ".join(token.text for token in reading.tokens[:length]).rstrip(",;"), reading.scene.town.neighbourhoods)
        if place:
            return place, length
    return None


def _plain_run(tokens: Sequence[Token], most: int) -> int:
    """How many of the next tokens may belong together: words up to a quotation, or one quotation alone."""
    if tokens and tokens[0].is_quoted:
        return 1
    return next((place for place, token in enumerate(tokens[:most]) if token.is_quoted), min(most, len(tokens)))


def _when(reading: _Reading) -> bool:
    if reading.sketch.mode != Mode.ROUTINE or reading.sketch.has_when or reading.tokens[0].is_quoted:
        return False
    scene = reading.scene
    for length in range(_plain_run(reading.tokens, LONGEST_TIME), 0, -1):
        text = " ".join(token.text for token in reading.tokens[:length])
        at = read_when(text, scene.days, scene.now, scene.town.zone)
        if at is not None:
            _note_time(reading, text, at)
            del reading.tokens[:length]
            return True
    return False


def _note_time(reading: _Reading, text: str, at: datetime | WrongTime) -> None:
    if isinstance(at, WrongTime):
        reading.notes.append(wrong_time(at, text))
    else:
        reading.sketch = reading.sketch.starting(at)


def wrong_time(wrong: WrongTime, text: str) -> Say:
    """Say what is wrong with a moment and how to write one."""
    return Say(f"issue-time-{wrong.value}", {"text": Quote(text)})


def _people(reading: _Reading) -> bool:
    token = reading.tokens[0]
    if reading.sketch.people or token.is_quoted or not token.text.isdecimal() or len(token.text) > MOST_DIGITS:
        return False
    reading.sketch = replace(reading.sketch, people=max(1, int(token.text)))
    del reading.tokens[0]
    return True


def _leave(reading: _Reading, token: Token) -> None:
    """Put aside what is neither place, time nor number: words, or a quotation."""
    if token.is_quoted:
        is_early = not (reading.loose or reading.quoted or reading.sketch.people) and bool(reading.tokens)
        reading.has_early_address = reading.has_early_address or (is_early and is_address(token.text))
        reading.quoted.append(token.text)
    else:
        reading.loose.append(token.text)


def _settle_place(reading: _Reading) -> None:
    """Without a neighbourhood the few loose words, the first of two quotations, or an address at the front were meant as one."""
    if reading.sketch.neighbourhood:
        return
    if not reading.loose and (len(reading.quoted) > 1 or reading.has_early_address):
        reading.loose.append(reading.quoted.pop(0))
    text = " ".join(reading.loose)
    if not text:
        return
    reading.notes.append(Say("issue-place-unknown", {"text": Quote(text)}))
    reading.suggested = tuple(place.code for place in alike(text, reading.scene.town.neighbourhoods))
    if is_address(text):
        reading.sketch = replace(reading.sketch, address=text)
    if is_address(text) or len(reading.loose) <= A_PLACE_AT_MOST:
        reading.loose.clear()


def is_address(text: str) -> bool:
    """Whether words name a house and not a neighbourhood misspelt: an address has a number."""
    return any(char.isdecimal() for char in text)


def _settle_words(reading: _Reading) -> None:
    """Quoted words are the message; without any, the loose ones are."""
    if reading.quoted and reading.loose:
        reading.notes.append(Say("issue-line-unclear", {"texts": Listing(tuple(Quote(text) for text in reading.loose))}))
    words = "\n".join(reading.quoted) if reading.quoted else " ".join(reading.loose)
    if len(words) > WORDS_UNITS:
        reading.notes.append(Say("issue-too-long", {"most": WORDS_UNITS}))
    reading.sketch = replace(reading.sketch, words=words[:WORDS_UNITS] or reading.sketch.words)


def _settle_people(reading: _Reading, kind: CallKind | None) -> None:
    people = reading.sketch.people
    if kind is None:
        return
    if people and not kind.needed <= people <= MOST_PEOPLE:
        reading.notes.append(Say("issue-people-limits", {"needed": kind.needed, "most": MOST_PEOPLE}))
    within = min(MOST_PEOPLE, max(kind.needed, people)) if people else kind.target
    reading.sketch = replace(reading.sketch, people=within)
