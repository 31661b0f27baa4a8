"""One transaction's view of one town: roster, ledger, conversations, inbox, outbox, profile."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.chain import StoredAudit
from bot.storage.database import Database
from bot.storage.inbox import StoredInbox
from bot.storage.leases import Guard
from bot.storage.ledger import StoredLedger
from bot.storage.outbox import StoredOutbox
from bot.storage.profile import StoredProfile
from bot.storage.proof import StoredProof
from bot.storage.roster import StoredRoster
from bot.storage.talks import StoredTalks
from bot.storage.watchbook import StoredWatchbook


@dataclass(frozen=True, slots=True)
class Records:
    """Everything one town has stored, seen and changed within one transaction."""

    connection: AsyncConnection
    now: datetime
    roster: StoredRoster
    ledger: StoredLedger
    talks: StoredTalks
    inbox: StoredInbox
    outbox: StoredOutbox
    profile: StoredProfile
    audit: StoredAudit
    proof: StoredProof
    watchbook: StoredWatchbook

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """Open a part of the transaction that is taken back alone if it raises."""
        noted = self.audit.noted
        try:
            async with self.connection.begin_nested():
                yield
        except BaseException:
            self.audit.forget_after(noted)
            self.ledger.forget_read()
            raise


@dataclass(frozen=True, slots=True)
class Archive:
    """One town's door to the database."""

    database: Database
    town: str
    bot_id: int
    now: Callable[[], datetime]
    guard: Guard = field(default_factory=Guard)
    """The lease in whose name is written; the usual one lets everything be written."""
    turn: str = ""
    """Transactions of the same turn come one after another; the town's unless told otherwise."""

    @property
    def intake(self) -> "Archive":
        """The door for new updates: they need not wait until others of the town have been obeyed, and anybody may bring them."""
        return replace(self, guard=Guard(), turn=f"intake of {self.bot_id}")

    def guarded(self, guard: Guard) -> "Archive":
        """The same door, open only while a lease is held."""
        return replace(self, guard=guard)

    @asynccontextmanager
    async def open_records(self) -> AsyncIterator[Records]:
        """Open one transaction: committed at the end, rolled back whole if anything raises. Raises LeaseLost."""
        async with self.database.transaction(self.turn or self.town) as connection:
            await self.guard.check(connection)
            records = self._records(connection)
            yield records
            await records.audit.write()

    def _records(self, connection: AsyncConnection) -> Records:
        now = self.now()
        audit = StoredAudit(connection, self.town, now)
        return Records(
            connection=connection,
            now=now,
            roster=StoredRoster(connection, self.town, audit),
            ledger=StoredLedger(connection, self.town, now, audit),
            talks=StoredTalks(connection, self.town, now),
            inbox=StoredInbox(connection, self.town, self.bot_id),
            outbox=StoredOutbox(connection, self.town),
            profile=StoredProfile(connection, self.town, audit),
            audit=audit,
            proof=StoredProof(connection, self.town, now),
            watchbook=StoredWatchbook(connection, self.town, self.bot_id, now),
        )
