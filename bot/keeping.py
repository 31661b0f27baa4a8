"""What a host does beside running the bot: check, import, export, migrate, back up, restore."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.clock import SystemClock
from bot.failpoint import Failpoint, reach
from bot.registry.audit import Deed
from bot.serve import prepare_folder
from bot.storage import backup as copies
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.profile import towns_of
from bot.storage.records import Archive
from bot.town import Town, items_of
from bot.town_changes import Difference, differences
from bot.town_file import find_town, read_town
from config.settings import TOWNS, Settings


@dataclass(frozen=True, slots=True)
class Report:
    """What a command found: lines for a person, figures for a script, and the exit code."""

    lines: Sequence[str]
    figures: dict[str, Any] = field(default_factory=dict)
    code: int = 0


def check_town(slug_or_path: str) -> Report:
    """Read a town's files. Raises WrongTownFile with every mistake, NoSuchTown."""
    town = read_town(find_town(slug_or_path))
    figures = {
        "town": town.slug,
        "neighbourhoods": len(town.neighbourhoods),
        "clusters": len(town.clusters),
        "skills": len(town.skills),
        "kinds": len(town.kinds),
        "not_issuable": {kind.code: sorted(kind.unenforced) for kind in town.not_issuable},
    }
    counted = ", ".join(f"{figures[name]} {name}" for name in ("neighbourhoods", "clusters", "skills", "kinds"))
    withheld = [f"  {kind.code} can't be issued yet: asks for {', '.join(sorted(kind.unenforced))}" for kind in town.not_issuable]
    return Report([f"{town.slug}: sound; {counted}", *withheld], figures)


def check_every_town() -> Report:
    """Read every town that comes with the house. Raises WrongTownFile."""
    reports = [check_town(folder.name) for folder in sorted(TOWNS.iterdir()) if folder.is_dir()]
    return Report([line for report in reports for line in report.lines], {"towns": [report.figures for report in reports]})


def import_town(settings: Settings, slug_or_path: str, *, apply: bool) -> Report:
    """Show how the files differ from the database, and apply it when asked."""
    town = read_town(find_town(slug_or_path))
    found = asyncio.run(_import(settings, town, apply=apply))
    lines = [_line(one) for one in found] or [f"{town.slug}: the database already says the same"]
    closing = "applied; a running bot takes it up at its next start" if apply else "nothing changed; add --apply to write it down"
    return Report([*lines, closing] if found else lines, {"town": town.slug, "differences": len(found), "applied": apply and bool(found)})


async def _import(settings: Settings, town: Town, *, apply: bool) -> Sequence[Difference]:
    async with opened_database(settings) as database, Archive(database, town.slug, 0, SystemClock().now).open_records() as records:
        found = differences(await records.profile.items(), items_of(town))
        if apply and found:
            await records.profile.replace(items_of(town))
            reach(Failpoint.IMPORT_MID)
    return found


def export_town(settings: Settings, slug_or_path: str) -> Report:
    """Return the profile as the database knows it, one JSON item a line."""
    town = read_town(find_town(slug_or_path))
    items = asyncio.run(_export(settings, town.slug))
    lines = [json.dumps({"sort": sort, "code": code, **body}, ensure_ascii=False) for (sort, code), body in items.items()]
    return Report(lines, {"town": town.slug, "items": len(items)}, code=0 if items else 1)


async def _export(settings: Settings, slug: str) -> dict[tuple[str, str], dict[str, Any]]:
    async with opened_database(settings) as database, Archive(database, slug, 0, SystemClock().now).open_records() as records:
        items = await records.profile.items()
        records.audit.note(Deed.SETTINGS_EXPORTED, detail=f"{len(items)} items")
        return items


def migrate_now(settings: Settings) -> Report:
    """Bring the database to the newest step."""
    asyncio.run(_migrated(settings))
    return Report(["the database is at the newest step"], {"migrated": True})


async def _migrated(settings: Settings) -> None:
    async with opened_database(settings):
        pass


def backup_now(settings: Settings, target: Path) -> Report:
    """Copy the database to a file."""
    try:
        size = copies.backup(settings.database_url, target)
    except FileNotFoundError as missing:
        return Report([f"no backup was made: there is no database at {missing} yet"], {"bytes": 0}, code=1)
    except (copies.NotAFile, copies.NotABackup, OSError) as failure:
        return Report([f"no backup was made: {failure}"], {"bytes": 0}, code=1)
    asyncio.run(_note_of_every_town(settings, Deed.BACKED_UP))
    return Report([f"{target}: {size} bytes, readable by you alone"], {"bytes": size, "file": str(target)})


def restore_now(settings: Settings, source: Path) -> Report:
    """Put a backup in the database's place."""
    try:
        held = asyncio.run(copies.restore(settings.database_url, source))
    except (copies.NotAFile, copies.NotABackup, OSError) as failure:
        return Report([f"nothing was restored: {failure}"], {"held": 0}, code=1)
    asyncio.run(_note_of_every_town(settings, Deed.RESTORED))
    hint = "look at them, then `python -m bot restore --release` lets them go" if held else "nothing was waiting to be sent"
    return Report([f"restored from {source}; {held} unsent messages are held: {hint}"], {"held": held})


async def _note_of_every_town(settings: Settings, deed: Deed) -> None:
    """Write what was done with the whole database into the audit of each of its towns."""
    async with Database(settings.database_url) as database:
        for slug in await towns_of(database):
            async with Archive(database, slug, 0, SystemClock().now).open_records() as records:
                records.audit.note(deed)


def release_now(settings: Settings) -> Report:
    """Let held messages go out."""
    released = asyncio.run(copies.release(settings.database_url))
    return Report([f"{released} held messages go out now"], {"released": released})


def _line(one: Difference) -> str:
    keys = f": {', '.join(one.keys)}" if one.keys else ""
    return f"  {one.change.value:8} {one.sort} {one.code}{keys}"


class opened_database(Database):  # noqa: N801 - used as a context, like a function
    """The settings' database, migrated."""

    def __init__(self, settings: Settings) -> None:
        prepare_folder(settings.database_url)
        super().__init__(settings.database_url)

    async def __aenter__(self) -> "opened_database":
        await migrate(self)
        return self
