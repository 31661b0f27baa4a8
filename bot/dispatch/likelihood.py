"""How likely a volunteer says yes, and how many yeses to expect."""

import math
from collections.abc import Iterable

PRIOR_BY_DAY = 0.30
PRIOR_BY_NIGHT = 0.15
"""Prior acceptance; the literature's range is .17-.47 (Khalemsky et al., JMIR mHealth 2023), the night's is our assumption."""
PRIOR_STRENGTH = 4.0
FADES_OVER_M = 4_000.0
"""Acceptance falls with distance as exp(-d / 4 km): an assumption until the bot has measured it."""


def chance_of_yes(asked: int, said_yes: int, distance_m: float, *, is_night: bool) -> float:
    """Return the probability of a yes: a Beta-Bernoulli mean over the person's own history, faded by distance."""
    prior = PRIOR_BY_NIGHT if is_night else PRIOR_BY_DAY
    mean = (prior * PRIOR_STRENGTH + said_yes) / (PRIOR_STRENGTH + asked)
    return mean * math.exp(-distance_m / FADES_OVER_M)


def expected_yeses(chances: Iterable[float]) -> float:
    """Return how many of independent people will say yes on average."""
    return sum(chances)
