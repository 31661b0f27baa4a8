"""Speed, recovery and memory, measured: `python -m bot bench WHAT [--json]`; ratios are to a baseline of the same run."""

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from bot.simulator.bench import delivery, memory, recovery, routing, takeover, towns
from bot.town_file import find_town, read_town


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what may be measured, and how much of it."""
    parser.add_argument("what", choices=("routing", "delivery", "takeover", "towns", "recovery", "memory"))
    parser.add_argument("--town", default="beit-shemesh", help="slug, or path of a town's folder")
    parser.add_argument("--people", type=int, default=None, help="volunteers in the town (routing 100000, delivery 20000)")
    parser.add_argument("--messages", type=int, default=1_500, help="delivery: messages sent at the envelope")
    parser.add_argument("--queued", type=int, default=10_000, help="delivery: routine messages that wait when the emergency comes")
    parser.add_argument("--queries", type=int, default=200, help="routing: questions asked")
    parser.add_argument("--calls", type=int, default=40, help="delivery: calls confirmed one after another")
    parser.add_argument("--presses", type=int, default=500, help="delivery: presses in five seconds")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite", help="routing: where the people are kept")
    parser.add_argument("--towns", type=int, default=250, help="towns: how many, each with a bot of its own")
    parser.add_argument("--processes", type=int, default=3, help="towns: measured with one process, then two, up to so many")
    parser.add_argument("--kills", type=int, default=20, help="recovery: how often the serving process is killed under its supervisor")
    parser.add_argument("--cold", type=int, default=3, help="recovery: how often it is killed and started anew")
    parser.add_argument("--days", type=int, default=7, help="memory: simulated days at 50 calls a day; 0 leaves them out")
    parser.add_argument("--seed", type=int, default=1)


def main(options: argparse.Namespace) -> int:
    """Measure, print the figures, and return 0 when they could be taken."""
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(_measure(options, Path(folder)))
    if options.json:
        sys.stdout.write(json.dumps(figures) + "\n")
    else:
        sys.stdout.write("".join(f"{name:<32} {value}\n" for name, value in _lines(figures)))
    return 0


async def _measure(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    town = read_town(find_town(options.town))
    if options.what == "takeover":
        return {"bench": "takeover", **await takeover.measure(town)}
    if options.what == "towns":
        return {"bench": "towns", **await towns.measure(folder, options.towns, options.processes)}
    if options.what == "memory":
        return {"bench": "memory", **await memory.measure(folder, town, options.days)}
    if options.what == "recovery":
        return {"bench": "recovery", **await recovery.measure(folder, town, options.kills, options.cold)}
    if options.what == "routing":
        size = routing.Size(people=options.people or routing.PEOPLE, queries=options.queries, seed=options.seed)
        return {"bench": "routing", **await routing.measure(folder, town, size, options.database)}
    amount = delivery.Size(
        people=options.people or delivery.PEOPLE,
        messages=options.messages,
        queued=options.queued,
        calls=options.calls,
        presses=options.presses,
        seed=options.seed,
    )
    return {"bench": "delivery", **await delivery.measure(folder, town, amount)}


def _lines(figures: dict[str, Any], above: str = "") -> list[tuple[str, Any]]:
    lines: list[tuple[str, Any]] = []
    for name, value in figures.items():
        lines += _lines(value, f"{above}{name}.") if isinstance(value, dict) else [(above + name, value)]
    return lines
