"""What this process does now: the towns whose work and whose sending it holds, taken, kept, and handed over in peace."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from math import inf

from bot.app import TownBot
from bot.clock import Clock
from bot.storage import glance
from bot.storage.database import Database
from bot.storage.leases import LASTS_US, Buried, Guard, Leases, Standing
from bot.storage.line import Line

logger = logging.getLogger(__name__)

LOOK_ROUND = timedelta(seconds=1)
SURE_S = LASTS_US / 1_000_000 - 1.0
"""For so long after asking for it nobody else can have taken what this process holds; a second is left for clocks that drift."""
GLANCE_EVERY = 5
"""Looks round after which rings that were lost are made up for."""
HAND_OVER = timedelta(seconds=8)
"""Longer than any request takes: what is under way is written down before another process begins."""
ROLES: Mapping[str, tuple[str, ...]] = {"all": ("worker", "sender"), "web": (), "worker": ("worker",), "sender": ("sender",)}


class Duty:
    """Keeps the loops of this process in step with its leases. One process alone holds everything; of several each a fair part."""

    def __init__(
        self, database: Database, clock: Clock, bots: Sequence[TownBot], role: str, begin_work: Callable[[TownBot], Awaitable[None]]
    ) -> None:
        """`begin_work` is everything a town's worker runs."""
        self._database = database
        self._clock = clock
        self._roles = ROLES[role]
        self._begin_work = begin_work
        self._bots = {**{f"worker:{bot.town.slug}": bot for bot in bots}, **{f"sender:{bot.bot.id}": bot for bot in bots}}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._rung: set[str] = set()
        self._news = asyncio.Event()
        self._is_cut = self._is_leaving = self.is_overtaken = False
        self._looks = 0
        self._leases = self._new_leases()
        self._line: Line | None = None
        for bot in bots:
            bot.ring = self._ring

    async def run(self) -> None:
        """Serve until cancelled, or until another process has taken this one's SQLite file over (`is_overtaken`)."""
        await self._join()
        try:
            async with asyncio.TaskGroup() as group:
                ringing = group.create_task(self._pass_rings_on())
                while not self.is_overtaken:
                    await self._round(group)
                    await self._clock.sleep(LOOK_ROUND)
                ringing.cancel()
        finally:
            await self._go()

    async def finish(self) -> None:
        """Before a stop that was asked for: send nothing more, write down what is under way, let others begin."""
        self._is_leaving = True
        await self._hand_over(list(self._running))

    async def beat(self) -> None:
        """Advance every call that is due in the towns whose work is held here."""
        held = {bot.town.slug: bot for name, bot in self._bots.items() if name.startswith("worker:") and name in self._running}
        for slug in sorted(await glance.towns_due(self._database, held, self._clock.now())) if held else ():
            try:
                await held[slug].beat()
            except Exception:
                logger.exception("the heart of %s missed a beat", slug)

    async def tidy(self) -> None:
        """Tidy the towns whose work is held here, one after another."""
        for name in [name for name in self._running if name.startswith("worker:")]:
            try:
                await self._bots[name].tidy()
            except Exception:
                logger.exception("%s could not be tidied", name)

    def _new_leases(self) -> Leases:
        return Leases(self._database, self._roles, self._bots)

    async def _join(self) -> None:
        """The lock first: who is listed without it would be taken for dead."""
        self._is_cut = False
        if not self._database.is_sqlite:
            self._line = Line(self._database, self._leases.lock, self._heard, self._on_cut)
            await self._line.open()
        await self._leases.join()

    async def _round(self, group: asyncio.TaskGroup) -> None:
        """Look round once; a database that can't be reached is tried again, and meanwhile what is held runs out by itself."""
        asked = self._clock.monotonic()
        try:
            if self._is_cut:
                await self._begin_again()
            standing = await self._leases.look_round()
            if self._is_leaving:
                return
            await self._obey(standing, asked, group)
            await self._make_up_for_lost_rings()
        except Buried:
            await self._stop(list(self._running))
            self._is_cut, self.is_overtaken = True, self._database.is_sqlite
            logger.warning("others took over what this process did: it was silent for too long, or stands in their place")
        except Exception:
            logger.exception("the leases could not be looked at; again shortly")

    async def _begin_again(self) -> None:
        """As a new process: what the old one claimed is not inherited."""
        await self._stop(list(self._running))
        if self._line is not None:
            await self._line.close()
        self._leases = self._new_leases()
        await self._join()

    async def _obey(self, standing: Standing, asked: float, group: asyncio.TaskGroup) -> None:
        lost = [name for name in self._running if name not in standing.terms]
        await self._stop(lost)
        await self._hand_over([name for name in standing.surplus if name in self._running])
        for name, term in standing.terms.items():
            if name in standing.surplus:
                continue
            guard = self._guard(name)
            guard.term, guard.until = term, asked + SURE_S
            if name not in self._running:
                self._running[name] = group.create_task(self._do(name))

    async def _do(self, name: str) -> None:
        """Do one thing for one town; whatever raises there must not end the others."""
        bot = self._bots[name]
        try:
            await (self._begin_work(bot) if name.startswith("worker:") else bot.send())
        except Exception:
            logger.exception("%s stopped and begins again", name)
        finally:
            if self._running.get(name) is asyncio.current_task():
                del self._running[name]

    async def _hand_over(self, names: Sequence[str]) -> None:
        """Give up what is more than a fair share, once nothing of it is under way."""
        senders = [self._bots[name].sender for name in names if name.startswith("sender:")]
        with suppress(TimeoutError):
            async with asyncio.timeout(HAND_OVER.total_seconds()), asyncio.TaskGroup() as group:
                for sender in senders:
                    group.create_task(sender.finish())
        await self._stop(names)
        if names:
            await self._leases.give_up(names)

    async def _stop(self, names: Sequence[str]) -> None:
        """Stop loops where they stand, and wait until they have."""
        tasks = [task for name in names if (task := self._running.pop(name, None)) is not None]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        for name in names:
            guard = self._guard(name)
            guard.term, guard.until = None, -inf

    async def _go(self) -> None:
        """Finish, and let others begin at once; if the database is away, they will find out by themselves."""
        try:
            async with asyncio.timeout(HAND_OVER.total_seconds()):
                await self._stop(list(self._running))
                await self._leases.leave()
        except Exception as failure:  # noqa: BLE001 - whatever is wrong, this process is going
            logger.warning("left without a goodbye (%s)", type(failure).__name__)
        if self._line is not None:
            await self._line.close()

    def _guard(self, name: str) -> Guard:
        bot = self._bots[name]
        return bot.working if name.startswith("worker:") else bot.sending

    def _on_cut(self) -> None:
        """Without its line this process is as good as dead to the others: nothing may leave from this moment."""
        self._is_cut = True
        for name in self._bots:
            self._guard(name).until = -inf

    def _ring(self, name: str) -> None:
        if self._line is not None:
            self._rung.add(name)
            self._news.set()

    async def _pass_rings_on(self) -> None:
        """Wake other processes: all that was rung since the last time in one statement."""
        while True:
            await self._news.wait()
            self._news.clear()
            names, self._rung = self._rung, set()
            try:
                if self._line is not None:
                    await self._line.ring(names)
            except Exception as failure:  # noqa: BLE001 - the next look round makes up for it
                logger.warning("nobody could be woken (%s)", type(failure).__name__)

    def _heard(self, name: str) -> None:
        if name in self._running:
            bot = self._bots[name]
            (bot.worker if name.startswith("worker:") else bot.sender).wake()

    async def _make_up_for_lost_rings(self) -> None:
        self._looks += 1
        if self._line is None or self._looks % GLANCE_EVERY:
            return
        work = {bot.bot.id: name for name, bot in self._bots.items() if name.startswith("worker:") and name in self._running}
        sending = {bot.town.slug: name for name, bot in self._bots.items() if name.startswith("sender:") and name in self._running}
        waiting = await glance.bots_with_updates(self._database, work) if work else set()
        queued = await glance.towns_with_messages(self._database, sending, self._clock.now()) if sending else set()
        for name in [*(work[bot_id] for bot_id in waiting), *(sending[slug] for slug in queued)]:
            self._heard(name)
