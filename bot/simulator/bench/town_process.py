"""The program of a nursery's children that share very many towns: one town's profile under as many names."""

from contextlib import AsyncExitStack
from dataclasses import replace
from functools import cache

from bot.app import Ground, TownBot, opened
from bot.clock import SystemClock
from bot.duty import Duty
from bot.scheduling import EVERY_SECOND, beating
from bot.simulator.birth import Birth
from bot.speech.texts import house_sentences
from bot.storage.database import Database
from bot.town import Town
from bot.town_file import find_town, read_town
from config.settings import Settings


def preload() -> None:
    """Read what every bot reads first."""
    house_sentences()
    _pattern()


async def live(settings: Settings, birth: Birth) -> None:
    """Serve until killed. The environment's bots file names one town for all; each gets a name of its own."""
    del birth
    clock = SystemClock()
    async with Database(settings.database_url) as database, AsyncExitStack() as doors:
        ground = Ground(database, clock, settings.telegram_api_url, is_leased=True)
        bots = [
            await doors.enter_async_context(opened(ground, town_number(number), own.token.get_secret_value()))
            for number, own in enumerate(settings.bots)
        ]
        duty = Duty(database, clock, bots, settings.role, _work)
        async with beating({"beat": (duty.beat, EVERY_SECOND)}):
            await duty.run()


def town_number(number: int) -> Town:
    """Return one of very many towns, all alike but for their name."""
    return replace(_pattern(), slug=f"town-{number}")


def token_number(number: int) -> str:
    """Return the made-up token of its bot."""
    return f"{200_000_000 + number}:made-up-for-the-simulator-TTTTTTTTTTTT"


@cache
def _pattern() -> Town:
    return read_town(find_town("beit-shemesh"))


async def _work(bot: TownBot) -> None:
    await bot.work()
