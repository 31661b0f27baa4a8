"""H4: sends, floods of one chat or of many, restarts and passing time: no window broken, no pause cut short, nobody waits for ever."""

from dataclasses import dataclass, field

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.delivery.gate import FLOOD_CHATS, FLOOD_WINDOW_S, LONGEST_PROBE_PAUSE_S, Gate
from bot.dispatch.notification import Urgency
from bot.dispatch.pacing import Envelope
from tests.properties.ground import tried

LIMITS = Envelope()
GRAIN = 1e-6
CHATS = (1, 2, 3, 4, -1, -2)


@dataclass
class Told:
    """The model: what left when, and until when Telegram asked for silence; nothing is ever forgotten."""

    left: list[tuple[int, float]] = field(default_factory=list)
    chats: dict[int, float] = field(default_factory=dict)
    everybody: float = 0.0
    floods: list[tuple[float, int, float]] = field(default_factory=list)
    is_probing: bool = False

    def most_in(self, window: float, chat: int | None = None) -> int:
        times = [at for one, at in self.left if chat in {None, one}]
        return max((sum(begin <= at < begin + window - GRAIN for at in times) for begin in times), default=0)

    def silent_until(self, chat: int) -> float:
        return max(self.everybody, self.chats.get(chat, 0.0))


class Limiter(RuleBasedStateMachine):
    """The gate beside a list of everything that happened."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = Gate.of(LIMITS)
        self.told = Told()
        self.now = 0.0

    @rule(chat=st.sampled_from(CHATS), urgency=st.sampled_from(Urgency), times=st.integers(1, 25))
    def send(self, chat: int, urgency: Urgency, times: int) -> None:
        for _ in range(times):
            at = self.gate.pace.earliest(chat, urgency, self.now)
            assert at >= max(self.now, self.told.silent_until(chat)), "a pause is a moment, and no request lifts it"
            self._hold_to_a_bound(chat, at)
            self.gate.pace.spend(chat, urgency, at)
            self.told.left.append((chat, at))
            self.now = at

    def _hold_to_a_bound(self, chat: int, at: float) -> None:
        """Liveness: beyond pauses nobody waits longer than their chat's window and a second for the rest."""
        window = LIMITS.group_window if chat < 0 else LIMITS.chat_window
        assert at <= max(self.now, self.told.silent_until(chat)) + window + 1.0

    @rule(chat=st.sampled_from(CHATS), seconds=st.sampled_from([1, 5, 30, 10_072]))
    def flood(self, chat: int, seconds: int) -> None:
        self.gate.flooded(chat, float(seconds), self.now)
        self.told.chats[chat] = max(self.told.chats.get(chat, 0.0), self.now + seconds)
        if self.told.is_probing:
            self.told.everybody = max(self.told.everybody, self.now + min(seconds, LONGEST_PROBE_PAUSE_S))
            return
        self.told.floods.append((self.now, chat, self.now + seconds))
        lately = [flood for flood in self.told.floods if flood[0] >= self.now - FLOOD_WINDOW_S]
        if len({one for _, one, _ in lately}) >= FLOOD_CHATS:
            self.told.everybody = max(self.told.everybody, min(until for _, _, until in lately))
            self.told.is_probing = True
            self.told.floods.clear()

    @rule(chat=st.sampled_from(CHATS))
    def answer(self, chat: int) -> None:
        """Something got through: no pause is lifted by it, only the one-at-a-time."""
        self.gate.answered(chat)
        self.told.is_probing = False

    @invariant()
    def one_at_a_time_while_probing(self) -> None:
        assert self.gate.room(4) == (1 if self.told.is_probing else 4)

    @rule(seconds=st.floats(0.001, 90))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @rule()
    def restart(self) -> None:
        """A new process knows what left in the last minute, not the pauses: Telegram says those again."""
        lately: dict[int, list[float]] = {}
        for chat, at in self.told.left:
            if at >= self.now - LIMITS.group_window:
                lately.setdefault(chat, []).append(at)
        self.gate = Gate.of(LIMITS)
        self.gate.pace.seed(lately)
        self.told.chats.clear()
        self.told.floods.clear()
        self.told.is_probing = False
        self.told.everybody = 0.0

    @invariant()
    def no_window_holds_more_than_it_may(self) -> None:
        assert self.told.most_in(1.0) <= LIMITS.overall
        for chat in CHATS:
            burst, window = (LIMITS.group_burst, LIMITS.group_window) if chat < 0 else (LIMITS.chat_burst, LIMITS.chat_window)
            assert self.told.most_in(window, chat) <= burst, chat

    @invariant()
    def who_is_held_is_known(self) -> None:
        held = self.gate.pace.held(self.now)
        assert held == {chat: until for chat, until in self.told.chats.items() if until > self.now}


def test_the_gate_agrees_with_a_list_of_everything_that_left() -> None:
    tried(Limiter, 30, 25)
