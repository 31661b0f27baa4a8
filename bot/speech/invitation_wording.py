"""A volunteer's own view of a call, from where they stand: what is asked, what was promised, what comes next."""

from collections.abc import Iterable

from bot.dispatch.call import Call, Outcome
from bot.dispatch.invitation import Acknowledgement, Invitation, Reason, Standing
from bot.dispatch.matter import Matter
from bot.registry.person import Person
from bot.speech import call_wording as words
from bot.speech.callbacks import Owner, press
from bot.speech.locale import direction, duration
from bot.speech.say import Arg, Button, Listing, Moment, Quote, Say, Screen
from bot.town import Town

Rows = tuple[tuple[Button, ...], ...]

SOONEST, LATER = 10, (20, 40)
"""Minutes until arrival that an emergency offers, one tap each."""

TOLD_DETAILS = frozenset({Standing.ASSIGNED, Standing.ON_THE_WAY, Standing.ARRIVED})
"""Who holds a place and still has something to do there: nobody else sees the address, the meeting point and the contact."""

AT_WORK = TOLD_DETAILS | {Standing.ASKED, Standing.STAND_BY, Standing.OVERDUE}
"""Whom an emergency may still lead into danger: they are told the numbers of the rescue services."""

WHERE_THEY_STAND = {
    Standing.ASSIGNED: "invitation-assigned",
    Standing.ON_THE_WAY: "invitation-on-the-way",
    Standing.ARRIVED: "invitation-arrived",
    Standing.STAND_BY: "invitation-stand-by",
    Standing.OVERDUE: "invitation-overdue",
    Standing.DONE: "invitation-done",
    Standing.STOOD_DOWN: "invitation-stood-down",
    Standing.UNREACHABLE: "invitation-unreachable",
}
NEXT_STEP = {
    Standing.ASSIGNED: "invitation-next-assigned",
    Standing.ON_THE_WAY: "invitation-next-on-the-way",
    Standing.ARRIVED: "invitation-next-arrived",
}
WITH_MINUTES = "acknowledge-example-coming-minutes"
LATE_BY = 15
"""Minutes that "running late" promises anew."""
TYPED = {
    Standing.ASKED: ("acknowledge-example-coming", "acknowledge-example-cannot"),
    Standing.ASSIGNED: ("acknowledge-example-on-the-way", "acknowledge-example-arrived", "acknowledge-example-cannot"),
    Standing.ON_THE_WAY: ("acknowledge-example-arrived", "acknowledge-example-cannot"),
    Standing.ARRIVED: ("acknowledge-example-done", "acknowledge-example-left"),
    Standing.STAND_BY: ("acknowledge-example-left",),
    Standing.OVERDUE: ("acknowledge-example-arrived", WITH_MINUTES),
    Standing.CANNOT: ("acknowledge-example-coming",),
    Standing.LEFT: ("acknowledge-example-coming",),
    Standing.STOOD_DOWN: ("acknowledge-example-coming",),
}
"""What can be written instead of pressing a button, by where one stands."""

WRITTEN_IN = {"he": "invitation-in-hebrew", "ar": "invitation-in-arabic", "ru": "invitation-in-russian", "en": "invitation-in-english"}

REASONS = {
    Reason.NOT_NOW: "invitation-reason-not-now",
    Reason.TOO_FAR: "invitation-reason-too-far",
    Reason.NOT_MY_SKILL: "invitation-reason-not-my-skill",
    Reason.UNWELL: "invitation-reason-unwell",
    Reason.OTHER: "invitation-reason-other",
}


def view(matter: Matter, town: Town) -> Screen | None:
    """Return the call as its volunteer may see it now, or None where there is no call, invitation or reader."""
    call, one, reader = matter.call, matter.invitation, matter.reader
    if call is None or one is None or reader is None:
        return None
    if call.is_closed:
        return Screen((*words.banner(call), words.lines([words.title(call), _ending(call, one)])))
    if one.standing is Standing.ASKED:
        return Screen((*words.banner(call), *_asked(call, one, matter, town)), _asked_rows(call, one, town))
    return Screen((*words.banner(call), *_answered(call, one, matter, town)), _rows(call, one))


