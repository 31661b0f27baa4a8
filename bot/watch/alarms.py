"""What may be wrong with the bot itself, decided from one look around; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SILENT_FOR = timedelta(seconds=45)
"""A long poll is answered after 30 seconds at the latest; with the looks ten seconds apart a dark Telegram is told within a minute."""
URGENT_WAITS = timedelta(seconds=30)
ANY_WAITS = timedelta(minutes=10)
NOTHING_LEFT = timedelta(seconds=15)
"""A long queue is no alarm while messages leave: ten thousand take six minutes."""
UNREAD_WAITS = timedelta(seconds=30)
FEWEST_BYTES = 200 * 2**20
CLOCK_JUMP = timedelta(seconds=5)


class Alarm(StrEnum):
    """One condition; docs/operations.md says of each what to do."""

    DARK = "dark"
    TOKEN = "token"  # noqa: S105 - a word, no secret
    RIVAL = "rival"
    HOOK = "hook"
    BACKLOG = "backlog"
    BEHIND = "behind"
    DISK = "disk"
    CLOCK = "clock"
    QUARANTINE = "quarantine"
    UNWRITTEN = "unwritten"
    STUCK = "stuck"
    DATABASE = "database"


@dataclass(frozen=True, slots=True)
class Sight:
    """What one look saw. A database that can't be read leaves what stands in it unseen."""

    now: datetime
    last_heard: datetime | None = None
    is_failing: bool = False
    is_token_refused: bool = False
    has_rival: bool = False
    is_hook_taken: bool = False
    urgent_since: datetime | None = None
    waiting_since: datetime | None = None
    last_sent: datetime | None = None
    unread_since: datetime | None = None
    quarantined: int = 0
    unwritten: Sequence[int] = ()
    stuck: Sequence[int] = ()
    free_bytes: int | None = None
    clock_jumped: bool = False
    is_database_well: bool = True


def alarms(sight: Sight) -> Mapping[Alarm, datetime]:
    """Return what is wrong now, and since when."""
    found = {
        Alarm.DARK: sight.last_heard if _is_dark(sight) else None,
        Alarm.TOKEN: sight.now if sight.is_token_refused else None,
        Alarm.RIVAL: sight.now if sight.has_rival else None,
        Alarm.HOOK: sight.now if sight.is_hook_taken else None,
        Alarm.BACKLOG: _backlog(sight),
        Alarm.BEHIND: sight.unread_since if _older(sight.unread_since, UNREAD_WAITS, sight.now) else None,
        Alarm.DISK: sight.now if sight.free_bytes is not None and sight.free_bytes < FEWEST_BYTES else None,
        Alarm.CLOCK: sight.now if sight.clock_jumped else None,
        Alarm.QUARANTINE: sight.now if sight.quarantined else None,
        Alarm.UNWRITTEN: sight.now if sight.unwritten else None,
        Alarm.STUCK: sight.now if sight.stuck and not _is_dark(sight) else None,
        Alarm.DATABASE: None if sight.is_database_well else sight.now,
    }
    return {alarm: since for alarm, since in found.items() if since is not None}


def _is_dark(sight: Sight) -> bool:
    return sight.is_failing and _older(sight.last_heard, SILENT_FOR, sight.now)


def _backlog(sight: Sight) -> datetime | None:
    """A queue that does not move, where neither a dark Telegram nor a refused token says why."""
    if _is_dark(sight) or sight.is_token_refused or not _older(sight.last_sent, NOTHING_LEFT, sight.now, never=True):
        return None
    if _older(sight.urgent_since, URGENT_WAITS, sight.now):
        return sight.urgent_since
    return sight.waiting_since if _older(sight.waiting_since, ANY_WAITS, sight.now) else None


def _older(moment: datetime | None, than: timedelta, now: datetime, *, never: bool = False) -> bool:
    return never if moment is None else now - moment >= than
