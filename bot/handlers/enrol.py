"""Joining: the questions one after another, a summary, the hand-in, and whether the phone really rings."""

from dataclasses import replace

from bot.handlers import home
from bot.handlers.enrol_card import about, place_name, skill_names
from bot.handlers.enrol_course import ORDER, WITHIN, Course, field_rows
from bot.handlers.enrol_step import BACK, Move, Next, Row, Seat, To
from bot.handlers.flow import show_step
from bot.handlers.visit import Visit
from bot.registry.consent import has_consented
from bot.registry.enrolment import blank, finished, is_minor
from bot.registry.person import Role
from bot.registry.volunteer import Standing, Volunteer
from bot.speech.callbacks import Owner, press
from bot.speech.say import Button, Say, Screen

SHORT_CUT_AFTER = "skills"
"""From the question after this one on, everything has a usual answer."""

SUMMARY, CHANGE, SOUND, SILENT = "summary", "change", "sound", "silent"
REST = "rest"


class EnrolFlow(Course):
    """A resident registers. Every answer is written down at once, so whatever stops it, it goes on from there."""

    name = "enrol"
    home = SUMMARY

    async def own_screen(self, seat: Seat) -> Screen:
        """Draw the summary, the choice of what to change, and the sound test."""
        match seat.talk.step:
            case "change":
                return Screen((Say("enrol-change"),), (*field_rows(seat), (seat.button(Say("button-back"), BACK),)))
            case "sound":
                answers = (seat.button(Say("button-yes"), "heard"), seat.button(Say("button-no"), "silence"))
                return Screen((Say("enrol-sound"),), (answers,))
            case "silent":
                rows = ((seat.button(Say("enrol-sound-again"), "again"),), (seat.button(Say("enrol-sound-leave"), "leave"),))
                return Screen((Say("enrol-sound-android"), Say("enrol-sound-iphone")), rows)
            case _:
                return self._summary(seat)

    async def own_pressed(self, seat: Seat, action: str, value: str) -> Next | None:
        """Obey the buttons of those screens."""
        match seat.talk.step, action:
            case "summary", "confirm":
                return await self._hand_in(seat)
            case "summary", "change":
                return To(CHANGE)
            case "summary", "back":
                return To(ORDER[-1])
            case "change", "field" if value in ORDER:
                await seat.keep(amending=True)
                return To(value)
            case "change", "back":
                return To(SUMMARY)
            case (("sound" | "silent"), _):
                return await self._sound(seat, action)
            case _:
                return Move.STAY

    async def declined(self, seat: Seat) -> None:
        """Keep nothing beyond the account's own row."""
        visit = seat.visit
        if await visit.roster.volunteer(visit.person.key):
            await visit.roster.save_volunteer(blank(visit.person))
        visit.person = replace(visit.person, phone=None)
        await visit.roster.amend_person(visit.person)
        await visit.end()
        await visit.show(Screen((Say("enrol-declined"),)))

    def heading(self, seat: Seat) -> tuple[Say, ...]:
        """Say how far they have come; the language is asked before the count."""
        place = ORDER.index(WITHIN.get(seat.talk.step, seat.talk.step))
        return (Say("enrol-step", {"step": place, "of": len(ORDER) - 1}),) if place else ()

    def way(self, seat: Seat) -> tuple[Row, ...]:
        """Lead back, and past the questions that have a usual answer."""
        main = WITHIN.get(seat.talk.step, seat.talk.step)
        back = () if main == ORDER[0] and not _is_amending(seat) else (seat.button(Say("button-back"), BACK),)
        is_short = ORDER.index(main) > ORDER.index(SHORT_CUT_AFTER) and not _is_amending(seat)
        rest = ((seat.button(Say("enrol-rest-as-usual"), REST),),) if is_short else ()
        return (*rest, back) if back else rest

    def after(self, seat: Seat) -> str:
        """Ask the next question, or return to the summary."""
        place = ORDER.index(WITHIN.get(seat.talk.step, seat.talk.step))
        return SUMMARY if _is_amending(seat) or place + 1 == len(ORDER) else ORDER[place + 1]

    def before(self, seat: Seat) -> str:
        """Ask the question before."""
        if seat.talk.step in WITHIN:
            return WITHIN[seat.talk.step]
        return SUMMARY if _is_amending(seat) else ORDER[max(0, ORDER.index(seat.talk.step) - 1)]

    async def _answer(self, seat: Seat, action: str, value: str) -> Next | None:
        if action == REST and seat.talk.step in ORDER[ORDER.index(SHORT_CUT_AFTER) + 1 :]:
            return To(SUMMARY)
        return await super()._answer(seat, action, value)

    def _summary(self, seat: Seat) -> Screen:
        rows = (
            (seat.button(Say("enrol-confirm"), "confirm"),),
            (seat.button(Say("enrol-change-button"), CHANGE), seat.button(Say("button-back"), BACK)),
        )
        young = (Say("enrol-young"),) if is_minor(seat.volunteer) else ()
        card = about(seat.visit.person, seat.volunteer, seat.visit.town)
        return Screen((Say("enrol-summary"), *card, *young), rows)

    async def _hand_in(self, seat: Seat) -> Next | None:
        missing = missing_step(seat.visit, seat.volunteer)
        if missing:
            seat.note = Say("enrol-missing")
            return To(missing)
        visit, approval = seat.visit, seat.visit.town.policy.approval
        was_joining = seat.volunteer.standing is Standing.JOINING
        await seat.save(finished(seat.volunteer, visit.now, approval=approval))
        if was_joining and approval:
            await _tell_coordinators(seat)
        await visit.show(Screen((Say("enrol-finished-waiting") if approval else Say("enrol-finished"),)))
        await visit.go(SOUND, amending=False)
        await show_step(self, visit, fresh=True)
        return None

    async def _sound(self, seat: Seat, action: str) -> Next | None:
        if action == "silence":
            return To(SILENT)
        if action == "again":
            await seat.visit.go(SOUND)
            await show_step(self, seat.visit, fresh=True)
            return None
        if action in {"heard", "leave"}:
            await seat.visit.end()
            await home.show(seat.visit, Say("enrol-sound-good") if action == "heard" else Say("enrol-sound-later"), fresh=False)
            return None
        return Move.STAY


