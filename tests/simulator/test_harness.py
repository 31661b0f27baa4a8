"""The town on a table: time stands still but for the hands, and a crash forgets nothing."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.simulator.harness import TUESDAY_MORNING, TownOnATable
from bot.simulator.telegram.seen import NoSuchButton


@pytest.fixture
async def table(tmp_path: Path) -> AsyncIterator[TownOnATable]:
    async with TownOnATable(tmp_path / "town.db") as town:
        yield town
    assert town.server.violations == []
    assert town.server.self_made_429 == 0


async def test_nothing_happens_by_itself(table: TownOnATable) -> None:
    table.phone("Dana").start()
    await table.settle()
    assert table.clock.now() == TUESDAY_MORNING
    before = len(table.server.log)
    await table.settle()
    assert len(table.server.log) == before


async def test_time_passes_as_long_as_asked(table: TownOnATable) -> None:
    await table.pass_time(minutes=5, seconds=0.5)
    assert table.clock.now() == TUESDAY_MORNING + timedelta(minutes=5, seconds=0.5)


async def test_time_stops_when_what_was_waited_for_has_come(table: TownOnATable) -> None:
    before = len(table.server.log)
    await table.pass_time(minutes=10, until=lambda: len(table.server.log) > before)
    assert timedelta(0) < table.clock.now() - TUESDAY_MORNING <= timedelta(seconds=31)


async def test_people_settled_in_are_asked_and_those_who_blocked_silently_are_replaced(table: TownOnATable) -> None:
    phones = [table.phone(f"Volunteer {number}") for number in range(12)]
    skills = ("generator_op", "electrician", "logistics")
    volunteer = table.volunteer("old-beit-shemesh", *skills)
    await table.settle_in((phone, volunteer) for phone in phones)
    phones[0].begin_silently(has_blocked=True)
    rivka = await table.coordinator()
    rivka.say("/emergency E07 ramat-lehi 3")
    await table.settle()
    rivka.press(lambda button: ".send." in (button.data or ""))
    await table.settle()
    asked = [phone for phone in phones if phone.received]
    assert len(asked) == 9
    assert phones[0] not in asked


async def test_a_wave_goes_out_when_it_is_due_and_not_before(table: TownOnATable) -> None:
    rivka = await table.coordinator()
    near, far = table.phone("Near"), table.phone("Far")
    volunteer = table.volunteer("old-beit-shemesh", "logistics")
    away = replace(volunteer, home=table.near("old-beit-shemesh", 7_500))
    await table.settle_in([(near, volunteer), (far, away)])
    rivka.say("/emergency E07 ramat-lehi 3")
    await table.settle()
    rivka.press(lambda button: ".send." in (button.data or ""))
    await table.settle()
    assert near.received
    await table.pass_time(minutes=9, seconds=59)
    assert not far.received
    await table.pass_time(seconds=2)
    assert far.received


async def test_a_crash_forgets_nothing_that_was_committed(table: TownOnATable) -> None:
    dana = table.phone("Dana")
    dana.start()
    await table.settle()
    seen = len(dana.received)
    await table.crash()
    dana.say("/help")
    with pytest.raises(RuntimeError, match="not running"):
        table.bot  # noqa: B018 - asking for it is the test
    await table.start_bot()
    assert len(dana.received) > seen


async def test_a_button_that_nobody_has_cannot_be_pressed(table: TownOnATable) -> None:
    dana = table.phone("Dana")
    dana.start()
    await table.settle()
    with pytest.raises(NoSuchButton):
        dana.press("no such thing")
