"""A volunteer replies to a call: their words, voice or photo reach whoever owns it."""

from collections.abc import Mapping, Sequence
from typing import cast

from aiogram.types import Message

from bot.dispatch.authority import may_lead
from bot.dispatch.call import Call
from bot.dispatch.invitation import Invitation
from bot.dispatch.notification import Chat, Notification, Topic, Urgency
from bot.handlers.visit import Visit
from bot.registry.person import Person, Role
from bot.speech.call_wording import standing_word
from bot.speech.codec import to_json
from bot.speech.say import Arg, Quote, Say, Screen


async def meant_by_reply(visit: Visit, message: Message) -> tuple[Call, Invitation] | None:
    """Return the call, and their invitation to it, whose message a person replied to."""
    if message.reply_to_message is None:
        return None
    sent = await visit.ledger.message_at(visit.chat.chat_id, message.reply_to_message.message_id)
    if sent is None or sent.call_id is None:
        return None
    one = await visit.ledger.invitation_of(sent.call_id, visit.person.key)
    return (await visit.ledger.call(sent.call_id), one) if one else None


async def pass_on(visit: Visit, message: Message, *, is_edited: bool = False) -> bool:
    """Bring a reply to the call's owner and say so; False where it replies to no message about a call."""
    about = await meant_by_reply(visit, message)
    if about is None:
        return False
    call, one = about
    owners = await _owners(visit, call)
    for owner in owners:
        await visit.ledger.enqueue(*_brought(visit, message, call, one, owner, is_edited=is_edited))
    await visit.say("acknowledge-passed-on" if owners else "acknowledge-nobody-to-pass-to", number=call.number)
    return True


async def _owners(visit: Visit, call: Call) -> Sequence[Person]:
    """The call's owner while they hold the role and can be reached; else whoever may take the call over."""
    owner = (await visit.roster.people([call.owner])).get(call.owner)
    if owner is not None and owner.chat_id and may_lead(await visit.roster.grants_of(owner.key), call.kind.cluster, visit.now):
        return [owner]
    leads = await visit.roster.holders(Role.CLUSTER_LEAD, call.kind.cluster, visit.now)
    return leads or await visit.roster.holders(Role.COORDINATOR, "", visit.now)


def _brought(visit: Visit, message: Message, call: Call, one: Invitation, owner: Person, *, is_edited: bool) -> list[Notification]:
    """What the owner gets: who says it about which call, then the words, or a copy of what isn't text."""
    said = to_json(Screen((_said(visit, message, call, one, is_edited=is_edited),)))
    screen = _row(visit, Topic.SCREEN, call, one, owner, cast(Mapping[str, object], said))
    if message.text is not None:
        return [screen]
    copied = {"from_chat_id": message.chat.id, "message_id": message.message_id}
    return [screen, _row(visit, Topic.RELAY, call, one, owner, copied)]


def _said(visit: Visit, message: Message, call: Call, one: Invitation, *, is_edited: bool) -> Say:
    who: dict[str, Arg] = {"name": visit.person.name, "number": call.number, "standing": standing_word(one.standing)}
    if message.text is None:
        return Say("acknowledge-reply-relayed-edited" if is_edited else "acknowledge-reply-relayed", who)
    words = {**who, "words": Quote(message.text)}
    return Say("acknowledge-reply-text-edited" if is_edited else "acknowledge-reply-text", words)


def _row(visit: Visit, topic: Topic, call: Call, one: Invitation, owner: Person, args: Mapping[str, object]) -> Notification:
    """One row for the owner. It is no message of the invitation's, so it doesn't carry its id; its key does, to find it by."""
    return Notification(
        to=Chat(owner.chat_id, person_key=owner.key),
        topic=topic,
        urgency=Urgency.ESCALATION,
        key=f"reply:{one.id}:{owner.key}:{visit.update_id}:{topic.value}",
        call_id=call.id,
        args=args,
    )
