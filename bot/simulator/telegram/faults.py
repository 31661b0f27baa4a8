"""Things that go wrong on purpose: which requests, at what moment, and what happens to them."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from itertools import count
from random import Random

from bot.simulator.telegram.mishaps import Mishap


class When(StrEnum):
    """Whether the request takes effect before the fault strikes."""

    BEFORE_ACCEPT = "before_accept"
    AFTER_ACCEPT = "after_accept"
    LATE = "late"
    """The mishap's answer goes out at once, and the request takes effect `late_by` afterwards."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a fault may look at: the bot, the method and its typed parameters."""

    token: str
    method: str
    params: Mapping[str, object]


Match = Callable[[Asked], bool]


class ChatClass(StrEnum):
    """Whose chat a request is about."""

    PRIVATE = "private"
    GROUP = "group"
    NONE = "none"


def class_of(request: Asked) -> ChatClass:
    """Return whose chat a request is about: Telegram tells people from groups by the sign of the id."""
    chat_id = request.params.get("chat_id")
    if not isinstance(chat_id, int):
        return ChatClass.NONE
    return ChatClass.PRIVATE if chat_id > 0 else ChatClass.GROUP


def asked(*methods: str, chat_id: int | None = None, token: str | None = None, chat: ChatClass | None = None) -> Match:
    """Return a match for any of these methods (all when none is named), one chat, one bot, one class of chats."""

    def matches(request: Asked) -> bool:
        return (
            (not methods or request.method in methods)
            and chat_id in (None, request.params.get("chat_id"))
            and token in (None, request.token)
            and chat in (None, class_of(request))
        )

    return matches


@dataclass(slots=True, eq=False)
class Fault:
    """One planned mishap. It lets `skip` matching requests pass, then strikes `times` times (None: always).

    `share` is how likely it strikes each time it could, drawn from `chance`.
    """

    do: Mishap
    match: Match = field(default_factory=asked)
    when: When = When.BEFORE_ACCEPT
    times: int | None = 1
    skip: int = 0
    fault_id: str = ""
    late_by: timedelta = timedelta(seconds=1.6)
    answers_after: timedelta = timedelta(0)
    """How long the spoiled answer of an accepted request is held back."""
    share: float = 1.0
    chance: Random = field(default_factory=lambda: Random(0))
    struck: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def strikes(self, request: Asked) -> bool:
        """Say whether it strikes now, and count it."""
        if self.times is not None and self.struck >= self.times:
            return False
        if not self.match(request):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.share < 1 and self.chance.random() >= self.share:
            return False
        self.struck += 1
        return True


class Faults:
    """The planned mishaps, first added first tried; at most one strikes a request."""

    def __init__(self) -> None:
        """Plan nothing."""
        self._planned: list[Fault] = []
        self._numbers = count(1)
        self._struck = 0

    def add(self, fault: Fault) -> Fault:
        """Plan a mishap; it gets an id unless it has one."""
        fault.fault_id = fault.fault_id or f"fault-{next(self._numbers)}"
        self._planned.append(fault)
        return fault

    def release(self, fault: Fault) -> None:
        """Let the requests that hang on this fault go on, now and from now on."""
        fault.released.set()

    def remove(self, fault: Fault) -> None:
        """Plan this one no longer, and let go on what hangs on it."""
        fault.released.set()
        self._planned = [planned for planned in self._planned if planned is not fault]

    @property
    def struck(self) -> int:
        """Return how often anything has struck so far, faults that were removed included."""
        return self._struck

    def clear(self) -> None:
        """Plan nothing any more, and let everything go on that hangs."""
        for fault in self._planned:
            fault.released.set()
        self._planned.clear()

    def strike(self, request: Asked) -> Fault | None:
        """Return the fault that strikes this request, if any does."""
        fault = next((fault for fault in self._planned if fault.strikes(request)), None)
        self._struck += fault is not None
        return fault
