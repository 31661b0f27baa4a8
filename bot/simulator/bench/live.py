"""From a person's thumb to the bot's answer, through real updates: a confirmed call, and a storm of presses."""

import asyncio
from datetime import timedelta
from typing import Any

from bot.app import TownBot
from bot.dispatch.kind import Mode
from bot.registry.person import Grant, GrantState, Role
from bot.simulator.bench.calls import invite
from bot.simulator.bench.far import Far
from bot.simulator.bench.figures import MS, in_ms, percentile
from bot.simulator.bench.people import telegram_id
from bot.town import Town

COORDINATORS = 10
"""They take turns: one chat gets about a message a second."""
STORM_S = 5.0
PATIENCE_S = 120.0
GLANCE = timedelta(milliseconds=100)


async def measure(bot: TownBot, far: Far, town: Town, calls: int, presses: int) -> dict[str, Any]:
    """Return the figures of what people wait for: confirm to first request, press to its acknowledgement."""
    await _appoint(bot)
    took = [await _confirmed(bot, far, town, 1 + number % COORDINATORS) for number in range(calls)]
    return {"calls": calls, **in_ms(took, "confirm_"), **await _storm(bot, far, town, presses)}


async def _appoint(bot: TownBot) -> None:
    async with bot.archive.open_records() as records:
        for key in range(1, COORDINATORS + 1):
            await records.roster.grant(Grant(0, key, Role.COORDINATOR, "", GrantState.ACTIVE, records.now, None, None))


async def _confirmed(bot: TownBot, far: Far, town: Town, key: int) -> float:
    """Prepare a call in chat and press Send; return the seconds until the first request to somebody asked."""
    kind = next(kind for kind in town.kinds.values() if kind.mode is Mode.EMERGENCY and not kind.unenforced)
    place = town.neighbourhoods[key % len(town.neighbourhoods)].code
    await far.ask("say", user=telegram_id(key), text=f'/emergency {kind.code} {place} {kind.needed} "measured"')
    await _until_shown(bot, far, key)
    await far.seen()
    [[pressed, _]] = await far.ask("press", presses=[[telegram_id(key), ".send.", 0.0]], patience_s=PATIENCE_S)
    await _until_idle(bot)
    first = min(one.at for one in await far.seen() if one.method == "sendMessage" and (one.chat_id or 0) > telegram_id(COORDINATORS))
    return float(first - pressed)


async def _until_shown(bot: TownBot, far: Far, key: int) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not any(".send." in data for _, data in await far.ask("newest", user=telegram_id(key))):
            await bot.ground.clock.sleep(GLANCE)
        await _until_idle(bot)


async def _until_idle(bot: TownBot) -> None:
    async with asyncio.timeout(PATIENCE_S):
        await bot.ground.clock.sleep(GLANCE)
        while not bot.is_idle:
            await bot.ground.clock.sleep(GLANCE)


async def _storm(bot: TownBot, far: Far, town: Town, presses: int) -> dict[str, Any]:
    """Ask very many, and have them all say yes within five seconds."""
    async with bot.archive.open_records() as records:
        await invite(records, town, presses, number=10_000)
    bot.wake()
    await _until_idle(bot)
    planned = [[telegram_id(key), ".coming.", STORM_S * key / presses] for key in range(1, presses + 1)]
    done = await far.ask("press", presses=planned, patience_s=PATIENCE_S)
    answered = [after - before for before, after in done if after is not None]
    return {
        "presses": presses,
        "presses_answered": len(answered),
        "press_p50_ms": round(percentile(answered, 0.5) * MS, 1),
        "press_p95_ms": round(percentile(answered, 0.95) * MS, 1),
    }
