"""Joining the team: the host's one-time code, and links that invite to a role."""

from datetime import timedelta

from bot.handlers import team_screens
from bot.handlers.beside import id_in
from bot.handlers.stepping_down import step_down
from bot.handlers.visit import Visit
from bot.registry import team
from bot.registry.person import Grant, GrantState, InviteLink, Role
from bot.registry.team import Refusal
from bot.speech.callbacks import Owner, Press, press
from bot.speech.say import Arg, Button, Moment, Say, Screen
from bot.speech.talk import Talk

FLOW = "team"
TOKEN_LETTERS = 43
"""At most; two minted tokens hold at least 128 bits. Telegram takes 64 letters behind `start=`."""

SPENT = "spent:"
"""A spent code stays spent when the bot gets a new token, which changes the house's pepper."""

MOST_WRONG = 5
WRONG_FOR = timedelta(hours=1)
"""After so many wrong codes within this long, none is looked at."""

REFUSED = {
    Refusal.GONE: "team-refused-gone",
    Refusal.NO_ROLE: "not-allowed",
    Refusal.OWN: "team-refused-own",
    Refusal.NEEDS_ANOTHER: "team-refused-needs-another",
    Refusal.LAST: "team-refused-last",
    Refusal.ALREADY: "team-refused-already",
}


async def claim_admin(visit: Visit, code: str) -> None:
    """Make whoever knows the host's one-time code a coordinator; wrong codes are counted."""
    house = visit.house
    if not visit.is_private:
        return
    if await _must_wait(visit):
        await visit.say("team-code-wait")
    elif not team.is_secret(code.strip(), house.admin_code, house.pepper):
        await _count_wrong(visit)
        await visit.say("team-code-wrong")
    else:
        spent = team.hashed(code.strip(), f"{SPENT}{house.town.slug}")
        await _claimed(visit, await team.claim(visit.person.key, spent, visit.roster, visit.now))


async def accept_invite(visit: Visit, token: str) -> None:
    """Show who invites to what; nothing is accepted yet."""
    if not visit.is_private:
        return
    if await _must_wait(visit):
        await visit.say("team-code-wait")
        return
    token_hash = team.hashed(token, visit.house.pepper)
    link = await team.look_at(token_hash, visit.person.key, visit.roster, visit.now)
    if isinstance(link, Refusal):
        if link is Refusal.GONE:
            await _count_wrong(visit)
        await visit.say(REFUSED[link])
        return
    await visit.begin(FLOW, "invited", invite=token_hash)
    await visit.show(await team_screens.invited(visit, link), fresh=True)


async def screen(visit: Visit, talk: Talk) -> Screen:
    """Draw the invitation under way, or say that it is gone."""
    link = await team.look_at(str(talk.data.get("invite")), visit.person.key, visit.roster, visit.now)
    return Screen((Say(REFUSED[link]),)) if isinstance(link, Refusal) else await team_screens.invited(visit, link)


async def pressed(visit: Visit, talk: Talk, verb: str) -> None:
    """Accept or leave the invitation under way."""
    token_hash = str(talk.data.get("invite"))
    await visit.end()
    if verb != "accept":
        await visit.show(Screen((Say("team-invite-left"),)))
        return
    grant = await team.accept(token_hash, visit.person.key, visit.roster, visit.now)
    if isinstance(grant, Refusal):
        await visit.show(Screen((Say(REFUSED[grant]),)))
        return
    await visit.show(Screen((Say("team-accepted", {"role": team_screens.what(visit, grant.role, grant.scope)}),)))
    await _ask_to_confirm(visit, grant)


async def create(visit: Visit, role: Role, scope: str) -> None:
    """Make a link and show it once: only its hash is kept."""
    token = (visit.house.mint() + visit.house.mint())[:TOKEN_LETTERS]
    token_hash = team.hashed(token, visit.house.pepper)
    link = await team.invite(token_hash, role, scope, visit.person.key, visit.roster, visit.now)
    if isinstance(link, Refusal):
        visit.toast(REFUSED[link], alert=True)
        return
    await visit.show(_link_screen(visit, link, token), fresh=True, is_secret=True)


