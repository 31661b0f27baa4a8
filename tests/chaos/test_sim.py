"""The simulation replays, its judge finds what is planted, and no seed of the short form fails."""

import subprocess
import sys

import pytest

from bot.simulator.chaos.campaign import Judged, judge_one
from bot.simulator.chaos.command import ROOT
from bot.simulator.chaos.fuse import Crash
from bot.simulator.chaos.replaying import numbers_of
from bot.simulator.chaos.story import story
from bot.simulator.chaos.verdict import Tally

KEPT = ROOT / "bot" / "simulator" / "chaos" / "kept_seeds.txt"
QUICK = ("sent-before-send", "no-recovery", "number-not-kept", "sends-twice", "results-dropped", "queues-twice")
FIRST_SEEDS = 12
"""Mistakes that one of the first seeds catches; `python -m bot chaos --mutants` plants all of them."""


def kept() -> list[tuple[int, str]]:
    """Seeds that failed once, with the mischief that was to blame."""
    lines = KEPT.read_text(encoding="utf-8").splitlines()
    return [(int(line.split()[0]), line.split()[1]) for line in lines if line and not line.startswith("#")]


def test_the_same_seed_is_the_same_run_in_another_process_too() -> None:
    here = judge_one(3)
    ask = "from bot.simulator.chaos.campaign import judge_one, quietly; quietly(); print(judge_one(3).trace)"
    there = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)

    assert here.trace == judge_one(3).trace == there.stdout.strip()


def test_a_story_without_its_mischief_has_no_crash_and_no_fault() -> None:
    calm = judge_one(1, numbers=())

    assert any(isinstance(one, Crash) for one in story(1).mischief)
    assert (calm.crashes, calm.faults, calm.findings) == (0, {}, ())
    assert calm.messages > 0


@pytest.mark.parametrize(("seed", "faults"), kept())
def test_a_seed_that_failed_once_fails_no_more(seed: int, faults: str) -> None:
    judged = judge_one(seed, numbers_of(faults, len(story(seed).mischief)))

    assert [str(one) for one in judged.bad] == []


@pytest.mark.parametrize("name", QUICK)
def test_a_mistake_planted_in_the_bot_is_caught(name: str) -> None:
    assert any(judge_one(seed, mutant=name).bad for seed in range(1, FIRST_SEEDS + 1))


def test_a_tally_adds_up_and_only_forced_copies_are_good() -> None:
    tally = Tally()
    for judged in (Judged(1, crashes=2, faults={"Hang": 1}, latencies_ms=(10.0, 30.0)), Judged(2, latencies_ms=(20.0,))):
        tally.join(judged.tally())

    assert tally.is_good
    assert tally.line["seeds"] == 2
    assert (tally.line["crashes"], tally.line["faults"], tally.line["p50_ms"], tally.line["p99_ms"]) == (2, 1, 20.0, 30.0)


def test_numbers_of_mischief_are_read() -> None:
    assert numbers_of("all", 3) == {0, 1, 2}
    assert numbers_of("none", 3) == frozenset()
    assert numbers_of("0,2", 3) == {0, 2}
