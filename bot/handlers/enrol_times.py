"""When someone may be called: the parts of their week, and the hours in which they sleep."""

from dataclasses import replace

from aiogram.types import Message

from bot.handlers.enrol_step import CLEAR, SET, Move, Next, Seat, in_rows, marked, word
from bot.registry.enrolment import Days, Part, bits, freed, is_free, read_quiet
from bot.registry.volunteer import EVERY_TIME, QuietHours
from bot.speech.say import Button, Say, Screen

DONE = "done"
DAYS = {Days.WEEK: "enrol-days-week", Days.FRIDAY: "enrol-days-friday", Days.SATURDAY: "enrol-days-saturday"}
PARTS = {
    Part.NIGHT: "enrol-part-night",
    Part.MORNING: "enrol-part-morning",
    Part.AFTERNOON: "enrol-part-afternoon",
    Part.EVENING: "enrol-part-evening",
}
OFFERED_QUIET = ((22, 6), (23, 7), (0, 6))
"""Quiet hours that most people keep; any others are typed."""


class TimesStep:
    """The parts of the week in which routine calls suit them; emergencies that save lives come at any time."""

    name = "times"

    def ask(self, seat: Seat) -> Screen:
        """Offer any time by one tap, or a grid of day groups and quarter days."""
        available = seat.volunteer.availability
        every = seat.button(marked(Say("enrol-any-time"), chosen=available == EVERY_TIME), "every")
        grid = [self._cell(seat, days, part) for days in Days for part in Part]
        done = ((seat.button(Say("enrol-done-choosing"), DONE),),) if available != EVERY_TIME else ()
        return Screen((Say("enrol-times"),), ((every,), *in_rows(grid, 2), *done))

    async def pressed(self, seat: Seat, action: str, value: str) -> Next:
        """Take every time, set or clear one cell, or go on. Someone who is never free is asked to pause instead."""
        if action == "every":
            await seat.save(replace(seat.volunteer, availability=EVERY_TIME))
            return Move.ON
        if action == DONE:
            if seat.volunteer.availability:
                return Move.ON
            seat.note = Say("enrol-never-free")
            return Move.STAY
        await self._set(seat, action, value)
        return Move.STAY

    async def said(self, seat: Seat, message: Message) -> Next:
        """Ask again."""
        del message
        seat.note = Say("enrol-use-buttons")
        return Move.STAY

    async def _set(self, seat: Seat, action: str, value: str) -> None:
        left, _, right = value.partition("-")
        days, part = word(Days, left), word(Part, right)
        if days is None or part is None or action not in {SET, CLEAR}:
            return
        changed = freed(seat.volunteer.availability, days, part, free=action == SET)
        await seat.save(replace(seat.volunteer, availability=changed))

    def _cell(self, seat: Seat, days: Days, part: Part) -> Button:
        free = is_free(seat.volunteer.availability, days, part)
        label = Say("enrol-days-and-part", {"days": Say(DAYS[days]), "part": Say(PARTS[part])})
        return seat.button(marked(label, chosen=free), CLEAR if free else SET, f"{days.value}-{part.value}")


class QuietStep:
    """The hours in which the bot lets them sleep, and whether it may wake them when a life is at stake."""

    name = "quiet"

    def ask(self, seat: Seat) -> Screen:
        """Offer the usual hours, and whether to wake."""
        quiet = seat.volunteer.quiet
        wake = seat.button(marked(Say("enrol-wake"), chosen=quiet.wake_for_life), CLEAR if quiet.wake_for_life else SET, "wake")
        none = seat.button(marked(Say("enrol-quiet-none"), chosen=not quiet.mask), "pick", "none")
        hours = [self._hours(seat, begins, ends) for begins, ends in OFFERED_QUIET]
        return Screen((Say("enrol-quiet"),), ((wake,), *in_rows([*hours, none], 2)))

    async def pressed(self, seat: Seat, action: str, value: str) -> Next:
        """Keep the hours, or change whether to wake."""
        quiet = seat.volunteer.quiet
        if value == "wake" and action in {SET, CLEAR}:
            await seat.save(replace(seat.volunteer, quiet=replace(quiet, wake_for_life=action == SET)))
            return Move.STAY
        chosen = QuietHours(0, 0, quiet.wake_for_life) if value == "none" else read_quiet(value, wake_for_life=quiet.wake_for_life)
        if action != "pick" or chosen is None:
            return Move.STAY
        await seat.save(replace(seat.volunteer, quiet=chosen))
        return Move.ON

    async def said(self, seat: Seat, message: Message) -> Next:
        """Take hours typed as 22-7."""
        chosen = read_quiet(message.text or "", wake_for_life=seat.volunteer.quiet.wake_for_life)
        if chosen is None:
            seat.note = Say("enrol-quiet-unclear")
            return Move.STAY
        await seat.save(replace(seat.volunteer, quiet=chosen))
        return Move.ON

    def _hours(self, seat: Seat, begins: int, ends: int) -> Button:
        quiet = seat.volunteer.quiet
        is_now = (quiet.begins, quiet.ends) == (begins, ends)
        label = hours_label(begins, ends)
        return seat.button(marked(label, chosen=True) if is_now else label, "pick", f"{begins}-{ends}")


def hours_label(begins: int, ends: int) -> Say:
    """Return hours as people write them."""
    return Say("enrol-hours", {"begins": f"{begins:02d}:00", "ends": f"{ends:02d}:00"})


def times_said(availability: int) -> tuple[Say, ...]:
    """Return availability in words: any time, or every part of the week in which they are free."""
    if availability == EVERY_TIME:
        return (Say("enrol-any-time"),)
    free = [(days, part) for days in Days for part in Part if availability & bits(days, part)]
    return tuple(Say("enrol-days-and-part", {"days": Say(DAYS[days]), "part": Say(PARTS[part])}) for days, part in free)
