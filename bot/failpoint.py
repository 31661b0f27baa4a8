"""Named points at which a test may kill, stop or fail this very process; next to free while none is armed."""

import logging
import os
import re
import signal
from dataclasses import dataclass
from enum import StrEnum

logger = logging.getLogger(__name__)

SPOKEN = re.compile(r"(?P<point>[a-z_.]+)(?::(?P<nth>[1-9]\d{0,5}))?=(?P<deed>[a-z]+)")


class Failpoint(StrEnum):
    """Every point, by the room it lies in. A test proves that each is reached and that nothing is lost there."""

    INBOX_AFTER_FETCH = "inbox.after_fetch"
    INBOX_AFTER_INSERT = "inbox.after_insert"
    INBOX_AFTER_COMMIT = "inbox.after_commit"
    INBOX_BEFORE_OFFSET = "inbox.before_offset"
    EFFECT_BEFORE_TX = "effect.before_tx"
    EFFECT_MID_TX = "effect.mid_tx"
    EFFECT_BEFORE_COMMIT = "effect.before_commit"
    EFFECT_AFTER_COMMIT = "effect.after_commit"
    EFFECT_BEFORE_ANSWER = "effect.before_answer"
    OUTBOX_AFTER_ENQUEUE = "outbox.after_enqueue"
    OUTBOX_AFTER_CLAIM = "outbox.after_claim"
    OUTBOX_BEFORE_WRITE = "outbox.before_write"
    OUTBOX_AFTER_WRITE = "outbox.after_write"
    OUTBOX_AFTER_RESPONSE = "outbox.after_response"
    OUTBOX_BEFORE_RESULT_COMMIT = "outbox.before_result_commit"
    OUTBOX_AFTER_RESULT_COMMIT = "outbox.after_result_commit"
    CALL_MID_ISSUE = "call.mid_issue"
    CALL_MID_ANSWER = "call.mid_answer"
    CALL_MID_CLOSE = "call.mid_close"
    WAVE_AFTER_TIMER = "wave.after_timer"
    WAVE_MID_PICK = "wave.mid_pick"
    WAVE_AFTER_COMMIT = "wave.after_commit"
    APPROVE_MID = "approve.mid"
    TIDY_MID = "tidy.mid"
    ERASE_MID = "erase.mid"
    ERASE_BEFORE_SCRUB = "erase.before_scrub"
    START_AFTER_MIGRATE = "start.after_migrate"
    START_MID_RECOVER = "start.mid_recover"
    START_AFTER_RECOVER = "start.after_recover"
    MIGRATE_MID = "migrate.mid"
    IMPORT_MID = "import.mid"
    BACKUP_MID = "backup.mid"
    RESTORE_BEFORE_REPLACE = "restore.before_replace"
    RESTORE_AFTER_REPLACE = "restore.after_replace"
    PROBE_AFTER_CANARY = "probe.after_canary"
    PROBE_MID_SCAN = "probe.mid_scan"
    PROBE_BEFORE_MARK = "probe.before_mark"


class Deed(StrEnum):
    """What happens at the point: the process is killed, stopped until somebody lets it go on, or an exception is raised."""

    KILL = "kill"
    STOP = "stop"
    RAISE = "raise"


class FailpointReached(Exception):
    """Raised at a point armed with `raise`; nobody catches it by name."""


@dataclass(slots=True)
class Armed:
    """One armed point; `left` visits are still let pass."""

    point: Failpoint
    deed: Deed
    left: int


class NoSuchFailpoint(ValueError):
    """The words name no point and deed of ours."""


_armed: Armed | None = None


def reach(point: Failpoint) -> None:
    """Say that a point is reached. Raises FailpointReached where it is armed so; a kill never returns."""
    if _armed is not None:
        _visit(_armed, point)


def arm(said: str) -> None:
    """Arm one point, `outbox.after_claim:3=kill` for its third visit; empty disarms. Raises NoSuchFailpoint."""
    global _armed  # noqa: PLW0603 - a process has one fate, and reaching a point must cost one look
    _armed = spoken(said) if said else None
    if _armed is not None:
        logger.warning("failpoint %s is armed: this process is meant to fail", said)


def spoken(said: str) -> Armed:
    """Return what the words arm. Raises NoSuchFailpoint."""
    match = SPOKEN.fullmatch(said)
    try:
        if match:
            return Armed(Failpoint(match["point"]), Deed(match["deed"]), int(match["nth"] or 1) - 1)
    except ValueError:
        pass
    message = f"{said!r} is no failpoint: say POINT[:NTH]=kill|stop|raise, with a point of {', '.join(Failpoint)}"
    raise NoSuchFailpoint(message)


def _visit(armed: Armed, point: Failpoint) -> None:
    if armed.point is not point:
        return
    if armed.left:
        armed.left -= 1
        return
    arm("")
    _do(armed.deed, point)


def _do(deed: Deed, point: Failpoint) -> None:
    match deed:
        case Deed.KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        case Deed.STOP:
            os.kill(os.getpid(), signal.SIGSTOP)
        case Deed.RAISE:
            raise FailpointReached(point)
