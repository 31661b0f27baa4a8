"""The line to Telegram inside one process: aiogram's requests handed straight to the fake server, late and breakable."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from random import Random
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiohttp import ClientError

from bot.clock import Clock
from bot.simulator.chaos.fuse import Fuse, Point
from bot.simulator.telegram.indoors import arrive
from bot.simulator.telegram.server import TelegramServer
from bot.simulator.telegram.wire import Reply

LAG_S = (0.005, 0.06)
"""How long a request, and its answer, are on the way: drawn evenly."""


class Line(BaseSession):
    """A session without sockets. What has left arrives, even if whoever sent it is dead by then."""

    def __init__(self, server: TelegramServer, clock: Clock, fuse: Fuse, lag: Random, world: asyncio.TaskGroup) -> None:
        """Join a bot to a server; `world` keeps what is under way."""
        super().__init__()
        self._server = server
        self._clock = clock
        self._fuse = fuse
        self._lag = lag
        self._world = world

    async def close(self) -> None:
        """Close nothing."""

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ANN401, ASYNC109 - as aiogram has it
        """Ask and wait for the answer. Raises what aiogram raises."""
        await self._fuse.at(Point.REQUEST)
        raw = self._fields(bot, method)
        under_way = self._world.create_task(self._carry(bot.token, method.__api_method__, raw))
        try:
            async with asyncio.timeout(timeout or self.timeout):
                reply = await arrive(await asyncio.shield(under_way), self._clock.sleep)
        except TimeoutError as late:
            raise TelegramNetworkError(method=method, message="Request timeout error") from late
        except ClientError as failure:
            await self._fuse.at(Point.ANSWERED)
            raise TelegramNetworkError(method=method, message=f"{type(failure).__name__}: {failure}") from failure
        await self._fuse.at(Point.ANSWERED)
        return self.check_response(bot=bot, method=method, status_code=reply.status, content=reply.body).result

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:  # noqa: ANN401 - nothing is downloaded here
        """Bring nothing."""
        yield b""

    def _fields(self, bot: Bot, method: TelegramMethod[Any]) -> dict[str, object]:
        files: dict[str, Any] = {}
        prepared = {name: self.prepare_value(value, bot=bot, files=files) for name, value in method.model_dump(warnings=False).items()}
        return {name: value for name, value in prepared.items() if value}

    async def _carry(self, token: str, method: str, raw: dict[str, object]) -> Reply:
        """Take a request to Telegram and its answer back."""
        await self._rest()
        reply = await self._server.serve(token, method, raw)
        if not self._fuse.is_blown:
            self._fuse.reached(Point.ACCEPTED)
        await self._clock.sleep(reply.takes)
        await self._rest()
        return reply

    async def _rest(self) -> None:
        await self._clock.sleep(timedelta(seconds=round(self._lag.uniform(*LAG_S), 6)))
