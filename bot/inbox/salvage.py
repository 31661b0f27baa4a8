"""What can be saved of an answer that is no JSON: every update in it that is whole, and the numbers of the broken ones."""

import json
import re
from dataclasses import dataclass
from typing import Any

BEGINNING = re.compile(r'\{\s*"update_id"\s*:\s*(?P<number>\d{1,18})')
"""How telegram-bot-api begins every update; a number too long for our tables is none."""


@dataclass(frozen=True, slots=True)
class Salvage:
    """The updates that could be read, and the numbers under which something unreadable stood."""

    whole: list[Any]
    broken: list[int]


def salvage(content: str) -> Salvage:
    """Take an unreadable answer of getUpdates apart, update by update. An answer without any yields nothing."""
    saved = Salvage([], [])
    place = 0
    while found := BEGINNING.search(content, place):
        try:
            update, place = json.JSONDecoder().raw_decode(content, found.start())
        except (ValueError, RecursionError):
            saved.broken.append(int(found["number"]))
            place = found.end()
        else:
            saved.whole.append(update)
    return saved
