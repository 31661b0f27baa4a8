"""What someone offers: skills, languages, subjects, transport, and how grave a call must be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from aiogram.types import Message

from bot.handlers.enrol_step import CLEAR, PAGE_TO, SET, Choice, Move, Next, Seat, in_rows, marked, meant, page_of, paging
from bot.registry.language import Names
from bot.registry.volunteer import Level, Transport, Volunteer
from bot.speech.say import Button, Say, Screen

MORE_LANGUAGES = ("am", "fr", "es", "yi", "uk")
"""Languages that people in Israel speak besides the four the bot does; a call may ask for one of the four."""

DONE = "done"


class SkillsStep:
    """Skills from the town's catalogue; those that ask for more years are not offered."""

    name = "skills"

    def ask(self, seat: Seat) -> Screen:
        """Offer a page of skills as toggles."""
        skills = _skills(seat)
        listed = _toggles(seat, page_of(skills, seat.page), seat.volunteer.skills)
        said = Say("enrol-skills", {"count": len(seat.volunteer.skills)})
        return Screen((said,), (*listed, *paging(seat, skills), (_done(seat),)))

    async def pressed(self, seat: Seat, action: str, value: str) -> Next:
        """Set or clear a skill, turn a page, or go on."""
        if action == PAGE_TO:
            return await seat.turn(value)
        if action == DONE:
            return Move.ON
        if value in {skill.code for skill in _skills(seat)}:
            await seat.save(replace(seat.volunteer, skills=_toggled(seat.volunteer.skills, action, value)))
        return Move.STAY

    async def said(self, seat: Seat, message: Message) -> Next:
        """Take a skill by its name, whichever page it stands on."""
        skill = meant(message.text, _skills(seat))
        if skill is None:
            seat.note = Say("enrol-not-in-list")
            return Move.STAY
        await seat.save(replace(seat.volunteer, skills=seat.volunteer.skills | {skill.code}))
        seat.note = Say("enrol-added", {"what": skill.names})
        return Move.STAY


class LanguagesStep:
    """Which languages they speak with people."""

    name = "languages"

    def ask(self, seat: Seat) -> Screen:
        """Offer the town's languages first, then others."""
        spoken = seat.volunteer.languages
        buttons = [_toggle(seat, Say(f"language-{code}"), code, chosen=code in spoken) for code in _languages(seat)]
        return Screen((Say("enrol-languages"),), (*in_rows(buttons, 2), (_done(seat),)))

    async def pressed(self, seat: Seat, action: str, value: str) -> Next:
        """Set or clear a language; at least one stays."""
        if action == DONE:
            return Move.ON
        changed = _toggled(seat.volunteer.languages, action, value)
        if value in _languages(seat) and changed:
            await seat.save(replace(seat.volunteer, languages=changed))
        return Move.STAY

    async def said(self, seat: Seat, message: Message) -> Next:
        """Ask again."""
        del message
        seat.note = Say("enrol-use-buttons")
        return Move.STAY


class ClustersStep:
    """Which subjects they want to hear from; every one unless they choose."""

    name = "clusters"

    def ask(self, seat: Seat) -> Screen:
        """Offer every subject by one tap, or each as a toggle."""
        clusters = _clusters(seat)
        every = seat.button(marked(Say("enrol-every-subject"), chosen=not seat.volunteer.clusters), "every")
        listed = _toggles(seat, page_of(clusters, seat.page), seat.volunteer.clusters)
        done = ((_done(seat),),) if seat.volunteer.clusters else ()
        return Screen((Say("enrol-clusters"),), ((every,), *listed, *paging(seat, clusters), *done))

    async def pressed(self, seat: Seat, action: str, value: str) -> Next:
        """Take every subject, set or clear one, turn a page, or go on."""
        if action == PAGE_TO:
            return await seat.turn(value)
        if action == "every":
            await seat.save(replace(seat.volunteer, clusters=frozenset()))
        if action in {"every", DONE}:
            return Move.ON
        if value in seat.visit.town.clusters:
            await seat.save(replace(seat.volunteer, clusters=_toggled(seat.volunteer.clusters, action, value)))
        return Move.STAY

    async def said(self, seat: Seat, message: Message) -> Next:
        """Take a subject by its name."""
        cluster = meant(message.text, _clusters(seat))
        if cluster is None:
            seat.note = Say("enrol-not-in-list")
            return Move.STAY
        await seat.save(replace(seat.volunteer, clusters=seat.volunteer.clusters | {cluster.code}))
        seat.note = Say("enrol-added", {"what": cluster.names})
        return Move.STAY


