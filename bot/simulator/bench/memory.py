"""How much memory the served bot takes: idle, with a large town and a broadcast, and over many days' calls. Linux only."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.clock import SystemClock
from bot.simulator.bench.calls import invite
from bot.simulator.bench.host import COORDINATORS, Host, Stage, emergency, records_of, sends, stage, until
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.truth import Record
from bot.town import Town

LARGE_TOWN = 100_000
BROADCAST = 10_000
SOAK_PEOPLE = 2_000
CALLS_A_DAY = 50
GLANCE = timedelta(milliseconds=50)
SETTLING_IN = timedelta(seconds=3)
REPLY_WITHIN_S = 20.0
KIB = 1024
DATA = re.compile(r'"callback_data":\s*"(i\.[^"]+\.coming\.[^"]*)"')


async def measure(folder: Path, town: Town, days: int, messages: int = BROADCAST) -> dict[str, Any]:
    """Return resident memory in MiB, and by what share it grew from the first day's end to the last's."""
    figures: dict[str, Any] = {**await _large(folder / "large.db", town, messages)}
    return {**figures, **await _soak(folder / "soak.db", town, days)} if days else figures


async def _large(file: Path, town: Town, messages: int) -> dict[str, Any]:
    """Start idle beside a large town, then send a broadcast; the kernel remembers the most that was ever taken."""
    async with stage(file, town, LARGE_TOWN) as table:
        idle = await _idle(table)
        async with records_of(file, town) as records:
            await invite(records, town, messages)
        host = Host(table.environment)
        await host.start()
        try:
            await _until_sent(table, messages)
            return {"idle_mib": idle, "people": LARGE_TOWN, "broadcast": messages, "broadcast_peak_mib": _mib(host.serving, "VmHWM")}
        finally:
            await host.end()


async def _idle(table: Stage) -> float:
    host = Host(table.environment)
    await host.start()
    try:
        await until(table.server.is_polled)
        await SystemClock().sleep(SETTLING_IN)
        return _mib(host.serving, "VmRSS")
    finally:
        await host.end()


async def _until_sent(table: Stage, messages: int) -> None:
    while len(table.server.log.of("sendMessage", accepted=True)) < messages:
        await SystemClock().sleep(SETTLING_IN)


async def _soak(file: Path, town: Town, days: int) -> dict[str, Any]:
    """Live through so many days' calls, one after another without the idle hours; closing each before the next."""
    async with stage(file, town, SOAK_PEOPLE) as table:
        host = Host(table.environment)
        await host.start()
        try:
            await until(table.server.is_polled)
            taken = []
            for day in range(days):
                for number in range(CALLS_A_DAY):
                    await _one_call(table, town, day * CALLS_A_DAY + number + 1)
                taken.append(_mib(host.serving, "VmRSS"))
        finally:
            await host.end()
    return {"days": days, "calls": days * CALLS_A_DAY, "day_ends_mib": taken, "growth": round(taken[-1] / taken[0] - 1, 4)}


async def _one_call(table: Stage, town: Town, number: int) -> None:
    """Issue a call, let whoever is asked say yes, close it."""
    coordinator = table.coordinators[number % COORDINATORS]
    kind = emergency(town)
    heard = len(table.server.log)
    coordinator.say(f'/emergency {kind.code} {town.neighbourhoods[number % len(town.neighbourhoods)].code} {kind.needed} "soak"')
    await until(lambda: bool(sends(coordinator)))
    coordinator.press(sends(coordinator)[-1])
    await _answer(table, heard)
    coordinator.say(f"/close {number} done")
    await _rest(table)


async def _answer(table: Stage, heard: int) -> None:
    """Whoever gets an invitation accepts it at once, until nobody else is asked."""
    await until(lambda: any(_offer(one) for one in table.server.log[heard:]))
    answered: set[str] = set()
    while new := [(one, data) for one in table.server.log[heard:] if (data := _offer(one)) and data not in answered]:
        for one, data in new:
            answered.add(data)
            phone: Phone = table.server.person(user_id=one.chat_id)
            phone.press_data(data, one.message_id or 0)
        await SystemClock().sleep(GLANCE)


def _offer(one: Record) -> str | None:
    found = DATA.search(str(one.params.get("reply_markup"))) if one.method == "sendMessage" and one.accepted else None
    return found[1] if found else None


async def _rest(table: Stage) -> None:
    """Wait until nothing was said for a moment."""
    before = -1
    async with asyncio.timeout(REPLY_WITHIN_S):
        while before != len(table.server.log) or not table.server.quiet():
            before = len(table.server.log)
            await SystemClock().sleep(4 * GLANCE)


def _mib(pid: int, field: str) -> float:
    """Read one figure of a process from Linux, in MiB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return round(int(re.search(rf"^{field}:\s+(\d+) kB", status, re.MULTILINE)[1]) / KIB, 1)  # type: ignore[index]  # every Linux says it
