"""The sender: claims what is most urgent, renders it as it leaves, waits at the gate, writes outcomes down."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import inf
from typing import Any, Protocol

from bot.clock import Clock, news_within
from bot.delivery.gate import Gate
from bot.delivery.outcome import Outcome, Refused, Sent, TokenRevoked, TryAgain, Unknown, Vanished
from bot.delivery.post import Parcel
from bot.delivery.probing import NoProbe, Probe
from bot.dispatch.matter import Matter
from bot.dispatch.notification import Topic, Urgency
from bot.dispatch.outbox import Queued, is_stale, order
from bot.failpoint import Failpoint, reach

logger = logging.getLogger(__name__)

IN_FLIGHT = 4
"""At 80 ms a request one sender reaches 13/s and four the whole envelope."""
BUFFER = 25
"""About a second's worth is claimed at a time."""
LOW_WATER = 6
MOST_CLAIMED = 100
URGENT_ROOM = 8
"""How many urgent messages are claimed past a buffer that is already full of less urgent ones."""
SETTLE_AT = 12
LATEST_SETTLE = timedelta(milliseconds=400)
"""Results are written down a few together: a crash repeats at most this much, and a chat waits so long for its next message."""
SOON_S = 1.0
"""A message whose chat may be written to within this long counts as about to leave; the others don't hold up new ones."""
CLOCK_GRAIN_S = 1e-6
"""A clock tells microseconds: to wait for less is not to wait at all, and the sender would spin."""

PAUSE_AFTER_FAILURE = timedelta(milliseconds=200)
GIVE_WAY = timedelta(milliseconds=250)
"""While updates wait to be obeyed the outbox is looked at this often, and only for emergencies: people wait for their press's answer."""
LONGEST_WAY = timedelta(seconds=5)
"""No storm of presses holds up everything else for longer."""


@dataclass(frozen=True, slots=True)
class Settled:
    """One message's outcome, to be written down."""

    claimed: Queued
    matter: Matter
    outcome: Outcome
    at: datetime


class Outbox(Protocol):
    """What the sender asks of the outbox within one transaction."""

    async def claim(
        self, now: datetime, room: int, busy_chats: Collection[int], least: Urgency, low: int | None
    ) -> list[tuple[Queued, Matter]]:
        """Take the next messages."""

    async def next_due(self, now: datetime) -> datetime | None:
        """Return when a message that now waits may leave."""


class Archive(Protocol):
    """Where transactions are opened."""

    def open_records(self) -> AbstractAsyncContextManager[Any]:
        """Open one transaction."""


@dataclass(frozen=True, slots=True)
class Hands:
    """What the sender is handed: how to render, to post and to write down."""

    render: Callable[[Queued, Matter, datetime], Parcel | None]
    post: Callable[[Parcel], Awaitable[Outcome]]
    write_down: Callable[[Any, Sequence[Settled]], Awaitable[None]]
    is_inbox_behind: Callable[[], bool] = lambda: False
    probe: Probe = field(default_factory=NoProbe)


