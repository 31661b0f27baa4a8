"""One table of a town's file, read key by key: every mistake is noted with its file, key and reason, and reading goes on."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

from bot.registry.language import Language, Names
from bot.registry.place import Point

MAX_NAME = 80
"""Letters in a name: two to a line of buttons still fit a phone, and a message can hold many."""

MAX_LASTS = timedelta(days=366)
Sort = TypeVar("Sort")

UNITS = {"s": "seconds", "min": "minutes", "h": "hours", "days": "days", "day": "days"}
DURATION = re.compile(r"(\d{1,6}) (s|min|h|days|day)")
NOWHERE = Point(0, 0)
"""Stands in for a position that could not be read."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One mistake in a town's files. `key` is empty when the whole file is at fault."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        """Return the mistake on one line, as `check` prints it."""
        line = f"{self.file}: {self.key}: {self.reason}" if self.key else f"{self.file}: {self.reason}"
        return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in line)


@dataclass(slots=True)
class Section:
    """A table being read. What is wrong is noted in `flaws` and a harmless stand-in returned, so one reading finds all mistakes."""

    file: str
    key: str
    values: Mapping[str, Any]
    flaws: list[Flaw]
    _asked: set[str] = field(default_factory=set)

    def note(self, key: str, reason: str) -> None:
        """Write down a mistake under one key of this table."""
        self.flaws.append(Flaw(self.file, self._path(key), reason))

    def text(self, key: str, default: str | None = None, longest: int = MAX_NAME) -> str:
        """Return a short line of text that a person can see."""
        value = self._value(key, str, "text", default)
        if value is None:
            return ""
        reason = wrong_text(value, longest)
        if reason:
            self.note(key, reason)
        return value

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """Return a number from `low` to `high`."""
        value = self._value(key, (int, float), "a number", default)
        if value is None:
            return low
        if not low <= value <= high:  # NaN is between nothing
            self.note(key, f"{value} is not between {low:g} and {high:g}")
            return low
        return float(value)

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """Return a whole number from `low` to `high`."""
        value = self._value(key, int, "a whole number", default)
        if value is None:
            return low
        if not low <= value <= high:
            self.note(key, f"{value} is not between {low} and {high}")
            return low
        return int(value)

    def yes(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        return bool(self._value(key, bool, "true or false", default))

    def lasts(self, key: str, default: timedelta | None = None) -> timedelta:
        """Return a duration written as `15 min`, `2 h` or `7 days`, a year at most."""
        if key not in self.values and default is not None:
            self._asked.add(key)
            return default
        value = self._value(key, str, "a duration such as 15 min, 2 h or 7 days")
        match = DURATION.fullmatch(value) if value else None
        if value and not match:
            self.note(key, f"{value!r} is not a duration such as 15 min, 2 h or 7 days")
        duration = timedelta(**{UNITS[match[2]]: int(match[1])}) if match else timedelta()
        if duration > MAX_LASTS:
            self.note(key, f"{value!r} is longer than a year")
            return timedelta()
        return duration

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of short texts, none twice; an absent key is an empty list."""
        value = self._value(key, list, "a list of texts", [])
        if not all(isinstance(word, str) and not wrong_text(word) for word in value or []):
            self.note(key, "is not a list of short texts")
            return ()
        if len(set(value or [])) < len(value or []):
            self.note(key, "says the same thing twice")
        return tuple(value or [])

    def names(self, key: str = "names") -> Names:
        """Return a table of names in all four languages."""
        section = self.section(key)
        names = section.own_names()
        section.close()
        return names

    def own_names(self) -> Names:
        """Return the names that stand in this very table under he, ar, ru and en."""
        return Names.of({language.value: self.text(language.value) for language in Language})

    def point(self, key: str) -> Point:
        """Return a table of lat and lon as a point."""
        section = self.section(key)
        flawed = len(section.flaws)
        lat, lon = section.number("lat", -90, 90), section.number("lon", -180, 180)
        section.close()
        return Point(lat, lon) if len(section.flaws) == flawed else NOWHERE

    def section(self, key: str) -> "Section":
        """Return a table inside this one; an absent one is noted and empty."""
        value = self._value(key, dict, "a table")
        if value is None:
            return Section(self.file, self._path(key), {}, [])  # said once above; what it lacks inside need not be said
        return Section(self.file, self._path(key), value, self.flaws)

    def listed(self, key: str) -> list[Any]:
        """Return a list of anything; an absent one is noted and empty."""
        value = self._value(key, list, "a list")
        return list(value or [])

    def sections(self, key: str) -> Iterator[tuple[str, "Section"]]:
        """Yield each table of a table of tables, with its code."""
        inner = self.section(key)
        for code in inner.values:
            yield code, inner.section(code)

    def rows(self, key: str) -> list["Section"]:
        """Return each table of a list of tables."""
        value = self._value(key, list, "a list of tables") or []
        tables = [(f"{self._path(key)}[{place}]", row) for place, row in enumerate(value, start=1)]
        for path, row in tables:
            if not isinstance(row, dict):
                self.flaws.append(Flaw(self.file, path, "is not a table"))
        return [Section(self.file, path, row, self.flaws) for path, row in tables if isinstance(row, dict)]

    def close(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.values.keys() - self._asked:
            self.note(key, "is not a key that belongs here")

    def _value(self, key: str, sort: type[Sort] | tuple[type[Sort], ...], meant: str, default: Sort | None = None) -> Sort | None:
        self._asked.add(key)
        value = self.values.get(key, default)
        if value is None:
            self.note(key, "is missing")
            return None
        if not isinstance(value, sort) or (isinstance(value, bool) and sort is not bool):
            self.note(key, f"is not {meant}")
            return None
        return value

    def _path(self, key: str) -> str:
        return f"{self.key}.{key}" if self.key else key


def wrong_text(text: str, longest: int = MAX_NAME) -> str:
    """Return why a text cannot stand in a message, or nothing."""
    if not text.strip():
        return "is empty"
    if len(text) > longest:
        return f"is longer than {longest} letters"
    if text != text.strip() or any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for letter in text):
        return "has a space at its end or a letter nobody can see"
    return ""
