"""The town's team: how a role is offered, accepted, confirmed by another, given an end, and taken back."""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from bot.registry.person import Grant, GrantState, InviteLink, Person, Role
from bot.registry.roster import Roster

LONGEST_INVITE = timedelta(hours=24)
"""An invite link is worth a role: it lives a day at most."""
TWO = 2
"""From two coordinators on, whoever invites cannot confirm as well."""


class Refusal(StrEnum):
    """Why a role stayed as it was."""

    GONE = "gone"
    """The link, code or grant was used, has run out, or never was."""
    NO_ROLE = "no_role"
    OWN = "own"
    """Nobody confirms themself or uses their own link."""
    NEEDS_ANOTHER = "needs_another"
    LAST = "last"
    """The town would be left without a coordinator."""
    ALREADY = "already"


def hashed(secret: str, pepper: str) -> str:
    """Return what is kept of a one-time secret: its SHA-256 keyed with the house's pepper, in hex."""
    return hmac.new(pepper.encode(), secret.encode(), sha256).hexdigest()


def is_secret(said: str, secret: str | None, pepper: str) -> bool:
    """Whether somebody said the secret, in a time that tells nothing about it. No secret: nothing is right."""
    same = hmac.compare_digest(hashed(said, pepper), hashed(secret or "", pepper))
    return same and bool(secret)


def holds(grants: Iterable[Grant], role: Role, scope: str, now: datetime) -> bool:
    """Whether one of these grants gives the role at this moment."""
    return any(grant.holds_at(now) and grant.role is role and grant.scope == scope for grant in grants)


def against_confirming(grant: Grant | None, by: int, coordinators: int) -> Refusal | None:
    """Return why `by`, a coordinator, may not confirm a grant; the inviter may only while there is one coordinator."""
    if grant is None or grant.state is not GrantState.PENDING:
        return Refusal.GONE
    if grant.person_key == by:
        return Refusal.OWN
    if grant.granted_by == by and coordinators >= TWO:
        return Refusal.NEEDS_ANOTHER
    return None


def against_ending(grant: Grant | None, lasting: int, now: datetime) -> Refusal | None:
    """Return why a grant may not end: it is over already, or it is the last of the `lasting` coordinators' without an end."""
    if grant is None or not (grant.state is GrantState.PENDING or grant.holds_at(now)):
        return Refusal.GONE
    stays_for_good = grant.role is Role.COORDINATOR and grant.holds_at(now) and grant.until is None
    return Refusal.LAST if stays_for_good and lasting < TWO else None


async def coordinators(roster: Roster, now: datetime) -> Sequence[Person]:
    """Return the town's coordinators of this moment."""
    return await roster.holders(Role.COORDINATOR, "", now)


async def members(clusters: Iterable[str], roster: Roster, now: datetime) -> list[Grant]:
    """Return every role in force: coordinators, then the leads of each cluster."""
    found: list[Grant] = []
    for role, scope in [(Role.COORDINATOR, ""), *((Role.CLUSTER_LEAD, cluster) for cluster in clusters)]:
        for person in await roster.holders(role, scope, now):
            grants = await roster.grants_of(person.key)
            found += [grant for grant in grants if grant.role is role and grant.scope == scope and grant.holds_at(now)]
    return found


async def claim(person_key: int, secret_hash: str, roster: Roster, now: datetime) -> Grant | Refusal:
    """Make whoever knows the host's one-time code a coordinator at once; each code does so once."""
    if holds(await roster.grants_of(person_key), Role.COORDINATOR, "", now):
        return Refusal.ALREADY
    if not await roster.spend_once(secret_hash, now):
        return Refusal.GONE
    return await roster.grant(Grant(0, person_key, Role.COORDINATOR, "", GrantState.ACTIVE, now, None, None))


async def invite(token_hash: str, role: Role, scope: str, by: int, roster: Roster, now: datetime) -> InviteLink | Refusal:
    """Write a single-use link to a role down."""
    if not await _coordinates(by, roster, now):
        return Refusal.NO_ROLE
    link = InviteLink(token_hash, role, scope, by, now + LONGEST_INVITE)
    await roster.add_invite(link)
    return link


async def look_at(token_hash: str, person_key: int, roster: Roster, now: datetime) -> InviteLink | Refusal:
    """Return a link that this person may use, without using it. A link dies with its inviter's role."""
    link = await roster.find_invite(token_hash, now)
    if link is None or not await _coordinates(link.invited_by, roster, now):
        return Refusal.GONE
    if link.invited_by == person_key:
        return Refusal.OWN
    is_theirs = any(
        grant.role is link.role and grant.scope == link.scope and (grant.state is GrantState.PENDING or grant.holds_at(now))
        for grant in await roster.grants_of(person_key)
    )
    return Refusal.ALREADY if is_theirs else link


async def accept(token_hash: str, person_key: int, roster: Roster, now: datetime) -> Grant | Refusal:
    """Use a link: the role waits for a coordinator's confirmation. Of two people who race exactly one gets it."""
    seen = await look_at(token_hash, person_key, roster, now)
    if isinstance(seen, Refusal):
        return seen
    link = await roster.use_invite(token_hash, now)
    if link is None:
        return Refusal.GONE
    return await roster.grant(Grant(0, person_key, link.role, link.scope, GrantState.PENDING, now, None, link.invited_by))


async def confirm(grant_id: int, by: int, roster: Roster, now: datetime) -> Grant | Refusal:
    """Put a pending role into force."""
    if not await _coordinates(by, roster, now):
        return Refusal.NO_ROLE
    grant = await roster.grant_by_id(grant_id)
    refusal = against_confirming(grant, by, len(await coordinators(roster, now)))
    if grant is None or refusal:
        return refusal or Refusal.GONE
    return await _saved(replace(grant, state=GrantState.ACTIVE, since=now, confirmed_by=by), roster)


async def revoke(grant_id: int, by: int, roster: Roster, now: datetime) -> Grant | Refusal:
    """Take a role back, pending ones too, from this moment on."""
    if not await _coordinates(by, roster, now):
        return Refusal.NO_ROLE
    grant = await roster.grant_by_id(grant_id)
    refusal = against_ending(grant, await _lasting(roster, now), now)
    if grant is None or refusal:
        return refusal or Refusal.GONE
    return await _saved(replace(grant, state=GrantState.REVOKED, until=now), roster)


async def set_term(grant_id: int, until: datetime | None, by: int, roster: Roster, now: datetime) -> Grant | Refusal:
    """Let a role in force end at a moment, or never (None); the last coordinator's has no end."""
    if not await _coordinates(by, roster, now):
        return Refusal.NO_ROLE
    grant = await roster.grant_by_id(grant_id)
    if grant is None or not grant.holds_at(now):
        return Refusal.GONE
    if until is not None and against_ending(grant, await _lasting(roster, now), now):
        return Refusal.LAST
    return await _saved(replace(grant, until=until), roster)


async def _lasting(roster: Roster, now: datetime) -> int:
    """Count coordinators without an end: one of them always stays."""
    return sum(grant.until is None for grant in await members((), roster, now))


async def _coordinates(person_key: int, roster: Roster, now: datetime) -> bool:
    return holds(await roster.grants_of(person_key), Role.COORDINATOR, "", now)


async def _saved(grant: Grant, roster: Roster) -> Grant:
    await roster.save_grant(grant)
    return grant
