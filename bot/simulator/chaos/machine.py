"""The machine the bot runs on: it starts, dies and starts again on the same database file."""

import asyncio
import logging
from dataclasses import dataclass
from random import Random

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods import DeleteWebhook

from bot.app import Chance, Ground, TownBot
from bot.clock import Clock
from bot.inbox.watchman import Watchman
from bot.simulator.chaos.fuse import Fuse
from bot.simulator.chaos.line import Line
from bot.simulator.telegram.server import TelegramServer
from bot.storage.database import Database
from bot.town import Town

logger = logging.getLogger(__name__)

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
GIVES_UP_AFTER_S = 1.0
"""A process that could not even ask who it is ends, and is started again after so long."""


@dataclass(frozen=True, slots=True)
class World:
    """What stays while the bot's process comes and goes."""

    clock: Clock
    server: TelegramServer
    town: Town
    database: Database
    fuse: Fuse
    seed: int
    tasks: asyncio.TaskGroup
    wall: Clock
    """The clock on the wall, which the bot reads; it may be wrong."""


class Machine:
    """Runs one town's bot, one life at a time."""

    def __init__(self, world: World) -> None:
        """Switch nothing on yet."""
        self._world = world
        self._lag = Random(f"{world.seed}:lag")
        self._tokens = Random(f"{world.seed}:tokens")
        self._life: asyncio.Task[None] | None = None
        self._beating: asyncio.Task[None] | None = None
        self.bot: TownBot | None = None
        self.watches = False
        """Whether somebody looks each minute where Telegram sends the updates, as in `serve`."""
        self.starts_at: float | None = None
        """When the power comes back, in the clock's monotonic seconds; None while it is on."""

    @property
    def is_up(self) -> bool:
        """Whether a process runs and has come as far as listening."""
        return self.bot is not None and self.starts_at is None

    @property
    def is_idle(self) -> bool:
        """Whether the running process has nothing left to do now."""
        return self.bot is not None and self.bot.is_idle and (self._beating is None or self._beating.done())

    def start(self) -> None:
        """Begin a life."""
        self.starts_at = None
        self._world.fuse.arm()
        self._life = self._world.tasks.create_task(self._live())

    async def stop(self, down_s: float) -> None:
        """End a life where it stands: nothing is finished, nothing is said goodbye to."""
        self._world.fuse.is_blown = True
        for task in (self._beating, self._life):
            if task is not None:
                task.cancel()
                await asyncio.wait({task})
        self._life = self._beating = self.bot = None
        await self._world.database.close()
        self.starts_at = self._world.clock.monotonic() + down_s

    @property
    def has_given_up(self) -> bool:
        """Whether the process ended by itself, as it does when Telegram does not even say who it is."""
        return self._life is not None and self._life.done() and not self._world.fuse.is_blown

    def beat(self) -> None:
        """Let the heart beat once, unless it still does."""
        if self.bot is not None and (self._beating is None or self._beating.done()):
            self._beating = self._world.tasks.create_task(self._beat(self.bot))

    async def _beat(self, bot: TownBot) -> None:
        try:
            await bot.beat()
        except Exception:  # as the scheduler does: one failed beat is not the last
            logger.exception("a beat failed")

    async def _live(self) -> None:
        world = self._world
        line = Line(world.server, world.clock, world.fuse, self._lag, world.tasks)
        bot = Bot(world.server.token, session=line)
        try:
            await bot.me()
        except AiogramError as failure:
            logger.warning("Telegram did not say who the bot is (%s)", type(failure).__name__)
            return
        ground = Ground(world.database, world.wall, "", self._chance())
        town_bot = TownBot(ground, world.town, bot)
        await town_bot.prepare()
        self.bot = town_bot
        async with asyncio.TaskGroup() as group:
            group.create_task(town_bot.run())
            if self.watches:
                group.create_task(Watchman(bot, world.clock, DeleteWebhook(drop_pending_updates=False), town_bot.troubles).run())

    def _chance(self) -> Chance:
        return Chance(mint=lambda: "".join(self._tokens.choices(LETTERS, k=12)), new_key=lambda: self._tokens.getrandbits(52) + 1)
