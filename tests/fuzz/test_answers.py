"""Z11, P16: whatever a Bot API server answers comes to one outcome, `sent` only with a number of our message, and can be written down."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.app import open_bot
from bot.delivery import outcome as classes
from bot.delivery.outcome import Outcome, Sent
from bot.delivery.post import Parcel, post
from bot.delivery.sender import Settled
from bot.delivery.writing import writer
from bot.dispatch.advance import Bench
from bot.dispatch.notification import Urgency
from bot.speech.texts import Spoken
from tests.fuzz.shapes import LONE, ODD, nested
from tests.properties.ground import AnyClock, Ground, effort
from tests.storage.making import a_note

TOKEN = "100000001:" + "A" * 35
CHAT = 10_001
NUMBER = 4_242
YES = {"ok": True, "result": {"message_id": NUMBER, "date": 1_790_000_000, "chat": {"id": CHAT, "type": "private"}, "text": "x"}}
CODES = [400, 401, 403, 404, 409, 413, 429, 500]
WORDS = [
    "Bad Request: chat not found",
    "Bad Request: message is not modified",
    "Bad Request: message to edit not found",
    "Bad Request: can't parse entities",
    "Forbidden: bot was blocked by the user",
    "Forbidden: user is deactivated",
    "Too Many Requests: retry after 7",
    "Unauthorized",
    "",
]
STATUSES = [200, 200, 200, 201, 204, 301, 400, 401, 403, 404, 409, 413, 429, 500, 502, 504]
TYPES = ["application/json", "application/json; charset=utf-16", "application/json; charset=x-none", "text/html", "", "a/b/c;;="]
EACH_CLASS = (
    classes.Sent,
    classes.TryAgain,
    classes.Unknown,
    classes.Unreachable,
    classes.Refused,
    classes.Vanished,
    classes.Moved,
    classes.TokenRevoked,
)


@dataclass
class Answer:
    """What comes over the wire."""

    status: int
    kind: str
    body: bytes
    length: int | None = None

    @property
    def wire(self) -> bytes:
        length = len(self.body) if self.length is None else self.length
        kind = f"Content-Type: {self.kind}\r\n" if self.kind else ""
        return f"HTTP/1.1 {self.status} X\r\n{kind}Content-Length: {length}\r\nConnection: close\r\n\r\n".encode() + self.body


def answered(chance: Random) -> Answer:
    """Draw an answer: a yes or a no, spoiled in its values, its JSON, its letters or its length."""
    said: Any = json.loads(json.dumps(YES)) if chance.random() < 0.5 else refusal(chance)
    for _ in range(chance.choice([0, 0, 1, 1, 2])):
        spoil(said, chance)
    body = json.dumps(chance.choice([said] * 9 + [nested(50), [said], "x", 5, None]), ensure_ascii=chance.random() < 0.5)
    if chance.random() < 0.1:
        body = body.replace('"ok"', '"ok": false, "ok"', 1)
    if chance.random() < 0.05:
        body = "[" * 30_000
    raw = body.encode("utf-8", "surrogatepass")
    match chance.randrange(12):
        case 0:
            raw = raw[: chance.randrange(len(raw) + 1)]
        case 1:
            raw = body.encode("utf-16", "surrogatepass")
        case 2:
            place = chance.randrange(len(raw))
            raw = raw[:place] + bytes([chance.randrange(256)]) + raw[place + 1 :]
        case 3:
            return Answer(chance.choice(STATUSES), chance.choice(TYPES), raw, len(raw) + chance.choice([1, 50]))
        case _:
            pass
    status = chance.choice(STATUSES) if chance.random() < 0.4 else int(said["error_code"]) if is_no(said) else 200
    return Answer(status, chance.choice(TYPES) if chance.random() < 0.3 else TYPES[0], raw)


def is_no(said: Any) -> bool:
    return isinstance(said, dict) and said.get("error_code") in CODES


def refusal(chance: Random) -> dict[str, Any]:
    about = chance.choice(
        [{}, {"retry_after": 7}, {"migrate_to_chat_id": -1_005}, {"retry_after": 10**30}, {"migrate_to_chat_id": -(2**70)}]
    )
    return {"ok": False, "error_code": chance.choice(CODES), "description": chance.choice(WORDS), "parameters": about}


def spoil(node: Any, chance: Random) -> None:
    if not isinstance(node, dict) or not node:
        return
    key = chance.choice(list(node))
    if isinstance(node[key], dict) and node[key] and chance.random() < 0.6:
        spoil(node[key], chance)
    elif chance.random() < 0.2:
        del node[key]
    else:
        node[key] = chance.choice([*(one for one in ODD if one is not LONE), "7", 7, True, -5])


@asynccontextmanager
async def answering(answers: list[Answer]) -> AsyncIterator[str]:
    """A server that reads one request and gives the next answer."""
    waiting = iter(answers)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
        await reader.readexactly(length)
        writer.write(next(waiting).wire)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def outcome_of(answer: Answer) -> Outcome:
    """Send one message to a server that answers so, and so again where the message goes out once more in plain form."""
    async with answering([answer, answer]) as address:
        bot = open_bot(TOKEN, address)
        try:
            return await post(bot, Parcel(CHAT, None, Spoken("x")))
        finally:
            await bot.session.close()


def proves(answer: Answer) -> bool:
    """Whether an answer says beyond doubt that our message has a number: read anew, by nothing of the bot's."""
    try:
        said = json.loads(answer.body.decode("utf-8"))
        number, chat = said["result"]["message_id"], said["result"].get("chat")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return False
    is_ours = not isinstance(chat, dict) or chat.get("id") == CHAT
    is_whole = answer.length is None or answer.length == len(answer.body)
    return type(number) is int and 0 < number < 2**63 and is_ours and is_whole and 200 <= answer.status < 300


