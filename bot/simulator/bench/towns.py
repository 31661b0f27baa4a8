"""Very many towns on one PostgreSQL: how much more is done when more processes share them."""

import asyncio
import time
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from bot.app import seeded
from bot.clock import SystemClock
from bot.dispatch.notification import Chat, Notification, Topic, Urgency
from bot.simulator.bench.town_process import token_number, town_number
from bot.simulator.chaos.births import kill, nursery
from bot.simulator.postgres import PostgresServer
from bot.simulator.telegram.limits import Limits
from bot.simulator.telegram.server import TelegramServer
from bot.storage.database import Database
from bot.storage.glance import shares
from bot.storage.line import ring_at_commit
from bot.storage.migrate import migrate
from bot.storage.records import Archive

MESSAGES_EACH: Final = 8
NEWCOMERS_EACH: Final = 2
PROGRAM: Final = "bot.simulator.bench.town_process"
READY: Final = timedelta(seconds=6)
"""The messages of all towns fall due at one moment, which every sender knows by then."""
PATIENCE_S: Final = 300.0
GLANCE_S: Final = 0.2
SCREEN: Final = {"paragraphs": [{"say": "cancelled", "args": {}}], "rows": [], "ask": None}


async def measure(folder: Path, towns: int, processes: int) -> dict[str, Any]:
    """Return for each number of processes how many messages and how many updates a second they manage. Raises NoPostgres."""
    with ExitStack() as stack:
        server = stack.enter_context(PostgresServer(is_durable=True))
        url = await server.create("towns")
        bots = folder / "bots.toml"
        tables = (f'[[bots]]\ntown = "beit-shemesh-{number}"\ntoken = "{token_number(number)}"\n' for number in range(towns))
        bots.write_text("".join(tables), encoding="utf-8")
        async with Database(url) as database:
            await migrate(database)
            for number in range(towns):
                await seeded(database, town_number(number), SystemClock().now)
            found = [await _with(database, url, bots, towns, count) for count in range(1, processes + 1)]
    first = found[0]
    for one in found:
        one["messages_times"] = round(one["messages_per_s"] / first["messages_per_s"], 2)
        one["updates_times"] = round(one["updates_per_s"] / first["updates_per_s"], 2)
    return {"towns": towns, **{f"processes_{one['processes']}": one for one in found}}


async def _with(database: Database, url: str, bots: Path, towns: int, count: int) -> dict[str, Any]:
    """Measure so many processes, on a Telegram without limits: the machine is to be the limit."""
    tokens = tuple(token_number(number) for number in range(towns))
    async with TelegramServer(SystemClock(), tokens, limits=Limits.off(), check_schema=False) as telegram:
        environment = {"BOTS_FILE": str(bots), "TELEGRAM_API_URL": telegram.base_url, "DATABASE_URL": url}
        async with nursery(environment, PROGRAM) as house:
            began = time.monotonic()
            pids = [await house.fork() for _ in range(count)]
            await _until_shared(database, towns, count)
            started = time.monotonic() - began
            messages = await _messages(database, telegram, towns)
            updates = await _updates(telegram, towns)
            for pid in pids:
                kill(pid)
    return {"processes": count, "started_s": round(started, 1), "messages_per_s": round(messages, 1), "updates_per_s": round(updates, 1)}


async def _until_shared(database: Database, towns: int, count: int) -> None:
    """Wait until each process holds its part of every role."""
    fair = -(-towns // count)
    async with asyncio.timeout(PATIENCE_S):
        while True:
            held = await shares(database)
            if len(held) == count and sum(held.values()) == 2 * towns and max(held.values()) <= 2 * fair:
                return
            await asyncio.sleep(GLANCE_S)


async def _messages(database: Database, telegram: TelegramServer, towns: int) -> float:
    """Let the messages of every town fall due at once; return how many a second were accepted."""
    clock = SystemClock()
    due = clock.now() + READY
    for number in range(towns):
        archive = Archive(database, town_number(number).slug, 0, clock.now)
        chats = [_chat(telegram, number, place) for place in range(MESSAGES_EACH)]
        async with archive.open_records() as records:
            key = f"measured:{due.timestamp()}"
            notes = [
                Notification(Chat(chat), Topic.SCREEN, Urgency.ROUTINE, f"{key}:{chat}", args=SCREEN, not_before=due) for chat in chats
            ]
            await records.ledger.enqueue(*notes)
            await ring_at_commit(records.connection, f"sender:{token_number(number).partition(':')[0]}")
    await clock.sleep(due - clock.now())
    return await _rate(telegram, towns * MESSAGES_EACH)


async def _updates(telegram: TelegramServer, towns: int) -> float:
    """Let newcomers press Start in every town; return how many a second were answered."""
    for number in range(towns):
        for place in range(NEWCOMERS_EACH):
            telegram.person(user_id=900_000_000 + number * 100 + place, bot_token=token_number(number)).start()
    return await _rate(telegram, towns * NEWCOMERS_EACH)


async def _rate(telegram: TelegramServer, expected: int) -> float:
    """Look a few times a second: to look at each change would cost more than what is measured."""
    began, before = time.monotonic(), _accepted(telegram)
    async with asyncio.timeout(PATIENCE_S):
        while _accepted(telegram) < before + expected:  # noqa: ASYNC110 - as it says
            await asyncio.sleep(GLANCE_S)
    return expected / (time.monotonic() - began)


def _accepted(telegram: TelegramServer) -> int:
    return len(telegram.log.of("sendMessage", accepted=True))


def _chat(telegram: TelegramServer, number: int, place: int) -> int:
    chat = 800_000_000 + number * 100 + place
    telegram.person(user_id=chat, bot_token=token_number(number)).begin_silently()
    return chat
