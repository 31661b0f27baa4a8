"""How much travel time sufficed for questions like this one before, so that one look is usually enough. Only speed hangs on it."""

import math
from collections import OrderedDict

from bot.dispatch.routing import Query

Likeness = tuple[str, frozenset[str], frozenset[str], int, str, bool]
REMEMBERED = 512
"""Kinds of question: a town has a few dozen."""
UNKNOWN_TIME_S = 100.0
"""On the move: a car gets 550 m, someone on foot 150 m."""
MARGIN = 1.2
"""Places differ: with this much more time most later questions need one look."""
WEIGHT = 0.3
"""What one answer counts against those before: one far-off place must not make the next look at the whole town."""


class Sufficient:
    """The seconds on the move that the people asked for took, by likeness; times grow with the root of their number."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._times: OrderedDict[Likeness, float] = OrderedDict()

    def guess(self, query: Query) -> float:
        """Return the seconds to look at first."""
        known = self._times.get(_likeness(query))
        return UNKNOWN_TIME_S if known is None else known * _root(query) * MARGIN

    def learn(self, query: Query, time_s: float) -> None:
        """Note that this many seconds held enough people, or everybody."""
        alike, each = _likeness(query), max(1.0, time_s) / _root(query)
        before = self._times.pop(alike, each)
        self._times[alike] = before ** (1 - WEIGHT) * each**WEIGHT
        if len(self._times) > REMEMBERED:
            self._times.popitem(last=False)


def _likeness(query: Query) -> Likeness:
    return (query.town, query.skills, query.languages, query.min_years, query.cluster, query.saves_life)


def _root(query: Query) -> float:
    return math.sqrt(max(1, query.limit))
