"""Leases: of all processes one does a town's work and one sends for a bot; who stops is replaced, who wakes up late changes nothing."""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, delete, func, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.postgres import lock_number
from bot.storage.tables import leases, processes

LASTS_US: Final = 8_000_000
"""How long a process that says nothing keeps what it holds, in the database's own time; with the next look under 15 s in all."""
NOW_POSTGRES: ColumnElement[int] = literal_column("CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)")
NOW_SQLITE: ColumnElement[int] = literal_column("CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)")
IN_TERM = select(leases.c.term).where(
    leases.c.name == bindparam("name"), leases.c.holder == bindparam("holder"), leases.c.term == bindparam("term")
)
"""Built once: a guarded transaction begins with it."""


class LeaseLost(Exception):
    """Another process holds this lease now, or nobody: nothing may be written in its name."""


class Buried(Exception):
    """This process was taken for dead, and its work given to others: it may begin again only as a new one."""


@dataclass(frozen=True, slots=True)
class Term:
    """One holding of one lease by one process."""

    name: str
    holder: str
    number: int

    async def check(self, db: AsyncConnection) -> None:
        """Raise LeaseLost unless the term still runs; after the town's turn was taken it then holds until the commit."""
        if (await db.execute(IN_TERM, {"name": self.name, "holder": self.holder, "term": self.number})).first() is None:
            raise LeaseLost(self.name)


@dataclass(slots=True)
class Guard:
    """What a lease lets its holder do. Where it is not `is_needed` there is one process, and everything may be done."""

    is_needed: bool = False
    term: Term | None = None
    until: float = inf
    """Monotonic seconds of this machine until which nobody else can have taken the lease, however long we were stopped."""

    def holds_at(self, monotonic: float) -> bool:
        """Whether something that can't be taken back, a message, may leave at this moment."""
        return not self.is_needed or (self.term is not None and monotonic < self.until)

    async def check(self, db: AsyncConnection) -> None:
        """Raise LeaseLost unless this transaction may write."""
        if not self.is_needed:
            return
        if self.term is None:
            message = "no lease is held"
            raise LeaseLost(message)
        await self.term.check(db)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a process holds after a look round: terms by name; `surplus` is more than its share, to be handed over in peace."""

    terms: Mapping[str, Term]
    surplus: Sequence[str]


class Leases:
    """One process's part in who does what. A name is `<role>:<what>`; only processes of that role take it."""

    def __init__(self, database: Database, roles: Collection[str], names: Iterable[str], process: str | None = None) -> None:
        """Prepare; `process` is a fresh random name a boot, so that nobody inherits a dead one's claims."""
        self._database = database
        self._roles = frozenset(roles)
        self._names = sorted(name for name in names if name.partition(":")[0] in self._roles)
        self.process = process or secrets.token_hex(8)
        self._now = NOW_SQLITE if database.is_sqlite else NOW_POSTGRES

    @property
    def lock(self) -> int:
        """The advisory lock that this process holds while it lives."""
        return lock_number(f"process:{self.process}")

    async def join(self) -> None:
        """Say that this process is there. A SQLite file has one: the newest, and whoever had it before is done with it."""
        make = sqlite_insert if self._database.is_sqlite else postgres_insert
        mine = {"id": self.process, "lock": self.lock, "roles": self._roles}
        async with self._database.transaction() as db:
            if self._database.is_sqlite:
                await db.execute(delete(processes))
            await db.execute(make(processes).values(**mine, until=self._now + LASTS_US))
            if self._names:
                await db.execute(make(leases).on_conflict_do_nothing(), [{"name": name, "term": 0} for name in self._names])

    async def look_round(self) -> Standing:
        """Renew, bury the dead, take what is free up to a fair share. Raises Buried where others took this process for dead."""
        async with self._database.transaction() as db:
            await self._renew(db)
            living = await self._bury(db)
            held = await self._held(db)
            share = {role: self._share(role, living) for role in self._roles}
            for role in sorted(self._roles):
                missing = share[role] - sum(name.startswith(f"{role}:") for name in held)
                held |= await self._take(db, role, missing) if missing > 0 else {}
        return Standing(held, self._surplus(held, share))

    async def give_up(self, names: Iterable[str]) -> None:
        """Let others have these; whatever was done in their name must be over."""
        mine = leases.c.name.in_(list(names)) & (leases.c.holder == self.process)
        async with self._database.transaction() as db:
            await db.execute(update(leases).where(mine).values(holder=None))

    async def leave(self) -> None:
        """Say goodbye: everything held is free at once."""
        await self.give_up(self._names)
        async with self._database.transaction() as db:
            await db.execute(delete(processes).where(processes.c.id == self.process))

    async def _renew(self, db: AsyncConnection) -> None:
        """SQLite's one process need not say when it was last there: the next one does not wait."""
        me = processes.c.id == self.process
        if self._database.is_sqlite:
            is_known = (await db.execute(select(processes.c.id).where(me))).first() is not None
        else:
            is_known = bool((await db.execute(update(processes).where(me).values(until=self._now + LASTS_US))).rowcount)
        if not is_known:
            raise Buried(self.process)

    async def _bury(self, db: AsyncConnection) -> list[frozenset[str]]:
        """Strike the dead off: whose lock is free, or who was silent too long. Return the roles of everybody alive."""
        late = (processes.c.until < self._now).label("is_late")
        known = (await db.execute(select(processes.c.id, processes.c.lock, processes.c.roles, late))).all()
        dead = [one.id for one in known if one.id != self.process and (one.is_late or await self._is_free(db, one.lock))]
        if dead:
            await db.execute(delete(processes).where(processes.c.id.in_(dead)))
        return [one.roles for one in known if one.id not in dead]

    async def _is_free(self, db: AsyncConnection, lock: int) -> bool:
        """A process's own connection holds its lock: the server lets go of it the moment the process dies."""
        return not self._database.is_sqlite and bool((await db.execute(select(func.pg_try_advisory_xact_lock(lock)))).scalar_one())

    async def _held(self, db: AsyncConnection) -> dict[str, Term]:
        mine = select(leases.c.name, leases.c.term).where(leases.c.holder == self.process, leases.c.name.in_(self._names))
        return self._terms(await db.execute(mine)) if self._names else {}

    def _share(self, role: str, living: Sequence[frozenset[str]]) -> int:
        """A fair part, rounded up."""
        able = max(1, sum(role in roles for roles in living))
        return -(-len(self._of(role)) // able)

    async def _take(self, db: AsyncConnection, role: str, most: int) -> dict[str, Term]:
        """Take free ones. Of two who want the same one gets it: the other's condition no longer holds once the first has written."""
        is_free = leases.c.holder.is_(None) | leases.c.holder.not_in(select(processes.c.id))
        free = select(leases.c.name).where(leases.c.name.in_(self._of(role)), is_free).order_by(leases.c.name).limit(most)
        chosen = list((await db.execute(free.with_for_update(skip_locked=True))).scalars())
        if not chosen:
            return {}
        taking = update(leases).where(leases.c.name.in_(chosen), is_free).values(holder=self.process, term=leases.c.term + 1)
        return self._terms(await db.execute(taking.returning(leases.c.name, leases.c.term)))

    def _surplus(self, held: Mapping[str, Term], share: Mapping[str, int]) -> list[str]:
        return [name for role in sorted(self._roles) for name in sorted(one for one in held if one in self._of(role))[share[role] :]]

    def _of(self, role: str) -> list[str]:
        return [name for name in self._names if name.startswith(f"{role}:")]

    def _terms(self, found: Any) -> dict[str, Term]:
        return {row.name: Term(row.name, self.process, row.term) for row in found}
