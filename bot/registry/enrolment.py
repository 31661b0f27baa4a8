"""How a resident's offer comes about and changes: names, homes, times, standing; all plain values."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum

from bot.registry.person import Person
from bot.registry.place import Neighbourhood, Point
from bot.registry.skill import Skill
from bot.registry.volunteer import ADULT_AGE, EVERY_TIME, PARTS_A_DAY, AgeBand, QuietHours, Standing, Volunteer

SHORTEST_NAME, LONGEST_NAME = 2, 64
"""Characters of a name."""

HOURS_A_DAY = 24
USUAL_QUIET = QuietHours(23, 7, wake_for_life=True)
"""The quiet hours of someone who chose none: asleep at night, woken only when a life is at stake."""

UNTIL_RESUMED = datetime(9999, 1, 1, tzinfo=UTC)
"""The end of a pause without an end."""

QUIET = re.compile(r"\s*(\d{1,2})(?::00)?\s*[-–—]\s*(\d{1,2})(?::00)?\s*")
UNSEEN = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters by category that show as nothing (Hangul fillers): a name of these alone could not be read."""

TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the words around them; a name needs none of them."""


class NameFault(StrEnum):
    """What is wrong with a name."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"


class Days(StrEnum):
    """The days of an Israeli week that people plan by."""

    WEEK = "week"
    FRIDAY = "friday"
    SATURDAY = "saturday"

    @property
    def numbers(self) -> range:
        """The days as `part_of_week` counts them, Sunday 0."""
        return {Days.WEEK: range(5), Days.FRIDAY: range(5, 6), Days.SATURDAY: range(6, 7)}[self]


class Part(StrEnum):
    """A quarter of a day, six hours each, from midnight."""

    NIGHT = "night"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


def begin(person: Person) -> Volunteer:
    """Return the offer of someone who has said nothing yet: the town's usual answers, nothing personal."""
    spoken = frozenset({person.language.value})
    return Volunteer(person.key, person.town, person.language, languages=spoken, quiet=USUAL_QUIET)


def blank(person: Person) -> Volunteer:
    """Return an offer that says nothing: what is left when someone leaves before they finish."""
    return Volunteer(person.key, person.town, person.language)


def clean_name(text: str) -> str | NameFault:
    """Return a name as it is kept: on one line, without control and turning characters; `<` and joiners stay."""
    kept = "".join(" " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char for char in TURNING.sub("", text))
    name = " ".join("".join(char for char in kept if unicodedata.category(char) != "Cs").split())
    if len(name) > LONGEST_NAME:
        return NameFault.TOO_LONG
    if len(name) < SHORTEST_NAME or not any(char.isalnum() and char not in UNSEEN for char in name):
        return NameFault.TOO_SHORT
    return name


def clean_phone(number: str) -> str | None:
    """Return a shared number with its plus, or None for one that nobody could dial (E.164: at most 15 digits)."""
    digits = re.sub(r"\D", "", number)
    return f"+{digits}" if re.fullmatch(r"[0-9]{7,15}", digits) else None


def aged(volunteer: Volunteer, band: AgeBand, skills: Mapping[str, Skill]) -> Volunteer:
    """Return the offer with an age band; skills that ask for more years are left out."""
    allowed = frozenset(code for code in volunteer.skills if code not in skills or skills[code].min_age <= band.at_least)
    return replace(volunteer, age_band=band, skills=allowed)


def is_minor(volunteer: Volunteer) -> bool:
    """Whether the person may register but is not matched yet."""
    return volunteer.age_band is not None and volunteer.age_band.at_least < ADULT_AGE


def living_in(volunteer: Volunteer, place: Neighbourhood) -> Volunteer:
    """Return the offer of someone who named their neighbourhood: home is its middle."""
    return replace(volunteer, neighbourhood=place.code, home=place.centre, is_home_exact=False)


def living_at(volunteer: Volunteer, place: Neighbourhood, point: Point, *, exact: bool) -> Volunteer:
    """Return the offer of someone who showed where they live: blurred to about 250 m unless they chose the exact point."""
    return replace(volunteer, neighbourhood=place.code, home=point if exact else point.blurred(), is_home_exact=exact)


def bits(days: Days, part: Part) -> int:
    """Return the availability bits of one part of the day on these days."""
    offset = list(Part).index(part)
    return sum(1 << (day * PARTS_A_DAY + offset) for day in days.numbers)


def is_free(availability: int, days: Days, part: Part) -> bool:
    """Whether someone is free in this part of all of these days."""
    wanted = bits(days, part)
    return availability & wanted == wanted


def freed(availability: int, days: Days, part: Part, *, free: bool) -> int:
    """Return availability with one part of these days given or taken."""
    wanted = bits(days, part)
    return (availability | wanted) if free else (availability & EVERY_TIME & ~wanted)


def read_quiet(text: str, *, wake_for_life: bool = True) -> QuietHours | None:
    """Return the quiet hours that someone typed as 22-7 or 22:00-07:00, in any script's digits; None for anything else."""
    found = QUIET.fullmatch(text)
    if not found:
        return None
    begins, ends = (int(hour) for hour in found.groups())
    if max(begins, ends) > HOURS_A_DAY or begins % HOURS_A_DAY == ends % HOURS_A_DAY:
        return None
    return QuietHours(begins % HOURS_A_DAY, ends % HOURS_A_DAY, wake_for_life)


def finished(volunteer: Volunteer, now: datetime, *, approval: bool) -> Volunteer:
    """Return the offer handed in: waiting for the town, or in force at once where the town asks for no approval."""
    if volunteer.standing is not Standing.JOINING:
        return volunteer
    if approval:
        return replace(volunteer, standing=Standing.PROVISIONAL)
    return replace(volunteer, standing=Standing.APPROVED, approved_at=now)


def paused(volunteer: Volunteer, until: datetime) -> Volunteer:
    """Return the offer resting until a moment; a pause ends duty."""
    return replace(volunteer, paused_until=until, on_duty_until=None)


def resumed(volunteer: Volunteer) -> Volunteer:
    """Return the offer in force again."""
    return replace(volunteer, paused_until=None)


def on_duty(volunteer: Volunteer, until: datetime) -> Volunteer:
    """Return the offer on duty until a moment, whatever their week and quiet hours say; duty ends a pause."""
    return replace(volunteer, on_duty_until=until, paused_until=None)


def off_duty(volunteer: Volunteer) -> Volunteer:
    """Return the offer off duty."""
    return replace(volunteer, on_duty_until=None)
