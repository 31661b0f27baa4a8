"""Closing a call: two presses at the card, or one typed line."""

from aiogram.filters import CommandObject
from aiogram.types import Message

from bot.dispatch import desk
from bot.dispatch.call import Call, Outcome
from bot.handlers.beside import back, button, line, show_beside, which
from bot.handlers.visit import Visit
from bot.speech.say import Say, Screen

MOST_CALLS = 10
MOST_DIGITS = 6


async def ask(visit: Visit, call: Call, _: str = "") -> None:
    """Ask how the call ended: the answer closes it."""
    ways = (button(call, Say("desk-press-done"), "close-done"), button(call, Say("desk-press-cancelled"), "close-cancelled"))
    await show_beside(visit, Screen((await line(visit, call), Say("desk-close-how")), (ways, back(call))))


async def done(visit: Visit, call: Call, _: str = "") -> None:
    """Close the call as done."""
    await _close(visit, call, Outcome.DONE)


async def cancelled(visit: Visit, call: Call, _: str = "") -> None:
    """Close the call as cancelled."""
    await _close(visit, call, Outcome.CANCELLED)


async def close(message: Message, visit: Visit, command: CommandObject) -> None:
    """`/close 17 done`, `/close 17` with a question, or `/close` with a choice. Works in private."""
    del message
    number, word = number_and_word(command.args)
    if number is None:
        await _choose(visit)
        return
    call = await visit.ledger.call_by_number(number)
    if call is None:
        await visit.say("status-no-call", number=number)
    elif not visit.may_lead(call.kind.cluster):
        await visit.say("not-allowed")
    elif call.is_closed:
        await visit.say("desk-call-closed", number=number)
    else:
        await _close_as(visit, call, word)


def number_and_word(args: str | None) -> tuple[int | None, str]:
    """Read `17 done`: a call's number, with or without its sign, and what follows it."""
    first, _, rest = (args or "").strip().partition(" ")
    digits = first.lstrip("#№")
    is_number = digits.isdecimal() and len(digits) <= MOST_DIGITS
    return (int(digits) if is_number else None), rest.strip().casefold()


async def _close_as(visit: Visit, call: Call, word: str) -> None:
    if word in visit.house.texts.twins("close-words-done"):
        await done(visit, call)
    elif word in visit.house.texts.twins("close-words-cancelled"):
        await cancelled(visit, call)
    else:
        await ask(visit, call)


async def _close(visit: Visit, call: Call, outcome: Outcome) -> None:
    await desk.close(call, outcome, visit.person.key, visit.bench)
    visit.toast("desk-closed-toast", number=call.number)
    is_done = outcome is Outcome.DONE
    said = Say("desk-closed-done" if is_done else "desk-closed-cancelled", {"call": which(call)})
    await show_beside(visit, Screen((said,), ((button(call, Say("desk-press-card"), "card"),),)))


async def _choose(visit: Visit) -> None:
    calls = [call for call in await visit.ledger.open_calls() if visit.may_lead(call.kind.cluster)]
    if not calls:
        await visit.say("status-nothing-open")
        return
    rows = tuple((button(call, which(call), "close"),) for call in calls[:MOST_CALLS])
    await visit.show(Screen((Say("desk-close-which"),), rows), fresh=True)
