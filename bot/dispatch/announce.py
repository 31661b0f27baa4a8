"""What the bot says when something happens to a call: notifications as values, no words."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.dispatch.call import Call
from bot.dispatch.invitation import Invitation
from bot.dispatch.notification import AFTER_DARK, Chat, Notification, Topic, Urgency
from bot.registry.person import LinkedChat, Person


def urgency_of(call: Call) -> Urgency:
    """How urgent a first message about this call is."""
    return Urgency.EMERGENCY if call.is_emergency else Urgency.ROUTINE


def follow_up_urgency(call: Call) -> Urgency:
    """How urgent later messages about this call are."""
    return Urgency.ESCALATION if call.is_emergency else Urgency.ROUTINE


def invite(call: Call, invitation: Invitation, person: Person) -> Notification:
    """Ask one person."""
    return Notification(
        to=chat_of(person),
        topic=Topic.INVITATION,
        urgency=urgency_of(call),
        key=f"invite:{invitation.id}:{invitation.asked_at.timestamp():.0f}",
        call_id=call.id,
        invitation_id=invitation.id,
        expires_at=call.ends_at,
        is_silent=not call.is_emergency,
        text_version=call.text_version,
    )


def ask_again(call: Call, invitation: Invitation, person: Person, dark_since: datetime) -> Notification:
    """Ask one person once more after Telegram was dark: what they pressed meanwhile is lost."""
    asked = invite(call, invitation, person)
    key = f"again:{invitation.id}:{dark_since.timestamp():.0f}"
    return replace(asked, key=key, args={AFTER_DARK: dark_since.timestamp()})


def under_key(notification: Notification, key: str) -> Notification:
    """The same message, which was not queued under this key before."""
    return replace(notification, key=key)


def assignment(call: Call, invitation: Invitation, person: Person, mark: str) -> Notification:
    """Tell someone with a sound where they stand now: after a promotion, or when they answered in words."""
    return Notification(
        to=chat_of(person),
        topic=Topic.INVITATION,
        urgency=urgency_of(call),
        key=f"view:{invitation.id}:{mark}",
        call_id=call.id,
        invitation_id=invitation.id,
        text_version=call.text_version,
    )


def notice(call: Call, to: Chat, sentence: str, mark: str, **args: object) -> Notification:
    """Say one sentence of config/texts about a call to a chat; `args` are JSON-ready typed arguments."""
    say = {"say": sentence, "args": {"number": call.number, **args}}
    return Notification(
        to=to,
        topic=Topic.SCREEN,
        urgency=follow_up_urgency(call),
        key=f"notice:{sentence}:{call.id}:{to.chat_id}:{to.thread_id}:{mark}",
        call_id=call.id,
        args={"paragraphs": [say], "rows": [], "ask": None},
        text_version=call.text_version,
    )


def chat_of(person: Person) -> Chat:
    """A person's own chat with the bot."""
    return Chat(person.chat_id, person_key=person.key)


def chats(people: Iterable[Person], linked: Iterable[LinkedChat]) -> list[Chat]:
    """The chats of people and of groups, each once."""
    every = [chat_of(person) for person in people]
    every += [Chat(chat.chat_id, chat.thread_id) for chat in linked]
    return list(dict.fromkeys(every))
