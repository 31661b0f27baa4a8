"""The benches run, and their figures have names with units; how fast they are is not judged here."""

import argparse
import json

import pytest

from bot.simulator import bench

ROUTING = {"p50_ms", "p99_ms", "same_as_exhaustive", "times_faster_than_geopy"}
DELIVERY = {
    "share_of_envelope",
    "self_made_429",
    "cpu_s_per_1000",
    "times_the_bare_loop",
    "commit_p99_ms",
    "emergency_first_s",
    "confirm_p99_ms",
    "confirm_budget_ms",
    "press_p95_ms",
}


def measured(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    bench.add_arguments(parser)
    assert bench.main(parser.parse_args(arguments)) == 0
    figures: dict[str, object] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return figures


def test_a_short_routing_bench_finds_the_same_people(capsys: pytest.CaptureFixture[str]) -> None:
    figures = measured(capsys, "routing", "--people", "600", "--queries", "6", "--json")
    assert figures.keys() >= ROUTING
    assert figures["same_as_exhaustive"] is True


def test_a_short_delivery_bench_draws_no_429_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    short = ("--messages", "20", "--queued", "60", "--people", "200", "--calls", "1", "--presses", "5")
    figures = measured(capsys, "delivery", *short, "--json")
    assert figures.keys() >= DELIVERY
    assert figures["self_made_429"] == 0
