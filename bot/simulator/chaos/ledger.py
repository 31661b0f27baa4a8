"""What was proved so far: one line of JSON a batch, kept between runs, so that a long proof goes on where it was stopped."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, Any]
DETACHED = 40
"""The length of a commit's whole name."""
SHORT = 12


@dataclass(frozen=True, slots=True)
class Ledger:
    """A file of lines, only ever added to."""

    path: Path

    def rows(self, *kinds: str) -> list[Row]:
        """Return what was written, of these kinds (all when none is named), oldest first; a torn last line is left out."""
        return [row for row in self._lines() if not kinds or row.get("kind") in kinds]

    def add(self, row: Row) -> None:
        """Write one line down."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")

    def next_seed(self, first: int) -> int:
        """Return the first seed, from `first` on, that no batch has played yet."""
        return max((row["first_seed"] + row["seeds"] for row in self.rows("sim")), default=first)

    def _lines(self) -> Iterator[Row]:
        if not self.path.exists():
            return
        for line in self.path.read_text(encoding="utf-8").splitlines():
            try:
                row = json.loads(line)
            except ValueError:
                continue
            if isinstance(row, dict):
                yield row


def commit_of(root: Path) -> str:
    """Return the commit that is checked out at `root`, `unknown` where there is no repository."""
    head = root / ".git" / "HEAD"
    if not head.is_file():
        return "unknown"
    said = head.read_text(encoding="utf-8").strip()
    if not said.startswith("ref: "):
        return said[:SHORT]
    ref = said.removeprefix("ref: ")
    return _named(root, ref)[:SHORT] or "unknown"


def _named(root: Path, ref: str) -> str:
    loose = root / ".git" / ref
    if loose.is_file():
        return loose.read_text(encoding="utf-8").strip()
    packed = root / ".git" / "packed-refs"
    lines: Iterable[str] = packed.read_text(encoding="utf-8").splitlines() if packed.is_file() else ()
    return next((line.split(" ", 1)[0] for line in lines if line.endswith(f" {ref}")), "")
