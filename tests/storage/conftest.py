"""A town's archive on a real file, through both ways of reaching SQLite."""

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


@pytest.fixture(params=["inline", "threaded"])
async def archive(request: pytest.FixtureRequest, tmp_path: Path, clock: HandClock) -> AsyncIterator[Archive]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'town.db'}"
    async with Database(url, inline=request.param == "inline") as database:
        await migrate(database)
        yield Archive(database, "beit-shemesh", 7, clock.now)
