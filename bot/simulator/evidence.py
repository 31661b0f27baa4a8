"""What stood on people's screens, told from Telegram's own log: which view of a call, in whose language, when."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files

from bot.simulator.telegram.truth import Record

TOPICS = ("invitation", "card")
INVISIBLE = re.compile("[\u200e\u200f\u2066-\u2069]")
PLACEABLE = re.compile(r"\\\{.+?\\\}")
LINE = re.compile(r"^([a-z][\w-]*) = (.+)$", re.MULTILINE)
ALPHABETS = {"HEBREW": "he", "ARABIC": "ar", "CYRILLIC": "ru", "LATIN": "en"}
WRITES = ("sendMessage", "editMessageText", "editMessageReplyMarkup", "copyMessage", "forwardMessage", "sendPhoto", "sendVoice")
INVITATION = "i"
"""How the callback data of an invitation's buttons begins."""


class View(StrEnum):
    """Which view of a call a message shows."""

    CLOSED = "closed"
    CLOSING_NOTICE = "closing_notice"
    REASONS = "reasons"
    ASKED = "asked"
    ASSIGNED = "assigned"
    ON_THE_WAY = "on_the_way"
    ARRIVED = "arrived"
    STAND_BY = "stand_by"
    OVERDUE = "overdue"
    DONE = "done"
    STOOD_DOWN = "stood_down"
    LEFT = "left"
    CANNOT = "cannot"
    OTHER = "other"


SAID = {
    "invitation-closed-done": View.CLOSED,
    "invitation-closed-done-thanks": View.CLOSED,
    "invitation-closed-cancelled": View.CLOSED,
    "invitation-closed-expired": View.CLOSED,
    "call-closed-done": View.CLOSING_NOTICE,
    "call-closed-cancelled": View.CLOSING_NOTICE,
    "invitation-reasons": View.REASONS,
    "invitation-yes-is-not-assigned": View.ASKED,
    "invitation-assigned": View.ASSIGNED,
    "invitation-on-the-way": View.ON_THE_WAY,
    "invitation-arrived": View.ARRIVED,
    "invitation-stand-by": View.STAND_BY,
    "invitation-overdue": View.OVERDUE,
    "invitation-done": View.DONE,
    "invitation-stood-down": View.STOOD_DOWN,
    "invitation-withdrawn": View.LEFT,
    "invitation-left-site": View.LEFT,
    "invitation-cannot": View.CANNOT,
    "invitation-cannot-until": View.CANNOT,
}
"""The sentence by which each view is known, in every language; the gravest first."""

HOLDS_A_PLACE = frozenset({View.ASSIGNED, View.ON_THE_WAY, View.ARRIVED, View.DONE})
TELLS_DETAILS = frozenset({View.ASSIGNED, View.ON_THE_WAY, View.ARRIVED})


class UnknownSentence(LookupError):
    """The texts have no such sentence on one line."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as it stood in a chat from a moment on. `verbs` are those of its buttons that belong to an invitation."""

    at: datetime
    chat_id: int
    message_id: int | None
    text: str
    verbs: frozenset[str]
    is_edit: bool
    view: View
    language: str
    """The language of the sentence by which the view was known; empty for none."""


def shown(records: Iterable[Record]) -> list[Shown]:
    """Return everything that was put before somebody's eyes, in the order in which Telegram accepted it."""
    return [_shown(record) for record in records if record.accepted and record.method in WRITES and record.chat_id is not None]


def plain(text: str) -> str:
    """Return a text without the invisible marks of direction."""
    return INVISIBLE.sub("", text)


def alphabet(text: str) -> str:
    """Return the language whose letters are the most, empty for a text without any."""
    names = (unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha())
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    most = max(counts, key=lambda name: counts[name], default="")
    return ALPHABETS.get(most, most.casefold())


def _shown(record: Record) -> Shown:
    text = plain(str(record.params.get("text") or record.params.get("caption") or ""))
    view, language = view_of(text)
    return Shown(
        at=record.t,
        chat_id=record.chat_id or 0,
        message_id=record.message_id,
        text=text,
        verbs=frozenset(_verbs(record.params.get("reply_markup"))),
        is_edit=record.method.startswith("edit"),
        view=view,
        language=language,
    )


def view_of(text: str) -> tuple[View, str]:
    """Return which view a text is, and the language of the sentence that says so."""
    return next(((view, language) for view, language, pattern in _patterns() if pattern.search(text)), (View.OTHER, ""))


def _verbs(markup: object) -> Iterator[str]:
    rows = markup.get("inline_keyboard", ()) if isinstance(markup, dict) else ()
    for button in (button for row in rows for button in row):
        owner, *rest = str(button.get("callback_data", "")).split(".")
        if owner == INVITATION and len(rest) > 1:
            yield rest[1]


@cache
def _patterns() -> tuple[tuple[View, str, re.Pattern[str]], ...]:
    return tuple((view, language, _pattern(language, key)) for key, view in SAID.items() for language in sorted(ALPHABETS.values()))


def _pattern(language: str, key: str) -> re.Pattern[str]:
    sentence = _sentences(language).get(key)
    if sentence is None:
        message = f"{key} in {language}"
        raise UnknownSentence(message)
    return re.compile(PLACEABLE.sub(".+?", re.escape(plain(sentence))))


@cache
def _sentences(language: str) -> dict[str, str]:
    folder = files("config") / "texts" / language
    return {key: text for topic in TOPICS for key, text in LINE.findall((folder / f"{topic}.ftl").read_text(encoding="utf-8"))}
