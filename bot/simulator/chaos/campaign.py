"""Many seeds, one after another or on several processes: each played, judged and counted."""

import gc
import logging
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing import get_context

from bot.simulator.chaos.case import SENDS
from bot.simulator.chaos.checker import check, latencies_ms
from bot.simulator.chaos.mutants import MUTANTS, planted
from bot.simulator.chaos.sim import FuseBox, Played, play
from bot.simulator.chaos.small_town import Shelf, shelf
from bot.simulator.chaos.story import Story, story
from bot.simulator.chaos.verdict import Fault, Finding, Tally

GARBAGE_AT = 20_000
"""A whole run makes fewer objects than fill the memory; Python's usual 700 looks a thousand times a run."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One seed's run and what was found."""

    seed: int
    trace: str = ""
    findings: tuple[Finding, ...] = ()
    crashes: int = 0
    messages: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    latencies_ms: tuple[float, ...] = ()

    @property
    def bad(self) -> list[Finding]:
        """What may not be: everything but copies that were forced."""
        return [one for one in self.findings if one.fault is not Fault.FORCED]

    def tally(self) -> Tally:
        """Return it as a sum of one."""
        tally = Tally(seeds=1, crashes=self.crashes, messages=self.messages, latencies_ms=list(self.latencies_ms))
        tally.faults = Counter(self.faults)
        tally.add(self.findings)
        return tally


class Stand:
    """Where seeds are played, one at a time: one scratch database and one fuse box a process."""

    def __init__(self) -> None:
        """Open nothing before the first seed."""
        self._open = ExitStack()
        self._fuses = FuseBox()
        self._shelf: Shelf | None = None

    def play(self, story: Story) -> Played:
        """Play one story. Raises whatever breaks the run."""
        if self._shelf is None:
            self._shelf = self._open.enter_context(shelf(self._fuses.watch))
        return play(story, self._shelf, self._fuses)

    def judge(self, story: Story) -> Judged:
        """Play a story and judge it; a run that breaks is a finding too."""
        try:
            played = self.play(story)
        except Exception as broken:  # noqa: BLE001 - the seed must be named, whatever it was
            return Judged(story.seed, findings=(Finding(Fault.BROKEN, f"the run broke: {_cause(broken)}"),))
        return Judged(
            seed=story.seed,
            trace=played.trace,
            findings=tuple(check(played)),
            crashes=len(played.deaths),
            messages=sum(one.accepted and one.method in SENDS for one in played.records),
            faults=dict(played.faults),
            latencies_ms=tuple(latencies_ms(played)),
        )

    def close(self) -> None:
        """Throw the scratch away."""
        self._open.close()
        self._shelf = None


def judge_one(seed: int, numbers: Collection[int] | None = None, mutant: str = "") -> Judged:
    """Judge one seed in this process, perhaps with part of its mischief, perhaps with a mistake planted in the bot."""
    told = story(seed) if numbers is None else story(seed).only(numbers)
    if not mutant:
        return _stand().judge(told)
    with planted(MUTANTS[mutant]):
        return _stand().judge(told)


def judge_many(seeds: Sequence[int], workers: int = 1) -> Iterator[Judged]:
    """Judge seeds in order, on so many processes."""
    if workers <= 1:
        yield from (judge_one(seed) for seed in seeds)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=quietly) as pool:
        yield from pool.map(judge_one, seeds, chunksize=max(1, min(25, len(seeds) // (workers * 4))))


def total(judged: Iterable[Judged]) -> Tally:
    """Add up."""
    tally = Tally()
    for one in judged:
        tally.join(one.tally())
    return tally


def quietly() -> None:
    """Let the bot's own complaints about its misfortunes out of the report, and look for garbage rarely: that was a fifth of the time."""
    logging.disable(logging.CRITICAL)
    gc.freeze()
    gc.set_threshold(GARBAGE_AT)


_STANDS: list[Stand] = []


def _stand() -> Stand:
    if not _STANDS:
        _STANDS.append(Stand())
    return _STANDS[0]


def _cause(broken: BaseException) -> str:
    while isinstance(broken, BaseExceptionGroup):
        broken = broken.exceptions[0]
    return f"{type(broken).__name__}: {broken}"
