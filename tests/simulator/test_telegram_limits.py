"""Sending limits: what fits into the windows, what is refused, and for how long."""

from datetime import UTC, datetime, timedelta

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator.hand_clock import HandClock
from bot.simulator.telegram import Limits, TelegramServer, Window
from bot.simulator.telegram.limits import Limiter
from bot.simulator.telegram.refusal import Refused
from tests.simulator.telegram_client import BareClient

SECOND = timedelta(seconds=1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def test_a_bot_may_send_thirty_in_a_second(server: TelegramServer, client: BareClient, clock: HandClock) -> None:
    phones = [server.person() for _number in range(31)]
    for phone in phones:
        phone.start()
    answers = [await client.ask("sendMessage", chat_id=phone.user_id, text="x") for phone in phones]
    assert [answer.status for answer in answers] == [200] * 30 + [429]
    assert answers[-1].body == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    assert server.self_made_429 == 1
    assert server.log[-1].retry_after == 1
    clock.move(SECOND)
    assert (await client.ask("sendMessage", chat_id=phones[-1].user_id, text="x")).status == 200


async def test_a_chat_bears_a_burst_and_edits_count_like_messages(server: TelegramServer, bot: Bot, clock: HandClock) -> None:
    dana = server.person()
    dana.start()
    sent = await bot.send_message(dana.user_id, "0")
    for number in range(1, 15):
        await bot.edit_message_text(f"{number}", chat_id=dana.user_id, message_id=sent.message_id)
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(dana.user_id, "one too many")
    assert refused.value.retry_after == 10
    await bot.send_chat_action(dana.user_id, "typing")
    await bot.delete_message(dana.user_id, sent.message_id)
    clock.move(timedelta(seconds=10))
    await bot.send_message(dana.user_id, "now it fits")


async def test_a_refused_message_leaves_nothing_behind(server: TelegramServer, client: BareClient) -> None:
    server.limits = Limits(private=(Window(1, SECOND),))
    dana = server.person()
    dana.start()
    for _attempt in range(2):
        await client.ask("sendMessage", chat_id=dana.user_id, text="x")
    assert len(dana.received) == 1
    assert dana.say("mine").message_id == 3


async def test_a_group_bears_twenty_a_minute(server: TelegramServer, client: BareClient, clock: HandClock) -> None:
    owner = server.person()
    group = server.group("Cluster North", (owner,))
    group.add_bot(server.bot(), by=owner)
    statuses = [(await client.ask("sendMessage", chat_id=group.chat_id, text="x")).status for _number in range(21)]
    assert statuses == [200] * 20 + [429]
    assert server.log[-1].retry_after == 60


async def test_limits_can_be_lifted(clock: HandClock) -> None:
    limiter = Limiter(clock, Limits.off())
    for _number in range(1000):
        limiter.grant(1, 5)
    assert limiter.refused == 0


def test_who_does_not_wait_waits_longer() -> None:
    clock = HandClock(NOON)
    limiter = Limiter(clock, Limits(bot=(), private=(Window(1, 10 * SECOND),), penalty=SECOND))
    limiter.grant(1, 5)
    assert [_wait(limiter) for _attempt in range(3)] == [10, 11, 12]
    clock.move(11 * SECOND)
    assert _wait(limiter) == 2
    clock.move(2 * SECOND)
    assert _wait(limiter) == 0


@given(st.lists(st.floats(0, 3), max_size=60))
def test_no_window_ever_holds_more_than_it_may(pauses: list[float]) -> None:
    clock = HandClock(NOON)
    limiter = Limiter(clock, Limits(bot=(), private=(Window(3, 2 * SECOND), Window(5, 10 * SECOND)), penalty=timedelta(0)))
    granted: list[float] = []
    for pause in pauses:
        clock.move(timedelta(seconds=pause))
        if _wait(limiter) == 0:
            granted.append(clock.monotonic())
    for at in granted:
        assert sum(at - 2 < other <= at for other in granted) <= 3
        assert sum(at - 10 < other <= at for other in granted) <= 5


def _wait(limiter: Limiter) -> int:
    """Return the seconds a request has to wait, 0 when it was granted."""
    try:
        limiter.grant(1, 5)
    except Refused as refused:
        return refused.parameters["retry_after"]
    return 0
