"""A bot's side of the wire for tests: aiogram's Bot and a bare HTTP client."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.simulator.telegram import TelegramServer


@dataclass(frozen=True, slots=True)
class Answered:
    """An HTTP answer of the Bot API."""

    status: int
    body: Any

    @property
    def result(self) -> Any:
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def description(self) -> str:
        assert not self.body["ok"], self.body
        words: str = self.body["description"]
        return words


class BareClient:
    """Speaks JSON to the server as one bot."""

    def __init__(self, server: TelegramServer, session: aiohttp.ClientSession, token: str | None = None) -> None:
        self._server = server
        self._session = session
        self._token = token or server.token

    def with_token(self, token: str) -> "BareClient":
        return BareClient(self._server, self._session, token)

    async def ask(self, method: str, **params: object) -> Answered:
        url = f"{self._server.base_url}/bot{self._token}/{method}"
        async with self._session.post(url, json=params) as answer:
            return Answered(answer.status, await answer.json(content_type=None))

    async def fetch(self, **params: object) -> list[Any]:
        """Fetch updates, then confirm them."""
        updates: list[Any] = (await self.ask("getUpdates", **params)).result
        if updates:
            await self.ask("getUpdates", offset=updates[-1]["update_id"] + 1, timeout=0, limit=1)
        return updates


class LoopbackSession(AiohttpSession):
    """aiogram's session without its quarter of a second of waiting for TLS to close."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


async def until(condition: Callable[[], bool]) -> None:
    """Give others their turn until the condition holds; the test's own timeout is the limit."""
    while not condition():  # noqa: ASYNC110 - nothing rings for what is waited for here
        await asyncio.sleep(0)


def aiogram_bot(server: TelegramServer, token: str | None = None) -> Bot:
    """Return aiogram's own bot, talking to the simulator."""
    return Bot(token or server.token, session=LoopbackSession(api=TelegramAPIServer.from_base(server.base_url)))
