"""Z6, Z7 and H8: whatever a button or a link carries, it is denied or exactly what was issued, and only for whom it was issued."""

import re
from collections.abc import Mapping
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dispatch.invitation import ALLOWED, Acknowledgement
from bot.handlers.start import PAYLOAD
from bot.speech.callbacks import MOST_BYTES, Owner, Press, TooLong, press, read
from bot.storage.records import Records
from bot.storage.tables import metadata
from tests.fuzz.room import GROUP, OMAR, RIVKA, VERA, Room
from tests.fuzz.shapes import LONE
from tests.properties.ground import Ground, effort

STRANGER = 77_777
PRESSES = 12
LETTERS = re.compile(r"[A-Za-z0-9_-]+")
NOISE = [
    "",
    ".",
    "...",
    "i",
    "i...",
    "\u0000",
    LONE,
    "i.\u0000.coming.20",
    "p..volunteer-approve." + "9" * 19,
    "p..grant-confirm." + "9" * 18,
]
EVERYBODY = {OMAR: 2, VERA: 3, RIVKA: 1, STRANGER: None}
SILENT = {"outbox", "inbox", "entries", "talks", "people"}
"""Where denied presses may leave a trace: an answer, the update itself, an alarm, a conversation begun, a newcomer."""


def state(room: Room) -> dict[str, list[Any]]:
    """Return everything that decides what happens next."""

    async def look(records: Records) -> dict[str, list[Any]]:
        tables = [table for table in metadata.sorted_tables if table.name not in SILENT and not table.name.startswith("audit")]
        return {table.name: sorted(map(str, await records.connection.execute(table.select()))) for table in tables}

    found: dict[str, list[Any]] = room.read(look)
    return found


def forged(chance: Random, issued: list[str]) -> str:
    """Return a real button's data with something wrong with it, or nothing a button ever carried."""
    data = chance.choice(issued)
    place = chance.randrange(len(data))
    match chance.randrange(5):
        case 0:
            return data[:place] + chr(ord(data[place]) ^ 1) + data[place + 1 :]
        case 1:
            return data[:place]
        case 2:
            return data + chance.choice(["0", ".", "\u0660", " "])
        case 3:
            return chance.choice(NOISE)
        case _:
            return "".join(chr(chance.choice([46, chance.randrange(256), chance.randrange(0x2000)])) for _ in range(chance.randrange(64)))


@pytest.mark.usefixtures("quiet_log")
@effort(8)
@given(seed=st.integers(0, 2**32))
def test_a_press_does_exactly_what_was_issued_or_nothing(floor: Ground, seed: int) -> None:
    room, chance = Room(floor), Random(seed)
    tokens: Mapping[int, str] = room.tokens()
    issued = [press(Owner.INVITATION, tokens[key], verb, "") for key in (2, 3) for verb in Acknowledgement]
    before, stood = state(room), standings(room)
    for _ in range(PRESSES):
        account, is_real = chance.choice(list(EVERYBODY)), chance.random() < 0.5
        data = chance.choice(issued) if is_real else forged(chance, issued)
        room.take(room.press(account, data, GROUP if chance.random() < 0.1 else None))
        found = read(data)
        meant = found if found and found.owner is Owner.INVITATION and found.token == tokens.get(EVERYBODY[account] or 0) else None
        after, stands = state(room), standings(room)
        if meant is None:
            assert after == before, (account, data)
        else:
            moved_as_issued(meant, EVERYBODY[account] or 0, stood, stands)
        before, stood = after, stands
    assert set(room.states().values()) <= {"done"}, "no press is ever put aside: each is answered"


def moved_as_issued(meant: Press, person: int, before: Mapping[int, str], after: Mapping[int, str]) -> None:
    """Nobody but whoever pressed has moved, and they only as the verb on the button says."""
    assert {key: stand for key, stand in after.items() if key != person} == {key: stand for key, stand in before.items() if key != person}
    if meant.verb not in set(Acknowledgement):
        assert after == before
    elif before[person] not in ALLOWED[Acknowledgement(meant.verb)]:
        assert after[person] == before[person]


def standings(room: Room) -> dict[int, str]:
    async def look(records: Records) -> dict[int, str]:
        [call] = await records.ledger.open_calls()
        return {one.person_key: one.standing.value for one in await records.ledger.invitations(call.id)}

    found: dict[int, str] = room.read(look)
    return found


@given(st.text(), st.sampled_from(Owner), *[st.text(alphabet=st.characters(exclude_characters="."), max_size=20)] * 2, st.text(max_size=30))
def test_what_a_button_carries_comes_back_or_is_too_long_to_show(noise: str, owner: Owner, token: str, verb: str, arg: str) -> None:
    try:
        data = press(owner, token, verb, arg)
    except (TooLong, UnicodeEncodeError):
        return
    assert len(data.encode()) <= MOST_BYTES
    assert read(data) == Press(owner, token, verb, arg) or not data.isprintable()
    found = read(noise)
    assert found is None or noise == ".".join((found.owner.value, found.token, found.verb, found.arg))


PAYLOADS = st.one_of(
    st.text(max_size=70),
    st.text(max_size=70).map("admin-".__add__),
    st.text(max_size=70).map("inv-".__add__),
    st.from_regex(PAYLOAD, fullmatch=True),
    st.sampled_from(["admin-open-sesam", "admin-OPEN-SESAME", "inv-", "admin-", "admin-open-sesame\u0660", "inv-inv-", LONE]),
)


@pytest.mark.usefixtures("quiet_log")
@effort(6)
@given(payloads=st.lists(PAYLOADS, min_size=4, max_size=8))
def test_no_link_gives_a_role_but_the_hosts_own(floor: Ground, payloads: list[str]) -> None:
    room = Room(floor)
    before = state(room)["grants"]
    for place, payload in enumerate(payloads):
        room.take(room.message(STRANGER + place, text=f"/start {payload}"))
        is_right = PAYLOAD.fullmatch(payload.strip()) is not None and payload.strip() == "admin-open-sesame"
        assert is_right or state(room)["grants"] == before, payload
        assert LONE in payload or [text for chat, text, _ in room.sent if chat == STRANGER + place], "start is start, whatever it carries"
    assert LONE in "".join(payloads) or set(room.states().values()) == {"done"}


@given(st.text(alphabet="ABCxyz019_-", min_size=1, max_size=57), st.sampled_from(["admin", "inv"]))
def test_a_link_comes_back_as_it_went_in_letters_that_telegram_takes(secret: str, door: str) -> None:
    payload = f"{door}-{secret}"
    found = PAYLOAD.fullmatch(payload)
    assert found is not None
    assert (found["door"], found["secret"]) == (door, secret)
    assert LETTERS.fullmatch(payload)
    assert len(payload) <= 64
