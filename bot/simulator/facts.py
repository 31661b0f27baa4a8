"""What a drill knows for sure about its people and its call, without asking the bot: what the judge judges by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

ANY_LEVEL = frozenset({"routine", "emergency", "life_saving"})
"""The consent levels, from the widest to the narrowest."""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """One resident: who they are, what they offered and agreed to. Positions in degrees, `age` the youngest they can be."""

    chat_id: int
    name: str
    phone: str
    language: str
    lat: float
    lon: float
    age: int
    skills: frozenset[str]
    languages: frozenset[str]
    level: str = "routine"
    clusters: frozenset[str] = frozenset()
    is_approved: bool = True
    is_paused: bool = False
    has_blocked: bool = False
    """They have blocked the bot before the call, and it was never told."""
    quiet_hours: frozenset[int] = frozenset()
    """Local hours in which their phone must not ring."""
    free_parts: frozenset[int] | None = None
    """Quarter days of the week in which they may be needed, Sunday night 0; None for all."""


@dataclass(frozen=True, slots=True)
class CallFacts:
    """One call as the coordinator meant it. `places` are the skills of which one fills each place; radius in metres."""

    number: int
    is_emergency: bool
    saves_life: bool
    cluster: str
    places: tuple[frozenset[str], ...]
    needed: int
    languages: frozenset[str]
    min_age: int
    lat: float
    lon: float
    widest_m: float
    """The widest wave's reach."""
    sent_at: datetime
    starts_at: datetime
    zone: ZoneInfo
    secrets: frozenset[str] = frozenset()
    """Words that only those assigned may see: the address, the meeting point, the contact."""
    outcome: str = "done"
    closed_at: datetime | None = None

    @property
    def target(self) -> int:
        """How many people should come."""
        return len(self.places)

    @property
    def skills(self) -> frozenset[str]:
        """Every skill that fills some place."""
        return frozenset().union(*self.places)


@dataclass(frozen=True, slots=True)
class Deed:
    """One press of a resident on a button of an invitation, as their hand made it."""

    at: datetime
    chat_id: int
    verb: str
    arg: str = ""
    answered: bool = True
    """Whether the little clock on the button stopped."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What the call's own books say about one person: that they were asked, and that the message was delivered."""

    chat_id: int
    asked_at: datetime
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the judge is given beside the ground truth. `staff` are the chats of coordinators."""

    people: Mapping[int, PersonFacts]
    staff: frozenset[int]
    call: CallFacts
    deeds: tuple[Deed, ...]
    claims: tuple[Claim, ...]
    busy_before: Mapping[int, datetime] = field(default_factory=dict)
    """Chats in which a conversation of their own ran until this moment: what came before it is not judged."""
