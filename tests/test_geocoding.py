"""Addresses looked up outside transactions: the town first, then a service on the wire, and the way back into the conversation."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot.geocoding import MOST_WAITING, TRIES, AddressDesk, GeopyGeocoder, InTurn, LookUp, OfflineGeocoder, geocoder_for
from bot.registry.place import Point
from bot.simulator.hand_clock import HandClock
from bot.town_file import find_town, read_town

TOWN = read_town(find_town("beit-shemesh"))
INSIDE = TOWN.neighbourhoods[0].centre
TEL_AVIV = Point(32.0853, 34.7818)


class Known:
    """A geocoder that knows what it was told."""

    def __init__(self, point: Point | None) -> None:
        self.point = point
        self.asked: list[str] = []

    async def find(self, address: str) -> Point | None:
        self.asked.append(address)
        return self.point


@asynccontextmanager
async def nominatim(answer: object, *, waits: float = 0.0) -> AsyncIterator[tuple[str, list[str]]]:
    """A service on loopback that speaks as Nominatim does."""
    asked: list[str] = []

    async def search(request: web.Request) -> web.Response:
        asked.append(request.query["q"])
        await asyncio.sleep(waits)
        return web.Response(status=500) if answer is None else web.json_response(answer)

    app = web.Application()
    app.router.add_get("/search", search)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"127.0.0.1:{runner.addresses[0][1]}", asked
    finally:
        await runner.cleanup()


def service(domain: str, patience: float = 5) -> GeopyGeocoder:
    options = {"domain": domain, "scheme": "http"}
    return GeopyGeocoder("nominatim", "eshkol tests", TOWN, patience=timedelta(seconds=patience), **options)


def place(point: Point) -> dict[str, str]:
    return {"lat": str(point.lat), "lon": str(point.lon), "display_name": "x"}


async def test_the_town_knows_its_neighbourhoods_offline() -> None:
    offline = OfflineGeocoder(TOWN)
    assert await offline.find("Herzl 5, Sheinfeld (Kiryat Arye)") == next(p.centre for p in TOWN.neighbourhoods if p.code == "sheinfeld")
    assert await offline.find("Herzl 5") is None


async def test_a_service_is_asked_about_the_address_in_this_town() -> None:
    async with nominatim([place(INSIDE)]) as (domain, asked):
        assert await service(domain).find("Herzl 5") == INSIDE
    assert asked == [f"Herzl 5, {TOWN.names.he}"]


@pytest.mark.parametrize("answer", [[], [place(TEL_AVIV)], [{"lat": "nan", "lon": "35", "display_name": "x"}], None])
async def test_an_address_beyond_the_town_or_a_service_that_fails_finds_nothing(answer: object) -> None:
    async with nominatim(answer) as (domain, _):
        assert await service(domain).find("Herzl 5") is None


async def test_a_slow_service_is_not_waited_for() -> None:
    async with nominatim([place(INSIDE)], waits=0.5) as (domain, _):
        assert await service(domain, patience=0.1).find("Herzl 5") is None


async def test_geocoders_are_asked_in_turn_until_one_knows() -> None:
    nobody, somebody, unasked = Known(None), Known(INSIDE), Known(TEL_AVIV)
    assert await InTurn([nobody, somebody, unasked]).find("Herzl 5") == INSIDE
    assert (nobody.asked, unasked.asked) == (["Herzl 5"], [])


def test_without_a_name_there_is_no_geocoder() -> None:
    assert geocoder_for(TOWN, "", "eshkol") is None
    assert geocoder_for(TOWN, "nominatim", "eshkol") is not None


@asynccontextmanager
async def open_desk(
    geocoder: Known, answers: list[bool]
) -> AsyncIterator[tuple[AddressDesk, list[tuple[LookUp, Point | None]], HandClock]]:
    clock, given = HandClock(datetime(2026, 11, 24, 8, tzinfo=UTC)), []

    async def answer(waiting: LookUp, point: Point | None) -> bool:
        given.append((waiting, point))
        if not answers:
            raise OSError
        return answers.pop(0)

    desk = AddressDesk(geocoder, clock, answer)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(desk.run())
        yield desk, given, clock
        running.cancel()


async def turns(clock: HandClock, seconds: float = 0) -> None:
    """Let everybody go on, then move time."""
    for _ in range(20):
        await asyncio.sleep(0)
    clock.move_to(clock.now() + timedelta(seconds=seconds))
    for _ in range(20):
        await asyncio.sleep(0)


async def test_an_answer_is_handed_back_to_the_conversation_that_waits() -> None:
    async with open_desk(Known(INSIDE), [True]) as (desk, given, clock):
        desk.look_up(5, "token", "Herzl 5")
        await turns(clock)
        assert desk.is_idle
    assert given == [(LookUp(5, "token", "Herzl 5"), INSIDE)]


async def test_an_answer_faster_than_the_commit_is_offered_again_and_then_dropped() -> None:
    async with open_desk(Known(INSIDE), [False] * TRIES) as (desk, given, clock):
        desk.look_up(5, "token", "Herzl 5")
        for _ in range(TRIES + 1):
            await turns(clock, 1)
        assert desk.is_idle
    assert len(given) == TRIES


async def test_one_failure_does_not_stop_the_desk(caplog: pytest.LogCaptureFixture) -> None:
    answers: list[bool] = []
    async with open_desk(Known(None), answers) as (desk, given, clock):
        desk.look_up(5, "token", "Herzl 5")
        await turns(clock, 1)
        answers.append(True)
        desk.look_up(6, "other", "Herzl 6")
        await turns(clock, 1)
    assert [waiting.chat_id for waiting, _ in given] == [5, 6]
    assert "Herzl" not in "".join(record.getMessage() for record in caplog.records)


async def test_more_addresses_than_can_wait_are_left_out() -> None:
    known = Known(None)
    async with open_desk(known, [True] * 60) as (desk, given, clock):
        for number in range(60):
            desk.look_up(number, "token", "Herzl 5")
        assert not desk.is_idle
        for _ in range(60):
            await turns(clock, 1)
    assert len(given) == MOST_WAITING
