"""One who writes without end is read for a minute's worth and told once; no answer to a call is ever dropped for it."""

from pathlib import Path

import pytest

from bot.handlers import patience
from tests.spec.stage import AT_ONCE, Stage, answers, plain, stage

MOST, FLOOD = 20, 70
"""A short minute: a chat takes one answer a second, and nobody wants to wait for two hundred."""


@pytest.fixture(autouse=True)
def _short_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "MOST", MOST)


def told(scene: Stage, name: str) -> int:
    return sum("Too many messages" in plain(seen.text) for seen in scene[name].received)


async def test_the_rest_of_a_flood_is_dropped_after_one_notice_and_everybody_else_is_heard(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        await scene.has("Noa")
        stranger = scene.town.phone("Stranger", language="en")
        for number in range(FLOOD):
            stranger.say(f"spam {number}")
        await scene.call(1, AT_ONCE)
        await scene.press("Noa", "coming", "10")
        assert "call 1" in plain(scene["Noa"].last.text).lower()
        heard = [plain(seen.text) for seen in stranger.received]
        assert sum("Too many messages" in text for text in heard) == 1
        assert MOST - 2 <= len(heard) <= MOST + 2
        async with scene.town.records() as records:
            assert await records.inbox.count("waiting") == 0
            assert await records.inbox.count("quarantined") == 0
        scene.people["Stranger"] = stranger
        await scene.town.pass_time(minutes=2)
        assert "I did not understand" in await scene.say("Stranger", "hello again")


async def test_a_flooder_who_is_asked_is_heard_by_button_and_in_words(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        noa = await scene.has("Noa")
        for number in range(FLOOD):
            noa.say(f"spam {number}")
        await scene.town.settle()
        assert told(scene, "Noa") == 1
        call = await scene.call(1, AT_ONCE)
        noa.say(f"coming {call.number}")
        await scene.town.settle()
        async with scene.town.records() as records:
            assert [one.is_coming for one in await records.ledger.invitations(call.id)] == [True]
        noa.press(lambda button: ".on_the_way." in (button.data or ""))
        await scene.town.settle()
        for _ in range(FLOOD):
            noa.press(answers("arrived"))
        await scene.town.settle()
        async with scene.town.records() as records:
            assert [one.arrived_at is not None for one in await records.ledger.invitations(call.id)] == [True]


async def test_a_coordinator_is_never_held_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        for _ in range(MOST + 10):
            scene.owner.say("/help")
        await scene.town.settle()
        scene.owner.say("/emergency")
        await scene.town.settle()
        assert "Too many" not in "".join(plain(seen.text) for seen in scene.owner.received)
        assert any("c" in (button.data or "") for button in scene.owner.last.buttons)
