"""A town on a table: the real bot, real HTTP and real storage beside a fake Telegram, and hands on the clock.

    async with TownOnATable(tmp_path / "town.db") as town:
        dana = town.phone("Dana", language="he")
        dana.start()
        await town.settle()                 # until everything that can happen at this moment has happened
        dana.press("עברית")
        await town.settle()
        await town.pass_time(minutes=5)     # the clock is moved, calls are advanced each second
        await town.crash(); await town.start_bot()

Time stands still but for `settle` (which lets the pacing gate's few milliseconds pass) and `pass_time`.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Self

from bot.app import Chance, Ground, TownBot, opened
from bot.registry.language import Language
from bot.registry.person import Person
from bot.registry.place import Point
from bot.registry.volunteer import AgeBand, Standing, Volunteer
from bot.simulator.hand_clock import HandClock
from bot.simulator.telegram.limits import Limits
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.server import TelegramServer
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.records import Records
from bot.town import Town
from bot.town_file import find_town, read_town

TUESDAY_MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
"""Ten in the morning in Israel, an ordinary working day."""
ADMIN_CODE = "open-sesame-2026"
TURNS = 40
"""Turns of the loop without any change after which only the clock can help."""
PATIENCE = timedelta(seconds=60)
"""`settle` lets at most this much time pass; more means that something never comes to rest."""


HEARTBEAT = timedelta(seconds=1)
GLANCE = timedelta(seconds=5)
LONGEST_STEP = timedelta(minutes=1)


@cache
def town_named(slug: str) -> Town:
    """Return a town that comes with the house, read once a process."""
    return read_town(find_town(slug))


class NeverSettles(AssertionError):
    """The town kept being busy although a minute of its time was let pass."""


class TownOnATable:
    """One town's bot, its Telegram and its people, in one process, on a clock moved by hand."""

    def __init__(
        self,
        database: Path | str,
        town: Town | str = "beit-shemesh",
        *,
        seed: int = 0,
        start: datetime = TUESDAY_MORNING,
        limits: Limits | None = None,
        check_schema: bool = True,
    ) -> None:
        """Lay the table; `database` is a file, or the address of a migrated database, kept across `crash` and `start_bot`."""
        self.clock = HandClock(start)
        self.town = town_named(town) if isinstance(town, str) else town
        self.server = TelegramServer(self.clock, limits=limits, seed=seed, check_schema=check_schema)
        self._random = Random(seed)
        self._path = database
        self._open = AsyncExitStack()
        self._bot_open = AsyncExitStack()
        self._running: asyncio.Task[None] | None = None
        self._bot: TownBot | None = None
        self._tasks: asyncio.TaskGroup | None = None

    async def __aenter__(self) -> Self:
        """Open Telegram, then the bot."""
        await self._open.enter_async_context(self.server)
        self._tasks = await self._open.enter_async_context(asyncio.TaskGroup())
        self._open.push_async_callback(self.crash)
        await self.start_bot()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Clear the table."""
        await self._open.aclose()

    @property
    def bot(self) -> TownBot:
        """The running bot. Raises RuntimeError between `crash` and `start_bot`."""
        if self._bot is None:
            message = "the bot is not running"
            raise RuntimeError(message)
        return self._bot

    async def start_bot(self) -> None:
        """Start the bot on the database as it now is, and wait until it has settled."""
        database = await self._bot_open.enter_async_context(await self._database())
        ground = Ground(database, self.clock, self.server.base_url, self._chance())
        self._bot = await self._bot_open.enter_async_context(opened(ground, self.town, self.server.token, ADMIN_CODE))
        if self._tasks is None:
            message = "use the town as a context"
            raise RuntimeError(message)
        self._running = self._tasks.create_task(self._bot.run())
        await self.settle()

    async def _database(self) -> Database:
        """Return the database, which is empty at first."""
        if isinstance(self._path, str):
            return Database(self._path)
        if not self._path.exists():
            self._path.write_bytes(await _empty_town())
        database = Database(f"sqlite+aiosqlite:///{self._path}", inline=True)
        await migrate(database)
        return database

    async def crash(self) -> None:
        """Stop the bot where it stands: nothing is finished, nothing is said goodbye to."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait({self._running})
        self._running = self._bot = None
        await self._bot_open.aclose()

    async def settle(self) -> None:
        """Return when everything that can happen at this moment has happened. Raises NeverSettles."""
        until = self.clock.now() + PATIENCE
        while True:
            await self._still()
            if self._is_quiet():
                return
            due = self.clock.next_due()
            if due is None or self._bot is None or not self._bot.waits_for_clock:
                continue
            if due > until:
                message = f"still busy at {self.clock.now()}: {self._why()}"
                raise NeverSettles(message)
            self.clock.move_to(due)

    async def pass_time(self, *, minutes: float = 0, seconds: float = 0, until: Callable[[], bool] = lambda: False) -> None:
        """Let time pass: everybody who waits for a moment gets it, and calls are advanced when they are due.

        It ends early once `until` holds; that is looked at whenever something may have happened.
        """
        end = self.clock.now() + timedelta(minutes=minutes, seconds=seconds)
        await self.settle()
        while self.clock.now() < end and not until():
            self.clock.move_to(min(end, await self._next_moment()))
            await self.bot.beat()
            await self.settle()

    async def endure(self, *, minutes: float = 0, seconds: float = 0) -> None:
        """Let time pass while Telegram may be dark, so that nothing comes to rest; calls are looked at every few seconds."""
        end = self.clock.now() + timedelta(minutes=minutes, seconds=seconds)
        while (now := self.clock.now()) < end:
            step = min(end, now + GLANCE)
            while (due := self.clock.next_due()) is not None and due < step:
                self.clock.move_to(due)
                await self._still()
            self.clock.move_to(step)
            await self._still()
            await self.bot.beat()

    def phone(self, name: str, *, language: str = "he", number: str = "+972521234567", user_id: int | None = None) -> Phone:
        """Return the phone of a resident."""
        return self.server.person(name, language_code=language, phone_number=number, user_id=user_id)

    async def coordinator(self, name: str = "Rivka", *, language: str = "he") -> Phone:
        """Return the phone of the town's first coordinator, who has used the one-time code."""
        phone = self.phone(name, language=language)
        phone.start(f"admin-{ADMIN_CODE}")
        await self.settle()
        return phone

    @asynccontextmanager
    async def records(self) -> AsyncIterator[Records]:
        """Open a transaction: to lay out a scenario, never to judge one."""
        async with self.bot.archive.open_records() as records:
            yield records
        self.bot.wake()

    async def settle_in(self, phones: Iterable[tuple[Phone, Volunteer]]) -> None:
        """Let these people be registered and approved already; `volunteer.person_key` is filled in here."""
        async with self.records() as records:
            for phone, volunteer in phones:
                key = self.bot.ground.chance.new_key()
                phone.begin_silently()
                await records.roster.meet(self._person(key, phone, volunteer.language))
                await records.roster.save_volunteer(replace(volunteer, person_key=key, town=self.town.slug))

    def volunteer(self, neighbourhood: str, *skills: str, language: Language = Language.HE) -> Volunteer:
        """Return an adult, approved volunteer at the centre of a neighbourhood; `replace` changes the rest."""
        places = {place.code: place for place in self.town.neighbourhoods}
        return Volunteer(
            person_key=0,
            town=self.town.slug,
            language=language,
            standing=Standing.APPROVED,
            age_band=AgeBand.FROM_24,
            neighbourhood=neighbourhood,
            home=places[neighbourhood].centre,
            skills=frozenset(skills),
            languages=frozenset({language.value}),
            consent_version=self.town.policy.consent_version,
            consented_at=self.clock.now(),
        )

    def near(self, neighbourhood: str, metres: float) -> Point:
        """Return a point so far north of a neighbourhood's centre."""
        centre = {place.code: place for place in self.town.neighbourhoods}[neighbourhood].centre
        return Point(centre.lat + metres / 111_195, centre.lon)

    def _person(self, key: int, phone: Phone, language: Language) -> Person:
        return Person(
            key=key,
            town=self.town.slug,
            telegram_id=phone.user_id,
            chat_id=phone.user_id,
            name=phone.person.first_name,
            phone=phone.person.phone_number,
            language=language,
            has_chosen_language=True,
            seen_at=self.clock.now(),
        )

    def _chance(self) -> Chance:
        letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        return Chance(
            mint=lambda: "".join(self._random.choices(letters, k=12)),
            new_key=lambda: self._random.getrandbits(52) + 1,
        )

    async def _next_moment(self) -> datetime:
        """When somebody who sleeps is woken or a call is due; a call that stays due is looked at each second, as by the heartbeat."""
        async with self.bot.archive.open_records() as records:
            call_due = await records.ledger.next_due()
        now = self.clock.now()
        due = [moment for moment in (self.clock.next_due(), call_due) if moment is not None]
        soonest = min(due, default=now + LONGEST_STEP)
        return soonest if soonest > now else now + HEARTBEAT

    def _is_quiet(self) -> bool:
        return self._bot is None or (self.server.quiet() and self.server.is_polled() and self._bot.is_idle)

    async def _still(self) -> None:
        """Give the loop turns until nothing has changed for a while; work on the wire keeps it going."""
        still = 0
        while still < TURNS:
            before = self._state()
            await asyncio.sleep(0)
            still = still + 1 if before == self._state() and not self._is_on_the_wire() else 0
            if self._running is not None and self._running.done():
                self._running.result()

    def _is_on_the_wire(self) -> bool:
        if self._bot is None:
            return bool(self.server.in_flight)
        is_fetching = not self._bot.poller.waits_for_clock and not (self.server.quiet() and self.server.is_polled())
        return bool(self.server.in_flight or self._bot.is_on_the_wire or is_fetching)

    def _state(self) -> tuple[object, ...]:
        return (self.server.changes.count, len(self.server.log), self.clock.next_due(), self._bot is None or self._bot.is_idle)

    def _why(self) -> str:
        return f"telegram quiet {self.server.quiet()}, polled {self.server.is_polled()}, bot idle {self.bot.is_idle}"


_EMPTY: dict[str, bytes] = {}


async def _empty_town() -> bytes:
    """Return a database file with its tables and nothing in them: made once a process, for making one takes longer than most stories."""
    if "file" not in _EMPTY:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "empty.db"
            async with Database(f"sqlite+aiosqlite:///{path}", inline=True) as database:
                await migrate(database)
            _EMPTY["file"] = path.read_bytes()
    return _EMPTY["file"]
