"""Ailments of requests and answers: which mishap each fault of the catalogue is, drawn from a seed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.simulator.chaos.ailment import Stage
from bot.simulator.telegram.faults import ChatClass, Fault, Match, When, asked
from bot.simulator.telegram.mishaps import (
    Drip,
    Hang,
    HtmlPage,
    JsonError,
    NoConnection,
    Reset,
    TooMany,
    Truncated,
    WrongJson,
)

SENDS = ("sendMessage", "copyMessage")
EDITS = ("editMessageText",)
WORDS = (*SENDS, *EDITS)
BAD, FORBIDDEN = 400, 403
LONG_BAN_S = 10_072
"""Telegram has asked for that much (td#1331)."""

Draw = Callable[[Random, Sequence[int]], list[Fault]]
"""Returns the faults of one bout; the numbers are the chats of the people in town."""


@dataclass(slots=True)
class Bout:
    """Faults of answers that pass by themselves: each strikes so many times, and is over."""

    draw: Draw
    chance: Random
    faults: list[Fault] = field(default_factory=list)

    @property
    def next_at(self) -> datetime | None:
        """Return nothing: requests bring it on."""
        return None

    @property
    def is_over(self) -> bool:
        """Hold up nobody: what has not struck by the end never will."""
        return True

    @property
    def struck(self) -> int:
        """Return how many requests were struck."""
        return sum(fault.struck for fault in self.faults)

    def begin(self, stage: Stage) -> None:
        """Plan the faults."""
        self.faults = [stage.server.faults.add(fault) for fault in self.draw(self.chance, sorted(stage.phones))]

    def act(self, now: datetime) -> bool:
        """Do nothing."""
        del now
        return False


def _one_chat(chance: Random, chats: Sequence[int]) -> list[Fault]:
    return [Fault(TooMany(chance.randint(2, 12)), asked(*WORDS, chat_id=chat), times=2) for chat in chance.sample(chats, 3)]


def _whole_bot(chance: Random, chats: Sequence[int]) -> list[Fault]:
    del chats
    return [Fault(TooMany(chance.randint(2, 9)), asked(*WORDS), times=chance.randint(4, 7), skip=chance.randint(0, 8))]


def _for_hours(chance: Random, chats: Sequence[int]) -> list[Fault]:
    return [Fault(TooMany(LONG_BAN_S), asked(*SENDS, chat_id=chat)) for chat in chance.sample(chats, 2)]


def _untold(chance: Random, chats: Sequence[int]) -> list[Fault]:
    del chats
    silent = TooMany(3, in_parameters=False, in_header=chance.choice((True, False)))
    return [Fault(silent, asked(*WORDS), times=chance.randint(1, 3), skip=chance.randint(0, 8))]


def _refused_after_all(chance: Random, chats: Sequence[int]) -> list[Fault]:
    del chats
    slow = timedelta(seconds=round(chance.uniform(1.2, 3), 3))
    return [Fault(TooMany(5), asked(*WORDS), When.AFTER_ACCEPT, skip=chance.randint(0, 12), answers_after=slow) for _ in range(2)]


def _overlapping(chance: Random, chats: Sequence[int]) -> list[Fault]:
    hit = chance.sample(chats, 3)
    return [Fault(TooMany(lasts), asked(*WORDS, chat_id=chat)) for chat in hit for lasts in (9, 2)]


def _sentences(code: int, *sentences: str, methods: Sequence[str] = WORDS, times: int = 2, when: When = When.BEFORE_ACCEPT) -> Draw:
    def draw(chance: Random, chats: Sequence[int]) -> list[Fault]:
        del chats
        return [Fault(JsonError(code, chance.choice(sentences)), asked(*methods), when, skip=chance.randint(0, 8)) for _ in range(times)]

    return draw


def _whose(code: int, *sentences: str, chat: ChatClass = ChatClass.PRIVATE) -> Draw:
    """Refuse one chat for good: a person's, or every group's."""

    def draw(chance: Random, chats: Sequence[int]) -> list[Fault]:
        of: Match = asked(*WORDS, chat=chat) if chat is ChatClass.GROUP else asked(*WORDS, chat_id=chance.choice(chats))
        return [Fault(JsonError(code, chance.choice(sentences)), of, times=None)]

    return draw


def _page(chance: Random, chats: Sequence[int]) -> list[Fault]:
    del chats
    moments = (When.BEFORE_ACCEPT, When.AFTER_ACCEPT, When.LATE)
    return [Fault(HtmlPage(chance.choice((502, 504))), asked(*WORDS), chance.choice(moments), skip=chance.randint(0, 12)) for _ in range(3)]


def _restart(chance: Random, chats: Sequence[int]) -> list[Fault]:
    del chats
    moments = (When.BEFORE_ACCEPT, When.AFTER_ACCEPT)
    return [Fault(JsonError(), asked(), chance.choice(moments), skip=chance.randint(0, 20)) for _ in range(3)]


def _no_line(chance: Random, chats: Sequence[int]) -> list[Fault]:
    del chats
    return [Fault(NoConnection(), asked(), times=chance.randint(2, 9), skip=chance.randint(1, 20))]


def _no_answer(chance: Random, chats: Sequence[int]) -> list[Fault]:
    del chats
    return [Fault(Hang(timedelta(seconds=30)), asked(*WORDS), When.AFTER_ACCEPT, skip=chance.randint(0, 12)) for _ in range(2)]


def _reset(chance: Random, chats: Sequence[int]) -> list[Fault]:
    del chats
    moments = (When.BEFORE_ACCEPT, When.AFTER_ACCEPT)
    return [Fault(Reset(), asked(), chance.choice(moments), skip=chance.randint(0, 20)) for _ in range(3)]


def _late(chance: Random, chats: Sequence[int]) -> list[Fault]:
    del chats
    late = timedelta(seconds=round(chance.uniform(1.6, 12), 3))
    do = chance.choice((HtmlPage(504), Hang(timedelta(seconds=20))))
    return [Fault(do, asked(*SENDS), When.LATE, skip=chance.randint(0, 12), late_by=late) for _ in range(2)]


def _garbled(chance: Random, chats: Sequence[int]) -> list[Fault]:
    del chats
    do = chance.choice((Drip(), Truncated(chance.randint(0, 40)), Truncated(5, honest=False), WrongJson()))
    return [Fault(do, asked(*WORDS), When.AFTER_ACCEPT, skip=chance.randint(0, 12)) for _ in range(2)]


BOUTS: Mapping[str, Draw] = {
    "F01": _one_chat,
    "F02": _whole_bot,
    "F03": _for_hours,
    "F04": _untold,
    "F05": _refused_after_all,
    "F06": _overlapping,
    "F10": _whose(FORBIDDEN, "Forbidden: bot can't initiate conversation with a user", "Forbidden: bot was kicked from the group chat"),
    "F11": _whose(BAD, "Bad Request: chat not found", "Bad Request: PEER_ID_INVALID"),
    "F12": _whose(
        BAD,
        "Bad Request: CHAT_WRITE_FORBIDDEN",
        "Bad Request: TOPIC_CLOSED",
        "Bad Request: not enough rights to send text messages to the chat",
        chat=ChatClass.GROUP,
    ),
    "F13": _sentences(BAD, "Bad Request: message is not modified", methods=EDITS, when=When.AFTER_ACCEPT),
    "F14": _sentences(BAD, "Bad Request: message to edit not found", "Bad Request: message can't be edited", methods=EDITS),
    "F16": _sentences(BAD, "Bad Request: can't parse entities: unsupported start tag", methods=("sendMessage",)),
    "F17": _sentences(BAD, "Bad Request: message is too long", methods=("sendMessage",)),
    "F20": _sentences(BAD, "Bad Request: query is too old and response timeout expired", methods=("answerCallbackQuery",)),
    "F28": _page,
    "F29": _restart,
    "F30": _no_line,
    "F31": _no_answer,
    "F32": _reset,
    "F33": _late,
    "F34": _sentences(413, "Request Entity Too Large", methods=("copyMessage",), times=1),
    "F40": _garbled,
    "F41": _sentences(BAD, "Bad Request: wrong file identifier/HTTP URL specified", methods=("copyMessage",), times=1),
}
