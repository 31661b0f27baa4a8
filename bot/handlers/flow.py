"""A conversation as a flow: a screen drawn from stored state, and what presses and words do to it."""

import re
import unicodedata
from typing import Protocol

from aiogram.types import Message

from bot.handlers.visit import Visit
from bot.speech.callbacks import Owner, read
from bot.speech.say import Screen
from bot.speech.talk import Talk


class Flow(Protocol):
    """One kind of conversation. It keeps nothing itself: `talk` holds the step and what was said."""

    name: str

    async def screen(self, visit: Visit, talk: Talk) -> Screen:
        """Draw the current step from stored state alone: also after a crash, and for typed twins of its buttons."""

    async def pressed(self, visit: Visit, talk: Talk, verb: str, arg: str) -> None:
        """Obey a button of the current screen."""

    async def said(self, visit: Visit, talk: Talk, message: Message) -> None:
        """Obey a message: words, a contact, a location. Words equal to a button's label were taken as its press before."""


async def show_step(flow: Flow, visit: Visit, *, fresh: bool = False) -> None:
    """Draw the conversation's current step."""
    if visit.talk is not None:
        await visit.show(await flow.screen(visit, visit.talk), fresh=fresh)


async def typed_press(flow: Flow, visit: Visit, talk: Talk, words: str) -> tuple[str, str] | None:
    """Return the (verb, arg) of the button whose label these words are, in the reader's language; every button has this typed way."""
    spoken = visit.house.texts.screen(await flow.screen(visit, talk), visit.language, visit.now)
    for button in (button for row in spoken.rows for button in row if button.press):
        if plain(button.label) == plain(words):
            sent = read(button.press)
            return (sent.verb, sent.arg) if sent and sent.owner is Owner.TALK else None
    return None


def plain(label: str) -> str:
    """Return a label as people type it: no emoji, marks, direction characters or case."""
    kept = (char for char in unicodedata.normalize("NFKD", label) if unicodedata.category(char)[0] in {"L", "N", "Z"})
    return re.sub(r"\s+", " ", "".join(kept)).strip().casefold()
