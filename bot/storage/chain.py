"""The audit in a table that only grows: each row carries a hash over itself and the row before, one chain a town."""

import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.registry.audit import Deed
from bot.storage.tables import audit
from bot.storage.types import to_micros

KEEP_AUDIT = timedelta(days=731)
"""24 months: data-security regulations 2017, as public bodies apply them. The triggers in the database say the same."""
BEGINNING = "0" * 64
"""What the first row of a town continues."""

HEAD = select(audit.c.seq, audit.c.hash).where(audit.c.town == bindparam("in_town")).order_by(audit.c.seq.desc()).limit(1)
APPEND = insert(audit)
"""Built once: they end every transaction that did something."""


@dataclass(frozen=True, slots=True)
class Link:
    """One row of the audit as it was read."""

    seq: int
    at: datetime
    deed: str
    by: int | None
    about: int | None
    call_id: int | None
    through: int | None
    detail: str
    hash: str


@dataclass(frozen=True, slots=True)
class Soundness:
    """What reading a chain found: how many rows, where it ends, and the first row that does not fit (None: it is whole)."""

    rows: int
    head_seq: int
    head: str
    broken_at: int | None = None


class StoredAudit:
    """One town's audit, within one transaction: noted as things happen, chained and written once at the end."""

    def __init__(self, connection: AsyncConnection, town: str, now: datetime) -> None:
        """Work inside the caller's transaction, at one moment."""
        self._db = connection
        self._town = town
        self._now = now
        self._noted: list[dict[str, Any]] = []
        self.by: int | None = None

    def note(self, deed: Deed, *, by: int | None = None, about: int | None = None, call_id: int | None = None, detail: str = "") -> None:
        """Have a deed written in this transaction."""
        doer = self.by if by is None else by
        self._note(deed, by=doer, about=about, call_id=call_id, detail=detail)

    @property
    def noted(self) -> int:
        """How many deeds wait to be written."""
        return len(self._noted)

    def forget_after(self, count: int) -> None:
        """Part of the transaction was taken back: what was noted in it did not happen."""
        del self._noted[count:]

    async def write(self) -> None:
        """Chain and insert what was noted: nothing for most transactions, else one look at the head and one insert."""
        if not self._noted:
            return
        noted, self._noted = self._noted, []
        seq, previous = await self._head()
        for row in noted:
            seq += 1
            row["seq"] = seq
            row["hash"] = previous = chained(previous, row)
        await self._db.execute(APPEND, noted)

    async def cut(self) -> int:
        """Drop rows older than 24 months; a row that stays says so and keeps the hash the rest hangs on. Return how many."""
        old = select(audit.c.seq, audit.c.hash).where(audit.c.town == self._town, audit.c.at < self._now - KEEP_AUDIT)
        last = (await self._db.execute(old.order_by(audit.c.seq.desc()).limit(1))).first()
        if last is None:
            return 0
        self._note(Deed.CUT, through=last.seq, detail=last.hash)
        await self.write()
        gone = delete(audit).where(audit.c.town == self._town, audit.c.seq <= last.seq)
        return int((await self._db.execute(gone)).rowcount)

    async def verify(self) -> Soundness:
        """Read the whole chain and say whether each row still is what was written, in its place."""
        expected, previous, count = 0, "", 0
        async for link in self.links():
            if not count:
                expected, previous = await self._before(link)
            expected += 1
            count += 1
            if link.seq != expected or chained(previous, self._row_of(link)) != link.hash:
                return Soundness(count, expected, previous, broken_at=link.seq)
            previous = link.hash
        return Soundness(count, expected, previous)

    async def links(self) -> AsyncIterator[Link]:
        """Yield the rows in order."""
        names = ("seq", "at", "deed", "by", "about", "call_id", "through", "detail", "hash")
        async with self._db.stream(select(audit).where(audit.c.town == self._town).order_by(audit.c.seq)) as found:
            async for row in found.mappings():
                yield Link(**{name: row[name] for name in names})

    async def _before(self, first: Link) -> tuple[int, str]:
        """What the first row that is left continues: nothing, or the last row of a cut made in time."""
        cuts = select(audit).where(audit.c.town == self._town, audit.c.through == first.seq - 1, audit.c.deed == Deed.CUT.value)
        cut = (await self._db.execute(cuts)).mappings().first()
        return (first.seq - 1, cut["detail"]) if cut else (0, BEGINNING)

    async def _head(self) -> tuple[int, str]:
        """Where the chain ends. Nobody else can lengthen it meanwhile: a town has one writer at a time."""
        head = (await self._db.execute(HEAD, {"in_town": self._town})).first()
        return (head.seq, head.hash) if head else (0, BEGINNING)

    def _note(self, deed: Deed, **columns: Any) -> None:
        usual = {"town": self._town, "at": self._now, "deed": deed.value, "by": None, "about": None, "call_id": None, "through": None}
        self._noted.append({**usual, "detail": "", **columns})

    def _row_of(self, link: Link) -> dict[str, Any]:
        names = ("seq", "at", "deed", "by", "about", "call_id", "through", "detail")
        return {"town": self._town, **{name: getattr(link, name) for name in names}}


def chained(previous: str, row: dict[str, Any]) -> str:
    """Return a row's hash: SHA-256 over the hash before and every column, as one JSON list, in hex."""
    columns: Sequence[Any] = [row[name] for name in ("town", "seq", "deed", "by", "about", "call_id", "through", "detail")]
    said = json.dumps([previous, to_micros(row["at"]), *columns], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()
