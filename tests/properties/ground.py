"""What every state machine stands on: one migrated file emptied between examples, a clock that rules set, one loop, and how hard to try."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from sqlalchemy import Connection

from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.records import Archive

T = TypeVar("T")
TUESDAY = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TOWN, BOT = "beit-shemesh", 100_000_001
FACTORS = {"fast": 0.3, "ci": 1.0, "long": 20.0}
"""How often a profile tries what `make test` tries once."""


def effort(examples: int, steps: int = 30) -> settings:
    """Return how hard a machine is tried: so many examples in `make test`, twenty times as many in `make chaos`."""
    factor = FACTORS.get(settings.get_current_profile_name(), 1.0)
    unhurried = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(max_examples=max(3, int(examples * factor)), stateful_step_count=steps, suppress_health_check=unhurried)


def tried(machine: Callable[[], RuleBasedStateMachine], examples: int, steps: int = 30) -> None:
    """Try a machine so hard. Its factory stands where hypothesis names a class."""
    make: Any = machine
    run_state_machine_as_test(make, settings=effort(examples, steps))


class AnyClock:
    """A clock that a rule may set to any moment, backwards too; whoever sleeps wakes at once."""

    def __init__(self, start: datetime = TUESDAY) -> None:
        self.time = start

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return self.time.timestamp()

    async def sleep(self, lasts: timedelta) -> None:
        await asyncio.sleep(0)

    def move(self, **lasts: float) -> None:
        self.time += timedelta(**lasts)


@cache
def template() -> Path:
    """Return a file with the newest tables and nothing in them; made once a process and copied."""
    path = Path(mkdtemp(prefix="eshkol-properties-")) / "template.db"

    async def made() -> None:
        async with Database(f"sqlite+aiosqlite:///{path}", inline=True) as database:
            await migrate(database)

    asyncio.run(made())
    with closing(sqlite3.connect(path)) as settled:
        settled.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


class Ground:
    """A database that examples share one after the other: opening one anew costs more than the example itself."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "town.db"
        shutil.copyfile(template(), self.file)
        self._loop = asyncio.new_event_loop()
        self.database = Database(self.url, inline=True)

    @property
    def url(self) -> str:
        return f"sqlite+aiosqlite:///{self.file}"

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._loop.run_until_complete(work)

    def emptied(self) -> None:
        """Let nothing of the example before be left."""
        self.run(self._empty())

    def archive(self, clock: AnyClock, town: str = TOWN) -> Archive:
        return Archive(self.database, town, BOT, clock.now)

    def close(self) -> None:
        self.run(self.database.close())
        self._loop.close()

    async def _empty(self) -> None:
        async with self.database.engine.connect() as connection:
            await connection.run_sync(self._pour_template)

    def _pour_template(self, connection: Connection) -> None:
        """Put the template's pages in place of whatever stands in the file: triggers can't object to it, and it takes a millisecond."""
        inline: Any = connection.connection.driver_connection
        with closing(sqlite3.connect(template())) as source:
            source.backup(inline._connection)


@contextmanager
def laid(folder: Path) -> Iterator[Ground]:
    ground = Ground(folder)
    try:
        yield ground
    finally:
        ground.close()


class StoredMachine(RuleBasedStateMachine):
    """A machine whose real half is an archive on the shared file."""

    def __init__(self, ground: Ground, start: datetime = TUESDAY) -> None:
        super().__init__()
        self.ground = ground
        ground.emptied()
        self.clock = AnyClock(start)
        self.archive = ground.archive(self.clock)
        self._tokens = count(1)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.ground.run(work)

    def mint(self) -> str:
        return f"minted-{next(self._tokens)}"
