"""Z3, P13: whatever people write about a call reaches whoever it is for: word for word, as plain text, in a message Telegram takes."""

import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.dispatch import desk
from bot.registry.enrolment import clean_name
from bot.storage.records import Records
from tests.fuzz.room import OMAR, RIVKA, Room
from tests.properties.ground import Ground, effort
from tests.storage.making import a_person

NASTY = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(list("<>&_*[]()~`>#+-=|{}.!\\\"'/@:$%\n\r\t\x00\u200b\u200d\u202e\u2066\u2069\u200f\ufeff\u2028\u0301🚑👩🏽‍🚒אبж")),
    ),
    max_size=300,
)
SHOWN = {"L", "N", "P", "S", "M"}


def shown(text: str) -> str:
    """Return what of a text can be seen at all, in order: blanks and invisible signs may be put right on the way."""
    return "".join(char for char in text if unicodedata.category(char)[0] in SHOWN)


def heard(room: Room, account: int) -> str:
    """Return everything that somebody sees in their chat."""
    return shown("\n".join(seen.text for seen in room.phones[account].received))


@pytest.mark.usefixtures("quiet_log")
@effort(10)
@given(reply=NASTY, words=NASTY, place=NASTY, name=NASTY)
@example(reply="<b>*_[x](tg://user?id=1)_*</b>", words="{ $number } %s {0}", place="]]>&lt;", name="<b>Eve</b>")
@example(reply="\u202e" * 50 + "x", words="🚑" * 150, place="\u2066\u2069\u2069", name="\u202eevE")
@example(reply="-\n\n\n-", words="\x00", place="", name="")
def test_words_arrive_as_they_were_written(floor: Ground, reply: str, words: str, place: str, name: str) -> None:
    room = Room(floor, has_wild_words=True)
    called = clean_name(name)
    kept = called if isinstance(called, str) and not hasattr(called, "value") else "Omar"

    async def correct(records: Records) -> None:
        person = await records.roster.person(2)
        await records.roster.amend_person(replace(person, name=kept))
        [call] = await records.ledger.open_calls()
        await desk.correct(call, 1, room.bot.bench(records), words=words, meeting_point=place)

    room.read(correct)
    asked = room.phones[OMAR].received[0]
    room.take(room.press(OMAR, f"i.{room.tokens()[2]}.coming.20"))
    under = {"message_id": asked.message_id, "date": 1_790_000_000, "chat": {"id": OMAR, "type": "private"}, "text": "x"}
    room.take(room.message(OMAR, text=reply, reply_to_message=under))
    room.take(room.message(RIVKA, text="/status"))
    assert shown(words) in heard(room, OMAR)
    assert shown(place) in heard(room, OMAR)
    assert shown(kept) in heard(room, RIVKA)
    assert is_command(reply) or shown(reply) in heard(room, RIVKA)
    assert [seen for phone in room.phones.values() for seen in phone.received if seen.entities] == [], "nothing of it is markup"
    assert set(room.states().values()) == {"done"}


def is_command(text: str) -> bool:
    return text.startswith("/") or not text


@pytest.mark.usefixtures("quiet_log")
@effort(7)
@given(said=st.lists(NASTY, min_size=3, max_size=6), first=NASTY)
def test_a_newcomer_may_write_anything_and_is_answered(floor: Ground, said: list[str], first: str) -> None:
    """Registration from the first word on: whatever is typed at whatever step, the next screen is one that Telegram takes."""
    room = Room(floor, has_wild_words=True)
    room.phones[10_009] = room._phone("Noa", 10_009)
    who: dict[str, Any] = {"id": 10_009, "is_bot": False, "first_name": first or "x", "language_code": "en"}
    for text in ["/start", *said, "/profile", "/mydata"]:
        before = len(room.phones[10_009].received)
        room.take(room.message(10_009, text=text, **{"from": who}))
        assert not text or len(room.phones[10_009].received) > before or room.phones[10_009].last.edits, text
        shown_now = [button for seen in room.phones[10_009].received[-1:] for button in seen.buttons if button.data]
        if shown_now:
            room.take(room.press(10_009, str(shown_now[0].data)))
    assert set(room.states().values()) == {"done"}
    assert str(a_person(1).phone) not in heard(room, 10_009)
