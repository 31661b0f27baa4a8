"""Polling: on disk before it is confirmed; a failure confirms nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from aiogram.exceptions import ClientDecodeError
from aiogram.methods import DeleteWebhook

from bot.inbox.intake import UNREADABLE
from bot.inbox.poller import Poller
from bot.inbox.trouble import Trouble
from bot.inbox.watchman import Watchman
from bot.simulator.hand_clock import HandClock
from bot.simulator.telegram import Fault, JsonError, TelegramServer, Truncated, asked
from bot.storage.records import Archive
from tests.simulator.telegram_client import aiogram_bot


@pytest.fixture
async def server(clock: HandClock) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(clock) as server:
        yield server


class Faulty:
    """An archive that fails at commit while it is told to."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.is_full = False

    @asynccontextmanager
    async def open_records(self) -> AsyncIterator[Any]:
        async with self._archive.open_records() as records:
            yield records
            if self.is_full:
                raise OSError(28, "No space left on device")


async def test_updates_are_confirmed_only_by_the_poll_after_their_commit(
    archive: Archive, clock: HandClock, server: TelegramServer
) -> None:
    disk, dana, woken = Faulty(archive), server.person("Dana"), []
    async with aiogram_bot(server) as bot:
        poller = Poller(bot, disk, clock, lambda: woken.append(True))
        dana.start()
        disk.is_full = True
        with pytest.raises(OSError, match="No space"):
            await poller.poll_once()
        assert len(server.waiting()) == 1
        disk.is_full = False
        assert await poller.poll_once() == 1
        assert len(server.waiting()) == 1
        dana.say("again")
        assert await poller.poll_once() == 1
        assert len(server.waiting()) == 1
    assert len(woken) == 2
    async with archive.open_records() as records:
        assert await records.inbox.count("waiting") == 2


async def test_one_malformed_update_does_not_spoil_its_batch(archive: Archive, clock: HandClock, server: TelegramServer) -> None:
    dana = server.person("Dana")
    dana.start()
    server.inject_raw({"update_id": 900_000_000, "message": "no object at all"})
    async with aiogram_bot(server) as bot:
        poller = Poller(bot, archive, clock, lambda: None)
        assert await poller.poll_once() == 2
        dana.say("still here")
        await poller.poll_once()
    async with archive.open_records() as records:
        assert await records.inbox.count("waiting") >= 2


async def test_what_is_no_json_is_put_aside_alone_and_polling_goes_on(archive: Archive, clock: HandClock, server: TelegramServer) -> None:
    dana = server.person("Dana")
    dana.start()
    poison = server.waiting()[-1] + 1
    server.inject_raw(f'{{"update_id":{poison},"message":{{"text":"half a'.encode())
    dana.say("after it")
    async with aiogram_bot(server) as bot:
        poller = Poller(bot, archive, clock, lambda: None)
        assert await poller.poll_once() == 1
        assert await poller.poll_once() == 2
        dana.say("and on")
        assert await poller.poll_once() == 1
    async with archive.open_records() as records:
        stored = {one.update_id: one.body for one in await records.inbox.waiting(10)}
    assert stored[poison] == UNREADABLE
    assert len(stored) == 4


async def test_an_answer_cut_on_its_way_costs_no_update(archive: Archive, clock: HandClock, server: TelegramServer) -> None:
    dana = server.person("Dana")
    dana.start()
    for number in range(5):
        dana.say(f"word {number}")
    server.faults.add(Fault(Truncated(1500), asked("getUpdates"), times=2))
    async with aiogram_bot(server) as bot:
        poller = Poller(bot, archive, clock, lambda: None)
        taken = 0
        while taken < 6:
            with suppress(ClientDecodeError):
                taken += await poller.poll_once()
    async with archive.open_records() as records:
        assert [one.body for one in await records.inbox.waiting(10) if one.body == UNREADABLE] == []
        assert await records.inbox.count("waiting") == 6


async def test_numbers_that_begin_anew_are_not_taken_for_old_ones(archive: Archive, clock: HandClock, server: TelegramServer) -> None:
    dana = server.person("Dana")
    async with aiogram_bot(server) as bot:
        poller = Poller(bot, archive, clock, lambda: None)
        dana.start()
        await poller.poll_once()
        async with asyncio.TaskGroup() as group:
            empty = group.create_task(poller.poll_once())
            await server.changes.until(server.is_polled)
            clock.move(timedelta(seconds=31))
        assert empty.result() == 0
        server.rebase_update_ids(17)
        dana.say("a quiet week later")
        assert await poller.poll_once() == 1


class Listener:
    """Whoever is told of troubles."""

    def __init__(self) -> None:
        self.heard: list[tuple[Trouble, bool]] = []

    async def __call__(self, trouble: Trouble, *, is_on: bool) -> None:
        self.heard.append((trouble, is_on))


async def test_a_rival_a_stolen_way_in_and_a_refused_token_are_told(archive: Archive, clock: HandClock, server: TelegramServer) -> None:
    listener = Listener()
    conflict = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    async with aiogram_bot(server) as bot, asyncio.TaskGroup() as group:
        server.faults.add(Fault(JsonError(409, conflict), asked("getUpdates"), times=2))
        server.faults.add(Fault(JsonError(401, "Unauthorized"), asked("getUpdates")))
        running = group.create_task(Poller(bot, archive, clock, lambda: None, listener).run())
        server.person("Dana").start()
        while (Trouble.RIVAL, False) not in listener.heard:
            await asyncio.sleep(0)
            if (due := clock.next_due()) is not None:
                clock.move_to(due)
        running.cancel()
    wanted = [(Trouble.RIVAL, True), (Trouble.TOKEN_REFUSED, True), (Trouble.TOKEN_REFUSED, False), (Trouble.RIVAL, False)]
    assert list(dict.fromkeys(listener.heard)) == wanted


async def test_a_stolen_way_in_is_told_of_and_taken_back(clock: HandClock, server: TelegramServer) -> None:
    listener = Listener()
    async with aiogram_bot(server) as bot:
        watchman = Watchman(bot, clock, DeleteWebhook(drop_pending_updates=False), listener)
        await watchman.look()
        assert listener.heard == [(Trouble.TOKEN_REFUSED, False), (Trouble.HOOK_TAKEN, False)]
        await bot.set_webhook("http://127.0.0.1:9/thief")
        await watchman.look()
        assert listener.heard[-1] == (Trouble.HOOK_TAKEN, True)
        assert (await bot.get_webhook_info()).url == ""
        server.revoke(server.token)
        await watchman.look()
        assert listener.heard[-1] == (Trouble.TOKEN_REFUSED, True)
