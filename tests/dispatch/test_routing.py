"""Who may be asked: one condition at a time, from a volunteer who fits."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.dispatch.kind import Mode, Severity
from bot.dispatch.routing import Candidate, Query, flat_metres, matches, query, rank, travel_seconds
from bot.registry.place import Point
from bot.registry.volunteer import AgeBand, Level, QuietHours, Reach, Standing
from tests.storage.making import CENTRE, a_kind, a_volunteer

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # Tuesday, ten in the morning in Israel
ZONE = ZoneInfo("Asia/Jerusalem")


def asked(**changes: Any) -> Query:
    rest: dict[str, Any] = {"asked_at": NOW, "starts_at": NOW, "ends_at": NOW + timedelta(hours=2), "call_id": None, "limit": 5}
    return replace(query(a_kind(), CENTRE, 2_000.0, town="beit-shemesh", zone=ZONE, **rest), **changes)


LIFE = {"severity": Severity.LIFE_SAVING}
ROUTINE = {"mode": Mode.ROUTINE, "severity": Severity.ROUTINE}
SLEEPS = QuietHours(9, 12)


@pytest.mark.parametrize(
    ("about", "volunteer", "may"),
    [
        ({}, {}, True),
        ({"town": "arara"}, {}, False),
        ({}, {"standing": Standing.PROVISIONAL}, False),
        ({}, {"reach": Reach.BLOCKED}, False),
        ({}, {"reach": Reach.GONE}, False),
        ({}, {"age_band": None}, False),
        ({}, {"age_band": AgeBand.FROM_16}, False),
        ({"min_age": 0}, {"age_band": AgeBand.FROM_16}, False),
        ({"min_age": 21}, {"age_band": AgeBand.FROM_18}, False),
        ({"min_age": 21}, {"age_band": AgeBand.FROM_21}, True),
        ({}, {"skills": frozenset({"cook"})}, False),
        ({"skills": frozenset()}, {"skills": frozenset()}, True),
        ({"languages": frozenset({"ar"})}, {}, False),
        ({"languages": frozenset({"ar", "he"})}, {}, True),
        ({}, {"home": None}, False),
        ({}, {"home": Point(CENTRE.lat + 0.1, CENTRE.lon)}, False),
        ({}, {"clusters": frozenset({"food"})}, False),
        (LIFE, {"clusters": frozenset({"food"})}, True),
        ({}, {"level": Level.LIFE_SAVING}, False),
        (LIFE, {"level": Level.LIFE_SAVING}, True),
        (ROUTINE, {"level": Level.EMERGENCY}, False),
        ({}, {"availability": 0}, False),
        (LIFE, {"availability": 0}, True),
        ({}, {"quiet": SLEEPS}, False),
        (LIFE, {"quiet": SLEEPS}, True),
        (LIFE, {"quiet": replace(SLEEPS, wake_for_life=False)}, False),
        ({}, {"quiet": SLEEPS, "availability": 0, "on_duty_until": NOW + timedelta(hours=1)}, True),
        ({}, {"quiet": SLEEPS, "on_duty_until": NOW}, False),
        ({}, {"paused_until": NOW + timedelta(seconds=1)}, False),
        ({}, {"paused_until": NOW}, True),
        ({"now_only": False}, {"availability": 0, "paused_until": NOW + timedelta(days=1), "quiet": SLEEPS}, True),
    ],
)
def test_who_may_be_asked(about: dict[str, Any], volunteer: dict[str, Any], *, may: bool) -> None:
    assert matches(asked(**about), a_volunteer(1, "team_lead", **volunteer)) == may


def test_who_was_asked_already_or_is_busy_is_left_alone() -> None:
    one = a_volunteer(1, "team_lead")
    assert not matches(asked(), one, is_invited=True)
    assert not matches(asked(), one, is_engaged=True)
    assert matches(asked(now_only=False), one, is_engaged=True)


@pytest.mark.parametrize("day", [datetime(2026, 3, 27, 10, tzinfo=UTC), datetime(2026, 10, 25, 10, tzinfo=UTC)])
def test_quiet_hours_are_local_on_both_days_the_clocks_change(day: datetime) -> None:
    sleeper = a_volunteer(1, "team_lead", quiet=QuietHours(22, 7))
    for hour in range(24):
        moment = day.astimezone(ZONE).replace(hour=hour, minute=30).astimezone(UTC)
        local = moment.astimezone(ZONE).hour
        assert matches(asked(asked_at=moment, starts_at=moment), sleeper) == (7 <= local < 22)


def test_the_fastest_to_arrive_is_first_and_ties_go_by_key() -> None:
    def one(key: int, metres: float, speed: float) -> Candidate:
        return Candidate(key, frozenset(), metres, travel_seconds(metres, speed), 0, 0)

    assert [each.person_key for each in rank([one(3, 900, 1.5), one(2, 900, 5.5), one(1, 900, 5.5)])] == [1, 2, 3]


def test_the_flat_map_agrees_with_the_globe_over_a_town() -> None:
    for lat, lon in ((0.03, 0.03), (-0.05, 0.01), (0.0, 0.06)):
        there = Point(CENTRE.lat + lat, CENTRE.lon + lon)
        assert flat_metres(CENTRE, there) == pytest.approx(CENTRE.metres_to(there), rel=1e-3)