def reasons(call: Call, one: Invitation) -> Screen:
    """Return the question why they can't: one more tap, and a way back that answers nothing."""
    question = words.lines([words.title(call), Say("invitation-reasons")])
    rows = [(_button(one, REASONS[reason], Acknowledgement.CANNOT, reason.value),) for reason in Reason]
    back = (_button(one, "button-back", Acknowledgement.SEEN),)
    return Screen((*words.banner(call), question), (*rows, back))


def _asked(call: Call, one: Invitation, matter: Matter, town: Town) -> Iterable[Say]:
    yield words.lines([words.title(call), Say("invitation-cluster", {"cluster": words.cluster(call, town)})])
    yield words.lines(
        [
            _where_about(call, one, town),
            _when(call),
            Say("invitation-needed", {"people": call.target, "coming": matter.tally.coming}),
            Say("invitation-roles", {"roles": _roles(call, town)}),
        ]
    )
    yield from _words_of_coordinator(call, matter.reader)
    yield words.lines([Say("invitation-yes-is-not-assigned"), *_rescue(call, one)])
    yield words.lines([*_typed(call, one), Say("invitation-questions")])


def _where_about(call: Call, one: Invitation, town: Town) -> Say:
    area, far = words.area(call, town), words.far(one.distance_m)
    if one.bearing is None:
        return Say("invitation-where-about", {"area": area, "far": far})
    return Say("invitation-where-towards", {"area": area, "far": far, "direction": direction(one.bearing)})


def _answered(call: Call, one: Invitation, matter: Matter, town: Town) -> Iterable[Say]:
    yield words.lines([_stands(one), words.title(call)])
    if one.standing in TOLD_DETAILS:
        yield words.lines(list(_details(call, one, matter, town)))
        yield from _words_of_coordinator(call, matter.reader)
        yield words.lines([Say(NEXT_STEP[one.standing]), *_rescue(call, one)])
    elif one.standing in AT_WORK:
        yield from _rescue(call, one)
    typed = [*_typed(call, one)]
    if one.standing in AT_WORK:
        typed.append(Say("invitation-questions"))
    if typed:
        yield words.lines(typed)


def _stands(one: Invitation) -> Say:
    match one.standing:
        case Standing.CANNOT if one.again_at:
            return Say("invitation-cannot-until", {"at": Moment(one.again_at)})
        case Standing.CANNOT:
            return Say("invitation-cannot")
        case Standing.LEFT:
            return Say("invitation-left-site") if one.arrived_at else Say("invitation-withdrawn")
        case standing:
            return Say(WHERE_THEY_STAND[standing])


def _details(call: Call, one: Invitation, matter: Matter, town: Town) -> Iterable[Say]:
    spot, area = call.spot, words.area(call, town)
    yield Say("invitation-role", {"role": words.role((matter.place or call.kind.skills) & one.skills, town)})
    if spot.address:
        yield Say("invitation-where-exactly", {"address": spot.address, "area": area})
    else:
        yield Say("invitation-where-on-map" if spot.is_exact else "invitation-where-unknown", {"area": area})
    if spot.meeting_point:
        yield Say("invitation-meeting-point", {"place": spot.meeting_point})
    if spot.contact:
        yield Say("invitation-contact", {"contact": spot.contact})
    yield _when(call)
    if one.eta_at and one.standing is not Standing.ARRIVED and call.starts_at <= call.opened_at:
        yield Say("invitation-promised", {"at": Moment(one.eta_at)})
    yield Say("invitation-report-to", {"owner": matter.owner.name}) if matter.owner else Say("invitation-report-to-coordinator")


def _words_of_coordinator(call: Call, reader: Person | None) -> Iterable[Say]:
    """The coordinator's words as written; in which language, when the reader has another."""
    if not call.words:
        return
    quote = Quote(call.words)
    if reader is None or reader.language.value == call.language or call.language not in WRITTEN_IN:
        yield Say("invitation-words", {"words": quote})
    else:
        yield Say("invitation-words-in", {"language": Say(WRITTEN_IN[call.language]), "words": quote})
    if call.text_version > 1:
        yield Say("invitation-corrected")


