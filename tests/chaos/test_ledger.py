"""What was proved is written down line by line, goes on where it stopped, and becomes a page."""

from pathlib import Path
from typing import Any

from bot.simulator.chaos.fuse import Point
from bot.simulator.chaos.ledger import Ledger, commit_of
from bot.simulator.chaos.proof import page
from bot.simulator.chaos.shrink import shrunk
from bot.simulator.chaos.story import NTH, story

SIM = {
    "kind": "sim",
    "commit": "abc",
    "first_seed": 1,
    "seeds": 100,
    "kills": 0,
    "crashes": 150,
    "faults": 300,
    "messages": 900,
    "lost": 0,
    "duplicates_unforced": 0,
    "duplicates_forced": 7,
    "wrong_recipients": 0,
    "broken": 0,
    "p50_ms": 60.0,
    "p99_ms": 900.0,
    "failures": [],
    "faults_by_kind": {"Hang": 300},
}


def test_a_ledger_goes_on_after_its_last_whole_line(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "kept" / "ledger.jsonl")
    assert ledger.next_seed(5) == 5
    ledger.add(SIM)
    ledger.add(SIM | {"first_seed": 101})
    with ledger.path.open("a", encoding="utf-8") as file:
        file.write('{"kind": "sim", "first_se')

    assert [row["first_seed"] for row in ledger.rows("sim")] == [1, 101]
    assert ledger.next_seed(1) == 201


def test_the_page_sums_the_batches_and_lists_what_is_not_caught() -> None:
    rows: list[dict[str, Any]] = [
        SIM,
        SIM | {"first_seed": 101},
        {"kind": "mutants", "commit": "abc", "caught": {"no-claim": 3, "early": None}},
    ]
    rows.append({"kind": "real", "commit": "abc", "figures": {"kills": 40, "lost": 0}})

    said = page(rows)

    assert "| all | 200 | 300 | 600 | 1800 | 0 | 0 | 0 | 0 | 14 | 60.0 | 900.0 |" in said
    assert "1 of 2 are caught" in said
    assert "| no-claim |" in said
    assert "not caught" in said
    assert "| abc | 40 | 0 |" in said
    assert "Hang 600" in said


def test_a_commit_is_read_without_git(tmp_path: Path) -> None:
    assert commit_of(tmp_path) == "unknown"
    (tmp_path / ".git" / "refs" / "heads").mkdir(parents=True)
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / ".git" / "packed-refs").write_text("# pack-refs\n" + "b" * 40 + " refs/heads/main\n")
    assert commit_of(tmp_path) == "b" * 12
    (tmp_path / ".git" / "refs" / "heads" / "main").write_text("a" * 40 + "\n")
    assert commit_of(tmp_path) == "a" * 12


def test_shrinking_leaves_only_what_is_to_blame() -> None:
    asked: list[frozenset[int]] = []

    def fails(numbers: frozenset[int]) -> bool:
        asked.append(numbers)
        return {2, 7} <= numbers

    assert shrunk(range(10), fails) == (2, 7)
    assert len(asked) < 60
    assert shrunk(range(4), lambda _: True) == ()


def test_stories_are_drawn_from_their_seed_alone_and_reach_every_point() -> None:
    assert story(11) == story(11)
    drawn = {one.point for seed in range(60) for one in story(seed).mischief if hasattr(one, "point")}
    assert drawn == set(Point) == set(NTH)
