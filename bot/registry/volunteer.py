"""A volunteer: what they offered, when they may be called, and how to reach them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.registry.language import Language
from bot.registry.place import Point

ADULT_AGE = 18
HOURS_A_PART = 6
PARTS_A_DAY = 4
EVERY_TIME = (1 << (7 * PARTS_A_DAY)) - 1
"""Availability at every part of every day of the week."""


class AgeBand(StrEnum):
    """An age band by its lower end; its bounds are the ages that kinds of call ask for."""

    UNDER_14 = "under_14"
    FROM_14 = "from_14"
    FROM_15 = "from_15"
    FROM_16 = "from_16"
    FROM_18 = "from_18"
    FROM_21 = "from_21"
    FROM_24 = "from_24"
    FROM_65 = "from_65"

    @property
    def at_least(self) -> int:
        """The youngest age in the band, years."""
        return 0 if self is AgeBand.UNDER_14 else int(self.value.removeprefix("from_"))


class Transport(StrEnum):
    """How a volunteer gets about."""

    FOOT = "foot"
    BIKE = "bike"
    CAR = "car"

    @property
    def metres_per_second(self) -> float:
        """Typical speed on the way to a call (after Jonsson et al., Resuscitation 2020)."""
        return {Transport.FOOT: 1.5, Transport.BIKE: 3.2, Transport.CAR: 5.5}[self]


class Level(StrEnum):
    """What a volunteer agreed to be called for; each level includes the graver ones."""

    ROUTINE = "routine"
    EMERGENCY = "emergency"
    LIFE_SAVING = "life_saving"


class Standing(StrEnum):
    """Where a volunteer stands with the town."""

    JOINING = "joining"
    PROVISIONAL = "provisional"
    APPROVED = "approved"
    DECLINED = "declined"


class Reach(StrEnum):
    """Whether messages get through to a person's chat."""

    OPEN = "open"
    BLOCKED = "blocked"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local whole hours in which a volunteer sleeps, from `begins` up to `ends`; they may cross midnight."""

    begins: int = 0
    ends: int = 0
    wake_for_life: bool = True

    @property
    def mask(self) -> int:
        """The quiet hours of the day as 24 bits."""
        if self.begins <= self.ends:
            return sum(1 << hour for hour in range(self.begins, self.ends))
        return ((1 << 24) - 1) & ~QuietHours(self.ends, self.begins).mask


@dataclass(frozen=True, slots=True)
class Volunteer:
    """One person's offer to one town. `availability` has one bit for each of the four parts of the seven days."""

    person_key: int
    town: str
    language: Language
    standing: Standing = Standing.JOINING
    age_band: AgeBand | None = None
    neighbourhood: str | None = None
    home: Point | None = None
    is_home_exact: bool = False
    transport: Transport = Transport.FOOT
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    clusters: frozenset[str] = frozenset()
    """Clusters they want to hear from; empty means every one."""
    level: Level = Level.ROUTINE
    availability: int = EVERY_TIME
    quiet: QuietHours = QuietHours()
    paused_until: datetime | None = None
    on_duty_until: datetime | None = None
    reach: Reach = Reach.OPEN
    consent_version: str | None = None
    consented_at: datetime | None = None
    approved_at: datetime | None = None
    referred_on: date | None = None
    """The day the town sent the National Insurance referral."""
    asked: int = 0
    said_yes: int = 0


def part_of_week(now: datetime, zone: ZoneInfo) -> int:
    """Return the bit number of this moment's quarter day, local: Sunday night is 0, six hours a part."""
    local = now.astimezone(zone)
    return (local.isoweekday() % 7) * PARTS_A_DAY + local.hour // HOURS_A_PART


def is_registered(volunteer: Volunteer | None) -> bool:
    """Whether someone handed their offer in."""
    return volunteer is not None and volunteer.standing is not Standing.JOINING
