"""/team: who leads, who waits for a second person, who may be let in; and how one joins the team."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.dispatch.authority import has_role
from bot.handlers import approving, invites, team_screens
from bot.handlers.flow import show_step
from bot.handlers.invites import REFUSED, accept_invite, claim_admin
from bot.handlers.visit import Visit
from bot.registry import team
from bot.registry.person import Role
from bot.registry.team import Refusal
from bot.speech.callbacks import Press
from bot.speech.say import Say, Screen
from bot.speech.talk import Talk

__all__ = ["PLAIN_VERBS", "TeamFlow", "accept_invite", "claim_admin", "router"]

STEPS = frozenset({"home", "member", "sure", "role", "cluster"})
Turn = Callable[[Visit, Talk, str], Awaitable[bool]]
"""Obeys one verb; False where nothing has changed and a toast said why."""

PLAIN_VERBS: dict[str, Callable[[Visit, Press], Awaitable[None]]] = {
    "approve": approving.approve_pressed,
    "decline": approving.decline_pressed,
    "grant-confirm": invites.confirm_pressed,
    "grant-refuse": invites.refuse_pressed,
}


def router() -> Router:
    """Return the routes of /team and /admin."""
    routes = Router(name="team")
    routes.message.register(open_team, Command("team"))
    routes.message.register(admin, Command("admin"))
    return routes


async def open_team(message: Message, visit: Visit) -> None:
    """Show the team to anyone who has a role in it. Works in private."""
    del message
    await visit.begin(TeamFlow.name, "home")
    await show_step(TeamFlow(), visit, fresh=True)


async def admin(message: Message, visit: Visit, command: CommandObject) -> None:
    """`/admin <code>`: the host's one-time code makes the first coordinator. Works in private."""
    del message
    await (claim_admin(visit, command.args) if command.args else visit.say("team-code-ask"))


class TeamFlow:
    """The conversation about the team; every step asks again who is here."""

    name = invites.FLOW

    async def screen(self, visit: Visit, talk: Talk) -> Screen:
        """Draw the current step."""
        if talk.step == "invited":
            return await invites.screen(visit, talk)
        if talk.step == "tried":
            return Screen((Say("team-code-ask"),))
        if talk.step == "home" and has_role(visit.grants, visit.now):
            return await team_screens.home(visit)
        return await self._for_coordinators(visit, talk) if visit.is_coordinator else Screen((Say("not-allowed"),))

    async def pressed(self, visit: Visit, talk: Talk, verb: str, arg: str) -> None:
        """Obey a button, if whoever pressed it is a coordinator at this moment."""
        if talk.step == "invited":
            await invites.pressed(visit, talk, verb)
        elif not visit.is_coordinator or verb not in TURNS:
            visit.toast("button-unknown" if visit.is_coordinator else "not-allowed", alert=True)
        elif await TURNS[verb](visit, talk, arg):
            await show_step(self, visit)

    async def said(self, visit: Visit, talk: Talk, message: Message) -> None:
        """Everything here has buttons: show them again."""
        del talk, message
        await show_step(self, visit, fresh=True)

    async def _for_coordinators(self, visit: Visit, talk: Talk) -> Screen:
        match talk.step:
            case "volunteers":
                return await approving.screen(visit, talk)
            case "member" | "sure":
                return await team_screens.one_member(visit, talk)
            case "cluster":
                return team_screens.cluster(visit)
            case _:
                return team_screens.role(visit)


async def _go(visit: Visit, _: Talk, arg: str) -> bool:
    await visit.go(arg if arg in STEPS else "home")
    return True


async def _member(visit: Visit, _: Talk, arg: str) -> bool:
    await visit.go("member", grant=approving.key_in(arg))
    return True


async def _role(visit: Visit, _: Talk, arg: str) -> bool:
    if arg == Role.CLUSTER_LEAD.value:
        await visit.go("cluster")
        return True
    await visit.go("home")
    await invites.create(visit, Role.COORDINATOR, "")
    return False


async def _cluster(visit: Visit, _: Talk, arg: str) -> bool:
    if arg not in visit.town.clusters:
        visit.toast("button-unknown", alert=True)
        return False
    await visit.go("home")
    await invites.create(visit, Role.CLUSTER_LEAD, arg)
    return False


async def _confirm(visit: Visit, _: Talk, arg: str) -> bool:
    return _came(visit, await invites.confirm(visit, approving.key_in(arg)))


async def _revoke(visit: Visit, _: Talk, arg: str) -> bool:
    if not _came(visit, await invites.revoke(visit, approving.key_in(arg))):
        return False
    await visit.go("home")
    return True


async def _term(visit: Visit, talk: Talk, arg: str) -> bool:
    days = approving.key_in(arg)
    until = visit.now + timedelta(days=days) if days in team_screens.TERMS_DAYS else None
    grant = talk.data.get("grant")
    grant_id = grant if isinstance(grant, int) else 0
    return _came(visit, await team.set_term(grant_id, until, visit.person.key, visit.roster, visit.now))


async def _volunteers(visit: Visit, _talk: Talk, _arg: str) -> bool:
    await visit.go("volunteers", after=0, shown=await approving.page(visit, 0))
    return True


async def _more(visit: Visit, talk: Talk, _arg: str) -> bool:
    after = max(approving.shown(talk), default=0)
    await visit.go("volunteers", after=after, shown=await approving.page(visit, after))
    return True


async def _yes(visit: Visit, talk: Talk, arg: str) -> bool:
    return await _decided(visit, talk, await approving.approve(visit, _among(talk, arg)))


async def _no(visit: Visit, talk: Talk, arg: str) -> bool:
    return await _decided(visit, talk, await approving.decline(visit, _among(talk, arg)))


async def _all(visit: Visit, talk: Talk, _arg: str) -> bool:
    return await _decided(visit, talk, await approving.approve(visit, approving.shown(talk)))


async def _decided(visit: Visit, talk: Talk, count: int) -> bool:
    if count:
        visit.toast("team-decided-toast")
    else:
        visit.toast("team-decided-before", alert=True)
    after = talk.data.get("after")
    start = after if isinstance(after, int) else 0
    await visit.go("volunteers", after=start, shown=await approving.page(visit, start))
    return True


def _among(talk: Talk, arg: str) -> list[int]:
    """Only people who stood on the page can be decided about."""
    key = approving.key_in(arg)
    return [key] if key in approving.shown(talk) else []


def _came(visit: Visit, result: object) -> bool:
    if isinstance(result, Refusal):
        visit.toast(REFUSED[result], alert=True)
        return False
    return True


TURNS: dict[str, Turn] = {
    "go": _go,
    "member": _member,
    "role": _role,
    "cluster": _cluster,
    "confirm": _confirm,
    "revoke": _revoke,
    "term": _term,
    "volunteers": _volunteers,
    "more": _more,
    "yes": _yes,
    "no": _no,
    "all": _all,
}
