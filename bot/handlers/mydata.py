"""/mydata and /forget: everything the bot keeps about someone, and its end."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.dispatch import desk
from bot.dispatch.invitation import Invitation
from bot.handlers import home
from bot.handlers.enrol_card import about
from bot.handlers.flow import show_step
from bot.handlers.stepping_down import farewell, step_down
from bot.handlers.visit import Toast, Visit
from bot.registry.audit import Deed
from bot.registry.person import Role
from bot.registry.volunteer import Volunteer
from bot.speech.bidi import units
from bot.speech.say import Quote, Say, Screen
from bot.speech.talk import Talk

CHUNK_UNITS = 1400
"""UTF-16 units of one message of raw data: a quote this long is never shortened, and 4,096 fit a message."""

ASK, SURE = "ask", "sure"


def router() -> Router:
    """Return the routes of the commands."""
    routes = Router(name="mydata")
    routes.message.register(mydata, Command("mydata"), F.chat.type == "private")
    routes.message.register(forget, Command("forget"), F.chat.type == "private")
    return routes


async def mydata(message: Message, visit: Visit) -> None:
    """Show everything stored about the one who asks."""
    del message
    await show(visit)


async def show(visit: Visit) -> None:
    """Show what is stored: first as sentences, then word for word as JSON."""
    visit.audit.note(Deed.OWN_DATA_SHOWN, about=visit.person.key)
    volunteer = await visit.roster.volunteer(visit.person.key)
    if volunteer and volunteer.consent_version:
        card = about(visit.person, volunteer, visit.town)
        await visit.show(Screen((Say("mydata-title"), *card, Say("mydata-how"))), fresh=True)
    else:
        await visit.show(Screen((Say("mydata-title"), Say("mydata-account"), Say("mydata-how"))), fresh=True)
    for part in in_parts(await _everything(visit, volunteer)):
        await visit.say("mydata-raw", data=Quote(part))


async def forget(message: Message, visit: Visit) -> None:
    """Begin to forget: the first of two steps."""
    del message
    flow = ForgetFlow()
    await visit.begin(flow.name, ASK)
    await show_step(flow, visit, fresh=True)


class ForgetFlow:
    """Two steps to being forgotten; the second carries a confirmation that works once."""

    name = "forget"

    async def screen(self, visit: Visit, talk: Talk) -> Screen:
        """Say what goes and what stays, then ask once more."""
        keep = (visit.button(Say("forget-keep"), "keep"),)
        if talk.step == SURE:
            return Screen((Say("forget-sure"),), ((visit.button(Say("forget-now"), "forget", talk.data.get("once", "")),), keep))
        said = [Say("forget-what"), Say("forget-stays")]
        if await _engaged(visit):
            said.append(Say("forget-places"))
        if await _is_last_coordinator(visit):
            said.append(Say("forget-last-coordinator"))
        return Screen(tuple(said), ((visit.button(Say("forget-go-on"), "go-on"),), keep))

    async def pressed(self, visit: Visit, talk: Talk, verb: str, arg: str) -> None:
        """Go one step further, or leave everything as it is."""
        if verb == "keep":
            await visit.end()
            await home.show(visit, Say("forget-kept"), fresh=False)
        elif verb == "go-on" and talk.step == ASK:
            await visit.go(SURE, once=visit.house.mint()[:12])
            await show_step(self, visit)
        elif verb == "forget" and talk.step == SURE and arg and arg == talk.data.get("once"):
            await _forget(visit)
        else:
            visit.toast("screen-outdated")
            await show_step(self, visit)

    async def said(self, visit: Visit, talk: Talk, message: Message) -> None:
        """Nobody is forgotten by words alone."""
        del talk, message
        await show_step(self, visit)


async def _forget(visit: Visit) -> None:
    """Give back places, empty everything, say goodbye; the goodbye empties itself once it is sent."""
    person = visit.person
    await desk.release(person.key, visit.bench)
    await visit.roster.erase(person.key, visit.update_id)
    await step_down(visit)
    goodbye = Screen((Say("forget-goodbye", {"town": visit.town.names}),))
    await visit.ledger.enqueue(farewell(person, goodbye, visit.pressed_message))
    visit.talk = None
    if visit.callback_id:
        visit.toasts.append(Toast(visit.callback_id, None, visit.language))


async def _engaged(visit: Visit) -> bool:
    return any(invitation.is_coming for invitation in await visit.ledger.engagements(visit.person.key))


async def _is_last_coordinator(visit: Visit) -> bool:
    if not visit.is_coordinator:
        return False
    return len(await visit.roster.holders(Role.COORDINATOR, "", visit.now)) == 1


async def _everything(visit: Visit, volunteer: Volunteer | None) -> dict[str, Any]:
    """Return every stored fact about the person, under the names that storage has for them."""
    person = visit.person
    return {
        "person": {
            "key": person.key,
            "town": person.town,
            "telegram_id": person.telegram_id,
            "chat_id": person.chat_id,
            "name": person.name,
            "phone": person.phone,
            "language": person.language.value,
        },
        "volunteer": _offer(volunteer) if volunteer else None,
        "roles": [
            {
                "role": grant.role.value,
                "scope": grant.scope,
                "state": grant.state.value,
                "since": _at(grant.since),
                "until": _at(grant.until),
            }
            for grant in visit.grants
        ],
        "calls": [await _invited(visit, invitation) for invitation in await visit.ledger.invitations_of(person.key)],
    }


def _offer(volunteer: Volunteer) -> dict[str, Any]:
    home_point = volunteer.home
    return {
        "standing": volunteer.standing.value,
        "reach": volunteer.reach.value,
        "age_band": volunteer.age_band.value if volunteer.age_band else None,
        "neighbourhood": volunteer.neighbourhood,
        "home": [home_point.lat, home_point.lon] if home_point else None,
        "is_home_exact": volunteer.is_home_exact,
        "transport": volunteer.transport.value,
        "skills": sorted(volunteer.skills),
        "languages": sorted(volunteer.languages),
        "clusters": sorted(volunteer.clusters),
        "level": volunteer.level.value,
        "availability": f"{volunteer.availability:028b}",
        "quiet": [volunteer.quiet.begins, volunteer.quiet.ends, volunteer.quiet.wake_for_life],
        "paused_until": _at(volunteer.paused_until),
        "on_duty_until": _at(volunteer.on_duty_until),
        "consent": [volunteer.consent_version, _at(volunteer.consented_at)],
        "approved_at": _at(volunteer.approved_at),
        "insurance_referral": volunteer.referred_on.isoformat() if volunteer.referred_on else None,
        "asked": volunteer.asked,
        "said_yes": volunteer.said_yes,
    }


async def _invited(visit: Visit, invitation: Invitation) -> dict[str, Any]:
    call = await visit.ledger.call(invitation.call_id)
    return {
        "call": call.number,
        "asked_at": _at(invitation.asked_at),
        "answer": invitation.standing.value,
        "answered_at": _at(invitation.answered_at),
        "arrived_at": _at(invitation.arrived_at),
        "finished_at": _at(invitation.finished_at),
        "reason": invitation.reason.value if invitation.reason else None,
        "distance_m": round(invitation.distance_m),
    }


def in_parts(everything: dict[str, Any]) -> Sequence[str]:
    """Return the data as JSON in parts that fit a message each, broken between lines."""
    parts = [""]
    for line in json.dumps(everything, ensure_ascii=False, indent=1).split("\n"):
        if parts[-1] and units(parts[-1]) + units(line) > CHUNK_UNITS:
            parts.append("")
        parts[-1] += f"{line}\n"
    return parts


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
