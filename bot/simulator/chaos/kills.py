"""Kills the real bot while a town uses it, at random instants and at every failpoint, and counts what was lost or doubled.

Processes, sockets and storage are real and time is the machine's. What a verdict compares stands in `kill_judge`.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from random import Random

from bot.clock import SystemClock
from bot.failpoint import Failpoint
from bot.simulator.birth import Birth
from bot.simulator.chaos.births import Nursery, go_on, is_stopped, kill, lives, nursery, stop
from bot.simulator.chaos.kill_judge import Found, Verdict, judge
from bot.simulator.chaos.kill_points import EVERYDAY, FIRST, SERVING, STARTS, STOPPING, WAVES
from bot.simulator.chaos.kill_town import ADMIN_CODE, KillTown
from bot.simulator.telegram.limits import Limits
from bot.simulator.telegram.server import TelegramServer
from bot.storage.audit import facts_of

TOKEN = "100000001:made-up-for-the-simulator-AAAAAAAAAAAA"  # noqa: S105 - opens nothing but this simulator
STEP_S = 0.02
LIVES_S = (0.05, 0.6)
"""How long a bot lives after its first word to Telegram, seconds: drawn evenly."""
STOPPED_S = (0.3, 1.0)
"""How long a bot stands still while another serves in its place."""
POINT_WITHIN_S = 5.0
"""A point that is not reached for so long is tried again in another life."""
STIR_EVERY_S = 1.0
TRIES = 4
DEEPEST_VISIT = 3
NEXT_WAVE = timedelta(minutes=11)
"""By how much the bot's clock is moved on between lives that wait for a wave."""
START_WITHIN_S = 60.0
BLINK_EVERY = 50
GIVE_UP_S = 600.0
QUIET_S = 1.0
ALL_SAID_WITHIN_S = 30.0
"""What still waits after so long a quiet is lost: a chat that got ten messages at once rests ten seconds, a live card three."""


@dataclass(frozen=True, slots=True)
class KillPlan:
    """How much is killed: of `kills`, so many of a process started cold, so many after it was stopped and overtaken."""

    kills: int = 40
    people: int = 6
    cold: int = 3
    stops: int = 2
    at_points: bool = True


class BotFell(RuntimeError):
    """A bot ended by itself before it had said a word to Telegram; its own log says why."""


class Manner(StrEnum):
    """How one life ends."""

    RANDOM = "random"
    COLD = "cold"
    STOPPED = "stopped"
    POINT = "point"


@dataclass(frozen=True, slots=True)
class Death:
    """One death to die: at a point, or wherever chance has it."""

    manner: Manner
    point: Failpoint | None = None


async def run(folder: Path, seed: int, plan: KillPlan = KillPlan()) -> Verdict:
    """Let people register, answer and leave while the bot is killed as planned; return what was found. Raises TimeoutError."""
    random = Random(seed)
    verdict = Verdict(seeds=1, people=plan.people)
    async with (
        TelegramServer(SystemClock(), (TOKEN,), limits=Limits.off(), seed=seed, check_schema=False) as server,
        nursery(_environment(folder, server)) as bots,
    ):
        database = f"sqlite+aiosqlite:///{folder / 'town.db'}"
        table = _Table(server, KillTown(server, plan.people), bots, verdict, random, database)
        async with asyncio.timeout(GIVE_UP_S):
            dying = deaths(plan, random)
            table.town.lets_in = not any(death.point is Failpoint.APPROVE_MID for death in dying)
            for death in dying:
                await table.die(death)
            await table.live_on()
        verdict.complaints += [f"bot {pid} ended by itself" for pid in bots.fell if pid not in table.overtaken]
        facts = await facts_of(database)
    judge(Found(table.town, server, facts, table.killed_at), verdict)
    return verdict


def deaths(plan: KillPlan, random: Random) -> list[Death]:
    """Return the deaths in their order: points as a town comes past them, the others anywhere between."""
    others = [Manner.COLD] * plan.cold + [Manner.STOPPED] * plan.stops
    room = max(0, plan.kills - len(others))
    points = _chosen(room, random) if plan.at_points else []
    others += [Manner.RANDOM] * (room - len(points))
    dying = [Death(Manner.POINT, point) for point in points]
    for manner in others:
        dying.insert(random.randint(len(FIRST) if points else 0, len(dying)), Death(manner))
    return dying


def _chosen(room: int, random: Random) -> Sequence[Failpoint]:
    return SERVING if room >= len(SERVING) else [SERVING[place] for place in sorted(random.sample(range(len(SERVING)), room))]


def _environment(folder: Path, server: TelegramServer) -> dict[str, str]:
    return {
        "BOT_TOKEN": TOKEN,
        "TOWN": "beit-shemesh",
        "ADMIN_CODE": ADMIN_CODE,
        "TELEGRAM_API_URL": server.base_url,
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'town.db'}",
    }


