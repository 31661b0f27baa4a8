"""How residents answer a call: who says yes, how soon, by which way, and who fails to come; drawn once for each person and call."""

import math
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from random import Random

ROUTE_FACTOR = 1.3
"""Streets are longer than the crow's flight (an assumption)."""

SPEED_NOISE = 0.35
FADES_OVER_M = 4_000.0
"""Acceptance falls with distance as exp(-d / 4 km): an assumption, no published curve was found."""

NO_AMONG_NOT_YES = 0.439 / (0.439 + 0.199)
"""Of those who do not come, this share says so; the rest stay silent (GoodSAM alerts in New Zealand: .439 and .199)."""

SOONEST_TAP_S = 5.0
PROMPT_SHARE, PROMPT_S, PROMPT_SIGMA = 0.6, 40.0, 0.9
LATE_S, LATE_SIGMA = 720.0, 1.3
"""Telegram's delay to a tap: a mixture of two log-normals (its shape after Stouffer et al.; the figures are assumptions until measured)."""

TURNOUT_S, TURNOUT_SIGMA = 102.0, 0.5
"""Seconds from saying yes to leaving: median by day (Region der Lebensretter)."""

SECOND_TAP_S = 3.0
"""From one screen to the next tap, when somebody already holds the phone."""

SAYS_WHY = 0.85
"""Of those who press that they cannot, so many take the second tap (an assumption)."""

REASONS = {"not_now": 0.5, "too_far": 0.2, "not_my_skill": 0.1, "unwell": 0.05, "other": 0.15}


class Reply(StrEnum):
    """What somebody does about an invitation."""

    COMES = "comes"
    REFUSES = "refuses"
    STAYS_SILENT = "stays_silent"


class Failing(StrEnum):
    """What somebody does who said yes and does not come."""

    NONE = "none"
    WITHDRAWS = "withdraws"
    NEVER_ARRIVES = "never_arrives"


@dataclass(frozen=True, slots=True)
class Habits:
    """What a scenario assumes about its people."""

    acceptance: float = 0.30
    """Chance of a yes next door, by day; the published range is .17 to .47."""
    withdraws: float = 0.0
    never_arrives: float = 0.0
    """Shares of those who said yes."""
    works_s: float = 1_500.0
    """Median seconds of work at the place, before `done`."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What one person will do about one call, if they are asked."""

    reply: Reply
    taps_after: timedelta
    reason: str | None
    """Why not, when they say why."""
    leaves_after: timedelta
    """From their yes to leaving the house."""
    travels: timedelta
    works: timedelta
    failing: Failing
    fails_after: timedelta
    """From their yes to withdrawing."""

    @property
    def arrives_after(self) -> timedelta:
        """From being told that they are needed to being there."""
        return self.leaves_after + self.travels

    def minutes(self, offered: list[int]) -> int:
        """Return the arrival they promise among those offered: the first that suffices, else the last."""
        expected = self.arrives_after.total_seconds() / 60
        return next((minutes for minutes in sorted(offered) if minutes >= expected), max(offered))


def intent_of(seed: int, person: int, call: int, metres: float, metres_per_second: float, habits: Habits) -> Intent:
    """Draw what a person will do about a call. It depends on nothing else: not on who else is asked, nor on when."""
    chance = Random(f"{seed}:{person}:{call}")
    luck = {name: chance.uniform(0, 1) for name in ("yes", "no", "prompt", "reason", "why", "fails", "when")}
    noise = {name: chance.gauss(0, 1) for name in ("tap", "turnout", "speed", "work")}
    turnout = _log_normal(TURNOUT_S, TURNOUT_SIGMA, noise["turnout"])
    pace = _log_normal(metres_per_second, SPEED_NOISE, noise["speed"])
    return Intent(
        reply=_reply(luck, metres, habits),
        taps_after=timedelta(seconds=_tap(luck["prompt"], noise["tap"])),
        reason=_reason(luck["why"]) if luck["reason"] < SAYS_WHY else None,
        leaves_after=timedelta(seconds=turnout),
        travels=timedelta(seconds=metres * ROUTE_FACTOR / pace),
        works=timedelta(seconds=_log_normal(habits.works_s, TURNOUT_SIGMA, noise["work"])),
        failing=_failing(luck["fails"], habits),
        fails_after=timedelta(seconds=SOONEST_TAP_S + luck["when"] * turnout),
    )


def _reply(luck: dict[str, float], metres: float, habits: Habits) -> Reply:
    if luck["yes"] < habits.acceptance * math.exp(-metres / FADES_OVER_M):
        return Reply.COMES
    return Reply.REFUSES if luck["no"] < NO_AMONG_NOT_YES else Reply.STAYS_SILENT


def _failing(luck: float, habits: Habits) -> Failing:
    if luck < habits.withdraws:
        return Failing.WITHDRAWS
    return Failing.NEVER_ARRIVES if luck < habits.withdraws + habits.never_arrives else Failing.NONE


def _tap(luck: float, noise: float) -> float:
    median, sigma = (PROMPT_S, PROMPT_SIGMA) if luck < PROMPT_SHARE else (LATE_S, LATE_SIGMA)
    return SOONEST_TAP_S + _log_normal(median, sigma, noise)


def _reason(luck: float) -> str:
    for reason, share in REASONS.items():
        luck -= share
        if luck < 0:
            return reason
    return "other"


def _log_normal(median: float, sigma: float, noise: float) -> float:
    return median * math.exp(sigma * noise)
