"""What a seed tells: who does what in the small town, what goes wrong, and when the machine dies."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from bot.simulator.chaos.fuse import Crash, Point
from bot.simulator.chaos.small_town import CAST
from bot.simulator.telegram.faults import When
from bot.simulator.telegram.mishaps import Hang, HtmlPage, JsonError, Mishap, NoConnection, Reset, TooMany, Truncated, WrongJson

NTH = {
    Point.STATEMENT: 700,
    Point.COMMIT: 70,
    Point.COMMITTED: 70,
    Point.REQUEST: 60,
    Point.ACCEPTED: 60,
    Point.ANSWERED: 60,
}
"""About as often as a life that is not cut short passes each point."""

CORRECTS, ROUTINE, JOINS, CANCELS, REPLAYS, SHUFFLES = 0.15, 0.2, 0.08, 0.3, 0.3, 0.3
"""How many stories hold a correction, a routine call beside the emergency, a newcomer, a cancellation, everything again, a shuffle."""
MOST_FAULTS, MOST_CRASHES, MOST_REPEATS = 8, 4, 5
MISHAPS: tuple[Mishap, ...] = (
    TooMany(1),
    TooMany(2),
    TooMany(5),
    JsonError(500),
    HtmlPage(502),
    Hang(timedelta(seconds=1.5)),
    Hang(timedelta(seconds=8)),
    Reset(),
    NoConnection(),
    Truncated(),
    WrongJson(),
)
"""What passes by itself; who has blocked the bot is the story's own."""
METHODS = ("sendMessage", "editMessageText", "answerCallbackQuery", "getUpdates", "")


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that goes wrong at Telegram: the `skip`-th request of a method (any when empty) meets a mishap, `times` times."""

    do: Mishap
    when: When
    method: str
    skip: int
    times: int = 1

    def __str__(self) -> str:
        """Say it in a line."""
        return f"{self.do} {self.when} at {self.method or 'any request'} {self.skip + 1}"


@dataclass(frozen=True, slots=True)
class Repeat:
    """The n-th update is delivered again, `copies` times, or what waits then is put into another order among its queues."""

    nth: int
    copies: int = 1
    is_shuffle: bool = False

    def __str__(self) -> str:
        """Say it in a line."""
        return f"update {self.nth} {'and those waiting are shuffled' if self.is_shuffle else f'comes {self.copies} times more'}"


Mischief = Trouble | Crash | Repeat


@dataclass(frozen=True, slots=True)
class Story:
    """One seed's story. `mischief` is numbered by its place; a shrunk story holds fewer of the same."""

    seed: int
    people: int
    """How many the emergency asks for."""
    blocked: frozenset[int]
    """Residents who blocked the bot unseen."""
    corrects: bool
    routine: bool
    joins: bool
    is_cancelled: bool
    lasts_s: float
    """The coordinator closes the emergency after so long."""
    replays: bool
    """At the end every update comes again, and the machine is restarted: nothing may change."""
    mischief: tuple[Mischief, ...]

    def only(self, numbers: Collection[int]) -> "Story":
        """Return the same story with only these pieces of mischief."""
        return replace(self, mischief=tuple(one for number, one in enumerate(self.mischief) if number in numbers))


def story(seed: int) -> Story:
    """Draw a story. The same seed is the same story."""
    chance = Random(f"{seed}:story")
    fitting = [number for number, one in enumerate(CAST) if one.is_approved and not one.is_paused]
    return Story(
        seed=seed,
        people=chance.choice((2, 2, 3, 3, 4)),
        blocked=frozenset(chance.sample(fitting, chance.choice((0, 0, 1, 2)))),
        corrects=_draws(CORRECTS, chance),
        routine=_draws(ROUTINE, chance),
        joins=_draws(JOINS, chance),
        is_cancelled=_draws(CANCELS, chance),
        lasts_s=chance.choice((14.0, 22.0, 30.0, 45.0, 70.0)),
        replays=_draws(REPLAYS, chance),
        mischief=_mischief(Random(f"{seed}:mischief")),
    )


def _mischief(chance: Random) -> tuple[Mischief, ...]:
    crashes = [_crash(chance) for _ in range(chance.choice((0, 1, 1, 2, 2, 3, MOST_CRASHES)))]
    troubles = [_trouble(chance) for _ in range(chance.randint(0, MOST_FAULTS))]
    repeats = [_repeat(chance) for _ in range(chance.randint(0, MOST_REPEATS))]
    return (*crashes, *troubles, *repeats)


def _crash(chance: Random) -> Crash:
    point = chance.choice(list(NTH))
    return Crash(point, chance.randint(1, NTH[point]), chance.choice((0.2, 1.0, 3.0)))


def _trouble(chance: Random) -> Trouble:
    do = chance.choice(MISHAPS)
    when = When.BEFORE_ACCEPT if isinstance(do, TooMany | NoConnection) else chance.choice(list(When))
    if isinstance(do, Hang) and when is When.LATE:
        when = When.BEFORE_ACCEPT
    return Trouble(do, when, chance.choice(METHODS), chance.randint(0, 40), chance.choice((1, 1, 2)))


def _repeat(chance: Random) -> Repeat:
    return Repeat(chance.randint(1, 40), chance.choice((1, 2)), is_shuffle=_draws(SHUFFLES, chance))


def _draws(share: float, chance: Random) -> bool:
    return chance.uniform(0, 1) < share
