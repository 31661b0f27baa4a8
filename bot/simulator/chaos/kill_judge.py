"""What came of a run with kills: people's deeds and phones beside Telegram's truth and the facts in the database.

It knows nothing of how calls, messages and updates are handled: it counts, on both sides, what must be equal.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from bot.simulator.chaos.kill_town import KillTown
from bot.simulator.telegram.server import TelegramServer
from bot.simulator.telegram.truth import Record
from bot.storage.audit import Facts

FORCED_WITHIN = timedelta(seconds=2)
"""A copy is forced when its first one was accepted so shortly before a kill: the answer, or its writing down, died with the process."""
MS = 1_000


@dataclass(slots=True)
class Verdict:
    """What was found. `duplicates_forced` are copies whose first one's answer a kill swallowed; `missed` are points that never fired."""

    seeds: int = 0
    kills: int = 0
    cold: int = 0
    stops: int = 0
    people: int = 0
    calls: int = 0
    answers: int = 0
    faults: int = 0
    lost: int = 0
    double_effects: int = 0
    duplicates_forced: int = 0
    duplicates_unforced: int = 0
    wrong_recipients: int = 0
    reached: set[str] = field(default_factory=set)
    missed: list[str] = field(default_factory=list)
    latencies_ms: list[float] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether nothing was lost, nothing happened twice without cause, and every failpoint asked for was reached."""
        return not (self.lost or self.double_effects or self.duplicates_unforced or self.wrong_recipients or self.missed or self.complaints)

    @property
    def p50_ms(self) -> float | None:
        """From Send pressed to the call's first message accepted, milliseconds, deaths in between included."""
        return _percentile(self.latencies_ms, 0.5)

    @property
    def p99_ms(self) -> float | None:
        """The slowest but one in a hundred."""
        return _percentile(self.latencies_ms, 0.99)

    def added(self, other: "Verdict") -> "Verdict":
        """Return both runs as one."""
        return Verdict(**{one.name: _joined(getattr(self, one.name), getattr(other, one.name)) for one in fields(self)})

    def figures(self) -> dict[str, object]:
        """Return what can be written as JSON."""
        counted = {one.name: getattr(self, one.name) for one in fields(self) if isinstance(getattr(self, one.name), int)}
        return {**counted, "points": len(self.reached), "missed": self.missed, "p50_ms": self.p50_ms, "p99_ms": self.p99_ms}


def _joined(mine: Any, others: Any) -> Any:  # noqa: ANN401 - counts, sets and lists
    return mine | others if isinstance(mine, set) else mine + others


def _percentile(values: Sequence[float], share: float) -> float | None:
    return round(sorted(values)[max(0, math.ceil(share * len(values)) - 1)], 1) if values else None


@dataclass(frozen=True, slots=True)
class Found:
    """Everything a verdict is made of. `killed_at` are the instants at which a process was killed or let go on after a stop."""

    town: KillTown
    server: TelegramServer
    facts: Facts
    killed_at: Sequence[datetime]


def judge(found: Found, verdict: Verdict) -> None:
    """Compare what people did with what came of it."""
    _judge_people(found, verdict)
    _judge_calls(found, verdict)
    _judge_answers(found, verdict)
    _judge_invitations(found, verdict)
    _judge_messages(found, verdict)
    verdict.latencies_ms += _latencies(found)


def _judge_people(found: Found, verdict: Verdict) -> None:
    for applicant in found.town.everybody:
        has_left = found.town.is_leaving and applicant is found.town.leaver
        person = applicant.phone.user_id
        _count(verdict, f"records of person {person}", int(not has_left), found.facts.volunteers.get(person, 0))
    _count(verdict, "updates that wait", 0, found.facts.waiting_updates, is_loss=True)


def _judge_calls(found: Found, verdict: Verdict) -> None:
    verdict.calls = len(found.facts.calls)
    _count(verdict, "calls", len(found.town.commands), len(found.facts.calls))
    _count(verdict, "closed calls", len(found.town.closings), len(found.facts.closed))


