"""Something to be said: which sentence about what, and the buttons under it; never the words themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.registry.language import Names


@dataclass(frozen=True, slots=True)
class Say:
    """A sentence of config/texts by its key, with its arguments as typed values."""

    key: str
    args: "Mapping[str, Arg]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """Several arguments joined by the reader's list separator."""

    items: "tuple[Arg, ...]"


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, shown in the town's zone: as a time when it is today, else with its weekday and date."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Quote:
    """A person's own words, shown exactly as written."""

    text: str


Arg = str | int | float | Names | Moment | Quote | Say | Listing
"""What a sentence may be about. A bare str is a name, phone or code: it is isolated against its surroundings' direction."""


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button: what it says, and either what a press sends (at most 64 bytes) or the address it opens."""

    label: Say | Names | str
    press: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A reply keyboard under the field: sharing one's own contact or location, besides plain words. One that asks nothing takes it away."""

    contact: Say | None = None
    location: Say | None = None
    words: tuple[Say, ...] = ()


@dataclass(frozen=True, slots=True)
class Screen:
    """What a chat shows: paragraphs, rows of buttons, perhaps a reply keyboard."""

    paragraphs: tuple[Say, ...]
    rows: tuple[tuple[Button, ...], ...] = ()
    ask: Ask | None = None
