"""What every test of the simulator stands on."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest
from aiogram import Bot

from bot.simulator.hand_clock import HandClock
from bot.simulator.telegram import TelegramServer
from tests.simulator.telegram_client import BareClient, aiogram_bot


@pytest.fixture
def clock() -> HandClock:
    return HandClock(datetime(2026, 3, 1, 12, tzinfo=UTC))


@pytest.fixture
async def server(clock: HandClock) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(clock) as server:
        yield server


@pytest.fixture
async def client(server: TelegramServer) -> AsyncIterator[BareClient]:
    async with aiohttp.ClientSession() as session:
        yield BareClient(server, session)


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with aiogram_bot(server) as bot:
        yield bot
