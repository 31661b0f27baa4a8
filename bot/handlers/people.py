"""The people of a call beside its card: who stands where, answering for someone, the phones of the silent."""

from collections.abc import Sequence

from bot.dispatch import desk
from bot.dispatch.call import Call
from bot.dispatch.invitation import Acknowledgement, Invitation, Standing, Tally
from bot.dispatch.ledger import Entry, Fact
from bot.dispatch.places import places_of, seat
from bot.dispatch.waves import in_order
from bot.handlers.beside import back, button, id_in, page_in, pages_of, rows_of_two, show_beside, turning, which
from bot.handlers.visit import Visit
from bot.registry.audit import Deed
from bot.registry.person import Person
from bot.speech.call_wording import lines, role
from bot.speech.locale import distance
from bot.speech.say import Arg, Listing, Moment, Say, Screen

PEOPLE_A_PAGE = 8
PHONES_A_PAGE = 10
STANDINGS = {
    Standing.ARRIVED: "reply-arrived",
    Standing.ON_THE_WAY: "reply-on_the_way",
    Standing.ASSIGNED: "reply-coming",
    Standing.OVERDUE: "card-overdue",
    Standing.STAND_BY: "reply-stand_by",
    Standing.DONE: "reply-done",
    Standing.ASKED: "reply-silent",
    Standing.UNREACHABLE: "card-unreachable",
    Standing.CANNOT: "reply-cannot",
    Standing.LEFT: "reply-left",
    Standing.STOOD_DOWN: "reply-stood_down",
}
"""How each standing is called, in the order in which the list shows people."""

REPLIES = {
    Acknowledgement.COMING: "reply-coming",
    Acknowledgement.ON_THE_WAY: "reply-on_the_way",
    Acknowledgement.ARRIVED: "reply-arrived",
    Acknowledgement.DONE: "reply-done",
    Acknowledgement.CANNOT: "reply-cannot",
    Acknowledgement.LEFT: "reply-left",
}
PROMISING = frozenset({Standing.ASSIGNED, Standing.ON_THE_WAY, Standing.OVERDUE})
TO_BE_PHONED = frozenset({Standing.ASKED, Standing.UNREACHABLE, Standing.OVERDUE})
"""Those who did not answer, whom no message reaches, and who promised to be there and fell silent."""


async def show(visit: Visit, call: Call, arg: str) -> None:
    """List everyone asked, those at work first; a press on a name answers for them."""
    invitations = await _listed(visit, call)
    pages = pages_of(len(invitations), PEOPLE_A_PAGE)
    page = page_in(arg, pages)
    shown = invitations[page * PEOPLE_A_PAGE : (page + 1) * PEOPLE_A_PAGE]
    visit.audit.note(Deed.PEOPLE_SHOWN, call_id=call.id, detail=str(len(shown)))
    named = await _people(visit, shown)
    tally = Tally.of(invitations)
    head = Say("desk-people", {"asked": tally.asked, "coming": tally.coming, "silent": tally.silent})
    said = [_person(call, one, named, _roles(call, invitations, visit)) for one in shown]
    names = [button(call, _name(named, one.person_key), "pick", one.id) for one in shown if not call.is_closed and _replies(one)]
    rows = (*rows_of_two(names), *turning(call, "who", page, pages), back(call))
    hint = [Say("desk-people-hint")] if names else []
    await show_beside(visit, Screen((lines([which(call), head]), *([lines(said)] if said else []), *hint), rows))


async def pick(visit: Visit, call: Call, arg: str) -> None:
    """Ask what to answer for someone."""
    invitations = await _listed(visit, call)
    one = next((one for one in invitations if one.id == id_in(arg)), None)
    if one is None or not _replies(one):
        visit.toast("button-unknown", alert=True)
        return
    visit.audit.note(Deed.PEOPLE_SHOWN, about=one.person_key, call_id=call.id, detail="1")
    named = await _people(visit, [one])
    said = lines([which(call), _person(call, one, named, _roles(call, invitations, visit))])
    replies = [button(call, Say(REPLIES[reply]), "reply", f"{one.id}:{reply}") for reply in _replies(one)]
    question = Say("desk-answer-for", {"name": _name(named, one.person_key)})
    await show_beside(visit, Screen((said, question), (*rows_of_two(replies), back(call, "who"))))


