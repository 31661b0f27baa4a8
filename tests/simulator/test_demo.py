"""`python -m bot demo`: it plays an emergency in real time, names its page, and ends when told."""

import argparse
import asyncio
import signal
from pathlib import Path

import pytest

from bot.simulator import demo, drill
from bot.simulator.page.live import COORDINATOR, Cast, live_town
from bot.simulator.page.opening import NotPlayed, Opening
from bot.town_file import find_town, read_town

TOWN = read_town(find_town("beit-shemesh"))


def options(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    demo.add_arguments(parser)
    return parser.parse_args(words)


async def test_an_emergency_is_called_answered_and_closed(tmp_path: Path) -> None:
    told: list[str] = []
    async with live_town(TOWN, tmp_path, Cast(people=60, seed=7, pace=900.0)) as live:
        await Opening(live, told.append).play()
        board = await live.board.read({COORDINATOR: live.panes[COORDINATOR].phone.user_id})
        assert live.server.violations == []
    call = board["call"]
    assert call["state"] == "done"
    assert call["tally"]["arrived"] >= call["needed"]
    assert call["people"]
    assert board["happenings"]
    assert not [one for one in board["happenings"] if one["who"] == live.panes[COORDINATOR].phone.person.first_name]
    assert board["took"] > call["tally"]["asked"]
    assert told[-1] == "Closed: done"


async def test_a_town_without_people_leaves_the_emergency_to_the_visitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.simulator.page.opening.FILLED_WITHIN_S", 0.1)
    async with live_town(TOWN, tmp_path, Cast(people=0)) as live:
        with pytest.raises(NotPlayed, match="enough people say yes"):
            await Opening(live, lambda _: None).play()


async def test_the_demo_names_its_page_and_ends_when_told(capsys: pytest.CaptureFixture[str]) -> None:
    async with asyncio.TaskGroup() as group:
        running = group.create_task(demo.run(options("--quiet", "--port", "0", "--residents", "3")))
        said = ""
        while "Ctrl-C" not in said:
            await asyncio.sleep(0)
            said += capsys.readouterr().out
        signal.raise_signal(signal.SIGINT)
    assert running.result() == 0
    assert "http://127.0.0.1:" in said


def test_once_hands_over_to_the_drill(monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[argparse.Namespace] = []

    def played(options: argparse.Namespace) -> int:
        handed.append(options)
        return 3

    monkeypatch.setattr(drill, "main", played)
    assert demo.main(options("--once")) == 3
    assert handed[0].scenario == "shelter-generator"
    assert handed[0].town == "beit-shemesh"


@pytest.mark.parametrize("words", [("--residents", "-1"), ("--residents", "5000"), ("--pace", "0"), ("--port", "70000")])
def test_numbers_that_make_no_demo_are_refused(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert demo.main(options(*words)) == 2
    assert capsys.readouterr().out