async def enter(visit: Visit) -> None:
    """Begin, or go on from where they stopped: at the open question, else at the first that has no answer."""
    flow = EnrolFlow()
    if visit.talk is None or visit.talk.flow != flow.name:
        await visit.begin(flow.name, await _first_open(visit))
    await show_step(flow, visit, fresh=True)


async def _first_open(visit: Visit) -> str:
    volunteer = await visit.roster.volunteer(visit.person.key)
    if not visit.person.has_chosen_language:
        return ORDER[0]
    if volunteer is None or not has_consented(volunteer, visit.town.policy.consent_version):
        return "consent"
    if volunteer.age_band is None:
        return "name"
    return missing_step(visit, volunteer) or SHORT_CUT_AFTER


def missing_step(visit: Visit, volunteer: Volunteer) -> str | None:
    """Return the first question without which nobody can be registered and that has no answer yet."""
    policy = visit.town.policy
    answered = {
        "consent": has_consented(volunteer, policy.consent_version),
        "phone": bool(visit.person.phone) or not policy.phone_required,
        "age": volunteer.age_band is not None,
        "place": volunteer.home is not None,
    }
    return next((step for step, has in answered.items() if not has), None)


async def _tell_coordinators(seat: Seat) -> None:
    visit, volunteer = seat.visit, seat.volunteer
    args = {
        "name": visit.person.name,
        "neighbourhood": place_name(volunteer, visit.town),
        "skills": skill_names(volunteer, visit.town),
    }
    approve = Button(Say("team-approve"), press(Owner.PLAIN, "", "approve", visit.person.key))
    decline = Button(Say("team-decline"), press(Owner.PLAIN, "", "decline", visit.person.key))
    for coordinator in await visit.roster.holders(Role.COORDINATOR, "", visit.now):
        await visit.tell(coordinator, Screen((Say("team-new-volunteer", args),), ((approve, decline),)))


def _is_amending(seat: Seat) -> bool:
    return bool(seat.talk.data.get("amending"))
