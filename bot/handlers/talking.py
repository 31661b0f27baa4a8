"""Presses and words that belong to whatever is under way: conversations, invitations, calls, plain buttons."""

import logging

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from bot.handlers import acknowledge, by_words, card
from bot.handlers.flow import Flow, show_step, typed_press
from bot.handlers.rights import ANY_VERB, Rule, is_met, may_press, rule_of
from bot.handlers.rooms import FLOWS, PLAIN_VERBS
from bot.handlers.visit import Visit
from bot.registry.volunteer import Reach
from bot.speech.callbacks import Owner, Press, read
from bot.speech.say import Ask, Say, Screen
from bot.speech.talk import Talk

logger = logging.getLogger(__name__)


def presses() -> Router:
    """Return the first router: in a storm every update is a press, and each router on its way costs time."""
    routes = Router(name="presses")
    routes.callback_query.register(pressed)
    return routes


def router() -> Router:
    """Return the last router: everything that no command took."""
    routes = Router(name="talking")
    routes.message.register(cancel, Command("cancel"))
    routes.message.register(unknown_command, F.text.startswith("/"))
    routes.message.register(said)
    routes.edited_message.register(edited)
    routes.my_chat_member.register(reached)
    return routes


async def cancel(message: Message, visit: Visit) -> None:
    """Leave the conversation under way; calls are closed by /close, never by this."""
    del message
    was_talking = visit.talk is not None
    await visit.end()
    if was_talking:  # it may have had a keyboard under the field
        await visit.show(Screen((Say("cancelled"),), ask=Ask()), fresh=True)
    else:
        await visit.say("nothing-to-cancel")


async def pressed(callback: CallbackQuery, visit: Visit) -> None:
    """Obey a button, once it is known whose it is. Data that no button of ours could have sent changes nothing."""
    press = read(callback.data or "")
    if press is None:
        logger.warning("a press carried data that no button of ours has")
        visit.toast("button-unknown", alert=True)
        return
    await _obey(visit, press)


async def _obey(visit: Visit, press: Press) -> None:
    match press.owner:
        case Owner.TALK:
            await _press_in_talk(visit, press)
        case Owner.INVITATION:
            await acknowledge.pressed(visit, press)
        case Owner.CALL:
            await card.pressed(visit, press)
        case Owner.PLAIN:
            await _press_plain(visit, press)


async def _press_in_talk(visit: Visit, press: Press) -> None:
    talk = visit.talk
    flow = FLOWS.get(talk.flow) if talk else None
    if talk is None or flow is None or talk.token != press.token:
        visit.toast("screen-outdated", alert=True)
        if flow is not None:
            await show_step(flow, visit, fresh=True)
        return
    await _turn(flow, visit, talk, press.verb, press.arg)


async def _turn(flow: Flow, visit: Visit, talk: Talk, verb: str, arg: str) -> None:
    """Obey a button of a conversation, pressed or typed."""
    rule = rule_of(flow.name, verb)
    if rule is None:
        visit.toast("button-unknown", alert=True)
    elif not is_met(rule, visit):
        await _refuse_to_go_on(visit, rule)
    else:
        await flow.pressed(visit, talk, verb, arg)


async def _refuse_to_go_on(visit: Visit, rule: Rule) -> None:
    """A role ended in the middle of what it was needed for: the conversation ends, and its screen with it."""
    await visit.end()
    visit.toast("not-allowed", alert=True)
    await visit.show(Screen((Say(rule.refusal),)))


async def _press_plain(visit: Visit, press: Press) -> None:
    obey, rule = PLAIN_VERBS.get(press.verb), rule_of(Owner.PLAIN, press.verb)
    if obey is None or rule is None:
        visit.toast("button-unknown", alert=True)
    elif may_press(rule, visit):
        await obey(visit, press)


async def unknown_command(message: Message, visit: Visit) -> None:
    """Answer a command that doesn't exist; groups are left in peace."""
    del message
    if visit.is_private:
        await visit.say("unknown-command")


async def said(message: Message, visit: Visit) -> None:
    """Obey words outside commands: an answer in words, a reply to a call, a typed button, or a step's input."""
    if not visit.is_private:
        return
    if await acknowledge.typed(visit, message) or await acknowledge.replied(visit, message):
        return
    press = await by_words.about_a_call(visit, message.text or "")
    flow = FLOWS.get(visit.talk.flow) if visit.talk else None
    if press is not None:
        await _obey(visit, press)
    elif flow is None or visit.talk is None:
        await _said_outside(visit, message.text or "")
    else:
        await _said_in_talk(flow, visit, message)
    await visit.speak_up()


async def _said_outside(visit: Visit, text: str) -> None:
    """Outside conversations words may still be the label of a button."""
    press = by_words.anywhere(visit, text)
    if press is not None:
        await _obey(visit, press)
    else:
        await visit.say("status-which-number" if by_words.is_about_a_call(visit, text) else "not-understood")


async def _said_in_talk(flow: Flow, visit: Visit, message: Message) -> None:
    talk = visit.talk
    if talk is None:
        return
    twin = await typed_press(flow, visit, talk, message.text) if message.text else None
    rule = rule_of(flow.name, ANY_VERB)
    if twin:
        await _turn(flow, visit, talk, *twin)
    elif rule is not None and not is_met(rule, visit):
        await _refuse_to_go_on(visit, rule)
    else:
        await flow.said(visit, talk, message)


async def edited(message: Message, visit: Visit) -> None:
    """An edit never undoes an answer; the person is told how to change it."""
    if visit.is_private:
        await acknowledge.edited(visit, message)


async def reached(event: ChatMemberUpdated, visit: Visit) -> None:
    """Remember who blocked the bot and who let it in again."""
    if visit.is_private:
        is_open = event.new_chat_member.status not in {"kicked", "left"}
        await visit.roster.set_reach(visit.person.key, Reach.OPEN if is_open else Reach.BLOCKED)
