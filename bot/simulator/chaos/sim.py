"""One seed, played: the real bot on virtual time, real transactions, a Telegram that misbehaves and a machine that dies."""

import asyncio
import hashlib
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.simulator.autopilot import Applicant
from bot.simulator.chaos.ailment import Ailment, Breaks, Stage, sound
from bot.simulator.chaos.folk import Deed, Folk
from bot.simulator.chaos.fuse import Crash, Fuse
from bot.simulator.chaos.machine import GIVES_UP_AFTER_S, Machine, World
from bot.simulator.chaos.small_town import CAST, COORDINATOR_ID, Shelf, chat_of, small_town
from bot.simulator.chaos.staff import Coordinator, Errand, correction, emergency, routine
from bot.simulator.chaos.staff import closing as closing_of
from bot.simulator.chaos.still_loop import StillLoop
from bot.simulator.chaos.story import Repeat, Story, Trouble
from bot.simulator.hand_clock import HandClock
from bot.simulator.harness import TUESDAY_MORNING
from bot.simulator.skewed_clock import SkewedClock
from bot.simulator.telegram.faults import Fault, asked
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.seen import NothingReceived
from bot.simulator.telegram.server import TelegramServer
from bot.simulator.telegram.truth import Record

NEWCOMER_ID = 600_001_000
SETTLES = timedelta(seconds=20)
"""After the last thing people did, so long may pass until everything was said."""
HEARTBEAT = timedelta(seconds=1)
LONGEST = timedelta(minutes=15)
"""A run that has not come to its end after this much of its own time never will."""
APPLIES_EVERY = timedelta(seconds=2)
REPEATS_AFTER = timedelta(seconds=1)


class NeverEnds(AssertionError):
    """A run that does not come to rest: something is tried for ever."""


@dataclass(frozen=True, slots=True)
class Death:
    """One crash that happened."""

    at: datetime
    crash: Crash
    up_at: datetime


@dataclass(slots=True)
class Played:
    """Everything a run leaves behind for the checker: the truth, and what people did."""

    story: Story
    records: list[Record] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    errands: list[Errand] = field(default_factory=list)
    deaths: list[Death] = field(default_factory=list)
    produced: list[dict[str, Any]] = field(default_factory=list)
    unfetched: int = 0
    violations: list[str] = field(default_factory=list)
    self_made_429: int = 0
    books: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """The database's tables as they stood at the end."""
    shaken: tuple[dict[str, list[dict[str, Any]]], int] | None = None
    """The tables after everything was delivered again and the machine restarted, and how many requests were made since."""
    most_coming: Mapping[int, int] = field(default_factory=dict)
    """The most people that held a place at once, by call."""
    has_joined: bool = False
    faults: Mapping[str, int] = field(default_factory=dict)
    began_at: datetime = TUESDAY_MORNING
    ended_at: datetime = TUESDAY_MORNING

    @property
    def trace(self) -> str:
        """A fingerprint of everything that happened: the same seed leaves the same one."""
        digest = hashlib.sha256()
        for one in self.records:
            said = (one.t, one.method, one.chat_id, one.message_id, one.accepted, one.answer, one.code, one.params.get("text"))
            digest.update(repr(said).encode())
        for deed in self.deeds:
            digest.update(repr((deed.at, deed.chat_id, deed.verb, deed.arg, deed.update_id)).encode())
        digest.update(repr([(death.at, death.crash) for death in self.deaths]).encode())
        return digest.hexdigest()[:16]


def play(story: Story, shelf: Shelf, fuse_of: "FuseBox", ailments: Sequence[Ailment] = ()) -> Played:
    """Play a story from beginning to end, ailing as it is told to. The same story leaves the same trace."""
    clock = HandClock(TUESDAY_MORNING)
    with asyncio.Runner(loop_factory=lambda: StillLoop(clock)) as runner:
        return runner.run(_play(story, shelf, fuse_of, clock, ailments))


