"""The bot as a host runs it, beside a Telegram of ours: for what can be measured only on a process of its own."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.dispatch.kind import CallKind, Mode
from bot.registry.person import Grant, GrantState, Role
from bot.simulator.bench.people import crowd, telegram_id
from bot.simulator.telegram.limits import Limits
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.server import TelegramServer
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.records import Archive, Records
from bot.town import Town

TOKEN = "100000001:made-up-for-the-simulator-AAAAAAAAAAAA"  # noqa: S105 - opens nothing but this simulator
ROOT = Path(__file__).parents[3]
COORDINATORS = 10
"""They take turns: one chat gets about a message a second."""
COMMON = "E07"
"""A generator for a shelter: three common skills."""
GLANCE = timedelta(milliseconds=5)
PATIENCE_S = 120.0


@dataclass(slots=True)
class Host:
    """What starts the bot, and starts it again: a supervisor that forks, or (cold) whoever runs the command anew."""

    environment: dict[str, str]
    supervised: bool = False
    _process: asyncio.subprocess.Process | None = field(default=None)

    async def start(self) -> None:
        """Run the bot."""
        more = ["--supervised"] if self.supervised else []
        self._process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "serve", *more, env=self.environment)

    async def kill(self) -> None:
        """Kill the serving process; see to it that another serves."""
        os.kill(self.serving, signal.SIGKILL)
        if not self.supervised and self._process is not None:
            await self._process.wait()
            await self.start()

    async def end(self) -> int:
        """Stop for good; return the exit code."""
        if self._process is None:
            return 0
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        return await self._process.wait()

    @property
    def serving(self) -> int:
        """The process that serves: our own child, or (supervised) its newest child, as Linux lists them; 0 between two."""
        pid = self._process.pid if self._process else 0
        if not self.supervised:
            return pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        return int(children[-1]) if children else 0


@dataclass(frozen=True, slots=True)
class Stage:
    """A Telegram with a town's people, and what a bot of that town is to be told."""

    server: TelegramServer
    phones: list[Phone]
    environment: dict[str, str]

    @property
    def coordinators(self) -> list[Phone]:
        """Return who may issue calls."""
        return self.phones[:COORDINATORS]


@asynccontextmanager
async def stage(file: Path, town: Town, people: int) -> AsyncIterator[Stage]:
    """Open a Telegram with a town's people, and a database that knows them and their coordinators."""
    url = f"sqlite+aiosqlite:///{file}"
    await _people(url, town, people)
    async with TelegramServer(SystemClock(), (TOKEN,), limits=Limits.off(), check_schema=False) as server:
        phones = [server.person("Resident", user_id=telegram_id(key)) for key in range(1, people + 1)]
        for phone in phones:
            phone.begin_silently()
        environment = {
            "PATH": os.defpath,
            "PYTHONPATH": str(ROOT),
            "BOT_TOKEN": TOKEN,
            "TOWN": town.slug,
            "TELEGRAM_API_URL": server.base_url,
            "DATABASE_URL": url,
            "PORT": "0",
            "LOG_LEVEL": "CRITICAL",
        }
        yield Stage(server, phones, environment)


@asynccontextmanager
async def records_of(file: Path, town: Town) -> AsyncIterator[Records]:
    """Open one transaction of the town, beside whoever else uses the file."""
    async with (
        Database(f"sqlite+aiosqlite:///{file}") as database,
        Archive(database, town.slug, 0, SystemClock().now).open_records() as one,
    ):
        yield one


async def _people(url: str, town: Town, people: int) -> None:
    async with Database(url) as database:
        await migrate(database)
        async with Archive(database, town.slug, 0, SystemClock().now).open_records() as records:
            await records.roster.add_many(crowd(town, people, records.now))
            for key in range(1, COORDINATORS + 1):
                await records.roster.grant(Grant(0, key, Role.COORDINATOR, "", GrantState.ACTIVE, records.now, None, None))


def emergency(town: Town) -> CallKind:
    """Return an emergency that many people of any town can help with, if the town has it, else its first."""
    able = [kind for kind in town.kinds.values() if kind.mode is Mode.EMERGENCY and not kind.unenforced]
    return next((kind for kind in able if kind.code == COMMON), able[0])


def sends(phone: Phone) -> list[str]:
    """Return the Send buttons under the newest message."""
    return [button.data for seen in phone.received[-1:] for button in seen.buttons if button.data and ".send." in button.data]


async def until(holds: Callable[[], bool]) -> None:
    """Wait for something to hold. Raises TimeoutError after two minutes."""
    async with asyncio.timeout(PATIENCE_S):
        while not holds():
            await SystemClock().sleep(GLANCE)
