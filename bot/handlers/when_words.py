"""A moment as people type it: `25.11 16:30`, `tomorrow`, `16:30`; in the town's own time."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.speech.texts import Texts

DATE = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?\.?")
CLOCK = re.compile(r"\D{0,2}(\d{1,2}):(\d{2})")
"""An hour, perhaps with a preposition grown onto it, as Hebrew writes."""

MORNING, EVENING = time(9), time(17)
"""What a day without an hour means: another day's morning, today's evening."""

HORIZON = timedelta(days=180)
"""Nobody plans a call farther ahead; a date beyond is a slip."""

CENTURY = 2000
YEAR_DIGITS = 4
MOST_TOKENS = 4


class WrongTime(StrEnum):
    """What is wrong with a moment; the sentence about it begins with `issue-time-`."""

    IMPOSSIBLE = "impossible"
    PAST = "past"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class DayWords:
    """Words for days in every language; `between` may stand before an hour and mean nothing."""

    today: frozenset[str]
    tomorrow: frozenset[str]
    between: frozenset[str]

    @classmethod
    def of(cls, texts: Texts) -> "DayWords":
        """Collect them from config/texts."""
        return cls(texts.twins("issue-words-today"), texts.twins("issue-words-tomorrow"), texts.twins("issue-words-at"))


@dataclass(slots=True)
class _Found:
    day: date | None = None
    clock: time | None = None
    has_year: bool = False
    is_today: bool = False


def read_when(text: str, days: DayWords, now: datetime, zone: ZoneInfo) -> datetime | WrongTime | None:
    """Return the moment a text names (aware, UTC), what is wrong with it, or None where it names none."""
    tokens = [token for token in _plain(text).split() if token not in days.between]
    if not 0 < len(tokens) <= MOST_TOKENS:
        return None
    found, local = _Found(), now.astimezone(zone)
    try:
        return _moment(found, local) if all(_take(token, found, days, local.date()) for token in tokens) else None
    except (ValueError, OverflowError):
        return WrongTime.IMPOSSIBLE


def _plain(text: str) -> str:
    digits = (str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    plain = unicodedata.normalize("NFKC", "".join(digits)).casefold().replace(",", " ")
    return "".join(char for char in plain if unicodedata.category(char) not in {"Cf", "Mn"})


def _take(token: str, found: _Found, days: DayWords, today: date) -> bool:
    """Take one word for a day or an hour, each at most once. Raises ValueError for a day or hour that does not exist."""
    if found.day is None and token in days.today | days.tomorrow:
        found.is_today = token in days.today
        found.day, found.has_year = today + timedelta(days=not found.is_today), True
        return True
    dated = DATE.fullmatch(token)
    if dated and found.day is None:
        found.day, found.has_year = _date(dated, today), bool(dated[3])
        return True
    clock = CLOCK.fullmatch(token)
    if clock and found.clock is None:
        found.clock = time(int(clock[1]), int(clock[2]))
        return True
    return False


def _date(dated: re.Match[str], today: date) -> date:
    year = dated[3] or str(today.year)
    return date(int(year) if len(year) == YEAR_DIGITS else CENTURY + int(year), int(dated[2]), int(dated[1]))


def _moment(found: _Found, local: datetime) -> datetime | WrongTime:
    """Put day and hour together. Without a day the next such hour is meant, without a year the next such day."""
    day, clock = found.day or local.date(), found.clock or (EVENING if found.is_today else MORNING)
    zone, now = local.tzinfo, local.astimezone(UTC)
    at = datetime.combine(day, clock, zone).astimezone(UTC)
    if at <= now and found.day is None:
        at = datetime.combine(day + timedelta(days=1), clock, zone).astimezone(UTC)
    if at <= now and not found.has_year:
        next_year = datetime.combine(day.replace(year=day.year + 1), clock, zone).astimezone(UTC)
        at = next_year if next_year - now <= HORIZON else at
    if at <= now:
        return WrongTime.PAST
    return WrongTime.FAR if at - now > HORIZON else at
