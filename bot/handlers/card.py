"""Presses on the live card and on the screens beside it: who may press, and what each verb does."""

from collections.abc import Awaitable, Callable

from bot.dispatch import desk
from bot.dispatch.call import Call, CallState
from bot.handlers import closing, correcting, people, timeline
from bot.handlers.beside import button, line, show_beside
from bot.handlers.rights import may_press, rule_of
from bot.handlers.visit import Visit
from bot.registry.audit import Deed
from bot.speech.callbacks import Owner, Press
from bot.speech.say import Say, Screen

Obey = Callable[[Visit, Call, str], Awaitable[None]]


async def pressed(visit: Visit, press: Press) -> None:
    """Obey a button of a call, if whoever pressed it may lead the call at this moment."""
    call = await visit.ledger.call_by_token(press.token) if press.token else None
    obey, rule = VERBS.get(press.verb), rule_of(Owner.CALL, press.verb)
    if call is None or obey is None or rule is None:
        visit.toast("button-unknown", alert=True)
    elif not may_press(rule, visit, cluster=call.kind.cluster):
        return
    elif call.is_closed and press.verb not in AFTER_CLOSING:
        visit.toast("desk-call-closed", alert=True, number=call.number)
    else:
        await obey(visit, call, press.arg)


async def widen(visit: Visit, call: Call, _: str) -> None:
    """Send the next wave now."""
    if call.state is not CallState.OPEN:
        visit.toast("desk-wave-filled", alert=True)
        return
    before = len(await visit.ledger.invitations(call.id))
    await desk.widen(call, visit.person.key, visit.bench)
    visit.audit.note(Deed.CALL_WIDENED, call_id=call.id)
    asked = len(await visit.ledger.invitations(call.id)) - before
    if asked:
        visit.toast("desk-wave-sent", asked=asked)
    else:
        visit.toast("desk-wave-nobody", alert=True)


async def take_over(visit: Visit, call: Call, _: str) -> None:
    """Become the call's owner; its card is shown in their own chat."""
    if call.owner == visit.person.key:
        visit.toast("desk-already-yours", number=call.number)
        return
    await desk.take_over(call, visit.person, visit.bench)
    visit.toast("desk-taken-over", alert=not visit.is_private, number=call.number)


async def open_here(visit: Visit, call: Call, _: str = "") -> None:
    """Show the call's live card as a new message in this chat."""
    person_key = visit.person.key if visit.is_private else None
    await visit.ledger.open_card(call.id, visit.chat.chat_id, visit.chat.thread_id, person_key)


async def fold(visit: Visit, call: Call, _: str) -> None:
    """Leave a screen beside the card: the call in two lines stays, and the way to its card."""
    await show_beside(visit, Screen((await line(visit, call),), ((button(call, Say("desk-press-card"), "card"),),)))


VERBS: dict[str, Obey] = {
    "people": people.show,
    "who": people.show,
    "pick": people.pick,
    "reply": people.reply,
    "phones": people.phones,
    "wave": widen,
    "takeover": take_over,
    "correct": correcting.start,
    "history": timeline.show,
    "close": closing.ask,
    "close-done": closing.done,
    "close-cancelled": closing.cancelled,
    "card": open_here,
    "back": fold,
}
AFTER_CLOSING = frozenset({"people", "who", "history", "card", "back"})
