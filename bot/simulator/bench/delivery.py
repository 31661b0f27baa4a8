"""How fast messages leave, what they cost, and how soon an emergency overtakes; Telegram is another process."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.app import Ground, TownBot, opened
from bot.clock import SystemClock
from bot.dispatch.notification import Chat, Notification, Topic, Urgency
from bot.simulator.bench import live
from bot.simulator.bench.calls import invite
from bot.simulator.bench.far import Far, Seen, far_telegram
from bot.simulator.bench.figures import MS, percentile
from bot.simulator.bench.people import crowd, telegram_id
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.town import Town

PEOPLE = 20_000
LATENCY_MS = (20.0, 50.0)
BARE_MESSAGES = 500
COMMITS = 200
RECIPIENTS = 50
SETTLING_IN = timedelta(seconds=2)
PATIENCE_S = 600.0


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    people: int = PEOPLE
    messages: int = 1_500
    queued: int = 10_000
    calls: int = 40
    presses: int = 500
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A running bot and the Telegram it speaks to."""

    bot: TownBot
    far: Far
    database: Database


async def measure(folder: Path, town: Town, size: Size) -> dict[str, Any]:
    """Return every figure of delivery."""
    bare = await _bare_loop(min(BARE_MESSAGES, size.messages))
    async with _table(folder / "envelope.db", town, size.messages, size) as table:
        envelope = await _at_envelope(table, town, size)
        commit_p99 = await _commit_p99(table)
    async with _table(folder / "overtaking.db", town, size.queued + RECIPIENTS, size) as table:
        overtaking = await _overtaking(table, size)
    async with _table(folder / "live.db", town, size.people, size, latency_ms=(0, 0), polls=True) as table:
        lively = await live.measure(table.bot, table.far, town, size.calls, size.presses)
    return {
        **envelope,
        "bare_loop_cpu_s_per_1000": round(bare, 3),
        "times_the_bare_loop": round(envelope["cpu_s_per_1000"] / bare, 2),
        "commit_p99_ms": round(commit_p99 * MS, 2),
        **overtaking,
        **lively,
        "confirm_budget_ms": round(150 + 4 * commit_p99 * MS, 1),
    }


@asynccontextmanager
async def _table(
    path: Path, town: Town, chats: int, size: Size, *, latency_ms: tuple[float, float] = LATENCY_MS, polls: bool = False
) -> AsyncIterator[Table]:
    clock = SystemClock()
    async with far_telegram(latency_ms) as far, Database(f"sqlite+aiosqlite:///{path}") as database:
        await far.people(telegram_id(key) for key in range(1, chats + 1))
        await migrate(database)
        async with opened(Ground(database, clock, far.base_url), town, far.token) as bot:
            async with bot.archive.open_records() as records:
                await records.roster.add_many(crowd(town, chats, records.now, size.seed))
            gc.collect()
            gc.freeze()
            async with asyncio.TaskGroup() as group:
                running = group.create_task(bot.run(polls=polls))
                yield Table(bot, far, database)
                running.cancel()


async def _bare_loop(messages: int) -> float:
    """Return the CPU seconds a thousand messages cost a loop over aiogram's send_message, on the session that comes with it."""
    buttons = [
        [InlineKeyboardButton(text=word, callback_data=f"i.abcdefghijkl.{word}.") for word in row]
        for row in (("coming", "cannot"), ("later",))
    ]
    markup = InlineKeyboardMarkup(inline_keyboard=buttons)
    async with far_telegram(limited=False) as far:
        await far.people(telegram_id(key) for key in range(1, messages + 1))
        bot = Bot(far.token, session=AiohttpSession(api=TelegramAPIServer.from_base(far.base_url)))
        try:
            await bot.me()
            began = time.process_time()
            for key in range(1, messages + 1):
                await bot.send_message(telegram_id(key), "Call 17 needs you: a generator for the shelter. " * 4, reply_markup=markup)
            return (time.process_time() - began) * 1_000 / messages
        finally:
            await bot.session.close()


async def _at_envelope(table: Table, town: Town, size: Size) -> dict[str, Any]:
    async with table.bot.archive.open_records() as records:
        await invite(records, town, size.messages)
    began = time.process_time()
    table.bot.sender.wake()
    await _until_idle(table)
    spent = time.process_time() - began
    left = [one.at for one in _accepted(await table.far.seen())]
    rate = (len(left) - 1) / (max(left) - min(left))
    return {
        "messages": len(left),
        "share_of_envelope": round(rate / table.bot.gate.pace.envelope.bulk, 4),
        "self_made_429": table.far.self_made_429,
        "cpu_s_per_1000": round(spent * 1_000 / len(left), 3),
    }


async def _commit_p99(table: Table) -> float:
    took = []
    for number in range(COMMITS):
        began = time.perf_counter()
        async with table.bot.archive.open_records() as records:
            await records.roster.spend_once(f"measured-{number}", records.now)
        took.append(time.perf_counter() - began)
    return percentile(took, 0.99)


async def _overtaking(table: Table, size: Size) -> dict[str, Any]:
    """Queue routine notices, let them begin to leave, then send an emergency to fifty others."""
    routine = [_notice(key, Urgency.ROUTINE) for key in range(1, size.queued + 1)]
    async with table.bot.archive.open_records() as records:
        await records.ledger.enqueue(*routine)
    table.bot.sender.wake()
    await table.bot.ground.clock.sleep(SETTLING_IN)
    chosen = {telegram_id(size.queued + place) for place in range(1, RECIPIENTS + 1)}
    began = table.bot.ground.clock.now().timestamp()
    async with table.bot.archive.open_records() as records:
        await records.ledger.enqueue(*(_notice(size.queued + place, Urgency.EMERGENCY) for place in range(1, RECIPIENTS + 1)))
    table.bot.sender.wake()
    await table.bot.ground.clock.sleep(SETTLING_IN * 3)
    took = sorted(one.at - began for one in _accepted(await table.far.seen()) if one.chat_id in chosen)
    return {
        "queued": size.queued,
        "emergency_first_s": round(took[0], 3),
        f"emergency_{len(took)}_recipients_s": round(took[-1], 3),
        "overtaking_self_made_429": table.far.self_made_429,
    }


def _notice(key: int, urgency: Urgency) -> Notification:
    said = {"paragraphs": [{"say": "cancelled", "args": {}}], "rows": [], "ask": None}
    to = Chat(telegram_id(key), person_key=key)
    return Notification(to=to, topic=Topic.SCREEN, urgency=urgency, key=f"notice-{key}", args=said)


def _accepted(seen: list[Seen]) -> list[Seen]:
    return [one for one in seen if one.accepted and one.method == "sendMessage"]


async def _until_idle(table: Table) -> None:
    """Wait until everything queued has left and is written down. Raises TimeoutError after ten minutes."""
    async with asyncio.timeout(PATIENCE_S):
        while not table.bot.sender.is_idle:
            await table.bot.ground.clock.sleep(timedelta(milliseconds=250))
