"""The ledger in tables: calls, invitations, history, and the queue of what is to be said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.dispatch.call import Call
from bot.dispatch.invitation import COMING, Invitation, Standing
from bot.dispatch.ledger import Entry, Fact
from bot.dispatch.routing import Candidate, Query
from bot.registry.audit import Deed
from bot.storage import rows, shortlist
from bot.storage.chain import StoredAudit
from bot.storage.posting import Posting
from bot.storage.tables import calls, entries, invitations, volunteers

OF_CALL = invitations.c.call_id == bindparam("call_id")
EVERYONE = select(invitations).where(OF_CALL).order_by(invitations.c.id)
THOSE_COMING = EVERYONE.where(invitations.c.standing.in_(sorted(COMING)))
BY_TOKEN = select(invitations).where(invitations.c.token == bindparam("token"))
ONE_CALL = select(calls).where(calls.c.town == bindparam("in_town"), calls.c.id == bindparam("call_id"))
CHANGED_CALL = update(calls).where(calls.c.id == bindparam("this"))
CHANGED_INVITATION = update(invitations).where(invitations.c.id == bindparam("this"))
ONE_MORE_YES = update(volunteers).where(volunteers.c.person_key == bindparam("this")).values(said_yes=volunteers.c.said_yes + 1)
NEW_ENTRY = insert(entries)
"""Built once: in a storm of presses each runs a hundred times a second."""

AUDITED = {
    Fact.OPENED: Deed.CALL_ISSUED,
    Fact.CORRECTED: Deed.CALL_CORRECTED,
    Fact.TAKEN_OVER: Deed.CALL_TAKEN_OVER,
    Fact.CLOSED: Deed.CALL_CLOSED,
    Fact.PHONES_SHOWN: Deed.PHONES_SHOWN,
    Fact.ANSWERED: Deed.ANSWERED_FOR,
}
"""Lines of a call's history that stand in the audit as well, wherever they come from; of answers only those given for somebody else."""


