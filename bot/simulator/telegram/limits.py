"""Telegram's sending limits as sliding windows, which a simulation may tighten or lift."""

import math
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta

from bot.clock import Clock
from bot.simulator.telegram.refusal import too_many_requests

Scope = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """At most `requests` in any stretch of `lasts`."""

    requests: int
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """The windows held for the whole bot, for one private chat and for one group.

    Telegram documents 30 a second overall, about one a second in a private chat with short bursts
    tolerated, and 20 a minute in a group; the burst is unspecified. Ours: one a second plus five,
    over ten seconds and over a minute. Edits count like messages. A request made inside a ban makes
    it `penalty` longer (zero: it does not).
    """

    bot: tuple[Window, ...] = (Window(30, timedelta(seconds=1)),)
    private: tuple[Window, ...] = (Window(15, timedelta(seconds=10)), Window(65, timedelta(minutes=1)))
    group: tuple[Window, ...] = (Window(20, timedelta(minutes=1)),)
    penalty: timedelta = timedelta(seconds=1)

    @classmethod
    def off(cls) -> "Limits":
        """Return limits that let everything pass."""
        return cls(bot=(), private=(), group=())


@dataclass(slots=True)
class _Meter:
    """The accepted requests of one scope, and until when it is banned (monotonic seconds)."""

    accepted: deque[float] = field(default_factory=deque)
    banned_until: float = 0.0


class Limiter:
    """Counts what each bot and chat was granted, and refuses what is too much."""

    def __init__(self, clock: Clock, limits: Limits) -> None:
        """Start with every window empty."""
        self.limits = limits
        self.refused = 0
        self._clock = clock
        self._meters: dict[Scope, _Meter] = {}

    def grant(self, bot_id: int, chat_id: int) -> None:
        """Count one message or edit to a chat.

        Raises:
            Refused: 429, with the whole seconds to wait.
        """
        now = self._clock.monotonic()
        scopes = self._scopes(bot_id, chat_id)
        wait = max(self._wait(scope, windows, now) for scope, windows in scopes.items())
        if wait > 0:
            self.refused += 1
            raise too_many_requests(wait)
        for scope in scopes:
            self._meter(scope).accepted.append(now)

    def _scopes(self, bot_id: int, chat_id: int) -> dict[Scope, tuple[Window, ...]]:
        chat_windows = self.limits.private if chat_id > 0 else self.limits.group
        return {(bot_id,): self.limits.bot, (bot_id, chat_id): chat_windows}

    def _meter(self, scope: Scope) -> _Meter:
        return self._meters.setdefault(scope, _Meter())

    def _wait(self, scope: Scope, windows: tuple[Window, ...], now: float) -> int:
        """Return the whole seconds until this scope is free, 0 when it is."""
        meter = self._meter(scope)
        if now < meter.banned_until:
            meter.banned_until += self.limits.penalty.total_seconds()
            return math.ceil(meter.banned_until - now)
        free_at = max((_free_at(meter.accepted, window, now) for window in windows), default=now)
        longest = max((window.lasts.total_seconds() for window in windows), default=0.0)
        while meter.accepted and meter.accepted[0] <= now - longest:
            meter.accepted.popleft()
        if free_at <= now:
            return 0
        wait = max(1, math.ceil(free_at - now))
        meter.banned_until = now + wait
        return wait


def _free_at(accepted: deque[float], window: Window, now: float) -> float:
    """Return when one more request fits into the window; the oldest of the last n has to leave it."""
    if len(accepted) < window.requests:
        return now
    return accepted[-window.requests] + window.lasts.total_seconds()
