"""What a button sends when pressed: whose it is, a random token, a verb; at most 64 bytes."""

from dataclasses import dataclass
from enum import StrEnum

MOST_BYTES = 64
SEPARATOR = "."


class Owner(StrEnum):
    """What a button belongs to."""

    TALK = "t"
    INVITATION = "i"
    CALL = "c"
    PLAIN = "p"
    """A button of a screen outside any conversation; its token is empty and its verb is checked by role and state alone."""


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button. Nothing in it is trusted: the token is looked up, and checked against who pressed."""

    owner: Owner
    token: str
    verb: str
    arg: str = ""


class TooLong(ValueError):
    """Callback data beyond Telegram's 64 bytes: a mistake in code, found by the first test that shows the button."""


def press(owner: Owner, token: str, verb: str, arg: object = "") -> str:
    """Return the callback data of a button. Raises TooLong."""
    data = SEPARATOR.join((owner.value, token, verb, str(arg)))
    if len(data.encode()) > MOST_BYTES:
        message = f"callback data {data!r} is longer than {MOST_BYTES} bytes"
        raise TooLong(message)
    return data


def read(data: str) -> Press | None:
    """Read callback data; None for anything that no button of ours could have sent."""
    parts = data.split(SEPARATOR, 3)
    if len(parts) != len(("owner", "token", "verb", "arg")) or parts[0] not in set(Owner):
        return None
    return Press(Owner(parts[0]), parts[1], parts[2], parts[3])
