"""The screen that everything returns to: who someone is to the town, and what they can do next."""

from bot.dispatch.authority import has_role
from bot.handlers.visit import Visit
from bot.registry.enrolment import UNTIL_RESUMED, is_minor
from bot.registry.volunteer import Standing, Volunteer
from bot.speech.callbacks import Owner, press
from bot.speech.say import Button, Moment, Say, Screen


async def show(visit: Visit, note: Say | None = None, *, fresh: bool = True) -> None:
    """Show the home screen, with a word about what just happened above it."""
    volunteer = await visit.roster.volunteer(visit.person.key)
    await visit.show(screen(visit, volunteer, note), fresh=fresh)


def screen(visit: Visit, volunteer: Volunteer | None, note: Say | None = None) -> Screen:
    """Draw the home screen of someone's roles."""
    said = [note] if note else []
    said.append(Say("home-greeting", {"name": visit.person.name, "town": visit.town.names}))
    rows: list[tuple[Button, ...]] = []
    if has_role(visit.grants, visit.now):
        said.append(Say("home-coordinator") if visit.is_coordinator else Say("home-cluster-lead"))
    if volunteer and volunteer.standing is not Standing.JOINING:
        said.extend(status(visit, volunteer))
        rows += _volunteer_rows(visit, volunteer)
    else:
        rows.append((plain_button("home-button-enrol", "enrol"),))
    rows.append((plain_button("home-button-language", "language"), plain_button("home-button-help", "help")))
    return Screen(tuple(said), tuple(rows))


def status(visit: Visit, volunteer: Volunteer) -> list[Say]:
    """Say where a volunteer stands, and what holds calls back or lets them through."""
    said = [Say(_STANDINGS[volunteer.standing])]
    if is_minor(volunteer):
        said.append(Say("enrol-young"))
    if is_paused(visit, volunteer):
        until = volunteer.paused_until
        ends = until is not None and until < UNTIL_RESUMED
        said.append(Say("home-paused-until", {"until": Moment(until)}) if until and ends else Say("home-paused"))
    if is_on_duty(visit, volunteer) and volunteer.on_duty_until:
        said.append(Say("home-on-duty", {"until": Moment(volunteer.on_duty_until)}))
    return said


def is_paused(visit: Visit, volunteer: Volunteer) -> bool:
    """Whether calls are held back right now."""
    return volunteer.paused_until is not None and volunteer.paused_until > visit.now


def is_on_duty(visit: Visit, volunteer: Volunteer) -> bool:
    """Whether they are on duty right now."""
    return volunteer.on_duty_until is not None and volunteer.on_duty_until > visit.now


def plain_button(key: str, verb: str, arg: object = "") -> Button:
    """Return a button that works at any time, outside every conversation."""
    return Button(Say(key), press(Owner.PLAIN, "", verb, arg))


_STANDINGS = {
    Standing.JOINING: "home-joining",
    Standing.PROVISIONAL: "home-provisional",
    Standing.APPROVED: "home-approved",
    Standing.DECLINED: "home-declined",
}


def _volunteer_rows(visit: Visit, volunteer: Volunteer) -> list[tuple[Button, ...]]:
    duty = plain_button("home-button-off-duty", "duty", 0) if is_on_duty(visit, volunteer) else plain_button("home-button-duty", "duty")
    paused = is_paused(visit, volunteer)
    rest = plain_button("home-button-resume", "pause", "resume") if paused else plain_button("home-button-pause", "pause")
    return [(duty, rest), (plain_button("home-button-profile", "profile"), plain_button("home-button-mydata", "mydata"))]
