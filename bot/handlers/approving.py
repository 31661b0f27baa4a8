"""Approving volunteers: one tap under a notice, one by one from a list, or all who are shown."""

from collections.abc import Iterable, Sequence

from bot.failpoint import Failpoint, reach
from bot.handlers.visit import Visit
from bot.registry.approval import approved, awaits_approval, declined, referral_day
from bot.registry.audit import Deed
from bot.registry.volunteer import Standing, Volunteer
from bot.speech.call_wording import lines
from bot.speech.callbacks import Press
from bot.speech.say import Arg, Button, Listing, Say, Screen
from bot.speech.talk import Talk

VOLUNTEERS_A_PAGE = 6
MOST_KEY_DIGITS = 19


async def approve_pressed(visit: Visit, press: Press) -> None:
    """Obey the button under the notice about a new volunteer."""
    await _decide(visit, press.arg, let_in=True)


async def decline_pressed(visit: Visit, press: Press) -> None:
    """Obey the other button under that notice."""
    await _decide(visit, press.arg, let_in=False)


async def approve(visit: Visit, keys: Iterable[int]) -> int:
    """Approve those of these people who still wait, tell them, and return how many. The caller has checked the role."""
    day = referral_day(visit.now, visit.town.zone, refers=visit.town.policy.insurance_referral)
    waiting = await _waiting(visit, keys)
    for volunteer in waiting:
        await visit.roster.save_volunteer(approved(volunteer, visit.now, day))
        visit.audit.note(Deed.VOLUNTEER_APPROVED, about=volunteer.person_key)
        reach(Failpoint.APPROVE_MID)
        await _tell(visit, volunteer, "team-you-are-in")
    return len(waiting)


async def decline(visit: Visit, keys: Iterable[int]) -> int:
    """Decline those of these people who still wait, tell them, and return how many. The caller has checked the role."""
    waiting = await _waiting(visit, keys)
    for volunteer in waiting:
        await visit.roster.save_volunteer(declined(volunteer))
        visit.audit.note(Deed.VOLUNTEER_DECLINED, about=volunteer.person_key)
        await _tell(visit, volunteer, "team-you-are-not-in")
    return len(waiting)


async def page(visit: Visit, after: int) -> list[int]:
    """Return who waits for approval, beyond a key: at most one page."""
    return [one.person_key for one in await visit.roster.standing(Standing.PROVISIONAL, VOLUNTEERS_A_PAGE, after)]


async def screen(visit: Visit, talk: Talk) -> Screen:
    """Draw those of the page who still wait, with a button for each and one for all of them."""
    waiting = await _waiting(visit, shown(talk))
    count = await visit.roster.count_standing(Standing.PROVISIONAL)
    home = (visit.button(Say("button-back"), "go", "home"),)
    if not waiting:
        more = ((visit.button(Say("team-press-first-page"), "volunteers"),),) if count else ()
        return Screen((Say("team-volunteers", {"count": count}),), (*more, home))
    visit.audit.note(Deed.NEWCOMERS_SHOWN, detail=str(len(waiting)))
    people = await visit.roster.people(one.person_key for one in waiting)
    said = [_about(visit, one, people[one.person_key].name) for one in waiting]
    rows = [_choice(visit, one, people[one.person_key].name) for one in waiting]
    whole = (visit.button(Say("team-press-approve-all", {"count": len(waiting)}), "all"),)
    onward = ((visit.button(Say("button-page-next"), "more"),),) if count > len(waiting) else ()
    return Screen((Say("team-volunteers", {"count": count}), *said), (*rows, whole, *onward, home))


def shown(talk: Talk) -> list[int]:
    """Return the people on the page of a talk: 'all' means these and nobody who came since."""
    keys = talk.data.get("shown")
    return [key for key in keys if isinstance(key, int)] if isinstance(keys, list) else []


def key_in(arg: str) -> int:
    """Read a person's key out of a press; 0, which nobody has, where there is none."""
    return int(arg) if arg.isascii() and arg.isdigit() and len(arg) <= MOST_KEY_DIGITS else 0


async def _decide(visit: Visit, arg: str, *, let_in: bool) -> None:
    key = key_in(arg)
    decided = await (approve if let_in else decline)(visit, [key])
    if not decided:
        visit.toast("team-decided-before", alert=True)
        return
    name = (await visit.roster.person(key)).name
    visit.toast("team-decided-toast")
    await visit.show(Screen((Say("team-approved" if let_in else "team-declined", {"name": name}),)))


async def _waiting(visit: Visit, keys: Iterable[int]) -> list[Volunteer]:
    found = [await visit.roster.volunteer(key) for key in dict.fromkeys(keys)]
    return [one for one in found if one is not None and awaits_approval(one, visit.town.slug)]


async def _tell(visit: Visit, volunteer: Volunteer, key: str) -> None:
    person = await visit.roster.person(volunteer.person_key)
    if person.chat_id:
        await visit.tell(person, Screen((Say(key, {"town": visit.town.names}),)))


def _about(visit: Visit, one: Volunteer, name: str) -> Say:
    places = {place.code: place.names for place in visit.town.neighbourhoods}
    where = places.get(one.neighbourhood or "")
    said = [Say("team-volunteer", {"name": name, "age": _age(one), "neighbourhood": where or Say("team-nowhere")})]
    skills = [visit.town.skills[code].names for code in sorted(one.skills) if code in visit.town.skills]
    return lines([*said, Say("team-skills", {"skills": _listed(skills)})] if skills else said)


def _age(one: Volunteer) -> Arg:
    return Say("team-age-from", {"years": one.age_band.at_least}) if one.age_band else Say("team-age-unknown")


def _listed(items: Sequence[Arg]) -> Listing:
    return Listing(tuple(items))


def _choice(visit: Visit, one: Volunteer, name: str) -> tuple[Button, ...]:
    yes, no = Say("team-approve-one", {"name": name}), Say("team-decline-one", {"name": name})
    return visit.button(yes, "yes", one.person_key), visit.button(no, "no", one.person_key)
