"""The outbox in tables: each message claimed once an attempt, stale results without effect, edits and cards merged."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.dispatch.invitation import Standing
from bot.dispatch.matter import Matter
from bot.dispatch.notification import Chat, Topic, Urgency
from bot.dispatch.outbox import Queued, Result
from bot.simulator.hand_clock import HandClock
from bot.storage.posting import CARD_REST, GROUP_CARD_REST
from bot.storage.records import Archive, Records
from tests.storage.making import a_call, a_note, a_person, an_invitation

NOBODY: tuple[int, ...] = ()


async def claim(archive: Archive, room: int = 50, busy: tuple[int, ...] = NOBODY, least: Urgency = Urgency.CARD) -> list[Queued]:
    async with archive.open_records() as records:
        return [queued for queued, _ in await records.outbox.claim(records.now, room, busy, least)]


async def settle(archive: Archive, *results: Result) -> None:
    async with archive.open_records() as records:
        await records.outbox.settle(results)


async def queue(archive: Archive, *notes: object) -> None:
    async with archive.open_records() as records:
        await records.ledger.enqueue(*notes)  # type: ignore[arg-type]  # built by a_note


async def test_a_key_is_queued_once_in_a_town_and_once_in_another(archive: Archive) -> None:
    await queue(archive, a_note("same"), a_note("same"))
    await queue(archive, a_note("same"))
    other = replace(archive, town="arara")
    await queue(other, a_note("same"))
    assert len(await claim(archive)) == 1
    assert len(await claim(other)) == 1


async def test_urgent_first_then_old_and_one_a_chat(archive: Archive) -> None:
    await queue(archive, a_note("a", 1), a_note("b", 1, Urgency.EMERGENCY), a_note("c", 2), a_note("d", 3, Urgency.CARD), a_note("e", 4))
    assert [one.notification.key for one in await claim(archive, busy=(4,))] == ["b", "c", "d"]
    assert await claim(archive, busy=(1, 2, 3, 4)) == []
    assert [one.notification.key for one in await claim(archive, least=Urgency.ROUTINE, busy=(1,))] == ["e"]


async def test_a_claimed_message_is_nobody_elses(archive: Archive) -> None:
    await queue(archive, *(a_note(f"n{chat}", chat) for chat in range(1, 40)))
    seen = [one.row for _ in range(5) for one in await claim(archive, room=10)]
    assert len(seen) == len(set(seen)) == 39


async def test_an_older_attempts_result_changes_nothing(archive: Archive) -> None:
    await queue(archive, a_note("n"))
    [first] = await claim(archive)
    async with archive.open_records() as records:
        assert await records.outbox.recover() == 1
    [second] = await claim(archive)
    assert (first.attempt, second.attempt) == (1, 2)
    await settle(archive, Result(first.row, first.attempt, "sent", 5, sent_at=archive.now()))
    async with archive.open_records() as records:
        assert await records.outbox.count("sending") == 1
        assert await records.ledger.message_at(10_001, 5) is None
    await settle(archive, Result(second.row, second.attempt, "sent", 6, sent_at=archive.now()))
    await settle(archive, Result(second.row, second.attempt, "dead"))
    async with archive.open_records() as records:
        found = await records.ledger.message_at(10_001, 6)
        assert found is not None
        assert await records.outbox.count("sent") == 1
        assert await records.outbox.recover() == 0


async def test_what_waits_is_claimed_when_its_time_has_come(archive: Archive, clock: HandClock) -> None:
    later = clock.now() + timedelta(seconds=9)
    await queue(archive, a_note("n", not_before=later))
    assert await claim(archive) == []
    async with archive.open_records() as records:
        assert await records.outbox.next_due(clock.now()) == later
    clock.move_to(later)
    assert len(await claim(archive)) == 1


async def invited(records: Records, *people: int) -> int:
    """Write a call down that these people were asked about, their invitations queued; return the call's id."""
    for key in people:
        await records.roster.meet(a_person(key))
    call = await records.ledger.add_call(a_call(records.now))
    for one in await records.ledger.add_invitations([an_invitation(call, key, records.now) for key in people]):
        about: dict[str, Any] = {
            "topic": Topic.INVITATION,
            "call_id": call.id,
            "invitation_id": one.id,
            "to": Chat(10_000 + one.person_key, None, one.person_key),
        }
        await records.ledger.enqueue(a_note(f"invite-{one.id}", **about))
    return call.id


async def sent(archive: Archive, first_id: int = 100) -> list[Queued]:
    claimed = await claim(archive)
    for place, one in enumerate(claimed):
        number = None if one.notification.edits else first_id + place
        await settle(archive, Result(one.row, one.attempt, "sent", number, sent_at=archive.now()))
    return claimed


async def test_edits_of_one_message_merge_while_they_wait_and_follow_its_sending(archive: Archive) -> None:
    async with archive.open_records() as records:
        call = await invited(records, 1, 2)
    under_way = await claim(archive)
    for _ in range(3):
        async with archive.open_records() as records:
            await records.ledger.refresh_views(call, None, Urgency.CONVERSATION)
    assert await claim(archive) == []
    await settle(archive, *(Result(one.row, one.attempt, "sent", 100 + one.row, sent_at=archive.now()) for one in under_way))
    edits = await claim(archive)
    assert [one.target_message_id for one in edits] == [100 + one.row for one in under_way]


