"""The same people, kills and judge for our doors and for a tutorial's bot: aiogram's polling with three tries at a reply.

Each update is said once: copies come only where a kill left one unconfirmed, as at Telegram itself.
"""

from collections import Counter
from pathlib import Path

from bot.simulator.chaos.inbound import COUNTING, Contestant, InboundVerdict, contest, stored_effects
from bot.simulator.naive import EFFECTS

NAIVE = "bot.simulator.naive"


async def _written(folder: Path) -> tuple[Counter[str], int]:
    file = folder / EFFECTS
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return Counter(lines), 0


CONTESTANTS = {
    "eshkol": Contestant(COUNTING, replies=True, effects=stored_effects, most_copies=1),
    "aiogram": Contestant(NAIVE, replies=True, effects=_written, most_copies=1),
}


async def compare(folder: Path, seed: int, *, updates: int = 600, kills: int = 12) -> dict[str, InboundVerdict]:
    """Return what came of each. Raises TimeoutError where one stalls."""
    verdicts = {}
    for name, contestant in CONTESTANTS.items():
        room = folder / name
        room.mkdir()
        verdicts[name] = await contest(room, seed, contestant, updates=updates, kills=kills)
    return verdicts
