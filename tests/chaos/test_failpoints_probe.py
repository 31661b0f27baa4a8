"""A bot that dies while it looks for a copy: the alert is there once it is back, and every copy of it works."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.dispatch import desk
from bot.failpoint import Deed, Failpoint, arm
from bot.simulator.telegram.faults import Fault, When, asked
from bot.simulator.telegram.mishaps import Reset
from tests.delivery.test_probe import probing
from tests.spec.stage import AT_ONCE, Stage, plain

PROBES = [point for point in Failpoint if point.startswith("probe.")]


@pytest.fixture(autouse=True)
def _disarmed() -> Iterator[None]:
    yield
    arm("")


@pytest.mark.parametrize("point", PROBES)
async def test_who_dies_in_the_middle_of_a_probe_loses_no_alert(tmp_path: Path, point: Failpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    fallen: list[Failpoint] = []

    def fall(_: Deed, where: Failpoint) -> None:
        """Go no step further, as a process that is gone; the rest of it goes in a moment."""
        fallen.append(where)
        raise asyncio.CancelledError

    monkeypatch.setattr("bot.failpoint._do", fall)
    async with probing(tmp_path) as scene:
        near = await scene.has("Near")
        scene.town.server.faults.add(Fault(Reset(), asked("sendMessage", chat_id=near.user_id), When.AFTER_ACCEPT))
        arm(f"{point}=kill")
        async with scene.town.records() as records:
            owner = await records.roster.person_of(scene.owner.user_id)
            assert owner
            await desk.issue(scene.draft(scene.kind(1, AT_ONCE), 1), owner, scene.town.bot.bench(records))
        await until_it_falls(scene, fallen)
        assert fallen == [point]
        await scene.town.crash()
        await scene.town.start_bot()
        await scene.town.pass_time(minutes=3)
        copies = scene.new("Near")
        assert 1 <= len(copies) <= 2, "at most the copy that nobody could prove comes twice"
        near.press(lambda button: ".coming." in str(button.data), copies[0])
        await scene.town.settle()
        assert "You are assigned" in plain(scene.new("Near")[0].text)
        scene.nobody_else_heard_anything("Near", "Ops")


async def until_it_falls(scene: Stage, fallen: list[Failpoint]) -> None:
    """Let time pass by the second; a town in which somebody fell never comes to rest."""
    async with asyncio.timeout(10):
        while not fallen:
            scene.town.clock.move(timedelta(milliseconds=200))
            for _ in range(200):
                await asyncio.sleep(0)
