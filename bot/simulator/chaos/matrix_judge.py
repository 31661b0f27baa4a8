"""Judges a run of the fault matrix from outside: what people did and what Telegram took, beside the books."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.simulator.chaos.sim import Played
from bot.simulator.chaos.small_town import CAST, chat_of
from bot.simulator.evidence import INVITATION
from bot.simulator.telegram.truth import Answer, Record

MICROSECONDS = 1_000_000
PROPER_ENDS = ("blocked", "deactivated", "no_chat", "message gone", "too large")
"""Why a message may end unsent with a reason a coordinator sees: the person or the message is gone."""
MOST_EDITS_A_MINUTE = 12
MOST_CALLBACK_BYTES, MOST_BUTTONS = 64, 100
IN_FLIGHT = 4
BAD_REQUEST = 400
CAN_HELP = frozenset({"generator_op", "logistics"})
LETS_PRESSES_DIE = frozenset({"F21", "F39"})
"""Telegram drops presses after 150 s; whoever pressed is asked again."""
MAY_QUARANTINE = frozenset({"F26", "F27"})


@dataclass(frozen=True, slots=True)
class Found:
    """What one run came to. `duplicates_forced` are copies whose first one's answer was swallowed."""

    lost: int = 0
    wrong_recipients: int = 0
    duplicates_unforced: int = 0
    duplicates_forced: int = 0
    faults: int = 0
    complaints: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether nothing was lost, doubled without cause, sent to a wrong person or built as Telegram forbids."""
        return not (self.lost or self.wrong_recipients or self.duplicates_unforced or self.complaints)

    def figures(self) -> dict[str, int]:
        """Return the numbers alone."""
        names = ("lost", "wrong_recipients", "duplicates_unforced", "duplicates_forced", "faults")
        return {name: getattr(self, name) for name in names}


def judge(played: Played, fault_ids: frozenset[str]) -> Found:
    """Say what a run came to, from Telegram's log and what people did, held against the books."""
    lost = [*_unsent(played), *_ended_wrongly(played), *_never_obeyed(played, fault_ids)]
    wrong = list(_misdirected(played))
    forced, unforced = _copies(played)
    return Found(
        lost=len(lost),
        wrong_recipients=len(wrong),
        duplicates_unforced=unforced,
        duplicates_forced=forced,
        complaints=[*lost, *wrong, *_misbuilt(played)],
    )


def _unsent(played: Played) -> Iterator[str]:
    """Messages that could have left and did not."""
    end = played.ended_at.timestamp() * MICROSECONDS
    sent = {row["row"] for row in played.books["outbox"] if row["message_id"] is not None}
    for row in played.books["outbox"]:
        waits = row["not_before"] is not None and row["not_before"] > end
        follows_unsent = row["edits"] is not None and row["edits"] not in sent
        if row["state"] in {"queued", "sending"} and not waits and not follows_unsent:
            yield f"message {row['row']} ({row['topic']}) never left: {row['state']} {row['error']}"


def _ended_wrongly(played: Played) -> Iterator[str]:
    for row in played.books["outbox"]:
        is_news = row["edits"] is None and row["topic"] != "relay"
        if row["state"] == "dead" and is_news and not str(row["error"]).startswith(PROPER_ENDS):
            yield f"message {row['row']} ({row['topic']}) was given up: {row['error']}"


def _never_obeyed(played: Played, fault_ids: frozenset[str]) -> Iterator[str]:
    states = {row["update_id"]: row["state"] for row in played.books["inbox"]}
    for number, state in states.items():
        if state == "waiting" or (state == "quarantined" and not fault_ids & MAY_QUARANTINE):
            yield f"update {number} is {state}"
    if played.unfetched:
        yield f"{played.unfetched} updates were never fetched"
    may_die = bool(fault_ids & LETS_PRESSES_DIE)
    for deed in played.deeds:
        if deed.update_id not in states and not (may_die and deed.press is not None):
            yield f"what {deed.chat_id} did ({deed.verb}) at {deed.at:%H:%M:%S} never arrived"


def _misdirected(played: Played) -> Iterator[str]:
    """Invitations before eyes that they are not for."""
    chats = {row["key"]: row["chat_id"] for row in played.books["people"]}
    owners = {row["token"]: chats.get(row["person_key"]) for row in played.books["invitations"]}
    may_help = {chat_of(number) for number, one in enumerate(CAST) if one.is_approved and not one.is_paused and one.skills & CAN_HELP}
    for record in played.records:
        token = _token(record)
        if not record.accepted or record.method not in {"sendMessage", "editMessageText"} or token is None:
            continue
        if record.chat_id != owners.get(token) or record.chat_id not in may_help:
            yield f"{record.chat_id} was shown an invitation that is not theirs"


def _copies(played: Played) -> tuple[int, int]:
    """Return how many invitations came more often than they were meant to: by force, and without cause."""
    tokens = {row["id"]: row["token"] for row in played.books["invitations"]}
    is_first = [row for row in played.books["outbox"] if row["topic"] == "invitation" and row["edits"] is None]
    meant = Counter(tokens[row["invitation_id"]] for row in is_first if row["state"] == "sent" and row["invitation_id"] in tokens)
    came: Counter[str] = Counter()
    swallowed: Counter[str] = Counter()
    for record in played.records:
        token = _token(record)
        if (
            token is not None
            and record.method == "editMessageText"
            and record.code == BAD_REQUEST
            and "not modified" not in str(record.refused)
        ):
            meant[token] += 1  # its message is gone: once more as a new one
        if record.accepted and record.method == "sendMessage" and token is not None:
            came[token] += 1
            swallowed[token] += record.answer is not Answer.OK
    extra = {token: count - meant[token] for token, count in came.items() if count > meant[token]}
    forced = sum(min(count, swallowed[token]) for token, count in extra.items())
    rest = sum(extra.values()) - forced
    by_crash = min(rest, IN_FLIGHT * len(played.deaths))
    return forced + by_crash, rest - by_crash


def _misbuilt(played: Played) -> Iterator[str]:
    """What Telegram would refuse, and limits that we broke ourselves."""
    if played.self_made_429:
        yield f"{played.self_made_429} requests were refused for our own haste"
    for record in played.records:
        if record.params.get("parse_mode") or record.params.get("reply_parameters"):
            yield f"{record.method} carries a parse mode or a reply"
        data = [str(button.get("callback_data", "")) for button in _buttons(record)]
        if len(data) > MOST_BUTTONS or any(len(one.encode()) > MOST_CALLBACK_BYTES for one in data):
            yield f"{record.method} carries buttons that are too many or too long"
    yield from _hasty_groups(played)


def _hasty_groups(played: Played) -> Iterator[str]:
    edits = [one for one in played.records if one.method == "editMessageText" and one.accepted and (one.chat_id or 0) < 0]
    for place, one in enumerate(edits[MOST_EDITS_A_MINUTE:]):
        if one.t - edits[place].t < timedelta(minutes=1) and one.chat_id == edits[place].chat_id:
            yield f"more than {MOST_EDITS_A_MINUTE} edits within a minute in group {one.chat_id}"
            return


def _token(record: Record) -> str | None:
    """Return whose invitation a message shows, by its buttons."""
    for button in _buttons(record):
        owner, _, rest = str(button.get("callback_data", "")).partition(".")
        if owner == INVITATION:
            return rest.partition(".")[0]
    return None


def _buttons(record: Record) -> list[dict[str, Any]]:
    markup = record.params.get("reply_markup")
    rows = markup.get("inline_keyboard", ()) if isinstance(markup, dict) else ()
    return [button for row in rows for button in row]
