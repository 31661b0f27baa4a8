"""A town's profile in tables: the files seed it, from then on these rows are the truth."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.registry.audit import Deed
from bot.storage.chain import StoredAudit
from bot.storage.database import Database
from bot.storage.tables import profile

Items = Mapping[tuple[str, str], Mapping[str, Any]]


async def towns_of(database: Database) -> list[str]:
    """Return the slugs of every town whose profile is stored."""
    async with database.transaction() as db:
        return list((await db.execute(select(profile.c.town).distinct().order_by(profile.c.town))).scalars())


class StoredProfile:
    """The profile of one town, within one transaction."""

    def __init__(self, connection: AsyncConnection, town: str, audit: StoredAudit) -> None:
        """Work inside the caller's transaction."""
        self._db = connection
        self._town = town
        self._audit = audit

    async def items(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Return every item by (sort, code), in the file's order; empty for a town never imported."""
        found = await self._db.execute(select(profile).where(profile.c.town == self._town).order_by(profile.c.position))
        return {(row["sort"], row["code"]): row["body"] for row in found.mappings()}

    async def replace(self, items: Items) -> None:
        """Write the whole profile anew."""
        await self._db.execute(delete(profile).where(profile.c.town == self._town))
        new = [
            {"town": self._town, "sort": sort, "code": code, "position": place, "body": dict(body)}
            for place, ((sort, code), body) in enumerate(items.items())
        ]
        await self._db.execute(insert(profile), new)
        self._audit.note(Deed.SETTINGS_IMPORTED, detail=f"{len(new)} items")
