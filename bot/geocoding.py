"""Addresses to points: from the town's own places first, then through geopy where a geocoder is configured; outside every transaction."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from geopy.exc import GeopyError
from geopy.geocoders import get_geocoder_for_service

from bot.clock import Clock
from bot.registry.gazetteer import mentioned
from bot.registry.place import NotOnEarth, Point, locate
from bot.town import Town

logger = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=5)
"""How long a geocoder may take; a coordinator chooses a neighbourhood sooner."""

BETWEEN = timedelta(seconds=1)
"""Nominatim's usage policy: at most one request a second."""

MOST_WAITING = 50
TRIES = 3
"""How often an answer is offered to a conversation that may not be committed yet."""


class Geocoder(Protocol):
    """Something that knows where addresses are."""

    async def find(self, address: str) -> Point | None:
        """Return where the address is, or None where that is not known. Never raises for an answer it cannot get."""


class OfflineGeocoder:
    """Knows the town's neighbourhoods by every name they have, also within an address."""

    def __init__(self, town: Town) -> None:
        """Know this town."""
        self._places = town.neighbourhoods

    async def find(self, address: str) -> Point | None:
        """Return the centre of the neighbourhood that the address names."""
        place = mentioned(address, self._places)
        return place.centre if place else None


class GeopyGeocoder:
    """Asks one of geopy's services, in a thread. An address outside the town is not found."""

    def __init__(self, name: str, user_agent: str, town: Town, *, patience: timedelta = PATIENCE, **options: object) -> None:
        """Prepare a service by geopy's name for it; `options` go to its constructor. Raises geopy.exc.GeocoderNotFound."""
        made: Any = get_geocoder_for_service(name)
        self._service = made(user_agent=user_agent, timeout=patience.total_seconds(), **options)
        self._town = town
        self._patience = patience

    async def find(self, address: str) -> Point | None:
        """Return where the address is in the town. A service that fails or is slow is logged, never with the address."""
        asked = f"{address}, {self._town.names.to(self._town.languages[0])}"
        try:
            async with asyncio.timeout(self._patience.total_seconds() * 2):
                found = await asyncio.to_thread(self._service.geocode, asked)
        except (GeopyError, TimeoutError, ValueError) as failure:
            logger.warning("the geocoder did not answer (%s)", type(failure).__name__)
            return None
        return self._within(found)

    def _within(self, found: Any) -> Point | None:  # noqa: ANN401 - geopy is untyped
        if found is None:
            return None
        try:
            point = Point(float(found.latitude), float(found.longitude))
        except (NotOnEarth, TypeError, ValueError):
            return None
        return point if locate(point, self._town.neighbourhoods) else None


class InTurn:
    """Several geocoders, each asked when those before it know nothing."""

    def __init__(self, geocoders: Sequence[Geocoder]) -> None:
        """Ask in this order."""
        self._geocoders = geocoders

    async def find(self, address: str) -> Point | None:
        """Return the first answer."""
        for geocoder in self._geocoders:
            point = await geocoder.find(address)
            if point is not None:
                return point
        return None


@dataclass(frozen=True, slots=True)
class LookUp:
    """An address that a conversation waits for; the token tells whether it still does."""

    chat_id: int
    token: str
    address: str


class AddressDesk:
    """Looks addresses up one after another, and hands each answer back in a transaction of its own.

    Waiting addresses are in memory only: after a restart the person presses "look it up again" or chooses a neighbourhood.
    """

    def __init__(self, geocoder: Geocoder, clock: Clock, answer: Callable[[LookUp, Point | None], Awaitable[bool]]) -> None:
        """`answer` opens a transaction, returns whether the conversation took the answer, and wakes the sender."""
        self._geocoder = geocoder
        self._clock = clock
        self._answer = answer
        self._waiting: asyncio.Queue[LookUp] = asyncio.Queue(MOST_WAITING)
        self._is_busy = False

    @property
    def is_idle(self) -> bool:
        """Whether no address waits or is being looked up."""
        return self._waiting.empty() and not self._is_busy

    def look_up(self, chat_id: int, token: str, address: str) -> None:
        """Take an address; returns at once, so that it may be called within a transaction."""
        try:
            self._waiting.put_nowait(LookUp(chat_id, token, address))
        except asyncio.QueueFull:
            logger.warning("%s addresses are waiting already, one more was left out", MOST_WAITING)

    async def run(self) -> None:
        """Look up until cancelled."""
        while True:
            waiting = await self._waiting.get()
            self._is_busy = True
            try:
                await self._hand_back(waiting, await self._geocoder.find(waiting.address))
            except Exception:
                logger.exception("an address that was looked up could not be handed back")
            finally:
                self._is_busy = False
            await self._clock.sleep(BETWEEN)

    async def _hand_back(self, waiting: LookUp, point: Point | None) -> None:
        for _ in range(TRIES):
            if await self._answer(waiting, point):
                return
            await self._clock.sleep(BETWEEN)
        logger.info("nobody waited any longer for an address that was looked up")


def geocoder_for(town: Town, name: str, user_agent: str) -> Geocoder | None:
    """Return the town's geocoder, or None where none is configured (`name` empty): conversations know its places themselves."""
    return InTurn((OfflineGeocoder(town), GeopyGeocoder(name, user_agent, town))) if name else None
