"""Residents behave as the parameter sheet says, and the same way whenever they are asked."""

from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from statistics import median

import pytest

from bot.dispatch.kind import CallKind
from bot.registry.language import Language
from bot.registry.volunteer import ADULT_AGE, Standing
from bot.simulator.behaviour import Failing, Habits, Intent, Reply, intent_of
from bot.simulator.residents import READY_FOR_THE_CALL, residents
from bot.town import Town
from bot.town_file import find_town, read_town

MANY = 4_000
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module", params=["beit-shemesh", "arara"])
def town(request: pytest.FixtureRequest) -> Town:
    return read_town(find_town(request.param))


def intents(habits: Habits | None = None, *, metres: float = 0.0) -> list[Intent]:
    return [intent_of(7, person, 1, metres, 1.5, habits or Habits()) for person in range(MANY)]


def share(of: Reply, drawn: list[Intent]) -> float:
    return Counter(one.reply for one in drawn)[of] / len(drawn)


def test_the_same_person_does_the_same_about_the_same_call() -> None:
    assert intent_of(7, 3, 1, 900, 1.5, Habits()) == intent_of(7, 3, 1, 900, 1.5, Habits())
    assert intent_of(7, 3, 1, 900, 1.5, Habits()) != intent_of(7, 3, 2, 900, 1.5, Habits())
    assert intent_of(7, 3, 1, 900, 1.5, Habits()) != intent_of(8, 3, 1, 900, 1.5, Habits())


def test_three_in_ten_come_and_fewer_from_far_away() -> None:
    assert share(Reply.COMES, intents()) == pytest.approx(0.30, abs=0.02)
    assert share(Reply.COMES, intents(metres=4_000)) == pytest.approx(0.30 / 2.718, abs=0.02)
    assert share(Reply.REFUSES, intents()) == pytest.approx(0.7 * 0.688, abs=0.025)


def test_taps_are_a_mixture_of_prompt_and_late_ones() -> None:
    delays = sorted(one.taps_after.total_seconds() for one in intents())
    assert delays[0] > 5
    assert median(delays) == pytest.approx(85, rel=0.2)
    assert sum(delay < 45 for delay in delays) / MANY == pytest.approx(0.6 / 2, abs=0.03)
    assert sum(delay > 725 for delay in delays) / MANY == pytest.approx(0.4 / 2, abs=0.03)


def test_turnout_and_travel_follow_the_sheet() -> None:
    drawn = intents(metres=1_500)
    assert median(one.leaves_after.total_seconds() for one in drawn) == pytest.approx(102, rel=0.05)
    assert median(one.travels.total_seconds() for one in drawn) == pytest.approx(1_500 * 1.3 / 1.5, rel=0.05)


def test_those_who_fail_are_a_share_of_everybody() -> None:
    drawn = Counter(one.failing for one in intents(Habits(withdraws=0.2, never_arrives=0.1)))
    assert drawn[Failing.WITHDRAWS] / MANY == pytest.approx(0.2, abs=0.02)
    assert drawn[Failing.NEVER_ARRIVES] / MANY == pytest.approx(0.1, abs=0.02)


def test_people_promise_the_first_arrival_that_suffices() -> None:
    near, far = intents(metres=100)[0], intents(metres=20_000)[0]
    assert near.minutes([40, 10, 20]) == 10
    assert far.minutes([10, 20, 40]) == 40
    assert {reason for one in intents() if (reason := one.reason)} == {"not_now", "too_far", "not_my_skill", "unwell", "other"}


def test_a_town_is_the_same_town_each_time_and_grows_at_its_end(town: Town) -> None:
    assert residents(town, 7, 60) == residents(town, 7, 60)
    assert residents(town, 7, 60) != residents(town, 8, 60)
    names = [one.name for one in residents(town, 7, 80)]
    assert names[:60] == [one.name for one in residents(town, 7, 60)]


def test_residents_live_where_they_say_and_speak_what_the_town_speaks(town: Town) -> None:
    places = {place.code: place for place in town.neighbourhoods}
    people = residents(town, 7, 300)
    assert all(places[one.neighbourhood].holds(one.home) or one.home == places[one.neighbourhood].centre for one in people)
    spoken = [count for _, count in Counter(one.language for one in people).most_common()]
    assert Counter(one.language for one in people).most_common(1)[0][0] is town.languages[0]
    assert len(spoken) == len(Language)
    assert all(more >= fewer for more, fewer in pairwise(spoken))
    assert all(one.language.value in one.languages for one in people)


def test_every_kind_of_call_could_be_filled(town: Town) -> None:
    people = residents(town, 7, 300, town.kinds["E07"])
    ready = [one for one in people if one.standing is Standing.APPROVED and one.age_band.at_least >= ADULT_AGE]
    for kind in town.kinds.values():
        for slot in kind.slots:
            able = [one for one in ready if one.skills & slot.skills and one.age_band.at_least >= kind.min_age]
            assert len(able) >= slot.count, (kind.code, slot)
    assert all(count >= READY_FOR_THE_CALL for count in able_for(town.kinds["E07"], people))


def able_for(kind: CallKind, people: object) -> list[int]:
    assert isinstance(people, tuple)
    return [sum(bool(one.skills & slot.skills) for one in people) for slot in kind.slots]


def test_what_the_judge_knows_is_what_the_registry_would_hold(town: Town) -> None:
    for one in residents(town, 7, 40, blocked=0.5):
        volunteer, facts = one.as_volunteer(town, NOW), one.facts()
        assert (volunteer.skills, volunteer.languages, volunteer.clusters) == (facts.skills, facts.languages, facts.clusters)
        assert (volunteer.paused_until is not None) == facts.is_paused
        assert {hour for hour in range(24) if volunteer.quiet.mask >> hour & 1} == facts.quiet_hours
        assert facts.phone.startswith("+97255")
