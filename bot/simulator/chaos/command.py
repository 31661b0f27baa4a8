"""`python -m bot chaos`: which proof is wanted, how much of it, and where it is written down."""

import asyncio
import json
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.simulator.chaos.campaign import Judged, judge_many, judge_one, quietly
from bot.simulator.chaos.kills import KillPlan, run
from bot.simulator.chaos.ledger import Ledger, commit_of
from bot.simulator.chaos.matrix_campaign import cells, run_matrix
from bot.simulator.chaos.mutants import MUTANTS
from bot.simulator.chaos.proof import page
from bot.simulator.chaos.replaying import command
from bot.simulator.chaos.verdict import Fault, Tally

ROOT = Path(__file__).parents[3]
BATCH = 100
KILLS_A_RUN = 40
SHORT_SEEDS, SHORT_S, SHORT_KILLS = 300, 60.0, 40
"""What `make test` contains: at least so many seeds, more while they fit the time, and so many real kills."""
MUTANT_SEEDS = 500


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--mode", choices=("sim", "real", "all"), default="all")
    parser.add_argument("--seeds", type=int, default=100, help="how many simulated runs")
    parser.add_argument("--first-seed", type=int, default=None, help="the first of them (default: 1, or where the ledger ends)")
    parser.add_argument("--kills", type=int, default=0, help="how often real processes are killed")
    parser.add_argument("--matrix", type=int, default=0, metavar="N", help="play each of the 48 faults over so many seeds")
    parser.add_argument("--pairs", type=int, default=0, metavar="N", help="play each pair of the 20 main faults over so many seeds")
    parser.add_argument("--workers", type=int, default=2, help="on how many processes seeds are played")
    parser.add_argument("--short", action="store_true", help=f"{SHORT_SEEDS} seeds or more within {SHORT_S:.0f} s, and {SHORT_KILLS} kills")
    parser.add_argument(
        "--mutants", nargs="*", default=None, metavar="NAME", help="plant these mistakes (all without a name): is each caught?"
    )
    parser.add_argument("--ledger", type=Path, default=None, help="write every batch down here, and go on where it ends")
    parser.add_argument("--proof", type=Path, default=None, help="write the ledger as a page")


def main(options: Namespace) -> int:
    """Prove, tell, write down; 0 only if nothing was lost, doubled without cause, misdirected or broken."""
    quietly()
    ledger = Ledger(options.ledger) if options.ledger else None
    is_good = _break(options, ledger) if options.mutants is None else _plant(options.mutants or list(MUTANTS), options, ledger)
    if options.matrix or options.pairs:
        is_good = _cross(options, ledger) and is_good
    if options.proof and ledger:
        options.proof.write_text(page(ledger.rows()), encoding="utf-8")
    return 0 if is_good else 1


def _break(options: Namespace, ledger: Ledger | None) -> bool:
    total = Tally()
    seeds, kills = (SHORT_SEEDS, SHORT_KILLS) if options.short else (options.seeds, options.kills)
    if options.mode != "real" and seeds:
        _simulate(options, ledger, seeds, total)
    if options.mode != "sim" and kills:
        _kill(options, ledger, kills, total)
    _say(json.dumps(total.line) if options.json else ", ".join(f"{name} {value}" for name, value in total.line.items()))
    return total.is_good


def _simulate(options: Namespace, ledger: Ledger | None, seeds: int, total: Tally) -> None:
    first = options.first_seed if options.first_seed is not None else ledger.next_seed(1) if ledger else 1
    began = time.monotonic()
    for batch in _batches(first, seeds):
        judged = list(judge_many(batch, options.workers))
        _conclude(batch, judged, ledger, total)
        if options.short and time.monotonic() - began > SHORT_S and total.seeds >= SHORT_SEEDS:
            break


def _batches(first: int, seeds: int) -> Iterator[Sequence[int]]:
    for begin in range(first, first + seeds, BATCH):
        yield range(begin, min(begin + BATCH, first + seeds))


def _conclude(batch: Sequence[int], judged: Sequence[Judged], ledger: Ledger | None, total: Tally) -> None:
    """Add a batch up, show what failed with the shortest command that shows it again, and write it down."""
    tally = Tally()
    failures = []
    for one in judged:
        tally.join(one.tally())
        if one.bad:
            failures.append(command(one))
            _say(f"seed {one.seed} failed; again: {failures[-1]}")
            for finding in one.bad:
                _say(f"  {finding}")
    total.join(tally)
    if ledger:
        row = tally.line | {"kind": "sim", "commit": commit_of(ROOT), "first_seed": batch[0], "failures": failures}
        ledger.add(row | {"faults_by_kind": dict(tally.faults)})


def _kill(options: Namespace, ledger: Ledger | None, kills: int, total: Tally) -> None:
    """Kill real processes, so many a run."""
    first = options.first_seed or 1
    for number, begin in enumerate(range(0, kills, KILLS_A_RUN)):
        plan = KillPlan(kills=min(KILLS_A_RUN, kills - begin))
        with tempfile.TemporaryDirectory(prefix="eshkol-kills-") as folder:
            verdict = asyncio.run(run(Path(folder), first + number, plan))
        for complaint in verdict.complaints:
            _say(f"real run {first + number}: {complaint}")
        total.kills += verdict.kills
        total.counts[Fault.LOST.value] += verdict.lost
        total.counts[Fault.UNFORCED.value] += verdict.duplicates_unforced
        total.counts[Fault.FORCED.value] += verdict.duplicates_forced
        total.counts[Fault.WRONG.value] += verdict.wrong_recipients
        total.counts[Fault.BROKEN.value] += verdict.double_effects
        if ledger:
            ledger.add({"kind": "real", "commit": commit_of(ROOT), "figures": verdict.figures()})


def _cross(options: Namespace, ledger: Ledger | None) -> bool:
    """Play the fault matrix."""
    todo = list(cells(options.matrix, options.pairs))
    sums = run_matrix(todo, options.workers, ledger, commit_of(ROOT), _say)
    _say(json.dumps({"matrix": sums}) if options.json else "matrix: " + ", ".join(f"{name} {value}" for name, value in sums.items()))
    return not sums["bad"]


def _plant(names: Sequence[str], options: Namespace, ledger: Ledger | None) -> bool:
    """Plant one mistake after another, and look for the first seed that catches it."""
    caught: dict[str, int | None] = {}
    for name in names:
        caught[name] = next((seed for seed in range(1, MUTANT_SEEDS + 1) if judge_one(seed, mutant=name).bad), None)
        _say(f"{name} ({MUTANTS[name].about}): {f'caught by seed {caught[name]}' if caught[name] else 'NOT CAUGHT'}")
    if ledger:
        ledger.add({"kind": "mutants", "commit": commit_of(ROOT), "caught": caught})
    missed = [name for name, seed in caught.items() if seed is None]
    _say(
        json.dumps({"mutants": len(caught), "caught": len(caught) - len(missed), "missed": missed})
        if options.json
        else f"{len(missed)} missed"
    )
    return not missed


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
