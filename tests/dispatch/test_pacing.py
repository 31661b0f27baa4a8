"""Telegram's limits as arithmetic: no window is ever exceeded, no pause ends early, and nearly nothing is left unused."""

from hypothesis import given
from hypothesis import strategies as st

from bot.dispatch.notification import Urgency
from bot.dispatch.pacing import MOST_CHATS, Envelope, Pace

arrivals = st.lists(
    st.tuples(st.sampled_from([1, 2, 3, -1, -2]), st.sampled_from(Urgency), st.floats(0, 20), st.integers(0, 9)), min_size=1, max_size=150
)


def played(pace: Pace, wanted: list[tuple[int, Urgency, float, int]]) -> list[tuple[int, Urgency, float]]:
    """Let each leave as soon as it may, sometimes a little later; some draw a 429."""
    now, left = 0.0, []
    for chat, urgency, late, luck in wanted:
        now = pace.earliest(chat, urgency, now + (late if luck == 0 else 0.0))
        pace.spend(chat, urgency, now)
        left.append((chat, urgency, now))
        if luck == 1:
            pace.pause_chat(chat, now + late)
    return left


def most_in(times: list[float], window: float) -> int:
    return max((sum(start <= at < start + window - 1e-9 for at in times) for start in times), default=0)


@given(arrivals)
def test_no_sliding_window_is_ever_exceeded(wanted: list[tuple[int, Urgency, float, int]]) -> None:
    limits = Envelope()
    left = played(Pace(limits), wanted)
    assert most_in([at for _, _, at in left], 1.0) <= limits.overall
    for chat in {chat for chat, _, _ in left}:
        burst, window = (limits.group_burst, limits.group_window) if chat < 0 else (limits.chat_burst, limits.chat_window)
        assert most_in([at for one, _, at in left if one == chat], window) <= burst


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 100)), max_size=20), st.floats(0, 120))
def test_a_pause_only_ever_grows(pauses: list[tuple[bool, float]], now: float) -> None:
    pace = Pace()
    for whole, until in pauses:
        (pace.pause_all(until) if whole else pace.pause_chat(7, until))
        pace.spend(8, Urgency.ROUTINE, 0.0)
    longest = max((until for _, until in pauses), default=0.0)
    assert pace.earliest(7, Urgency.EMERGENCY, now) >= max(now, longest)
    assert set(pace.held(now)) <= {7}


@given(st.floats(0, 0.02), st.integers(1, 40))
def test_a_late_riser_loses_next_to_nothing(jitter: float, every: int) -> None:
    """Timers fire up to 20 ms late, now and then: 97 % of the bulk rate still gets through."""
    pace, now = Pace(), 0.0
    for number in range(1, 501):
        at = pace.earliest(number, Urgency.ROUTINE, now)
        now = at + (jitter if number % every == 0 else 0.0)
        pace.spend(number, Urgency.ROUTINE, now)
    assert 499 / now >= 0.97 * pace.envelope.bulk


def test_a_reply_in_conversation_does_not_wait_for_the_bulk() -> None:
    pace = Pace()
    for number in range(1, 4):
        pace.spend(number, Urgency.ROUTINE, pace.earliest(number, Urgency.ROUTINE, 0.0))
    assert pace.earliest(99, Urgency.CONVERSATION, 0.0) == 0.0
    assert pace.earliest(99, Urgency.EMERGENCY, 0.0) > 0.0


def test_a_restart_remembers_what_was_sent_lately() -> None:
    pace = Pace()
    pace.seed({-5: [float(second) for second in range(-18, 0)]})
    assert pace.earliest(-5, Urgency.CARD, 0.0) == -18 + pace.envelope.group_window


def test_forgetting_idle_chats_never_forgets_a_window_or_a_pause() -> None:
    pace = Pace()
    pace.pause_chat(1, 10_000.0)
    for number in range(2, MOST_CHATS + 10):
        pace.spend(number, Urgency.CONVERSATION, number * 0.05)
    assert pace.earliest(1, Urgency.EMERGENCY, 0.0) == 10_000.0
