"""The live call card: what a call still needs, who answered what; names only where staff read alone."""

from collections.abc import Iterable, Sequence

from bot.dispatch.call import Call, CallState, Outcome
from bot.dispatch.invitation import Invitation, Standing, Tally
from bot.dispatch.matter import Matter
from bot.dispatch.places import places_of, seat
from bot.dispatch.waves import in_order
from bot.speech import call_wording as words
from bot.speech.callbacks import Owner, press
from bot.speech.say import Arg, Button, Listing, Moment, Say, Screen
from bot.town import Town

MOST_NAMED = 12
"""So many names a line; the button "people" shows the rest."""

NAMED = tuple(standing for standing in words.STANDING_WORDS if standing is not Standing.STOOD_DOWN)
"""Who stayed silent until the call was filled is counted, not named."""

ENDED = {Outcome.DONE: "call-state-done", Outcome.CANCELLED: "call-state-cancelled", Outcome.EXPIRED: "call-state-expired"}

PROMISING = frozenset({Standing.ASSIGNED, Standing.ON_THE_WAY})

VERBS = (
    (("people", "card-press-people"), ("wave", "card-press-wave")),
    (("phones", "card-press-phones"), ("correct", "card-press-correct")),
    (("takeover", "card-press-takeover"), ("history", "card-press-history")),
    (("close", "card-press-close"),),
)
VERBS_CLOSED = ((("people", "card-press-people"), ("history", "card-press-history")),)
VERBS_IN_GROUP = ((("wave", "card-press-wave"), ("takeover", "card-press-takeover")),)
"""Only what shows nobody's name or phone."""


def card(matter: Matter, town: Town) -> Screen | None:
    """Return the card of one chat. A chat without a reader is a group: counts, no names, nothing private."""
    call = matter.call
    if call is None:
        return None
    paragraphs = [
        *words.banner(call),
        words.lines([words.title(call), Say("card-about", {"cluster": words.cluster(call, town), "area": words.area(call, town)})]),
        words.lines(list(_state(call, matter))),
        words.lines([*_places(call, matter.invitations, town), *_counts(call, matter.tally)]),
    ]
    named = list(_named(matter)) if matter.reader else []
    return Screen((*paragraphs, *([words.lines(named)] if named else [])), _rows(call, is_private=matter.reader is not None))


def _state(call: Call, matter: Matter) -> Iterable[Say]:
    match call.state:
        case CallState.CLOSED:
            yield Say(ENDED[call.outcome or Outcome.DONE])
        case CallState.FILLED:
            yield Say("call-state-filled")
        case CallState.OPEN:
            yield _wave(call)
    if matter.reader:
        yield Say("card-owner", {"owner": matter.owner.name}) if matter.owner else Say("card-no-owner")
    if call.ref_106:
        yield Say("card-ref-106", {"ref": call.ref_106})


def _wave(call: Call) -> Say:
    count: dict[str, Arg] = {"wave": call.wave + 1, "waves": len(call.kind.plan.waves)}
    if call.next_wave_at:
        return Say("card-open-next-wave", {**count, "at": Moment(call.next_wave_at)})
    return Say("card-open-last-wave", count)


def _places(call: Call, invitations: Sequence[Invitation], town: Town) -> Iterable[Say]:
    """Yield how many of each role's places are taken; whoever comes is seated as dispatch seats them."""
    coming = [one.skills for one in in_order(invitations) if one.is_coming]
    taken = {place for place in seat(coming, places_of(call.kind, call.target)) if place is not None}
    first = 0
    for slot in call.kind.slots:
        yield _place(words.role(slot.skills, town), range(first, first + slot.count), taken)
        first += slot.count
    if first < call.target:
        role = Say("card-further-people") if first else Say("call-role-any")
        yield _place(role, range(first, call.target), taken)


def _place(role: Arg, places: range, taken: set[int]) -> Say:
    count = sum(place in taken for place in places)
    facts: dict[str, Arg] = {"role": role, "taken": count, "places": len(places)}
    return Say("card-role-full", facts) if count == len(places) else Say("card-role-open", facts)


def _counts(call: Call, tally: Tally) -> Iterable[Say]:
    yield Say("card-needed", {"needed": call.needed, "target": call.target})
    yield Say("card-asked", {"asked": tally.asked, "delivered": tally.delivered, "seen": tally.seen})
    yield Say("card-coming", {"coming": tally.coming, "on_the_way": tally.on_the_way, "arrived": tally.arrived})
    yield Say("card-others", {"stand_by": tally.stand_by, "cannot": tally.cannot, "silent": tally.silent})
    if tally.overdue:
        yield Say("card-counted", {"standing": Say("card-overdue"), "count": tally.overdue})
    if tally.unreachable:
        yield Say("card-counted", {"standing": Say("card-unreachable"), "count": tally.unreachable})


def _named(matter: Matter) -> Iterable[Say]:
    everyone = in_order(matter.invitations)
    for standing in NAMED:
        people = [_person(one, matter) for one in everyone if one.standing is standing]
        if people:
            yield Say("card-people", {"standing": words.standing_word(standing), "people": _few(people)})


def _few(people: list[Arg]) -> Listing:
    hidden = len(people) - MOST_NAMED
    more: list[Arg] = [Say("card-more-people", {"count": hidden})] if hidden > 0 else []
    return Listing((*people[:MOST_NAMED], *more))


def _person(one: Invitation, matter: Matter) -> Arg:
    person = matter.people.get(one.person_key)
    name: Arg = person.name if person and person.name else Say("card-nameless")
    if one.eta_at and one.standing in PROMISING:
        return Say("card-person-by", {"name": name, "at": Moment(one.eta_at)})
    return name


def _rows(call: Call, *, is_private: bool) -> tuple[tuple[Button, ...], ...]:
    verbs: tuple[tuple[tuple[str, str], ...], ...] = VERBS if is_private else VERBS_IN_GROUP
    if call.is_closed:
        verbs = VERBS_CLOSED if is_private else ()
    return tuple(tuple(Button(Say(label), press(Owner.CALL, call.token, verb)) for verb, label in row) for row in verbs)
