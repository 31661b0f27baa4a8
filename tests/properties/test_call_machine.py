"""H3, H12: calls lived through on real storage, also when clocks change or jump: who is asked, who holds a place, when a wave leaves."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from sqlalchemy import select

from bot.dispatch import desk
from bot.dispatch.advance import Bench, advance
from bot.dispatch.call import Call, CallDraft, CallState, Outcome, Spot
from bot.dispatch.desk import Answer
from bot.dispatch.heartbeat import beat
from bot.dispatch.invitation import Acknowledgement, Invitation, Reason, Standing
from bot.dispatch.waves import Rest, next_step
from bot.registry.person import Grant, GrantState, Role
from bot.registry.place import Point
from bot.registry.volunteer import Level, QuietHours, Reach, Volunteer
from bot.registry.volunteer import Standing as Joined
from bot.storage.tables import calls, outbox
from tests.properties.ground import TUESDAY, Ground, StoredMachine, tried
from tests.storage.making import CENTRE, a_kind, a_person, a_volunteer

ZONE = ZoneInfo("Asia/Jerusalem")
SUMMER = [
    (datetime(2026, 3, 27, 0, 0, tzinfo=UTC), 3),
    (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), 2),
]
"""Israel's clocks go forward on Friday 27 March 2026 at 2:00 and back on Sunday 25 October at 2:00 (Time Determination Law)."""
BEFORE_SPRING, BEFORE_AUTUMN = (moment - timedelta(minutes=20) for moment, _ in SUMMER)
OWNER = 1
METRES = 111_195.08
LEAD, HAND = frozenset({"team_lead"}), frozenset({"logistics"})
PLACES = (LEAD, *[frozenset({"driver_b", "logistics"})] * 2, LEAD | {"driver_b", "logistics"})
REACH = ((timedelta(0), 2_000.0), (timedelta(minutes=5), 4_000.0))
LATE = timedelta(minutes=10)

A = Acknowledgement
FROM = {
    A.COMING: {"asked", "cannot", "stood_down", "left", "overdue", "unreachable"},
    A.CANNOT: {"asked", "stand_by", "assigned", "on_the_way", "stood_down", "overdue"},
    A.ON_THE_WAY: {"assigned", "overdue", "on_the_way"},
    A.ARRIVED: {"assigned", "on_the_way", "overdue"},
    A.DONE: {"arrived"},
    A.LEFT: {"assigned", "on_the_way", "arrived", "stand_by"},
    A.SEEN: set(),
}
"""From where an answer means something: written down anew, so that a slip in the table of the code shows."""
TO = {A.CANNOT: "cannot", A.ON_THE_WAY: "on_the_way", A.ARRIVED: "arrived", A.DONE: "done", A.LEFT: "left"}
HOLDING = {"assigned", "on_the_way", "arrived", "done"}
BUSY = {"assigned", "stand_by", "on_the_way", "arrived"}


def offset(now: datetime) -> int:
    """Hours that local time is ahead of UTC, by the law and not by the library."""
    return next((hours for begins, hours in reversed(SUMMER) if now >= begins), 2)


def can_all_sit(people: Sequence[frozenset[str]]) -> bool:
    """Whether everybody finds a place: by trying every order, as nobody would in earnest."""
    if len(people) > len(PLACES):
        return False
    return any(all(one & place for one, place in zip(people, order, strict=False)) for order in permutations(PLACES))


def lives(key: int, metres: float) -> Volunteer:
    return replace(a_volunteer(key), home=Point(CENTRE.lat + metres / METRES, CENTRE.lon))


def residents() -> list[Volunteer]:
    """A dozen who may be asked, near and far, asleep and awake, and three who never may."""
    people = [replace(lives(10 + place, 150.0 + place * 320), skills=LEAD if place % 3 == 0 else HAND) for place in range(12)]
    people[1] = replace(people[1], quiet=QuietHours(1, 3))
    people[4] = replace(people[4], quiet=QuietHours(23, 2))
    people[7] = replace(people[7], quiet=QuietHours(2, 4))
    provisional, stranger, for_life = lives(90, 10), lives(91, 10), lives(92, 10)
    never = [
        replace(provisional, standing=Joined.PROVISIONAL),
        replace(stranger, skills=frozenset({"cook"})),
        replace(for_life, level=Level.LIFE_SAVING),
    ]
    return people + never


