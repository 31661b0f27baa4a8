"""The roster in tables: people, volunteers, grants, invites, linked chats."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.registry.audit import Deed
from bot.registry.person import Grant, GrantState, InviteLink, LinkedChat, Person, Role
from bot.registry.volunteer import Reach, Standing, Volunteer
from bot.storage import rows
from bot.storage.chain import StoredAudit
from bot.storage.database import SCRUB
from bot.storage.erasure import erase
from bot.storage.tables import grants, invites, linked_chats, people, spent_secrets, volunteer_skills, volunteers, wrong_codes

NO_THREAD = 0
BATCH = 5_000


OF_GRANT = [column.label(f"grant_{column.name}") for column in grants.c]
BY_ACCOUNT = (
    select(people, *OF_GRANT)
    .join(grants, grants.c.person_key == people.c.key, isouter=True)
    .where(people.c.town == bindparam("in_town"), people.c.telegram_id == bindparam("account"))
    .order_by(grants.c.id)
)
GRANTS_OF = select(grants).where(grants.c.person_key == bindparam("person")).order_by(grants.c.id)
"""Built once: every update begins with them."""


class StoredRoster:
    """One town's people, within one transaction."""

    def __init__(self, connection: AsyncConnection, town: str, audit: StoredAudit) -> None:
        """Work inside the caller's transaction."""
        self._db = connection
        self._town = town
        self._audit = audit
        self._grants_read: dict[int, Sequence[Grant]] = {}
        """The grants of whoever came in, read with them; forgotten as soon as one is written."""

    async def person_of(self, telegram_id: int) -> Person | None:
        """Return whom this Telegram account belongs to. What a stranger's update said leaves the log with it, unless they are met."""
        found = (await self._db.execute(BY_ACCOUNT, {"in_town": self._town, "account": telegram_id})).mappings().all()
        if not found:
            self._db.info[SCRUB] = True
            return None
        person = rows.person_of(found[0])
        self._grants_read[person.key] = [rows.grant_of(row, "grant_") for row in found if row["grant_id"] is not None]
        return person

    async def person(self, key: int) -> Person:
        """Return a person by key. Raises KeyError."""
        return (await self.people([key]))[key]

    async def people(self, keys: Iterable[int]) -> dict[int, Person]:
        """Return the people with these keys, by key."""
        wanted = list(keys)
        found: dict[int, Person] = {}
        for start in range(0, len(wanted), 500):
            chunk = wanted[start : start + 500]
            result = await self._db.execute(select(people).where(people.c.key.in_(chunk), people.c.town == self._town))
            found |= {row["key"]: rows.person_of(row) for row in result.mappings()}
        return found

    async def meet(self, person: Person) -> None:
        """Write down someone new."""
        self._db.info.pop(SCRUB, None)
        await self._db.execute(insert(people).values(rows.person_row(person)))

    async def amend_person(self, person: Person) -> None:
        """Write down what changed about a person."""
        await self._db.execute(update(people).where(people.c.key == person.key).values(rows.person_row(person)))

    async def volunteer(self, key: int) -> Volunteer | None:
        """Return the person's offer, or None where there is none."""
        found = await self._volunteers(volunteers.c.person_key == key)
        return found[0] if found else None

    async def save_volunteer(self, volunteer: Volunteer) -> None:
        """Write the whole offer down, new or changed; its skills stand in the map index too."""
        columns = rows.volunteer_row(volunteer)
        changed = await self._db.execute(update(volunteers).where(volunteers.c.person_key == volunteer.person_key).values(columns))
        if not changed.rowcount:
            await self._db.execute(insert(volunteers).values(columns))
        await self._db.execute(delete(volunteer_skills).where(volunteer_skills.c.person_key == volunteer.person_key))
        if index := skill_rows(volunteer):
            await self._db.execute(insert(volunteer_skills), index)

    async def add_many(self, newcomers: Iterable[tuple[Person, Volunteer]]) -> None:
        """Write many new people and their offers down at once: a town's existing list."""
        waiting = iter(newcomers)
        while batch := list(islice(waiting, BATCH)):
            await self._db.execute(insert(people), [rows.person_row(person) for person, _ in batch])
            await self._db.execute(insert(volunteers), [rows.volunteer_row(volunteer) for _, volunteer in batch])
            index = [row for _, volunteer in batch for row in skill_rows(volunteer)]
            if index:
                await self._db.execute(insert(volunteer_skills), index)

    async def set_reach(self, key: int, reach: Reach) -> None:
        """Write down whether messages get through."""
        for table in (volunteers, volunteer_skills):
            await self._db.execute(update(table).where(table.c.person_key == key).values(reach=reach.value))

    async def standing(self, standing: Standing, limit: int, after: int = 0) -> Sequence[Volunteer]:
        """Return volunteers of one standing, by key, at most `limit` beyond key `after`."""
        is_theirs = (volunteers.c.town == self._town) & (volunteers.c.standing == standing.value)
        return await self._volunteers(is_theirs & (volunteers.c.person_key > after), limit)

    async def count_standing(self, standing: Standing) -> int:
        """Count volunteers of one standing."""
        is_theirs = (volunteers.c.town == self._town) & (volunteers.c.standing == standing.value)
        return (await self._db.execute(select(func.count()).select_from(volunteers).where(is_theirs))).scalar_one()

    async def grants_of(self, key: int) -> Sequence[Grant]:
        """Return every grant of a person, past ones too."""
        if key in self._grants_read:
            return self._grants_read[key]
        return [rows.grant_of(row) for row in (await self._db.execute(GRANTS_OF, {"person": key})).mappings()]

    async def holders(self, role: Role, scope: str, now: datetime) -> Sequence[Person]:
        """Return the people who hold a role at this moment."""
        held = await self._grants((grants.c.town == self._town) & (grants.c.role == role.value) & (grants.c.scope == scope))
        keys = dict.fromkeys(grant.person_key for grant in held if grant.holds_at(now))
        found = await self.people(keys)
        return [found[key] for key in keys if key in found]

    async def pending_grants(self) -> Sequence[Grant]:
        """Return grants that wait for a second person."""
        return await self._grants((grants.c.town == self._town) & (grants.c.state == "pending"))

    async def grant(self, grant: Grant) -> Grant:
        """Write a new grant down; storage gives the id."""
        self._grants_read.clear()
        written = await self._db.execute(insert(grants).values(self._grant_row(grant)).returning(grants.c.id))
        self._audit_grant(grant)
        return replace(grant, id=written.scalar_one())

    async def save_grant(self, grant: Grant) -> None:
        """Write down what changed about a grant."""
        self._grants_read.clear()
        await self._db.execute(update(grants).where(grants.c.id == grant.id).values(self._grant_row(grant)))
        self._audit_grant(grant)

    async def grant_by_id(self, grant_id: int) -> Grant | None:
        """Return one grant of this town."""
        found = await self._grants((grants.c.id == grant_id) & (grants.c.town == self._town))
        return found[0] if found else None

    async def add_invite(self, link: InviteLink) -> None:
        """Write an invite link down."""
        columns = {name: getattr(link, name) for name in ("token_hash", "scope", "invited_by", "expires_at")}
        await self._db.execute(insert(invites).values(town=self._town, role=link.role.value, **columns))
        self._audit.note(Deed.ROLE_INVITED, by=link.invited_by, detail=f"{link.role.value}:{link.scope}")

    async def find_invite(self, token_hash: str, now: datetime) -> InviteLink | None:
        """Return a link that is unused and unexpired, without spending it. The message that brought it leaves the log."""
        self._db.info[SCRUB] = True
        row = (await self._db.execute(select(invites).where(self._is_good(token_hash, now)))).mappings().first()
        return rows.invite_of(row) if row else None

    async def use_invite(self, token_hash: str, now: datetime) -> InviteLink | None:
        """Spend a link: of two that race exactly one gets it."""
        spent = await self._db.execute(update(invites).where(self._is_good(token_hash, now)).values(used_at=now).returning(invites))
        row = spent.mappings().first()
        return rows.invite_of(row) if row else None

    async def spend_once(self, secret_hash: str, now: datetime) -> bool:
        """Mark a one-time secret as used; False if it already was."""
        known = select(spent_secrets).where(spent_secrets.c.town == self._town, spent_secrets.c.secret_hash == secret_hash)
        if (await self._db.execute(known)).first():
            return False
        await self._db.execute(insert(spent_secrets).values(town=self._town, secret_hash=secret_hash, spent_at=now))
        self._db.info[SCRUB] = True
        self._audit.note(Deed.CODE_USED)
        return True

    async def count_wrong_code(self, key: int, now: datetime) -> None:
        """Write down that a person tried a code or link that does not fit."""
        await self._db.execute(insert(wrong_codes).values(person_key=key, tried_at=now))
        self._db.info[SCRUB] = True
        self._audit.note(Deed.CODE_WRONG, by=key)

    async def wrong_codes_since(self, key: int, moment: datetime) -> int:
        """Count the wrong codes a person has tried since a moment."""
        lately = (wrong_codes.c.person_key == key) & (wrong_codes.c.tried_at > moment)
        return (await self._db.execute(select(func.count()).select_from(wrong_codes).where(lately))).scalar_one()

    async def link_chat(self, chat: LinkedChat) -> None:
        """Let a chat or topic follow a cluster; a second link of the same chat replaces the first."""
        await self.unlink_chat(chat.chat_id, chat.thread_id)
        thread = chat.thread_id or NO_THREAD
        await self._db.execute(insert(linked_chats).values(town=self._town, chat_id=chat.chat_id, thread_id=thread, cluster=chat.cluster))
        self._audit.note(Deed.CHAT_LINKED, detail=chat.cluster)

    async def unlink_chat(self, chat_id: int, thread_id: int | None) -> None:
        """Stop following."""
        is_it = (linked_chats.c.town == self._town) & (linked_chats.c.chat_id == chat_id)
        gone = await self._db.execute(delete(linked_chats).where(is_it, linked_chats.c.thread_id == (thread_id or NO_THREAD)))
        if gone.rowcount:
            self._audit.note(Deed.CHAT_UNLINKED)

    async def linked_chats(self, cluster: str) -> Sequence[LinkedChat]:
        """Return the chats that follow this cluster or every cluster."""
        wanted = (linked_chats.c.town == self._town) & linked_chats.c.cluster.in_([cluster, ""])
        found = await self._db.execute(select(linked_chats).where(wanted).order_by(linked_chats.c.chat_id, linked_chats.c.thread_id))
        return [LinkedChat(row["chat_id"], row["thread_id"] or None, row["cluster"]) for row in found.mappings()]

    async def erase(self, key: int, update_id: int | None = None) -> None:
        """Empty every personal column and every stored message of a person; counts stay."""
        await erase(self._db, self._town, await self.person(key), update_id)
        self._audit.note(Deed.ERASED, about=key)

    async def _volunteers(self, where: Any, limit: int | None = None) -> list[Volunteer]:
        joined = select(volunteers, people.c.language.label("spoken")).join(people, people.c.key == volunteers.c.person_key)
        found = await self._db.execute(joined.where(where).order_by(volunteers.c.person_key).limit(limit))
        return [rows.volunteer_of(row, row["spoken"]) for row in found.mappings()]

    async def _grants(self, where: Any) -> list[Grant]:
        found = await self._db.execute(select(grants).where(where).order_by(grants.c.id))
        return [rows.grant_of(row) for row in found.mappings()]

    def _is_good(self, token_hash: str, now: datetime) -> ColumnElement[bool]:
        is_it = (invites.c.town == self._town) & (invites.c.token_hash == token_hash)
        return is_it & invites.c.used_at.is_(None) & (invites.c.expires_at > now)

    def _audit_grant(self, grant: Grant) -> None:
        """Under the hand of whoever visits; where nobody does (the host's code), of whoever it is about."""
        deed = {GrantState.PENDING: Deed.ROLE_OFFERED, GrantState.ACTIVE: Deed.ROLE_GIVEN, GrantState.REVOKED: Deed.ROLE_ENDED}[grant.state]
        until = f" until {grant.until.date()}" if grant.until else ""
        self._audit.note(deed, about=grant.person_key, detail=f"{grant.role.value}:{grant.scope}{until}")

    def _grant_row(self, grant: Grant) -> dict[str, Any]:
        names = ("person_key", "scope", "since", "until", "granted_by", "confirmed_by")
        return {"town": self._town, "role": grant.role.value, "state": grant.state.value, **{name: getattr(grant, name) for name in names}}


def skill_rows(volunteer: Volunteer) -> list[dict[str, Any]]:
    """Return the rows of the map, one a skill; who lives nowhere stands nowhere on it."""
    if volunteer.home is None:
        return []
    columns = rows.volunteer_row(volunteer)
    copied = {name: columns[name] for name in volunteer_skills.c.keys() if name != "skill"}  # noqa: SIM118 - a collection of columns yields columns
    return [{**copied, "skill": skill} for skill in sorted(volunteer.skills)]
