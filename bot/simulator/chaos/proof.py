"""The ledger as a page that people read: docs/proof.md."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from bot.simulator.chaos.mutants import MUTANTS

Row = dict[str, Any]
INTRODUCTION = """# Proof

Written by `make chaos` from its ledger; nothing here is typed by hand. What is meant by each word:

- **lost**: something that had to reach a person or to have an effect, worked out anew from the calls and the presses, and did not;
- **doubled, unforced**: a second copy of a message whose first copy's answer had come through;
- **doubled, forced**: a second copy where Telegram had accepted the first and its answer was swallowed by a fault or by a crash:
  Telegram has no idempotency key, so an emergency is sent again under the same call number, and both copies work;
- **wrong**: anything that reached somebody who should not have had it;
- **broken**: any other invariant (too many people on a place, an effect twice, an address before the wrong eyes, a limit not kept).
"""
FIGURES = ("lost", "duplicates_unforced", "wrong_recipients", "broken", "duplicates_forced")
HEADINGS = "lost | doubled, unforced | wrong | broken | doubled, forced"


def page(rows: Sequence[Row]) -> str:
    """Return the whole page."""
    parts = [
        INTRODUCTION,
        *_sim(rows),
        *_faults(rows),
        *_other(rows, "real", "Real processes, killed"),
        *_other(rows, "inbound", "Inbound updates"),
        *_other(rows, "matrix", "Fault matrix: each fault of the catalogue, and each pair of the twenty main ones"),
    ]
    parts += [*_other(rows, "comparison", "The same harness on plain aiogram polling with naive retry"), *_mutants(rows), *_failures(rows)]
    return "\n".join(parts).rstrip() + "\n"


def _sim(rows: Sequence[Row]) -> Iterable[str]:
    sims = [row for row in rows if row["kind"] == "sim"]
    if not sims:
        return
    yield "## Simulation\n"
    yield "The real bot on virtual time with real SQLite transactions; it dies at any statement, commit, request or answer.\n"
    yield f"| commit | seeds | crashes | faults | messages | {HEADINGS} | p50 ms | p99 ms |"
    yield "|---|---|---|---|---|---|---|---|---|---|---|---|"
    for commit in dict.fromkeys(row["commit"] for row in sims):
        mine = [row for row in sims if row["commit"] == commit]
        yield _line(commit, mine)
    yield _line("all", sims) + "\n"
    first, seeds = min(row["first_seed"] for row in sims), sum(row["seeds"] for row in sims)
    yield f"Again: `python -m bot chaos --first-seed {first} --seeds {seeds}`.\n"


def _line(name: str, rows: Sequence[Row]) -> str:
    counts = [sum(row[figure] for row in rows) for figure in ("seeds", "crashes", "faults", "messages", *FIGURES)]
    times = [max((row[figure] for row in rows if row[figure] is not None), default="") for figure in ("p50_ms", "p99_ms")]
    return "| " + " | ".join(str(cell) for cell in (name, *counts, *times)) + " |"


def _faults(rows: Sequence[Row]) -> Iterable[str]:
    kinds: Counter[str] = Counter()
    for row in rows:
        kinds.update(row.get("faults_by_kind", {}))
    if kinds:
        yield "Faults by kind: " + ", ".join(f"{name} {count}" for name, count in sorted(kinds.items())) + ".\n"


def _other(rows: Sequence[Row], kind: str, title: str) -> Iterable[str]:
    """A table of whatever figures the batches of a kind carry."""
    mine = [row["figures"] | {"commit": row["commit"]} for row in rows if row["kind"] == kind]
    if not mine:
        return
    names = [name for name in dict.fromkeys(name for row in mine for name in row) if name != "commit"]
    yield f"## {title}\n"
    yield "| commit | " + " | ".join(names) + " |"
    yield "|---" * (len(names) + 1) + "|"
    yield from ("| " + " | ".join(str(row.get(name, "")) for name in ("commit", *names)) + " |" for row in mine)
    yield ""


def _mutants(rows: Sequence[Row]) -> Iterable[str]:
    latest = next((row for row in reversed(rows) if row["kind"] == "mutants"), None)
    if latest is None:
        return
    caught = latest["caught"]
    yield "## Mistakes planted on purpose\n"
    found = sum(seed is not None for seed in caught.values())
    yield f"{found} of {len(caught)} are caught (commit {latest['commit']}); `python -m bot chaos --mutants`.\n"
    yield "| mistake | what it is | caught by seed |"
    yield "|---|---|---|"
    yield from (
        f"| {name} | {MUTANTS[name].about if name in MUTANTS else ''} | {seed if seed is not None else 'not caught'} |"
        for name, seed in caught.items()
    )
    yield ""


def _failures(rows: Sequence[Row]) -> Iterable[str]:
    failures = [line for row in rows for line in row.get("failures", ())]
    if failures:
        yield "## What failed, and the command that shows it again\n"
        yield from (f"- `{line}`" for line in failures)
