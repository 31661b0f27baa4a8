"""After an outage: every open call is let go on, one after another, each in its own transaction."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.dispatch.outage import Dark
from bot.watch.contact import Contact

logger = logging.getLogger(__name__)

TRY_AGAIN = timedelta(seconds=5)

OpenCalls = Callable[[], Awaitable[Sequence[int]]]
ResumeOne = Callable[[int, Dark], Awaitable[None]]
LastContact = Callable[[], Awaitable[datetime | None]]


class Recovery:
    """Makes up for one bot's outages until cancelled."""

    def __init__(self, contact: Contact, clock: Clock, last_contact: LastContact, open_calls: OpenCalls, resume_one: ResumeOne) -> None:
        """`last_contact` is the moment remembered across restarts: a bot that was down notices when it starts."""
        self._contact = contact
        self._clock = clock
        self._last_contact = last_contact
        self._open_calls = open_calls
        self._resume_one = resume_one
        self._has_begun = False

    @property
    def is_idle(self) -> bool:
        """Whether nothing is left to be made up for."""
        return self._has_begun and not self._contact.darks

    async def run(self) -> None:
        """Look first how long nobody was here; then wait for outages to end. What fails is tried again."""
        while True:
            try:
                await self._begin()
                await self._make_up()
            except Exception:
                logger.exception("an outage could not be made up for; again shortly")
                await self._clock.sleep(TRY_AGAIN)
                continue
            await self._contact.news.wait()

    async def _begin(self) -> None:
        if self._has_begun:
            return
        before = await self._last_contact()
        if before is not None:
            self._contact.was_away(before, self._clock.now())
        self._has_begun = True

    async def _make_up(self) -> None:
        self._contact.news.clear()
        while self._contact.darks:
            dark = self._contact.darks[0]
            calls = await self._open_calls()
            logger.warning("nothing came through from %s to %s; %s open calls go on", dark.since, dark.until, len(calls))
            for call_id in calls:
                await self._resume(call_id, dark)
            self._contact.darks.popleft()

    async def _resume(self, call_id: int, dark: Dark) -> None:
        """A call that cannot be resumed does not hold the others back."""
        try:
            await self._resume_one(call_id, dark)
        except (LookupError, ValueError, TypeError, RuntimeError):
            logger.exception("call %s could not be resumed", call_id)
