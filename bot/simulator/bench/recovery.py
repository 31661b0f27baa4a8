"""How soon the next emergency leaves after a SIGKILL: with the preloaded supervisor, and with a cold start."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.clock import SystemClock
from bot.dispatch.kind import Mode
from bot.registry.person import Grant, GrantState, Role
from bot.simulator.bench.figures import MS, percentile
from bot.simulator.bench.people import crowd, telegram_id
from bot.simulator.telegram.limits import Limits
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.server import TelegramServer
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.records import Archive
from bot.town import Town

TOKEN = "100000001:made-up-for-the-simulator-AAAAAAAAAAAA"  # noqa: S105 - opens nothing but this simulator
ROOT = Path(__file__).parents[3]
PEOPLE = 200
COORDINATORS = 10
"""They take turns: one chat gets about a message a second."""
GLANCE = timedelta(milliseconds=5)
PATIENCE_S = 120.0
SETTLING_IN = timedelta(seconds=1)


@dataclass(slots=True)
class _Host:
    """What starts the bot again: a supervisor that forks, or (cold) whoever runs the command anew."""

    environment: dict[str, str]
    supervised: bool
    _process: asyncio.subprocess.Process | None = field(default=None)

    async def start(self) -> None:
        """Run the bot."""
        more = ["--supervised"] if self.supervised else []
        self._process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "serve", *more, env=self.environment)

    async def kill(self) -> None:
        """Kill the serving process; see to it that another serves."""
        os.kill(self._serving, signal.SIGKILL)
        if not self.supervised and self._process is not None:
            await self._process.wait()
            await self.start()

    async def end(self) -> None:
        """Stop for good."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            await self._process.wait()

    @property
    def _serving(self) -> int:
        """The process that serves: ourselves' child, or (supervised) its newest child, as Linux lists them."""
        pid = self._process.pid if self._process else 0
        if not self.supervised:
            return pid
        return int(Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()[-1])


async def measure(folder: Path, town: Town, kills: int, cold: int) -> dict[str, Any]:
    """Return how long it took from a kill to the next emergency's first message, milliseconds."""
    warm_took = await _took(folder / "warm.db", town, kills, supervised=True)
    cold_took = await _took(folder / "cold.db", town, cold, supervised=False)
    return {"kills": kills, **_figures("supervised", warm_took), "cold_starts": cold, **_figures("cold", cold_took)}


def _figures(name: str, took: list[float]) -> dict[str, float]:
    return {f"{name}_p50_ms": round(percentile(took, 0.5) * MS, 1), f"{name}_p99_ms": round(percentile(took, 0.99) * MS, 1)}


async def _took(file: Path, town: Town, kills: int, *, supervised: bool) -> list[float]:
    async with _table(file, town) as (server, phones, environment):
        host = _Host(environment, supervised)
        await host.start()
        try:
            async with asyncio.timeout(PATIENCE_S * (kills + 1)):
                return [await _one(server, phones[number % COORDINATORS], host, town) for number in range(kills)]
        finally:
            await host.end()


@asynccontextmanager
async def _table(file: Path, town: Town) -> AsyncIterator[tuple[TelegramServer, list[Phone], dict[str, str]]]:
    """Open a Telegram with a town's people, and a database that knows them and their coordinators."""
    url = f"sqlite+aiosqlite:///{file}"
    await _people(url, town)
    async with TelegramServer(SystemClock(), (TOKEN,), limits=Limits.off(), check_schema=False) as server:
        phones = [server.person("Resident", user_id=telegram_id(key)) for key in range(1, PEOPLE + 1)]
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
        yield server, phones, environment


async def _people(url: str, town: Town) -> None:
    clock = SystemClock()
    async with Database(url) as database:
        await migrate(database)
        async with Archive(database, town.slug, 0, clock.now).open_records() as records:
            await records.roster.add_many(crowd(town, PEOPLE, records.now))
            for key in range(1, COORDINATORS + 1):
                await records.roster.grant(Grant(0, key, Role.COORDINATOR, "", GrantState.ACTIVE, records.now, None, None))


async def _one(server: TelegramServer, coordinator: Phone, host: _Host, town: Town) -> float:
    """Prepare an emergency, kill the bot, press Send at that very moment; return the seconds until somebody is asked."""
    kind = next(kind for kind in town.kinds.values() if kind.mode is Mode.EMERGENCY and not kind.unenforced)
    coordinator.say(f'/emergency {kind.code} {town.neighbourhoods[0].code} {kind.needed} "measured"')
    await _until(lambda: bool(_sends(coordinator)))
    await SystemClock().sleep(SETTLING_IN)
    killed_at, began = SystemClock().now(), time.monotonic()
    await host.kill()
    coordinator.press(_sends(coordinator)[-1])
    await _until(lambda: _asked_since(server, killed_at))
    took = time.monotonic() - began
    await SystemClock().sleep(SETTLING_IN)
    return took


def _sends(phone: Phone) -> list[str]:
    newest = phone.received[-1:]
    return [button.data for seen in newest for button in seen.buttons if button.data and ".send." in button.data]


def _asked_since(server: TelegramServer, moment: datetime) -> bool:
    recent = server.log[-50:]
    return any(one.t > moment and one.method == "sendMessage" and one.accepted and ".coming." in str(one.params) for one in recent)


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not holds():
            await SystemClock().sleep(GLANCE)
