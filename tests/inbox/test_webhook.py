"""The webhook's door: who may knock, what is taken in, and that 200 means it is on disk."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import ClientSession, web

from bot.inbox.intake import LONGEST_UPDATE
from bot.inbox.webhook import SECRET_HEADER, Webhook
from bot.storage.records import Archive

SECRET = "open-sesame_42"
UPDATE = {"update_id": 7, "message": {"message_id": 1, "chat": {"id": 5}, "from": {"id": 5}, "text": "שלום"}}
RIGHT = (f"{SECRET_HEADER}: {SECRET}",)


class Broken:
    """An archive whose disk is gone."""

    def open_records(self) -> Any:
        raise OSError(28, "No space left on device")


@dataclass
class Door:
    """A listening webhook, and who was woken by it."""

    archive: Any
    port: int = 0
    woken: list[bool] = field(default_factory=list)

    async def knock(self, body: bytes, headers: tuple[str, ...] = RIGHT) -> int:
        """Post raw bytes with raw header lines; return the status."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        lines = ["POST /hook HTTP/1.1", "Host: x", "Connection: close", f"Content-Length: {len(body)}", *headers, "", ""]
        writer.write("\r\n".join(lines).encode() + body)
        await writer.drain()
        status = int((await reader.readline()).split()[1])
        writer.close()
        return status


@asynccontextmanager
async def listening(archive: Any) -> AsyncIterator[Door]:
    door = Door(archive)
    hook = Webhook(100_000_001, SECRET, archive, lambda: door.woken.append(True))
    application = web.Application()
    application.router.add_post("/hook", hook.receive)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    door.port = runner.addresses[0][1]
    try:
        yield door
    finally:
        await runner.cleanup()


@pytest.fixture
async def door(archive: Archive) -> AsyncIterator[Door]:
    async with listening(archive) as door:
        yield door


async def stored(door: Door) -> int:
    async with door.archive.open_records() as records:
        return int(await records.inbox.count("waiting"))


async def test_200_means_it_is_stored_once_however_often_it_comes(door: Door) -> None:
    for _ in range(3):
        assert await door.knock(json.dumps(UPDATE).encode()) == 200
    assert (await stored(door), len(door.woken)) == (1, 3)


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (f"{SECRET_HEADER}: wrong",),
        (f"{SECRET_HEADER}: {SECRET}x",),
        (f"{SECRET_HEADER}: {SECRET[:-1]}",),
        (f"{SECRET_HEADER}:",),
        (f"{SECRET_HEADER}: שלום",),
        (f"{SECRET_HEADER}: {SECRET}", f"{SECRET_HEADER}: {SECRET}"),
        (f"{SECRET_HEADER}: wrong", f"{SECRET_HEADER}: {SECRET}"),
        (f"{SECRET_HEADER}: {SECRET.upper()}",),
    ],
)
async def test_nobody_without_the_secret_gets_in(door: Door, headers: tuple[str, ...]) -> None:
    assert await door.knock(json.dumps(UPDATE).encode(), headers) == 401
    assert (await stored(door), door.woken) == (0, [])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[" * 20_000, 400),
        (b"x" * (LONGEST_UPDATE + 1), 413),
        (b"[]", 200),
        (b"{}", 200),
        (b'{"update_id": "x"}', 200),
    ],
)
async def test_what_is_no_update_is_refused_or_left_out(door: Door, body: bytes, status: int) -> None:
    assert await door.knock(body) == status
    assert await stored(door) == 0


async def test_a_large_update_in_several_pieces_is_stored_whole(door: Door) -> None:
    big = {**UPDATE, "message": {**UPDATE["message"], "text": "א" * 8_000}}  # type: ignore[dict-item]  # a message of the table above

    async def pieces() -> AsyncIterator[bytes]:
        body = json.dumps(big).encode()
        for start in range(0, len(body), 7_000):
            yield body[start : start + 7_000]
            await asyncio.sleep(0)

    async with ClientSession() as session:
        answer = await session.post(f"http://127.0.0.1:{door.port}/hook", data=pieces(), headers={SECRET_HEADER: SECRET})
        assert answer.status == 200
    async with door.archive.open_records() as records:
        [one] = await records.inbox.waiting(5)
        assert json.loads(one.body) == big


async def test_a_full_disk_is_503_so_that_telegram_brings_it_again() -> None:
    async with listening(Broken()) as door:
        assert await door.knock(json.dumps(UPDATE).encode()) == 503
        assert door.woken == []
