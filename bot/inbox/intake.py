"""What the inbox asks of storage, and raw updates taken apart one by one."""

import json
import logging
import re
from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any, Protocol

logger = logging.getLogger(__name__)

SPOKEN_KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
"""The updates we ask Telegram for; the setting is sticky, so it is sent every time."""
LONGEST_UPDATE = 65_536
"""Telegram itself drops updates beyond 64 KiB."""
GREATEST = 2**63 - 1
"""What a column of whole numbers holds; one number beyond it would keep its whole batch from being stored, again and again."""
UNREADABLE = "unreadable"
"""Marks what stands for an update that is no JSON: it is stored without its words, fails, and is told of like any other poison."""
LONE = re.compile("[\ud800-\udfff]")


class Stored(Protocol):
    """One update in the inbox."""

    @property
    def update_id(self) -> int:
        """Telegram's number."""

    @property
    def body(self) -> str:
        """The update as JSON."""

    @property
    def chat_id(self) -> int | None:
        """The chat it came from."""


class Shelf(Protocol):
    """The inbox's part of one transaction."""

    async def take_in(self, updates: Sequence[Any], now: datetime) -> None:
        """Store updates; one that came before is left as it is."""

    async def waiting(self, limit: int) -> Sequence[Any]:
        """Return the oldest updates not done yet."""

    async def done(self, update_id: int, now: datetime) -> bool:
        """Mark one done; False if it already was."""

    async def failed(self, update_id: int, error: str) -> bool:
        """Count a failure; return whether it is now quarantined."""


class Records(Protocol):
    """One transaction, as the inbox sees it."""

    @property
    def inbox(self) -> Shelf:
        """The stored updates."""

    @property
    def now(self) -> datetime:
        """The moment of the transaction."""


class Archive(Protocol):
    """Where transactions are opened."""

    def open_records(self) -> AbstractAsyncContextManager[Any]:
        """Open one transaction: committed at the end, rolled back if anything raises."""


class Update:
    """One raw update as it will be stored. Its fields are those of storage's own value."""

    __slots__ = ("attempts", "body", "bot_id", "chat_id", "update_id", "user_id")

    def __init__(self, bot_id: int, raw: dict[str, Any]) -> None:
        """Take the JSON apart only as far as ordering and forgetting need. Raises KeyError, TypeError, ValueError, RecursionError."""
        self.bot_id = bot_id
        self.update_id = number_of(raw["update_id"])
        self.chat_id, self.user_id = _addresses(raw)
        self.body = UNREADABLE if raw.get(UNREADABLE) is True else _written(raw)
        self.attempts = 0


def take_apart(bot_id: int, raws: Iterable[Any]) -> list[Update]:
    """Return what can be stored. An item without a usable number cannot even be confirmed alone, so it is logged and left."""
    taken = []
    for raw in raws:
        try:
            taken.append(Update(bot_id, raw))
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            logger.warning("an update without a usable update_id was left out")
    return taken


def number_of(found: Any) -> int:
    """Return an update's number as the tables can hold it. Raises TypeError for anything else."""
    if type(found) is not int or abs(found) >= GREATEST:
        raise TypeError(type(found))
    return found


def _written(raw: dict[str, Any]) -> str:
    """Return the update as JSON that any database takes: half a letter (a lone surrogate) stays escaped."""
    body = json.dumps(raw, ensure_ascii=False, separators=(",", ":"))
    return json.dumps(raw, separators=(",", ":")) if LONE.search(body) else body


def _addresses(raw: dict[str, Any]) -> tuple[int | None, int | None]:
    for kind in SPOKEN_KINDS:
        event = raw.get(kind)
        if isinstance(event, dict):
            holder = event.get("message") if kind == "callback_query" else event
            return _id(holder, "chat"), _id(event, "from")
    return None, None


def _id(event: Any, field: str) -> int | None:
    found = event.get(field) if isinstance(event, dict) else None
    number = found.get("id") if isinstance(found, dict) else None
    return number if isinstance(number, int) and abs(number) < 2**62 else None
