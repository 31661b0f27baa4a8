"""A fake Telegram in a process of its own, some way off: so that the bot's CPU time is the bot's own. Orders come as JSON lines."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from random import Random
from typing import Any

from aiohttp import web

from bot.clock import SystemClock
from bot.simulator.telegram import Limits, Phone, TelegramServer
from bot.simulator.telegram.world import Press

LONGEST_LINE = 256 * 1024 * 1024


class FarServer(TelegramServer):
    """A Telegram whose every answer takes a while, half of it on the way there."""

    latency_ms: tuple[float, float] = (0.0, 0.0)
    chance = Random(5)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        way = self.chance.uniform(*self.latency_ms) / 2_000
        await asyncio.sleep(way)
        answer = await super()._serve(request)
        await asyncio.sleep(way)
        return answer


class Orders:
    """What the bench may ask of Telegram's side."""

    def __init__(self, server: FarServer, clock: SystemClock) -> None:
        """Stand beside the server."""
        self._server = server
        self._clock = clock
        self._phones: dict[int, Phone] = {}

    async def obey(self, order: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON goes back
        """Obey one order. Raises KeyError for one that there is not."""
        orders: dict[str, Callable[..., Awaitable[Any]]] = {
            "people": self._people,
            "log": self._log,
            "say": self._say,
            "press": self._press,
            "newest": self._newest,
        }
        return await orders[order.pop("do")](**order)

    async def _people(self, ids: list[int]) -> int:
        for number in ids:
            phone = self._phones[number] = self._server.person("Resident", user_id=number)
            phone.begin_silently()
        return len(ids)

    async def _log(self, after: int) -> dict[str, Any]:
        seen = self._server.log[after:]
        rows = [[one.t.timestamp(), one.method, one.chat_id, one.accepted] for one in seen if one.method != "getUpdates"]
        return {"rows": rows, "until": after + len(seen), "self_made_429": self._server.self_made_429}

    async def _say(self, user: int, text: str) -> float:
        self._phones[user].say(text)
        return self._clock.now().timestamp()

    async def _newest(self, user: int) -> list[list[str]]:
        received = self._phones[user].received
        return [[button.text, button.data or ""] for button in received[-1].buttons] if received else []

    async def _press(self, presses: list[tuple[int, str, float]], patience_s: float) -> list[list[float | None]]:
        """Press buttons whose data holds a word, each after its seconds; return when each was pressed and answered."""
        async with asyncio.TaskGroup() as group:
            pressed = [group.create_task(self._press_one(*one)) for one in presses]
        done = [task.result() for task in pressed]
        until = self._clock.monotonic() + patience_s
        while self._clock.monotonic() < until and not all(press.answered for press in done):
            await self._clock.sleep(timedelta(milliseconds=20))
        return [[press.pressed_at.timestamp(), press.answered_at.timestamp() if press.answered_at else None] for press in done]

    async def _press_one(self, user: int, word: str, after_s: float) -> Press:
        await self._clock.sleep(timedelta(seconds=after_s))
        return self._phones[user].press(lambda button: word in (button.data or ""))


async def _run(latency_ms: tuple[float, float], *, limited: bool) -> None:
    clock = SystemClock()
    server = FarServer(clock, limits=None if limited else Limits.off(), check_schema=False)
    server.latency_ms = latency_ms
    async with server:
        orders = Orders(server, clock)
        _reply({"base_url": server.base_url, "token": server.token})
        lines = asyncio.StreamReader(limit=LONGEST_LINE)
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
        while line := await lines.readline():
            _reply(await orders.obey(json.loads(line)))


def _reply(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    low, high, limited = json.loads(sys.argv[1])
    asyncio.run(_run((low, high), limited=limited))
