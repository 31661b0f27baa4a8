"""The bot's sentences, read from config/texts and said in the reader's language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from fluent.runtime.types import FluentFloat, FluentInt, FluentType

from bot.registry.language import Language, Names
from bot.speech.bidi import MARK, bare, cut, isolated, neutral, on_one_line, settled, sided, units
from bot.speech.locale import moment
from bot.speech.say import Arg, Ask, Button, Listing, Moment, Quote, Say, Screen
from bot.speech.sentences import Sentences

TEXTS = Path(str(files("config"))) / "texts"
MESSAGE_UNITS = 4096
"""Telegram's longest message, UTF-16 code units after entities."""

LABEL_UNITS = 64
"""Telegram names no limit; a phone shows about this much of a full-width button."""

PRESS_BYTES = 64
REMEMBERED = 2048
"""A wave says the same few sentences to everybody: Fluent builds each of them once."""

QUOTE_LIMITS = (1500, 600, 250, 100, 30)
"""How short people's own words become, step by step, before anything of ours is cut. UTF-16 units each."""


EVER = datetime.min.replace(tzinfo=UTC)
"""The moment of words in which no moment is said."""


class UnfitButton(ValueError):
    """A button whose press is longer than the 64 bytes that Telegram carries."""


@dataclass(frozen=True, slots=True, eq=False)
class _Words(FluentType):
    """A finished argument: selectors compare the plain words; a mark keeps their place, as Fluent takes no words over 2,500 letters."""

    name: str
    words: str

    def __eq__(self, other: object) -> bool:
        """Equal the variant key of the same spelling."""
        return other == self.words

    def __hash__(self) -> int:
        """Hash as the words do."""
        return hash(self.words)

    @property
    def mark(self) -> str:
        """What stands for the words until the sentence is built."""
        return f"{MARK}{self.name}{MARK}"

    def format(self, locale: object) -> str:  # noqa: ARG002 - the locale was obeyed when the words were made
        """Return the mark."""
        return self.mark


@dataclass(frozen=True, slots=True)
class SpokenButton:
    """A button as Telegram takes it: a label, and either callback data or an address."""

    label: str
    press: str
    url: str


