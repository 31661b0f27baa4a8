"""Z2: whoever knocks with whatever: 200, 400, 401, 413 or 503 and nothing else, quickly, and nothing is stored without the secret."""

import asyncio
import gzip
import json
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from random import Random
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.inbox.intake import LONGEST_UPDATE
from bot.inbox.webhook import SECRET_HEADER, Webhook
from tests.fuzz.shapes import LONE, ODD, Shaper, nested
from tests.properties.ground import BOT, AnyClock, Ground, effort

SECRET = b"open-sesame_42"
NAME = SECRET_HEADER.encode()
SECRETS = [b"", SECRET[:-1], SECRET + b" x", SECRET.upper(), b"\xff\xfe", "שלום".encode(), b"\xed\xa0\x80", b"x" * 5_000]
STATUSES = {200, 400, 401, 413, 503}
KNOCKS = 12


class Broken:
    """An archive whose disk is gone."""

    def open_records(self) -> Any:
        raise OSError(28, "No space left on device")


def body_of(chance: Random) -> bytes:
    """Draw a body: an update as it should be, one spoiled, or no JSON at all."""
    update = Shaper(chance, [5, 6], [-7], ["x", "שלום", LONE], ["i.x.coming."]).update(chance.randrange(1, 50))
    choices: list[Any] = [update, update, update, chance.choice(ODD), {"update_id": chance.choice(ODD)}, nested(chance.choice([5, 900]))]
    raw = json.dumps(chance.choice(choices), ensure_ascii=chance.random() < 0.7).encode("utf-8", "surrogatepass")
    match chance.randrange(10):
        case 0:
            return raw[: chance.randrange(len(raw) + 1)]
        case 1:
            return chance.randbytes(chance.randrange(200))
        case 2:
            return b"[" * 20_000
        case 3:
            return b'{"update_id": 7, "x": "' + b"y" * chance.choice([LONGEST_UPDATE, LONGEST_UPDATE - 30]) + b'"}'
        case 4:
            return b'{"update_id": ' + b"9" * chance.choice([30, 5_000]) + b"}"
        case _:
            return raw


def packed(chance: Random, body: bytes) -> tuple[bytes, list[bytes]]:
    """Draw how the body travels: plainly, in chunks, packed well or badly, with a length that lies."""
    match chance.randrange(9):
        case 0:
            return gzip.compress(body), [b"Content-Encoding: gzip"]
        case 1:
            return body, [b"Content-Encoding: " + chance.choice([b"gzip", b"deflate", b"br", b"x"])]
        case 2:
            return zlib.compress(body)[:-3], [b"Content-Encoding: deflate"]
        case 3:
            return gzip.compress(b"0" * 3_000_000), [b"Content-Encoding: gzip"]
        case 4:
            return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body), [b"Transfer-Encoding: chunked"]
        case 5:
            return b"zz\r\n" + body, [b"Transfer-Encoding: chunked"]
        case _:
            return body, []


async def knock(port: int, head: list[bytes], body: bytes, *, hangs_up: bool) -> int | None:
    """Send raw bytes; return the status, or None where nobody waited for it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(b"\r\n".join(head) + b"\r\n\r\n" + body)
        await writer.drain()
        if hangs_up:
            return None
        line = await asyncio.wait_for(reader.readline(), 10)
        return int(line.split()[1]) if line else None
    except ConnectionError:
        return None
    finally:
        writer.close()


@asynccontextmanager
async def listening(archive: Any, arrived: Callable[[], None]) -> AsyncIterator[int]:
    """Open the door; yield its port."""
    application = web.Application(client_max_size=2**20)
    application.router.add_post("/hook", Webhook(BOT, SECRET.decode(), archive, arrived).receive)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def knocked(chance: Random, archive: Any) -> tuple[list[tuple[bool, int | None]], int]:
    """Knock a dozen times; return who had the secret with what they were answered, and how often somebody was woken."""
    woken: list[bool] = []
    async with listening(archive, lambda: woken.append(True)) as port:
        answers = [await one_knock(chance, port) for _ in range(KNOCKS)]
    return answers, len(woken)


async def one_knock(chance: Random, port: int) -> tuple[bool, int | None]:
    knows = chance.random() < 0.6
    body, about = packed(chance, body_of(chance))
    is_chunked = any(line.startswith(b"Transfer") for line in about)
    secrets = [SECRET] if knows else chance.choice([[], [chance.choice(SECRETS)], [SECRET, SECRET], [chance.choice(SECRETS), SECRET]])
    head = [b"POST /hook HTTP/1.1", b"Host: x", b"Connection: close", *about, *(NAME + b": " + one for one in secrets)]
    head += [] if is_chunked else [b"Content-Length: %d" % len(body)]
    return knows, await knock(port, head, body, hangs_up=chance.random() < 0.05)


@pytest.mark.usefixtures("quiet_log")
@effort(15)
@given(seed=st.integers(0, 2**32), is_broken=st.booleans())
def test_the_door_answers_one_of_five_ways(floor: Ground, seed: int, is_broken: bool) -> None:
    floor.emptied()
    archive = floor.archive(AnyClock())
    answers, woken = floor.run(knocked(Random(seed), Broken() if is_broken else archive))
    for knows, status in answers:
        assert status is None or status in (STATUSES if knows else {401, 400}), (knows, status)
    assert woken <= sum(knows for knows, _ in answers)

    async def stored() -> int:
        async with archive.open_records() as records:
            return await records.inbox.count("waiting")

    assert floor.run(stored()) <= woken, "what was not let in stands nowhere"


def test_a_body_that_cannot_be_unpacked_is_the_senders_fault(floor: Ground) -> None:
    """Found by fuzzing: it was answered 500, as if the house had failed."""

    async def bring(*about: bytes) -> int | None:
        head = [b"POST /hook HTTP/1.1", b"Host: x", b"Connection: close", b"Content-Length: 5", NAME + b": " + SECRET, *about]
        async with listening(Broken(), lambda: None) as port:
            return await knock(port, head, b"x" * 5, hangs_up=False)

    assert floor.run(bring(b"Content-Encoding: gzip")) == 400
    assert floor.run(bring(b"Content-Encoding: deflate")) == 400
    assert floor.run(bring()) == 400
