"""Z4: raw updates of every shape: stored or left out, obeyed or quarantined; the loop goes on, and nobody reads a traceback."""

import json
from random import Random
from typing import Any, cast

import pytest
from aiogram import Bot
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from bot.inbox.intake import take_apart
from bot.inbox.poller import Poller
from tests.fuzz.room import BOT, GROUP, OMAR, RIVKA, VERA, Room
from tests.fuzz.shapes import LONE, ODD, Shaper, nested
from tests.properties.ground import Ground, effort
from tests.storage.making import a_person

STRANGER = 77_777
TEXTS = [
    "hello",
    "/start",
    "/status",
    "/call",
    "/profile",
    "/mydata",
    "/forget",
    "/team",
    "accept 1 20",
    "no",
    "שלום",
    LONE,
    "\u0000",
    "x" * 5000,
]
AT_ONCE = 8


@pytest.mark.usefixtures("quiet_log")
@effort(20)
@given(seed=st.integers(0, 2**32))
def test_whatever_comes_the_loop_goes_on_and_the_good_ones_are_obeyed(floor: Ground, seed: int) -> None:
    room = Room(floor)
    tokens = list(room.tokens().values())
    data = [f"i.{tokens[0]}.coming.20", f"i.{tokens[-1]}.cannot.", "p..volunteer-approve.1", "c.x.close.", "t.x.y.z", "i...", "."]
    shaper = Shaper(Random(seed), [RIVKA, OMAR, VERA, STRANGER, STRANGER + 1], [GROUP, -5], TEXTS, data)
    raws = [shaper.update(room.next_id()) for _ in range(AT_ONCE)]
    numbers = {one["update_id"] for one in raws}
    good = room.message(STRANGER + 9, text="/start")
    room.take(*raws, good)
    states = room.states()
    assert set(states) == numbers | {good["update_id"]}, "each is stored"
    assert "waiting" not in states.values(), "and each comes to an end"
    assert states[good["update_id"]] == "done"
    assert [text for chat, text, _ in room.sent if chat == STRANGER + 9], "whoever says something sensible is answered"


@pytest.mark.usefixtures("quiet_log")
def test_an_odd_number_spoils_nobodys_batch(floor: Ground) -> None:
    room = Room(floor)
    for odd in [*ODD, nested(400), nested(5_000)]:
        room.take(
            {"update_id": odd, "message": {}}, odd, {"update_id": room.next_id(), "message": odd}, room.message(STRANGER, text="/start")
        )
        assert room.states()[room.update_id] == "done"


@effort(40)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda of: st.lists(of) | st.dictionaries(st.text(), of)
    )
)
def test_taking_apart_never_fails_and_what_is_taken_can_be_stored(raw: object) -> None:
    for taken in take_apart(1, [raw, {"update_id": 5, "message": raw}, {"update_id": raw}]):
        assert -(2**63) <= taken.update_id < 2**63
        taken.body.encode()
        assert json.loads(taken.body) is not None


class Telegram:
    """Answers one getUpdates."""

    id = BOT

    def __init__(self, batch: list[Any]) -> None:
        self.batch = batch
        self.offsets: list[int | None] = []

    async def __call__(self, asked: Any, request_timeout: int) -> list[Any]:
        self.offsets.append(asked.offset)
        return self.batch


def test_a_batch_with_odd_things_in_it_is_stored_and_confirmed(floor: Ground) -> None:
    """Found by fuzzing: a number too large for the tables, or half a letter, kept its batch from being stored for ever."""
    room, good = Room(floor), {"update_id": 70, "message": {"text": LONE}}
    telegram = Telegram([5, None, {"update_id": 2**70}, {"update_id": "71"}, {"update_id": True}, good, {"update_id": 69, "poll": {}}])
    poller = Poller(cast(Bot, telegram), room.bot.archive, room.clock, lambda: None)
    for _ in range(2):
        assert floor.run(poller.poll_once()) == 2
    assert room.states() == {69: "waiting", 70: "waiting"}
    assert telegram.offsets == [None, 71]


def test_the_log_says_where_an_update_is_wrong_and_never_what_it_said(floor: Ground, caplog: pytest.LogCaptureFixture) -> None:
    """Found by fuzzing: a refused model told the log its input, and a failed statement its parameters."""
    room = Room(floor)
    room.take(room.message(STRANGER, text="my secret diary", date="yesterday"), room.message(STRANGER, text={"secret": 1}))
    assert "shaped like no update: message.date" in caplog.text
    assert "secret" not in caplog.text
    assert "yesterday" not in caplog.text

    async def fail(records: Any) -> None:
        await records.roster.meet(a_person(1))

    with pytest.raises(IntegrityError) as failed:
        room.read(fail)
    assert "+972" not in str(failed.value)
