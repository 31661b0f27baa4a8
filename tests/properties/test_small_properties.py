"""Stateless promises that stand nowhere else: pauses between tries (P1), keys (P5), blurred places (P10), phone numbers (P14)."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

from aiogram import Bot
from hypothesis import given
from hypothesis import strategies as st

from bot.dispatch import announce
from bot.dispatch.notification import Chat
from bot.inbox.poller import FIRST_PAUSE, LONGEST_PAUSE, Poller
from bot.registry.enrolment import clean_phone
from bot.registry.place import BLUR_CELL_M, Point
from tests.properties.ground import TUESDAY, AnyClock, effort
from tests.storage.making import a_call, a_person, an_invitation

IDS = st.integers(1, 10**6)
TOWNS = st.builds(Point, st.floats(29.4, 33.4), st.floats(34.2, 35.9))
"""Anywhere in Israel."""


class Done(BaseException):
    """Enough was seen."""


class Resting(AnyClock):
    """Remembers every pause, and ends the loop after enough of them."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.rests: list[timedelta] = []
        self._most = most

    async def sleep(self, lasts: timedelta) -> None:
        self.rests.append(lasts)
        if len(self.rests) == self._most:
            raise Done


@given(st.integers(2, 12))
def test_pauses_grow_to_a_bound_and_never_shrink_while_it_fails(times: int) -> None:
    class Dark:
        id = 1

        async def __call__(self, asked: object, request_timeout: int) -> object:
            raise ConnectionError

    clock = Resting(times)
    poller = Poller(cast(Bot, Dark()), cast(Any, None), clock, lambda: None)

    async def poll() -> None:
        try:
            await poller.run()
        except Done:
            return

    asyncio.run(poll())
    assert clock.rests[0] == FIRST_PAUSE
    assert clock.rests == sorted(clock.rests)
    assert max(clock.rests) <= LONGEST_PAUSE
    assert all(later <= 2 * before for before, later in zip(clock.rests, clock.rests[1:], strict=False))


ASKED = st.tuples(st.just("invite"), IDS, st.integers(0, 10**6))
NOTED = st.tuples(st.just("notice"), st.sampled_from(["call-corrected", "call-unfilled"]), IDS, st.integers(-9, 9), st.none() | IDS, IDS)


@given(st.sets(ASKED | NOTED, min_size=2, max_size=12))
def test_different_messages_have_different_keys(told: set[tuple[Any, ...]]) -> None:
    """The same key is never queued twice: two messages with one key would be one message."""
    assert len({key_of(*one) for one in told}) == len(told)


def key_of(what: str, *about: Any) -> str:
    call = a_call(TUESDAY)
    if what == "invite":
        number, seconds = about
        one = an_invitation(call, number, TUESDAY + timedelta(seconds=seconds))
        return announce.invite(call, replace(one, id=number), a_person(1)).key
    sentence, number, chat, thread, mark = about
    return announce.notice(replace(call, id=number), Chat(chat, thread), sentence, str(mark)).key


@given(TOWNS, st.floats(-0.999, 0.999), st.floats(-0.999, 0.999))
def test_a_blurred_place_is_its_cell_and_nothing_finer(point: Point, up: float, right: float) -> None:
    """Asking again, or moving about within the cell, says nothing more."""
    cell = point.blurred()
    assert cell.metres_to(point) <= BLUR_CELL_M * 0.75
    half = BLUR_CELL_M / 2 / 111_195.08
    inside = Point(cell.lat + up * half * 0.98, cell.lon + right * half * 0.98)
    assert inside.blurred().metres_to(cell) < 0.01
    assert cell.blurred().metres_to(cell) < 0.01


@effort(60)
@given(st.text(alphabet="0123456789+-() \u0660\u0665x", max_size=24) | st.text(max_size=24))
def test_a_kept_phone_number_stays_as_it_is(text: str) -> None:
    phone = clean_phone(text)
    if phone is None:
        return
    assert clean_phone(phone) == phone
    assert phone.isascii()
    assert phone[0] == "+"
    assert phone[1:].isdigit()
