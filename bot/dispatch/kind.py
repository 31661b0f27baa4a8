"""The kinds of call a town knows, and the waves each goes out in."""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum, StrEnum

from bot.registry.language import Names


class Mode(StrEnum):
    """Whether a call belongs to the ordinary week or to an emergency."""

    ROUTINE = "routine"
    EMERGENCY = "emergency"


class Severity(IntEnum):
    """How much hangs on a call; a greater number is graver."""

    ROUTINE = 0
    URGENT = 1
    LIFE_SAVING = 2


class Flag(StrEnum):
    """A condition a kind of call sets. Only those in ENFORCED_FLAGS are held to by code."""

    CONFIDENTIAL = "confidential"
    DRILL = "drill"
    INDOOR = "indoor"
    KOSHER = "kosher"
    OUTDOOR = "outdoor"
    REMOTE_OK = "remote_ok"
    MINORS_OK = "minors_ok"
    BUSINESS_PARTNER = "business_partner"
    FAMILY = "family"
    HYGIENE = "hygiene"
    SAFETY_GEAR = "safety_gear"
    PAIRS = "pairs"
    RECURRING = "recurring"
    SHELTER_HOLD = "shelter_hold"
    SHELTER_NEAR = "shelter_near"
    AFTER_ALL_CLEAR = "after_all_clear"
    ROLL_LIST = "roll_list"
    VEHICLE_INSURANCE = "vehicle_insurance"
    POLICE_CLEARANCE = "police_clearance"
    ADULT_PRESENT = "adult_present"
    ENGINEER_OK = "engineer_ok"
    AUTHORITY_ESCORT = "authority_escort"
    POLICE_LEAD = "police_lead"
    DAYLIGHT = "daylight"
    CREDENTIAL_CHECK = "credential_check"
    PROFESSIONAL = "professional"


HELD_FLAGS = frozenset({Flag.CONFIDENTIAL, Flag.DRILL})
"""Held to by code: details go only to those assigned (on every kind), and a drill is marked as one in every message."""

INFORMATION_FLAGS = frozenset(
    {
        Flag.BUSINESS_PARTNER,
        Flag.FAMILY,
        Flag.HYGIENE,
        Flag.INDOOR,
        Flag.KOSHER,
        Flag.MINORS_OK,
        Flag.OUTDOOR,
        Flag.REMOTE_OK,
        Flag.SAFETY_GEAR,
        Flag.SHELTER_NEAR,
    }
)
"""Told to people and promised to nobody: nobody is endangered when code does nothing more about them.

Permissions (minors_ok, remote_ok) are here because leaving them unused only narrows who is asked.
"""

ENFORCED_FLAGS: frozenset[str] = HELD_FLAGS | INFORMATION_FLAGS
"""A kind with any other flag cannot be issued: it would promise what code does not hold to."""

ENFORCED_CREDENTIALS: frozenset[str] = frozenset()
"""Credentials that code checks before a person is asked; none until the registry keeps credentials."""


@dataclass(frozen=True, slots=True)
class Slot:
    """`count` places for people who have at least one of `skills`."""

    skills: frozenset[str]
    count: int


class RungTo(StrEnum):
    """Whom an unanswered call climbs to."""

    CLUSTER_LEADS = "cluster_leads"
    COORDINATORS = "coordinators"


@dataclass(frozen=True, slots=True)
class Wave:
    """One batch of invitations: `after` the call opened, within `reach` times the kind's radius, `per_place` people for each open place.

    `slots_first` asks only people whose skills fill an open slot; later waves take any of the kind's skills.
    """

    after: timedelta
    reach: float
    per_place: float
    slots_first: bool = True


@dataclass(frozen=True, slots=True)
class Rung:
    """One step up when a call stays unfilled `after` its opening."""

    after: timedelta
    to: RungTo


@dataclass(frozen=True, slots=True)
class Plan:
    """A call's whole escalation, in order of time."""

    waves: tuple[Wave, ...]
    rungs: tuple[Rung, ...]
    arrival_grace: timedelta = timedelta(minutes=10)
    """How long after the promised arrival a place opens again."""


@dataclass(frozen=True, slots=True)
class CallKind:
    """A typical call of the town: what it needs and how it goes out. Radius in metres."""

    code: str
    mode: Mode
    cluster: str
    names: Names
    severity: Severity
    slots: tuple[Slot, ...]
    minimum: int
    target: int
    radius_m: float
    lasts: timedelta
    within: timedelta
    """How soon people should be there (emergency), or how far ahead it is usually asked (routine)."""
    min_age: int
    flags: frozenset[str]
    plan: Plan
    languages: frozenset[str] = frozenset()
    """Language codes of which a volunteer must speak at least one; empty asks for none."""
    credentials: frozenset[str] = frozenset()
    """Papers without which nobody may be sent, whatever their skills."""

    @property
    def skills(self) -> frozenset[str]:
        """Every skill that fills some slot of this kind."""
        return frozenset().union(*(slot.skills for slot in self.slots))

    @property
    def needed(self) -> int:
        """The fewest people with whom the call can be done: the larger of the minimum and the slots."""
        return max(self.minimum, sum(slot.count for slot in self.slots))

    @property
    def unenforced(self) -> frozenset[str]:
        """The flags and credentials that code does not hold to yet; a kind with any cannot be issued."""
        return (self.flags - ENFORCED_FLAGS) | (self.credentials - ENFORCED_CREDENTIALS)
