"""The audit only grows: every change, removal or reordering is refused by the database, or found by reading the chain."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import case, delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from bot.registry.audit import Deed
from bot.simulator.hand_clock import HandClock
from bot.storage.chain import KEEP_AUDIT
from bot.storage.records import Archive, Records
from bot.storage.tables import audit
from tests.databases import BOTH, fresh_database

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SILENCED = {"sqlite": [f"DROP TRIGGER {name}" for name in ("audit_stays", "audit_is_kept", "audit_follows")]}
SILENCED["postgresql"] = [f"DROP TRIGGER {name} ON audit" for name in ("audit_only_grows", "audit_is_not_emptied")]


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOW)


@pytest.fixture(params=BOTH)
async def archive(request: pytest.FixtureRequest, tmp_path: Path, clock: HandClock) -> AsyncIterator[Archive]:
    async with fresh_database(request.param, tmp_path, request) as database:
        yield Archive(database, "arara", 1, clock.now)


async def noted(archive: Archive, *deeds: Deed) -> None:
    for deed in deeds:
        async with archive.open_records() as records:
            records.audit.by = 7
            records.audit.note(deed, about=8, detail="1")


async def test_each_row_continues_the_one_before_and_each_town_has_its_own(archive: Archive) -> None:
    await noted(archive, Deed.CALL_ISSUED, Deed.CALL_CLOSED)
    await noted(Archive(archive.database, "other", 2, archive.now), Deed.ERASED)
    async with archive.open_records() as records:
        links = [link async for link in records.audit.links()]
        assert [(link.seq, link.deed, link.by, link.about) for link in links] == [(1, "call_issued", 7, 8), (2, "call_closed", 7, 8)]
        sound = await records.audit.verify()
        assert (sound.rows, sound.head, sound.broken_at) == (2, links[-1].hash, None)


async def note_and_fail(archive: Archive) -> None:
    async with archive.open_records() as records:
        records.audit.note(Deed.ERASED, about=1)
        raise ZeroDivisionError


async def attempt_and_fail(records: Records) -> None:
    async with records.attempt():
        records.audit.note(Deed.CALL_CLOSED, call_id=1)
        raise ZeroDivisionError


async def test_what_was_rolled_back_was_not_done(archive: Archive) -> None:
    with pytest.raises(ZeroDivisionError):
        await note_and_fail(archive)
    async with archive.open_records() as records:
        records.audit.note(Deed.CALL_ISSUED, call_id=1)
        with pytest.raises(ZeroDivisionError):
            await attempt_and_fail(records)
    async with archive.open_records() as records:
        assert [link.deed async for link in records.audit.links()] == ["call_issued"]


@pytest.mark.parametrize(
    "attack",
    [
        update(audit).where(audit.c.seq == 2).values(by=9),
        delete(audit).where(audit.c.seq == 3),
        delete(audit),
        insert(audit).values(town="arara", seq=9, at=NOW, deed="erased", detail="", hash="0" * 64),
        insert(audit)
        .prefix_with("OR REPLACE", dialect="sqlite")
        .values(town="arara", seq=2, at=NOW, deed="erased", detail="", hash="0" * 64),
    ],
    ids=["change", "drop the last", "drop all", "leave a gap", "replace"],
)
async def test_the_database_refuses(archive: Archive, attack: object) -> None:
    await noted(archive, Deed.CALL_ISSUED, Deed.PHONES_SHOWN, Deed.CALL_CLOSED)
    with pytest.raises(DBAPIError, match="only grows"):
        async with archive.database.transaction() as db:
            await db.execute(attack)  # type: ignore[call-overload]  # a table's row


@pytest.mark.parametrize(
    ("attack", "found_at"),
    [
        (update(audit).where(audit.c.seq == 2).values(by=9), 2),
        (update(audit).where(audit.c.seq == 2).values(at=NOW - timedelta(days=1)), 2),
        (delete(audit).where(audit.c.seq == 2), 3),
        (delete(audit).where(audit.c.seq == 1), 2),
        (update(audit).where(audit.c.seq.in_([2, 3])).values(seq=case((audit.c.seq == 2, 13), else_=12)), 12),
    ],
    ids=["change", "another time", "drop one", "drop the first", "another order"],
)
async def test_reading_finds_what_was_done_behind_the_triggers(archive: Archive, attack: object, found_at: int) -> None:
    await noted(archive, Deed.CALL_ISSUED, Deed.PHONES_SHOWN, Deed.CALL_CLOSED)
    async with archive.database.transaction() as db:
        for silencing in SILENCED[db.dialect.name]:
            await db.exec_driver_sql(silencing)
        await db.execute(attack)  # type: ignore[call-overload]  # a table's row
    async with archive.open_records() as records:
        assert (await records.audit.verify()).broken_at == found_at


async def test_after_two_years_rows_go_and_the_chain_still_holds(archive: Archive, clock: HandClock) -> None:
    await noted(archive, Deed.CALL_ISSUED, Deed.CALL_CLOSED)
    clock.move_to(NOW + timedelta(days=30))
    await noted(archive, Deed.PHONES_SHOWN)
    clock.move_to(NOW + KEEP_AUDIT + timedelta(days=1))
    async with archive.open_records() as records:
        assert await records.audit.cut() == 2
    await noted(archive, Deed.ERASED)
    async with archive.open_records() as records:
        assert [link.deed async for link in records.audit.links()] == ["phones_shown", "cut", "erased"]
        assert (await records.audit.verify()).broken_at is None
        assert await records.audit.cut() == 0


async def test_a_cut_made_too_early_drops_nothing(archive: Archive) -> None:
    await noted(archive, Deed.CALL_ISSUED, Deed.CALL_CLOSED)
    async with archive.database.transaction() as db:
        head = (await db.execute(select(audit.c.hash).where(audit.c.seq == 2))).scalar_one()
        await db.execute(insert(audit).values(town="arara", seq=3, at=NOW, deed="cut", through=2, detail=head, hash="0" * 64))
    with pytest.raises(DBAPIError, match="only grows"):
        async with archive.database.transaction() as db:
            await db.execute(delete(audit).where(audit.c.seq == 1))
