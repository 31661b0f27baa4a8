"""One question of the registration: what it asks, and what an answer does; the way between questions is elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol, TypeVar

from aiogram.types import Message

from bot.handlers.flow import plain
from bot.handlers.visit import Visit
from bot.registry.language import Names
from bot.registry.volunteer import Volunteer
from bot.speech.say import Button, Say, Screen
from bot.speech.talk import Talk

PAGE = 9
"""Buttons of a list on one screen: what a phone shows without scrolling far."""

BACK, PAGE_TO, SET, CLEAR = "back", "page", "on", "off"
"""What presses say. A toggle names the state it wants, so that a press that comes twice does nothing twice."""

Word = TypeVar("Word", bound=StrEnum)
Row = tuple[Button, ...]


class Move(StrEnum):
    """Where an answer leads."""

    STAY = "stay"
    ON = "on"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class To:
    """Lead to another step by name."""

    step: str


Next = Move | To


@dataclass(slots=True)
class Seat:
    """Who is being asked: the visit, where the conversation stands, and the offer so far."""

    visit: Visit
    talk: Talk
    volunteer: Volunteer
    note: Say | None = None
    """Said above the question once, when an answer could not be taken."""

    @property
    def page(self) -> int:
        """The page of the list now shown, from 0."""
        found = self.talk.data.get("page", 0)
        return found if isinstance(found, int) else 0

    async def save(self, volunteer: Volunteer) -> None:
        """Write the offer down at once: a crash at any step loses nothing."""
        await self.visit.roster.save_volunteer(volunteer)
        self.volunteer = volunteer

    async def keep(self, **changes: object) -> None:
        """Change what the conversation remembers."""
        self.talk = await self.visit.go(self.talk.step, **changes)

    async def turn(self, value: str) -> Move:
        """Turn to a page of the list."""
        if value.isdecimal():
            await self.keep(page=min(int(value), 99))
        return Move.STAY

    def button(self, label: Say | Names | str, action: str, value: str = "") -> Button:
        """Return a button that answers this step: its verb is the step, so older screens are recognised."""
        return self.visit.button(label, self.talk.step, f"{action}:{value}" if value else action)


class Step(Protocol):
    """One question. It keeps nothing: everything stands in the seat."""

    @property
    def name(self) -> str:
        """What the conversation's row and the buttons call it."""

    def ask(self, seat: Seat) -> Screen:
        """Draw the question with its buttons; the way back is added by whoever leads."""

    async def pressed(self, seat: Seat, action: str, value: str) -> Next:
        """Take an answer by button. An answer that this question never offered changes nothing."""

    async def said(self, seat: Seat, message: Message) -> Next:
        """Take an answer in words, a contact or a location."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a list to choose from."""

    code: str
    names: Names


def marked(label: Say | Names | str, *, chosen: bool) -> Say:
    """Return a label with its check mark, filled or empty."""
    return Say("enrol-chosen" if chosen else "enrol-open", {"what": label})


def page_of(choices: Sequence[Choice], page: int) -> Sequence[Choice]:
    """Return one page of a list; a page beyond the end is the last."""
    start = min(page, _last_page(choices)) * PAGE
    return choices[start : start + PAGE]


def paging(seat: Seat, choices: Sequence[Choice]) -> tuple[Row, ...]:
    """Return the row that turns pages, where there are several."""
    page, last = min(seat.page, _last_page(choices)), _last_page(choices)
    row = []
    if page > 0:
        row.append(seat.button(Say("button-page-previous"), PAGE_TO, str(page - 1)))
    if page < last:
        row.append(seat.button(Say("button-page-next"), PAGE_TO, str(page + 1)))
    return (tuple(row),) if row else ()


def in_rows(buttons: Iterable[Button], across: int) -> tuple[Row, ...]:
    """Lay buttons out in rows."""
    every = tuple(buttons)
    return tuple(every[start : start + across] for start in range(0, len(every), across))


def word(words: type[Word], text: str) -> Word | None:
    """Return the word, or None for one that stands in no list of ours."""
    return words(text) if text in set(words) else None


def meant(text: str | None, choices: Iterable[Choice]) -> Choice | None:
    """Return the choice that someone typed, in any of the four languages; part of a name will do where only one has it."""
    typed = plain(text or "")
    if not typed:
        return None
    named = [(choice, [plain(name) for name in choice.names.as_dict().values()]) for choice in choices]
    exact = [choice for choice, names in named if typed in names]
    partly = [choice for choice, names in named if any(typed in name for name in names)]
    found = exact or partly
    return found[0] if len(found) == 1 else None


def with_note(screen: Screen, note: Say | None) -> Screen:
    """Return a screen that first says why the answer before could not be taken."""
    return replace(screen, paragraphs=(note, *screen.paragraphs)) if note else screen


def _last_page(choices: Sequence[Choice]) -> int:
    return max(0, (len(choices) - 1) // PAGE)