@dataclass(frozen=True, slots=True)
class SpokenAsk:
    """A reply keyboard in words; an empty `contact` or `location` asks for none."""

    contact: str
    location: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A screen in words: plain text (no markup, so nobody's `<` matters), rows of buttons, perhaps a reply keyboard."""

    text: str
    rows: tuple[tuple[SpokenButton, ...], ...] = ()
    ask: SpokenAsk | None = None


@dataclass(frozen=True, slots=True)
class _Reader:
    language: Language
    now: datetime
    quote_units: int = MESSAGE_UNITS


@cache
def house_sentences() -> Mapping[Language, Sentences]:
    """Return the sentences of config/texts, read once a process: towns share them, and reading takes a second."""
    return _read(TEXTS)


def _read(folder: Path) -> Mapping[Language, Sentences]:
    return {language: Sentences.read(language, folder / language.value) for language in Language}


class Texts:
    """Every sentence in four languages. Instants are shown in `zone`. Raises BadTexts for files that cannot be read."""

    def __init__(self, zone: ZoneInfo, folder: Path = TEXTS) -> None:
        """Read all `<language>/*.ftl` below `folder`."""
        self._zone = zone
        self._sentences = house_sentences() if folder == TEXTS else _read(folder)
        self._sentence: Callable[[Language, str, tuple[tuple[str, FluentType], ...]], str] = lru_cache(maxsize=REMEMBERED)(self._built)
        self._fixed: Callable[[Language, str], str] = lru_cache(maxsize=REMEMBERED)(self._built_label)
        self._separator: Callable[[Language], str] = cache(lambda language: self._sentences[language].say("list-separator", {}))

    def render(self, say: Say, language: Language, now: datetime) -> str:
        """Return one sentence as plain text. Raises UnknownSentence for a missing key or placeholder."""
        return self._settled(say, _Reader(language, now))

    def screen(self, screen: Screen, language: Language, now: datetime) -> Spoken:
        """Return a screen in words that Telegram will take: long quotes are shortened before anything of ours is cut."""
        reader = _Reader(language, now)
        rows = tuple(tuple(self._button(button, reader) for button in row) for row in screen.rows)
        ask = self._ask(screen.ask, reader) if screen.ask else None
        return Spoken(self._fitting(screen.paragraphs, reader), rows, ask)

    def label(self, label: Say | Names | str, language: Language, now: datetime) -> str:
        """Return a button's words on one line, at most 64 UTF-16 units."""
        return self._label(label, _Reader(language, now))

    def placeholders(self, language: Language) -> Mapping[str, frozenset[str]]:
        """Return every key of a language with the placeholders that it needs."""
        return self._sentences[language].placeholders

    def twins(self, key: str) -> frozenset[str]:
        """Return the words that people type for one thing in any language: `key` lists them, parted by commas."""
        said = (sentences.say(key, {}) for sentences in self._sentences.values())
        return frozenset(word.strip().casefold() for text in said for word in text.split(",")) - {""}

    def _fitting(self, paragraphs: tuple[Say, ...], reader: _Reader) -> str:
        text = self._joined(paragraphs, reader)
        for limit in QUOTE_LIMITS:
            if units(text) <= MESSAGE_UNITS:
                return text
            text = self._joined(paragraphs, _Reader(reader.language, reader.now, limit))
        return cut(text, MESSAGE_UNITS)

    def _joined(self, paragraphs: tuple[Say, ...], reader: _Reader) -> str:
        said = (self._settled(say, reader).strip("\n") for say in paragraphs)
        return "\n\n".join(text for text in said if text)

    def _settled(self, say: Say, reader: _Reader) -> str:
        return settled(self._say(say, reader), rtl=reader.language.is_rtl)

    def _say(self, say: Say, reader: _Reader) -> str:
        args = {name: self._argument(name, value, reader) for name, value in say.args.items()}
        text = self._sentence(reader.language, say.key, tuple(args.items()))
        for word in args.values():
            if isinstance(word, _Words):
                text = text.replace(word.mark, isolated(word.words))
        return text

    def _built(self, language: Language, key: str, args: tuple[tuple[str, FluentType], ...]) -> str:
        return self._sentences[language].say(key, dict(args))

    def _built_label(self, language: Language, key: str) -> str:
        return self._fitted(Say(key), _Reader(language, EVER))

    def _argument(self, name: str, value: Arg, reader: _Reader) -> FluentType:
        match value:
            case int():
                return FluentInt(int(value), useGrouping=False)
            case float():
                return FluentFloat(value, useGrouping=False, maximumFractionDigits=1)
            case _:
                return _Words(name, self._words(value, reader))

    def _words(self, value: Arg, reader: _Reader) -> str:
        match value:
            case Quote(text):
                return cut(neutral(text).strip(), reader.quote_units)
            case Names():
                return on_one_line(value.to(reader.language))
            case Moment(at):
                return self._say(moment(at, reader.now, self._zone), reader)
            case Say():
                return self._on_their_side(self._say(value, reader), reader)
            case Listing(items):
                return self._listed(items, reader)
            case _:
                return on_one_line(str(value))

    def _listed(self, items: tuple[Arg, ...], reader: _Reader) -> str:
        return self._on_their_side(self._separator(reader.language).join(isolated(self._words(item, reader)) for item in items), reader)

    def _on_their_side(self, text: str, reader: _Reader) -> str:
        """Words within words stand in an isolate, whose direction is that of its first strong letter outside further isolates."""
        return "\n".join(sided(line, rtl=reader.language.is_rtl) for line in text.split("\n"))

    def _button(self, button: Button, reader: _Reader) -> SpokenButton:
        if len(button.press.encode()) > PRESS_BYTES:
            message = f"{button.press!r} is longer than {PRESS_BYTES} bytes"
            raise UnfitButton(message)
        return SpokenButton(self._label(button.label, reader), button.press, button.url)

    def _ask(self, ask: Ask, reader: _Reader) -> SpokenAsk:
        contact, location = (self._label(say, reader) if say else "" for say in (ask.contact, ask.location))
        return SpokenAsk(contact, location, tuple(self._label(say, reader) for say in ask.words))

    def _label(self, label: Say | Names | str, reader: _Reader) -> str:
        if isinstance(label, Say) and not label.args:
            return self._fixed(reader.language, label.key)
        return self._fitted(label, reader)

    def _fitted(self, label: Say | Names | str, reader: _Reader) -> str:
        words = settled(" ".join(self._words(label, reader).split()), rtl=False)
        return cut(bare(words), LABEL_UNITS) or "…"
