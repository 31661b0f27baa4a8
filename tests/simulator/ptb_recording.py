"""What python-telegram-bot would have sent: its requests recorded instead of made.

Use: `await emitted_by_ptb(lambda bot: bot.send_message(5, "x"))` returns the method and its
parameters, read by the schema like the simulator's own (`server.log[n].params`) and `normalised`.
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import telegram
from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData

from bot.simulator.telegram.schema import read_params, validate_request

TOKEN = "100000001:made-up-for-the-recording"
UPLOADED = "upload:"


@dataclass(frozen=True, slots=True)
class Emitted:
    """One Bot API request: the method, and its typed parameters without those that say nothing."""

    method: str
    params: Mapping[str, object] = field(default_factory=dict)


class RecordingRequest(BaseRequest):
    """Writes requests down and answers none of them."""

    def __init__(self) -> None:
        self.emitted: list[Emitted] = []

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_timeouts: object, **_more: object
    ) -> tuple[int, bytes]:
        api_method = url.rpartition("/")[2]
        form: dict[str, object] = dict(request_data.json_parameters) if request_data else {}
        files = _files(request_data)
        form = {name: files.pop(str(value).removeprefix("attach://"), value) for name, value in form.items()}
        self.emitted.append(as_emitted(api_method, form | files))
        return 200, b"{}"  # no "ok": PTB raises, which emitted_by_ptb expects


def as_emitted(method: str, form: Mapping[str, object]) -> Emitted:
    """Read a request's words by the schema; what the schema forbids fails the test."""
    params, problems = read_params(method, form)
    problems += validate_request(method, params)
    assert problems == [], problems
    return Emitted(method, normalised(params))


def normalised(params: Mapping[str, object]) -> dict[str, object]:
    """Drop what says nothing (false, null, empty lists, text entities of length 0), at every depth."""
    return {name: _plain(value) for name, value in params.items() if not _says_nothing(value)}


async def emitted_by_ptb(ask: Callable[[telegram.Bot], Awaitable[object]]) -> Emitted:
    """Return the one request that python-telegram-bot's bot makes when asked."""
    recording = RecordingRequest()
    bot = telegram.Bot(TOKEN, request=recording, get_updates_request=recording)
    with suppress(KeyError, TypeError, TelegramError):  # there was no answer to read
        await ask(bot)
    assert len(recording.emitted) == 1, recording.emitted
    return recording.emitted[0]


def _files(request_data: RequestData | None) -> dict[str, object]:
    if request_data is None or not request_data.contains_files:
        return {}
    parts: Mapping[str, Any] = request_data.multipart_data
    return {name: f"{UPLOADED}{len(part[1])}" for name, part in parts.items()}


def _says_nothing(value: object) -> bool:
    return value is None or value is False or value == []


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return normalised(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
