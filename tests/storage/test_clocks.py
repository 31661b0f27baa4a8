"""The retention clocks speak both databases: they count what is late, drop exactly that, and blur where a call was."""

from dataclasses import replace
from datetime import timedelta

from bot.dispatch.call import CallState
from bot.registry.place import Point
from bot.simulator.hand_clock import HandClock
from bot.storage import retention
from bot.storage.inbox import StoredUpdate
from bot.storage.records import Archive
from tests.storage.making import a_call, a_note, a_person, an_invitation


async def test_what_is_late_is_counted_dropped_and_then_no_longer_late(archive: Archive, clock: HandClock) -> None:
    async with archive.open_records() as records:
        now = records.now
        await records.inbox.take_in([StoredUpdate(7, 1, 5, 5, "{}"), StoredUpdate(7, 2, 5, 5, "{}")], now)
        await records.inbox.done(1, now)
        await records.roster.meet(replace(a_person(3), seen_at=now))
        call = await records.ledger.add_call(a_call(now))
        await records.ledger.add_invitations([an_invitation(call, 3, now, bearing=12.0)])
        await records.ledger.save_call(replace(call, state=CallState.CLOSED, closed_at=now), None)
        await records.ledger.enqueue(a_note("unsent"))
        exact = call.spot.point
    clock.move(timedelta(days=40))
    async with archive.open_records() as records:
        late = await retention.overdue(records.connection, archive.town, records.now)
        assert {name: count for name, count in late.items() if count} == {
            "updates obeyed": 1,
            "details of calls": 1,
            "bearings of homes": 1,
            "people without a sign of life": 1,
        }
        dropped = await retention.drop(records.connection, archive.town, records.now)
        assert sorted(dropped) == ["bearings of homes", "details of calls", "updates obeyed"]
    async with archive.open_records() as records:
        spot = (await records.ledger.call(call.id)).spot
        assert (spot.address, spot.contact, spot.point) == ("", "", Point(exact.lat, exact.lon).blurred())
        assert await records.inbox.count("waiting") == 1
        assert await records.outbox.count("queued") == 1
        assert not await retention.drop(records.connection, archive.town, records.now)
