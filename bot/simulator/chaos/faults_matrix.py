"""The fault matrix: one small town played under each fault of the catalogue, and under pairs of the main ones."""

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from random import Random

from bot.failpoint import arm
from bot.simulator.chaos.ailment import Ailment
from bot.simulator.chaos.bouts import BOUTS, Bout
from bot.simulator.chaos.fuse import Crash, Point
from bot.simulator.chaos.matrix_judge import Found, judge
from bot.simulator.chaos.sim import FuseBox, Played, play
from bot.simulator.chaos.small_town import Shelf, shelf
from bot.simulator.chaos.story import Story, story
from bot.simulator.chaos.woes import WOES, Woe
from bot.simulator.telegram.catalogue import CATALOGUE, MAIN

logger = logging.getLogger(__name__)

UNSTRUCK = frozenset({"F15", "F18"})
"""What these want is never built: nothing can strike, and the judge looks that it was not built."""
PAIRS_OF = len(MAIN)


@dataclass(slots=True)
class Stand:
    """Where faults are played: one database file and one fuse, used run after run."""

    shelf: Shelf
    fuses: FuseBox = field(default_factory=FuseBox)

    def run_fault(self, fault_id: str, seed: int) -> Found:
        """Play one seed under one fault. Raises KeyError for a fault that the catalogue does not have."""
        return self.run((fault_id,), seed)

    def run_pair(self, first: str, second: str, seed: int) -> Found:
        """Play one seed under two faults at once."""
        return self.run((first, second), seed)

    def run(self, fault_ids: Sequence[str], seed: int, *, is_brief: bool = False) -> Found:
        """Play one seed under these faults; a brief one is an emergency of three quarters of a minute and nothing else."""
        return self.played(fault_ids, seed, is_brief=is_brief)[0]

    def played(self, fault_ids: Sequence[str], seed: int, *, is_brief: bool = False) -> tuple[Found, Played]:
        """Play one seed under these faults, and return what the run left behind as well."""
        entries = [CATALOGUE[fault_id] for fault_id in fault_ids]
        ailments = [one for entry in entries for one in ailments_of(entry.fault_id, seed)]
        try:
            played = play(_told(seed, fault_ids, is_brief=is_brief), self.shelf, self.fuses, ailments)
        finally:
            arm("")
        found = judge(played, frozenset(fault_ids))
        steps = sum(one.struck for one in ailments if isinstance(one, Woe))
        struck = steps + len(played.deaths) + sum(record.fault_id is not None for record in played.records)
        return replace(found, faults=struck), played


@contextmanager
def stand() -> Iterator[Stand]:
    """Open a stand; laying out its town takes a second or two."""
    fuses = FuseBox()
    with shelf(fuses.watch) as laid:
        yield Stand(laid, fuses)


def ailments_of(fault_id: str, seed: int) -> list[Ailment]:
    """Return what a fault of the catalogue does to a town, drawn from a seed."""
    chance = Random(f"{seed}:{fault_id}")
    ailments: list[Ailment] = []
    if fault_id in WOES:
        ailments.append(Woe(WOES[fault_id], chance))
    if fault_id in BOUTS:
        ailments.append(Bout(BOUTS[fault_id], chance))
    return ailments


def pairs() -> Iterator[tuple[str, str]]:
    """Yield each pair of the twenty main faults once."""
    for place, first in enumerate(MAIN):
        for second in MAIN[place + 1 :]:
            yield first, second


def summed(found: Sequence[Found]) -> dict[str, int]:
    """Return the figures of many runs added up."""
    total: Counter[str] = Counter()
    for one in found:
        total.update(one.figures())
    return dict(total)


def _told(seed: int, fault_ids: Sequence[str], *, is_brief: bool) -> Story:
    """Return the seed's story with no mischief but the crashes that F25 is made of, and nobody who blocks unseen."""
    told = replace(story(seed), mischief=(), replays=False, blocked=frozenset())
    if is_brief:
        told = replace(told, corrects=False, routine=False, joins=False, lasts_s=45.0)
    if "F25" not in fault_ids:
        return told
    chance = Random(f"{seed}:F25")
    points = (Point.COMMIT, Point.COMMITTED, Point.STATEMENT, Point.ANSWERED)
    crashes = [Crash(chance.choice(points), chance.randint(1, 60), chance.choice((0.2, 1.0))) for _ in range(3)]
    return replace(told, mischief=tuple(crashes))
