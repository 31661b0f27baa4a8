"""A drill plays the whole story through the real bot; the same seed is the same drill, and its scenarios can be read."""

import asyncio
import json
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.simulator import drill
from bot.simulator.behaviour import Habits
from bot.simulator.drill import Report, run_drill
from bot.simulator.scenario import NoSuchScenario, Scenario, WrongScenario, names, read_scenario
from bot.town import Town
from bot.town_file import find_town, read_town

WILLING = Habits(acceptance=1.5, works_s=300)
"""Whoever is near says yes."""


@pytest.fixture(scope="module")
def town() -> Town:
    return read_town(find_town("beit-shemesh"))


def short(name: str = "shelter-generator", **habits: float) -> Scenario:
    changed = replace(WILLING, **habits)
    return replace(read_scenario(name), volunteers=70, habits=changed, lasts=timedelta(minutes=90))


def test_the_same_seed_is_the_same_line(tmp_path: Path, playing: Callable[[Scenario, Path], Report]) -> None:
    first = playing(short(), tmp_path / "first.db")
    second = playing(short(), tmp_path / "second.db")
    assert first.line == second.line
    said = json.loads(first.line)
    for name in ("needed", "asked", "accepted", "arrived", "lost", "unexpected", "seconds_to_first_yes", "seconds_to_filled"):
        assert said[name] is not None, name
    assert (first.lost, first.unexpected) == ((), ())
    assert first.is_good
    assert 5 < said["seconds_to_first_yes"] <= said["seconds_to_filled"]


def test_drop_outs_open_places_again_and_nothing_is_lost(tmp_path: Path, playing: Callable[[Scenario, Path], Report]) -> None:
    report = playing(short("drop-outs", withdraws=0.6, never_arrives=0.2), tmp_path / "drop.db")
    assert (report.lost, report.unexpected) == ((), ())
    assert report.withdrew > 0
    assert report.arrived >= report.needed


def test_people_who_blocked_the_bot_are_replaced_at_once(tmp_path: Path, playing: Callable[[Scenario, Path], Report]) -> None:
    report = playing(replace(short(), blocked=0.5), tmp_path / "blocked.db")
    assert (report.lost, report.unexpected) == ((), ())
    assert report.arrived >= report.needed
    assert report.asked > report.accepted


@pytest.fixture
def playing(town: Town) -> Callable[[Scenario, Path], Report]:
    return lambda scenario, path: asyncio.run(run_drill(scenario, town, 7, path))


@pytest.mark.parametrize("name", names())
def test_every_scenario_can_be_read_and_played_in_its_town(name: str) -> None:
    scenario = read_scenario(name)
    drill.check(scenario, read_town(find_town(scenario.town)))
    assert scenario.line.startswith(scenario.kind)
    assert scenario.secrets


def test_scenarios_that_cannot_be_played_are_refused_by_name(town: Town) -> None:
    with pytest.raises(NoSuchScenario, match="shelter-generator"):
        read_scenario("unheard-of")
    with pytest.raises(WrongScenario, match="arara-generator cannot be played in beit-shemesh"):
        drill.check(read_scenario("arara-generator"), town)


def test_a_command_that_cannot_be_obeyed_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    parser = ArgumentParser()
    parser.add_argument("--json", action="store_true")
    drill.add_arguments(parser)
    said: list[str] = []
    assert drill.main(parser.parse_args(["--scenario", "unheard-of"]), said.append) == 2
    assert "unheard-of" in said[0]
    assert drill.main(parser.parse_args(["--town", "atlantis"])) == 2
    assert "atlantis" in capsys.readouterr().out


def test_the_summary_names_what_was_lost() -> None:
    said: list[str] = []
    figures = dict.fromkeys(Report.__slots__, 1) | {"lost": ("one thing",), "unexpected": ()}
    report = Report(**figures)  # type: ignore[arg-type]  # figures of no meaning
    drill.summarise(report, said.append)
    assert "  ! one thing" in said
    assert not report.is_good
    assert json.loads(report.line)["lost"] == 1
