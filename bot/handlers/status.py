"""/status: what is open, in a line each; a volunteer's own calls; counts alone in groups."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.dispatch import announce
from bot.dispatch.authority import has_role
from bot.dispatch.call import Call
from bot.dispatch.invitation import Invitation, Standing
from bot.handlers import closing, report
from bot.handlers.beside import button, line, page_in, pages_of
from bot.handlers.card import open_here
from bot.handlers.visit import Visit
from bot.registry.person import LinkedChat
from bot.speech.call_wording import title
from bot.speech.callbacks import Owner, Press, press
from bot.speech.say import Button, Say, Screen

CALLS_A_PAGE = 8
CALLS_IN_A_GROUP = 15
MOST_OWN = 5
"""So many of their own calls are shown again at once, the latest."""

UNDER_WAY = frozenset(
    {Standing.ASKED, Standing.ASSIGNED, Standing.STAND_BY, Standing.ON_THE_WAY, Standing.ARRIVED, Standing.OVERDUE},
)


def router() -> Router:
    """Return the routes of /status, /close and /report."""
    routes = Router(name="status")
    routes.message.register(status, Command("status"))
    routes.message.register(closing.close, Command("close"))
    routes.message.register(report.report, Command("report"))
    return routes


async def status(message: Message, visit: Visit, command: CommandObject) -> None:
    """Say what is open; with a number, show that call."""
    del message
    number, _ = closing.number_and_word(command.args)
    if not visit.is_private:
        await _in_group(visit)
    elif number is not None:
        await _one(visit, number)
    elif command.args:
        await visit.say("status-which-number")
    else:
        await _every(visit)


async def turn(visit: Visit, press: Press) -> None:
    """Draw the list again, on another page or as it stands now."""
    await visit.show(await _list(visit, press.arg))


PLAIN_VERBS = {"status": turn}


async def _every(visit: Visit) -> None:
    leads = has_role(visit.grants, visit.now)
    if leads:
        await visit.show(await _list(visit, ""), fresh=True)
    own = await _own(visit)
    for call, invitation in own[:MOST_OWN]:
        await visit.ledger.enqueue(announce.assignment(call, invitation, visit.person, visit.house.mint()))
    if not own and not leads:
        await visit.say("status-nothing-yours")


async def _one(visit: Visit, number: int) -> None:
    call = await visit.ledger.call_by_number(number)
    if call is None:
        await visit.say("status-no-call", number=number)
    elif visit.may_lead(call.kind.cluster):
        await open_here(visit, call)
    else:
        await _own_view(visit, call)


async def _own_view(visit: Visit, call: Call) -> None:
    invitation = await visit.ledger.invitation_of(call.id, visit.person.key)
    if invitation is None or call.is_closed or invitation.standing not in UNDER_WAY:
        await visit.say("status-not-yours", number=call.number)
    else:
        await visit.ledger.enqueue(announce.assignment(call, invitation, visit.person, visit.house.mint()))


async def _own(visit: Visit) -> list[tuple[Call, Invitation]]:
    found = [one for one in await visit.ledger.engagements(visit.person.key) if one.standing in UNDER_WAY]
    return [(await visit.ledger.call(one.call_id), one) for one in sorted(found, key=lambda one: one.asked_at, reverse=True)]


async def _list(visit: Visit, arg: str) -> Screen:
    calls = [call for call in await _open(visit) if visit.may_lead(call.kind.cluster)]
    pages = pages_of(len(calls), CALLS_A_PAGE)
    page = page_in(arg, pages)
    shown = calls[page * CALLS_A_PAGE : (page + 1) * CALLS_A_PAGE]
    said = [await line(visit, call) for call in shown]
    head = Say("status-open", {"count": len(calls)}) if calls else Say("status-nothing-open")
    rows = tuple((button(call, title(call), "card"),) for call in shown)
    return Screen((head, *said), (*rows, _turning(page, pages)))


def _turning(page: int, pages: int) -> tuple[Button, ...]:
    row = [_turn("button-page-previous", page - 1)] if page > 0 else []
    row.append(_turn("status-press-again", page))
    if page + 1 < pages:
        row.append(_turn("button-page-next", page + 1))
    return tuple(row)


def _turn(label: str, page: int) -> Button:
    return Button(Say(label), press(Owner.PLAIN, "", "status", page))


async def _open(visit: Visit) -> list[Call]:
    return sorted(await visit.ledger.open_calls(), key=lambda call: (-call.severity, -call.opened_at.timestamp(), -call.id))


async def _in_group(visit: Visit) -> None:
    """Counts only, and only of the clusters that this chat follows."""
    follows = await _followed(visit)
    if not follows:
        await visit.say("status-group-unlinked")
        return
    calls = [call for call in await _open(visit) if call.kind.cluster in follows][:CALLS_IN_A_GROUP]
    head = Say("status-open", {"count": len(calls)}) if calls else Say("status-nothing-open")
    await visit.show(Screen((head, *[await line(visit, call) for call in calls])), fresh=True)


async def _followed(visit: Visit) -> set[str]:
    here = {(visit.chat.chat_id, visit.chat.thread_id)}
    return {code for code in visit.town.clusters if any(_place(chat) in here for chat in await visit.roster.linked_chats(code))}


def _place(chat: LinkedChat) -> tuple[int, int | None]:
    return chat.chat_id, chat.thread_id
