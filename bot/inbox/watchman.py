"""Looks each minute where Telegram sends our updates: a strange address means that our token is in foreign hands."""

import logging
from datetime import timedelta
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramNotFound, TelegramUnauthorizedError
from aiogram.methods import DeleteWebhook, SetWebhook, TelegramMethod

from bot.clock import Clock
from bot.inbox.trouble import News, Trouble

logger = logging.getLogger(__name__)

LOOKS_EVERY = timedelta(seconds=60)
ASKS_FOR_S = 10


class GetRawWebhookInfo(TelegramMethod[dict[str, Any]]):
    """getWebhookInfo without models."""

    __returning__ = dict[str, Any]
    __api_method__ = "getWebhookInfo"


class Watchman:
    """Watches one bot's way in until cancelled."""

    def __init__(self, bot: Bot, clock: Clock, way_in: SetWebhook | DeleteWebhook, news: News) -> None:
        """`way_in` is how we told Telegram to reach us; it is told again when somebody changed it."""
        self._bot = bot
        self._clock = clock
        self._way_in = way_in
        self._news = news

    async def run(self) -> None:
        """Look for ever; a Telegram that does not answer is looked at again a minute later."""
        while True:
            await self._clock.sleep(LOOKS_EVERY)
            try:
                await self.look()
            except Exception as failure:  # noqa: BLE001 - the loop must outlive a dark Telegram and a full disk alike
                logger.info("the way in could not be looked at (%s)", type(failure).__name__)

    async def look(self) -> None:
        """Look once: tell what is wrong, and take a stolen way in back. Raises TelegramAPIError where there was no answer."""
        try:
            info = await self._bot(GetRawWebhookInfo(), request_timeout=ASKS_FOR_S)
        except (TelegramUnauthorizedError, TelegramNotFound):
            await self._news(Trouble.TOKEN_REFUSED, is_on=True)
            return
        await self._news(Trouble.TOKEN_REFUSED, is_on=False)
        wanted = self._way_in.url if isinstance(self._way_in, SetWebhook) else ""
        is_taken = info.get("url", "") != wanted
        await self._news(Trouble.HOOK_TAKEN, is_on=is_taken)
        if is_taken:
            await self._bot(self._way_in, request_timeout=ASKS_FOR_S)
