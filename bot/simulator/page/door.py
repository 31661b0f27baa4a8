"""The page's small web server: on this machine only, behind a token, for pages of its own and no others."""

import asyncio
import contextlib
import hmac
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib.resources import files

from aiohttp import web

from bot.simulator.page.feed import Shown
from bot.simulator.page.live import LiveTown
from bot.simulator.page.pane import NotDone
from bot.simulator.page.words import words
from bot.simulator.telegram.schema import JsonObject

LOOPBACK = "127.0.0.1"
STATIC = files("bot.simulator.page") / "static"
SORTS = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
BIGGEST_REQUEST = 32_768
STILL_THERE_EVERY_S = 15.0
"""A stream without news says so this often, so that neither side takes it for dead."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True, eq=False)
class Door:
    """Lets the visitor's browser in: the address holds a token that no other site can know."""

    live: LiveTown
    token: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    port: int = 0

    @property
    def address(self) -> str:
        """Return the page's address."""
        return f"http://{LOOPBACK}:{self.port}/{self.token}/"

    def application(self) -> web.Application:
        """Return the web application."""
        application = web.Application(client_max_size=BIGGEST_REQUEST, middlewares=[self._guard])
        routes = application.router
        routes.add_get("/{token}/", self._page)
        routes.add_get("/{token}/static/{name}", self._file)
        routes.add_get("/{token}/words", self._words)
        routes.add_get("/{token}/feed", self._feed)
        routes.add_post("/{token}/chats/{name}/{deed}", self._obey)
        return application

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse strangers: a name that was made to lead here, another site's page, a wrong token."""
        hosts = {f"{name}:{self.port}" for name in (LOOPBACK, "localhost")}
        origin = request.headers.get("Origin")
        if request.host not in hosts or (origin is not None and origin.removeprefix("http://") not in hosts):
            raise web.HTTPForbidden(headers=HEADERS)
        if not hmac.compare_digest(request.match_info.get("token", "").encode(), self.token.encode()):
            raise web.HTTPNotFound(headers=HEADERS)
        return await handler(request)

    async def _page(self, request: web.Request) -> web.StreamResponse:
        del request
        return _static("index.html")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        return _static(request.match_info["name"])

    async def _words(self, request: web.Request) -> web.StreamResponse:
        del request
        said = words(self.live.bot.texts, self.live.clock.now())
        return web.json_response({"words": said, "town": self.live.chart.view()}, headers=HEADERS)

    async def _obey(self, request: web.Request) -> web.StreamResponse:
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType(headers=HEADERS)
        try:
            asked = json.loads(await request.text())
            name, deed = request.match_info["name"], request.match_info["deed"]
            done = await self.live.obey(name, deed, asked if isinstance(asked, dict) else {})
        except (ValueError, NotDone) as refused:
            return web.json_response({"refused": str(refused)}, status=409, headers=HEADERS)
        return web.json_response(done, headers=HEADERS)

    async def _feed(self, request: web.Request) -> web.StreamResponse:
        """Tell an open page what changes, as server-sent events, until either side ends it."""
        stream = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        await stream.prepare(request)
        with contextlib.suppress(ConnectionResetError):  # the page was closed
            await self._tell(stream)
        return stream

    async def _tell(self, stream: web.StreamResponse) -> None:
        shown = Shown()
        while True:
            heard = self.live.bell.count
            await stream.write(_event(shown.news(self.live.view())))
            await self._next_ring(heard)

    async def _next_ring(self, heard: int) -> None:
        try:
            async with asyncio.timeout(STILL_THERE_EVERY_S):
                await self.live.bell.until(lambda: self.live.bell.count != heard)
        except TimeoutError:
            return


def _event(news: JsonObject) -> bytes:
    return f"data: {json.dumps(news, ensure_ascii=False)}\n\n".encode() if news else b": still here\n\n"


def _static(name: str) -> web.Response:
    file = STATIC / name
    sort = SORTS.get(name.rpartition(".")[2])
    if "/" in name or sort is None or not file.is_file():
        raise web.HTTPNotFound(headers=HEADERS)
    return web.Response(text=file.read_text(encoding="utf-8"), content_type=sort, charset="utf-8", headers=HEADERS)


@asynccontextmanager
async def open_door(live: LiveTown, port: int) -> AsyncIterator[Door]:
    """Serve the page on loopback. Raises OSError where the port is taken; 0 takes any free one."""
    door = Door(live)
    runner = web.AppRunner(door.application(), access_log=None, handle_signals=False, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, LOOPBACK, port).start()
        door.port = runner.addresses[0][1]
        yield door
    finally:
        await runner.cleanup()
