"""Very many people for measuring, made by the database itself: everybody again a few steps further on, under another key."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, Table, cast, func, insert, literal, select, text

from bot.registry.place import BAND_DEGREES
from bot.storage.database import Database
from bot.storage.tables import people, volunteer_skills, volunteers

STEP_DEGREES = 0.00011
"""About twelve metres: a copy lives round the corner, never at the same door."""
SHIFTED = ("key", "person_key", "telegram_id", "chat_id")


async def crowd_together(database: Database, founders: int, copies: int) -> None:
    """Let everybody live there `copies` times more; `founders` is beyond the highest key. Then let the database look at its tables."""
    for number in range(1, copies + 1):
        async with database.transaction() as db:
            for table in (people, volunteers, volunteer_skills):
                chosen = [_shifted(table, name, number, founders, is_sqlite=database.is_sqlite) for name in table.c.keys()]  # noqa: SIM118 - a collection of columns yields columns
                originals = select(*chosen).where(next(table.c[name] for name in SHIFTED if name in table.c) <= founders)
                await db.execute(insert(table).from_select(table.c.keys(), originals))
    async with database.transaction() as db:
        await db.execute(text("ANALYZE"))


def _shifted(table: Table, name: str, number: int, founders: int, *, is_sqlite: bool) -> ColumnElement[Any]:
    column = table.c[name]
    if name in SHIFTED:
        return column + literal(number * founders, BigInteger)
    if name in {"lat", "lon"}:
        return column + number * STEP_DEGREES
    if name == "band":
        bands = (table.c.lat + number * STEP_DEGREES) / BAND_DEGREES
        return cast(bands if is_sqlite else func.floor(bands), Integer)  # SQLite cuts, and our towns lie north of the equator
    return column
