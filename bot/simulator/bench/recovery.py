"""How soon the next emergency leaves after a SIGKILL: with the preloaded supervisor, and with a cold start."""

import asyncio
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.clock import SystemClock
from bot.simulator.bench.figures import MS, percentile
from bot.simulator.bench.host import COORDINATORS, PATIENCE_S, Host, emergency, sends, stage, until
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.server import TelegramServer
from bot.town import Town

PEOPLE = 2_000
SETTLING_IN = timedelta(seconds=1)
RECENT = 50


async def measure(folder: Path, town: Town, kills: int, cold: int) -> dict[str, Any]:
    """Return how long it took from a kill to the next emergency's first message, milliseconds."""
    warm_took = await _took(folder / "warm.db", town, kills, supervised=True)
    cold_took = await _took(folder / "cold.db", town, cold, supervised=False)
    return {"kills": kills, **_figures("supervised", warm_took), "cold_starts": cold, **_figures("cold", cold_took)}


def _figures(name: str, took: list[float]) -> dict[str, float]:
    return {f"{name}_p50_ms": round(percentile(took, 0.5) * MS, 1), f"{name}_p99_ms": round(percentile(took, 0.99) * MS, 1)}


async def _took(file: Path, town: Town, kills: int, *, supervised: bool) -> list[float]:
    async with stage(file, town, PEOPLE) as table:
        host = Host(table.environment, supervised)
        await host.start()
        try:
            async with asyncio.timeout(PATIENCE_S * (kills + 1)):
                return [await _one(table.server, table.coordinators[number % COORDINATORS], host, town) for number in range(kills)]
        finally:
            await host.end()


async def _one(server: TelegramServer, coordinator: Phone, host: Host, town: Town) -> float:
    """Prepare an emergency, kill the bot, press Send at that very moment; return the seconds until somebody is asked."""
    kind = emergency(town)
    coordinator.say(f'/emergency {kind.code} {town.neighbourhoods[0].code} {kind.needed} "measured"')
    await until(lambda: bool(sends(coordinator)))
    await SystemClock().sleep(SETTLING_IN)
    await until(lambda: host.serving > 0)
    killed_at, began = SystemClock().now(), time.monotonic()
    await host.kill()
    coordinator.press(sends(coordinator)[-1])
    await until(lambda: _asked_since(server, killed_at))
    took = time.monotonic() - began
    await SystemClock().sleep(SETTLING_IN)
    return took


def _asked_since(server: TelegramServer, moment: datetime) -> bool:
    recent = server.log[-RECENT:]
    return any(one.t > moment and one.method == "sendMessage" and one.accepted and ".coming." in str(one.params) for one in recent)
