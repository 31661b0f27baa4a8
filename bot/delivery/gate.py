"""Every request waits here: Telegram's permission, most urgent first; one at a time while nobody knows whether Telegram listens."""

from collections import Counter, deque
from dataclasses import dataclass, field

from bot.dispatch.pacing import Envelope, Pace

FLOOD_CHATS = 3
FLOOD_WINDOW_S = 2.0
"""A 429 does not say whether one chat or the whole bot is meant (td#715): three chats within two seconds mean the bot."""
PROBE_EVERY_S = 2.0
"""While Telegram is dark, one request (the most urgent) asks this often whether it is back."""
LONGEST_PROBE_PAUSE_S = 30.0
"""A probe that draws a 429 may have met one chat's own ban: everybody waits no longer than this for the next one."""
DARK_AFTER = 3
"""So many requests in a row without any answer mean that Telegram is dark, not that one answer was lost."""
MOST_DOUBLINGS = 6


@dataclass(slots=True)
class Gate:
    """One bot's gate. Seconds are of one monotonic clock."""

    pace: Pace
    is_probing: bool = False
    """Whether only one request may be under way: after a ban of the whole bot, or while nobody answers."""
    _floods: deque[tuple[float, int, float]] = field(default_factory=deque)
    _guesses: Counter[int] = field(default_factory=Counter)
    _unanswered: int = 0

    @classmethod
    def of(cls, envelope: Envelope) -> "Gate":
        """Open a gate with nothing sent yet."""
        return cls(Pace(envelope))

    def room(self, most: int) -> int:
        """Return how many requests may be under way at once."""
        return 1 if self.is_probing else most

    def flooded(self, chat_id: int, retry_after_s: float, now: float, *, is_guess: bool = False) -> None:
        """Obey a 429: the chat for its time, and the whole bot once several chats are hit; then one probe goes first.

        One that does not say how long (`is_guess`) lasts twice as long each time, until something gets through.
        """
        lasts = retry_after_s * 2 ** min(self._guesses[chat_id], MOST_DOUBLINGS) if is_guess else retry_after_s
        self._guesses[chat_id] += is_guess
        self._unanswered = 0
        self.pace.pause_chat(chat_id, now + lasts)
        if self.is_probing:
            self.pace.pause_all(now + min(lasts, LONGEST_PROBE_PAUSE_S))
            return
        self._floods.append((now, chat_id, now + lasts))
        while self._floods and self._floods[0][0] < now - FLOOD_WINDOW_S:
            self._floods.popleft()
        if len({chat for _, chat, _ in self._floods}) >= FLOOD_CHATS:
            self._hold(min(until for _, _, until in self._floods))

    def seed(self, bans: dict[int, float]) -> None:
        """After a restart: the chats that Telegram still wants left alone, and until when; many of them mean the bot."""
        for chat_id, until in bans.items():
            self.pace.pause_chat(chat_id, until)
        if len(bans) >= FLOOD_CHATS:
            self._hold(min(bans.values()))

    def out_of_reach(self, after_s: float, now: float) -> None:
        """This host reaches no Telegram at all: everybody waits, then one asks again."""
        self._hold(now + after_s)

    def unanswered(self, now: float) -> None:
        """A request got no answer that means anything; several in a row mean that Telegram is dark."""
        self._unanswered += 1
        if self._unanswered >= DARK_AFTER:
            self._hold(now + PROBE_EVERY_S)

    def answered(self, chat_id: int) -> None:
        """Telegram said yes or no to a request: it is there, and nothing holds this chat."""
        self.is_probing = False
        self._unanswered = 0
        self._guesses.pop(chat_id, None)

    def _hold(self, until: float) -> None:
        self.pace.pause_all(until)
        self.is_probing = True
        self._floods.clear()