def _when(call: Call) -> Say:
    lasts = duration(call.ends_at - call.starts_at)
    if call.starts_at <= call.opened_at:
        return Say("invitation-when-now", {"lasts": lasts})
    return Say("invitation-when", {"at": Moment(call.starts_at), "lasts": lasts})


def _roles(call: Call, town: Town) -> Arg:
    slots = tuple(words.slot(slot, town) for slot in call.kind.slots)
    return Listing(slots) if slots else Say("call-role-any")


def _rescue(call: Call, one: Invitation) -> list[Say]:
    return [Say("invitation-rescue-numbers")] if call.is_emergency and one.standing in AT_WORK else []


def _typed(call: Call, one: Invitation) -> list[Say]:
    keys = TYPED.get(one.standing, ())
    if one.standing is Standing.ASKED and call.is_emergency:
        keys = (WITH_MINUTES, "acknowledge-example-cannot")
    examples = Listing(tuple(Say(key, {"number": call.number}) for key in keys))
    if not keys:
        return []
    return [Say("invitation-typed-minutes" if WITH_MINUTES in keys else "invitation-typed", {"examples": examples})]


def _ending(call: Call, one: Invitation) -> Say:
    """How a call ended for somebody; a message that stays in a chat for years holds nothing private."""
    if call.outcome is Outcome.CANCELLED:
        return Say("invitation-closed-cancelled")
    if call.outcome is Outcome.EXPIRED:
        return Say("invitation-closed-expired")
    took_part = one.is_coming or one.arrived_at is not None
    return Say("invitation-closed-done-thanks" if took_part else "invitation-closed-done")


def _asked_rows(call: Call, one: Invitation, town: Town) -> Rows:
    cannot = (_button(one, "press-cannot", Acknowledgement.CANNOT),)
    if call.is_emergency:
        answers: Rows = ((_arriving(one, SOONEST),), tuple(_arriving(one, minutes) for minutes in LATER), cannot)
    else:
        answers = ((_button(one, "press-coming", Acknowledgement.COMING),), cannot)
    place = words.neighbourhood(call, town)
    if place is None:
        return answers
    return (*answers, (Button(Say("invitation-press-area-map"), url=words.google_maps(place.centre)),))


def _rows(call: Call, one: Invitation) -> Rows:
    withdraw = _button(one, "invitation-press-withdraw", Acknowledgement.CANNOT)
    arrived = _button(one, "press-arrived", Acknowledgement.ARRIVED)
    match one.standing:
        case Standing.ASSIGNED:
            return ((_button(one, "press-on_the_way", Acknowledgement.ON_THE_WAY),), (arrived, withdraw), _navigation(call))
        case Standing.ON_THE_WAY:
            late = _button(one, "press-delayed", Acknowledgement.ON_THE_WAY, str(LATE_BY))
            return ((arrived,), (late, withdraw), _navigation(call))
        case Standing.ARRIVED:
            left = _button(one, "invitation-press-left", Acknowledgement.LEFT)
            return ((_button(one, "press-done", Acknowledgement.DONE), left),)
        case Standing.STAND_BY:
            return ((_button(one, "press-left", Acknowledgement.LEFT),),)
        case Standing.OVERDUE:
            return ((arrived,), tuple(_arriving(one, minutes) for minutes in (SOONEST, LATER[0])), (withdraw,))
        case Standing.CANNOT | Standing.LEFT | Standing.STOOD_DOWN:
            return ((_button(one, "invitation-press-after-all", Acknowledgement.COMING),),)
        case _:
            return ()


def _navigation(call: Call) -> tuple[Button, ...]:
    point = call.spot.point
    return (
        Button(Say("invitation-press-waze"), url=words.waze(point)),
        Button(Say("invitation-press-google-maps"), url=words.google_maps(point)),
    )


def _arriving(one: Invitation, minutes: int) -> Button:
    label = Say("invitation-press-coming-in", {"minutes": minutes})
    return Button(label, press(Owner.INVITATION, one.token, Acknowledgement.COMING.value, minutes))


def _button(one: Invitation, label: str, verb: Acknowledgement, arg: str = "") -> Button:
    return Button(Say(label), press(Owner.INVITATION, one.token, verb.value, arg))
