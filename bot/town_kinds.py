"""Reads a town's wave plans and kinds of call, and refuses those that contradict themselves."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from bot.dispatch.kind import CallKind, Flag, Mode, Plan, Rung, RungTo, Severity, Slot, Wave
from bot.registry.language import Language
from bot.town import WrongSlots, read_slots
from bot.town_section import Section

KIND_CODE = re.compile(r"[A-Z][A-Z0-9]{0,7}")
CREDENTIAL_CODE = re.compile(r"[a-z][a-z0-9_]{0,31}")
MAX_AGE = 99
MAX_PEOPLE = 999
MAX_RADIUS_KM = 200
"""Farther than Beit Shemesh to Metula: a kind that asks the whole country."""

MAX_WAVES = 20
MAX_SLOTS_TEXT = 400
NOTHING = Plan((), ())


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a kind of call may name."""

    clusters: frozenset[str]
    skills: frozenset[str]
    plans: Mapping[str, Plan]


def read_plans(profile: Section) -> dict[str, Plan]:
    """Return the wave plans by name."""
    return {name: _plan(said) for name, said in profile.sections("plans")}


def read_kinds(profile: Section, catalogue: Catalogue) -> dict[str, CallKind]:
    """Return the kinds of call by code, emergencies first."""
    kinds: dict[str, CallKind] = {}
    for mode in (Mode.EMERGENCY, Mode.ROUTINE):
        for code, said in profile.sections(mode.value):
            if not KIND_CODE.fullmatch(code):
                profile.note(f"{mode}.{code}", "is not a code such as E07: a capital letter, then capitals and digits, 8 at most")
            if code in kinds:
                profile.note(f"{mode}.{code}", "stands under emergency and under routine")
            kinds[code] = _kind(code, mode, said, catalogue)
    return kinds


def _plan(said: Section) -> Plan:
    waves = [_wave(row) for row in said.rows("waves")]
    rungs = [_rung(row) for row in (said.rows("rungs") if "rungs" in said.values else [])]
    grace = said.lasts("arrival_grace", default=timedelta(minutes=10))
    said.close()
    if not 0 < len(waves) <= MAX_WAVES:
        said.note("waves", f"holds {len(waves)} waves, not 1 to {MAX_WAVES}")
    elif waves[0].after:
        said.note("waves", "does not begin at 0 min, so nobody would be asked when a call opens")
    _refuse_disorder(said, "waves", [wave.after for wave in waves])
    _refuse_disorder(said, "rungs", [rung.after for rung in rungs])
    return Plan(tuple(waves), tuple(rungs), grace)


def _wave(said: Section) -> Wave:
    wave = Wave(
        after=said.lasts("after"),
        reach=said.number("reach", 0.1, 100),
        per_place=said.number("per_place", 0.1, 100),
        slots_first=said.yes("slots_first", default=True),
    )
    said.close()
    return wave


def _rung(said: Section) -> Rung:
    after, to = said.lasts("after"), said.text("to")
    said.close()
    if to not in set(RungTo):
        said.note("to", f"{to!r} is not one of {', '.join(RungTo)}")
        return Rung(after, RungTo.COORDINATORS)
    return Rung(after, RungTo(to))


def _refuse_disorder(said: Section, key: str, times: Sequence[timedelta]) -> None:
    if any(later <= earlier for earlier, later in pairwise(times)):
        said.note(key, "are not in order of time, each later than the one before")


def _kind(code: str, mode: Mode, said: Section, catalogue: Catalogue) -> CallKind:
    names, what, who, reach = said.names(), said.section("what"), said.section("who"), said.section("reach")
    said.close()
    slots = _slots(who, catalogue)
    minimum, target = _people(who, slots)
    kind = CallKind(
        code=code,
        mode=mode,
        cluster=_one_of(what, "cluster", catalogue.clusters),
        names=names,
        severity=_severity(what),
        slots=slots,
        minimum=minimum,
        target=target,
        radius_m=reach.number("radius_km", 0.1, MAX_RADIUS_KM) * 1000,
        lasts=timedelta(hours=reach.number("hours", 0.25, 24 * 14)),
        within=reach.lasts("within"),
        min_age=who.whole("min_age", 0, MAX_AGE),
        flags=_flags(what),
        plan=_plan_of(reach, catalogue),
        languages=_languages(who),
        credentials=_credentials(what),
    )
    for part in (what, who, reach):
        part.close()
    return kind


def _slots(who: Section, catalogue: Catalogue) -> tuple[Slot, ...]:
    text = who.text("slots", longest=MAX_SLOTS_TEXT)
    try:
        slots = read_slots(text) if text else ()
    except WrongSlots as wrong:
        who.note("slots", str(wrong))
        return ()
    unknown = sorted({skill for slot in slots for skill in slot.skills} - catalogue.skills)
    if unknown:
        who.note("slots", f"names skills that the catalogue does not have: {', '.join(unknown)}")
    return slots


def _people(who: Section, slots: Sequence[Slot]) -> tuple[int, int]:
    flawed = len(who.flaws)
    minimum, target = who.whole("min", 1, MAX_PEOPLE), who.whole("target", 1, MAX_PEOPLE)
    places = sum(slot.count for slot in slots)
    if len(who.flaws) == flawed:
        if target < minimum:
            who.note("target", f"{target} is less than min, {minimum}")
        if target < places:
            who.note("target", f"{target} is less than the {places} places of the slots")
    return minimum, target


def _severity(what: Section) -> Severity:
    words = frozenset(severity.name.lower() for severity in Severity)
    word = _one_of(what, "severity", words)
    return Severity[word.upper()] if word in words else Severity.ROUTINE


def _one_of(said: Section, key: str, known: frozenset[str]) -> str:
    word = said.text(key)
    if word not in known and word:
        said.note(key, f"{word!r} is not one of {', '.join(sorted(known)) or 'none, as there is none'}")
    return word


def _flags(what: Section) -> frozenset[str]:
    flags = frozenset(what.words("flags"))
    unknown = sorted(flags - set(Flag))
    if unknown:
        what.note("flags", f"{', '.join(unknown)} is not among {', '.join(Flag)}")
    return flags


def _credentials(what: Section) -> frozenset[str]:
    credentials = frozenset(what.words("credentials"))
    for wrong in sorted(code for code in credentials if not CREDENTIAL_CODE.fullmatch(code)):
        what.note("credentials", f"{wrong!r} is not a code of small letters, digits and underscores")
    return credentials


def _languages(who: Section) -> frozenset[str]:
    languages = frozenset(who.words("languages"))
    unknown = sorted(languages - set(Language))
    if unknown:
        who.note("languages", f"{', '.join(unknown)} is not among {', '.join(Language)}")
    return languages


def _plan_of(reach: Section, catalogue: Catalogue) -> Plan:
    return catalogue.plans.get(_one_of(reach, "plan", frozenset(catalogue.plans)), NOTHING)
