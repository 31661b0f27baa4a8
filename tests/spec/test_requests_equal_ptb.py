"""Every request the bot makes in a story is the one that python-telegram-bot makes for the same values."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import telegram

from bot.clock import SystemClock
from bot.serve import serve
from bot.simulator.telegram.server import TelegramServer
from bot.simulator.telegram.truth import Record
from config.settings import Settings, read_settings
from tests.simulator.ptb_recording import Emitted, emitted_by_ptb, normalised
from tests.spec.stage import AT_ONCE, Stage, stage

TOKEN = "100000001:made-up-for-the-simulator-AAAAAAAAAAAA"


def markup(value: Any) -> Any:
    if "inline_keyboard" in value:
        return telegram.InlineKeyboardMarkup.de_json(value, None)
    keys = [[telegram.KeyboardButton.de_json(key, None) for key in row] for row in value["keyboard"]]
    return telegram.ReplyKeyboardMarkup(keys, **{name: said for name, said in value.items() if name != "keyboard"})


TYPES: dict[str, Callable[[Any], Any]] = {
    "link_preview_options": lambda value: telegram.LinkPreviewOptions.de_json(value, None),
    "commands": lambda value: telegram.BotCommand.de_list(value, None),
    "reply_markup": markup,
}
"""Parameters that python-telegram-bot takes as objects of its own."""


def asked_by_ptb(record: Record) -> Callable[[telegram.Bot], Awaitable[object]]:
    """Return the same request in python-telegram-bot's own words."""
    method = re.sub("([A-Z])", r"_\1", record.method).lower()
    values: Mapping[str, Any] = record.params
    words = {name: TYPES[name](value) if name in TYPES else value for name, value in values.items()}
    return lambda bot: getattr(bot, method)(**words)


async def hold_equal(log: list[Record]) -> set[str]:
    """Hold every recorded request to what the other library emits; return which methods there were."""
    for record in log:
        assert Emitted(record.method, normalised(record.params)) == await emitted_by_ptb(asked_by_ptb(record)), record
    return {record.method for record in log}


async def a_story(scene: Stage) -> None:
    """Somebody new shares their number; a call goes out, is answered by a tap and by voice, and is closed."""
    newcomer = scene.town.phone("Noa", language="en")
    newcomer.start()
    await scene.town.settle()
    newcomer.press("English")
    await scene.town.settle()
    for _ in range(4):
        if newcomer.keyboard or not newcomer.last.buttons:
            break
        newcomer.press(lambda button: bool(button.data), newcomer.last)
        await scene.town.settle()
    newcomer.say("Noa")
    await scene.town.settle()
    omar = await scene.has("Omar")
    await scene.call(plan=AT_ONCE)
    await scene.press("Omar", "coming", "20")
    omar.send_voice(reply_to=omar.received[-1])
    await scene.town.settle()
    scene.owner.say("/close 1 done")
    await scene.town.settle()


async def test_a_story_that_touches_every_kind_of_request(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        await a_story(scene)
        log = list(scene.town.server.log)
        keyboards = {name for record in log if isinstance(had := record.params.get("reply_markup"), dict) for name in had}
        assert {"inline_keyboard", "keyboard"} <= keyboards
        assert await hold_equal(log) >= {
            *("getMe", "getUpdates", "sendMessage", "editMessageText", "answerCallbackQuery", "copyMessage"),
        }
        assert scene.town.server.violations == []


@pytest.mark.parametrize("has_webhook", [False, True])
async def test_a_served_bot_introduces_itself_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int, *, has_webhook: bool
) -> None:
    for name in ("BOT_TOKEN", "BOTS_FILE", "DATABASE_URL", "WEBHOOK_URL", "WEBHOOK_SECRET", "ADMIN_CODE", "TOWN", "PORT"):
        monkeypatch.delenv(name, raising=False)
    async with TelegramServer(SystemClock(), (TOKEN,)) as telegram_server:
        hook = {"webhook_url": f"http://127.0.0.1:{unused_tcp_port}", "webhook_secret": "s" * 40} if has_webhook else {}
        settings = {"telegram_api_url": telegram_server.base_url, "data_dir": tmp_path, "port": unused_tcp_port, "bot_token": TOKEN}
        await introduced(read_settings({**settings, **hook}), telegram_server)
        said = await hold_equal(list(telegram_server.log))
        assert said >= {"getMe", "setMyCommands", "setWebhook" if has_webhook else "deleteWebhook"}
        assert telegram_server.violations == []


async def introduced(settings: Settings, server: TelegramServer) -> None:
    """Serve until every language's commands are known to Telegram."""
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        serving = group.create_task(serve(settings))
        await server.changes.until(lambda: len(server.log.of("setMyCommands", accepted=True)) > 1)
        await server.until_quiet()
        serving.cancel()
