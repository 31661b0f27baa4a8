"""Long polling: a batch is committed to the inbox, and only then confirmed to Telegram by the next offset."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod

from bot.clock import Clock
from bot.failpoint import Failpoint, reach
from bot.inbox.intake import GREATEST, SPOKEN_KINDS, UNREADABLE, Archive, take_apart
from bot.inbox.salvage import salvage
from bot.inbox.trouble import News, Trouble, unheard

logger = logging.getLogger(__name__)

POLL_FOR_S = 30
BATCH = 100
FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(seconds=30)
CONFLICTS = 2
"""One 409 in passing is a predecessor's last poll; a second one in a row is somebody who stays."""


class GetRawUpdates(TelegramMethod[list[Any]]):
    """getUpdates without models: one malformed update must not spoil its whole batch (aiogram #1840)."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = BATCH
    timeout: int = POLL_FOR_S
    allowed_updates: tuple[str, ...] = SPOKEN_KINDS


class Poller:
    """Fetches updates for one bot until cancelled."""

    def __init__(self, bot: Bot, archive: Archive, clock: Clock, arrived: Callable[[], None], news: News = unheard) -> None:
        """`arrived` wakes the worker after each commit; `news` is told of what no retry mends."""
        self._bot = bot
        self._archive = archive
        self._clock = clock
        self._arrived = arrived
        self._news = news
        self._offset: int | None = None
        self._pause = FIRST_PAUSE
        self._conflicts = 0
        self._suspects: set[int] = set()
        self.waits_for_clock = False
        """Whether a failure is being waited out."""
        self.token_is_good = True

    async def run(self) -> None:
        """Poll for ever; a failure is waited out, longer each time, and never confirms anything."""
        while True:
            try:
                await self.poll_once()
                await self._went_well()
            except TelegramRetryAfter as slow:
                await self._rest(timedelta(seconds=slow.retry_after))
            except Exception as failure:  # noqa: BLE001 - the loop must outlive a full disk and a dark Telegram alike
                logger.warning("polling failed (%s: %s); again in %s s", type(failure).__name__, failure, self._pause.seconds)
                await self._went_wrong(failure)
                await self._rest(self._pause)
                self._pause = min(self._pause * 2, LONGEST_PAUSE)

    async def _went_well(self) -> None:
        self.token_is_good = True
        await self._tell(Trouble.TOKEN_REFUSED, is_on=False)
        if self._conflicts >= CONFLICTS:
            await self._tell(Trouble.RIVAL, is_on=False)
        self._pause, self._conflicts = FIRST_PAUSE, 0

    async def _went_wrong(self, failure: Exception) -> None:
        if isinstance(failure, TelegramUnauthorizedError | TelegramNotFound):
            self.token_is_good = False
            await self._tell(Trouble.TOKEN_REFUSED, is_on=True)
        if isinstance(failure, TelegramConflictError):
            self._conflicts += 1
            if self._conflicts >= CONFLICTS:
                await self._tell(Trouble.HOOK_TAKEN if "webhook" in failure.message else Trouble.RIVAL, is_on=True)

    async def _tell(self, trouble: Trouble, *, is_on: bool) -> None:
        try:
            await self._news(trouble, is_on=is_on)
        except Exception:
            logger.exception("nobody could be told of %s", trouble)

    async def _rest(self, lasts: timedelta) -> None:
        self.waits_for_clock = True
        await self._clock.sleep(lasts)
        self.waits_for_clock = False

    async def poll_once(self) -> int:
        """Fetch one batch and commit it; return how many were stored. Raises TelegramAPIError and storage's errors."""
        raws = await self._fetched()
        reach(Failpoint.INBOX_AFTER_FETCH)
        updates = take_apart(self._bot.id, raws)
        if updates:
            async with self._archive.open_records() as records:
                await records.inbox.take_in(updates, records.now)
                reach(Failpoint.INBOX_AFTER_INSERT)
            reach(Failpoint.INBOX_AFTER_COMMIT)
            self._arrived()
            reach(Failpoint.INBOX_BEFORE_OFFSET)
        self._offset = _after(raws)
        if raws and not updates:
            await self._rest(FIRST_PAUSE)
        return len(updates)

    async def _fetched(self) -> list[Any]:
        """Return the next batch. Raises TelegramAPIError, and ClientDecodeError where nothing could be saved of an answer."""
        ask = GetRawUpdates(offset=self._offset)
        try:
            found: list[Any] = await self._bot(ask, request_timeout=POLL_FOR_S + 10)
        except ClientDecodeError as failure:
            found = self._saved(failure.data if isinstance(failure.data, str) else "")
            if not found:
                raise
        else:
            self._suspects.clear()
        return found

    def _saved(self, content: str) -> list[Any]:
        """Save what is whole of an unreadable answer; a part that is broken twice in a row is put aside (F27).

        Once may be a line that was cut: then nothing from the broken part on is taken, and so nothing of it is confirmed.
        """
        saved = salvage(content)
        is_complete = content.rstrip().endswith("]}")
        condemned = {number for number in saved.broken if is_complete and number in self._suspects}
        self._suspects = set(saved.broken)
        open_from = min((number for number in saved.broken if number not in condemned), default=None)
        found = [*saved.whole, *({"update_id": number, UNREADABLE: True} for number in sorted(condemned))]
        return [one for one in found if open_from is None or one["update_id"] < open_from]


def _after(raws: list[Any]) -> int | None:
    """Return the offset that confirms these.

    Where nothing came, everything before is confirmed already, and no offset is kept: after a quiet week numbers begin anew (F24).
    """
    numbers = [raw["update_id"] for raw in raws if isinstance(raw, dict) and type(raw.get("update_id")) is int]
    usable = [number for number in numbers if abs(number) <= GREATEST]
    return max(usable) + 1 if usable else None