class FuseBox:
    """Joins storage, opened once a process, to the fuse of the run under way."""

    def __init__(self) -> None:
        """Hold a fuse without crashes, over a sound disk."""
        self.fuse = Fuse(())
        self.broken: Breaks = sound

    async def watch(self, step: str) -> None:
        """Pass a step of storage, or die there; on a bad disk, fail. Raises sqlite3.OperationalError."""
        await self.fuse.at(step)
        self.broken(step)


async def _play(story: Story, shelf: Shelf, fuses: FuseBox, clock: HandClock, ailments: Sequence[Ailment]) -> Played:
    fuses.broken = sound
    fuses.fuse = Fuse([one for one in story.mischief if isinstance(one, Crash)])
    database = await shelf.fresh()
    server = TelegramServer(clock, seed=story.seed, check_schema=False)
    async with asyncio.TaskGroup() as tasks:
        server.live_in(tasks)
        skewed = SkewedClock(clock)
        world = World(clock, server, small_town(), database, fuses.fuse, story.seed, tasks, skewed)
        run = _Run(story, world, clock, shelf, ailments)
        run.begin(Stage(server, clock, skewed, fuses, run.people, run.machine))
        try:
            await run.to_the_end()
        finally:
            await run.machine.stop(0.0)
            run.close()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
    await database.close()
    return run.played


