"""An answer on its way over a socket: whole, a byte at a time, cut in the middle, twice, or not at all."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from datetime import timedelta

from aiohttp import web

from bot.simulator.telegram.wire import OK, Reply, Wire

LINGER_NOT = struct.pack("ii", 1, 0)  # close with RST instead of FIN
Rest = Callable[[timedelta], Awaitable[None]]


async def respond(reply: Reply, request: web.Request, rest: Rest) -> web.StreamResponse:
    """Give a reply to aiohttp, or do to the line what the reply says."""
    if reply.reset:
        _cut(request)
    body = reply.body.encode("utf-8", "surrogateescape")
    match reply.wire:
        case Wire.DRIP:
            return await _drip(reply, request, body, rest)
        case Wire.CUT:
            return await _break_off(reply, request, body)
        case Wire.TWICE:
            _say_before(request, reply, body)
        case _:
            pass
    return web.Response(status=reply.status or OK, body=body, content_type=reply.content_type, headers=dict(reply.headers))


async def _begin(reply: Reply, request: web.Request, length: int) -> web.StreamResponse:
    response = web.StreamResponse(status=reply.status, headers=dict(reply.headers))
    response.content_type, response.content_length = reply.content_type, length
    await response.prepare(request)
    return response


async def _drip(reply: Reply, request: web.Request, body: bytes, rest: Rest) -> web.StreamResponse:
    response = await _begin(reply, request, len(body))
    for place in range(len(body)):
        if request.transport is None or request.transport.is_closing():
            break
        await response.write(body[place : place + 1])
        await rest(reply.takes / len(body))
    return response


async def _break_off(reply: Reply, request: web.Request, body: bytes) -> web.StreamResponse:
    response = await _begin(reply, request, len(body))
    await response.write(body[: reply.keep])
    await asyncio.sleep(0)
    if request.transport is not None:
        request.transport.close()
    return response


def _say_before(request: web.Request, reply: Reply, body: bytes) -> None:
    """Put one copy of the answer on the line; aiohttp itself brings the other."""
    if request.transport is None:
        return
    head = f"HTTP/1.1 {reply.status} OK\r\nContent-Type: {reply.content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    request.transport.write(head.encode() + body)


def _cut(request: web.Request) -> None:
    transport = request.transport
    if transport is None:
        return
    connection = transport.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
    transport.abort()
