"""When Telegram was last heard: every request that got an answer counts, and a silence that ate presses is remembered."""

import asyncio
from collections import deque
from datetime import datetime, timedelta

from bot.dispatch.outage import Dark

HOLD_AFTER = timedelta(seconds=15)
"""One lost answer is no outage; after so long without any, calls wait."""
FRESH = timedelta(seconds=90)
"""Polls that hang fail every 70 seconds. An older failure says nothing about now: perhaps nobody has asked since."""


class Contact:
    """One bot's contact with Telegram, on the wall clock: a bot that was down has heard nothing either."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.last_heard: datetime | None = None
        self.failing_since: datetime | None = None
        self._failed_at: datetime | None = None
        self.darks: deque[Dark] = deque()
        """Outages that are over and have not been made up for."""
        self.news = asyncio.Event()
        """Set when an outage is over."""

    def heard(self, now: datetime) -> None:
        """Telegram answered, be it with a refusal."""
        if self.failing_since is not None and self.last_heard is not None:
            self._note(Dark(self.last_heard, now))
        self.failing_since = None
        self.last_heard = now

    def failed(self, now: datetime) -> None:
        """A request came back without any answer of Telegram's."""
        self.failing_since, self._failed_at = self.failing_since or now, now
        self.last_heard = self.last_heard or now

    def was_away(self, since: datetime, now: datetime) -> None:
        """This process was down, or stopped, and heard nothing from `since` on."""
        self._note(Dark(since, now))

    def is_silent(self, now: datetime) -> bool:
        """Whether requests fail, the last of them lately, and nothing was heard for a while: then no wave is sent into the void."""
        is_failing = self.failing_since is not None and self._failed_at is not None and now - self._failed_at < FRESH
        return is_failing and self.last_heard is not None and now - self.last_heard > HOLD_AFTER

    def _note(self, dark: Dark) -> None:
        if dark.eats_presses:
            self.darks.append(dark)
            self.news.set()
