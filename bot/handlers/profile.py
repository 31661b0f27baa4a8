"""/profile: what someone offered, each part changed by asking that one question again."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.handlers import home
from bot.handlers.enrol_card import about
from bot.handlers.enrol_course import FIELDS, Course, field_rows
from bot.handlers.enrol_step import Move, Next, Seat, To
from bot.handlers.flow import show_step
from bot.handlers.visit import Visit
from bot.registry.consent import has_consented
from bot.registry.enrolment import UNTIL_RESUMED, is_minor, paused
from bot.registry.volunteer import Volunteer, is_registered
from bot.speech.say import Say, Screen

MENU, CONSENT = "menu", "consent"


class ProfileFlow(Course):
    """A registered volunteer looks at their offer and changes it."""

    name = "profile"
    home = MENU

    async def own_screen(self, seat: Seat) -> Screen:
        """Draw the card, with a button for each part."""
        card = about(seat.visit.person, seat.volunteer, seat.visit.town)
        young = (Say("enrol-young"),) if is_minor(seat.volunteer) else ()
        close = (seat.button(Say("profile-close"), "close"),)
        return Screen((Say("profile-title"), *card, *young), (*field_rows(seat), close))

    async def own_pressed(self, seat: Seat, action: str, value: str) -> Next | None:
        """Ask one question again, or close."""
        if action == "field" and value in FIELDS:
            return To(value)
        if action != "close":
            return Move.STAY
        await seat.visit.end()
        await home.show(seat.visit, fresh=False)
        return None

    async def declined(self, seat: Seat) -> None:
        """Without consent to the new terms nobody is called; leaving for good is theirs to say."""
        await seat.save(paused(seat.volunteer, UNTIL_RESUMED))
        await seat.visit.end()
        await seat.visit.show(Screen((Say("profile-consent-declined"),)))


def router() -> Router:
    """Return the route of the command."""
    routes = Router(name="profile")
    routes.message.register(profile, Command("profile"), F.chat.type == "private")
    return routes


async def profile(message: Message, visit: Visit) -> None:
    """Show one's own offer."""
    del message
    await open_profile(visit)


async def open_profile(visit: Visit) -> None:
    """Show one's own offer in a fresh message."""
    volunteer = await visit.roster.volunteer(visit.person.key)
    if not is_registered(volunteer):
        await visit.say("profile-none")
        return
    flow = ProfileFlow()
    await visit.begin(flow.name, MENU)
    await show_step(flow, visit, fresh=True)


async def renew_consent(visit: Visit, volunteer: Volunteer) -> bool:
    """Ask for consent again when the terms have changed; return whether they have."""
    if has_consented(volunteer, visit.town.policy.consent_version):
        return False
    flow = ProfileFlow()
    await visit.begin(flow.name, CONSENT)
    await visit.say("profile-consent-changed")
    await show_step(flow, visit, fresh=True)
    return True
