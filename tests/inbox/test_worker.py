"""Stored updates are obeyed once each, in order; one that cannot be is set aside and the rest goes on."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from bot.inbox.intake import take_apart
from bot.inbox.worker import Worker
from bot.simulator.hand_clock import HandClock
from bot.storage.inbox import MOST_ATTEMPTS
from bot.storage.records import Archive
from bot.storage.retention import drop
from tests.storage.making import a_note

BOT = 100_000_001


def message(update_id: int, chat: int = 5, text: str = "hello") -> dict[str, Any]:
    return {"update_id": update_id, "message": {"message_id": 1, "chat": {"id": chat}, "from": {"id": chat}, "text": text}}


class Room:
    """What obeys updates: writes one note for each, and chokes on some."""

    def __init__(self, archive: Any, clock: HandClock) -> None:
        self.obeyed: list[int] = []
        self.toasts: list[Any] = []
        self.set_aside: list[int] = []
        self.poison: set[int] = set()
        self.archive = archive
        self.clock = clock
        self.worker = Worker(archive, clock, self._receive, self._after, self._quarantined)

    async def _receive(self, raw: dict[str, Any], records: Any) -> Sequence[Any]:
        number = raw["update_id"]
        await records.ledger.enqueue(a_note(f"effect-{number}-{len(self.obeyed)}", number))
        if number in self.poison:
            message = f"cannot obey {number}"
            raise ValueError(message)
        self.obeyed.append(number)
        return [number]

    async def _after(self, said: Sequence[Any]) -> None:
        self.toasts += said

    async def _quarantined(self, records: Any, update_id: int) -> None:
        await records.ledger.enqueue(a_note(f"quarantined-{update_id}"))
        self.set_aside.append(update_id)

    async def store(self, *raws: Any) -> None:
        async with self.archive.open_records() as records:
            await records.inbox.take_in(take_apart(BOT, raws), records.now)

    async def count(self, state: str) -> int:
        async with self.archive.open_records() as records:
            return int(await records.inbox.count(state))

    async def until_quiet(self) -> None:
        """Obey until nothing waits; pauses after failures are passed by hand."""
        for _ in range(100):
            task = asyncio.get_running_loop().create_task(self.worker.obey_waiting())
            while not task.done():
                await asyncio.sleep(0)
                self.clock.move(timedelta(milliseconds=300 if self.clock.waiters() else 0))
            if not task.result():
                return


@pytest.fixture
def room(archive: Archive, clock: HandClock) -> Room:
    return Room(archive, clock)


async def test_updates_are_obeyed_in_the_order_they_came(room: Room) -> None:
    await room.store(message(30), message(10), message(20))
    await room.until_quiet()
    assert room.obeyed == room.toasts == [30, 10, 20]
    assert await room.count("done") == 3


async def test_an_update_that_comes_again_and_again_has_one_effect(room: Room) -> None:
    for _ in range(3):
        await room.store(message(1), message(1), message(2))
        await room.until_quiet()
    assert room.obeyed == [1, 2]
    async with room.archive.open_records() as records:
        assert await records.outbox.count("queued") == 2


async def test_poison_is_set_aside_after_five_attempts_and_the_rest_goes_on(room: Room) -> None:
    room.poison = {50}
    await room.store(*(message(number, chat=number) for number in range(1, 101)))
    await room.until_quiet()
    assert sorted(room.obeyed) == [number for number in range(1, 101) if number != 50]
    assert room.set_aside == [50]
    assert await room.count("quarantined") == 1
    async with room.archive.open_records() as records:
        assert await records.outbox.count("queued") == 99 + 1


async def test_whoever_s_update_failed_is_not_obeyed_out_of_order(room: Room) -> None:
    room.poison = {1}
    await room.store(message(1, chat=5), message(2, chat=5), message(3, chat=6))
    await room.until_quiet()
    assert room.obeyed == [3, 2]
    assert MOST_ATTEMPTS == 5


async def test_an_effect_that_was_committed_before_is_taken_back(room: Room) -> None:
    await room.store(message(1))
    async with room.archive.open_records() as records:
        [waiting] = await records.inbox.waiting(5)
        await records.inbox.done(1, records.now)
    assert await room.worker._obey(waiting)
    async with room.archive.open_records() as records:
        assert await records.outbox.count("queued") == 0
    assert room.toasts == []


async def test_done_updates_are_forgotten_after_two_days_and_waiting_ones_never(room: Room, clock: HandClock) -> None:
    await room.store(message(1))
    await room.until_quiet()
    await room.store(message(2))
    clock.move(timedelta(days=3))
    async with room.archive.open_records() as records:
        assert await drop(records.connection, room.archive.town, records.now) == {"updates obeyed": 1}
    assert (await room.count("done"), await room.count("waiting")) == (0, 1)


@pytest.mark.parametrize("odd", [None, 7, "x", [], {}, {"update_id": None}, {"update_id": "x"}, {"update_id": [1]}, {"message": {}}])
async def test_what_has_no_number_is_left_out_and_its_batch_stored(room: Room, odd: Any) -> None:
    await room.store(odd, message(8), {"update_id": 9, "message": "not an object"}, {"update_id": 10, "message": {"chat": {"id": "x"}}})
    assert await room.count("waiting") == 3
