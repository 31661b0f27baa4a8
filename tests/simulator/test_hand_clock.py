"""The hand clock: who sleeps, who wakes, and in what order."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock
from bot.simulator.hand_clock import ClockCannotRunBackwards, HandClock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


async def everyone_had_a_turn() -> None:
    for _turn in range(5):
        await asyncio.sleep(0)


def test_it_is_a_clock_and_stands_still() -> None:
    clock: Clock = HandClock(NOON)
    assert clock.now() == NOON
    assert clock.monotonic() == 0.0


def test_moving_moves_both_times() -> None:
    clock = HandClock(NOON)
    clock.move(minutes(2))
    assert clock.now() == NOON + minutes(2)
    assert clock.monotonic() == 120.0


def test_it_refuses_to_run_backwards() -> None:
    with pytest.raises(ClockCannotRunBackwards, match="cannot go back"):
        HandClock(NOON).move_to(NOON - minutes(1))


async def test_sleepers_wake_in_the_order_of_their_due_times() -> None:
    clock = HandClock(NOON)
    woken: list[str] = []

    async def sleep(name: str, lasts: timedelta) -> None:
        await clock.sleep(lasts)
        woken.append(name)

    async with asyncio.TaskGroup() as group:
        for name, lasts in (("late", minutes(3)), ("early", minutes(1)), ("also early", minutes(1)), ("never yet", minutes(9))):
            group.create_task(sleep(name, lasts))
        await everyone_had_a_turn()
        assert clock.waiters() == 4
        assert clock.next_due() == NOON + minutes(1)
        clock.move(minutes(5))
        await everyone_had_a_turn()
        assert woken == ["early", "also early", "late"]
        assert clock.waiters() == 1
        clock.move_to(NOON + minutes(9))
    assert woken[-1] == "never yet"
    assert clock.next_due() is None


async def test_a_cancelled_sleeper_vanishes() -> None:
    clock = HandClock(NOON)
    async with asyncio.TaskGroup() as group:
        sleeper = group.create_task(clock.sleep(minutes(1)))
        await everyone_had_a_turn()
        sleeper.cancel()
        await everyone_had_a_turn()
        assert clock.waiters() == 0
        assert clock.next_due() is None
        clock.move(minutes(2))


async def test_nothing_to_sleep_does_not_wait() -> None:
    await HandClock(NOON).sleep(timedelta(0))
    await HandClock(NOON).sleep(minutes(-1))