async def reply(visit: Visit, call: Call, arg: str) -> None:
    """Answer for someone, and write down who did."""
    number, _, word = arg.partition(":")
    wanted = next((reply for reply in REPLIES if reply.value == word), None)
    one = next((one for one in await visit.ledger.invitations(call.id) if one.id == id_in(number)), None)
    if one is None or wanted is None:
        visit.toast("button-unknown", alert=True)
        return
    came = await desk.acknowledge(call, one, desk.Answer(wanted, by=visit.person.key), visit.bench)
    name = _name(await _people(visit, [one]), one.person_key)
    now = Say(STANDINGS[came.invitation.standing])
    visit.toast("desk-answered" if came.is_new else "desk-answer-too-late", alert=not came.is_new, name=name, standing=now)
    await show(visit, came.call, "")


async def phones(visit: Visit, call: Call, arg: str) -> None:
    """Show the phones of those who are silent; the history keeps who looked."""
    silent = [one for one in await _listed(visit, call) if one.standing in TO_BE_PHONED]
    if not silent:
        visit.toast("desk-nobody-silent", alert=True)
        return
    pages = pages_of(len(silent), PHONES_A_PAGE)
    page = page_in(arg, pages)
    shown = silent[page * PHONES_A_PAGE : (page + 1) * PHONES_A_PAGE]
    named = await _people(visit, shown)
    await visit.ledger.note(Entry(visit.now, Fact.PHONES_SHOWN, call.id, by=visit.person.key, detail=str(len(shown))))
    said = [_phone(one, named) for one in shown]
    head = lines([which(call), Say("desk-phones", {"count": len(silent)})])
    rows = (*turning(call, "phones", page, pages), (button(call, Say("card-press-people"), "who"),), back(call))
    await show_beside(visit, Screen((head, lines(said)), rows))


async def _listed(visit: Visit, call: Call) -> list[Invitation]:
    order = {standing: place for place, standing in enumerate(STANDINGS)}
    return sorted(await visit.ledger.invitations(call.id), key=lambda one: (order[one.standing], one.answered_at or one.asked_at, one.id))


async def _people(visit: Visit, invitations: Sequence[Invitation]) -> dict[int, Person]:
    keys = {one.person_key for one in invitations} | {one.answered_by for one in invitations if one.answered_by}
    return await visit.roster.people(sorted(keys))


def _replies(one: Invitation) -> list[Acknowledgement]:
    return [reply for reply in REPLIES if one.may(reply)]


def _roles(call: Call, invitations: Sequence[Invitation], visit: Visit) -> dict[int, Arg]:
    """Return the role of everyone who has a place, by invitation; seated as dispatch seats them."""
    coming = [one for one in in_order(invitations) if one.is_coming]
    places = places_of(call.kind, call.target)
    seats = seat([one.skills for one in coming], places)
    slots = sum(slot.count for slot in call.kind.slots)
    taken = {one.id: place for one, place in zip(coming, seats, strict=True) if place is not None}
    return {found: role(places[place], visit.town) if place < slots else Say("card-further-people") for found, place in taken.items()}


def _person(call: Call, one: Invitation, named: dict[int, Person], roles: dict[int, Arg]) -> Say:
    seen = one.standing is Standing.ASKED and one.seen_at
    facts: list[Arg] = [Say("reply-seen" if seen else STANDINGS[one.standing])]
    if one.id in roles and call.kind.slots:
        facts.append(roles[one.id])
    if one.eta_at and one.standing in PROMISING:
        facts.append(Say("desk-eta", {"at": Moment(one.eta_at)}))
    facts.append(distance(one.distance_m))
    if one.answered_by:
        facts.append(Say("desk-answered-by", {"name": _name(named, one.answered_by)}))
    return Say("desk-person", {"name": _name(named, one.person_key), "facts": Listing(tuple(facts))})


def _phone(one: Invitation, named: dict[int, Person]) -> Say:
    person = named.get(one.person_key)
    phone: Arg = person.phone if person and person.phone else Say("desk-no-phone")
    return Say("desk-phone", {"name": _name(named, one.person_key), "phone": phone, "standing": Say(STANDINGS[one.standing])})


def _name(named: dict[int, Person], key: int) -> str | Say:
    person = named.get(key)
    return person.name if person and person.name else Say("card-nameless")
