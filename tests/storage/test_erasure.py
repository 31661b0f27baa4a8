"""Forgetting reaches what was said to others, what waits to be sent or obeyed, and the last goodbye itself."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.dispatch.notification import FAREWELL, Chat, Notification, Topic, Urgency
from bot.dispatch.outbox import Result
from bot.registry.volunteer import Reach, Standing
from bot.storage.inbox import StoredUpdate
from bot.storage.records import Archive, Records
from bot.storage.tables import calls, inbox, outbox, people, volunteers
from tests.databases import BOTH, fresh_database
from tests.storage.making import a_call, a_note, a_person, a_volunteer

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
OTHERS_CHAT = 555_000_001
DANA = replace(a_person(7, chat=777_000_007), name="team", phone="+972587654321")
"""Someone who is called like the beginning of a sentence's key."""


@pytest.fixture(params=BOTH)
async def archive(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Archive]:
    async with fresh_database(request.param, tmp_path, request) as database:
        yield Archive(database, "beit-shemesh", 1, lambda: NOW)


@pytest.fixture
async def records(archive: Archive) -> AsyncIterator[Records]:
    async with archive.open_records() as opened:
        await opened.roster.meet(DANA)
        await opened.roster.save_volunteer(a_volunteer(7, "first_aid"))
        yield opened


def told(key: str, name: str, chat: int = OTHERS_CHAT) -> Notification:
    said = {"paragraphs": [{"say": "team-new-volunteer", "args": {"name": name}}], "rows": [], "ask": None}
    return a_note(key, chat, args=said)


async def rows(records: Records) -> list[dict[str, Any]]:
    return [dict(row) for row in (await records.connection.execute(select(outbox).order_by(outbox.c.row))).mappings()]


async def test_the_person_and_the_offer_are_emptied(records: Records) -> None:
    await records.roster.erase(7)
    assert await records.roster.person_of(DANA.telegram_id) is None
    row = (await records.connection.execute(select(people))).mappings().one()
    assert (row["name"], row["phone"], row["chat_id"]) == (None, None, None)
    kept = (await records.connection.execute(select(volunteers))).mappings().one()
    assert (kept["lat"], kept["skills"], kept["standing"]) == (None, frozenset(), Standing.DECLINED.value)
    assert kept["reach"] == Reach.GONE.value


async def test_what_others_still_have_to_read_stays_readable(records: Records) -> None:
    await records.ledger.enqueue(told("a", "team"), told("b", f"call {DANA.phone}"), told("c", "Noa"))
    await records.roster.erase(7)
    said = [row["args"]["paragraphs"][0] for row in await rows(records)]
    assert [one["say"] for one in said] == ["team-new-volunteer"] * 3
    assert [one["args"]["name"] for one in said] == ["…", "call …", "Noa"]


async def test_what_was_said_is_kept_only_until_it_is_sent(records: Records) -> None:
    await records.ledger.enqueue(told("a", "team"), told("b", "Noa"))
    claimed = await records.outbox.claim(NOW, 9, ())
    await records.outbox.settle([Result(one.row, one.attempt, "sent", 5, sent_at=NOW) for one, _ in claimed])
    [still] = await records.outbox.claim(NOW, 9, ())
    await records.outbox.settle([Result(still[0].row, still[0].attempt, "sent", 6, sent_at=NOW)])
    assert [(row["args"], row["state"], row["chat_id"]) for row in await rows(records)] == [({}, "sent", OTHERS_CHAT)] * 2


async def test_a_copy_of_their_own_message_that_waits_is_withdrawn(records: Records) -> None:
    copied = {"from_chat_id": DANA.chat_id, "message_id": 12}
    await records.ledger.enqueue(a_note("relay", OTHERS_CHAT, topic=Topic.RELAY, args=copied))
    await records.roster.erase(7)
    [row] = await rows(records)
    assert (row["args"], row["state"]) == ({}, "withdrawn")


