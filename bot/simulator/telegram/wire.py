"""Bot API requests and answers as bytes on the wire."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus

from aiohttp import web

from bot.simulator.telegram.refusal import Refused, bad_request

OK = 200
ATTACHED = "attach://"
UPLOADED = "upload:"  # stands for an uploaded file in typed parameters, followed by its size in bytes
BIGGEST_REQUEST = 55 * 1024 * 1024


class Wire(StrEnum):
    """What the connection does with an answer."""

    WHOLE = "whole"
    RESET = "reset"
    REFUSED = "refused"
    """There was no connection: over sockets it is dropped instead."""
    DRIP = "drip"
    CUT = "cut"
    """The body ends before its announced length."""
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: a status and a body, or nothing but a dropped connection.

    `takes` is how long a dripping body needs; of a cut one only the first `keep` bytes come.
    """

    status: int
    body: str
    content_type: str = "application/json"
    wire: Wire = Wire.WHOLE
    headers: Mapping[str, str] = field(default_factory=dict)
    takes: timedelta = timedelta(0)
    keep: int = 0

    @property
    def reset(self) -> bool:
        """Say whether nothing comes back at all."""
        return self.wire in (Wire.RESET, Wire.REFUSED)


RESET = Reply(0, "", wire=Wire.RESET)
NO_CONNECTION = Reply(0, "", wire=Wire.REFUSED)


async def read_form(request: web.Request) -> dict[str, object]:
    """Return a request's parameters: from the query, JSON, an urlencoded or a multipart body.

    Raises:
        Refused: 400 for a body that is no JSON object, 413 for one too big.
    """
    params: dict[str, object] = dict(request.query)
    try:
        if request.content_type == "application/json":
            params |= _json_object(await request.text())
        elif request.can_read_body:
            params |= _form(dict(await request.post()))
    except web.HTTPRequestEntityTooLarge as error:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Request Entity Too Large") from error
    except (ValueError, UnicodeDecodeError) as error:
        reason = "can't parse the request body"
        raise bad_request(reason) from error
    return params


def refused(refusal: Refused) -> Reply:
    """Return Telegram's no."""
    return Reply(refusal.code, json.dumps(refusal.as_body()))


def granted(result: object) -> Reply:
    """Return Telegram's yes."""
    return Reply(OK, json.dumps({"ok": True, "result": result}))


def granted_updates(updates: list[str]) -> Reply:
    """Return updates as the texts they are, even when one is no JSON."""
    return Reply(OK, f'{{"ok":true,"result":[{",".join(updates)}]}}')


def html_page(code: int) -> Reply:
    """Return what a gateway says when Telegram does not."""
    title = f"{code} {HTTPStatus(code).phrase}"
    page = f"<html>\r\n<head><title>{title}</title></head>\r\n<body><center><h1>{title}</h1></center></body>\r\n</html>"
    return Reply(code, page, "text/html")


def _json_object(text: str) -> dict[str, object]:
    content = json.loads(text or "{}")
    if not isinstance(content, dict):
        message = "not an object"
        raise ValueError(message)  # noqa: TRY004 - read_form tells every unreadable body alike
    return content


def _form(fields: dict[str, str | bytearray | bytes | web.FileField]) -> dict[str, object]:
    files = {name: _uploaded(value) for name, value in fields.items() if not isinstance(value, str)}
    words = {name: value for name, value in fields.items() if isinstance(value, str)}
    used = {value.removeprefix(ATTACHED) for value in words.values() if value.startswith(ATTACHED)}
    params: dict[str, object] = {
        name: files.get(value.removeprefix(ATTACHED), value) if value.startswith(ATTACHED) else value for name, value in words.items()
    }
    return params | {name: value for name, value in files.items() if name not in used}


def _uploaded(value: bytearray | bytes | web.FileField) -> str:
    if isinstance(value, web.FileField):
        size = len(value.file.read())
        value.file.close()
        return f"{UPLOADED}{size}"
    return f"{UPLOADED}{len(value)}"
