"""What one gets from a tutorial: aiogram's own polling, an effect written down in the handler, and three tries at a reply."""

import asyncio
import os
from pathlib import Path

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, Message

from bot.simulator.birth import Birth
from config.settings import Settings

EFFECTS = "effects.txt"
TRIES = 3
PAUSE_S = 0.5


def preload() -> None:
    """Everything is imported by now."""


async def live(settings: Settings, _: Birth) -> None:
    """Answer until killed."""
    file = settings.data_dir / EFFECTS
    token = settings.bots[0].token.get_secret_value()
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(settings.telegram_api_url)))
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def message(message: Message) -> None:
        _write_down(file, message.text or "")
        await _reply(bot, message.chat.id, message.text or "")

    @dispatcher.callback_query()
    async def press(press: CallbackQuery) -> None:
        _write_down(file, press.data or "")
        await _reply(bot, press.from_user.id, press.data or "")

    await dispatcher.start_polling(bot, handle_signals=False)


def _write_down(file: Path, said: str) -> None:
    """The effect: a line, safe on the disk before anything is answered."""
    with file.open("a", encoding="utf-8") as effects:
        effects.write(f"{said}\n")
        effects.flush()
        os.fsync(effects.fileno())


async def _reply(bot: Bot, chat_id: int, said: str) -> None:
    for _ in range(TRIES):
        try:
            await bot.send_message(chat_id, f"ok {said}")
        except TelegramAPIError:
            await asyncio.sleep(PAUSE_S)
        else:
            return
