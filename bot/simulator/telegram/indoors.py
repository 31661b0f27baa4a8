"""An answer handed over inside one process: the errors a socket would have brought, without the socket."""

import errno
from collections.abc import Awaitable, Callable
from datetime import timedelta

from aiohttp import ClientConnectorError, ClientOSError, ClientPayloadError
from aiohttp.client_reqrep import ConnectionKey

from bot.simulator.telegram.wire import Reply, Wire

NOWHERE = ConnectionKey("telegram.invalid", 443, False, True, None, None, None)  # noqa: FBT003 - aiohttp's own order: no TLS, checked


async def arrive(reply: Reply, rest: Callable[[timedelta], Awaitable[None]]) -> Reply:
    """Return an answer as it reaches its reader; a dripping one takes its time through `rest`.

    Raises:
        ClientConnectorError: there was no connection, so nothing ever left.
        ClientOSError: the connection was reset.
        ClientPayloadError: the body ended too early.
    """
    match reply.wire:
        case Wire.REFUSED:
            raise ClientConnectorError(NOWHERE, OSError(errno.ECONNREFUSED, "Connect call failed"))
        case Wire.RESET:
            raise ClientOSError(errno.ECONNRESET, "Connection reset by peer")
        case Wire.CUT:
            message = "Response payload is not completed"
            raise ClientPayloadError(message)
        case Wire.DRIP:
            await rest(reply.takes)
        case Wire.WHOLE | Wire.TWICE:
            pass
    return reply
