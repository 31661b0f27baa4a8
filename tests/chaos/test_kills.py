"""The real bot is killed at every failpoint and at random instants while a town lives on it: nothing is lost or doubled."""

from pathlib import Path

from bot.failpoint import Failpoint
from bot.simulator.chaos.kill_points import BY_HAND, SERVING
from bot.simulator.chaos.kills import KillPlan, run


async def test_40_kills_at_every_failpoint_and_in_between_lose_and_double_nothing(tmp_path: Path) -> None:
    found = await run(tmp_path, seed=7, plan=KillPlan(kills=40, people=6, cold=3, stops=2))

    assert not found.complaints
    assert not found.missed
    assert found.reached == {point.value for point in SERVING}
    assert found.is_good
    assert found.kills >= 40
    assert (found.cold, found.stops) == (3, 2)
    assert found.calls >= 3
    assert found.answers > 0


def test_every_failpoint_is_reached_by_a_living_town_or_by_the_commands_of_a_host() -> None:
    assert sorted([*SERVING, *BY_HAND]) == sorted(Failpoint)
    assert len(SERVING) >= 25
