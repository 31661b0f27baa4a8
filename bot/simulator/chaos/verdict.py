"""What the checker found about one run, and the sum of many."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import ceil


class Fault(StrEnum):
    """What kind of thing was found."""

    LOST = "lost"
    UNFORCED = "duplicates_unforced"
    FORCED = "duplicates_forced"
    WRONG = "wrong_recipients"
    BROKEN = "broken"
    """An invariant: too many people on a place, an effect twice, private details before the wrong eyes, a limit not kept."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, in a line that a person can follow up. `rule` is an invariant's number where it has one."""

    fault: Fault
    words: str
    rule: str = ""

    def __str__(self) -> str:
        """Say it in a line."""
        return f"{self.fault}{f' ({self.rule})' if self.rule else ''}: {self.words}"


@dataclass(slots=True)
class Tally:
    """What many runs came to. Latencies are the town's own milliseconds from Send to each first invitation."""

    seeds: int = 0
    kills: int = 0
    crashes: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    messages: int = 0
    latencies_ms: list[float] = field(default_factory=list)

    def add(self, findings: Iterable[Finding]) -> None:
        """Count what was found."""
        self.counts.update(one.fault.value for one in findings)

    def join(self, other: "Tally") -> None:
        """Add what another tally counted."""
        for name in ("seeds", "kills", "crashes", "messages"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.faults.update(other.faults)
        self.counts.update(other.counts)
        self.latencies_ms += other.latencies_ms

    @property
    def is_good(self) -> bool:
        """Whether nothing was found that may not be: only forced duplicates may."""
        return not any(self.counts[fault.value] for fault in Fault if fault is not Fault.FORCED)

    @property
    def line(self) -> dict[str, object]:
        """The figures of the command's last line."""
        return {
            "seeds": self.seeds,
            "kills": self.kills,
            "faults": sum(self.faults.values()),
            "crashes": self.crashes,
            "lost": self.counts[Fault.LOST.value],
            "duplicates_unforced": self.counts[Fault.UNFORCED.value],
            "duplicates_forced": self.counts[Fault.FORCED.value],
            "wrong_recipients": self.counts[Fault.WRONG.value],
            "broken": self.counts[Fault.BROKEN.value],
            "messages": self.messages,
            "p50_ms": quantile(self.latencies_ms, 0.5),
            "p99_ms": quantile(self.latencies_ms, 0.99),
        }


def quantile(values: Sequence[float], share: float) -> float | None:
    """Return the smallest value that so large a share does not exceed; None of nothing."""
    ordered = sorted(values)
    return round(ordered[max(0, ceil(share * len(ordered)) - 1)], 1) if ordered else None