@dataclass(frozen=True, slots=True)
class OneOf:
    """A question with a few answers, one of which is taken."""

    name: str
    question: str
    answers: tuple[str, ...]
    label: Callable[[str], Say]
    present: Callable[[Volunteer], str]
    taken: Callable[[Volunteer, str], Volunteer]

    def ask(self, seat: Seat) -> Screen:
        """Offer the answers, the present one marked."""
        present = self.present(seat.volunteer)
        rows = tuple((seat.button(self._button(answer, present), "pick", answer),) for answer in self.answers)
        return Screen((Say(self.question),), rows)

    async def pressed(self, seat: Seat, action: str, value: str) -> Next:
        """Keep the answer."""
        if action != "pick" or value not in self.answers:
            return Move.STAY
        await seat.save(self.taken(seat.volunteer, value))
        return Move.ON

    async def said(self, seat: Seat, message: Message) -> Next:
        """Ask again."""
        del message
        seat.note = Say("enrol-use-buttons")
        return Move.STAY

    def _button(self, answer: str, present: str) -> Say:
        return marked(self.label(answer), chosen=True) if answer == present else self.label(answer)


LEVELS = {
    Level.ROUTINE.value: "enrol-level-routine",
    Level.EMERGENCY.value: "enrol-level-emergency",
    Level.LIFE_SAVING.value: "enrol-level-life-saving",
}


def transport_step() -> OneOf:
    """How they get about."""
    return OneOf(
        name="transport",
        question="enrol-transport",
        answers=tuple(Transport),
        label=lambda answer: Say(f"transport-{answer}"),
        present=lambda volunteer: volunteer.transport.value,
        taken=lambda volunteer, answer: replace(volunteer, transport=Transport(answer)),
    )


def level_step() -> OneOf:
    """How grave a call must be to reach them."""
    return OneOf(
        name="level",
        question="enrol-level",
        answers=tuple(LEVELS),
        label=level_label,
        present=lambda volunteer: volunteer.level.value,
        taken=lambda volunteer, answer: replace(volunteer, level=Level(answer)),
    )


def level_label(level: str) -> Say:
    """Return how a level is called."""
    return Say(LEVELS[level])


def _skills(seat: Seat) -> list[Choice]:
    band = seat.volunteer.age_band
    years = band.at_least if band else 0
    return [Choice(skill.code, skill.names) for skill in seat.visit.town.skills.values() if skill.min_age <= years]


def _clusters(seat: Seat) -> list[Choice]:
    return [Choice(cluster.code, cluster.names) for cluster in seat.visit.town.clusters.values()]


def _languages(seat: Seat) -> tuple[str, ...]:
    return (*(language.value for language in seat.visit.town.languages), *MORE_LANGUAGES)


def _toggles(seat: Seat, choices: Sequence[Choice], chosen: frozenset[str]) -> tuple[tuple[Button, ...], ...]:
    return tuple((_toggle(seat, choice.names, choice.code, chosen=choice.code in chosen),) for choice in choices)


def _toggle(seat: Seat, label: Say | Names, code: str, *, chosen: bool) -> Button:
    return seat.button(marked(label, chosen=chosen), CLEAR if chosen else SET, code)


def _toggled(chosen: frozenset[str], action: str, code: str) -> frozenset[str]:
    if action == SET:
        return chosen | {code}
    return chosen - {code} if action == CLEAR else chosen


def _done(seat: Seat) -> Button:
    return seat.button(Say("enrol-done-choosing"), DONE)
