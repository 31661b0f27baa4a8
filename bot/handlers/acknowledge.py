"""A volunteer answers a call: by button, in words, or by replying to its message."""

from collections.abc import Sequence
from dataclasses import replace

from aiogram.types import Message

from bot.dispatch import announce, desk
from bot.dispatch.call import Call
from bot.dispatch.desk import Acknowledged, Answer
from bot.dispatch.invitation import ENGAGED, Acknowledgement, Invitation, Reason, Standing
from bot.dispatch.notification import Urgency
from bot.handlers import relay
from bot.handlers.rights import may_press, rule_of
from bot.handlers.typed import MOST_MINUTES, Reply, read_reply, vocabulary
from bot.handlers.visit import Visit
from bot.speech.callbacks import Owner, Press
from bot.speech.invitation_wording import reasons
from bot.speech.say import Listing, Say

STANDS = {
    Standing.ASKED: "acknowledge-stands-asked",
    Standing.ASSIGNED: "acknowledge-stands-assigned",
    Standing.STAND_BY: "acknowledge-stands-stand-by",
    Standing.ON_THE_WAY: "acknowledge-stands-on-the-way",
    Standing.ARRIVED: "acknowledge-stands-arrived",
    Standing.DONE: "acknowledge-stands-done",
    Standing.LEFT: "acknowledge-stands-left",
    Standing.OVERDUE: "acknowledge-stands-overdue",
    Standing.CANNOT: "acknowledge-stands-cannot",
    Standing.STOOD_DOWN: "acknowledge-stands-stood-down",
    Standing.UNREACHABLE: "acknowledge-stands-unreachable",
}
LIVE = ENGAGED | {Standing.ASKED, Standing.OVERDUE}
"""Invitations somebody can mean without naming a number."""


async def pressed(visit: Visit, press: Press) -> None:
    """Obey a button of an invitation; every copy of one invitation is the same invitation."""
    one, rule = await visit.ledger.invitation_by_token(press.token), rule_of(Owner.INVITATION, press.verb)
    if rule is None:
        visit.toast("button-unknown", alert=True)
        return
    if not may_press(rule, visit, invited=one.person_key if one else None) or one is None:
        return
    call = await visit.ledger.call(one.call_id)
    answer = _answer(press)
    if answer is None:
        visit.toast("button-unknown", alert=True)
    elif answer == Answer(Acknowledgement.CANNOT) and one.may(Acknowledgement.CANNOT) and not call.is_closed:
        said = _outcome(answer, await _ask_why(visit, call, one))
        visit.toast(said.key, alert=False, **said.args)
    else:
        said = _outcome(answer, await _obey(visit, call, one, answer))
        visit.toast(said.key, alert=False, **said.args)


async def typed(visit: Visit, message: Message) -> bool:
    """Obey an answer in words; False where the words answer no call."""
    reply = read_reply(message.text or "", vocabulary(visit.house.texts))
    if reply is None or _belongs_to_talk(visit, message, reply):
        return False
    if reply.number is not None:
        return await _typed_by_number(visit, reply, reply.number)
    meant = await relay.meant_by_reply(visit, message)
    if meant:
        return await _answer_in_words(visit, *meant, reply)
    return await _typed_without_number(visit, reply)


async def replied(visit: Visit, message: Message) -> bool:
    """Bring a reply to a call's owner; False where it replies to no message about a call."""
    return await relay.pass_on(visit, message)


async def edited(visit: Visit, message: Message) -> None:
    """Change nothing: an edited answer is explained, an edited reply is passed on again. Moving live locations stay unanswered."""
    is_answer = read_reply(message.text or "", vocabulary(visit.house.texts)) is not None
    has_words = message.text is not None or message.caption is not None
    if not has_words or (not is_answer and await relay.pass_on(visit, message, is_edited=True)):
        return
    theirs = await visit.ledger.engagements(visit.person.key)
    bound = [one for one in theirs if one.standing in (LIVE if is_answer else ENGAGED)]
    if bound:
        examples = await _examples(visit, bound, "acknowledge-example-cannot")
        await visit.say("acknowledge-edit-changes-nothing", examples=examples)


def _answer(press: Press) -> Answer | None:
    """Read a button's verb; None for what no button of ours says."""
    match press.verb, press.arg:
        case (Acknowledgement.COMING | Acknowledgement.ON_THE_WAY) as verb, minutes if minutes:
            is_minutes = minutes.isascii() and minutes.isdecimal() and len(minutes) <= len(str(MOST_MINUTES))
            return Answer(Acknowledgement(verb), minutes=int(minutes)) if is_minutes and 0 < int(minutes) <= MOST_MINUTES else None
        case Acknowledgement.CANNOT, reason if reason:
            return Answer(Acknowledgement.CANNOT, reason=Reason(reason)) if reason in set(Reason) else None
        case verb, "" if verb in set(Acknowledgement):
            return Answer(Acknowledgement(verb))
        case _:
            return None


