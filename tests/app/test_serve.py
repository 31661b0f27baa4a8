"""The served process: several towns, webhook or polling, health, and clear refusals."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.clock import SystemClock
from bot.serve import CannotStart, serve
from bot.simulator.telegram.server import TelegramServer
from config.settings import Settings, WrongSettings, read_settings

FIRST = "100000001:made-up-for-the-simulator-AAAAAAAAAAAA"
SECOND = "100000002:made-up-for-the-simulator-BBBBBBBBBBBB"
SECRET = "s" * 40


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "BOT_TOKEN",
        "BOTS_FILE",
        "DATABASE_URL",
        "WEBHOOK_URL",
        "WEBHOOK_SECRET",
        "ADMIN_CODE",
        "TOWN",
        "PORT",
        "ROLE",
        "ALARM_URLS",
        "HEARTBEAT_URL",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(SystemClock(), (FIRST, SECOND)) as server:
        yield server


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(serve(settings))
        try:
            yield
        finally:
            task.cancel()


def settings_of(tmp_path: Path, telegram: TelegramServer, port: int, **more: object) -> Settings:
    return read_settings({"telegram_api_url": telegram.base_url, "data_dir": tmp_path, "port": port, **more})


async def test_two_towns_in_one_process_speak_each_in_its_own_first_language(
    tmp_path: Path, telegram: TelegramServer, unused_tcp_port: int
) -> None:
    bots = tmp_path / "bots.toml"
    bots.write_text(f'[[bots]]\ntown = "beit-shemesh"\ntoken = "{FIRST}"\n[[bots]]\ntown = "arara"\ntoken = "{SECOND}"\n', encoding="utf-8")
    async with asyncio.timeout(60), serving(settings_of(tmp_path, telegram, unused_tcp_port, bots_file=bots)):
        dana = telegram.person("Dana", language_code="he", bot_token=FIRST)
        amal = telegram.person("Amal", language_code="ar", bot_token=SECOND)
        dana.start()
        amal.start()
        await telegram.changes.until(lambda: bool(dana.received and amal.received))

        health = await get(f"http://127.0.0.1:{unused_tcp_port}/healthz")

    assert dana.last.button_texts[0] == "עברית"
    assert amal.last.button_texts[0] == "العربية"
    assert health == (200, {"towns": {"beit-shemesh": "ok", "arara": "ok"}, "database": "ok"})


async def test_the_webhook_takes_updates_with_the_secret_alone(tmp_path: Path, telegram: TelegramServer, unused_tcp_port: int) -> None:
    door = f"http://127.0.0.1:{unused_tcp_port}"
    settings = settings_of(tmp_path, telegram, unused_tcp_port, bot_token=FIRST, webhook_url=door, webhook_secret=SECRET)
    async with asyncio.timeout(60), serving(settings):
        dana = telegram.person("Dana", language_code="he")
        await telegram.changes.until(lambda: bool(telegram.log.of("setWebhook", accepted=True)))
        dana.start()
        await telegram.changes.until(lambda: bool(dana.received))
        async with aiohttp.ClientSession() as session:
            forged = await session.post(f"{door}/telegram/100000001", json={"update_id": 1})

    assert forged.status == 401
    assert not telegram.violations


async def test_alarms_go_to_the_second_channel_and_the_heartbeat_waits_until_all_is_well(
    tmp_path: Path, telegram: TelegramServer, unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.serve.EVERY_MINUTE", timedelta(seconds=0.2))
    monkeypatch.setattr("bot.watch.auditor.LOOK_EVERY", timedelta(seconds=0.2))
    monkeypatch.setattr("bot.watch.alarms.FEWEST_BYTES", 2**62)
    async with listening() as (heard, address):
        more = {"heartbeat_url": f"http://{address}/beat", "alarm_urls": f"json://{address}/alarm"}
        async with asyncio.timeout(60), serving(settings_of(tmp_path, telegram, unused_tcp_port, bot_token=FIRST, **more)):
            assert await heard.get() == "/alarm", "the disk is nearly full, and no heartbeat says that all is well"
            monkeypatch.setattr("bot.watch.alarms.FEWEST_BYTES", 0)
            after: set[str] = set()
            while after != {"/alarm", "/beat"}:
                after.add(await heard.get())
            monkeypatch.setattr("bot.watch.alarms.FEWEST_BYTES", 2**62)
            while await heard.get() != "/alarm":
                pass


async def test_a_stolen_way_in_is_taken_back_by_the_served_bot(
    tmp_path: Path, telegram: TelegramServer, unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.inbox.watchman.LOOKS_EVERY", timedelta(seconds=0.1))
    door = f"http://127.0.0.1:{unused_tcp_port}"
    settings = settings_of(tmp_path, telegram, unused_tcp_port, bot_token=FIRST, webhook_url=door, webhook_secret=SECRET)
    async with asyncio.timeout(60), serving(settings):
        await telegram.changes.until(lambda: bool(telegram.log.of("getWebhookInfo", accepted=True)))
        async with aiohttp.ClientSession() as thief:
            await thief.post(f"{telegram.base_url}/bot{FIRST}/setWebhook", json={"url": "https://thief.example.org/"})
        await telegram.changes.until(lambda: len(telegram.log.of("setWebhook", accepted=True)) >= 3)
        dana = telegram.person("Dana", language_code="he")
        dana.start()
        await telegram.changes.until(lambda: bool(dana.received))


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[asyncio.Queue[str], str]]:
    """Somebody outside who hears which of their addresses are asked for."""
    heard: asyncio.Queue[str] = asyncio.Queue()

    async def hear(request: web.Request) -> web.Response:
        heard.put_nowait(request.path)
        return web.Response()

    application = web.Application()
    application.router.add_route("*", "/{path}", hear)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield heard, f"127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def test_a_webhook_without_a_secret_refuses_to_start() -> None:
    with pytest.raises(WrongSettings, match="WEBHOOK_SECRET"):
        read_settings({"bot_token": FIRST, "webhook_url": "https://bot.example.org"})


def test_a_part_of_the_work_needs_a_database_that_several_share(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings, match="take PostgreSQL"):
        read_settings({"bot_token": FIRST, "data_dir": tmp_path, "role": "sender"})
    shared = {"bot_token": FIRST, "database_url": "postgres://somewhere/eshkol"}
    with pytest.raises(WrongSettings, match="WEBHOOK_URL"):
        read_settings({**shared, "role": "web"})
    assert read_settings({**shared, "role": "Worker"}).role == "worker"


async def test_a_wrong_token_is_refused_with_what_to_do_and_never_shown(tmp_path: Path, telegram: TelegramServer) -> None:
    wrong = "999999999:nobody-knows-this-token-CCCCCCCCCC"
    with pytest.raises(CannotStart) as refused:
        await serve(settings_of(tmp_path, telegram, 0, bot_token=wrong))

    assert "BotFather" in str(refused.value)
    assert wrong not in str(refused.value)


async def get(url: str) -> tuple[int, object]:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.json()
