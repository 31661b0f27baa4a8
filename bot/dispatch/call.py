"""A call: the town asks for people, now or later, at a place."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.dispatch.kind import CallKind, Mode, Severity
from bot.registry.place import Point


class CallState(StrEnum):
    """A call is open while places are free, filled while none is; only a person closes it."""

    OPEN = "open"
    FILLED = "filled"
    CLOSED = "closed"


class Outcome(StrEnum):
    """How a call ended."""

    DONE = "done"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    """Its time passed while Telegram was dark, and nobody had taken a place."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a call is. `address` and `contact` identify people: only those assigned ever see them."""

    point: Point
    neighbourhood: str | None
    address: str = ""
    meeting_point: str = ""
    contact: str = ""
    is_exact: bool = False
    """Whether `point` is the very place, and so a private detail too, or stands for the neighbourhood."""


@dataclass(frozen=True, slots=True)
class CallDraft:
    """What a coordinator decided before sending."""

    kind: CallKind
    spot: Spot
    people: int
    """How many people should come; at least the kind's `needed`."""
    words: str = ""
    """The coordinator's own words, shown as written."""
    language: str = "he"
    starts_at: datetime | None = None
    lasts: timedelta | None = None
    is_drill: bool = False
    ref_106: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One call with its own copy of its kind and plan, so that later changes of the town's profile leave it alone."""

    id: int
    town: str
    number: int
    kind: CallKind
    spot: Spot
    needed: int
    target: int
    words: str
    language: str
    is_drill: bool
    ref_106: str
    owner: int
    opened_at: datetime
    starts_at: datetime
    ends_at: datetime
    token: str
    state: CallState = CallState.OPEN
    outcome: Outcome | None = None
    closed_at: datetime | None = None
    text_version: int = 1
    wave: int = -1
    """The wave under way; -1 before the first."""
    wave_quota: int = 0
    next_wave_at: datetime | None = None
    rung: int = 0
    """How many rungs it has climbed."""
    filled_at: datetime | None = None
    counts_from: datetime | None = None
    """From when the plan's minutes are counted, where that is later than the opening: while Telegram is dark its clock stands."""

    @property
    def plan_began(self) -> datetime:
        """From when the minutes of its waves and rungs are counted."""
        return self.counts_from or self.opened_at

    @property
    def severity(self) -> Severity:
        """How much hangs on it."""
        return self.kind.severity

    @property
    def is_emergency(self) -> bool:
        """Whether it overtakes everything routine."""
        return self.kind.mode is Mode.EMERGENCY

    @property
    def is_closed(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state is CallState.CLOSED


def opened(draft: CallDraft, *, town: str, number: int, owner: int, token: str, now: datetime) -> Call:
    """Return the call that a draft opens at this moment, not yet written down; its first wave is due at once."""
    starts_at = draft.starts_at or now
    return Call(
        id=0,
        town=town,
        number=number,
        kind=draft.kind,
        spot=draft.spot,
        needed=draft.kind.needed,
        target=max(draft.people, draft.kind.needed),
        words=draft.words,
        language=draft.language,
        is_drill=draft.is_drill or "drill" in draft.kind.flags,
        ref_106=draft.ref_106,
        owner=owner,
        opened_at=now,
        starts_at=starts_at,
        ends_at=starts_at + (draft.lasts or draft.kind.lasts),
        token=token,
        next_wave_at=now,
    )
