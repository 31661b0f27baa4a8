"""A whole town running in real time on this machine: fake Telegram, real bot, residents, and two phones for a visitor."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.app import Ground, TownBot, opened
from bot.clock import Clock, SystemClock
from bot.registry.language import Language
from bot.registry.person import Person
from bot.registry.volunteer import EVERY_TIME, Level, QuietHours
from bot.scheduling import EVERY_SECOND, beating
from bot.simulator.page.board import Board
from bot.simulator.page.chart import Chart
from bot.simulator.page.neighbours import Neighbours
from bot.simulator.page.pane import NotDone, Pane
from bot.simulator.page.words import made_up_names
from bot.simulator.residents import Resident, residents
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.schema import JsonObject
from bot.simulator.telegram.server import TelegramServer
from bot.simulator.telegram.waiting import Changes
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.town import Town

SHOWN_KIND = "E07"
"""A generator has stopped in a shelter: the demo's first call, for which the town is well prepared."""

COORDINATOR, RESIDENT = "coordinator", "resident"
LOOKS_EVERY_S = 0.1
"""The page is drawn anew at most so often."""
LOOKS_AT_LEAST_EVERY_S = 1.0
VISITORS_NUMBER = 972_500_000_000
"""The last digits count the visitors; no subscriber has such a number."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who lives in the demo's town, and how fast: `pace` times faster than life."""

    people: int = 80
    seed: int = 7
    pace: float = 12.0


@dataclass(slots=True, eq=False)
class LiveTown:
    """The running town as the page sees it."""

    bot: TownBot
    server: TelegramServer
    clock: Clock
    board: Board
    chart: Chart
    panes: dict[str, Pane] = field(default_factory=dict)
    bell: Changes = field(default_factory=Changes)
    """Rings when the page has something new to show."""
    now_on_board: JsonObject = field(default_factory=dict)
    _visitors: int = 0

    def become(self, name: str, language: Language) -> Pane:
        """Give the visitor the phone of somebody new, who speaks this language at home."""
        names = made_up_names(self.bot.texts, language, self.clock.now())
        number = f"+{VISITORS_NUMBER + self._visitors}"
        phone = self.server.person(names[self._visitors % len(names)], language_code=language.value, phone_number=number)
        self._visitors += 1
        self.panes[name] = Pane(name, phone, self.server.changes)
        self.bell.mark()
        return self.panes[name]

    def begin(self, admin_code: str) -> None:
        """Hand the visitor both phones; the coordinator's comes in through the link with the one-time code."""
        home = self.bot.town.languages[0]
        coordinator = self.become(COORDINATOR, home)
        self.board.staff = frozenset({coordinator.phone.user_id})
        coordinator.phone.start(f"admin-{admin_code}")
        self.become(RESIDENT, home)

    async def obey(self, name: str, deed: str, asked: JsonObject) -> JsonObject:
        """Do what the page asks for in one of its chats. Raises NotDone."""
        pane = self.panes.get(name)
        if pane is None:
            message = f"there is no chat {name!r}"
            raise NotDone(message)
        if deed != "become":
            return await pane.obey(deed, asked)
        if name != RESIDENT or asked.get("language") not in set(Language):
            message = "only the resident's chat can begin anew, in one of the languages"
            raise NotDone(message)
        self.become(name, Language(asked["language"]))
        return {}

    def view(self) -> JsonObject:
        """Return everything the page shows now."""
        return {"panes": {name: pane.view() for name, pane in self.panes.items()}, "board": self.now_on_board}

    async def look(self) -> None:
        """Read the board again and ring, whenever something has changed, until cancelled."""
        while True:
            seen = self.server.changes.count
            self.now_on_board = await self.board.read({name: pane.phone.user_id for name, pane in self.panes.items()})
            self.bell.mark()
            await asyncio.sleep(LOOKS_EVERY_S)
            await self._news_after(seen)

    async def _news_after(self, seen: int) -> None:
        try:
            async with asyncio.timeout(LOOKS_AT_LEAST_EVERY_S):
                await self.server.changes.until(lambda: self.server.changes.count != seen)
        except TimeoutError:
            return  # the clock alone may have changed a call


@asynccontextmanager
async def live_town(town: Town, folder: Path, cast: Cast) -> AsyncIterator[LiveTown]:
    """Open the town on a new database in `folder`, people it, and let it run until the end of the context."""
    clock = SystemClock()
    admin_code = secrets.token_urlsafe(16)
    async with AsyncExitStack() as doors:
        server = await doors.enter_async_context(TelegramServer(clock, seed=cast.seed))
        database = await doors.enter_async_context(Database(f"sqlite+aiosqlite:///{(folder / 'demo.db').as_posix()}"))
        await migrate(database)
        bot = await doors.enter_async_context(opened(Ground(database, clock, server.base_url), town, server.token, admin_code))
        chart = Chart(bot.town)
        live = LiveTown(bot, server, clock, Board(bot, server, chart), chart)
        neighbours = Neighbours(bot, server, await people(live, cast), clock, cast.pace, cast.seed)
        live.begin(admin_code)
        await doors.enter_async_context(beating({"beat": (bot.beat, EVERY_SECOND)}))
        await doors.enter_async_context(_running(bot.run(), neighbours.run(), live.look()))
        yield live


@asynccontextmanager
async def _running(*lives: Coroutine[object, object, None]) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(life) for life in lives]
        yield
        for task in tasks:
            task.cancel()


async def people(live: LiveTown, cast: Cast) -> dict[int, tuple[Resident, Phone]]:
    """Let the residents be registered and approved already, awake and willing at any hour: nobody waits for a demo until morning."""
    drawn = [
        replace(one, level=Level.ROUTINE, clusters=frozenset())
        for one in residents(live.bot.town, cast.seed, cast.people, live.bot.town.kinds.get(SHOWN_KIND))
    ]
    phones = {one.user_id: (one, _phone(live.server, one)) for one in drawn}
    async with live.bot.archive.open_records() as records:
        for one in drawn:
            key = live.bot.ground.chance.new_key()
            await records.roster.meet(_person(live.bot.town, one, key))
            offer = one.as_volunteer(live.bot.town, live.clock.now())
            await records.roster.save_volunteer(replace(offer, person_key=key, availability=EVERY_TIME, quiet=QuietHours()))
    return phones


def _phone(server: TelegramServer, one: Resident) -> Phone:
    phone = server.person(one.name, user_id=one.user_id, language_code=one.language.value, phone_number=one.phone)
    phone.open()
    return phone


def _person(town: Town, one: Resident, key: int) -> Person:
    return Person(
        key=key,
        town=town.slug,
        telegram_id=one.user_id,
        chat_id=one.user_id,
        name=one.name,
        phone=one.phone,
        language=one.language,
        has_chosen_language=True,
    )
