"""The program of a nursery's children that are whole bots."""

from bot.serve import serve
from bot.simulator.birth import Birth
from bot.speech.texts import house_sentences
from config.settings import Settings


def preload() -> None:
    """Read what every bot reads first."""
    house_sentences()


async def live(settings: Settings, birth: Birth) -> None:
    """Serve until killed."""
    await serve(settings, birth.clock)
