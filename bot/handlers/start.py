"""/start, /help and /language: the door, what can be done here, and in which language."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import Message

from bot.dispatch.authority import has_role
from bot.handlers import enrol, home, mydata, team
from bot.handlers.enrol_step import in_rows
from bot.handlers.flow import show_step
from bot.handlers.profile import ProfileFlow, open_profile, renew_consent
from bot.handlers.visit import Visit
from bot.registry.language import Language
from bot.registry.volunteer import Reach, Volunteer, is_registered
from bot.speech.callbacks import Owner, Press, press
from bot.speech.say import Button, Say, Screen

PAYLOAD = re.compile(r"(?P<door>admin|inv)-(?P<secret>[A-Za-z0-9_-]{1,64})")
"""Deep links carry at most 64 characters of this alphabet; anything else is an ordinary start."""


def router() -> Router:
    """Return the routes of the commands."""
    routes = Router(name="start")
    routes.message.register(start, CommandStart(), F.chat.type == "private")
    routes.message.register(help_, Command("help"), F.chat.type == "private")
    routes.message.register(language, Command("language"), F.chat.type == "private")
    return routes


async def start(message: Message, visit: Visit, command: CommandObject) -> None:
    """Open the door: through a link with a role behind it, into registration, or home."""
    del message
    await visit.roster.set_reach(visit.person.key, Reach.OPEN)
    link = PAYLOAD.fullmatch(command.args or "")
    if link and link["door"] == "admin":
        await team.claim_admin(visit, link["secret"])
    elif link:
        await team.accept_invite(visit, link["secret"])
    else:
        await _enter(visit)


async def _enter(visit: Visit) -> None:
    volunteer = await visit.roster.volunteer(visit.person.key)
    if volunteer is not None and is_registered(volunteer):
        await _come_home(visit, volunteer)
    elif has_role(visit.grants, visit.now) and volunteer is None:
        await home.show(visit)
    else:
        await enrol.enter(visit)


async def _come_home(visit: Visit, volunteer: Volunteer) -> None:
    if visit.talk and visit.talk.flow == enrol.EnrolFlow.name:
        await enrol.enter(visit)
    elif not await renew_consent(visit, volunteer):
        await home.show(visit)


async def help_(message: Message, visit: Visit) -> None:
    """Say what this person can do here."""
    del message
    await show_help(visit)


async def show_help(visit: Visit) -> None:
    """Say what this person can do here: everyone, volunteers, those with a role."""
    volunteer = await visit.roster.volunteer(visit.person.key)
    said = [Say("help-volunteer") if is_registered(volunteer) else Say("help-newcomer")]
    if has_role(visit.grants, visit.now):
        said.append(Say("help-lead"))
    if visit.is_coordinator:
        said.append(Say("help-coordinator"))
    said.append(Say("help-emergency-numbers"))
    await visit.show(Screen(tuple(said)), fresh=True)


async def language(message: Message, visit: Visit) -> None:
    """Offer the languages."""
    del message
    await _offer_languages(visit)


async def _offer_languages(visit: Visit) -> None:
    codes = visit.town.languages
    buttons = [Button(Say(f"language-{code.value}"), press(Owner.PLAIN, "", "language", code.value)) for code in codes]
    await visit.show(Screen((Say("start-language-which"),), in_rows(buttons, 2)), fresh=True)


async def _language_pressed(visit: Visit, press: Press) -> None:
    chosen = next((code for code in visit.town.languages if code.value == press.arg), None)
    if chosen is None:
        await _offer_languages(visit)
        return
    await _speak(visit, chosen)


async def _speak(visit: Visit, chosen: Language) -> None:
    """Speak another language from now on; a conversation about oneself goes on in it."""
    visit.person = replace(visit.person, language=chosen, has_chosen_language=True)
    await visit.roster.amend_person(visit.person)
    await visit.show(Screen((Say("start-language-now"),)))
    flows = {flow.name: flow for flow in (enrol.EnrolFlow(), ProfileFlow(), mydata.ForgetFlow())}
    flow = flows.get(visit.talk.flow) if visit.talk else None
    if flow:
        await show_step(flow, visit, fresh=True)


async def _profile_pressed(visit: Visit, press: Press) -> None:
    del press
    await open_profile(visit)


async def _mydata_pressed(visit: Visit, press: Press) -> None:
    del press
    await mydata.show(visit)


async def _help_pressed(visit: Visit, press: Press) -> None:
    del press
    await show_help(visit)


async def _enrol_pressed(visit: Visit, press: Press) -> None:
    del press
    await (home.show(visit) if is_registered(await visit.roster.volunteer(visit.person.key)) else enrol.enter(visit))


PLAIN_VERBS: dict[str, Callable[[Visit, Press], Awaitable[None]]] = {
    "language": _language_pressed,
    "profile": _profile_pressed,
    "mydata": _mydata_pressed,
    "help": _help_pressed,
    "enrol": _enrol_pressed,
}
