"""Retention clocks: how long each class of data stays, counted and dropped by the same conditions (docs/retention.md)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, String, Table, and_, cast, delete, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.registry.place import Point
from bot.registry.volunteer import Standing
from bot.storage.erasure import UNSENT
from bot.storage.tables import calls, cards, grants, inbox, invitations, invites, outbox, people, talks, volunteers, wrong_codes

MOST = 2_000
"""Rows of a class dropped in one transaction: the next hour takes the rest, and nobody waits for a long one."""
TWO_YEARS = timedelta(days=731)


Town = str
Over = Callable[[Town, datetime], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Clock:
    """One class of data: where it stands, how long it stays, which rows are over, and what becomes of them."""

    name: str
    keeps: timedelta
    table: Table
    is_over: Over
    """Given the town and the moment before which a row is too old."""
    empties: Mapping[str, Any] | None = None
    """The values that take the place of what is dropped; None removes the row."""


def _closed(town: Town, before: datetime) -> Select[Any]:
    return select(calls.c.id).where(calls.c.town == town, calls.c.state == "closed", calls.c.closed_at < before)


def _still_private() -> ColumnElement[bool]:
    words = (calls.c.address, calls.c.meeting_point, calls.c.contact, calls.c.words, calls.c.ref_106)
    return or_(calls.c.is_exact, *(column != "" for column in words))


def _is_unsent() -> ColumnElement[bool]:
    return outbox.c.state.in_(UNSENT)


CLOCKS: tuple[Clock, ...] = (
    Clock(
        "updates obeyed",
        timedelta(hours=48),
        inbox,
        lambda town, before: and_(inbox.c.town == town, inbox.c.state == "done", inbox.c.done_at < before),
    ),
    Clock(
        "updates put aside",
        timedelta(days=14),
        inbox,
        lambda town, before: and_(inbox.c.town == town, inbox.c.state == "quarantined", inbox.c.received_at < before),
    ),
    Clock(
        "words of messages",
        timedelta(hours=1),
        outbox,
        lambda town, before: and_(
            outbox.c.town == town, ~_is_unsent(), outbox.c.queued_at < before, cast(outbox.c.args, String).not_in(("{}", "null"))
        ),
        {"args": {}},
    ),
    Clock(
        "messages",
        timedelta(days=30),
        outbox,
        lambda town, before: and_(
            outbox.c.town == town,
            ~_is_unsent(),
            func.coalesce(outbox.c.sent_at, outbox.c.queued_at) < before,
            or_(outbox.c.call_id.is_(None), outbox.c.call_id.in_(_closed(town, before))),
        ),
    ),
    Clock("conversations", timedelta(days=7), talks, lambda town, before: and_(talks.c.town == town, talks.c.kept_at < before)),
    Clock(
        "details of calls",
        timedelta(hours=72),
        calls,
        lambda town, before: and_(calls.c.id.in_(_closed(town, before)), _still_private()),
        {"address": "", "meeting_point": "", "contact": "", "words": "", "ref_106": "", "is_exact": False},
    ),
    Clock(
        "bearings of homes",
        timedelta(hours=72),
        invitations,
        lambda town, before: and_(invitations.c.bearing.is_not(None), invitations.c.call_id.in_(_closed(town, before))),
        {"bearing": None},
    ),
    Clock("cards of calls", timedelta(days=30), cards, lambda town, before: cards.c.call_id.in_(_closed(town, before))),
    Clock("invite links", timedelta(days=7), invites, lambda town, before: and_(invites.c.town == town, invites.c.expires_at < before)),
    Clock(
        "wrong codes",
        timedelta(days=1),
        wrong_codes,
        lambda town, before: and_(
            wrong_codes.c.tried_at < before, wrong_codes.c.person_key.in_(select(people.c.key).where(people.c.town == town))
        ),
    ),
    Clock(
        "roles offered",
        timedelta(days=30),
        grants,
        lambda town, before: and_(grants.c.town == town, grants.c.state == "pending", grants.c.since < before),
    ),
    Clock(
        "roles that ended",
        TWO_YEARS,
        grants,
        lambda town, before: and_(grants.c.town == town, grants.c.until < before),
    ),
)
"""What is dropped by itself. People are forgotten as by /forget: see `dormant`. The audit cuts itself: see chain.py."""

STRANGERS_STAY = timedelta(days=30)
VOLUNTEERS_STAY = TWO_YEARS


async def overdue(db: AsyncConnection, town: Town, now: datetime) -> dict[str, int]:
    """Count what is older than its clock, by class: the proof that nothing is."""
    counts = {}
    for clock in CLOCKS:
        rows = select(func.count()).select_from(clock.table).where(clock.is_over(town, now - clock.keeps))
        counts[clock.name] = int((await db.execute(rows)).scalar_one())
    counts["people without a sign of life"] = len(await dormant(db, town, now))
    return counts


async def drop(db: AsyncConnection, town: Town, now: datetime) -> dict[str, int]:
    """Drop what is older than its clock; return how many rows by class, where any."""
    dropped = {}
    for clock in CLOCKS:
        over = clock.is_over(town, now - clock.keeps)
        if clock.table is calls:
            await _blur(db, over)
        gone = int((await db.execute(_dropping(clock, over))).rowcount)
        if gone:
            dropped[clock.name] = gone
    return dropped


async def dormant(db: AsyncConnection, town: Town, now: datetime) -> list[int]:
    """Return the keys of people to be forgotten: who never registered for a month, who gave no sign of life for two years."""
    joined = people.outerjoin(volunteers, volunteers.c.person_key == people.c.key)
    sign = func.coalesce(people.c.seen_at, volunteers.c.consented_at, volunteers.c.approved_at)
    is_stranger = volunteers.c.person_key.is_(None) | (volunteers.c.standing == Standing.JOINING.value)
    has_role = select(grants.c.id).where(grants.c.person_key == people.c.key, grants.c.state == "active")
    in_force = has_role.where(or_(grants.c.until.is_(None), grants.c.until > now)).exists()
    too_long = or_(and_(is_stranger, sign < now - STRANGERS_STAY), sign < now - VOLUNTEERS_STAY)
    found = select(people.c.key).select_from(joined).where(people.c.town == town, people.c.telegram_id.is_not(None), too_long, ~in_force)
    return list((await db.execute(found.order_by(people.c.key).limit(100))).scalars())


async def _blur(db: AsyncConnection, over: ColumnElement[bool]) -> None:
    """Of the place of a call over for three days the 250 m cell stays."""
    for row in (await db.execute(select(calls.c.id, calls.c.lat, calls.c.lon).where(over).limit(MOST))).all():
        cell = Point(row.lat, row.lon).blurred()
        await db.execute(update(calls).where(calls.c.id == row.id).values(lat=cell.lat, lon=cell.lon))


def _dropping(clock: Clock, over: ColumnElement[bool]) -> Any:
    key = list(clock.table.primary_key.columns)
    some: Select[Any] | ScalarSelect[Any] = select(*key).where(over).order_by(*key).limit(MOST)
    chosen = tuple_(*key).in_(some) if len(key) > 1 else key[0].in_(some)
    return delete(clock.table).where(chosen) if clock.empties is None else update(clock.table).where(chosen).values(clock.empties)
