"""Telegram's limits as arithmetic: when the next request may leave; no sleeping here."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.dispatch.notification import Urgency

MOST_CHATS = 4096
"""Beyond this many remembered chats the idle ones are forgotten."""
GRAIN = 1e-6
"""A clock tells microseconds; a pause that ends a rounding error from now has ended."""
KEPT_TIMES = 64
"""More than any window's burst."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """How fast we allow ourselves to speak. Rates a second; Telegram's own ceiling is about 30/s a bot, 20/min a group.

    Source: Bots FAQ, "My bot is hitting limits"; exact limits are unpublished, so we stay below and obey 429.
    """

    bulk: float = 25.0
    overall: float = 29.0
    chat_burst: int = 10
    """Messages one private chat may get within `chat_window` seconds: one a second, in bursts as quick thumbs make them."""
    chat_window: float = 10.0
    group_burst: int = 18
    group_window: float = 60.0


@dataclass(slots=True)
class Pace:
    """When each scope may speak next. Seconds are of one monotonic clock. `earliest` then `spend`, nothing awaited between."""

    envelope: Envelope = field(default_factory=Envelope)
    _bulk_at: float = float("-inf")
    _overall: deque[float] = field(default_factory=deque)
    _chats: dict[int, deque[float]] = field(default_factory=dict)
    _paused: dict[int, float] = field(default_factory=dict)
    _all_paused: float = float("-inf")

    def earliest(self, chat_id: int, urgency: Urgency, now: float) -> float:
        """Return the first moment, not before `now`, at which a message of this urgency may leave for this chat."""
        free = max(now, self._all_paused, self.chat_free(chat_id), self._overall_free())
        return free if urgency is Urgency.CONVERSATION else max(free, self._bulk_at)

    def chat_free(self, chat_id: int) -> float:
        """Return the moment from which this chat alone, whatever else is under way, may be written to."""
        return max(self._paused.get(chat_id, float("-inf")), self._chat_free(chat_id))

    def held(self, now: float) -> dict[int, float]:
        """Return the chats that a 429 still holds, and until when; less than the clock's grain can't be waited for, so it holds nobody."""
        return {chat: until for chat, until in self._paused.items() if until > now + GRAIN}

    def spend(self, chat_id: int, urgency: Urgency, at: float) -> None:
        """Note that a message leaves at `at`."""
        if urgency is not Urgency.CONVERSATION:
            self._bulk_at = max(self._bulk_at, at - self._slack) + 1 / self.envelope.bulk
        self._overall.append(at)
        self._forget_before(self._overall, at - 1.0)
        sent = self._chats.setdefault(chat_id, deque())
        sent.append(at)
        self._forget_before(sent, at - self._window(chat_id)[1])
        if len(self._chats) > MOST_CHATS:
            self._drop_idle_chats(at)

    def pause_chat(self, chat_id: int, until: float) -> None:
        """Obey a 429 of one chat; the longer of two pauses stands."""
        self._paused[chat_id] = max(until, self._paused.get(chat_id, until))

    def pause_all(self, until: float) -> None:
        """Obey a 429 that several chats drew at once."""
        self._all_paused = max(until, self._all_paused)

    def seed(self, sent: Mapping[int, list[float]]) -> None:
        """After a restart: count what was sent lately, by chat, so that the windows still hold."""
        for chat_id, times in sent.items():
            self._chats[chat_id] = deque(sorted(times))
        self._overall = deque(sorted(moment for times in sent.values() for moment in times))

    @property
    def _slack(self) -> float:
        """A late start may be caught up by one interval, so that scheduling jitter costs no throughput."""
        return 1 / self.envelope.bulk

    def _chat_free(self, chat_id: int) -> float:
        burst, window = self._window(chat_id)
        sent = self._chats.get(chat_id)
        return float("-inf") if sent is None or len(sent) < burst else sent[-burst] + window

    def _overall_free(self) -> float:
        burst = max(1, int(self.envelope.overall))
        return float("-inf") if len(self._overall) < burst else self._overall[-burst] + 1.0

    def _window(self, chat_id: int) -> tuple[int, float]:
        is_group = chat_id < 0
        return (
            (self.envelope.group_burst, self.envelope.group_window) if is_group else (self.envelope.chat_burst, self.envelope.chat_window)
        )

    def _forget_before(self, times: deque[float], moment: float) -> None:
        while len(times) > KEPT_TIMES and times[0] < moment:
            times.popleft()

    def _drop_idle_chats(self, now: float) -> None:
        self._chats = {chat: sent for chat, sent in self._chats.items() if sent[-1] > now - self.envelope.group_window}
        self._paused = {chat: until for chat, until in self._paused.items() if until > now}
