"""Conversations under way, one a chat."""

from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.speech.talk import Talk
from bot.storage.tables import talks

HERE = select(talks).where(talks.c.town == bindparam("in_town"), talks.c.chat_id == bindparam("chat"))
"""Built once: every update begins with it."""


class StoredTalks:
    """One town's conversations, within one transaction."""

    def __init__(self, connection: AsyncConnection, town: str, now: datetime) -> None:
        """Work inside the caller's transaction, at one moment."""
        self._db = connection
        self._town = town
        self._now = now

    async def talk(self, chat_id: int) -> Talk | None:
        """Return the chat's conversation."""
        row = (await self._db.execute(HERE, {"in_town": self._town, "chat": chat_id})).mappings().first()
        return Talk(row["chat_id"], row["flow"], row["step"], row["token"], row["data"]) if row else None

    async def keep(self, talk: Talk) -> None:
        """Write the conversation down; a chat has one at a time."""
        await self.end(talk.chat_id)
        columns = {"flow": talk.flow, "step": talk.step, "token": talk.token, "data": dict(talk.data), "kept_at": self._now}
        await self._db.execute(insert(talks).values(town=self._town, chat_id=talk.chat_id, **columns))

    async def end(self, chat_id: int) -> None:
        """Forget the chat's conversation."""
        await self._db.execute(delete(talks).where(self._here(chat_id)))

    def _here(self, chat_id: int) -> ColumnElement[bool]:
        return (talks.c.town == self._town) & (talks.c.chat_id == chat_id)