@pytest.mark.usefixtures("quiet_log")
@effort(60)
@given(seed=st.integers(0, 2**32))
@example(seed=0)
def test_any_answer_comes_to_one_outcome_that_can_be_written_down(floor: Ground, seed: int) -> None:
    floor.emptied()
    answers = [answered(Random(seed + place)) for place in range(8)]
    found = [floor.run(outcome_of(answer)) for answer in answers]
    for answer, outcome in zip(answers, found, strict=True):
        assert [kind for kind in EACH_CLASS if isinstance(outcome, kind)] == [type(outcome)]
        if isinstance(outcome, Sent):
            assert proves(answer) or outcome.message_id is None, (outcome, answer)
            assert outcome.message_id is not None or b"not modified" in answer.body, (outcome, answer)
    floor.run(written_down(floor, found))


async def written_down(floor: Ground, found: list[Outcome]) -> None:
    """Write every outcome down, as the sender would: one that can't be would keep all others from it, again and again."""
    clock = AnyClock()
    archive = floor.archive(clock)
    write = writer(lambda records: Bench(records.ledger, records.roster, records.now, ZoneInfo("UTC"), lambda: "x"))
    async with archive.open_records() as records:
        await records.ledger.enqueue(*(a_note(f"n{place}", CHAT + place) for place in range(len(found))))
    async with archive.open_records() as records:
        claimed = await records.outbox.claim(records.now, len(found), (), Urgency.CARD)
        settled = [Settled(one, matter, outcome, clock.now()) for (one, matter), outcome in zip(claimed, found, strict=True)]
        await write(records, settled)
    async with archive.open_records() as records:
        assert await records.outbox.count("sending") == 0


def test_ten_megabytes_of_answer_are_no_proof(floor: Ground) -> None:
    huge = Answer(200, TYPES[0], json.dumps({**YES, "result": {"message_id": "x" * 10_000_000}}).encode())
    assert not isinstance(floor.run(outcome_of(huge)), Sent)
    whole = Answer(200, TYPES[0], json.dumps(YES).encode())
    assert floor.run(outcome_of(whole)) == Sent(NUMBER)
