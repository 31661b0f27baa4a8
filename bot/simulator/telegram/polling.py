"""getUpdates: confirming, waiting, and the quarrel of two that fetch at once."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.simulator.telegram.mailbox import Mailbox
from bot.simulator.telegram.refusal import Refused, conflict
from bot.simulator.telegram.waiting import Waits

MOST_UPDATES = 100
LONGEST_WAIT = 50  # seconds
SAME_OFFSET_WITHIN = timedelta(seconds=3)  # asked again so soon, a short poll is made to wait
SAME_OFFSET_AT_ONCE = timedelta(seconds=0.5)  # and so soon, it gets one update only
CONFLICT_EVERY = timedelta(seconds=3)
BY_GET_UPDATES = "terminated by other getUpdates request; make sure that only one bot instance is running"
BY_SET_WEBHOOK = "terminated by setWebhook request"
WEBHOOK_IS_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass(slots=True, eq=False)
class _Poll:
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    ended: str | None = None


class Polling:
    """The fetching of one bot's updates."""

    def __init__(self, mailbox: Mailbox, clock: Clock, waits: Waits) -> None:
        """Serve this mailbox."""
        self._mailbox = mailbox
        self._clock = clock
        self._waits = waits
        self._open: _Poll | None = None
        self._last: tuple[int, datetime] | None = None
        self._next_conflict: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        """Say whether a long poll is open."""
        return self._open is not None

    def look(self) -> None:
        """End the open poll when there is something to say to it."""
        if self._open is not None and (self._mailbox.waiting or self._mailbox.webhook):
            self._open.woken.set()

    async def get_updates(self, params: Mapping[str, object]) -> list[str]:
        """Confirm what was fetched before, wait if there is nothing, and return the updates' JSON texts.

        Raises:
            Refused: 409 with a webhook set or another poll begun, 500 on shutdown.
        """
        if self._mailbox.webhook is not None:
            raise conflict(WEBHOOK_IS_ACTIVE)
        self._end_older()
        offset, limit, timeout = self._asked(params)
        allowed = params.get("allowed_updates")
        self._mailbox.subscribe(allowed if isinstance(allowed, list) else None)
        self._mailbox.forget_old(self._clock.now())
        if offset:
            self._mailbox.confirm(offset)
        if not self._mailbox.waiting and timeout:
            await self._wait(timedelta(seconds=timeout))
        return self._mailbox.fetch(limit)

    def _asked(self, params: Mapping[str, object]) -> tuple[int, int, int]:
        """Return offset, limit and timeout, clamped as telegram-bot-api clamps them."""
        offset = _number(params.get("offset"), 0)
        limit = min(max(_number(params.get("limit"), MOST_UPDATES), 1), MOST_UPDATES)
        timeout = min(max(_number(params.get("timeout"), 0), 0), LONGEST_WAIT)
        now = self._clock.now()
        if self._last is not None and self._last[0] == offset:
            since = now - self._last[1]
            timeout = max(timeout, 3) if since < SAME_OFFSET_WITHIN else timeout
            limit = 1 if since < SAME_OFFSET_AT_ONCE else limit
        self._last = (offset, now)
        return offset, limit, timeout

    async def _wait(self, lasts: timedelta) -> None:
        poll = self._open = _Poll()
        self._mailbox.stirred()
        await self._waits.until(poll.woken, lasts)
        if self._open is poll:
            self._open = None
        if self._waits.closed:
            raise Refused(500, "Internal Server Error: restart")
        if self._mailbox.webhook is not None:
            poll.ended = poll.ended or BY_SET_WEBHOOK
        if poll.ended is not None:
            await self._take_turn()
            raise conflict(poll.ended)
        self._mailbox.forget_old(self._clock.now())

    def _end_older(self) -> None:
        if self._open is not None:
            self._open.ended = BY_GET_UPDATES
            self._open.woken.set()
            self._open = None

    async def _take_turn(self) -> None:
        """Conflicts are told at once only every three seconds; others are told three seconds late."""
        now = self._clock.now()
        if self._next_conflict is None or now >= self._next_conflict:
            self._next_conflict = now + CONFLICT_EVERY
            return
        await self._waits.rest(CONFLICT_EVERY)


def _number(value: object, default: int) -> int:
    return value if isinstance(value, int) else default
