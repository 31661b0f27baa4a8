"""Things that go wrong on purpose: which requests, at what moment, and what happens to them."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count


class When(StrEnum):
    """Whether the request takes effect before the fault strikes."""

    BEFORE_ACCEPT = "before_accept"
    AFTER_ACCEPT = "after_accept"


@dataclass(frozen=True, slots=True)
class TooMany:
    """Answer 429 and ask to wait `retry_after` seconds."""

    retry_after: int


@dataclass(frozen=True, slots=True)
class JsonError:
    """Answer Telegram's JSON with this code: 500 on restarts, 401 on a revoked token, 403 when blocked."""

    code: int = 500
    description: str = "Internal Server Error: restart"


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """Answer a gateway's HTML page instead of JSON."""

    code: int = 502


@dataclass(frozen=True, slots=True)
class Hang:
    """Say nothing until `Faults.release`; before acceptance, the request is accepted late."""


@dataclass(frozen=True, slots=True)
class Reset:
    """Drop the connection without an answer."""


Mishap = TooMany | JsonError | HtmlPage | Hang | Reset


@dataclass(frozen=True, slots=True)
class Asked:
    """What a fault may look at: the bot, the method and its typed parameters."""

    token: str
    method: str
    params: Mapping[str, object]


Match = Callable[[Asked], bool]


def asked(*methods: str, chat_id: int | None = None, token: str | None = None) -> Match:
    """Return a match for any of these methods (all when none is named), one chat, one bot."""

    def matches(request: Asked) -> bool:
        return (
            (not methods or request.method in methods)
            and chat_id in (None, request.params.get("chat_id"))
            and token in (None, request.token)
        )

    return matches


@dataclass(slots=True, eq=False)
class Fault:
    """One planned mishap. It lets `skip` matching requests pass, then strikes `times` times (None: always)."""

    do: Mishap
    match: Match = field(default_factory=asked)
    when: When = When.BEFORE_ACCEPT
    times: int | None = 1
    skip: int = 0
    fault_id: str = ""
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
        self.struck += 1
        return True


class Faults:
    """The planned mishaps, first added first tried; at most one strikes a request."""

    def __init__(self) -> None:
        """Plan nothing."""
        self._planned: list[Fault] = []
        self._numbers = count(1)

    def add(self, fault: Fault) -> Fault:
        """Plan a mishap; it gets an id unless it has one."""
        fault.fault_id = fault.fault_id or f"fault-{next(self._numbers)}"
        self._planned.append(fault)
        return fault

    def release(self, fault: Fault) -> None:
        """Let the requests that hang on this fault go on, now and from now on."""
        fault.released.set()

    def clear(self) -> None:
        """Plan nothing any more, and let everything go on that hangs."""
        for fault in self._planned:
            fault.released.set()
        self._planned.clear()

    def strike(self, request: Asked) -> Fault | None:
        """Return the fault that strikes this request, if any does."""
        return next((fault for fault in self._planned if fault.strikes(request)), None)