@dataclass(slots=True)
class _Table:
    """The town, its Telegram and its mortal bot."""

    server: TelegramServer
    town: KillTown
    bots: Nursery
    verdict: Verdict
    random: Random
    database: str
    killed_at: list[datetime] = field(default_factory=list)
    ahead: timedelta = timedelta(0)
    overtaken: set[int] = field(default_factory=set)
    """Bots that stood still while another took over: they may see it and end by themselves."""

    async def die(self, death: Death) -> None:
        """Let a bot live and kill it."""
        match death:
            case Death(Manner.POINT, Failpoint() as point):
                await self._die_at(point)
            case Death(Manner.STOPPED):
                await self._be_overtaken()
            case _:
                pid = await self._born(is_cold=death.manner is Manner.COLD)
                await self._live(self.random.uniform(*LIVES_S))
                self._kill(pid)
                self.verdict.cold += death.manner is Manner.COLD

    async def live_on(self) -> None:
        """Let a last bot finish everything that was begun."""
        self.town.is_mute, self.town.lets_in = False, True
        pid = await self._born()
        await self._live(GIVE_UP_S, until=lambda: self.town.is_over)
        facts, patience_s = await facts_of(self.database), ALL_SAID_WITHIN_S
        while (facts.unsent or facts.waiting_updates) and patience_s > 0:
            await self._until_quiet(QUIET_S)
            facts, patience_s = await facts_of(self.database), patience_s - QUIET_S
        kill(pid)

    async def _die_at(self, point: Failpoint) -> None:
        """Live until the point kills; a life in which it was not reached ends as any other, and it is tried again."""
        if point in WAVES and not self.town.is_mute:
            await self._ask_in_vain()
        for attempt in range(TRIES):
            self.ahead += NEXT_WAVE if point in WAVES else timedelta(0)
            nth = self.random.randint(1, DEEPEST_VISIT) if point in EVERYDAY and not attempt else 1
            pid = await self.bots.fork(Birth(f"{point}:{nth}=kill", self.ahead.total_seconds()))
            await self._live_towards(point, pid)
            has_fired = not lives(pid)
            self._kill(pid)
            if has_fired:
                self.verdict.reached.add(point.value)
                break
        else:
            self.verdict.missed.append(point.value)
        self.town.is_mute = self.town.is_mute and point in WAVES and point is not WAVES[-1]

    async def _ask_in_vain(self) -> None:
        """Issue a call that nobody answers, and let it all be said: a preview that waited until the clock has moved would be too old."""
        self.town.is_mute = True
        self.town.issue_next()
        pid = await self._born()
        await self._live(POINT_WITHIN_S, until=lambda: self.town.has_sent_all)
        await self._until_quiet(QUIET_S)
        self._kill(pid)

    async def _until_quiet(self, lasts_s: float) -> None:
        """Let the town live on until nothing was said for so long."""
        before, quiet_s = -1, 0.0
        while quiet_s < lasts_s:
            self.town.act()
            await asyncio.sleep(STEP_S)
            is_quiet = len(self.server.log) == before and self.server.quiet()
            before, quiet_s = len(self.server.log), quiet_s + STEP_S if is_quiet else 0.0

    async def _live_towards(self, point: Failpoint, pid: int) -> None:
        """Act until the process is dead; the time that is given begins once the town can do what leads past the point."""
        is_start = point in (*FIRST, *STARTS)
        lasts, stirs_in = (START_WITHIN_S if is_start else POINT_WITHIN_S), 0.0
        while lasts > 0 and lives(pid):
            self.town.act()
            may_come = is_start or point in EVERYDAY or self.town.are_registered
            if stirs_in <= 0 and may_come and not is_start:
                self.town.stir(point)
                stirs_in = STIR_EVERY_S if point in EVERYDAY else POINT_WITHIN_S
            await asyncio.sleep(STEP_S)
            lasts, stirs_in = (lasts - STEP_S, stirs_in - STEP_S) if may_come else (lasts, stirs_in)

    async def _be_overtaken(self) -> None:
        """Stop a bot in the middle of things, let another serve, and let the first one go on as if nothing had been."""
        sleeper = await self.bots.fork(Birth(f"{self.random.choice(STOPPING)}=stop", self.ahead.total_seconds()))
        await self._live(POINT_WITHIN_S, until=lambda: is_stopped(sleeper))
        stop(sleeper)
        self.overtaken.add(sleeper)
        self.killed_at.append(self._now)
        successor = await self._born(sleeper=sleeper)
        await self._live(self.random.uniform(*STOPPED_S))
        go_on(sleeper)
        self.verdict.stops += 1
        await self._live(self.random.uniform(*LIVES_S))
        self._kill(sleeper)
        await self._live(self.random.uniform(*LIVES_S))
        self._kill(successor)

    async def _born(self, *, is_cold: bool = False, sleeper: int | None = None) -> int:
        """Start a bot and wait for its first word to Telegram. Raises TimeoutError."""
        introduced = len(self.server.log.of("getMe"))
        pid = await (self.bots.start_cold() if is_cold else self.bots.fork(Birth(ahead_s=self.ahead.total_seconds())))
        async with asyncio.timeout(START_WITHIN_S):
            while len(self.server.log.of("getMe")) == introduced:
                await self._let_finish(sleeper)
                await asyncio.sleep(STEP_S)
                if not lives(pid):
                    raise BotFell(pid)
        return pid

    async def _let_finish(self, sleeper: int | None) -> None:
        """Who was stopped in the middle of writing to a SQLite file keeps everyone out: let it go on for a blink."""
        if sleeper is not None and self.random.randrange(BLINK_EVERY) == 0:
            go_on(sleeper)
            await asyncio.sleep(STEP_S)
            stop(sleeper)
            self.killed_at.append(self._now)

    async def _live(self, lasts_s: float, until: Callable[[], bool] = lambda: False) -> None:
        clock = asyncio.get_running_loop().time
        ends = clock() + lasts_s
        while clock() < ends and not until():
            self.town.act()
            await asyncio.sleep(STEP_S)

    def _kill(self, pid: int) -> None:
        self.killed_at.append(self._now)
        kill(pid)
        self.verdict.kills += 1

    @property
    def _now(self) -> datetime:
        return SystemClock().now()
