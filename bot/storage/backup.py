"""A copy of the database while it is in use, and back; what a restored copy still wanted to say or ask is held."""

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.engine import make_url

from bot.failpoint import Failpoint, reach
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.posting import withdraw_overtaken
from bot.storage.tables import calls, outbox

FILES = ("", "-wal", "-shm")
"""What a SQLite database in WAL mode consists of."""


class NotAFile(ValueError):
    """Only a SQLite file can be copied this way; a server has its own tools (pg_dump)."""


class NotABackup(ValueError):
    """The file is no sound copy of this bot's database."""


def file_of(url: str) -> Path:
    """Return the file of a database address. Raises NotAFile."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        message = f"{parsed.render_as_string(hide_password=True)} is no SQLite file: use the server's own backup (pg_dump)"
        raise NotAFile(message)
    return Path(parsed.database)


def backup(url: str, target: Path) -> int:
    """Copy the database to `target`, consistent even while the bot runs; return its size in bytes. Raises NotAFile, OSError."""
    source = file_of(url)
    if not source.exists():
        raise FileNotFoundError(source)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(target.suffix + ".part")
    partial.unlink(missing_ok=True)
    _copy(source, partial)
    _prove(partial)
    reach(Failpoint.BACKUP_MID)
    partial.chmod(0o600)
    partial.replace(target)
    for leftover in ("-wal", "-shm"):  # proving the copy opened it in WAL mode
        Path(f"{partial}{leftover}").unlink(missing_ok=True)
    return target.stat().st_size


async def restore(url: str, source: Path) -> int:
    """Put a backup in the database's place and hold its outbox; return how many messages are held. Raises NotABackup, NotAFile.

    What was there before is kept beside it as `.before-restore`, or `.before-restore-2` and so on: nothing is overwritten.
    """
    target = file_of(url)
    fresh = _copied_beside(source, target)
    held = await _hold_all(f"sqlite+aiosqlite:///{fresh}")
    reach(Failpoint.RESTORE_BEFORE_REPLACE)
    _keep_aside(target)
    fresh.replace(target)
    reach(Failpoint.RESTORE_AFTER_REPLACE)
    return held


async def release(url: str) -> int:
    """Let what a restore held go out, and open calls go on; return how many messages."""
    async with Database(url) as database, database.transaction() as connection:
        waking = update(calls).where(calls.c.state != "closed", calls.c.due_at.is_(None)).values(due_at=calls.c.opened_at)
        await connection.execute(waking)
        await withdraw_overtaken(connection, outbox.c.state == "held")
    return await _move_all(url, "held", "queued")


async def _hold_all(url: str) -> int:
    async with Database(url) as database:
        await migrate(database)
        async with database.transaction() as connection:
            await connection.execute(update(calls).values(due_at=None))
    held = await _move_all(url, "sending", "held")
    return held + await _move_all(url, "queued", "held")


async def _move_all(url: str, old: str, new: str) -> int:
    async with Database(url) as database, database.transaction() as connection:
        moved = await connection.execute(update(outbox).where(outbox.c.state == old).values(state=new))
        return int(moved.rowcount)


def _copied_beside(source: Path, target: Path) -> Path:
    """Return a proved copy beside the database. All that is to be done to it is done there: a crash leaves the old one or the new one."""
    if source.resolve() == target.resolve():
        message = f"{source} is the database itself: name a backup"
        raise NotABackup(message)
    _prove(source)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(f"{target}.part")
    for suffix in FILES:
        Path(f"{fresh}{suffix}").unlink(missing_ok=True)
    _copy(source, fresh)
    fresh.chmod(0o600)
    return fresh


def _copy(source: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
    except sqlite3.Error as failure:
        message = f"{source} could not be copied to {target}: {failure}"
        raise NotABackup(message) from failure


def _keep_aside(target: Path) -> None:
    """Give what stands there a second file, with its log folded in: the new file then takes the first in one step."""
    if not target.exists():
        return
    names = (f"{target}.before-restore{f'-{number}' if number else ''}" for number in (0, *range(2, 1000)))
    aside = next(name for name in names if not Path(name).exists())
    with suppress(sqlite3.Error), closing(sqlite3.connect(target)) as old:  # what is no database is kept as it is
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for suffix in FILES:
        if Path(f"{target}{suffix}").exists():
            shutil.copy2(f"{target}{suffix}", f"{aside}{suffix}")
    for suffix in FILES[1:]:  # the log of the old file must not be read into the new one
        Path(f"{target}{suffix}").unlink(missing_ok=True)


def _prove(file: Path) -> None:
    """Raise NotABackup unless the file is a sound SQLite database of ours."""
    if not file.is_file():
        message = f"{file}: there is no such file"
        raise NotABackup(message)
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
            sound = copy.execute("PRAGMA quick_check").fetchone()[0] == "ok"
            has_tables = copy.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('people', 'calls', 'outbox')").fetchone()[0]
    except sqlite3.DatabaseError as failure:
        message = f"{file}: not a database ({failure})"
        raise NotABackup(message) from failure
    if not sound or has_tables < len(("people", "calls", "outbox")):
        message = f"{file}: not a sound copy of this bot's database"
        raise NotABackup(message)
