"""The auditor: a loop of its own that looks around, tells what is wrong, and says all is well only when it is."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.clock import Clock
from bot.watch.alarms import CLOCK_JUMP, Alarm, Sight, alarms

logger = logging.getLogger(__name__)

LOOK_EVERY = timedelta(seconds=10)
TELL_AGAIN = timedelta(hours=1)
CONTENT_FOR = timedelta(seconds=60)
"""A look that is older than this says nothing about now: an auditor that hangs must not seem content."""
CLOCK_LASTS = timedelta(minutes=10)


class Phase(StrEnum):
    """What is told about an alarm; each has a sentence `alarm-<phase>`."""

    RAISED = "raised"
    LASTS = "lasts"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Told:
    """One alarm as it is told."""

    alarm: Alarm
    phase: Phase
    since: datetime


Look = Callable[[], Awaitable[Sight]]
Tell = Callable[[Told], Awaitable[None]]


class Auditor:
    """Watches over one town's bot until cancelled; the queue that it judges plays no part in it."""

    def __init__(self, clock: Clock, look: Look, tell: Tell, raised: dict[Alarm, datetime] | None = None) -> None:
        """`look` sees, `tell` tells people; `raised` are alarms of an earlier life of this process."""
        self._clock = clock
        self._look = look
        self._tell = tell
        self.raised: dict[Alarm, datetime] = dict(raised or {})
        self._told_at: dict[Alarm, datetime] = {}
        self._looked_at: datetime | None = None
        self._stands = (clock.now(), clock.monotonic())
        self._jumped_at: datetime | None = None

    async def run(self) -> None:
        """Look for ever; whatever happens, the next look comes."""
        while True:
            try:
                await self.look()
            except Exception:
                logger.exception("the auditor could not look around; again shortly")
            await self._clock.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Look once, and tell what has begun, what lasts, and what is over."""
        sight = await self._look()
        found = dict(alarms(sight))
        if self._has_jumped(sight.now):
            found[Alarm.CLOCK] = self._jumped_at or sight.now
        for alarm, since in found.items():
            await self._note(alarm, since, sight.now)
        for alarm in [alarm for alarm in self.raised if alarm not in found]:
            await self._told(Told(alarm, Phase.OVER, self.raised.pop(alarm)))
        self._looked_at = sight.now

    def is_content(self, now: datetime) -> bool:
        """Whether a recent look found nothing wrong."""
        return self._looked_at is not None and abs(now - self._looked_at) <= CONTENT_FOR and not self.raised

    async def _note(self, alarm: Alarm, since: datetime, now: datetime) -> None:
        if alarm not in self.raised:
            self.raised[alarm], self._told_at[alarm] = since, now
            logger.error("alarm: %s", alarm)
            await self._told(Told(alarm, Phase.RAISED, since))
        elif now - self._told_at.setdefault(alarm, now) >= TELL_AGAIN:
            self._told_at[alarm] = now
            await self._told(Told(alarm, Phase.LASTS, self.raised[alarm]))

    async def _told(self, told: Told) -> None:
        """One alarm that can't be told must not keep the others in."""
        try:
            await self._tell(told)
        except Exception:
            logger.exception("nobody could be told of %s", told.alarm)

    def _has_jumped(self, now: datetime) -> bool:
        """Compare both clocks: the wall's may be set, the other only runs."""
        before, ticked = self._stands
        drift = (now - before) - timedelta(seconds=self._clock.monotonic() - ticked)
        if abs(drift) >= CLOCK_JUMP:
            logger.error("the wall clock jumped by %s", drift)
            self._jumped_at = now
        self._stands = (now, self._clock.monotonic())
        return self._jumped_at is not None and timedelta(0) <= now - self._jumped_at < CLOCK_LASTS