async def test_an_edit_under_way_does_not_swallow_the_next_change_even_at_the_same_instant(archive: Archive) -> None:
    async with archive.open_records() as records:
        call = await invited(records, 1)
    await sent(archive)
    for _ in range(3):
        async with archive.open_records() as records:
            await records.ledger.refresh_views(call, None, Urgency.CONVERSATION)
        assert len(await sent(archive)) == 1


@pytest.mark.parametrize("happens", ["restart", "again"])
async def test_an_edit_that_must_go_again_gives_way_to_a_newer_one_that_waits(archive: Archive, happens: str) -> None:
    """Found by a kill: two waiting edits of one message are one too many, and the bot could not start again."""
    async with archive.open_records() as records:
        call = await invited(records, 1)
    await sent(archive)
    async with archive.open_records() as records:
        await records.ledger.refresh_views(call, None, Urgency.CONVERSATION)
    [under_way] = await claim(archive)
    async with archive.open_records() as records:
        await records.ledger.refresh_views(call, None, Urgency.CONVERSATION)

    if happens == "restart":
        async with archive.open_records() as records:
            await records.outbox.recover()
    else:
        await settle(archive, Result(under_way.row, under_way.attempt, "queued"))

    [newer] = await claim(archive)
    assert newer.row > under_way.row


async def test_an_edit_of_a_message_that_died_is_withdrawn(archive: Archive) -> None:
    async with archive.open_records() as records:
        call = await invited(records, 1)
    [one] = await claim(archive)
    async with archive.open_records() as records:
        await records.ledger.refresh_views(call, None, Urgency.CONVERSATION)
    await settle(archive, Result(one.row, one.attempt, "dead"))
    async with archive.open_records() as records:
        assert await records.outbox.count("queued", "sending") == 0
        assert await records.outbox.count("withdrawn", "dead") == 2


@pytest.mark.parametrize(("chat", "rest"), [(10_001, CARD_REST), (-77, GROUP_CARD_REST)])
async def test_a_live_card_is_edited_at_most_so_often_and_the_last_change_always_leaves(
    archive: Archive, clock: HandClock, chat: int, rest: timedelta
) -> None:
    async with archive.open_records() as records:
        call = (await records.ledger.add_call(a_call(records.now))).id
        await records.ledger.open_card(call, chat, None, None)
    for turn in range(3):
        async with archive.open_records() as records:
            for _ in range(5):
                await records.ledger.refresh_cards(call)
        claimed = await claim(archive)
        assert len(claimed) == 1, turn
        assert claimed[0].target_message_id == (900 if turn else None)
        async with archive.open_records() as records:
            await records.outbox.settle([Result(claimed[0].row, 1, "sent", None if turn else 900, sent_at=records.now)])
            await records.outbox.card_shown(call, Chat(chat), claimed[0].target_message_id, 900, records.now)
            await records.ledger.refresh_cards(call)
        assert await claim(archive) == []
        clock.move(rest)


async def test_a_card_moved_while_its_old_message_was_edited_does_not_point_back(archive: Archive, clock: HandClock) -> None:
    async with archive.open_records() as records:
        call = (await records.ledger.add_call(a_call(records.now))).id
        await records.ledger.open_card(call, 10_001, None, None)
        await records.outbox.card_shown(call, Chat(10_001), None, 900, records.now)
        await records.ledger.open_card(call, 10_001, None, None)
        await records.outbox.card_shown(call, Chat(10_001), 900, 900, records.now)
    clock.move(CARD_REST)
    targets = {one.notification.topic: one.target_message_id for one in await claim(archive)}
    assert targets.get(Topic.CARD) is None


async def test_withdrawing_takes_back_only_those_no_longer_asked(archive: Archive) -> None:
    async with archive.open_records() as records:
        call = await invited(records, 1, 2, 3)
        first = (await records.ledger.invitations(call))[0]
        await records.ledger.save_invitation(replace(first, standing=Standing.ASSIGNED))
        assert len(await records.ledger.stand_down(call)) == 2
        await records.ledger.withdraw(call)
    assert [one.notification.invitation_id for one in await claim(archive)] == [first.id]


async def test_a_group_that_moved_is_known_by_its_new_number_everywhere(archive: Archive) -> None:
    await queue(archive, a_note("n", -5))
    for _ in range(2):
        async with archive.open_records() as records:
            await records.outbox.migrate_chat(-5, -1005)
    assert [one.notification.to.chat_id for one in await claim(archive)] == [-1005]


async def test_the_limits_are_remembered_from_what_was_sent(archive: Archive, clock: HandClock) -> None:
    await queue(archive, a_note("n"))
    await sent(archive)
    async with archive.open_records() as records:
        assert await records.outbox.sent_since(clock.now() - timedelta(seconds=60)) == {10_001: [clock.now()]}
        assert await records.outbox.sent_since(clock.now() + timedelta(seconds=1)) == {}


async def test_what_is_rendered_from_is_looked_up_as_it_is_claimed(archive: Archive) -> None:
    async with archive.open_records() as records:
        call = await invited(records, 1)
        asked = (await records.ledger.invitations(call))[0]
        await records.ledger.save_invitation(replace(asked, standing=Standing.ASSIGNED))
    async with archive.open_records() as records:
        [(_, matter)] = await records.outbox.claim(records.now, 5, NOBODY, Urgency.CARD)
    assert isinstance(matter, Matter)
    assert matter.reader == a_person(1)
    assert matter.invitation is not None
    assert (matter.invitation.standing, matter.call is not None, matter.owner) == (Standing.ASSIGNED, True, a_person(1))
