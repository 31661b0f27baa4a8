"""Obeys stored updates in order: one transaction each, in which the effect and `done` are committed together."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from bot.clock import Clock
from bot.failpoint import Failpoint, reach
from bot.inbox.intake import Archive

logger = logging.getLogger(__name__)

AT_ONCE = 50
PASSING = frozenset({"OperationalError", "InterfaceError"})
PAUSE_AFTER_FAILURE = timedelta(milliseconds=200)

Receive = Callable[[dict[str, Any], Any], Awaitable[Sequence[Any]]]
AfterCommit = Callable[[Sequence[Any]], Awaitable[None]]
Quarantined = Callable[[Any, int], Awaitable[None]]
Overdone = Callable[[Sequence[Any], Any], Awaitable[Sequence[int]]]


async def nothing_overdone(updates: Sequence[Any], records: Any) -> Sequence[int]:
    """Drop nothing."""
    del updates, records
    return ()


class AlreadyDone(Exception):
    """The update's effect was committed before; this transaction must not commit another."""


class Worker:
    """Obeys one bot's updates until cancelled."""

    def __init__(
        self,
        archive: Archive,
        clock: Clock,
        receive: Receive,
        after_commit: AfterCommit,
        quarantined: Quarantined,
        overdone: Overdone = nothing_overdone,
    ) -> None:
        """`receive` obeys one update within a transaction; `after_commit` says what can't wait for the outbox.

        `overdone` names those of a batch to be dropped unread: a flood costs one transaction a batch, not one an update.
        """
        self._overdone = overdone
        self._archive = archive
        self._clock = clock
        self._receive = receive
        self._after_commit = after_commit
        self._quarantined = quarantined
        self._wake = asyncio.Event()
        self.is_idle = False
        self.behind = 0
        """How many updates were read and are not obeyed yet."""
        self.waits_for_clock = False
        """Whether a failure is being waited out."""

    def wake(self) -> None:
        """There may be something new."""
        self.is_idle = False
        self._wake.set()

    async def run(self) -> None:
        """Obey for ever. What storage refuses (a full disk) is tried again; nothing is given up."""
        while True:
            self._wake.clear()
            try:
                if await self.obey_waiting():
                    continue
            except Exception:
                logger.exception("the inbox could not be read; again shortly")
                await self._rest()
                continue
            self.is_idle = not self._wake.is_set()
            await self._wake.wait()
            self.is_idle = False

    async def obey_waiting(self) -> int:
        """Obey what is stored and waiting, oldest first; return how many were tried."""
        async with self._archive.open_records() as records:
            stored = await records.inbox.waiting(AT_ONCE)
            dropped = set(await self._overdone(stored, records)) if stored else set()
            for number in dropped:
                await records.inbox.done(number, records.now)
        if dropped:
            await self._after_commit(())
        waiting = [update for update in stored if update.update_id not in dropped]
        held_back: set[int | None] = set()
        for behind, update in zip(reversed(range(len(waiting))), waiting, strict=True):
            self.behind = behind
            if update.chat_id is not None and update.chat_id in held_back:
                continue
            if not await self._obey(update):
                held_back.add(update.chat_id)
        if held_back:
            await self._rest()
        return len(stored)

    async def _obey(self, update: Any) -> bool:
        reach(Failpoint.EFFECT_BEFORE_TX)
        try:
            async with self._archive.open_records() as records:
                said = await self._receive(json.loads(update.body), records)
                reach(Failpoint.EFFECT_MID_TX)
                if not await records.inbox.done(update.update_id, records.now):
                    raise AlreadyDone  # noqa: TRY301 - it must roll the transaction back
                reach(Failpoint.EFFECT_BEFORE_COMMIT)
        except AlreadyDone:
            return True
        except Exception as failure:
            if is_of_storage(failure):
                logger.warning("update %s could not be obeyed now (%s)", update.update_id, type(failure).__name__)
                return False
            logger.exception("update %s failed", update.update_id)
            await self._count_failure(update, failure)
            return False
        reach(Failpoint.EFFECT_AFTER_COMMIT)
        await self._after_commit(said)
        return True

    async def _count_failure(self, update: Any, failure: Exception) -> None:
        async with self._archive.open_records() as records:
            if await records.inbox.failed(update.update_id, type(failure).__name__):
                logger.error("update %s is quarantined", update.update_id)
                await self._quarantined(records, update.update_id)

    async def _rest(self) -> None:
        self.waits_for_clock = True
        await self._clock.sleep(PAUSE_AFTER_FAILURE)
        self.waits_for_clock = False


def is_of_storage(failure: BaseException) -> bool:
    """Whether a failure is the database's, not the update's: a full disk, a busy file, a lost server. It passes, so it is never counted.

    Told by the names that PEP 249 gives to what no programmer can help; only storage knows the drivers themselves.
    """
    return isinstance(failure, OSError) or any(kind.__name__ in PASSING for kind in type(failure).__mro__)
