"""Long polling: a batch is committed to the inbox, and only then confirmed to Telegram by the next offset."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramNotFound, TelegramRetryAfter, TelegramUnauthorizedError
from aiogram.methods import TelegramMethod

from bot.clock import Clock
from bot.failpoint import Failpoint, reach
from bot.inbox.intake import SPOKEN_KINDS, Archive, take_apart

logger = logging.getLogger(__name__)

POLL_FOR_S = 30
BATCH = 100
FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(seconds=30)


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates without models: one malformed update must not spoil its whole batch (aiogram #1840)."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = BATCH
    timeout: int = POLL_FOR_S
    allowed_updates: tuple[str, ...] = SPOKEN_KINDS


class Poller:
    """Fetches updates for one bot until cancelled."""

    def __init__(self, bot: Bot, archive: Archive, clock: Clock, arrived: Callable[[], None]) -> None:
        """`arrived` wakes the worker after each commit."""
        self._bot = bot
        self._archive = archive
        self._clock = clock
        self._arrived = arrived
        self._offset: int | None = None
        self._pause = FIRST_PAUSE
        self.waits_for_clock = False
        """Whether a failure is being waited out."""
        self.token_is_good = True

    async def run(self) -> None:
        """Poll for ever; a failure is waited out, longer each time, and never confirms anything."""
        while True:
            try:
                await self.poll_once()
                self._pause, self.token_is_good = FIRST_PAUSE, True
            except TelegramRetryAfter as slow:
                await self._rest(timedelta(seconds=slow.retry_after))
            except Exception as failure:  # noqa: BLE001 - the loop must outlive a full disk and a dark Telegram alike
                self.token_is_good = not isinstance(failure, (TelegramUnauthorizedError, TelegramNotFound))
                logger.warning("polling failed (%s: %s); again in %s s", type(failure).__name__, failure, self._pause.seconds)
                await self._rest(self._pause)
                self._pause = min(self._pause * 2, LONGEST_PAUSE)

    async def _rest(self, lasts: timedelta) -> None:
        self.waits_for_clock = True
        await self._clock.sleep(lasts)
        self.waits_for_clock = False

    async def poll_once(self) -> int:
        """Fetch one batch and commit it; return how many were stored. Raises TelegramAPIError and storage's errors."""
        raws = await self._bot(GetRawUpdates(offset=self._offset), request_timeout=POLL_FOR_S + 10)
        reach(Failpoint.INBOX_AFTER_FETCH)
        updates = take_apart(self._bot.id, raws)
        if updates:
            async with self._archive.open_records() as records:
                await records.inbox.take_in(updates, records.now)
                reach(Failpoint.INBOX_AFTER_INSERT)
            reach(Failpoint.INBOX_AFTER_COMMIT)
            self._arrived()
            reach(Failpoint.INBOX_BEFORE_OFFSET)
        self._offset = _after(raws, self._offset)
        return len(updates)


def _after(raws: list[Any], offset: int | None) -> int | None:
    numbers = [raw["update_id"] for raw in raws if isinstance(raw, dict) and isinstance(raw.get("update_id"), int)]
    return max(numbers) + 1 if numbers else offset
