"""What a host checks and hands over about the audit and the retention clocks."""

import asyncio

from bot.clock import SystemClock
from bot.exchange.cells import csv_line
from bot.keeping import Report, opened_database
from bot.registry.audit import Deed
from bot.storage import retention
from bot.storage.chain import Soundness
from bot.storage.database import Database
from bot.storage.records import Archive, Records
from bot.town_file import find_town, read_town
from config.settings import Settings

COLUMNS = ("seq", "at", "deed", "by", "about", "call_id", "through", "detail", "hash")


def check_audit(settings: Settings, slug_or_path: str, root: str | None = None) -> Report:
    """Read a town's chain from end to end; `root` (SEQ:HASH, noted earlier elsewhere) must stand in it too."""
    slug = read_town(find_town(slug_or_path)).slug
    sound, has_root = asyncio.run(_verified(settings, slug, root))
    figures = {"town": slug, "rows": sound.rows, "root": f"{sound.head_seq}:{sound.head}", "broken_at": sound.broken_at}
    if sound.broken_at is not None:
        return Report([f"{slug}: the audit is broken at row {sound.broken_at}; rows before it are as they were written"], figures, code=1)
    if not has_root:
        return Report([f"{slug}: the audit hangs together, but does not hold {root}: it was written anew or cut"], figures, code=1)
    return Report([f"{slug}: {sound.rows} rows, unbroken; keep this root elsewhere: {figures['root']}"], figures)


async def _verified(settings: Settings, slug: str, root: str | None) -> tuple[Soundness, bool]:
    async with opened_database(settings) as database, _archive(database, slug).open_records() as records:
        sound = await records.audit.verify()
        return sound, root is None or await _holds(records, root)


async def _holds(records: Records, root: str) -> bool:
    """The root may be that of a row since cut: then the cut itself names it."""
    seq, _, kept = root.partition(":")
    async for link in records.audit.links():
        if (str(link.seq), link.hash) == (seq, kept) or (str(link.through), link.detail) == (seq, kept):
            return True
    return False


def check_retention(settings: Settings, slug_or_path: str) -> Report:
    """Count what is older than its clock: all zeros while the bot tidies every hour."""
    slug = read_town(find_town(slug_or_path)).slug
    counts = asyncio.run(_overdue(settings, slug))
    is_late = any(counts.values())
    lines = [f"{slug}: {count} rows older than their clock: {name}" for name, count in counts.items() if count]
    return Report(lines or [f"{slug}: nothing is older than its clock"], {"town": slug, "overdue": counts}, code=int(is_late))


async def _overdue(settings: Settings, slug: str) -> dict[str, int]:
    async with opened_database(settings) as database, _archive(database, slug).open_records() as records:
        return await retention.overdue(records.connection, slug, records.now)


def export_audit(settings: Settings, slug_or_path: str) -> Report:
    """Return the audit as CSV. That it was handed over stands in it from then on."""
    slug = read_town(find_town(slug_or_path)).slug
    lines = asyncio.run(_exported(settings, slug))
    return Report([csv_line(COLUMNS), *lines], {"town": slug, "rows": len(lines)})


async def _exported(settings: Settings, slug: str) -> list[str]:
    async with opened_database(settings) as database, _archive(database, slug).open_records() as records:
        lines = [csv_line(getattr(link, name) for name in COLUMNS) async for link in records.audit.links()]
        records.audit.note(Deed.AUDIT_EXPORTED, detail=f"{len(lines)} rows")
        return lines


def _archive(database: Database, slug: str) -> Archive:
    return Archive(database, slug, 0, SystemClock().now)
