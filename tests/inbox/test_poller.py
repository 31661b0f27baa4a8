"""Polling: on disk before it is confirmed; a failure confirms nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.inbox.poller import Poller
from bot.simulator.hand_clock import HandClock
from bot.simulator.telegram import TelegramServer
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