async def _ask_why(visit: Visit, call: Call, one: Invitation) -> Acknowledged:
    """Take the no at once, so that somebody else can be asked; then show the reasons, which only explain it."""
    done = await desk.acknowledge(call, one, Answer(Acknowledgement.CANNOT), visit.bench)
    await visit.show(reasons(done.call, done.invitation), about=done.invitation)
    return done


async def _obey(visit: Visit, call: Call, one: Invitation, answer: Answer) -> Acknowledged:
    """Give the answer to the desk, which shows what came of it; an old screen that changed nothing is put right too."""
    done = await desk.acknowledge(call, one, answer, visit.bench)
    if not done.is_new:
        await visit.ledger.refresh_views(call.id, [one.id], Urgency.CONVERSATION)
    return done


def _outcome(answer: Answer, done: Acknowledged) -> Say:
    """Where they stand now, in a line."""
    number = done.call.number
    if done.call.is_closed:
        return Say("acknowledge-call-closed", {"number": number})
    stands = Say(STANDS[done.invitation.standing], {"number": number})
    is_plain = done.is_new or answer.acknowledgement is Acknowledgement.SEEN
    return stands if is_plain else Say("acknowledge-unchanged", {"stands": stands})


def _belongs_to_talk(visit: Visit, message: Message, reply: Reply) -> bool:
    """A bare word in the middle of a conversation answers the conversation: many of its buttons say the same."""
    return visit.talk is not None and reply.number is None and message.reply_to_message is None


async def _typed_by_number(visit: Visit, reply: Reply, number: int) -> bool:
    call = await visit.ledger.call_by_number(number)
    one = await visit.ledger.invitation_of(call.id, visit.person.key) if call else None
    if call is None or one is None:
        await visit.say("acknowledge-not-invited", number=number)
        return True
    return await _answer_in_words(visit, call, one, reply)


async def _typed_without_number(visit: Visit, reply: Reply) -> bool:
    meant = _meant(await visit.ledger.engagements(visit.person.key), reply.meaning.acknowledgement)
    if len(meant) == 1:
        return await _answer_in_words(visit, await visit.ledger.call(meant[0].call_id), meant[0], reply)
    if meant:
        await visit.say("acknowledge-which-call", examples=await _examples(visit, meant, EXAMPLES[reply.meaning.acknowledgement]))
    return bool(meant)


EXAMPLES = {
    Acknowledgement.COMING: "acknowledge-example-coming",
    Acknowledgement.CANNOT: "acknowledge-example-cannot",
    Acknowledgement.ON_THE_WAY: "acknowledge-example-on-the-way",
    Acknowledgement.ARRIVED: "acknowledge-example-arrived",
    Acknowledgement.DONE: "acknowledge-example-done",
    Acknowledgement.LEFT: "acknowledge-example-left",
}


def _meant(theirs: Sequence[Invitation], acknowledgement: Acknowledgement) -> list[Invitation]:
    """Which invitations the words can be about: live ones that allow the answer, else any that do, else live ones."""
    live = [one for one in theirs if one.standing in LIVE]
    allowing = [one for one in theirs if one.may(acknowledgement)]
    return [one for one in allowing if one in live] or allowing or live


async def _examples(visit: Visit, invitations: Sequence[Invitation], key: str) -> Listing:
    calls = [await visit.ledger.call(one.call_id) for one in invitations]
    return Listing(tuple(Say(key, {"number": call.number}) for call in calls))


async def _answer_in_words(visit: Visit, call: Call, one: Invitation, reply: Reply) -> bool:
    """Answer words with a message: what the call now asks of them, or in a line why nothing changed."""
    answer = Answer(reply.meaning.acknowledgement, reply.minutes, reply.meaning.reason)
    done = await _obey(visit, call, one, answer)
    if done.is_new and done.invitation.standing in ENGAGED:
        shown = announce.assignment(done.call, done.invitation, visit.person, visit.house.mint())
        await visit.ledger.enqueue(replace(shown, urgency=min(shown.urgency, Urgency.CONVERSATION)))
    else:
        said = _outcome(answer, done)
        await visit.say(said.key, **said.args)
    return True
