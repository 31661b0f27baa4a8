"""What the team's conversation shows: the team, one member, and the steps of an invitation."""

from datetime import datetime

from bot.handlers.visit import Visit
from bot.registry.person import Grant, InviteLink, Role
from bot.registry.team import coordinators, members
from bot.registry.volunteer import Standing
from bot.speech.call_wording import lines
from bot.speech.say import Arg, Button, Moment, Say, Screen
from bot.speech.talk import Talk

MOST_MEMBERS = 40
"""So many members have a button; a town's team is smaller."""

TERMS_DAYS = (30, 90, 365)


async def home(visit: Visit) -> Screen:
    """Draw who is in the team, who waits, and what a coordinator may do about it."""
    grants = await members(visit.town.clusters, visit.roster, visit.now)
    pending = list(await visit.roster.pending_grants())
    people = await visit.roster.people(grant.person_key for grant in [*grants, *pending])
    names = {key: person.name for key, person in people.items()}
    said = [Say("team-title"), *(member(visit, grant, names) for grant in grants)]
    waits = [member(visit, grant, names) for grant in pending]
    paragraphs = (lines(said), *((lines([Say("team-pending-title"), *waits]),) if waits else ()))
    return Screen(paragraphs, await _home_rows(visit, grants, pending, names) if visit.is_coordinator else ())


async def one_member(visit: Visit, talk: Talk) -> Screen:
    """Draw one role and what can be done about it."""
    home_row = (visit.button(Say("button-back"), "go", "home"),)
    grant = await _grant(visit, talk)
    if grant is None:
        return Screen((Say("team-refused-gone"),), (home_row,))
    said = await _named(visit, grant)
    if talk.step == "sure":
        sure = (visit.button(Say("team-press-revoke"), "revoke", grant.id), visit.button(Say("button-back"), "go", "member"))
        return Screen((said, Say("team-revoke-sure")), (sure,))
    terms = tuple(visit.button(Say("team-press-term", {"days": days}), "term", days) for days in TERMS_DAYS)
    endless = (visit.button(Say("team-press-endless"), "term", 0),)
    return Screen((said, Say("team-term-ask")), (terms, endless, (visit.button(Say("team-press-revoke"), "go", "sure"),), home_row))


def role(visit: Visit) -> Screen:
    """Ask what to invite to."""
    buttons = (
        (visit.button(Say("role-coordinator"), "role", Role.COORDINATOR.value),),
        (visit.button(Say("role-cluster_lead"), "role", Role.CLUSTER_LEAD.value),),
        (visit.button(Say("button-back"), "go", "home"),),
    )
    return Screen((Say("team-invite-role"),), buttons)


def cluster(visit: Visit) -> Screen:
    """Ask which cluster the new lead leads."""
    rows = tuple((visit.button(one.names, "cluster", code),) for code, one in visit.town.clusters.items())
    return Screen((Say("team-invite-cluster"),), (*rows, (visit.button(Say("button-back"), "go", "role"),)))


async def invited(visit: Visit, link: InviteLink) -> Screen:
    """Say who invites to what, before anything is accepted."""
    inviter = await visit.roster.person(link.invited_by)
    facts: dict[str, Arg] = {"name": inviter.name, "role": what(visit, link.role, link.scope), "town": visit.town.names}
    buttons = (visit.button(Say("team-press-accept"), "accept"), visit.button(Say("team-press-leave"), "leave"))
    return Screen((Say("team-invited", facts), Say("team-invited-after", {"until": Moment(link.expires_at)})), (buttons,))


def what(visit: Visit, role: Role, scope: str) -> Say:
    """Return a role with its scope."""
    if role is Role.COORDINATOR:
        return Say("role-coordinator")
    known = visit.town.clusters.get(scope)
    return Say("team-lead-of", {"cluster": known.names if known else scope})


def member(visit: Visit, grant: Grant, names: dict[int, str]) -> Say:
    """Return one role in a line: who, what, until when."""
    facts: dict[str, Arg] = {"name": names.get(grant.person_key) or Say("card-nameless"), "role": what(visit, grant.role, grant.scope)}
    return Say("team-member-until", {**facts, "until": Moment(grant.until)}) if grant.until else Say("team-member", facts)


async def _home_rows(visit: Visit, grants: list[Grant], pending: list[Grant], names: dict[int, str]) -> tuple[tuple[Button, ...], ...]:
    waiting = await visit.roster.count_standing(Standing.PROVISIONAL)
    volunteers = ((visit.button(Say("team-press-volunteers", {"count": waiting}), "volunteers"),),) if waiting else ()
    confirm = tuple(_pending_row(visit, grant, names) for grant in pending[:MOST_MEMBERS])
    each = tuple((visit.button(member(visit, grant, names), "member", grant.id),) for grant in grants[:MOST_MEMBERS])
    return (*volunteers, *confirm, *each, (visit.button(Say("team-press-invite"), "go", "role"),))


def _pending_row(visit: Visit, grant: Grant, names: dict[int, str]) -> tuple[Button, ...]:
    name = names.get(grant.person_key) or Say("card-nameless")
    yes, no = Say("team-press-confirm", {"name": name}), Say("team-press-refuse", {"name": name})
    return visit.button(yes, "confirm", grant.id), visit.button(no, "revoke", grant.id)


async def _grant(visit: Visit, talk: Talk) -> Grant | None:
    found = talk.data.get("grant")
    grant = await visit.roster.grant_by_id(found) if isinstance(found, int) else None
    return grant if grant and grant.holds_at(visit.now) else None


async def _named(visit: Visit, grant: Grant) -> Say:
    person = await visit.roster.person(grant.person_key)
    return member(visit, grant, {person.key: person.name})


async def confirmers(visit: Visit, grant: Grant, now: datetime) -> list[int]:
    """Return the keys of those who may confirm a role: everyone but the inviter, or the inviter where nobody else is."""
    keys = [person.key for person in await coordinators(visit.roster, now) if person.key != grant.person_key]
    return [key for key in keys if key != grant.granted_by] or keys
