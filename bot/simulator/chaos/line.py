"""The line to Telegram inside one process: aiogram's requests handed straight to the fake server, late and breakable."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiohttp import ClientConnectorError
from aiohttp.client_reqrep import ConnectionKey

from bot.clock import Clock
from bot.simulator.chaos.fuse import Fuse, Point
from bot.simulator.telegram.server import TelegramServer
from bot.simulator.telegram.wire import Reply, Wire

NOWHERE = ConnectionKey("nowhere", 80, False, True, None, None, None)
BROKEN = frozenset({Wire.RESET, Wire.CUT})
Left = tuple[datetime, int, str]
"""When a request left, to which chat, and what it was: a question (`asked`), a `card`, or another method's name."""
LAG_S = (0.005, 0.06)
"""How long a request, and its answer, are on the way: drawn evenly."""


class Line(BaseSession):
    """A session without sockets. What has left arrives, even if whoever sent it is dead by then."""

    def __init__(self, server: TelegramServer, clock: Clock, fuse: Fuse, lag: Random, world: asyncio.TaskGroup, left: list[Left]) -> None:
        """Join a bot to a server; `world` keeps what is under way, `left` is told in which order requests leave."""
        super().__init__()
        self._server = server
        self._clock = clock
        self._fuse = fuse
        self._lag = lag
        self._world = world
        self._left = left

    async def close(self) -> None:
        """Close nothing."""

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109 - as aiogram has it
        """Ask and wait for the answer. Raises what aiogram raises."""
        await self._fuse.at(Point.REQUEST)
        raw = self._fields(bot, method)
        self._left.append(_left(self._clock.now(), method.__api_method__, raw))
        under_way = self._world.create_task(self._carry(bot.token, method.__api_method__, raw))
        try:
            async with asyncio.timeout(timeout or self.timeout):
                reply = await asyncio.shield(under_way)
        except TimeoutError as late:
            raise TelegramNetworkError(method=method, message="Request timeout error") from late
        await self._fuse.at(Point.ANSWERED)
        if reply.wire is Wire.REFUSED:
            raise TelegramNetworkError(method=method, message="ClientConnectorError") from ClientConnectorError(NOWHERE, OSError("refused"))
        if reply.wire in BROKEN:
            raise TelegramNetworkError(method=method, message=f"ClientOSError: {reply.wire}")
        return self.check_response(bot=bot, method=method, status_code=reply.status, content=reply.body).result

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:  # type: ignore[override]  # nothing is downloaded here
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


def _left(at: datetime, method: str, raw: dict[str, object]) -> Left:
    chat, markup = raw.get("chat_id"), str(raw.get("reply_markup", ""))
    asks, is_card = '"i.' in markup and ".coming." in markup, '"c.' in markup
    what = method if method != "sendMessage" else "asked" if asks else "card" if is_card else method
    return at, int(str(chat)) if chat is not None else 0, what
