"""What is written into the audit: who did, saw or changed what; keys and counts only, so it may outlive the people."""

from enum import StrEnum
from typing import Protocol


class Deed(StrEnum):
    """Something that changes what the town does, or shows somebody's data to somebody else."""

    CALL_ISSUED = "call_issued"
    CALL_WIDENED = "call_widened"
    CALL_CORRECTED = "call_corrected"
    CALL_TAKEN_OVER = "call_taken_over"
    CALL_CLOSED = "call_closed"
    ANSWERED_FOR = "answered_for"
    """A coordinator answered in a volunteer's name. A volunteer's own answers stand in the call's history."""
    VOLUNTEER_APPROVED = "volunteer_approved"
    VOLUNTEER_DECLINED = "volunteer_declined"
    ROLE_INVITED = "role_invited"
    ROLE_OFFERED = "role_offered"
    ROLE_GIVEN = "role_given"
    ROLE_ENDED = "role_ended"
    CODE_USED = "code_used"
    CODE_WRONG = "code_wrong"
    CHAT_LINKED = "chat_linked"
    CHAT_UNLINKED = "chat_unlinked"
    ERASED = "erased"
    SETTINGS_IMPORTED = "settings_imported"
    SETTINGS_EXPORTED = "settings_exported"
    AUDIT_EXPORTED = "audit_exported"
    BACKED_UP = "backed_up"
    RESTORED = "restored"
    RETAINED = "retained"
    """Data grew too old and were dropped; the detail counts them by class."""
    DETAILS_SHOWN = "details_shown"
    """A volunteer got a place: address, meeting point and contact appear in their chat."""
    CARD_SHOWN = "card_shown"
    """A person's own chat got a call's live card, which names those who come."""
    PEOPLE_SHOWN = "people_shown"
    PHONES_SHOWN = "phones_shown"
    HISTORY_SHOWN = "history_shown"
    NEWCOMERS_SHOWN = "newcomers_shown"
    OWN_DATA_SHOWN = "own_data_shown"
    CUT = "cut"
    """Rows older than the law asks for were dropped; the detail keeps the hash that the next row continues."""


class Audit(Protocol):
    """The audit of one town, within one transaction."""

    by: int | None
    """The person whose visit this is; None for the host and the clock."""

    def note(self, deed: Deed, *, by: int | None = None, about: int | None = None, call_id: int | None = None, detail: str = "") -> None:
        """Have a deed written in this transaction: done by `by`, or else by whoever visits. `detail` never holds personal data."""
