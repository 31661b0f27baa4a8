"""What next? Tables of single moments, and whole calls played against every kind of answer."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dispatch.call import Call, CallState
from bot.dispatch.invitation import COMING, Invitation, Standing
from bot.dispatch.places import free_places
from bot.dispatch.waves import (
    REPEAT_AFTER,
    Ask,
    Climb,
    Fill,
    Promote,
    Remind,
    Reopen,
    Rest,
    Step,
    Vacate,
    in_order,
    next_step,
    wave_after,
)
from tests.storage.making import a_call, an_invitation

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
LEAD, HAND = frozenset({"team_lead"}), frozenset({"logistics"})


def out(call: Call, *standings: Standing, **changes: object) -> list[Invitation]:
    """Everybody of the first wave, in these standings; the first person leads."""
    return [
        replace(an_invitation(call, key, NOW, skills=LEAD if key == 1 else HAND, standing=standing, **changes), id=key)
        for key, standing in enumerate(standings, 1)
    ]


@pytest.fixture
def call() -> Call:
    """One call whose first wave of 12 is out; the second is due in five minutes."""
    return replace(a_call(NOW), id=1, wave=0, wave_quota=12, next_wave_at=NOW + timedelta(minutes=5))


def test_a_new_call_asks_three_for_each_place() -> None:
    assert next_step(a_call(NOW), (), NOW) == Ask(0, 12, free_places(a_call(NOW), []), is_new_wave=True)


def test_before_its_time_the_next_wave_rests(call: Call) -> None:
    assert next_step(call, out(call, *[Standing.ASKED] * 12), NOW) == Rest(NOW + timedelta(minutes=5))


def test_silence_reaches_the_next_wave(call: Call) -> None:
    step = next_step(call, out(call, *[Standing.ASKED] * 12), NOW + timedelta(minutes=5))
    assert step == Ask(1, 12, free_places(call, []), is_new_wave=True)


@pytest.mark.parametrize("lost", [Standing.CANNOT, Standing.UNREACHABLE, Standing.LEFT])
def test_whoever_is_lost_is_replaced_in_the_same_wave(call: Call, lost: Standing) -> None:
    step = next_step(call, out(call, *[Standing.ASKED] * 10, lost, lost), NOW)
    assert step == Ask(0, 2, free_places(call, []), is_new_wave=False)


def test_a_filled_call_asks_nobody_and_thanks(call: Call) -> None:
    full = out(call, *[Standing.ASSIGNED] * 4, *[Standing.ASKED] * 8)
    assert next_step(call, full, NOW) == Fill()
    assert next_step(replace(call, state=CallState.FILLED), full, NOW + timedelta(hours=3)) == Rest(None)


def test_a_drop_out_opens_the_place_again(call: Call) -> None:
    gone = out(call, *[Standing.ASSIGNED] * 3, Standing.LEFT)
    assert next_step(replace(call, state=CallState.FILLED), gone, NOW) == Reopen()


def test_stand_by_is_promoted_in_the_order_of_yes(call: Call) -> None:
    asked = out(call, Standing.ASSIGNED, Standing.ASSIGNED, Standing.STAND_BY, Standing.STAND_BY)
    asked[2] = replace(asked[2], answered_at=NOW + timedelta(seconds=9))
    asked[3] = replace(asked[3], answered_at=NOW + timedelta(seconds=3))
    assert next_step(call, asked, NOW) == Promote(asked[3])


def test_ten_minutes_late_is_overdue_and_not_a_moment_sooner(call: Call) -> None:
    late = out(call, *[Standing.ASSIGNED] * 4, eta_at=NOW)
    filled = replace(call, state=CallState.FILLED)
    assert next_step(filled, late, NOW + timedelta(minutes=10) - timedelta(microseconds=1)) == Rest(NOW + timedelta(minutes=10))
    assert next_step(filled, late, NOW + timedelta(minutes=10)) == Vacate(tuple(late))


def test_not_now_is_asked_again_when_its_time_has_come(call: Call) -> None:
    asked = out(call, *[Standing.ASKED] * 11, Standing.CANNOT)
    asked[11] = replace(asked[11], again_at=NOW)
    assert next_step(call, asked, NOW) == Remind((asked[11],))


def test_an_unfilled_call_climbs_once_a_rung(call: Call) -> None:
    silent, six = out(call, *[Standing.ASKED] * 12), NOW + timedelta(minutes=6)
    later = replace(call, next_wave_at=None)
    assert next_step(later, silent, six) == Climb(call.kind.plan.rungs[0])
    assert next_step(replace(later, rung=1), silent, six) == Rest(NOW + timedelta(minutes=12))
    assert next_step(replace(later, rung=2), silent, NOW + timedelta(hours=1)) == Rest(None)


def test_a_call_with_enough_people_does_not_climb(call: Call) -> None:
    enough = out(call, *[Standing.ASSIGNED] * 3, *[Standing.ASKED] * 9)
    assert next_step(replace(call, next_wave_at=None), enough, NOW + timedelta(minutes=30)) == Rest(None)


def test_a_closed_call_rests_for_good(call: Call) -> None:
    assert next_step(replace(call, state=CallState.CLOSED), out(call, Standing.STAND_BY), NOW + timedelta(days=1)) == Rest(None)


def test_the_last_wave_repeats_only_when_it_should(call: Call) -> None:
    last = replace(call, wave=1)
    assert wave_after(last, NOW, was_repeat=False) is None
    assert wave_after(last, NOW, was_repeat=True) == NOW + REPEAT_AFTER
    assert wave_after(call, NOW + timedelta(hours=1), was_repeat=False) == NOW + timedelta(hours=1)


@dataclass
class Played:
    """A whole call without storage: obeys each step as `advance` does, with so many people to be found."""

    call: Call
    left: int
    invited: list[Invitation]

    def obey(self, step: Step, now: datetime) -> None:
        match step:
            case Ask(wave, count, _, is_new):
                self._ask(wave, count, now, is_new=is_new)
            case Remind(again) | Vacate(again):
                standing = Standing.ASKED if isinstance(step, Remind) else Standing.OVERDUE
                self._set(*(replace(one, standing=standing, again_at=None) for one in again))
            case Promote(one):
                self._set(replace(one, standing=Standing.ASSIGNED, eta_at=now + timedelta(seconds=one.travel_s)))
            case Climb():
                self.call = replace(self.call, rung=self.call.rung + 1)
            case Fill():
                self._set(*(replace(one, standing=Standing.STOOD_DOWN) for one in self.invited if one.standing is Standing.ASKED))
                self.call = replace(self.call, state=CallState.FILLED, filled_at=now, next_wave_at=None)
            case Reopen():
                self.call = replace(self.call, state=CallState.OPEN, filled_at=None, next_wave_at=now)
            case Rest():
                pass

    def _ask(self, wave: int, count: int, now: datetime, *, is_new: bool) -> None:
        found = min(count, self.left)
        self.left -= found
        first = len(self.invited) + 1
        self.invited += [replace(an_invitation(self.call, key, now, wave=wave), id=key) for key in range(first, first + found)]
        if not is_new:
            self.call = replace(self.call, wave_quota=self.call.wave_quota - (count - found))
            return
        moved = replace(self.call, wave=wave, wave_quota=sum(one.wave == wave for one in self.invited))
        is_last = wave + 1 >= len(moved.kind.plan.waves)
        due = wave_after(moved, now, was_repeat=is_last and found > 0)
        self.call = replace(moved, next_wave_at=due if found or is_last else now)

    def _set(self, *changed: Invitation) -> None:
        self.invited = [next((new for new in changed if new.id == one.id), one) for one in self.invited]

    def answer(self, number: int, standing: Standing, now: datetime) -> None:
        one = self.invited[number % len(self.invited)]
        eta = now + timedelta(minutes=5) if standing in COMING else None
        self._set(replace(one, standing=standing, answered_at=now, eta_at=eta))


moves = st.lists(st.tuples(st.integers(0, 60), st.sampled_from([*Standing]), st.integers(0, 15)), max_size=25)


@given(moves, st.integers(0, 60))
def test_a_call_always_comes_to_rest_and_never_asks_while_it_is_full(answers: list[tuple[int, Standing, int]], people: int) -> None:
    played, now = Played(replace(a_call(NOW), id=1), people, []), NOW
    for number, standing, minutes in answers:
        settle(played, now)
        if played.invited:
            played.answer(number, standing, now)
        settle(played, now)
        now += timedelta(minutes=minutes)
    rest = settle(played, now)
    assert rest.until is None or rest.until > now


def settle(played: Played, now: datetime) -> Rest:
    for _ in range(200):
        step = next_step(played.call, played.invited, now)
        if isinstance(step, Rest):
            return step
        if isinstance(step, Ask):
            assert free_places(played.call, [one.skills for one in in_order(played.invited) if one.is_coming])
            assert step.count > 0
            assert played.call.wave <= step.wave <= played.call.wave + 1
        before = (played.call, list(played.invited))
        played.obey(step, now)
        assert (played.call, played.invited) != before, step
    message = f"no rest after 200 steps: {played.call}"
    raise AssertionError(message)
