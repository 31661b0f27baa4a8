"""The way through the questions: forward, back, to one of them and home again; the same for joining and for amending."""

from dataclasses import replace

from aiogram.types import Message

from bot.handlers.enrol_home import ExactStep, PinStep, PlaceStep
from bot.handlers.enrol_offer import ClustersStep, LanguagesStep, SkillsStep, level_step, transport_step
from bot.handlers.enrol_person import AgeStep, ConsentStep, LanguageStep, NameStep, PhoneStep
from bot.handlers.enrol_step import BACK, Move, Next, Row, Seat, Step, To, in_rows, with_note
from bot.handlers.enrol_times import QuietStep, TimesStep
from bot.handlers.flow import show_step
from bot.handlers.visit import Visit
from bot.registry.enrolment import begin
from bot.speech.say import Ask, Say, Screen
from bot.speech.talk import Talk

EVERY_STEP: tuple[Step, ...] = (
    LanguageStep(),
    ConsentStep(),
    NameStep(),
    PhoneStep(),
    AgeStep(),
    PlaceStep(),
    SkillsStep(),
    LanguagesStep(),
    ClustersStep(),
    transport_step(),
    TimesStep(),
    QuietStep(),
    level_step(),
)
"""The questions in the order they are asked."""

ORDER = tuple(step.name for step in EVERY_STEP)
STEPS: dict[str, Step] = {step.name: step for step in (*EVERY_STEP, PinStep(), ExactStep())}
WITHIN = {"pin": "place", "exact": "place"}
"""Questions that belong to another: they count as it, and lead back to it."""

KEYBOARD_STEPS = frozenset({PhoneStep.name, PinStep.name})
"""Questions with a keyboard under the field, which stays there until a message takes it away."""

FIELDS = {
    "language": "profile-field-language",
    "name": "profile-field-name",
    "phone": "profile-field-phone",
    "age": "profile-field-age",
    "place": "profile-field-place",
    "skills": "profile-field-skills",
    "languages": "profile-field-languages",
    "clusters": "profile-field-clusters",
    "transport": "profile-field-transport",
    "times": "profile-field-times",
    "quiet": "profile-field-quiet",
    "level": "profile-field-level",
}
"""What can be changed on its own, and what its button says."""

DECLINED = "declined"


class Course:
    """A conversation made of these questions; what it asks beyond them is its own."""

    name = ""
    home = ""
    """Where an answer changed on its own leads back to."""

    async def screen(self, visit: Visit, talk: Talk) -> Screen:
        """Draw the question that is open."""
        seat = await seated(visit, talk)
        step = STEPS.get(talk.step)
        if step is None:
            return await self.own_screen(seat)
        drawn = step.ask(seat)
        rows = (*drawn.rows, *self.way(seat))
        ask = replace(drawn.ask, words=(*drawn.ask.words, Say("button-back"))) if drawn.ask else None
        return Screen((*self.heading(seat), *drawn.paragraphs), rows, ask)

    async def pressed(self, visit: Visit, talk: Talk, verb: str, arg: str) -> None:
        """Obey a button, if the question it belongs to is still open."""
        if verb != talk.step:
            visit.toast("screen-outdated")
            await show_step(self, visit)
            return
        seat = await seated(visit, talk)
        action, _, value = arg.partition(":")
        await self._lead(seat, await self._answer(seat, action, value))

    async def said(self, visit: Visit, talk: Talk, message: Message) -> None:
        """Hand words, a contact or a location to the open question."""
        seat = await seated(visit, talk)
        step = STEPS.get(talk.step)
        if step is None:
            seat.note = Say("enrol-use-buttons")
            await self._lead(seat, Move.STAY)
            return
        await self._lead(seat, await step.said(seat, message))

    async def own_screen(self, seat: Seat) -> Screen:
        """Draw a screen that is no question."""
        return await self.screen(seat.visit, replace(seat.talk, step=self.home))

    async def own_pressed(self, seat: Seat, action: str, value: str) -> Next | None:
        """Obey a button of a screen that is no question; None where it showed its own answer."""
        del seat, action, value
        return To(self.home)

    async def declined(self, seat: Seat) -> None:
        """Let go of someone who does not agree."""
        await seat.visit.end()

    def heading(self, seat: Seat) -> tuple[Say, ...]:
        """Say what stands above every question."""
        del seat
        return ()

    def way(self, seat: Seat) -> tuple[Row, ...]:
        """Return the row that leads back."""
        return ((seat.button(Say("button-back"), BACK),),)

    def after(self, seat: Seat) -> str:
        """Return the step that follows an answer."""
        del seat
        return self.home

    def before(self, seat: Seat) -> str:
        """Return the step that Back leads to."""
        return WITHIN.get(seat.talk.step, self.home)

    async def _answer(self, seat: Seat, action: str, value: str) -> Next | None:
        step = STEPS.get(seat.talk.step)
        if step is None:
            return await self.own_pressed(seat, action, value)
        return Move.BACK if action == BACK else await step.pressed(seat, action, value)

    async def _lead(self, seat: Seat, following: Next | None) -> None:
        if seat.talk.step in KEYBOARD_STEPS and following not in {None, Move.STAY, To(seat.talk.step)}:
            await seat.visit.show(Screen((Say("enrol-noted"),), ask=Ask()))
        match following:
            case None:
                return
            case To(step) if step == DECLINED:
                await self.declined(seat)
                return
            case To(step):
                seat.talk = await seat.visit.go(step, page=0)
            case Move.ON:
                seat.talk = await seat.visit.go(self.after(seat), page=0)
            case Move.BACK:
                seat.talk = await seat.visit.go(self.before(seat), page=0)
            case Move.STAY:
                pass
        await seat.visit.show(with_note(await self.screen(seat.visit, seat.talk), seat.note))


async def seated(visit: Visit, talk: Talk) -> Seat:
    """Return who is being asked; someone whose offer is not stored yet has the usual one."""
    stored = await visit.roster.volunteer(visit.person.key)
    has_begun = stored is not None and stored.consent_version is not None
    return Seat(visit, talk, stored if stored and has_begun else begin(visit.person))


def field_rows(seat: Seat) -> tuple[Row, ...]:
    """Return a button for everything that can be changed on its own."""
    return in_rows((seat.button(Say(key), "field", step) for step, key in FIELDS.items()), 2)
