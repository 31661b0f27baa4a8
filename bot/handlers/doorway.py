"""Where an update becomes a visit: who is it, in which chat, in which conversation."""

import logging
from dataclasses import replace

from aiogram.types import CallbackQuery, Message, Update, User

from bot.dispatch.ledger import Ledger
from bot.dispatch.notification import Chat
from bot.handlers.visit import House, Visit
from bot.registry.language import Language
from bot.registry.person import Person
from bot.registry.roster import Roster
from bot.speech.talk import Talks

logger = logging.getLogger(__name__)

SHARED_ACCOUNTS = frozenset({1087968824, 777000, 136817688})
"""GroupAnonymousBot, Telegram's own account and Channel Bot: one id for many people, never an identity (bot-api#667)."""
LONGEST_NAME = 64


async def welcome(update: Update, house: House, roster: Roster, ledger: Ledger, talks: Talks) -> Visit | None:
    """Return the visit of an update, or None where nobody with an identity of their own stands behind it."""
    event = update.message or update.edited_message or update.callback_query or update.my_chat_member
    sender = event.from_user if event else None
    if event is None or sender is None or sender.is_bot or sender.id in SHARED_ACCOUNTS:
        return None
    message = event.message if isinstance(event, CallbackQuery) else event
    if message is None:
        return None
    person = await _person(sender, house, roster)
    thread = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    is_private = message.chat.id > 0
    return Visit(
        house=house,
        roster=roster,
        ledger=ledger,
        talks=talks,
        now=ledger.now,
        update_id=update.update_id,
        chat=Chat(message.chat.id, thread, person.key if is_private else None),
        person=person,
        grants=await roster.grants_of(person.key),
        talk=await talks.talk(message.chat.id) if is_private else None,
        callback_id=event.id if isinstance(event, CallbackQuery) else None,
        pressed_message=message.message_id if isinstance(event, CallbackQuery) and isinstance(message, Message) else None,
    )


async def _person(sender: User, house: House, roster: Roster) -> Person:
    known = await roster.person_of(sender.id)
    if known:
        return known
    person = Person(
        key=house.new_key(),
        town=house.town.slug,
        telegram_id=sender.id,
        chat_id=sender.id,
        name=sender.full_name[:LONGEST_NAME],
        phone=None,
        language=_guess(sender.language_code, house),
    )
    await roster.meet(person)
    return person


def _guess(code: str | None, house: House) -> Language:
    """The phone's language where the town speaks it, else the town's first; /start asks anyway."""
    spoken = {language.value: language for language in house.town.languages}
    return spoken.get((code or "")[:2], house.town.languages[0])


def renamed(person: Person, name: str) -> Person:
    """Return the person under the name they gave."""
    return replace(person, name=name[:LONGEST_NAME])
