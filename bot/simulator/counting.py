"""A town bot for which every update has one countable effect, and perhaps a reply: the real doors, and a room of one line behind them."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from bot.app import Ground, TownBot, open_bot, seeded
from bot.clock import SystemClock
from bot.dispatch.notification import Chat, Notification, Topic, Urgency
from bot.handlers.visit import Toast
from bot.simulator.birth import Birth
from bot.storage.audit import add_effect, prepare_effects
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.records import Records
from bot.town_file import find_town, read_town
from config.settings import Settings

REPLIES = "replies-wanted"
"""Said in place of a town's admin code by a run that also wants replies."""


class CountingBot(TownBot):
    """Obeys an update by adding one row, which nothing makes unique: an update obeyed twice leaves two."""

    replies = False

    async def _receive(self, raw: dict[str, Any], records: Records) -> Sequence[Toast]:
        event = raw.get("message") or raw["callback_query"]
        said = str(event.get("text") or event.get("data"))
        await add_effect(records.connection, said)
        if self.replies:
            answer = {"paragraphs": [{"say": "update-quarantined", "args": {"update": said}}], "rows": [], "ask": None}
            to, key = Chat(event["from"]["id"]), f"counted:{uuid4().hex}"
            await records.ledger.enqueue(Notification(to=to, topic=Topic.SCREEN, urgency=Urgency.CONVERSATION, key=key, args=answer))
        return ()


def preload() -> None:
    """Everything is imported by now."""


async def live(settings: Settings, birth: Birth) -> None:
    """Count until killed."""
    own = settings.bots[0]
    async with Database(settings.database_url) as database:
        await migrate(database)
        await prepare_effects(database)
        ground = Ground(database, birth.clock, settings.telegram_api_url)
        bot = open_bot(own.token.get_secret_value(), settings.telegram_api_url)
        await bot.me()
        town = await seeded(database, read_town(find_town(own.town)), SystemClock().now)
        counting = CountingBot(ground, town, bot)
        counting.replies = own.admin_code is not None and own.admin_code.get_secret_value().startswith(REPLIES)
        await counting.prepare()
        await counting.run()
