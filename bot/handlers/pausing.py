"""/pause and /duty: no calls for a while, or calls whatever the hour; both end by themselves."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.handlers import home
from bot.handlers.home import plain_button
from bot.handlers.visit import Visit
from bot.registry.enrolment import UNTIL_RESUMED, off_duty, on_duty, paused, resumed
from bot.registry.volunteer import Volunteer, is_registered
from bot.speech.callbacks import Press
from bot.speech.locale import duration
from bot.speech.say import Button, Moment, Say, Screen

PAUSES = {"day": timedelta(days=1), "week": timedelta(weeks=1)}
UNTIL_I_RESUME = "always"
DUTY_HOURS = (2, 4, 8, 12)
"""A duty that nobody ends must end itself, before its person has forgotten it."""


def router() -> Router:
    """Return the routes of the commands."""
    routes = Router(name="pausing")
    routes.message.register(pause, Command("pause"), F.chat.type == "private")
    routes.message.register(duty, Command("duty"), F.chat.type == "private")
    routes.message.register(resume, Command("resume"), F.chat.type == "private")
    return routes


async def pause(message: Message, visit: Visit) -> None:
    """Ask for how long."""
    del message
    await _offer(visit, _pause_screen)


async def duty(message: Message, visit: Visit) -> None:
    """Ask for how many hours."""
    del message
    await _offer(visit, _duty_screen)


async def resume(message: Message, visit: Visit) -> None:
    """Let calls come again."""
    del message
    volunteer = await _registered(visit)
    if volunteer:
        await _end_pause(visit, volunteer, fresh=True)


async def pause_pressed(visit: Visit, press: Press) -> None:
    """Hold calls back, let them come, or ask for how long."""
    volunteer = await _registered(visit)
    if volunteer is None:
        return
    if press.arg == "resume":
        await _end_pause(visit, volunteer, fresh=False)
        return
    until = UNTIL_RESUMED if press.arg == UNTIL_I_RESUME else None
    until = visit.now + PAUSES[press.arg] if press.arg in PAUSES else until
    if until is None:
        await visit.show(_pause_screen(visit, volunteer))
        return
    await visit.roster.save_volunteer(paused(volunteer, until))
    said = Say("pause-on-always") if until == UNTIL_RESUMED else Say("pause-on", {"until": Moment(until)})
    engaged = any(invitation.is_coming for invitation in await visit.ledger.engagements(visit.person.key))
    await home.show(visit, Say("pause-and-places", {"said": said}) if engaged else said, fresh=False)


async def duty_pressed(visit: Visit, press: Press) -> None:
    """Go on duty for some hours, go off duty, or ask for how many."""
    volunteer = await _registered(visit)
    if volunteer is None:
        return
    if press.arg == "0":
        await visit.roster.save_volunteer(off_duty(volunteer))
        await home.show(visit, Say("duty-off"), fresh=False)
        return
    hours = next((hours for hours in DUTY_HOURS if press.arg == str(hours)), None)
    if hours is None:
        await visit.show(_duty_screen(visit, volunteer))
        return
    until = visit.now + timedelta(hours=hours)
    await visit.roster.save_volunteer(on_duty(volunteer, until))
    await home.show(visit, Say("duty-on", {"until": Moment(until)}), fresh=False)


PLAIN_VERBS: dict[str, Callable[[Visit, Press], Awaitable[None]]] = {"pause": pause_pressed, "duty": duty_pressed}


async def _offer(visit: Visit, draw: Callable[[Visit, Volunteer], Screen]) -> None:
    volunteer = await _registered(visit)
    if volunteer:
        await visit.show(draw(visit, volunteer), fresh=True)


async def _registered(visit: Visit) -> Volunteer | None:
    """Return the offer; someone who has none is told how to make one."""
    volunteer = await visit.roster.volunteer(visit.person.key)
    if is_registered(volunteer):
        return volunteer
    await visit.say("profile-none")
    return None


async def _end_pause(visit: Visit, volunteer: Volunteer, *, fresh: bool) -> None:
    await visit.roster.save_volunteer(resumed(volunteer))
    await home.show(visit, Say("pause-off"), fresh=fresh)


def _pause_screen(visit: Visit, volunteer: Volunteer) -> Screen:
    rows: list[tuple[Button, ...]] = [
        (plain_button("pause-day", "pause", "day"), plain_button("pause-week", "pause", "week")),
        (plain_button("pause-always", "pause", UNTIL_I_RESUME),),
    ]
    if home.is_paused(visit, volunteer):
        rows.append((plain_button("home-button-resume", "pause", "resume"),))
    return Screen((Say("pause-for"),), tuple(rows))


def _duty_screen(visit: Visit, volunteer: Volunteer) -> Screen:
    hours = [Button(duration(timedelta(hours=number)), plain_button("duty-for", "duty", number).press) for number in DUTY_HOURS]
    rows: list[tuple[Button, ...]] = [tuple(hours[:2]), tuple(hours[2:])]
    if home.is_on_duty(visit, volunteer):
        rows.append((plain_button("home-button-off-duty", "duty", 0),))
    return Screen((Say("duty-for"),), tuple(rows))