class _Run:
    """One story under way: whoever is next does what they do, and then time passes to whoever comes after."""

    def __init__(self, story: Story, world: World, clock: HandClock, shelf: Shelf, ailments: Sequence[Ailment] = ()) -> None:
        self.played = Played(story)
        self._ailments = ailments
        self.machine = Machine(world)
        self._story = story
        self._world = world
        self._server = world.server
        self._clock = clock
        self._shelf = shelf
        loop = asyncio.get_running_loop()
        if not isinstance(loop, StillLoop):
            message = "a story is played on a still loop"
            raise TypeError(message)
        self._loop = loop
        self._faults: list[Fault] = []
        self.people = self._settle_in()
        self._folk = Folk(story.seed, self._server, self.people)
        self._coordinator = Coordinator(self._server, self._server.person("Rivka", user_id=COORDINATOR_ID), self._errands())
        self._applicant = Applicant(self._server.person("Dvora", user_id=NEWCOMER_ID), "Logistics and store") if story.joins else None
        self._applies_at = clock.now() + APPLIES_EVERY
        self._repeats = [one for one in story.mischief if isinstance(one, Repeat)]
        self._again: list[tuple[datetime, int]] = []
        self._beat_at: datetime | None = None
        self._most_coming: dict[int, int] = {}
        self._books = sqlite3.connect(f"file:{shelf.path}?mode=ro", uri=True, isolation_level=None)
        self._books.row_factory = sqlite3.Row

    def _settle_in(self) -> dict[int, Phone]:
        self._server.person("Rivka", user_id=COORDINATOR_ID).begin_silently()
        phones = {}
        for number, one in enumerate(CAST):
            phone = self._server.person(one.name, user_id=chat_of(number), language_code=one.language.value)
            phone.begin_silently(has_blocked=number in self._story.blocked)
            phones[phone.user_id] = phone
        for trouble in (one for one in self._story.mischief if isinstance(one, Trouble)):
            methods = (trouble.method,) if trouble.method else ()
            fault = Fault(trouble.do, asked(*methods), trouble.when, trouble.times, trouble.skip)
            self._faults.append(self._server.faults.add(fault))
        return phones

    def _errands(self) -> list[Errand]:
        story, now = self._story, self._clock.now()
        ends = now + timedelta(seconds=story.lasts_s)
        errands = [emergency(now + timedelta(seconds=1), story.people)]
        errands += [routine(now + timedelta(seconds=12))] if story.routine else []
        errands += [correction(now + timedelta(seconds=10))] if story.corrects else []
        return [*errands, closing_of(ends, 1, "cancelled" if story.is_cancelled else "done")]

    def begin(self, stage: Stage) -> None:
        """Let everything that will go wrong take the stage."""
        for ailment in self._ailments:
            ailment.begin(stage)

    async def to_the_end(self) -> None:
        """Play until everybody has done what they meant to and everything was said; then look at it once more."""
        self.machine.start()
        await self._pass_until(None)
        self._write_down()
        if self._story.replays:
            await self._shake()

    def close(self) -> None:
        """Close the books that were read beside the bot."""
        self._books.close()

    async def _pass_until(self, end: datetime | None) -> None:
        """Let time pass to `end`, or until nothing is left to do and `SETTLES` is over."""
        deadline = self._clock.now() + LONGEST
        calm_since = self._clock.now()
        while True:
            timer = await self._loop.until_still()
            now = self._clock.now()
            if await self._has_died() or self._acted(now):
                calm_since = now
                continue
            if now > deadline:
                message = f"still not at rest after {LONGEST}: {self._why()}"
                raise NeverEnds(message)
            calm_since = calm_since if self._is_calm() else now
            if (end is None and now - calm_since >= SETTLES) or (end is not None and now >= end):
                return
            self._clock.move_to(self._next_moment(timer, end or calm_since + SETTLES))

    def _is_calm(self) -> bool:
        if not all(ailment.is_over for ailment in self._ailments):
            return False
        return self.machine.is_up and self.machine.is_idle and self._coordinator.next_at is None and self._folk.next_at is None

    def _why(self) -> str:
        waiting = f"coordinator {self._coordinator.next_at}, folk {self._folk.next_at}, {len(self._server.waiting())} updates wait"
        return f"up {self.machine.is_up}, idle {self.machine.is_idle}, {waiting}"

    async def _has_died(self) -> bool:
        """Bury a process that has died; True if one has."""
        fuse = self._world.fuse
        if fuse.is_blown and self.machine.starts_at is None:
            crash = fuse.spent
            await self.machine.stop(crash.down_s)
            up_at = self._clock.now() + timedelta(seconds=crash.down_s)
            self.played.deaths.append(Death(self._clock.now(), crash, up_at))
            return True
        if self.machine.has_given_up:
            await self.machine.stop(GIVES_UP_AFTER_S)
            return True
        return False

    def _acted(self, now: datetime) -> bool:
        """Let whoever is due act; True if anybody did."""
        before = len(self._server.updates())
        self._look_at_books()
        self._folk.look()
        self._folk.act(now)
        self._coordinator.act(now)
        self._apply(now)
        came_again = self._repeat(now)
        ailed = [ailment.act(now) for ailment in self._ailments]
        acted = came_again or any(ailed) or len(self._server.updates()) != before
        if self.machine.starts_at is not None and self._clock.monotonic() >= self.machine.starts_at:
            self.machine.start()
            return True
        return self._beat(now) or acted

    def _apply(self, now: datetime) -> None:
        """The newcomer's registration goes on, a step at a time."""
        if self._applicant is not None and not self._applicant.is_registered and now >= self._applies_at:
            self._applies_at = now + APPLIES_EVERY
            with suppress(NothingReceived):
                self._applicant.act()

    def _repeat(self, now: datetime) -> bool:
        """Deliver what is to come again, a second after it came first; shuffle what waits. True if anything came: it is not fetched yet."""
        produced = self._server.updates()
        for one in [one for one in self._repeats if len(produced) >= one.nth]:
            self._repeats.remove(one)
            if one.is_shuffle:
                self._server.shuffle()
            else:
                self._again += [(now + REPEATS_AFTER, int(produced[one.nth - 1]["update_id"]))] * one.copies
        due_now = [due for due in self._again if due[0] <= now]
        for due in due_now:
            self._again.remove(due)
            self._server.repeat(due[1])
        return bool(due_now)

    def _beat(self, now: datetime) -> bool:
        """Let the heart beat when a call is due, each second while it stays so."""
        if not self.machine.is_up:
            return False
        row = self._books.execute("SELECT min(due_at) FROM calls WHERE state != 'closed'").fetchone()
        is_due = row[0] is not None and row[0] <= now.timestamp() * 1_000_000
        if not is_due or (self._beat_at is not None and now < self._beat_at + HEARTBEAT):
            return False
        self._beat_at = now
        self.machine.beat()
        return True

    def _next_moment(self, timer: timedelta | None, end: datetime) -> datetime:
        now = self._clock.now()
        due = [end, *([now + timer] if timer is not None else [])]
        wakes = (self._clock.next_due(), self._folk.next_at, self._coordinator.next_at, self._due_call())
        due += [moment for moment in wakes if moment is not None]
        due += [ailment.next_at for ailment in self._ailments if ailment.next_at is not None]
        due += [moment for moment, _ in self._again]
        if self.machine.starts_at is not None:
            due.append(now + timedelta(seconds=self.machine.starts_at - self._clock.monotonic()))
        if self._applicant is not None and not self._applicant.is_registered:
            due.append(self._applies_at)
        return max(now + timedelta(microseconds=1), min(due))

    def _due_call(self) -> datetime | None:
        row = self._books.execute("SELECT min(due_at) FROM calls WHERE state != 'closed'").fetchone()
        if row[0] is None or not self.machine.is_up:
            return None
        due = self._clock.now() + timedelta(microseconds=row[0] - self._clock.now().timestamp() * 1_000_000)
        return max(due, self._beat_at + HEARTBEAT) if self._beat_at is not None else due

    def _look_at_books(self) -> None:
        """Remember the most people that ever held a place at once, and which call each token belongs to."""
        coming = "SELECT call_id, count(*) FROM invitations WHERE standing IN ('assigned','on_the_way','arrived','done') GROUP BY call_id"
        for call_id, people in self._books.execute(coming).fetchall():
            self._most_coming[call_id] = max(people, self._most_coming.get(call_id, 0))
        numbers = "SELECT i.token, c.number FROM invitations i JOIN calls c ON c.id = i.call_id"
        self._folk.numbers.update({row[0]: row[1] for row in self._books.execute(numbers).fetchall()})

    async def _shake(self) -> None:
        """Deliver every update once more, restart the machine, and see whether anything changes."""
        before = len(self._server.log)
        self._server.faults.clear()
        for update in self._server.updates():
            self._server.repeat(int(update["update_id"]))
        await self._pass_until(self._clock.now() + SETTLES)
        await self.machine.stop(0.0)
        self.machine.start()
        await self._pass_until(self._clock.now() + SETTLES)
        said = [one for one in self._server.log[before:] if one.method not in {"getUpdates", "getMe"}]
        self.played.shaken = (self._tables(), len(said))

    def _write_down(self) -> None:
        played = self.played
        played.records = list(self._server.log)
        played.deeds = list(self._folk.deeds)
        played.errands = list(self._coordinator.finished)
        played.produced = self._server.updates()
        played.unfetched = len(self._server.waiting())
        played.violations = list(self._server.violations)
        played.self_made_429 = self._server.self_made_429
        played.most_coming = dict(self._most_coming)
        played.books = self._tables()
        played.has_joined = self._applicant is not None and self._applicant.is_registered
        played.faults = Counter(type(fault.do).__name__ for fault in self._faults for _ in range(fault.struck))
        played.ended_at = self._clock.now()

    def _tables(self) -> dict[str, list[dict[str, Any]]]:
        with closing(self._books.cursor()) as cursor:
            return {name: [dict(row) for row in cursor.execute(f"SELECT * FROM {name}")] for name in TABLES}  # noqa: S608 - names of ours


TABLES = ("calls", "invitations", "entries", "outbox", "inbox", "people", "volunteers", "cards", "talks", "grants")
