"""An inbox on a real file."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.simulator.hand_clock import HandClock
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.records import Archive


@pytest.fixture
def clock() -> HandClock:
    return HandClock(datetime(2026, 11, 24, 8, 0, tzinfo=UTC))


@pytest.fixture
async def archive(tmp_path: Path, clock: HandClock) -> AsyncIterator[Archive]:
    async with Database(f"sqlite+aiosqlite:///{tmp_path / 'town.db'}", inline=True) as database:
        await migrate(database)
        yield Archive(database, "beit-shemesh", 100_000_001, clock.now)
