"""Updates delivered one to three times to a bot that is killed again and again have one effect each."""

from pathlib import Path

from bot.simulator.chaos.comparison import CONTESTANTS
from bot.simulator.chaos.inbound import contest, run_inbound


async def test_1200_updates_and_their_copies_have_one_effect_each_across_kills(tmp_path: Path) -> None:
    found = await run_inbound(tmp_path, seed=3, updates=1_200, kills=4)

    assert found.is_good, found.complaints
    assert found.kills == 4
    assert found.deliveries > 1_200


async def test_the_tutorials_bot_is_put_to_the_same_trial(tmp_path: Path) -> None:
    """What it loses and doubles is published, not asserted: it depends on where the kills fall."""
    found = await contest(tmp_path, 3, CONTESTANTS["aiogram"], updates=100, kills=2)

    assert not found.complaints
    assert found.kills == 2
    assert found.lost < 100
