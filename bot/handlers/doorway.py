"""Where an update becomes a visit: who is it, in which chat, in which conversation."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from aiogram.types import CallbackQuery, Message, Update, User

from bot.dispatch.ledger import Ledger
from bot.dispatch.notification import Chat
from bot.handlers.visit import House, Toast, Visit
from bot.registry.audit import Audit
from bot.registry.language import Language
from bot.registry.person import Person
from bot.registry.roster import Roster
from bot.speech.say import Say
from bot.speech.talk import Talks

logger = logging.getLogger(__name__)

SHARED_ACCOUNTS = frozenset({1087968824, 777000, 136817688})
"""GroupAnonymousBot, Telegram's own account and Channel Bot: one id for many people, never an identity (bot-api#667)."""
LONGEST_NAME = 64
SIGN_OF_LIFE = timedelta(days=30)
"""How exactly it is known when somebody was last here: one write a month, and none in a storm of presses."""


async def welcome(update: Update, house: House, roster: Roster, ledger: Ledger, talks: Talks, audit: Audit) -> Visit | None:
    """Return the visit of an update, or None where nobody with an identity of their own stands behind it.

    Someone new is written down when they first write to the bot themselves: not for speaking in a group, not for
    pressing an old button or blocking the bot after they were forgotten.
    """
    event = update.message or update.edited_message or update.callback_query or update.my_chat_member
    sender = event.from_user if event else None
    if event is None or sender is None or sender.is_bot or sender.id in SHARED_ACCOUNTS:
        return None
    message = event.message if isinstance(event, CallbackQuery) else event
    if message is None:
        return None
    is_private = message.chat.id > 0
    known = await roster.person_of(sender.id)
    if known is None and is_private and update.message is None:
        return None
    person = known or _newcomer(sender, house, ledger.now)
    if known is None and is_private:
        await roster.meet(person)
    elif known is not None and (known.seen_at is None or ledger.now - known.seen_at > SIGN_OF_LIFE):
        person = replace(known, seen_at=ledger.now)
        await roster.amend_person(person)
    audit.by = person.key
    thread = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    return Visit(
        house=house,
        roster=roster,
        ledger=ledger,
        talks=talks,
        audit=audit,
        now=ledger.now,
        update_id=update.update_id,
        chat=Chat(message.chat.id, thread, person.key if is_private else None),
        person=person,
        grants=await roster.grants_of(person.key),
        talk=await talks.talk(message.chat.id) if is_private else None,
        callback_id=event.id if isinstance(event, CallbackQuery) else None,
        pressed_message=message.message_id if isinstance(event, CallbackQuery) and isinstance(message, Message) else None,
    )


def to_stranger(update: Update, house: House) -> tuple[Toast, ...]:
    """Return what someone unknown is answered: a press is told that its screen is out of date."""
    press = update.callback_query
    if press is None:
        return ()
    return (Toast(press.id, Say("button-unknown"), _guess(press.from_user.language_code, house), is_alert=True),)


def _newcomer(sender: User, house: House, now: datetime) -> Person:
    return Person(
        key=house.new_key(),
        town=house.town.slug,
        telegram_id=sender.id,
        chat_id=sender.id,
        name=sender.full_name[:LONGEST_NAME],
        phone=None,
        language=_guess(sender.language_code, house),
        seen_at=now,
    )


def _guess(code: str | None, house: House) -> Language:
    """The phone's language where the town speaks it, else the town's first; /start asks anyway."""
    spoken = {language.value: language for language in house.town.languages}
    return spoken.get((code or "")[:2], house.town.languages[0])


def renamed(person: Person, name: str) -> Person:
    """Return the person under the name they gave."""
    return replace(person, name=name[:LONGEST_NAME])
