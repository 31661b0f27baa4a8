"""The real bot is killed at random instants while people register, are called and answer: nothing is lost or doubled."""

from pathlib import Path

from bot.simulator.chaos.kills import run


async def test_27_kills_in_the_midst_of_everything_lose_and_double_nothing(tmp_path: Path) -> None:
    found = await run(tmp_path, seed=7, kills=27, people=6)

    assert not found.complaints
    assert found.is_good
    assert found.kills == 27
    assert found.calls >= 1
    assert found.answers > 0
