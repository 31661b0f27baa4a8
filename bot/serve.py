"""Serves every town of the settings in one process: migrates, opens each bot, beats, and answers /healthz."""

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import Any

from aiogram.exceptions import TelegramAPIError, TelegramNetworkError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.methods import DeleteWebhook, SetMyCommands, SetWebhook
from aiogram.types import BotCommand
from aiohttp import web

from bot.app import Ground, TownBot, opened
from bot.clock import Clock, SystemClock
from bot.duty import Duty
from bot.failpoint import Failpoint, NoSuchFailpoint, arm, reach
from bot.inbox.intake import SPOKEN_KINDS
from bot.inbox.watchman import Watchman
from bot.registry.language import Language
from bot.scheduling import EVERY_SECOND, beating
from bot.speech.say import Say
from bot.storage.backup import file_of
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.town import Town
from bot.town_file import find_town, read_town
from bot.vigil import Surroundings, Vigil, fit_probe, tell_nobody_answers
from bot.watch.deadman import Deadman
from bot.watch.second_channel import SecondChannel
from config.settings import BotSettings, Settings, WrongSettings

logger = logging.getLogger(__name__)

EVERY_HOUR = timedelta(hours=1)
EVERY_MINUTE = timedelta(minutes=1)
Jobs = dict[str, tuple[Callable[[], Awaitable[None]], timedelta]]
TRY_AGAIN = timedelta(seconds=5)
INTRODUCE_AGAIN = timedelta(seconds=30)
VOLUNTEER_COMMANDS = ["start", "help", "language", "profile", "pause", "mydata", "forget", "status", "cancel"]
COORDINATOR_COMMANDS = ["call", "emergency", "close", "team", "report"]
WEBHOOK_CONNECTIONS = 40


class CannotStart(Exception):
    """Something the host must mend before the bot can run; the message says what."""


async def serve(settings: Settings, clock: Clock | None = None) -> None:
    """Run until SIGTERM or SIGINT. Raises CannotStart."""
    if not settings.bots:
        message = "set BOT_TOKEN (one town) or BOTS_FILE (several); `make demo` needs neither"
        raise CannotStart(message)
    _arm(settings.failpoint)
    towns = [(bot, read_town(find_town(bot.town))) for bot in settings.bots]
    prepare_folder(settings.database_url)
    clock = clock or SystemClock()
    async with Database(settings.database_url) as database:
        await migrate(database)
        reach(Failpoint.START_AFTER_MIGRATE)
        ground = Ground(database, clock, settings.telegram_api_url, geocoder=settings.geocoder, is_leased=True)
        async with AsyncExitStack() as doors:
            bots = [await doors.enter_async_context(open_town(ground, bot, town)) for bot, town in towns]
            await _run(settings, ground, bots)


def _arm(failpoint: str) -> None:
    try:
        arm(failpoint)
    except NoSuchFailpoint as mistake:
        message = f"FAILPOINT: {mistake}"
        raise CannotStart(message) from mistake


def prepare_folder(url: str) -> None:
    """Make the folder of a SQLite file; a server needs none. Raises WrongSettings."""
    if not url.startswith("sqlite"):
        return
    folder = file_of(url).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        message = f"DATA_DIR: {folder} cannot be made ({failure.strerror})"
        raise WrongSettings(message) from failure


@asynccontextmanager
async def open_town(ground: Ground, bot: BotSettings, town: Town) -> AsyncIterator[TownBot]:
    """Open one town's bot; while Telegram can't be reached it is asked again. Raises CannotStart for a token it doesn't know."""
    code = bot.admin_code.get_secret_value() if bot.admin_code else None
    channel, since, is_told = _channel(bot), ground.clock.now(), False
    while True:
        async with AsyncExitStack() as stack:
            try:
                town_bot = await stack.enter_async_context(opened(ground, town, bot.token.get_secret_value(), code))
            except (TelegramUnauthorizedError, TelegramNotFound) as refusal:
                message = f"Telegram does not know the token of {town.slug}: copy it again from @BotFather into BOT_TOKEN or BOTS_FILE"
                raise CannotStart(message) from refusal
            except (TelegramNetworkError, TelegramAPIError) as failure:
                logger.warning("Telegram can't be reached for %s (%s); again in %s s", town.slug, type(failure).__name__, TRY_AGAIN.seconds)
                is_told = is_told or await tell_nobody_answers(channel, town, since, ground.clock.now())
                await ground.clock.sleep(TRY_AGAIN)
                continue
            await fit_probe(town_bot, bot.ops_chat)
            yield town_bot
            return


async def _run(settings: Settings, ground: Ground, bots: Sequence[TownBot]) -> None:
    application = doorplate(settings, ground, bots)
    runner = web.AppRunner(application, access_log=None, handle_signals=False)
    await runner.setup()
    try:
        await _listen(runner, settings.port)
        gc.collect()
        gc.freeze()
        logger.info("serving %s on port %s", ", ".join(bot.town.slug for bot in bots), settings.port)
        watched: dict[str, Vigil] = {}
        duty = Duty(ground.database, ground.clock, bots, settings.role, partial(_work, settings, watched))
        jobs: Jobs = {"beat": (duty.beat, EVERY_SECOND), "tidy": (duty.tidy, EVERY_HOUR)}
        async with beating({**jobs, **_heartbeat(settings, ground.clock, watched)}):
            await _until_told(duty)
    finally:
        await runner.cleanup()


