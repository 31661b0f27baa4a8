"""Forgetting a person: every personal column emptied, every stored message of their chat too; counts stay."""

from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.registry.language import Language
from bot.registry.person import Person
from bot.registry.volunteer import Reach, Standing
from bot.storage.tables import cards, grants, inbox, outbox, people, talks, volunteer_skills, volunteers

FORGOTTEN: dict[str, Any] = {
    "age_band": None,
    "min_years": -1,
    "neighbourhood": None,
    "lat": None,
    "lon": None,
    "band": None,
    "referred_on": None,
    "languages": frozenset(),
    "skills": frozenset(),
    "clusters": frozenset(),
    "standing": Standing.DECLINED.value,
    "reach": Reach.GONE.value,
}


async def erase(db: AsyncConnection, town: str, person: Person) -> None:
    """Forget someone. What was already queued for their chat still leaves, without a trace of it staying."""
    key, chat = person.key, person.chat_id
    nobody = {"telegram_id": None, "chat_id": None, "name": None, "phone": None, "language": Language.HE.value}
    await db.execute(update(people).where(people.c.key == key).values(nobody))
    await db.execute(update(volunteers).where(volunteers.c.person_key == key).values(FORGOTTEN))
    await db.execute(delete(volunteer_skills).where(volunteer_skills.c.person_key == key))
    await db.execute(delete(talks).where(talks.c.town == town, talks.c.chat_id == chat))
    await db.execute(delete(grants).where(grants.c.person_key == key))
    await db.execute(delete(cards).where(cards.c.person_key == key))
    mine = (outbox.c.town == town) & (outbox.c.chat_id == chat)
    await db.execute(update(outbox).where(mine).values(args={}, chat_id=0, message_id=None, state="withdrawn"))
    theirs = (inbox.c.town == town) & ((inbox.c.user_id == person.telegram_id) | (inbox.c.chat_id == chat))
    await db.execute(update(inbox).where(theirs).values(body="", user_id=None, chat_id=None))
