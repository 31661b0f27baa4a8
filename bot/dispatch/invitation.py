"""One volunteer asked about one call, and what they acknowledged."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Standing(StrEnum):
    """Where an invited volunteer stands with the call."""

    ASKED = "asked"
    ASSIGNED = "assigned"
    STAND_BY = "stand_by"
    ON_THE_WAY = "on_the_way"
    ARRIVED = "arrived"
    DONE = "done"
    LEFT = "left"
    OVERDUE = "overdue"
    """Promised to be there and is long late: the place is open again, but they may still arrive."""
    CANNOT = "cannot"
    STOOD_DOWN = "stood_down"
    UNREACHABLE = "unreachable"


COMING = frozenset({Standing.ASSIGNED, Standing.ON_THE_WAY, Standing.ARRIVED, Standing.DONE})
"""They hold a place. Who is done keeps it: the work was done."""
ENGAGED = frozenset({Standing.ASSIGNED, Standing.STAND_BY, Standing.ON_THE_WAY, Standing.ARRIVED})
"""They are busy with this call and are asked for no other at the same time."""


class Acknowledgement(StrEnum):
    """A volunteer's reply to a call."""

    COMING = "coming"
    CANNOT = "cannot"
    ON_THE_WAY = "on_the_way"
    ARRIVED = "arrived"
    DONE = "done"
    LEFT = "left"
    SEEN = "seen"


class Reason(StrEnum):
    """Why somebody can't."""

    NOT_NOW = "not_now"
    TOO_FAR = "too_far"
    NOT_MY_SKILL = "not_my_skill"
    UNWELL = "unwell"
    OTHER = "other"


SOONEST = timedelta(minutes=10)
"""An arrival that nobody promised is not expected sooner than this, however near they live."""

NOT_NOW_FOR = timedelta(hours=2)
"""Who answers 'not now' may be asked again about the same call after this long."""

ALLOWED: dict[Acknowledgement, frozenset[Standing]] = {
    Acknowledgement.COMING: frozenset(
        {Standing.ASKED, Standing.CANNOT, Standing.STOOD_DOWN, Standing.LEFT, Standing.OVERDUE, Standing.UNREACHABLE}
    ),
    Acknowledgement.CANNOT: frozenset(
        {Standing.ASKED, Standing.STAND_BY, Standing.ASSIGNED, Standing.ON_THE_WAY, Standing.STOOD_DOWN, Standing.OVERDUE}
    ),
    Acknowledgement.ON_THE_WAY: frozenset({Standing.ASSIGNED, Standing.OVERDUE, Standing.ON_THE_WAY}),
    Acknowledgement.ARRIVED: frozenset({Standing.ASSIGNED, Standing.ON_THE_WAY, Standing.OVERDUE}),
    Acknowledgement.DONE: frozenset({Standing.ARRIVED}),
    Acknowledgement.LEFT: frozenset({Standing.ASSIGNED, Standing.ON_THE_WAY, Standing.ARRIVED, Standing.STAND_BY}),
    Acknowledgement.SEEN: frozenset(Standing),
}
"""From where each acknowledgement may be given. COMING leads to ASSIGNED or STAND_BY, whichever the places allow.

ON_THE_WAY said again, with minutes, means running late: a new promise.
"""


@dataclass(frozen=True, slots=True)
class Invitation:
    """One person asked about one call. `skills` are those they had when asked."""

    id: int
    call_id: int
    person_key: int
    token: str
    wave: int
    asked_at: datetime
    skills: frozenset[str]
    distance_m: float
    travel_s: float
    """Estimated seconds from deciding to arriving, at the speed of their transport."""
    standing: Standing = Standing.ASKED
    delivered_at: datetime | None = None
    seen_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: int | None = None
    """Who answered for them, where it was somebody else."""
    eta_at: datetime | None = None
    arrived_at: datetime | None = None
    finished_at: datetime | None = None
    reason: Reason | None = None
    again_at: datetime | None = None
    bearing: float | None = None
    """Which way the call lies from their home, degrees: 0 north, 90 east; None where it lies at their door."""

    @property
    def is_coming(self) -> bool:
        """Whether they hold a place."""
        return self.standing in COMING

    def may(self, acknowledgement: Acknowledgement) -> bool:
        """Whether this acknowledgement means something from where they stand."""
        return self.standing in ALLOWED[acknowledgement]

    def seen(self, now: datetime) -> "Invitation":
        """Note that they pressed something; bots get no read receipts."""
        return self if self.seen_at else replace(self, seen_at=now)

    def overdue(self, now: datetime, grace: timedelta) -> bool:
        """Whether they promised to be there and are more than `grace` late."""
        on_the_way = self.standing in {Standing.ASSIGNED, Standing.ON_THE_WAY}
        return on_the_way and self.eta_at is not None and now >= self.eta_at + grace


@dataclass(frozen=True, slots=True)
class Tally:
    """A call's invitations, counted. `coming` includes those on the way, arrived and done."""

    asked: int = 0
    delivered: int = 0
    seen: int = 0
    coming: int = 0
    stand_by: int = 0
    on_the_way: int = 0
    arrived: int = 0
    done: int = 0
    overdue: int = 0
    cannot: int = 0
    silent: int = 0
    unreachable: int = 0

    @classmethod
    def of(cls, invitations: Iterable[Invitation]) -> "Tally":
        """Count them."""
        every = list(invitations)
        stands = [invitation.standing for invitation in every]
        return cls(
            asked=len(every),
            delivered=sum(invitation.delivered_at is not None for invitation in every),
            seen=sum(invitation.seen_at is not None for invitation in every),
            coming=sum(stand in COMING for stand in stands),
            stand_by=stands.count(Standing.STAND_BY),
            on_the_way=stands.count(Standing.ON_THE_WAY),
            arrived=sum(stand in {Standing.ARRIVED, Standing.DONE} for stand in stands),
            done=stands.count(Standing.DONE),
            overdue=stands.count(Standing.OVERDUE),
            cannot=sum(stand in {Standing.CANNOT, Standing.LEFT} for stand in stands),
            silent=stands.count(Standing.ASKED),
            unreachable=stands.count(Standing.UNREACHABLE),
        )
