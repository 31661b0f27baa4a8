"""Things going wrong on purpose, and what the ground truth says about them."""

import asyncio
from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientError

from bot.simulator.hand_clock import HandClock
from bot.simulator.telegram import (
    Answer,
    Drip,
    Fault,
    Hang,
    HtmlPage,
    JsonError,
    Mishap,
    NoConnection,
    Phone,
    Reset,
    TelegramServer,
    TooMany,
    Truncated,
    Twice,
    When,
    Wire,
    asked,
)
from bot.simulator.telegram.indoors import arrive


@pytest.fixture
def dana(server: TelegramServer) -> Phone:
    dana = server.person("Dana")
    dana.start()
    return dana


@pytest.mark.parametrize("when", list(When))
@pytest.mark.parametrize(
    ("mishap", "error", "answer", "code"),
    [
        (TooMany(7), TelegramRetryAfter, Answer.ERROR, 429),
        (JsonError(), TelegramServerError, Answer.ERROR, 500),
        (JsonError(401, "Unauthorized"), TelegramUnauthorizedError, Answer.ERROR, 401),
        (JsonError(403, "Forbidden: bot was blocked by the user"), TelegramForbiddenError, Answer.ERROR, 403),
        (HtmlPage(502), ClientDecodeError, Answer.HTML, 502),
        (Reset(), TelegramNetworkError, Answer.RESET, 0),
    ],
)
async def test_an_answer_may_be_spoiled_before_or_after_the_message_is_taken(
    server: TelegramServer, bot: Bot, dana: Phone, when: When, mishap: Mishap, error: type[Exception], answer: Answer, code: int
) -> None:
    fault = server.faults.add(Fault(mishap, asked("sendMessage"), when))
    with pytest.raises(error):
        await bot.send_message(dana.user_id, "call 17")
    taken = when is When.AFTER_ACCEPT
    assert len(dana.received) == taken
    record = server.log[-1]
    assert (record.accepted, record.answer, record.code, record.fault_id) == (taken, answer, code, fault.fault_id)
    assert (record.message_id is not None) == taken
    assert record.retry_after == (7 if isinstance(mishap, TooMany) else None)
    await bot.send_message(dana.user_id, "call 17")
    assert server.log[-1].fault_id is None


async def test_a_hanging_request_is_taken_late(server: TelegramServer, bot: Bot, dana: Phone) -> None:
    fault = server.faults.add(Fault(Hang(), asked(chat_id=dana.user_id)))
    async with asyncio.TaskGroup() as group:
        sending = group.create_task(bot.send_message(dana.user_id, "late"))
        await server.changes.until(lambda: server.hanging == 1)
        assert (server.in_flight, dana.received) == (0, [])
        server.faults.release(fault)
    assert sending.result().message_id == dana.last.message_id
    assert [(record.answer, record.accepted) for record in server.log] == [(Answer.HANG, False), (Answer.OK, True)]


async def test_a_message_may_be_taken_without_an_answer(server: TelegramServer, bot: Bot, dana: Phone) -> None:
    server.faults.add(Fault(Hang(), when=When.AFTER_ACCEPT))
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(dana.user_id, "silent", request_timeout=0.05)  # type: ignore[arg-type]  # aiohttp takes fractions
    assert dana.last.text == "silent"
    assert (server.hanging, server.log[-1].accepted, server.log[-1].code) == (1, True, 0)
    server.faults.clear()
    await server.changes.until(lambda: server.hanging == 0)
    assert server.in_flight == 0


async def test_closing_lets_go_of_what_hangs(server: TelegramServer, bot: Bot, dana: Phone) -> None:
    server.faults.add(Fault(Hang(), times=None))
    async with asyncio.TaskGroup() as group:
        group.create_task(_close_when_hanging(server))
        assert not await _sent(bot, dana)
    assert (dana.received, server.hanging) == ([], 0)


async def _close_when_hanging(server: TelegramServer) -> None:
    await server.changes.until(lambda: server.hanging == 1)
    server.close()


async def test_faults_choose_their_requests(server: TelegramServer, bot: Bot, dana: Phone) -> None:
    omar = server.person("Omar")
    omar.start()
    server.faults.add(Fault(JsonError(), asked("sendMessage", chat_id=dana.user_id), times=2, skip=1))
    server.faults.add(Fault(JsonError(), asked(token="9:other"), times=None))
    outcomes = [await _sent(bot, phone) for _number in range(4) for phone in (dana, omar)]
    assert outcomes == [True, True, False, True, False, True, True, True]


async def _sent(bot: Bot, phone: Phone) -> bool:
    try:
        await bot.send_message(phone.user_id, "x")
    except TelegramAPIError:
        return False
    return True


async def test_a_fetch_can_fail_too(server: TelegramServer, bot: Bot, dana: Phone) -> None:
    server.faults.add(Fault(HtmlPage(), asked("getUpdates"), When.AFTER_ACCEPT))
    with pytest.raises(ClientDecodeError):
        await bot.get_updates()
    assert len(server.waiting()) == 1
    assert server.log.of("getUpdates", token=server.token)[0].answer is Answer.HTML
    assert list(server.log)[:1] == server.log[:1]


async def test_queues_race_and_each_keeps_its_order(server: TelegramServer) -> None:
    phones = [server.person(f"P{number}") for number in range(3)]
    for turn in range(4):
        for phone in phones:
            phone.say(f"word {turn}")
    for _ in range(5):
        server.mix()
    mailbox = server._world.mailboxes[server.token]
    for phone in phones:
        mine = [entry.update_id for entry in mailbox.waiting if entry.queue == phone.user_id]
        assert mine == sorted(mine)
    assert [entry.update_id for entry in mailbox.waiting] != sorted(entry.update_id for entry in mailbox.waiting)


async def test_a_late_message_comes_after_its_answer(server: TelegramServer, bot: Bot, dana: Phone, clock: HandClock) -> None:
    server.faults.add(Fault(HtmlPage(504), asked("sendMessage"), When.LATE, late_by=timedelta(seconds=5)))
    with pytest.raises(ClientDecodeError):
        await bot.send_message(dana.user_id, "call 17")
    assert not dana.received
    clock.move(timedelta(seconds=5))
    await server.changes.until(lambda: bool(dana.received))
    first, second = server.log[-2:]
    assert (first.accepted, second.accepted) == (False, True)
    assert first.request_hash == second.request_hash
    assert second.as_row()["answer_sent"] is False
    server.skip_message_ids(7)
    await bot.send_message(dana.user_id, "after a gap")
    assert dana.last.message_id == dana.received[0].message_id + 8


@pytest.mark.parametrize(
    ("mishap", "wire"), [(Drip(1e9), Wire.DRIP), (Truncated(honest=False), Wire.CUT), (Twice(), Wire.TWICE), (NoConnection(), Wire.REFUSED)]
)
async def test_the_same_faults_without_a_socket(server: TelegramServer, dana: Phone, mishap: Mishap, wire: Wire) -> None:
    server.faults.add(Fault(mishap, asked("sendMessage")))
    reply = await server.serve(server.token, "sendMessage", {"chat_id": dana.user_id, "text": "call 17"})
    assert reply.wire is wire
    assert bool(dana.received) == (wire is not Wire.REFUSED)
    if wire in (Wire.CUT, Wire.REFUSED):
        with pytest.raises(ClientError):
            await arrive(reply, server._waits.rest)