class Sender:
    """Sends one bot's outbox until cancelled. Strict priority: an emergency overtakes everything claimed before it."""

    def __init__(self, archive: Archive, clock: Clock, gate: Gate, hands: Hands) -> None:
        """Prepare; nothing is claimed before `run`."""
        self._archive = archive
        self._clock = clock
        self._gate = gate
        self._hands = hands
        self._buffer: list[tuple[Queued, Matter]] = []
        self._busy: set[int] = set()
        self._is_exchanging = False
        self._resting = 0
        self.in_flight = 0
        self._settled: deque[Settled] = deque()
        self._news = asyncio.Event()
        self._has_queue = True
        self._has_urgent = False
        self._due: datetime | None = None
        self._exchanged_at = self._behind_since = clock.now()
        self.token_is_good = True
        self._is_leaving = False
        self.waits_for_clock = False
        """Whether only time can help: the gate opens later, or a failure is waited out."""

    def fit(self, probe: Probe) -> None:
        """From now on look for messages of unknown fate with this."""
        self._hands = replace(self._hands, probe=probe)

    def wake(self) -> None:
        """There may be something to send."""
        self._has_queue = self._has_urgent = True
        self._news.set()

    async def finish(self) -> None:
        """Send nothing more; return once all that is under way is written down. What was claimed and has not left is queued again."""
        self._is_leaving, now = True, self._clock.now()
        self._settled.extend(Settled(queued, matter, TryAgain(0.0), now) for queued, matter in self._buffer)
        self._buffer.clear()
        self._news.set()
        while self._busy or self.in_flight or self._settled:
            await self._clock.sleep(PAUSE_AFTER_FAILURE / 10)

    def trust_token(self) -> None:
        """Telegram knows our token again: what was kept goes out."""
        if not self.token_is_good:
            self.token_is_good = True
            self.wake()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is claimed, under way, waiting to be written down or still to be looked for."""
        return not (self._busy or self._settled or self._has_queue) or not self.token_is_good

    async def run(self) -> None:
        """Send for ever; a database that can't be read or written is tried again, and nothing claimed is forgotten."""
        async with asyncio.TaskGroup() as group:
            while True:
                try:
                    await self._turn(group)
                except Exception:
                    logger.exception("the outbox could not be read or written; again shortly")
                    self.waits_for_clock = True
                    await self._clock.sleep(PAUSE_AFTER_FAILURE)
                    self.waits_for_clock = False

    async def _turn(self, group: asyncio.TaskGroup) -> None:
        """Write down what is known, claim what is most urgent, let leave what may, then wait for whatever comes first."""
        self._news.clear()
        self._behind_since = self._behind_since if self._hands.is_inbox_behind() else self._clock.now()
        if self._settles_now() or self._claims_now():
            await self._exchange()
        opens_in = self._let_leave(group)
        if not self._news.is_set() and not self._settles_now() and not self._claims_now():
            until = self._until_next(opens_in)
            self.waits_for_clock = until is not None
            await news_within(self._clock, self._news, until)
            self.waits_for_clock = False

    @property
    def _gives_way(self) -> bool:
        return self._hands.is_inbox_behind() and self._clock.now() - self._behind_since < LONGEST_WAY

    @property
    def _lets_be(self) -> bool:
        """Whether the outbox was looked at just now, and updates wait for the machine."""
        return self._gives_way and self._clock.now() - self._exchanged_at < GIVE_WAY

    def _claims_now(self) -> bool:
        wants = (self._has_urgent or (self._has_queue and self._is_low)) and not self._lets_be
        return wants and self._may_claim and len(self._buffer) < MOST_CLAIMED

    @property
    def _may_claim(self) -> bool:
        return self.token_is_good and not self._is_leaving

    @property
    def _is_low(self) -> bool:
        """Whether few of the claimed messages are about to leave."""
        if len(self._buffer) <= LOW_WATER:
            return True
        soon = self._clock.monotonic() + SOON_S
        return sum(self._gate.pace.chat_free(queued.notification.to.chat_id) <= soon for queued, _ in self._buffer) <= LOW_WATER

    def _settles_now(self) -> bool:
        if not self._settled or self._lets_be:
            return False
        is_late = self._clock.now() - self._settled[0].at >= LATEST_SETTLE
        return is_late or len(self._settled) >= SETTLE_AT or not (self._buffer or self.in_flight)

    async def _exchange(self) -> None:
        """In one transaction: write down what became of messages, and claim the next ones. One that fails changes nothing here."""
        done = list(self._settled)
        if done:
            self._has_queue = True
        claims = self._may_claim and self._has_queue and len(self._buffer) < MOST_CLAIMED
        woken, self._has_urgent = self._has_urgent, False
        self._exchanged_at = self._clock.now()
        claimed: list[tuple[Queued, Matter]] = []
        self._is_exchanging = True
        try:
            async with self._archive.open_records() as records:
                if done:
                    await self._hands.write_down(records, done)
                    reach(Failpoint.OUTBOX_BEFORE_RESULT_COMMIT)
                if claims:
                    claimed = await self._claimed(records, {one.claimed.notification.to.chat_id for one in done})
        except BaseException:
            self._has_queue, self._has_urgent, self._is_exchanging = True, woken, False
            raise
        self._is_exchanging = False
        for one in done:
            self._settled.popleft()
            self._busy.discard(one.claimed.notification.to.chat_id)
        self._busy |= {queued.notification.to.chat_id for queued, _ in claimed}
        self._buffer = sorted(self._buffer + claimed, key=lambda one: order(one[0]))
        _reached(done, claimed)

    async def _claimed(self, records: Any, freed: Collection[int]) -> list[tuple[Queued, Matter]]:
        is_low = self._is_low
        now, held = self._clock.now(), self._gate.pace.held(self._clock.monotonic())
        room = max(URGENT_ROOM, BUFFER - len(self._buffer)) if is_low else URGENT_ROOM
        busy = (self._busy - set(freed)) | held.keys()
        gives_way = self._gives_way
        least, low = self._least(is_low=is_low, gives_way=gives_way), self._hands.probe.highest
        claimed: list[tuple[Queued, Matter]] = await records.outbox.claim(now, room, busy, least, low)
        self._due = None if claimed or gives_way else await self._next_due(records, now, held)
        self._has_queue = bool(claimed) or gives_way or not is_low
        self._has_urgent = self._has_urgent or (len(claimed) == room and not is_low)
        return claimed

    def _least(self, *, is_low: bool, gives_way: bool) -> Urgency:
        if gives_way:
            return Urgency.EMERGENCY
        return Urgency.CARD if is_low else Urgency.CONVERSATION

    async def _next_due(self, records: Any, now: datetime, held: Mapping[int, float]) -> datetime | None:
        """Return when a message that waits now, or the first chat that a 429 holds, may be looked at again."""
        due: datetime | None = await records.outbox.next_due(now)
        freed = [now + timedelta(seconds=until - self._clock.monotonic()) for until in held.values()]
        return min([*freed, *([due] if due else [])], default=None)

    def _let_leave(self, group: asyncio.TaskGroup) -> float | None:
        """Start every message that may leave now; return the seconds until the next one may, None without any."""
        while self._buffer and self.in_flight < self._gate.room(IN_FLIGHT) and self.token_is_good:
            now = self._clock.monotonic()
            at, place = self._first(now)
            if at > now + CLOCK_GRAIN_S:
                return at - now
            self._start(group, *self._buffer.pop(place), at)
        return None

    def _first(self, now: float) -> tuple[float, int]:
        """Return when the next claimed message may leave, and its place in the buffer; of several that may leave now the most urgent."""
        first = (inf, 0)
        for place, (queued, _) in enumerate(self._buffer):
            at = self._earliest(queued, now)
            if at <= now:
                return at, place
            first = min(first, (at, place))
        return first

    def _earliest(self, queued: Queued, now: float) -> float:
        return self._gate.pace.earliest(queued.notification.to.chat_id, queued.notification.urgency, now)

    def _start(self, group: asyncio.TaskGroup, queued: Queued, matter: Matter, at: float) -> None:
        parcel = self._rendered(queued, matter)
        if isinstance(parcel, Refused):
            self._settled.append(Settled(queued, matter, parcel, self._clock.now()))
            return
        self._gate.pace.spend(parcel.chat_id, queued.notification.urgency, at)
        self.in_flight += 1
        group.create_task(self._carry(group, queued, matter, parcel))

    def _rendered(self, queued: Queued, matter: Matter) -> Parcel | Refused:
        now = self._clock.now()
        if is_stale(queued.notification, now):
            return Refused("its moment has passed")
        try:
            return self._hands.render(queued, matter, now) or Refused("nothing left to say")
        except Exception:
            logger.exception("message %s could not be rendered", queued.row)
            return Refused("could not be rendered")

    async def _carry(self, group: asyncio.TaskGroup, queued: Queued, matter: Matter, parcel: Parcel) -> None:
        outcome = await self._known_or_posted(queued, parcel)
        if isinstance(outcome, Vanished) and parcel.spoken and queued.notification.topic is not Topic.INVITATION:
            outcome = await self._hands.post(replace(parcel, edit_message_id=None))
        self._learn(parcel.chat_id, outcome)
        self._hands.probe.noted(parcel, outcome)
        if queued.unknown_since is not None and isinstance(outcome, Sent):
            group.create_task(self._look_back(queued, parcel))
        self.in_flight -= 1
        self._settled.append(Settled(queued, matter, outcome, self._clock.now()))
        self._news.set()

    async def _known_or_posted(self, queued: Queued, parcel: Parcel) -> Outcome:
        """A message of unknown fate is looked for before it goes out again; its chat stays busy all the while."""
        known = await self._sought(queued, parcel) if queued.unknown_since is not None else None
        if known is None:
            return await self._hands.post(parcel)
        await self._hands.post(replace(parcel, edit_message_id=known))  # its words may be older than the call's
        return Sent(known)

    async def _sought(self, queued: Queued, parcel: Parcel) -> int | None:
        lasts = self._hands.probe.settles(queued, parcel)
        if lasts:  # nothing is on the wire meanwhile
            self._resting, self.in_flight = self._resting + 1, self.in_flight - 1
            self._news.set()
            await self._clock.sleep(lasts)
            self._resting, self.in_flight = self._resting - 1, self.in_flight + 1
        return await self._hands.probe.seek(queued, parcel)

    async def _look_back(self, queued: Queued, parcel: Parcel) -> None:
        """Look later for a copy that Telegram accepted late, never beside another message to the same chat."""
        for lasts in self._hands.probe.will_look_back(queued, parcel):
            await self._clock.sleep(lasts)
            while self._is_exchanging or parcel.chat_id in self._busy:
                await self._clock.sleep(PAUSE_AFTER_FAILURE)
            self._busy.add(parcel.chat_id)
            try:
                if await self._hands.probe.look_back(queued, parcel):
                    return
            finally:
                self._busy.discard(parcel.chat_id)
                self.wake()

    def _learn(self, chat_id: int, outcome: Outcome) -> None:
        now = self._clock.monotonic()
        match outcome:
            case TryAgain(after_s, is_flood=True, is_guess=is_guess):
                self._gate.flooded(chat_id, after_s, now, is_guess=is_guess)
            case TryAgain(after_s, whole_bot=True):
                self._gate.out_of_reach(after_s, now)
            case Unknown():
                self._gate.unanswered(now)
            case TokenRevoked() if self.token_is_good:
                self.token_is_good = False
                logger.critical("Telegram does not know this bot's token: sending stops, the queue is kept; set BOT_TOKEN and restart")
            case _:
                self._gate.answered(chat_id)

    def _until_next(self, opens_in: float | None) -> timedelta | None:
        """Return how long nothing can happen by itself: until the gate opens, a result must be written, or a message is due."""
        waits = [timedelta(seconds=opens_in)] if opens_in is not None else []
        if self._lets_be:
            waits.append(GIVE_WAY)
        if self._settled or self._resting:
            waits.append(LATEST_SETTLE)
        if self._due is not None and not self._buffer and self.token_is_good:
            waits.append(self._due - self._clock.now())
            self._has_queue = self._has_queue or waits[-1] <= timedelta(0)
        return min(waits) if waits else None


def _reached(done: Sequence[Settled], claimed: Sequence[object]) -> None:
    if done:
        reach(Failpoint.OUTBOX_AFTER_RESULT_COMMIT)
    if claimed:
        reach(Failpoint.OUTBOX_AFTER_CLAIM)