async def confirm_pressed(visit: Visit, press: Press) -> None:
    """Obey the button under the notice that somebody accepted a role."""
    await _settle(visit, press, confirms=True)


async def refuse_pressed(visit: Visit, press: Press) -> None:
    """Obey the other button under that notice."""
    await _settle(visit, press, confirms=False)


async def confirm(visit: Visit, grant_id: int) -> Grant | Refusal:
    """Put a pending role into force and tell whose it is."""
    grant = await team.confirm(grant_id, visit.person.key, visit.roster, visit.now)
    if isinstance(grant, Grant):
        await _tell(visit, grant, "team-you-have-role")
    return grant


async def revoke(visit: Visit, grant_id: int) -> Grant | Refusal:
    """Take a role back and tell whose it was."""
    before = await visit.roster.grant_by_id(grant_id)
    grant = await team.revoke(grant_id, visit.person.key, visit.roster, visit.now)
    if isinstance(grant, Grant) and grant.person_key != visit.person.key:
        was_pending = before is not None and before.state is GrantState.PENDING
        await _tell(visit, grant, "team-not-confirmed" if was_pending else "team-you-lost-role")
    await step_down(visit)
    return grant


def _link_screen(visit: Visit, link: InviteLink, token: str) -> Screen:
    address = f"https://t.me/{visit.house.bot_name}?start=inv-{token}"
    role = team_screens.what(visit, link.role, link.scope)
    said = Say("team-link", {"role": role, "link": address, "until": Moment(link.expires_at)})
    return Screen((said,), ((Button(Say("team-press-open"), url=address),),))


async def _claimed(visit: Visit, grant: Grant | Refusal) -> None:
    if isinstance(grant, Refusal):
        await visit.say("team-code-used" if grant is Refusal.GONE else REFUSED[grant])
        return
    if visit.talk and visit.talk.flow == FLOW:
        await visit.end()
    await visit.say("team-claimed", town=visit.town.names)
    for person in await team.coordinators(visit.roster, visit.now):
        if person.key != visit.person.key:
            await visit.tell(person, Screen((Say("team-code-claimed", {"name": visit.person.name}),)))


async def _ask_to_confirm(visit: Visit, grant: Grant) -> None:
    facts: dict[str, Arg] = {"name": visit.person.name, "role": team_screens.what(visit, grant.role, grant.scope)}
    yes = Button(Say("button-confirm"), press(Owner.PLAIN, "", "grant-confirm", grant.id))
    no = Button(Say("team-decline"), press(Owner.PLAIN, "", "grant-refuse", grant.id))
    people = await visit.roster.people(await team_screens.confirmers(visit, grant, visit.now))
    for person in people.values():
        await visit.tell(person, Screen((Say("team-please-confirm", facts),), ((yes, no),)))


async def _settle(visit: Visit, press: Press, *, confirms: bool) -> None:
    waiting = await visit.roster.grant_by_id(id_in(press.arg))
    is_pending = waiting is not None and waiting.state is GrantState.PENDING
    came = await (confirm if confirms else revoke)(visit, id_in(press.arg)) if is_pending else Refusal.GONE
    if isinstance(came, Refusal):
        visit.toast("team-decided-before" if came is Refusal.GONE else REFUSED[came], alert=True)
        return
    person = await visit.roster.person(came.person_key)
    facts: dict[str, Arg] = {"name": person.name, "role": team_screens.what(visit, came.role, came.scope)}
    await visit.show(Screen((Say("team-confirmed" if confirms else "team-refused", facts),)))


async def _tell(visit: Visit, grant: Grant, key: str) -> None:
    person = await visit.roster.person(grant.person_key)
    if person.chat_id:
        await visit.tell(person, Screen((Say(key, {"role": team_screens.what(visit, grant.role, grant.scope)}),)))


async def _must_wait(visit: Visit) -> bool:
    """Whether too many wrong codes were tried lately; they are counted where no /cancel reaches them."""
    return await visit.roster.wrong_codes_since(visit.person.key, visit.now - WRONG_FOR) >= MOST_WRONG


async def _count_wrong(visit: Visit) -> None:
    await visit.roster.count_wrong_code(visit.person.key, visit.now)
    if visit.talk is None:
        await visit.begin(FLOW, "tried")
