"""A town's archive on a real file, through both ways of reaching SQLite, and in PostgreSQL."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.simulator.hand_clock import HandClock
from bot.storage.records import Archive
from tests.databases import EVERY, fresh_database


@pytest.fixture
def clock() -> HandClock:
    return HandClock(datetime(2026, 11, 24, 8, 0, tzinfo=UTC))


@pytest.fixture(params=EVERY)
async def archive(request: pytest.FixtureRequest, tmp_path: Path, clock: HandClock) -> AsyncIterator[Archive]:
    async with fresh_database(request.param, tmp_path, request) as database:
        yield Archive(database, "beit-shemesh", 7, clock.now)
