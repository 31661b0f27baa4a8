"""`check --live`: may this host's bots probe for messages of unknown fate, and does the second channel reach anybody?"""

import asyncio
from collections.abc import Sequence

from bot.app import open_bot
from bot.clock import SystemClock
from bot.delivery.live_check import Finding, preconditions
from bot.keeping import Report, opened_database
from bot.storage.database import Database
from bot.storage.records import Archive
from bot.town_file import find_town, read_town
from bot.vigil import PROBE_PROVED
from bot.watch.second_channel import SecondChannel
from config.settings import BotSettings, Settings

TRIAL = "Eshkol: a trial of the second channel. Nothing is wrong."


def check_live(settings: Settings, other_chat: int | None) -> Report:
    """Ask the real Telegram, bot by bot, and write down what was shown; without a full proof the probe stays off."""
    if not settings.bots:
        return Report(["set BOT_TOKEN or BOTS_FILE first: this asks Telegram itself"], code=2)
    reports = asyncio.run(_every_bot(settings, other_chat))
    lines = [line for found, _ in reports for line in found]
    return Report(lines, {"proved": [is_proved for _, is_proved in reports]}, code=0 if all(is_proved for _, is_proved in reports) else 1)


async def _every_bot(settings: Settings, other_chat: int | None) -> list[tuple[list[str], bool]]:
    async with opened_database(settings) as database:
        return [await _one_bot(settings, own, database, other_chat) for own in settings.bots]


async def _one_bot(settings: Settings, own: BotSettings, database: Database, other_chat: int | None) -> tuple[list[str], bool]:
    slug = read_town(find_town(own.town)).slug
    lines = [await _second_channel(own, slug)]
    if own.ops_chat is None:
        return [*lines, f"{slug}: OPS_CHAT is not set, so the gap probe stays off"], False
    bot = open_bot(own.token.get_secret_value(), settings.telegram_api_url)
    try:
        found = await preconditions(bot, own.ops_chat, other_chat)
    finally:
        await bot.session.close()
    is_proved = all(one.holds for one in found)
    await _write_down(database, slug, is_proved=is_proved)
    closing = "the gap probe is on from the next start" if is_proved else "the gap probe stays off: what is of unknown fate goes out again"
    return [*lines, *_lines(slug, found), f"{slug}: {closing}"], is_proved


def _lines(slug: str, found: Sequence[Finding]) -> list[str]:
    return [f"{slug}: {'yes' if one.holds else 'NO '} {one.name} ({one.detail})" for one in found]


async def _second_channel(own: BotSettings, slug: str) -> str:
    channel = SecondChannel(own.alarm_addresses)
    if not channel.is_open:
        return f"{slug}: ALARM_URLS is not set: when Telegram is dark nobody is told"
    reached = await channel.tell("Eshkol", TRIAL)
    return f"{slug}: the second channel {'reached everybody' if reached else 'did NOT reach everybody'}"


async def _write_down(database: Database, slug: str, *, is_proved: bool) -> None:
    now = SystemClock().now
    async with Archive(database, slug, 0, now).open_records() as records:
        if is_proved:
            await records.watchbook.mark(PROBE_PROVED, now())
        else:
            await records.watchbook.unmark(PROBE_PROVED)
