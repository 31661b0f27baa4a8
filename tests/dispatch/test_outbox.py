"""The order of the queue is total and stable: urgency, then age, one message a chat."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.dispatch.notification import Urgency
from bot.dispatch.outbox import Queued, is_stale, next_to_go, order
from tests.storage.making import a_note

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
queues = st.lists(st.tuples(st.sampled_from(Urgency), st.integers(1, 6)), max_size=30).map(
    lambda every: [Queued(row, a_note(f"n{row}", chat, urgency), 1, NOW) for row, (urgency, chat) in enumerate(every, 1)]
)


@given(queues, st.sets(st.integers(1, 6), max_size=3), st.integers(0, 8), st.integers())
def test_the_most_urgent_and_oldest_go_first_whatever_the_order_they_come_in(
    queue: list[Queued], busy: set[int], room: int, seed: int
) -> None:
    picked = next_to_go(queue, busy, room)
    shuffled = Random(seed).sample(queue, len(queue))
    assert next_to_go(shuffled, busy, room) == picked
    chats = [one.notification.to.chat_id for one in picked]
    assert len(chats) == len(set(chats)) <= room
    assert not busy & set(chats)
    assert picked == sorted(picked, key=order)
    for left in [one for one in queue if one not in picked]:
        mates = [one for one in picked if one.notification.to.chat_id == left.notification.to.chat_id]
        is_held = left.notification.to.chat_id in busy or (len(picked) == room and order(picked[-1]) < order(left)) if room else True
        assert is_held or (mates and order(mates[0]) < order(left))


def test_a_message_is_stale_from_the_moment_it_names() -> None:
    note = replace(a_note("n"), expires_at=NOW)
    assert is_stale(note, NOW)
    assert not is_stale(note, NOW - timedelta(microseconds=1))
    assert not is_stale(a_note("n"), NOW)
