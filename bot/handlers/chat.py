"""One update through the chat: welcomed at the door, led to its conversation, its answers queued."""

import logging
from collections.abc import Sequence
from typing import Any, Protocol

from aiogram import Bot, Dispatcher
from aiogram.types import Update
from pydantic import ValidationError

from bot.dispatch.authority import NotAllowed
from bot.dispatch.ledger import Ledger
from bot.handlers import talking
from bot.handlers.doorway import to_stranger, welcome
from bot.handlers.rights import Guard
from bot.handlers.rooms import routers
from bot.handlers.visit import House, Toast, Visit
from bot.registry.audit import Audit
from bot.registry.roster import Roster
from bot.speech.talk import Talks

logger = logging.getLogger(__name__)


class Unreadable(ValueError):
    """An update that is shaped like none: it says where, never what, for the log must not hold anybody's words."""


class Desk(Protocol):
    """What one transaction lends the chat."""

    @property
    def roster(self) -> Roster:
        """The people."""

    @property
    def ledger(self) -> Ledger:
        """The calls."""

    @property
    def talks(self) -> Talks:
        """The conversations."""

    @property
    def audit(self) -> Audit:
        """What is written down about who did what."""


class Chat:
    """One town's chat: aiogram routes, the conversations answer."""

    def __init__(self, house: House, bot: Bot) -> None:
        """Build the routers once; they keep nothing between updates."""
        self.house = house
        self._bot = bot
        self._dispatcher = Dispatcher(disable_fsm=True)
        self._dispatcher.message.middleware(Guard())
        self._dispatcher.include_routers(talking.presses(), *routers(), talking.router())

    async def receive(self, raw: dict[str, Any], desk: Desk) -> Sequence[Toast]:
        """Obey one update within the caller's transaction; return what is said straight after its commit.

        Raises whatever a conversation raises: the caller rolls back and counts the attempt.
        """
        update = _read(raw, self._bot)
        visit = await welcome(update, self.house, desk.roster, desk.ledger, desk.talks, desk.audit)
        if visit is None:
            return to_stranger(update, self.house)
        try:
            await self._dispatcher.feed_update(self._bot, update, visit=visit)
        except NotAllowed:
            await self._refuse(visit)
        if visit.callback_id and not visit.toasts:
            visit.toasts.append(Toast(visit.callback_id, None, visit.language))
        return visit.toasts

    async def _refuse(self, visit: Visit) -> None:
        logger.info("a person without the role tried something that needs one")
        if visit.callback_id:
            visit.toast("not-allowed", alert=True)
        else:
            await visit.say("not-allowed")


def _read(raw: dict[str, Any], bot: Bot) -> Update:
    try:
        return Update.model_validate(raw, context={"bot": bot})
    except ValidationError as spoiled:
        places = {".".join(str(step) for step in one["loc"]) for one in spoiled.errors(include_input=False, include_url=False)}
    message = f"shaped like no update: {', '.join(sorted(places))[:200]}"
    raise Unreadable(message)
