"""What leaves first, what waits, what is sent again, and that nothing claimed is ever forgotten."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.delivery.outcome import Gone, Moved, Outcome, Refused, Sent, TokenRevoked, TryAgain, Unknown, Unreachable, Vanished
from bot.delivery.post import Parcel
from bot.dispatch.advance import Bench, NeverRests, advance
from bot.dispatch.invitation import Standing
from bot.dispatch.notification import Chat, Topic, Urgency
from bot.registry.volunteer import Reach
from bot.storage.records import Records
from tests.delivery.conftest import Desk
from tests.storage.making import a_call, a_note, a_person, a_volunteer, an_invitation


async def test_everything_leaves_in_order_at_nearly_the_whole_envelope(desk: Desk) -> None:
    desk.open()
    await desk.queue([a_note(f"n{number}", number) for number in range(1, 301)])
    await desk.play(20)
    times = [at for at, _, _ in desk.left]
    assert [key for _, _, key in desk.left] == [f"n{number}" for number in range(1, 301)]
    assert 299 / (times[-1] - times[0]) >= 0.97 * 25
    assert max(sum(start <= at < start + 1 for at in times) for start in times) <= 29
    assert await desk.count("sent") == 300
    assert desk.sender is not None
    assert desk.sender.is_idle


async def test_an_emergency_overtakes_ten_thousand(desk: Desk) -> None:
    await desk.queue([a_note(f"n{number}", number) for number in range(1, 10_001)])
    desk.open()
    await desk.play(2)
    before = len(desk.left)
    await desk.queue([a_note(f"e{number}", 20_000 + number, Urgency.EMERGENCY) for number in range(1, 51)])
    at = desk.clock.monotonic()
    await desk.play(3)
    after = desk.left[before:]
    urgent = [(moment, key) for moment, _, key in after if key.startswith("e")]
    assert [key for _, key in urgent] == [f"e{number}" for number in range(1, 51)]
    assert urgent[0][0] - at <= 0.2
    assert urgent[-1][0] - at <= 3
    assert [key[0] for _, _, key in after[:50]] == ["e"] * 50


async def test_one_chat_gets_its_messages_one_after_another_and_in_order(desk: Desk) -> None:
    desk.open()
    await desk.queue([a_note(f"n{number}", 5, Urgency.CONVERSATION) for number in range(1, 9)])
    await desk.play(20)
    assert [key for _, _, key in desk.left] == [f"n{number}" for number in range(1, 9)]


async def test_a_chat_with_a_hundred_messages_holds_nobody_up(desk: Desk) -> None:
    desk.open()
    await desk.queue([a_note(f"a{number}", 5, Urgency.ESCALATION) for number in range(1, 151)])
    await desk.queue([a_note(f"b{number}", 100 + number) for number in range(1, 51)])
    await desk.play(10)
    assert sum(key.startswith("b") for _, _, key in desk.left) == 50


async def test_a_429_is_obeyed_for_its_chat_and_the_others_go_on(desk: Desk) -> None:
    def answer(parcel: Parcel, count: int) -> Outcome:
        return TryAgain(7.0, is_flood=True) if parcel.chat_id == 5 and count < 3 else Sent(count)

    desk.answer = answer
    desk.open()
    await desk.queue([a_note("hit", 5), a_note("next", 5), *(a_note(f"n{number}", 100 + number) for number in range(1, 101))])
    await desk.play(30)
    hits = [at for at, chat, _ in desk.left if chat == 5]
    assert hits[1] - hits[0] >= 7
    others = [at for at, chat, _ in desk.left if chat != 5]
    assert others[-1] <= 101 / (0.95 * 25)
    assert await desk.count("sent") == 102


async def test_many_held_chats_do_not_stop_the_rest(desk: Desk) -> None:
    """Each 429 stands alone in its two seconds, so the bot as a whole is not meant."""

    def answer(parcel: Parcel, count: int) -> Outcome:
        return TryAgain(600.0, is_flood=True) if parcel.chat_id < 50 else Sent(count)

    desk.answer = answer
    desk.open()
    for chat in range(1, 41):
        await desk.queue([a_note(f"x{chat}", chat), a_note(f"y{chat}", chat), a_note(f"z{chat}", chat)])
        await desk.play(3)
    await desk.queue([a_note(f"n{number}", 100 + number) for number in range(1, 51)])
    await desk.play(4)
    assert sum(key.startswith("n") for _, _, key in desk.left) == 50
    await desk.play(700)
    assert all(sum(key == f"x{chat}" for _, _, key in desk.left) >= 2 for chat in range(1, 41))


async def test_three_chats_hit_at_once_mean_the_whole_bot(desk: Desk) -> None:
    def answer(parcel: Parcel, count: int) -> Outcome:
        return TryAgain(9.0, is_flood=True) if count <= 4 else Sent(count)

    desk.answer = answer
    desk.open()
    await desk.queue([a_note(f"n{number}", number) for number in range(1, 41)])
    await desk.play(30)
    times = [at for at, _, _ in desk.left]
    assert max(later - sooner for sooner, later in pairwise(times)) >= 8.5
    assert await desk.count("sent") == 40


async def test_an_unknown_fate_is_sent_again_an_emergency_at_once(desk: Desk) -> None:
    def answer(parcel: Parcel, count: int) -> Outcome:
        return Unknown("reset") if count <= 2 else Sent(count)

    desk.answer = answer
    desk.open()
    await desk.queue([a_note("e", 1, Urgency.EMERGENCY), a_note("r", 2)])
    await desk.play(2)
    assert [key for _, _, key in desk.left].count("e") == 2
    assert [key for _, _, key in desk.left].count("r") == 1
    await desk.play(6)
    assert [key for _, _, key in desk.left].count("r") == 2
    assert await desk.count("sent") == 2


async def test_a_revoked_token_stops_everything_and_keeps_the_queue(desk: Desk) -> None:
    desk.answer = lambda *_: TokenRevoked()
    desk.open()
    await desk.queue([a_note(f"n{number}", number) for number in range(1, 101)])
    await desk.play(60)
    assert len(desk.left) <= 8
    assert await desk.count("queued", "sending") == 100


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(Refused("too long"), "dead"), (Unreachable(Gone.BLOCKED), "dead"), (Unreachable(Gone.NO_CHAT), "dead"), (Sent(4), "sent")],
)
async def test_every_end_is_written_down(desk: Desk, outcome: Outcome, state: str) -> None:
    desk.answer = lambda *_: outcome
    desk.open()
    await desk.queue([a_note("n")])
    await desk.play(5)
    assert len(desk.left) == 1
    assert await desk.count(state) == 1


async def test_a_screen_whose_message_is_gone_is_sent_anew_once(desk: Desk) -> None:
    desk.answer = lambda parcel, count: Vanished() if parcel.edit_message_id else Sent(count)
    desk.open()
    await desk.queue([a_note("n", edit_message_id=77)])
    await desk.play(5)
    assert [key for _, _, key in desk.left] == ["n", "n"]
    assert await desk.count("sent") == 1


async def test_a_group_that_moved_gets_the_message_under_its_new_number(desk: Desk) -> None:
    desk.answer = lambda parcel, count: Moved(-1005) if parcel.chat_id == -5 else Sent(count)
    desk.open()
    await desk.queue([a_note("n", -5)])
    await desk.play(5)
    assert [chat for _, chat, _ in desk.left] == [-5, -1005]


async def test_stale_and_unreadable_messages_end_without_being_sent(desk: Desk) -> None:
    desk.open()
    await desk.queue([a_note("stale", 1, expires_at=desk.clock.now()), a_note("good", 2)])
    await desk.play(2)
    assert [key for _, _, key in desk.left] == ["good"]
    assert await desk.count("withdrawn") == 1


class Faulty:
    """An archive whose disk is full for a while."""

    def __init__(self, archive: Any) -> None:
        self._archive = archive
        self.is_full = False

    @asynccontextmanager
    async def open_records(self) -> AsyncIterator[Any]:
        async with self._archive.open_records() as records:
            yield records
            if self.is_full:
                raise OSError(28, "No space left on device")


async def test_a_full_disk_loses_nothing_that_was_claimed(desk: Desk) -> None:
    disk = Faulty(desk.archive)
    sender = desk.open(disk)
    await desk.queue([a_note(f"n{number}", number) for number in range(1, 61)])
    await desk.play(0.5)
    disk.is_full = True
    await desk.play(5)
    disk.is_full = False
    sender.wake()
    await desk.play(10)
    assert sorted(key for _, _, key in desk.left) == sorted(f"n{number}" for number in range(1, 61))
    assert await desk.count("sent") == 60


async def test_a_restart_sends_again_only_what_was_under_way(desk: Desk) -> None:
    desk.open()
    await desk.queue([a_note(f"n{number}", number) for number in range(1, 101)])
    await desk.play(1.01)
    desk.close()
    await desk.play(0)
    async with desk.archive.open_records() as records:
        await records.outbox.recover()
    desk.open()
    await desk.play(10)
    keys = [key for _, _, key in desk.left]
    assert set(keys) == {f"n{number}" for number in range(1, 101)}
    assert len(keys) <= 100 + 12
    assert await desk.count("sent") == 100


async def laid_out(records: Records, people: int) -> int:
    for key in range(1, people + 1):
        await records.roster.meet(a_person(key))
        await records.roster.save_volunteer(a_volunteer(key))
    call = await records.ledger.add_call(a_call(records.now))
    return call.id


async def test_who_blocked_the_bot_is_replaced_in_the_same_wave(desk: Desk) -> None:
    desk.answer = lambda parcel, count: Unreachable(Gone.BLOCKED) if parcel.chat_id == 10_001 else Sent(count)
    async with desk.archive.open_records() as records:
        call = await laid_out(records, 30)
        moved = await advance(await records.ledger.call(call), bench(desk, records))
        asked = {one.person_key for one in await records.ledger.invitations(call)}
        assert 1 in asked
    desk.open()
    await desk.play(3)
    async with desk.archive.open_records() as records:
        now = await records.ledger.invitations(call)
        assert {one.wave for one in now} == {moved.wave}
        assert len(now) == len(asked) + 1
        assert next(one for one in now if one.person_key == 1).standing is Standing.UNREACHABLE
        gone = await records.roster.volunteer(1)
        assert gone is not None
        assert gone.reach is Reach.BLOCKED
        assert all(one.delivered_at for one in now if one.person_key != 1)
    assert len({chat for _, chat, _ in desk.left}) == len(asked) + 1


def bench(desk: Desk, records: Records) -> Bench:
    return desk._bench(records)


async def test_a_call_that_cannot_be_moved_on_holds_no_other_message_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.answer = lambda parcel, count: Unreachable(Gone.BLOCKED) if parcel.chat_id == 10_001 else Sent(count)
    async with desk.archive.open_records() as records:
        call = await records.ledger.call(await laid_out(records, 1))
        [one] = await records.ledger.add_invitations([an_invitation(call, 1, records.now)])
        about: dict[str, Any] = {"topic": Topic.INVITATION, "call_id": call.id, "invitation_id": one.id}
        await records.ledger.enqueue(a_note("i", to=Chat(10_001, None, 1), **about), a_note("n", 2))

    async def never(*_: object) -> None:
        raise NeverRests

    monkeypatch.setattr("bot.delivery.losing.unreachable", never)
    desk.open()
    await desk.play(2)
    async with desk.archive.open_records() as records:
        assert await records.outbox.count("sent") == 1
        assert await records.outbox.count("dead") == 1
        person = await records.roster.volunteer(1)
        assert person is not None
        assert person.reach is Reach.OPEN


async def test_a_delivered_invitation_is_noted_once_at_its_own_moment(desk: Desk) -> None:
    async with desk.archive.open_records() as records:
        call = await records.ledger.call(await laid_out(records, 1))
        [one] = await records.ledger.add_invitations([an_invitation(call, 1, records.now)])
        about: dict[str, Any] = {"topic": Topic.INVITATION, "call_id": call.id, "invitation_id": one.id}
        await records.ledger.enqueue(a_note("i", to=Chat(10_001, None, 1), **about))
    desk.open()
    await desk.play(2)
    async with desk.archive.open_records() as records:
        found = await records.ledger.invitation_by_token(one.token)
        assert found is not None
        assert found.delivered_at is not None
        assert found.delivered_at - found.asked_at <= timedelta(seconds=1)
