"""The webhook's door: the secret first, then the body, then the inbox, and only then 200."""

import hmac
import json
import logging
from collections.abc import Callable

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.inbox.intake import LONGEST_UPDATE, Archive, take_apart

logger = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name, no secret


class Webhook:
    """Takes updates that Telegram pushes for one bot."""

    def __init__(self, bot_id: int, secret: str, archive: Archive, arrived: Callable[[], None]) -> None:
        """`secret` is what setWebhook told Telegram; without one there is no webhook."""
        self._bot_id = bot_id
        self._secret = secret.encode()
        self._archive = archive
        self._arrived = arrived

    async def receive(self, request: web.Request) -> web.Response:
        """Answer one post: 401 before the body is read, 400 for no JSON, 413 for too much, 503 where it can't be stored."""
        shown = request.headers.getall(SECRET_HEADER, [])
        if len(shown) != 1 or not hmac.compare_digest(shown[0].encode("utf-8", "surrogateescape"), self._secret):
            return web.Response(status=401)
        try:
            body = await _read(request)
        except (HttpProcessingError, web.RequestPayloadError):  # packed or cut into chunks as no Telegram would
            return web.Response(status=400)
        if len(body) > LONGEST_UPDATE:
            return web.Response(status=413)
        return await self._store(body)

    async def _store(self, body: bytes) -> web.Response:
        try:
            updates = take_apart(self._bot_id, [json.loads(body)])
        except (ValueError, RecursionError):
            return web.Response(status=400)
        try:
            async with self._archive.open_records() as records:
                await records.inbox.take_in(updates, records.now)
        except Exception:
            logger.exception("an update could not be stored; Telegram will bring it again")
            return web.Response(status=503)
        self._arrived()
        return web.Response()


async def _read(request: web.Request) -> bytes:
    """Return the whole body, or one byte more than is allowed of it. One read gives only what the network has brought so far."""
    body = b""
    while part := await request.content.read(LONGEST_UPDATE + 1 - len(body)):
        body += part
    return body
