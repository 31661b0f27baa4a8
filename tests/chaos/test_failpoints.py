"""Failpoints: their words, what they do, and the commands of a host killed in their middle."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import pytest

from bot.app import Ground, opened
from bot.clock import SystemClock
from bot.failpoint import Failpoint, FailpointReached, NoSuchFailpoint, arm, reach
from bot.simulator.telegram.server import TelegramServer
from bot.storage.database import Database
from bot.storage.inbox import StoredUpdate
from bot.storage.migrate import migrate
from bot.storage.records import Archive
from bot.town_file import find_town, read_town
from config.settings import WrongSettings, read_settings

ROOT = Path(__file__).parents[2]
TOKEN = "100000001:made-up-for-the-simulator-AAAAAAAAAAAA"
NOON = datetime(2026, 7, 1, 9, tzinfo=UTC)
"""Long ago."""


@pytest.fixture(autouse=True)
def _disarmed() -> Iterator[None]:
    yield
    arm("")


def test_an_armed_point_fires_once_at_the_visit_it_was_told() -> None:
    arm("outbox.after_claim:3=raise")
    reach(Failpoint.OUTBOX_AFTER_CLAIM)
    reach(Failpoint.INBOX_AFTER_FETCH)
    reach(Failpoint.OUTBOX_AFTER_CLAIM)
    with pytest.raises(FailpointReached):
        reach(Failpoint.OUTBOX_AFTER_CLAIM)
    reach(Failpoint.OUTBOX_AFTER_CLAIM)


def test_kill_and_stop_strike_this_very_process(monkeypatch: pytest.MonkeyPatch) -> None:
    struck: list[tuple[int, int]] = []
    monkeypatch.setattr("os.kill", lambda pid, number: struck.append((pid, number)))
    for word in ("kill", "stop"):
        arm(f"tidy.mid={word}")
        reach(Failpoint.TIDY_MID)

    assert struck == [(os.getpid(), signal.SIGKILL), (os.getpid(), signal.SIGSTOP)]


@pytest.mark.parametrize("words", ["nowhere=kill", "tidy.mid", "tidy.mid=sleep", "tidy.mid:0=kill", "tidy.mid=kill;rm"])
def test_words_that_name_no_point_are_refused(words: str) -> None:
    with pytest.raises(NoSuchFailpoint):
        arm(words)


def test_a_bot_of_the_real_telegram_refuses_to_fail_unless_the_host_insists() -> None:
    with pytest.raises(WrongSettings, match="FAILPOINT"):
        read_settings({"bot_token": TOKEN, "failpoint": "tidy.mid=kill"})

    assert read_settings({"bot_token": TOKEN, "failpoint": "tidy.mid=kill", "allow_failpoint": True}).failpoint
    assert read_settings({"telegram_api_url": "http://127.0.0.1:1", "failpoint": "tidy.mid=kill"}).failpoint


class Commands:
    """A child that runs commands of the bot in children of its own, any of which may be told to fail."""

    def __init__(self, folder: Path, orders: IO[str], ends: IO[str]) -> None:
        self._folder = folder
        self._orders = orders
        self._ends = ends

    def run(self, *arguments: str, failing: Failpoint | None = None) -> int:
        """Return the exit code, negative for the signal that ended it."""
        environment = {"DATA_DIR": str(self._folder), "TELEGRAM_API_URL": "http://127.0.0.1:1"}
        environment |= {"FAILPOINT": f"{failing}=kill"} if failing else {}
        self._orders.write(json.dumps({"arguments": arguments, "environment": environment}) + "\n")
        self._orders.flush()
        return int(self._ends.readline())


@pytest.fixture
def commands(tmp_path: Path) -> Iterator[Commands]:
    script = [sys.executable, str(Path(__file__).with_name("forks.py"))]
    environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "LOG_LEVEL": "CRITICAL"}
    with subprocess.Popen(script, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        yield Commands(tmp_path, child.stdin, child.stdout)
        child.stdin.close()


def test_a_host_killed_in_the_middle_of_any_command_has_lost_nothing_and_repeats_it(commands: Commands, tmp_path: Path) -> None:
    """One child for all: importing costs seconds, a fork nothing."""
    copy = str(tmp_path / "copy.db")
    assert commands.run("migrate", failing=Failpoint.MIGRATE_MID) == -signal.SIGKILL
    assert commands.run("import", "--apply", failing=Failpoint.IMPORT_MID) == -signal.SIGKILL
    assert commands.run("export") == 1, "an import that was killed has written nothing"
    assert commands.run("import", "--apply") == 0
    _keep_an_update(tmp_path, 1)

    assert commands.run("backup", copy, failing=Failpoint.BACKUP_MID) == -signal.SIGKILL
    assert not Path(copy).exists(), "half a backup must not look like one"
    assert commands.run("backup", copy) == 0
    _keep_an_update(tmp_path, 2)

    assert commands.run("restore", copy, failing=Failpoint.RESTORE_BEFORE_REPLACE) == -signal.SIGKILL
    assert _updates(tmp_path) == 2, "what stood there still stands"
    assert commands.run("restore", copy, failing=Failpoint.RESTORE_AFTER_REPLACE) == -signal.SIGKILL
    assert _updates(tmp_path) == 1, "the backup stands there, whole"
    assert commands.run("export") == 0


async def test_tidying_up_that_fails_in_the_middle_has_dropped_nothing(tmp_path: Path) -> None:
    async with (
        TelegramServer(SystemClock(), (TOKEN,), check_schema=False) as telegram,
        Database(f"sqlite+aiosqlite:///{tmp_path / 'town.db'}") as database,
    ):
        await migrate(database)
        ground = Ground(database, SystemClock(), telegram.base_url)
        async with opened(ground, read_town(find_town("beit-shemesh")), TOKEN) as bot:
            async with bot.archive.open_records() as records:
                await records.inbox.take_in([StoredUpdate(bot.bot.id, 1, 5, 5, "{}")], NOON)
                await records.inbox.done(1, NOON)
            arm("tidy.mid=raise")
            with pytest.raises(FailpointReached):
                await bot.tidy()
            async with bot.archive.open_records() as records:
                assert await records.inbox.count("done") == 1
            await bot.tidy()
            async with bot.archive.open_records() as records:
                assert await records.inbox.count("done") == 0


def _opened(folder: Path) -> Database:
    return Database(f"sqlite+aiosqlite:///{folder / 'eshkol.db'}")


def _keep_an_update(folder: Path, number: int) -> None:
    async def keep() -> None:
        async with _opened(folder) as database, Archive(database, "beit-shemesh", 1, lambda: NOON).open_records() as records:
            await records.inbox.take_in([StoredUpdate(1, number, 5, 5, "{}")], NOON)

    asyncio.run(keep())


def _updates(folder: Path) -> int:
    async def count() -> int:
        async with _opened(folder) as database, Archive(database, "beit-shemesh", 1, lambda: NOON).open_records() as records:
            return await records.inbox.count("waiting")

    return asyncio.run(count())
