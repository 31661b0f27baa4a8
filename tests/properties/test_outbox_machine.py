"""H1: whatever is queued, claimed, answered, withdrawn or cut short by a crash, the outbox agrees with a model of a few lines."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from sqlalchemy import select

from bot.dispatch.invitation import Standing
from bot.dispatch.notification import Chat, Topic, Urgency
from bot.dispatch.outbox import Queued, Result
from bot.storage.tables import outbox
from tests.properties.ground import Ground, StoredMachine, tried
from tests.storage.making import a_call, a_note, a_person, an_invitation

PEOPLE = (1, 2, 3)
OPEN = {"queued", "sending"}


@dataclass
class Row:
    """What the model knows of one message."""

    chat: int
    urgency: int
    due: datetime
    state: str = "queued"
    attempt: int = 0
    edits: int | None = None
    invitation: int | None = None
    message_id: int | None = None
    accepted: int = 0
    """How often Telegram took it."""
    forced: int = 0
    """How often a crash hid that it had."""


class Outbox(StoredMachine):
    """Two kinds of messages (notices, and views of a call with their edits), one sender that may die at any moment."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.rows: dict[int, Row] = {}
        self.out: dict[int, int] = {}
        """Attempt by row: what the living sender has claimed."""
        self.ghosts: list[tuple[int, int]] = []
        self.lost_interest: set[int] = set()
        self.ids = 0
        self.run(self._laid_out())

    async def _laid_out(self) -> None:
        async with self.archive.open_records() as records:
            for key in PEOPLE:
                await records.roster.meet(a_person(key))
            self.call = await records.ledger.add_call(a_call(records.now))
            self.asked = await records.ledger.add_invitations([an_invitation(self.call, key, records.now) for key in PEOPLE])
            for one in self.asked:
                about: dict[str, Any] = {"topic": Topic.INVITATION, "call_id": self.call.id, "invitation_id": one.id}
                await records.ledger.enqueue(a_note(f"invite-{one.id}", to=Chat(10_000 + one.person_key), **about))
        for row in await self._stored():
            self.rows[row["row"]] = Row(row["chat_id"], row["urgency"], self.clock.now(), invitation=row["invitation_id"])

    async def _stored(self) -> list[Any]:
        async with self.archive.open_records() as records:
            return list((await records.connection.execute(select(outbox).order_by(outbox.c.row))).mappings())

    @rule(person=st.sampled_from(PEOPLE), urgency=st.sampled_from(Urgency), wait=st.sampled_from([0, 0, 7]), again=st.booleans())
    def enqueue(self, person: int, urgency: Urgency, wait: int, again: bool) -> None:
        due = self.clock.now() + timedelta(seconds=wait)
        note = a_note(f"note-{len(self.rows)}", 10_000 + person, urgency, not_before=due if wait else None)

        async def queue() -> None:
            async with self.archive.open_records() as records:
                await records.ledger.enqueue(*([note, note] if again else [note]))

        self.run(queue())
        self.rows[self._newest()] = Row(10_000 + person, urgency.value, due)

    def _newest(self) -> int:
        newest: int = max(row["row"] for row in self.run(self._stored()))
        return newest

    @rule()
    def refresh(self) -> None:
        """Everything shown is out of date: one waiting edit a message, never two."""

        async def ask() -> None:
            async with self.archive.open_records() as records:
                await records.ledger.refresh_views(self.call.id, None, Urgency.CONVERSATION)

        before = set(self.rows)
        wanted = {
            number
            for number, row in self.rows.items()
            if row.invitation and row.edits is None and row.state in {"sending", "sent"} and not self._waiting_edit(number)
        }
        self.run(ask())
        new = [row for row in self.run(self._stored()) if row["row"] not in before]
        assert {row["edits"] for row in new} == wanted
        assert len(new) == len(wanted)
        for row in new:
            self.rows[row["row"]] = Row(
                row["chat_id"], row["urgency"], self.clock.now(), edits=row["edits"], invitation=row["invitation_id"]
            )

    def _waiting_edit(self, number: int) -> bool:
        return any(row.edits == number and row.state == "queued" for row in self.rows.values())

    @rule(place=st.sampled_from(range(len(PEOPLE))))
    def lose_interest(self, place: int) -> None:
        """Somebody is no longer needed: their waiting invitation is taken back, and nobody else's."""
        one = self.asked[place]

        async def withdraw() -> None:
            async with self.archive.open_records() as records:
                await records.ledger.save_invitation(replace(one, standing=Standing.STOOD_DOWN))
                await records.ledger.withdraw(self.call.id)

        self.run(withdraw())
        self.lost_interest.add(one.id)
        for number, row in self.rows.items():
            if row.invitation in self.lost_interest and row.edits is None and row.state == "queued":
                row.state = "withdrawn"
                self._drop_edits(number)

    @rule(room=st.integers(1, 4), least=st.sampled_from(Urgency))
    def claim(self, room: int, least: Urgency) -> None:
        claimed = self._claimed(room, least)
        wanted = self._eligible(least)
        assert claimed == wanted[: len(claimed)], "most urgent first, then oldest, one a chat"
        assert len(claimed) <= room
        assert claimed or not wanted

    def _claimed(self, room: int, least: Urgency) -> list[int]:
        async def take() -> list[Queued]:
            async with self.archive.open_records() as records:
                busy = {self.rows[number].chat for number in self.out}
                return [one for one, _ in await records.outbox.claim(records.now, room, busy, least)]

        claimed = self.run(take())
        for one in claimed:
            row = self.rows[one.row]
            row.state, row.attempt = "sending", row.attempt + 1
            assert one.attempt == row.attempt
            assert one.target_message_id == (self.rows[row.edits].message_id if row.edits else None)
            self.out[one.row] = one.attempt
        return [one.row for one in claimed]

    def _eligible(self, least: Urgency) -> list[int]:
        busy = {self.rows[number].chat for number in self.out if self.rows[number].state == "sending"}
        picked: list[int] = []
        taken = busy - {self.rows[number].chat for number in self._just_claimed()}
        for number, row in sorted(self._as_before_claim().items(), key=lambda item: (item[1].urgency, item[0])):
            is_ready = row.state == "queued" and row.urgency <= least and row.due <= self.clock.now()
            has_target = row.edits is None or self.rows[row.edits].message_id is not None
            if is_ready and has_target and row.chat not in taken:
                taken.add(row.chat)
                picked.append(number)
        return picked

    def _just_claimed(self) -> set[int]:
        return set(self.out) - self._held

    def _as_before_claim(self) -> dict[int, Row]:
        new = self._just_claimed()
        return {number: replace(row, state="queued") if number in new else row for number, row in self.rows.items()}

    @invariant()
    def remember_what_is_out(self) -> None:
        self._held = set(self.out)

    @precondition(lambda self: self.out)
    @rule(pick=st.integers(0, 9), kind=st.sampled_from(["sent", "sent", "queued", "dead"]))
    def settle(self, pick: int, kind: str) -> None:
        number = sorted(self.out)[pick % len(self.out)]
        attempt = self.out.pop(number)
        self._settle(number, attempt, kind)
        self._model_settles(number, kind)

    def _settle(self, number: int, attempt: int, kind: str) -> None:
        self.ids += kind == "sent"
        message_id = self.ids if kind == "sent" and self.rows[number].edits is None else None
        result = Result(number, attempt, kind, message_id, sent_at=self.clock.now() if kind == "sent" else None)

        async def write() -> None:
            async with self.archive.open_records() as records:
                await records.outbox.settle([result])

        self.run(write())

    def _model_settles(self, number: int, kind: str) -> None:
        row = self.rows[number]
        row.state = kind
        if kind == "sent":
            row.accepted += 1
            row.message_id = self.ids if row.edits is None else None
        if kind == "queued":
            row.due = self.clock.now()
            self._give_way(number)
        if row.state in {"dead", "withdrawn"}:
            self._drop_edits(number)

    def _give_way(self, number: int) -> None:
        """An edit that must go again is needless where a newer one waits or is on its way."""
        row = self.rows[number]
        newer = (other for place, other in self.rows.items() if place > number and other.edits == row.edits)
        if row.edits is not None and any(other.state in OPEN for other in newer):
            row.state = "withdrawn"

    def _drop_edits(self, number: int) -> None:
        for row in self.rows.values():
            if row.edits == number and row.state == "queued":
                row.state = "withdrawn"

    @rule(was_accepted=st.lists(st.booleans(), min_size=3, max_size=3))
    def crash(self, was_accepted: list[bool]) -> None:
        """The sender dies; Telegram may have taken what was on its way."""
        for place, number in enumerate(sorted(self.out)):
            taken = was_accepted[place % 3]
            self.rows[number].accepted += taken
            self.rows[number].forced += taken
        self.ghosts += self.out.items()
        self.out.clear()

        async def begin_again() -> int:
            async with self.archive.open_records() as records:
                return await records.outbox.recover()

        under_way = sorted((number for number, row in self.rows.items() if row.state == "sending"), reverse=True)
        again = self.run(begin_again())
        for number in under_way:
            self._give_way(number)
        for number in under_way:
            self.rows[number].state = "withdrawn" if self.rows[number].state == "withdrawn" else "queued"
        assert again == sum(self.rows[number].state == "queued" for number in under_way)

    @precondition(lambda self: self.ghosts)
    @rule(pick=st.integers(0, 9), kind=st.sampled_from(["sent", "queued", "dead"]))
    def ghost_writes(self, pick: int, kind: str) -> None:
        """A sender thought dead writes down what it knows: a newer attempt, or none, has overtaken it."""
        number, attempt = self.ghosts[pick % len(self.ghosts)]
        if (self.rows[number].state, self.rows[number].attempt) != ("sending", attempt):
            self._settle(number, attempt, kind)

    @rule(seconds=st.sampled_from([1, 7, 60]))
    def tick(self, seconds: int) -> None:
        self.clock.move(seconds=seconds)

    @invariant()
    def the_tables_say_what_the_model_says(self) -> None:
        stored = {row["row"]: (row["state"], row["attempt"], row["message_id"]) for row in self.run(self._stored())}
        assert stored == {number: (row.state, row.attempt, row.message_id) for number, row in self.rows.items()}

    def teardown(self) -> None:
        """In the end everything has gone out once, and again only where a crash hid the first time."""
        self.clock.move(minutes=5)
        self._held = set()
        for number in list(self.out):
            self._settle(number, self.out.pop(number), "sent")
            self._model_settles(number, "sent")
        while claimed := self._claimed(50, Urgency.CARD):
            for number in claimed:
                self._settle(number, self.out.pop(number), "sent")
                self._model_settles(number, "sent")
        self.the_tables_say_what_the_model_says()
        for number, row in self.rows.items():
            assert row.state in {"sent", "dead", "withdrawn"}, (number, row)
            assert row.accepted == row.forced + (row.state == "sent"), (number, row)


def test_the_outbox_agrees_with_its_model(ground: Ground) -> None:
    tried(partial(Outbox, ground), 20, 30)


def test_an_edit_of_an_invitation_that_was_taken_back_goes_with_it(ground: Ground) -> None:
    """Found by the machine: queued while the invitation was being sent, it would have waited for ever for a message to edit."""
    outbox_now = Outbox(ground)
    outbox_now.remember_what_is_out()
    outbox_now.claim(3, Urgency.CARD)
    outbox_now.refresh()
    outbox_now.crash([False] * 3)
    outbox_now.lose_interest(0)
    outbox_now.the_tables_say_what_the_model_says()
    outbox_now.teardown()