async def test_their_own_chat_is_emptied_but_counts_as_it_was(records: Records) -> None:
    await records.ledger.enqueue(told(f"tell:{DANA.chat_id}:1", "x", DANA.chat_id), told(f"tell:{DANA.chat_id}:2", "y", DANA.chat_id))
    [(one, _)] = await records.outbox.claim(NOW, 9, ())
    await records.outbox.settle([Result(one.row, one.attempt, "sent", 5, sent_at=NOW)])
    await records.roster.erase(7)
    assert [(row["state"], row["chat_id"], row["args"], row["message_id"]) for row in await rows(records)] == [
        ("sent", 0, {}, None),
        ("withdrawn", 0, {}, None),
    ]
    assert all(str(DANA.chat_id) not in row["key"] for row in await rows(records))


async def test_an_edit_that_takes_an_address_off_their_screen_still_leaves(records: Records) -> None:
    to = Chat(DANA.chat_id, person_key=7)
    call = await records.ledger.add_call(a_call(NOW))
    shown = Notification(to, Topic.INVITATION, Urgency.EMERGENCY, "invite", call_id=call.id)
    await records.ledger.enqueue(shown)
    [(one, _)] = await records.outbox.claim(NOW, 9, ())
    await records.outbox.settle([Result(one.row, one.attempt, "sent", 41, sent_at=NOW)])
    await records.ledger.enqueue(replace(shown, key="edit", edits=one.row))
    await records.roster.erase(7)
    [(edit, _)] = await records.outbox.claim(NOW, 9, ())
    assert (edit.notification.to.chat_id, edit.target_message_id) == (DANA.chat_id, 41)
    await records.outbox.settle([Result(edit.row, edit.attempt, "sent", None, sent_at=NOW)])
    assert {row["chat_id"] for row in await rows(records)} == {0}


async def test_the_goodbye_is_kept_until_it_is_sent_and_then_emptied(records: Records) -> None:
    await records.roster.erase(7)
    await records.ledger.enqueue(told(f"{FAREWELL}7", "goodbye", DANA.chat_id))
    [(one, _)] = await records.outbox.claim(NOW, 9, ())
    await records.outbox.settle([Result(one.row, one.attempt, "queued", not_before=NOW)])
    [(again, _)] = await records.outbox.claim(NOW, 9, ())
    assert again.notification.to.chat_id == DANA.chat_id
    await records.outbox.settle([Result(again.row, again.attempt, "sent", 9, sent_at=NOW)])
    [row] = await rows(records)
    assert (row["chat_id"], row["args"], row["message_id"], row["state"]) == (0, {}, None, "sent")


async def test_calls_they_wrote_keep_everything_but_their_name_and_number(records: Records) -> None:
    mine = a_call(NOW, owner=7, words="ask team, +972587654321")
    await records.ledger.add_call(mine)
    await records.ledger.add_call(a_call(NOW, number=2, owner=8, words="the team meets here"))
    await records.roster.erase(7)
    words = [row["words"] for row in (await records.connection.execute(select(calls).order_by(calls.c.id))).mappings()]
    assert words == ["ask …, …", "the team meets here"]


async def test_what_they_sent_and_nobody_obeyed_yet_is_dropped(records: Records) -> None:
    sent = [StoredUpdate(1, number, DANA.chat_id, DANA.telegram_id, '{"text": "secret"}') for number in (1, 2)]
    await records.inbox.take_in([*sent, StoredUpdate(1, 3, OTHERS_CHAT, OTHERS_CHAT, '{"text": "hello"}')], NOW)
    await records.roster.erase(7, update_id=1)
    assert await records.inbox.done(1, NOW)
    assert not await records.inbox.done(2, NOW)
    kept = {row["update_id"]: row["body"] for row in (await records.connection.execute(select(inbox))).mappings()}
    assert kept == {1: "", 2: "", 3: '{"text": "hello"}'}