def _judge_answers(found: Found, verdict: Verdict) -> None:
    recorded = found.facts.answers
    verdict.answers = sum(recorded.values())
    doubled = {key: count for key, count in recorded.items() if count > 1}
    verdict.double_effects += len(doubled)
    verdict.complaints += [f"answers recorded more than once: {doubled}"] if doubled else []
    said_yes = [(found.facts.asked[token][0], person) for person, token in _yeses(found) if token in found.facts.asked]
    wanted = {(number, person) for number, person in said_yes if number not in found.facts.closed}
    unheard = {one for one in wanted if (*one, "coming") not in recorded}
    _count(verdict, f"yeses to open calls that nobody heard ({sorted(unheard)[:3]})", 0, len(unheard), is_loss=True)


def _yeses(found: Found) -> list[tuple[int, str]]:
    """Return who said yes to which invitation. What is said on the way to a call may be overtaken by its end; a yes may not."""
    return [(person, said.removesuffix(".coming")) for person, said in found.town.answered if said.endswith(".coming")]


def _judge_invitations(found: Found, verdict: Verdict) -> None:
    """Everybody whom the history says was asked, and who was still needed, has the invitation on their phone, and nobody has another's."""
    got: dict[str, set[int]] = {}
    for record in found.server.log.of("sendMessage", accepted=True):
        for token in _tokens(record):
            got.setdefault(token, set()).add(record.chat_id or 0)
    for token, (_, telegram_id) in found.facts.asked.items():
        chats = got.pop(token, set())
        if telegram_id is None:
            continue
        if token not in found.facts.stood_down:
            _count(verdict, f"the invitation of {telegram_id}", 1, int(telegram_id in chats))
        _wrong(verdict, chats - {telegram_id}, token)
    for token, chats in got.items():
        _wrong(verdict, chats, token)


def _wrong(verdict: Verdict, chats: Iterable[int], token: str) -> None:
    for chat in chats:
        verdict.wrong_recipients += 1
        verdict.complaints.append(f"chat {chat} got invitation {token[:4]}…, which is not theirs")


def _judge_messages(found: Found, verdict: Verdict) -> None:
    """Every queued message was accepted, and one the database does not know of is a copy that a kill must explain."""
    _count(verdict, "messages never sent", 0, found.facts.unsent, is_loss=True)
    left = {found.town.leaver.phone.user_id, 0}
    accepted = {(one.chat_id or 0, one.message_id or 0): one for one in found.server.log.of("sendMessage", accepted=True)}
    unseen = [key for key in found.facts.messages if key not in accepted and key[0] not in left]
    _count(verdict, "messages marked sent that never arrived", 0, len(unseen), is_loss=True)
    for key, record in accepted.items():
        if key not in found.facts.messages and key[0] not in left:
            _judge_copy(record, found.killed_at, verdict)


def _judge_copy(record: Record, killed_at: Sequence[datetime], verdict: Verdict) -> None:
    if any(record.t <= at <= record.t + FORCED_WITHIN for at in killed_at):
        verdict.duplicates_forced += 1
        return
    verdict.duplicates_unforced += 1
    died = min((at for at in killed_at if at > record.t), default=None)
    later = f"{(died - record.t).total_seconds():.2f} s before a kill" if died else "after the last kill"
    words = str(record.params.get("text"))[:40]
    verdict.complaints.append(f"chat {record.chat_id} got message {record.message_id} ({words!r}) {later}, of which nothing is known")


def _tokens(record: Record) -> set[str]:
    """Return the invitations whose buttons stand under a message, read as a phone would."""
    markup = str(record.params.get("reply_markup") or "")
    return {part.split(".")[1] for part in markup.replace("'", '"').split('"') if part.startswith("i.") and part.count(".") >= len("i.t")}


def _latencies(found: Found) -> list[float]:
    """Return how long each call took from Send to its first message at Telegram, milliseconds."""
    numbers: dict[str, int] = {token: number for token, (number, _) in found.facts.asked.items()}
    first: dict[int, datetime] = {}
    for record in found.server.log.of("sendMessage", accepted=True):
        for number in {numbers[token] for token in _tokens(record) if token in numbers}:
            first.setdefault(number, record.t)
    pressed = {number: max((at for at in found.town.sent_at if at <= came), default=came) for number, came in first.items()}
    return [(came - pressed[number]).total_seconds() * MS for number, came in first.items()]


def _count(verdict: Verdict, what: str, expected: int, came: int, *, is_loss: bool = False) -> None:
    if expected == came:
        return
    verdict.lost += abs(expected - came) if is_loss else max(0, expected - came)
    verdict.double_effects += 0 if is_loss else max(0, came - expected)
    verdict.complaints.append(f"{what}: {expected} expected, {came} found")