def doorplate(settings: Settings, ground: Ground, bots: Sequence[TownBot]) -> web.Application:
    """Return the web application: /healthz, and a webhook for each bot when webhooks are used."""
    application = web.Application(client_max_size=2**20)

    async def healthz(_: web.Request) -> web.Response:
        return await _health(ground, bots)

    application.router.add_get("/healthz", healthz)
    if settings.webhook_url:
        for bot, own in zip(bots, settings.bots, strict=True):
            if own.webhook_secret is not None:
                door = bot.webhook(own.webhook_secret.get_secret_value())
                application.router.add_post(_path(bot), door.receive)
    return application


async def _health(ground: Ground, bots: Sequence[TownBot]) -> web.Response:
    """200 while the database answers and every token is good; 503 says which is not."""
    said: dict[str, Any] = {"towns": {bot.town.slug: "ok" if bot.token_is_good else "token refused" for bot in bots}}
    try:
        async with asyncio.timeout(5):
            await ground.database.check()
        said["database"] = "ok"
    except Exception as failure:  # noqa: BLE001 - whatever is wrong with it, the answer is 503
        said["database"] = type(failure).__name__
    is_well = said["database"] == "ok" and all(state == "ok" for state in said["towns"].values())
    return web.json_response(said, status=200 if is_well else 503)


async def _listen(runner: web.AppRunner, port: int) -> None:
    try:
        await web.TCPSite(runner, port=port).start()
    except OSError as taken:
        message = f"port {port} can't be opened ({taken.strerror}): set PORT to a free one"
        raise CannotStart(message) from taken


async def _introduce(bot: TownBot, settings: Settings, own: BotSettings) -> None:
    """Tell Telegram how updates reach us, and every language's command list; while it is away it is told again. Then watch the way in."""
    way_in = _way_in(bot, settings, own)
    while True:
        try:
            await _say_who_we_are(bot, way_in)
        except TelegramAPIError as failure:
            logger.warning("%s could not be introduced to Telegram yet: %s", bot.town.slug, failure.message)
            await bot.ground.clock.sleep(INTRODUCE_AGAIN)
        else:
            break
    await Watchman(bot.bot, bot.ground.clock, way_in, bot.troubles).run()


async def _say_who_we_are(bot: TownBot, way_in: SetWebhook | DeleteWebhook) -> None:
    await bot.bot(way_in)
    for language in bot.town.languages:
        await bot.bot(SetMyCommands(commands=_commands(bot, language), language_code=language.value))
    await bot.bot(SetMyCommands(commands=_commands(bot, bot.town.languages[0])))


def _way_in(bot: TownBot, settings: Settings, own: BotSettings) -> SetWebhook | DeleteWebhook:
    if settings.webhook_url is None or own.webhook_secret is None:
        return DeleteWebhook(drop_pending_updates=False)
    return SetWebhook(
        url=settings.webhook_url + _path(bot),
        secret_token=own.webhook_secret.get_secret_value(),
        allowed_updates=list(SPOKEN_KINDS),
        max_connections=WEBHOOK_CONNECTIONS,
    )


def _commands(bot: TownBot, language: Language) -> list[BotCommand]:
    now = bot.ground.clock.now()
    names = [*VOLUNTEER_COMMANDS, *COORDINATOR_COMMANDS]
    return [BotCommand(command=name, description=bot.texts.render(Say(f"command-{name}"), language, now)) for name in names]


def _path(bot: TownBot) -> str:
    return f"/telegram/{bot.bot.id}"


def _channel(own: BotSettings) -> SecondChannel:
    return SecondChannel(own.alarm_addresses)


async def _work(settings: Settings, watched: dict[str, Vigil], bot: TownBot) -> None:
    """Do a town's work while its lease is held here, watch over it, and let Telegram know where its updates go."""
    own = next(own for own in settings.bots if own.token.get_secret_value() == bot.bot.token)
    folder = file_of(settings.database_url).parent if settings.database_url.startswith("sqlite") else None
    vigil = watched[bot.town.slug] = Vigil(bot, Surroundings(_channel(own), folder))
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(bot.work(polls=settings.webhook_url is None))
            group.create_task(_introduce(bot, settings, own))
            group.create_task(vigil.run())
    finally:
        watched.pop(bot.town.slug, None)


def _heartbeat(settings: Settings, clock: Clock, watched: Mapping[str, Vigil]) -> Jobs:
    """Feed the dead-man's switch while this process works for towns and every auditor of theirs is content."""
    if settings.heartbeat_url is None:
        return {}

    def is_content() -> bool:
        return bool(watched) and all(vigil.auditor.is_content(clock.now()) for vigil in watched.values())

    return {"heartbeat": (Deadman(settings.heartbeat_url.get_secret_value(), is_content).show, EVERY_MINUTE)}


async def _until_told(duty: Duty) -> None:
    """Run every bot until a signal asks to stop. Raises CannotStart where another process serves the same file."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with asyncio.TaskGroup() as group:
        serving = group.create_task(duty.run())
        serving.add_done_callback(lambda _: stop.set())
        await stop.wait()
        if not serving.done():
            logger.info("stopping")
            await duty.finish()
            serving.cancel()
    if duty.is_overtaken:
        message = "another process has taken this database file over; one serves a SQLite file at a time, several need PostgreSQL"
        raise CannotStart(message)
