"""Two senders on PostgreSQL: one is killed in the middle of an emergency, later one is stopped; who goes on, how soon, what is lost."""

import asyncio
import os
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from bot.clock import SystemClock
from bot.dispatch import announce
from bot.dispatch.call import CallDraft, Spot, opened
from bot.dispatch.invitation import Invitation
from bot.dispatch.kind import Mode
from bot.serve import serve
from bot.simulator.autopilot import answer_calls
from bot.simulator.bench.people import crowd, telegram_id
from bot.simulator.chaos.births import Nursery, nursery
from bot.simulator.postgres import PostgresServer
from bot.simulator.telegram.server import TelegramServer
from bot.storage.audit import facts_of
from bot.storage.database import Database
from bot.storage.glance import attempts_at, holder_of, is_all_said
from bot.storage.line import ring_at_commit
from bot.storage.migrate import migrate
from bot.storage.records import Archive
from bot.town import Town
from config.settings import read_settings

TOKEN: Final = "100000001:made-up-for-the-simulator-AAAAAAAAAAAA"  # noqa: S105 - opens nothing but this simulator
ASKED: Final = 60
SEEN_FIRST: Final = 15
"""So many have the message when the process that sends it dies: the middle of an emergency."""
IN_FLIGHT: Final = 4
"""What was on its way when the process died may still arrive; the next one after that is the other process's."""
PATIENCE_S: Final = 90.0
GLANCE_S: Final = 0.1
LATE_S: Final = 1.0
"""For so long a process that woke up late is watched."""
LATEST_TAKEOVER_S: Final = 15.0


@dataclass(slots=True)
class Scene:
    """A town on PostgreSQL, its Telegram, a worker in this process and senders in others."""

    town: Town
    server: TelegramServer
    archive: Archive
    senders: Nursery
    calls: int = 0
    pids: list[int] = field(default_factory=list)

    async def emergency(self) -> int:
        """Ask everybody at once about one more emergency; return its number."""
        self.calls += 1
        kind = next(kind for kind in self.town.kinds.values() if kind.mode is Mode.EMERGENCY)
        draft = CallDraft(kind, Spot(self.town.neighbourhoods[0].centre, self.town.neighbourhoods[0].code), ASKED)
        async with self.archive.open_records() as records:
            fresh = opened(draft, town=self.town.slug, number=self.calls, owner=1, token=f"call-{self.calls}", now=records.now)
            call = await records.ledger.add_call(replace(fresh, next_wave_at=None))
            new = [
                Invitation(0, call.id, key, f"{call.id}x{key}", 0, records.now, kind.skills, 100.0, 200.0) for key in range(1, ASKED + 1)
            ]
            people = await records.roster.people(range(1, ASKED + 1))
            written = await records.ledger.add_invitations(new)
            await records.ledger.enqueue(*(announce.invite(call, one, people[one.person_key]) for one in written))
            await ring_at_commit(records.connection, f"sender:{self.archive.bot_id}")
        return self.calls

    def copies(self, call: int) -> Counter[int]:
        """Return how many invitations to this call, not counting edits of them, Telegram accepted for each chat."""
        sent = self.server.log.of("sendMessage", accepted=True)
        return Counter(one.chat_id or 0 for one in sent if f"i.{call}x" in str(one.params))

    async def sender(self) -> int:
        """Start a sender that takes the bot's lease; return its process id."""
        name = f"sender:{self.archive.bot_id}"
        before = await holder_of(self.archive.database, name)
        pid = await self.standby()
        async with asyncio.timeout(PATIENCE_S):
            while await holder_of(self.archive.database, name) in {before, None}:  # noqa: ASYNC110 - another process's deed rings no event
                await asyncio.sleep(GLANCE_S)
        return pid

    async def standby(self) -> int:
        """Start a sender that finds the lease taken, and let it become part of the house; return its process id."""
        known = len(self.server.log.of("getMe"))
        pid = await self.senders.fork()
        self.pids.append(pid)
        await self.until(lambda: len(self.server.log.of("getMe")) > known)
        return pid

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until Telegram has seen it."""
        async with asyncio.timeout(PATIENCE_S):
            await self.server.changes.until(condition)

    async def all_said(self) -> None:
        """Wait until no message waits or is under way."""
        async with asyncio.timeout(PATIENCE_S):
            while not await is_all_said(self.archive.database):  # noqa: ASYNC110 - another process's deed rings no event
                await asyncio.sleep(GLANCE_S)


async def measure(town: Town) -> dict[str, Any]:
    """Return the figures: seconds until the other sender's first message, what was lost, what was doubled and why."""
    with PostgresServer(is_durable=True) as postgres:
        url = await postgres.create("takeover")
        async with Database(url) as database:
            await migrate(database)
        async with _scene(town, url) as scene:
            killed = await _interrupted(scene, signal.SIGKILL)
            stopped = await _interrupted(scene, signal.SIGSTOP)
            answered = await _everybody_answers(scene)
        facts = await facts_of(url)
    return {
        "asked": ASKED * scene.calls,
        **{f"killed_{name}": value for name, value in killed.items()},
        **{f"stopped_{name}": value for name, value in stopped.items()},
        "answers_given": answered,
        "answers_lost": answered - sum(facts.answers.values()),
        "latest_takeover_s": LATEST_TAKEOVER_S,
    }