class StoredLedger(Posting):
    """One town's calls, within one transaction."""

    def __init__(self, connection: AsyncConnection, town: str, now: datetime, audit: StoredAudit) -> None:
        """Work inside the caller's transaction, at one moment."""
        super().__init__(connection, town, now, audit)
        self._as_read: dict[int, tuple[Call, datetime | None]] = {}
        """Calls as this transaction read or wrote them: most presses leave the call as it was."""

    def forget_read(self) -> None:
        """Part of the transaction was taken back: what was written in it may have to be written again."""
        self._as_read.clear()

    async def next_number(self) -> int:
        """Return the number of the town's next call, from 1."""
        highest = select(func.coalesce(func.max(calls.c.number), 0)).where(calls.c.town == self._town)
        return int((await self._db.execute(highest)).scalar_one()) + 1

    async def add_call(self, call: Call) -> Call:
        """Write a new call down and return it with its id."""
        written = await self._db.execute(insert(calls).values(**rows.call_row(call), due_at=call.opened_at).returning(calls.c.id))
        return replace(call, id=written.scalar_one())

    async def save_call(self, call: Call, due_at: datetime | None) -> None:
        """Write a call down, all but its kind, which never changes; the heartbeat looks at it again at `due_at`."""
        if self._as_read.get(call.id) == (call, due_at):
            return
        self._as_read[call.id] = (call, due_at)
        await self._db.execute(CHANGED_CALL, {**rows.changing_call_row(call), "due_at": due_at, "this": call.id})

    async def call(self, call_id: int) -> Call:
        """Return a call. Raises KeyError."""
        row = (await self._db.execute(ONE_CALL, {"in_town": self._town, "call_id": call_id})).mappings().first()
        if row is None:
            raise KeyError(call_id)
        call = rows.call_of(row)
        self._as_read[call_id] = (call, row["due_at"])
        return call

    async def call_by_number(self, number: int) -> Call | None:
        """Return the town's call of this number."""
        return next(iter(await self._calls(calls.c.number == number)), None)

    async def call_by_token(self, token: str) -> Call | None:
        """Return the call whose card carries this token."""
        return next(iter(await self._calls(calls.c.token == token)), None)

    async def kinds_used(self) -> Mapping[str, int]:
        """Return how often each kind of call was opened, by its code."""
        lines = select(entries.c.detail, func.count().label("times")).join(calls, calls.c.id == entries.c.call_id)
        mine = lines.where(calls.c.town == self._town, entries.c.fact == Fact.OPENED.value).group_by(entries.c.detail)
        return {row["detail"]: row["times"] for row in (await self._db.execute(mine)).mappings()}

    async def open_calls(self) -> Sequence[Call]:
        """Return every call that is not closed, the gravest and oldest first."""
        found = await self._calls(calls.c.state != "closed")
        return sorted(found, key=lambda call: (-call.severity, call.opened_at, call.id))

    async def calls_due(self, now: datetime) -> Sequence[int]:
        """Return the ids of calls the heartbeat must look at."""
        due = select(calls.c.id).where(calls.c.town == self._town, calls.c.due_at <= now).order_by(calls.c.severity.desc(), calls.c.id)
        return list((await self._db.execute(due)).scalars())

    async def next_due(self) -> datetime | None:
        """Return when the heartbeat next has something to do."""
        soonest: datetime | None = (await self._db.execute(select(func.min(calls.c.due_at)).where(calls.c.town == self._town))).scalar_one()
        return soonest

    async def invitations(self, call_id: int) -> Sequence[Invitation]:
        """Return everyone asked about a call, in the order they were asked."""
        return await self._read(EVERYONE, call_id=call_id)

    async def coming(self, call_id: int) -> Sequence[Invitation]:
        """Return those who hold a place in a call, in the order they were asked."""
        return await self._read(THOSE_COMING, call_id=call_id)

    async def invitation_by_token(self, token: str) -> Invitation | None:
        """Return the invitation whose buttons carry this token."""
        return next(iter(await self._read(BY_TOKEN, token=token)), None)

    async def invitations_by_id(self, ids: Sequence[int]) -> Sequence[Invitation]:
        """Return these invitations."""
        return await self._invitations(invitations.c.id.in_(ids)) if ids else []

    async def invitation_of(self, call_id: int, person_key: int) -> Invitation | None:
        """Return a person's invitation to a call."""
        found = await self._invitations((invitations.c.call_id == call_id) & (invitations.c.person_key == person_key))
        return next(iter(found), None)

    async def engagements(self, person_key: int) -> Sequence[Invitation]:
        """Return a person's invitations to calls that are not closed."""
        still_open = select(calls.c.id).where(calls.c.town == self._town, calls.c.state != "closed")
        return await self._invitations((invitations.c.person_key == person_key) & invitations.c.call_id.in_(still_open))

    async def invitations_of(self, person_key: int) -> Sequence[Invitation]:
        """Return every invitation a person ever had, for their own eyes."""
        return await self._invitations(invitations.c.person_key == person_key)

    async def add_invitations(self, new: Sequence[Invitation]) -> Sequence[Invitation]:
        """Write invitations down and return them with their ids; each counts as one more time asked."""
        if not new:
            return []
        await self._db.execute(insert(invitations), [rows.invitation_row(one) for one in new])
        keys = [one.person_key for one in new]
        await self._db.execute(update(volunteers).where(volunteers.c.person_key.in_(keys)).values(asked=volunteers.c.asked + 1))
        tokens = [one.token for one in new]
        return await self._invitations(invitations.c.token.in_(tokens))

    async def save_invitation(self, invitation: Invitation) -> None:
        """Write down what changed about an invitation."""
        await self._db.execute(CHANGED_INVITATION, {**rows.invitation_row(invitation), "this": invitation.id})
        if invitation.standing is Standing.ASSIGNED:
            self._audit.note(Deed.DETAILS_SHOWN, by=invitation.person_key, call_id=invitation.call_id)

    async def stand_down(self, call_id: int) -> Sequence[int]:
        """Stand down everyone who was asked and stayed silent; return the invitations' ids."""
        silent = (invitations.c.call_id == call_id) & (invitations.c.standing == Standing.ASKED.value)
        down = update(invitations).where(silent).values(standing=Standing.STOOD_DOWN.value, again_at=None).returning(invitations.c.id)
        return sorted((await self._db.execute(down)).scalars())

    async def count_yes(self, person_key: int) -> None:
        """Count one more yes in a person's history."""
        await self._db.execute(ONE_MORE_YES, {"this": person_key})

    async def shortlist(self, query: Query) -> Sequence[Candidate]:
        """Return the `limit` people who would arrive first among those who match."""
        return await shortlist.shortlist(self._db, query)

    async def count(self, query: Query) -> int:
        """Count the people who match."""
        return await shortlist.count(self._db, query)

    async def still_match(self, query: Query, keys: Iterable[int]) -> Sequence[Candidate]:
        """Return those of these people who match now."""
        return await shortlist.still_match(self._db, query, keys)

    async def note(self, entry: Entry) -> None:
        """Add a line to the history."""
        columns = {name: getattr(entry, name) for name in ("at", "call_id", "person_key", "by", "detail")}
        await self._db.execute(NEW_ENTRY, {"fact": entry.fact.value, **columns})
        if entry.fact in AUDITED and entry.by is not None:
            self._audit.note(AUDITED[entry.fact], by=entry.by, about=entry.person_key, call_id=entry.call_id, detail=entry.detail)

    async def history(self, call_id: int) -> Sequence[Entry]:
        """Return a call's history in order."""
        found = await self._db.execute(select(entries).where(entries.c.call_id == call_id).order_by(entries.c.id))
        return [
            Entry(row["at"], Fact(row["fact"]), row["call_id"], row["person_key"], row["by"], row["detail"]) for row in found.mappings()
        ]

    async def _calls(self, where: Any) -> list[Call]:
        found = await self._db.execute(select(calls).where(calls.c.town == self._town, where))
        return [rows.call_of(row) for row in found.mappings()]

    async def _invitations(self, where: Any) -> list[Invitation]:
        return await self._read(select(invitations).where(where).order_by(invitations.c.id))

    async def _read(self, statement: Select[Any], **values: Any) -> list[Invitation]:
        found = await self._db.execute(statement, values)
        return [rows.invitation_of(row) for row in found.mappings()]
