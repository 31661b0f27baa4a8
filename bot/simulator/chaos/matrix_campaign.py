"""The fault matrix at length: every fault over many seeds, every pair of the main ones over some, on several processes, resumable."""

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context

from bot.simulator.chaos.campaign import quietly
from bot.simulator.chaos.faults_matrix import Stand, pairs, stand, summed
from bot.simulator.chaos.ledger import Ledger
from bot.simulator.chaos.matrix_judge import Found
from bot.simulator.telegram.catalogue import CATALOGUE

logger = logging.getLogger(__name__)

KIND = "matrix"
Cell = tuple[tuple[str, ...], int]
"""One fault or two, and over how many seeds."""


def cells(seeds: int, pair_seeds: int) -> Iterator[Cell]:
    """Yield what is to be played: first every fault, then every pair."""
    if seeds:
        yield from (((fault_id,), seeds) for fault_id in CATALOGUE)
    if pair_seeds:
        yield from ((pair, pair_seeds) for pair in pairs())


def play_cell(cell: Cell) -> tuple[Cell, list[Found], list[str]]:
    """Play one cell in this process; also return the names of what went wrong."""
    fault_ids, seeds = cell
    found, failures = [], []
    for seed in range(1, seeds + 1):
        try:
            one = _stand().run(fault_ids, seed)
        except Exception as broken:  # noqa: BLE001 - the cell must be named, whatever it was
            one = Found(lost=1, complaints=[f"the run broke: {type(broken).__name__}: {broken}"])
        found.append(one)
        if not one.is_good:
            failures.append(f"{'+'.join(fault_ids)} seed {seed}: {'; '.join(one.complaints[:3]) or one.figures()}")
    return cell, found, failures


def run_matrix(todo: Sequence[Cell], workers: int, ledger: Ledger | None, commit: str, say: Callable[[str], None]) -> dict[str, int]:
    """Play cells that this commit has not been put through yet, tell what fails, write each down, and return the sums."""
    rows = ledger.rows(KIND) if ledger else []
    known = {(row["figures"]["faults_at_once"], row["figures"]["seeds"]) for row in rows if row["commit"] == commit}
    left = [cell for cell in todo if ("+".join(cell[0]), cell[1]) not in known]
    total: list[Found] = []
    with ProcessPoolExecutor(max(1, workers), mp_context=get_context("spawn"), initializer=quietly) as pool:
        for (fault_ids, seeds), found, failures in pool.map(play_cell, left):
            total += found
            for failure in failures:
                say(failure)
            if ledger:
                figures = {"faults_at_once": "+".join(fault_ids), "seeds": seeds, **summed(found)}
                ledger.add({"kind": KIND, "commit": commit, "figures": figures, "failures": failures})
    return {"runs": len(total), "bad": sum(not one.is_good for one in total), **summed(total)}


_OPEN = ExitStack()
_STANDS: list[Stand] = []


def _stand() -> Stand:
    if not _STANDS:
        _STANDS.append(_OPEN.enter_context(stand()))
    return _STANDS[0]