def is_good(figures: dict[str, Any]) -> bool:
    """Whether nothing was lost, nothing doubled without cause, and the other one came in time."""
    gone = sum(figures[name] for name in ("killed_lost", "killed_unforced", "stopped_lost", "stopped_unforced", "answers_lost"))
    return not gone and max(figures["killed_takeover_s"], figures["stopped_takeover_s"]) <= LATEST_TAKEOVER_S


@asynccontextmanager
async def _scene(town: Town, url: str) -> AsyncIterator[Scene]:
    clock = SystemClock()
    async with TelegramServer(clock, (TOKEN,), check_schema=False) as server, Database(url) as database:
        archive = Archive(database, town.slug, int(TOKEN.partition(":")[0]), clock.now)
        async with archive.open_records() as records:
            residents = list(crowd(town, ASKED, records.now))
            await records.roster.add_many(residents)
        for person, _ in residents:
            server.person(person.name, user_id=person.telegram_id).begin_silently()
        shared = {"BOT_TOKEN": TOKEN, "TOWN": town.slug, "TELEGRAM_API_URL": server.base_url, "DATABASE_URL": url}
        mine = {name.lower(): value for name, value in shared.items()} | {"role": "worker", "port": 0, "data_dir": Path()}
        async with nursery({**shared, "ROLE": "sender"}) as senders, asyncio.TaskGroup() as group:
            worker = group.create_task(serve(read_settings(mine)))
            yield Scene(town, server, archive, senders)
            worker.cancel()


async def _interrupted(scene: Scene, how: signal.Signals) -> dict[str, Any]:
    """Let one sender begin an emergency, take it out of the middle, and watch the other."""
    first = await scene.sender()
    await scene.standby()
    call = await scene.emergency()
    await scene.until(lambda: len(scene.copies(call)) >= SEEN_FIRST)
    os.kill(first, how)
    began, before = time.monotonic(), len(scene.copies(call))
    await scene.until(lambda: len(scene.copies(call)) > before + IN_FLIGHT)
    took = time.monotonic() - began
    await scene.until(lambda: len(scene.copies(call)) == ASKED)
    _signal(first, signal.SIGCONT)  # whatever a process that was only stopped still wants to send or write, it may not
    await scene.all_said()
    await asyncio.sleep(LATE_S)
    for pid in scene.pids:
        _signal(pid, signal.SIGKILL)
    copies, attempts = scene.copies(call), await attempts_at(scene.archive.database, call)
    extra = sum(copies.values()) - len(copies)
    unforced = sum(max(0, count - attempts.get(chat, 0)) for chat, count in copies.items())
    return {"takeover_s": round(took, 2), "lost": ASKED - len(copies), "forced": extra - unforced, "unforced": unforced}


async def _everybody_answers(scene: Scene) -> int:
    """Let everybody say yes to the last call, with a sender and a worker that are different processes; return how many did."""
    await scene.sender()
    answered: dict[tuple[int, str], int] = {}
    for key in range(1, ASKED + 1):
        answer_calls(scene.server.person(user_id=telegram_id(key)), answered)
    async with asyncio.timeout(PATIENCE_S):
        await scene.server.until_quiet()
    await asyncio.sleep(LATE_S)
    await scene.all_said()
    return len(answered)


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
