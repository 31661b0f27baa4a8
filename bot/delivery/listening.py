"""Every answer of Telegram's is heard on its way through the session: that it came, and that none came."""

from collections.abc import Callable
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import NextRequestMiddlewareType
from aiogram.exceptions import RestartingTelegram, TelegramAPIError, TelegramNetworkError, TelegramServerError
from aiogram.methods import TelegramMethod

NO_ANSWER = (TelegramNetworkError, TelegramServerError, RestartingTelegram)
"""A gateway's page and a restarting server say nothing about whether anybody listens behind them."""


def listen(bot: Bot, heard: Callable[[], None], failed: Callable[[], None]) -> None:
    """Have `heard` called for each answer, a refusal too, and `failed` for each request without one."""

    async def through(make_request: NextRequestMiddlewareType[Any], bot: Bot, method: TelegramMethod[Any]) -> Any:
        try:
            answer = await make_request(bot, method)
        except NO_ANSWER:
            failed()
            raise
        except TelegramAPIError:
            heard()
            raise
        except Exception:
            failed()
            raise
        heard()
        return answer

    bot.session.middleware(through)
