"""Whole stories on PostgreSQL: a call from its first wave to its close, with a crash in between."""

from pathlib import Path

import pytest

from bot.dispatch.call import CallState
from tests.databases import IS_POSTGRES_HERE, fresh_address
from tests.spec.stage import AT_ONCE, stage

HERE = ["postgresql"] if IS_POSTGRES_HERE else []


@pytest.mark.parametrize("kind", HERE)
async def test_an_emergency_is_filled_across_a_crash(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    async with fresh_address(kind, tmp_path, request) as address, stage(tmp_path, address) as scene:
        await scene.has("Noa", metres=100)
        await scene.has("Avi", metres=200)
        call = await scene.call(places=1, plan=AT_ONCE)
        assert scene.asked() == {"Noa", "Avi"}
        await scene.press("Noa", "coming", "10")
        await scene.town.crash()
        await scene.town.start_bot()
        assert scene["Avi"].last.button_texts == ("I can after all",)
        async with scene.town.records() as records:
            known = await records.ledger.call(call.id)
            coming = await records.ledger.coming(call.id)
        assert known.state is CallState.FILLED
        assert len([one for one in coming if one.standing.value == "assigned"]) == 1
        scene.nobody_else_heard_anything("Noa", "Avi")
