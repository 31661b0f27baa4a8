"""How we speak to a Bot API server: one kept pool of connections, requests as JSON."""

import json
import ssl
from collections.abc import AsyncGenerator
from functools import cache
from typing import Any

import certifi
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from bot.failpoint import Failpoint, reach

JSON_BODY = {"Content-Type": "application/json"}
CONNECTIONS = 100
DNS_SECONDS = 60
"""DNS is asked again each minute: an outage may move the address (F38)."""


class MovesNoFiles(RuntimeError):
    """A request wants to upload or download a file; the bot only ever copies messages."""


class Session(BaseSession):
    """What aiogram asks of a session. JSON costs a millisecond less than a form whose Hebrew must be quoted."""

    def __init__(self, api_url: str) -> None:
        """Speak to this Bot API server; nothing is opened before the first request."""
        super().__init__(api=TelegramAPIServer.from_base(api_url))
        self._open: ClientSession | None = None

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109 - as aiogram has it
        """Ask, and return what Telegram answered. Raises TelegramAPIError or TelegramNetworkError."""
        url = self.api.api_url(token=bot.token, method=method.__api_method__)
        limit = ClientTimeout(total=timeout or self.timeout)
        try:
            async with self._pool().post(url, data=self._body(bot, method), headers=JSON_BODY, timeout=limit) as answer:
                _reached(method)
                content = await answer.text()
        except TimeoutError as late:
            raise TelegramNetworkError(method=method, message="Request timeout error") from late
        except ClientError as failure:
            raise TelegramNetworkError(method=method, message=f"{type(failure).__name__}: {failure}") from failure
        return self.check_response(bot=bot, method=method, status_code=answer.status, content=content).result

    def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,
        chunk_size: int = 65536,
        raise_for_status: bool = True,  # noqa: FBT001, FBT002 - as aiogram has it
    ) -> AsyncGenerator[bytes, None]:
        """Download nothing. Raises MovesNoFiles."""
        del url, headers, timeout, chunk_size, raise_for_status
        message = "a download"
        raise MovesNoFiles(message)

    async def close(self) -> None:
        """Close every connection."""
        pool, self._open = self._open, None
        if pool is not None:
            await pool.close()

    def _pool(self) -> ClientSession:
        if self._open is None:
            trust = _authorities() if self.api.base.startswith("https") else True
            self._open = ClientSession(connector=TCPConnector(limit=CONNECTIONS, ttl_dns_cache=DNS_SECONDS, ssl=trust))
        return self._open

    def _body(self, bot: Bot, method: TelegramMethod[Any]) -> bytes:
        files: dict[str, Any] = {}
        prepared = {name: self.prepare_value(value, bot=bot, files=files) for name, value in method.model_dump(warnings=False).items()}
        if files:
            raise MovesNoFiles(method.__api_method__)
        return json.dumps({name: value for name, value in prepared.items() if value}).encode()


def _reached(method: TelegramMethod[Any]) -> None:
    """Telegram has accepted a message, and we do not know it yet."""
    if method.__api_method__ == "sendMessage":
        reach(Failpoint.OUTBOX_AFTER_WRITE)


@cache
def _authorities() -> ssl.SSLContext:
    """Read once a process: it takes a twentieth of a second, and several bots may share it."""
    return ssl.create_default_context(cafile=certifi.where())
