"""Every request waits here: Telegram's permission, most urgent first."""

from collections import deque
from dataclasses import dataclass, field

from bot.dispatch.pacing import Envelope, Pace

FLOOD_CHATS = 3
FLOOD_WINDOW_S = 2.0
"""A 429 does not say whether one chat or the whole bot is meant (td#715): three chats within two seconds mean the bot."""


@dataclass(slots=True)
class Gate:
    """One bot's gate. Seconds are of one monotonic clock."""

    pace: Pace
    _floods: deque[tuple[float, int]] = field(default_factory=deque)

    @classmethod
    def of(cls, envelope: Envelope) -> "Gate":
        """Open a gate with nothing sent yet."""
        return cls(Pace(envelope))

    def flooded(self, chat_id: int, retry_after_s: float, now: float) -> None:
        """Obey a 429: the chat for its time, and the whole bot once several chats are hit."""
        self.pace.pause_chat(chat_id, now + retry_after_s)
        self._floods.append((now, chat_id))
        while self._floods and self._floods[0][0] < now - FLOOD_WINDOW_S:
            self._floods.popleft()
        if len({chat for _, chat in self._floods}) >= FLOOD_CHATS:
            self.pace.pause_all(now + retry_after_s)
