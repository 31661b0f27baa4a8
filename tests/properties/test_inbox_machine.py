"""H2: updates that come twice, late, out of order or poisoned, with a crash at any commit: stored before confirmed, obeyed exactly once."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, cast

import pytest
from aiogram import Bot
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from sqlalchemy import select

from bot.inbox.intake import take_apart
from bot.inbox.poller import Poller
from bot.inbox.worker import Worker
from bot.storage.inbox import MOST_ATTEMPTS
from bot.storage.tables import inbox, outbox
from tests.properties.ground import BOT, Ground, StoredMachine, tried
from tests.storage.making import a_note

CHATS = (5, 6, 7)


class Killed(BaseException):
    """The process is gone: nothing after this line runs."""


class Mortal:
    """An archive under which the process dies at a chosen commit, just before or just after it."""

    def __init__(self, archive: Any) -> None:
        self._archive = archive
        self.dies_in: int | None = None
        self.is_after = False

    @asynccontextmanager
    async def open_records(self) -> AsyncIterator[Any]:
        is_last = self.dies_in == 0
        self.dies_in = self.dies_in - 1 if self.dies_in else self.dies_in
        async with self._archive.open_records() as records:
            yield records
            if is_last and not self.is_after:
                raise Killed
        if is_last:
            raise Killed


class Telegram:
    """Keeps updates until they are confirmed by a greater offset, and brings them again until then."""

    id = BOT

    def __init__(self) -> None:
        self.waiting: list[dict[str, Any]] = []
        self.confirmed: set[int] = set()

    async def __call__(self, asked: Any, request_timeout: int) -> list[dict[str, Any]]:
        offset = asked.offset or 0
        self.confirmed |= {one["update_id"] for one in self.waiting if one["update_id"] < offset}
        self.waiting = [one for one in self.waiting if one["update_id"] >= offset]
        return [dict(one) for one in self.waiting[: asked.limit]]


class Inbox(StoredMachine):
    """The real poller, the real worker and the real tables; effects are rows of the outbox."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.telegram = Telegram()
        self.delivered: list[dict[str, Any]] = []
        self.poison: set[int] = set()
        self.number = 100
        self.start()

    def start(self) -> None:
        self.mortal = Mortal(self.archive)
        self.poller = Poller(cast(Bot, self.telegram), self.mortal, self.clock, lambda: None)
        self.worker = Worker(self.mortal, self.clock, self._obey, self._after, self._put_aside)

    async def _obey(self, raw: dict[str, Any], records: Any) -> Sequence[Any]:
        number = raw["update_id"]
        await records.ledger.enqueue(a_note(f"effect-{number}-{self.mint()}", number))
        if number in self.poison:
            raise ValueError(number)
        return [number]

    async def _after(self, said: Sequence[Any]) -> None:
        pass

    async def _put_aside(self, records: Any, update_id: int) -> None:
        await records.ledger.enqueue(a_note(f"aside-{update_id}", -1))

    @rule(chat=st.sampled_from(CHATS), is_poison=st.sampled_from([False, False, False, True]), leap=st.integers(1, 3))
    def somebody_writes(self, chat: int, is_poison: bool, leap: int) -> None:
        self.number += leap
        if is_poison:
            self.poison.add(self.number)
        words = {"message_id": 1, "chat": {"id": chat}, "from": {"id": chat}, "text": "x"}
        self.telegram.waiting.append({"update_id": self.number, "message": words})
        self.delivered.append(self.telegram.waiting[-1])

    @rule(dies_in=st.sampled_from([None, None, None, 0]), is_after=st.booleans())
    def poll(self, dies_in: int | None, is_after: bool) -> None:
        self._live(self.poller.poll_once(), dies_in, is_after)

    @rule(dies_in=st.sampled_from([None, None, 0, 1, 2, 3]), is_after=st.booleans())
    def obey(self, dies_in: int | None, is_after: bool) -> None:
        self._live(self.worker.obey_waiting(), dies_in, is_after)

    def _live(self, work: Any, dies_in: int | None, is_after: bool) -> None:
        self.mortal.dies_in, self.mortal.is_after = dies_in, is_after
        try:
            self.run(work)
        except Killed:
            self.start()
        self.mortal.dies_in = None

    @precondition(lambda self: self.delivered)
    @rule(picks=st.lists(st.integers(0, 50), min_size=1, max_size=4))
    def come_again(self, picks: list[int]) -> None:
        """What was sent before comes once more, in any order, by the other door."""
        self.run(self._take_in([self.delivered[pick % len(self.delivered)] for pick in picks]))

    async def _take_in(self, raws: list[dict[str, Any]]) -> None:
        updates: Any = take_apart(BOT, raws)
        async with self.archive.open_records() as records:
            await records.inbox.take_in(updates, records.now)

    @rule(hours=st.sampled_from([1, 20]))
    def time_passes(self, hours: int) -> None:
        """Less than the two days for which a number is remembered: within them Telegram may bring anything again."""
        self.clock.move(hours=hours)

    @invariant()
    def what_is_confirmed_is_stored_and_what_is_done_had_one_effect(self) -> None:
        states, effects = self.run(self._read())
        assert self.telegram.confirmed <= states.keys()
        for number, state in states.items():
            assert effects.get(number, 0) == (1 if state == "done" else 0), (number, state)
            assert number not in self.poison or state != "done"
            assert number in self.poison or state != "quarantined"

    async def _read(self) -> tuple[dict[int, str], dict[int, int]]:
        async with self.archive.open_records() as records:
            found = await records.connection.execute(select(inbox.c.update_id, inbox.c.state))
            states = {row.update_id: row.state for row in found}
            keys = [row.key for row in await records.connection.execute(select(outbox.c.key).order_by(outbox.c.row))]
        effects: dict[int, int] = {}
        for number in (int(key.split("-")[1]) for key in keys if key.startswith("effect-")):
            effects[number] = effects.get(number, 0) + 1
        return states, effects

    def teardown(self) -> None:
        """Left alone it ends with everything obeyed once, each poison put aside once, and a second look changes nothing."""
        for _ in range(2):
            self._live(self.poller.poll_once(), None, is_after=False)
        for _ in range(MOST_ATTEMPTS * (len(self.poison) + 1)):
            if not self.run(self.worker.obey_waiting()):
                break
        states, effects = self.run(self._read())
        numbers = {one["update_id"] for one in self.delivered}
        assert states == {number: "quarantined" if number in self.poison else "done" for number in numbers}
        assert effects == dict.fromkeys(numbers - self.poison, 1)
        self.run(self._take_in(self.delivered))
        self.run(self.worker.obey_waiting())
        assert self.run(self._read()) == (states, effects)


@pytest.mark.usefixtures("quiet_log")
def test_every_update_has_exactly_one_effect(ground: Ground) -> None:
    tried(partial(Inbox, ground), 12, 30)