@dataclass
class Known:
    """What the model remembers of one call."""

    opened_at: datetime
    wave: int = -1
    widened: bool = False
    reopened: bool = False
    returned: set[int] = field(default_factory=set)
    """People who came although their place had been given away."""


class Calls(StoredMachine):
    """Up to two calls of four places, a coordinator, fifteen residents."""

    def __init__(self, ground: Ground, start: datetime) -> None:
        super().__init__(ground, start)
        self.people = {one.person_key: one for one in residents()}
        self.known: dict[int, Known] = {}
        self.stands: dict[int, dict[int, str]] = {}
        self.run(self._settled_in())

    async def _settled_in(self) -> None:
        async with self.archive.open_records() as records:
            await records.roster.meet(a_person(OWNER))
            since = self.clock.now() - timedelta(days=1)
            await records.roster.grant(Grant(0, OWNER, Role.COORDINATOR, "", GrantState.ACTIVE, since, None, None))
            for one in self.people.values():
                await records.roster.meet(a_person(one.person_key))
                await records.roster.save_volunteer(one)

    def do(self, deed: Any) -> Any:
        async def done() -> Any:
            async with self.archive.open_records() as records:
                return await deed(records, Bench(records.ledger, records.roster, records.now, ZONE, self.mint))

        return self.run(done())

    def read(self) -> dict[int, tuple[Call, Sequence[Invitation]]]:
        async def all_calls(records: Any, _: Bench) -> Any:
            return {number: (await records.ledger.call(number), await records.ledger.invitations(number)) for number in self.known}

        found: dict[int, tuple[Call, Sequence[Invitation]]] = self.do(all_calls)
        return found

    @precondition(lambda self: len(self.known) < 2)
    @rule()
    def issue(self) -> None:
        spot = Spot(CENTRE, "ramat-lehi", "Herzl 5", is_exact=True)

        async def open_one(records: Any, bench: Bench) -> int:
            owner = await records.roster.person(OWNER)
            return (await desk.issue(CallDraft(a_kind(), spot, 4), owner, bench)).call.id

        before = self._busy()
        number = self.do(open_one)
        self.known[number] = Known(self.clock.now())
        self.stands[number] = {}
        self._see_what_came(before)

    @precondition(lambda self: any(self.stands.values()))
    @rule(pick=st.integers(0, 40), said=st.sampled_from(list(A)), minutes=st.sampled_from([None, 1, 90]), not_now=st.booleans())
    def answer(self, pick: int, said: Acknowledgement, minutes: int | None, not_now: bool) -> None:
        number, person = self._picked(pick)
        reason = Reason.NOT_NOW if not_now and said is A.CANNOT else None
        before, calls_before = self._busy(), self.read()

        async def give(records: Any, bench: Bench) -> Any:
            one = await records.ledger.invitation_of(number, person)
            return await desk.acknowledge(await records.ledger.call(number), one, Answer(said, minutes, reason), bench)

        came = self.do(give)
        call, invited = calls_before[number]
        self._expect(call, invited, person, said, came)
        self._see_what_came(before, number)

    def _picked(self, pick: int) -> tuple[int, int]:
        every = [(number, person) for number, stands in self.stands.items() for person in sorted(stands)]
        return every[pick % len(every)]

    def _expect(self, call: Call, invited: Sequence[Invitation], person: int, said: Acknowledgement, came: Any) -> None:
        """Say by the rules alone where they stand now, before anybody else moves."""
        stood = self.stands[call.id][person]
        is_why = said is A.CANNOT and stood == "cannot" and came.is_new
        means_nothing = call.is_closed or stood not in FROM[said]
        if means_nothing or is_why:
            assert came.invitation.standing.value == stood
            return
        if said is A.ON_THE_WAY and stood == "on_the_way" and not came.is_new:
            return
        assert came.is_new
        skills = {one.person_key: one.skills for one in invited}
        others = [skills[key] for key, stand in self.stands[call.id].items() if stand in HOLDING and key != person]
        becomes = TO.get(said) or ("assigned" if can_all_sit([*others, skills[person]]) else "stand_by")
        if stood == "overdue" and said in {A.ON_THE_WAY, A.ARRIVED}:
            self.known[call.id].returned.add(person)
        self.stands[call.id][person] = becomes

    @precondition(lambda self: any(self.stands.values()))
    @rule(pick=st.integers(0, 40))
    def block(self, pick: int) -> None:
        """Telegram says that they can't be written to: whoever may be asked in their place is asked now."""
        number, person = self._picked(pick)
        before, (call, invited) = self._busy(), self.read()[number]

        async def lose(records: Any, bench: Bench) -> None:
            await records.roster.set_reach(person, Reach.BLOCKED)
            await desk.unreachable(await records.ledger.invitation_of(number, person), bench)

        self.do(lose)
        self.people[person] = replace(self.people[person], reach=Reach.BLOCKED)
        if not call.is_closed and self.stands[number][person] in {"asked", "stand_by", "assigned", "on_the_way"}:
            self.stands[number][person] = "unreachable"
            could = [key for key in self.people if key not in self.stands[number] and self._may_be_asked(key, call, before[number])]
            new = self._see_what_came(before, number)
            was_asked = {one.person_key for one in invited if one.wave == call.wave}
            if could and call.state is CallState.OPEN and call.wave == 0 and person in was_asked:
                assert new, "somebody is asked instead, in the same wave, at once"
        else:
            self._see_what_came(before, number)

    @rule(person=st.sampled_from([10, 11, 12, 13, 20, 21]), is_back=st.booleans())
    def rest(self, person: int, is_back: bool) -> None:
        """Somebody pauses, or lets the bot in again."""
        until = None if is_back else self.clock.now() + timedelta(hours=3)
        self.people[person] = replace(self.people[person], paused_until=until, reach=Reach.OPEN)
        self.do(lambda records, _: records.roster.save_volunteer(self.people[person]))

    @precondition(lambda self: self.known)
    @rule(pick=st.integers(0, 1))
    def widen(self, pick: int) -> None:
        number = sorted(self.known)[pick % len(self.known)]
        before = self._busy()

        async def wider(records: Any, bench: Bench) -> None:
            await desk.widen(await records.ledger.call(number), OWNER, bench)

        self.known[number].widened = True
        self.do(wider)
        self._see_what_came(before, number)

    @precondition(lambda self: self.known)
    @rule(pick=st.integers(0, 5))
    def close(self, pick: int) -> None:
        """Now and then: a call that is closed is dull."""
        if pick > 1 or pick >= len(self.known):
            return
        number = sorted(self.known)[pick]

        async def shut(records: Any, bench: Bench) -> None:
            await desk.close(await records.ledger.call(number), Outcome.DONE, OWNER, bench)

        self.do(shut)
        for person, stand in self.stands[number].items():
            self.stands[number][person] = "stood_down" if stand == "asked" else stand

    @rule(minutes=st.sampled_from([0, 1, 4, 7, 25, 130]))
    def time_passes(self, minutes: int) -> None:
        self.clock.move(minutes=minutes)
        self._beat()

    @rule(hours=st.sampled_from([-1, 1]))
    def clock_jumps(self, hours: int) -> None:
        """Somebody sets the machine's clock, an hour on or back (F48)."""
        self.clock.move(hours=hours)
        self._beat()

    def _beat(self) -> None:
        before = self._busy()

        async def due() -> Any:
            async with self.archive.open_records() as records:
                return await records.ledger.calls_due(records.now)

        async def move_on(number: int) -> None:
            async with self.archive.open_records() as records:
                bench = Bench(records.ledger, records.roster, records.now, ZONE, self.mint)
                await advance(await records.ledger.call(number), bench)

        self.run(beat(due, move_on))
        self._see_what_came(before)

    def _busy(self) -> dict[int, set[int]]:
        """Who is engaged, by call: in any other than this."""
        return {
            number: {key for other, stands in self.stands.items() if other != number for key, stand in stands.items() if stand in BUSY}
            for number in [*self.known, 0]
        }

    def _may_be_asked(self, key: int, call: Call, busy: set[int]) -> bool:
        one, now = self.people[key], self.clock.now()
        hour = (now.hour + offset(now)) % 24
        is_asleep = bool(one.quiet.mask >> hour & 1)
        is_theirs = one.standing is Joined.APPROVED and one.level is not Level.LIFE_SAVING and one.skills & PLACES[3]
        is_away = one.paused_until is not None and one.paused_until > now
        assert one.home is not None
        metres = abs(one.home.lat - CENTRE.lat) * METRES
        is_near = metres <= REACH[max(call.wave, 0)][1] + 1
        return bool(is_theirs) and one.reach is Reach.OPEN and not is_asleep and not is_away and is_near and key not in busy

    def _see_what_came(self, before: dict[int, set[int]], moved: int | None = None) -> list[Invitation]:
        """Hold whoever is newly asked, and whoever moved by themselves, to the rules; return the newly asked."""
        now = self.read()
        new = [(call, one) for call, invited in now.values() for one in invited if one.person_key not in self.stands[call.id]]
        for call, invited in now.values():
            for one in invited:
                self._moved_rightly(call, one)
            self._wave_is_due(call, invited)
        after = self._busy()
        for call, one in new:
            self._held_to_the_question(call, one, before.get(call.id, before[0]) & after[call.id])
        return [one for call, one in new if moved in {None, call.id}]

    def _held_to_the_question(self, call: Call, one: Invitation, busy: set[int]) -> None:
        assert self._may_be_asked(one.person_key, replace(call, wave=one.wave), busy), one
        assert not call.is_closed
        assert call.state is CallState.OPEN, "nobody is asked while every place is taken"

    def _moved_rightly(self, call: Call, one: Invitation) -> None:
        stood, stands = self.stands[call.id].get(one.person_key, "asked"), one.standing.value
        allowed = {
            ("asked", "stood_down"): call.state is CallState.FILLED,
            ("stand_by", "assigned"): True,
            ("assigned", "overdue"): one.eta_at is not None and self.clock.now() >= one.eta_at + LATE,
            ("on_the_way", "overdue"): one.eta_at is not None and self.clock.now() >= one.eta_at + LATE,
            ("cannot", "asked"): one.again_at is None,
            ("cannot", "stood_down"): True,
        }
        assert stood == stands or allowed.get((stood, stands), False), (stood, stands, one)
        self.stands[call.id][one.person_key] = stands

    def _wave_is_due(self, call: Call, invited: Sequence[Invitation]) -> None:
        """No wave leaves before its time, unless somebody asked for it, the one before found nobody, or a place came free again."""
        known = self.known[call.id]
        assert call.wave >= known.wave
        if call.wave > known.wave:
            is_time = self.clock.now() >= known.opened_at + REACH[call.wave][0]
            found_nobody = call.wave > 0 and not any(one.wave == call.wave - 1 for one in invited)
            assert is_time or known.widened or known.reopened or found_nobody
        known.wave = call.wave
        known.reopened = known.reopened or call.state is CallState.FILLED

    @invariant()
    def every_call_rests_and_nobody_sits_on_anybody(self) -> None:
        for number, (call, invited) in self.read().items():
            coming = [one for one in invited if one.is_coming]
            seated = [one.skills for one in coming if one.person_key not in self.known[number].returned]
            assert can_all_sit(seated)
            if call.is_closed:
                continue
            step = next_step(call, invited, self.clock.now())
            assert isinstance(step, Rest), step
            assert step.until is None or step.until > self.clock.now()
            assert self._due(number) == step.until, "the heartbeat looks again exactly then"
            for one in invited:
                if one.standing is Standing.STAND_BY:
                    assert not can_all_sit([*(each.skills for each in coming), one.skills])

    def _due(self, number: int) -> datetime | None:
        async def look(records: Any, _: Bench) -> Any:
            return (await records.connection.execute(select(calls.c.due_at).where(calls.c.id == number))).scalar_one()

        due: datetime | None = self.do(look)
        return due

    @invariant()
    def nobody_is_about_to_be_called_in_vain(self) -> None:
        async def queued(records: Any, _: Bench) -> Any:
            waits = select(outbox.c.invitation_id).where(
                outbox.c.state == "queued", outbox.c.topic == "invitation", outbox.c.edits.is_(None)
            )
            return set((await records.connection.execute(waits)).scalars())

        waiting = self.do(queued)
        for _, invited in self.read().values():
            assert not [one for one in invited if one.id in waiting and one.standing is Standing.STOOD_DOWN]

    @invariant()
    def looking_twice_changes_nothing(self) -> None:
        before = self.read()

        async def again(records: Any, bench: Bench) -> None:
            for call, _ in before.values():
                await advance(call, bench) if not call.is_closed else None

        self.do(again)
        assert self.read() == before


@pytest.mark.parametrize("start", [TUESDAY, BEFORE_SPRING, BEFORE_AUTUMN], ids=["tuesday", "spring", "autumn"])
def test_calls_keep_to_their_rules(ground: Ground, start: datetime) -> None:
    tried(partial(Calls, ground, start), 5, 22)
