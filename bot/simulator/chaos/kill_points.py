"""Which failpoints a living town comes past, and what its people must do for it."""

from bot.failpoint import Failpoint

FIRST = (Failpoint.MIGRATE_MID,)
"""Reached by a start with an empty database: the migration happens once."""
WAVES = (Failpoint.WAVE_AFTER_TIMER, Failpoint.WAVE_AFTER_COMMIT)
"""Reached once a call nobody answers has waited for its next wave."""
ENDS = (Failpoint.CALL_MID_CLOSE, Failpoint.ERASE_MID, Failpoint.ERASE_BEFORE_SCRUB)
"""Reached when the coordinator closes a call, or someone has themselves forgotten."""
STARTS = (Failpoint.START_AFTER_MIGRATE, Failpoint.START_MID_RECOVER, Failpoint.START_AFTER_RECOVER)
"""Reached at every start."""
EVERYDAY = (
    Failpoint.INBOX_AFTER_FETCH,
    Failpoint.INBOX_AFTER_INSERT,
    Failpoint.INBOX_AFTER_COMMIT,
    Failpoint.INBOX_BEFORE_OFFSET,
    Failpoint.EFFECT_BEFORE_TX,
    Failpoint.EFFECT_MID_TX,
    Failpoint.EFFECT_BEFORE_COMMIT,
    Failpoint.EFFECT_AFTER_COMMIT,
    Failpoint.EFFECT_BEFORE_ANSWER,
    Failpoint.OUTBOX_AFTER_ENQUEUE,
    Failpoint.OUTBOX_AFTER_CLAIM,
    Failpoint.OUTBOX_BEFORE_WRITE,
    Failpoint.OUTBOX_AFTER_WRITE,
    Failpoint.OUTBOX_AFTER_RESPONSE,
    Failpoint.OUTBOX_BEFORE_RESULT_COMMIT,
    Failpoint.OUTBOX_AFTER_RESULT_COMMIT,
)
"""Reached by whatever anybody says and presses; registering is enough."""
CALLS = (Failpoint.APPROVE_MID, Failpoint.CALL_MID_ISSUE, Failpoint.WAVE_MID_PICK)
"""Reached by letting volunteers in and issuing a call."""
ANSWERS = (Failpoint.CALL_MID_ANSWER,)

STOPPING = (Failpoint.EFFECT_BEFORE_TX, Failpoint.OUTBOX_AFTER_CLAIM, Failpoint.OUTBOX_AFTER_WRITE, Failpoint.OUTBOX_AFTER_RESPONSE)
"""Where a bot that stands still holds something another will take from it: an update, claims, a result that is still to be written."""

SERVING = (*FIRST, *STARTS, *EVERYDAY, *CALLS, *WAVES, *ANSWERS, *ENDS)
"""Every point of a serving bot, in the order in which a town comes past them; the others lie in what a host does by hand."""

BY_HAND = (
    Failpoint.TIDY_MID,
    Failpoint.IMPORT_MID,
    Failpoint.BACKUP_MID,
    Failpoint.RESTORE_BEFORE_REPLACE,
    Failpoint.RESTORE_AFTER_REPLACE,
    Failpoint.PROBE_AFTER_CANARY,
    Failpoint.PROBE_MID_SCAN,
    Failpoint.PROBE_BEFORE_MARK,
)
"""Reached by what a host does or allows (the gap probe), or by the hour: tests/chaos/test_failpoints*.py go there."""
