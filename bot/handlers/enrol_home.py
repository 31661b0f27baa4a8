"""Where someone lives: a neighbourhood by button, name or location; a point only as exact as they choose."""

from aiogram.types import Location, Message

from bot.handlers.enrol_step import PAGE_TO, Choice, Move, Next, Seat, To, marked, meant, page_of, paging
from bot.registry.enrolment import living_at, living_in
from bot.registry.place import Neighbourhood, NotOnEarth, Point, locate, named
from bot.speech.say import Ask, Say, Screen


class PlaceStep:
    """Which neighbourhood, from the town's own list."""

    name = "place"

    def ask(self, seat: Seat) -> Screen:
        """Offer a page of neighbourhoods, and the way to share a location."""
        places = _choices(seat)
        chosen = seat.volunteer.neighbourhood
        listed = tuple(
            (seat.button(marked(place.names, chosen=True) if place.code == chosen else place.names, "pick", place.code),)
            for place in page_of(places, seat.page)
        )
        pin = (seat.button(Say("enrol-place-pin"), "pin"),)
        return Screen((Say("enrol-place"),), (*listed, *paging(seat, places), pin))

    async def pressed(self, seat: Seat, action: str, value: str) -> Next:
        """Keep the neighbourhood, turn a page, or ask for the location."""
        if action == PAGE_TO:
            return await seat.turn(value)
        if action == "pin":
            return To(PinStep.name)
        place = next((place for place in seat.visit.town.neighbourhoods if place.code == value), None)
        return await _live_in(seat, place) if action == "pick" and place else Move.STAY

    async def said(self, seat: Seat, message: Message) -> Next:
        """Take a typed name or a location."""
        return await place_said(seat, message)


class PinStep:
    """A location to find the neighbourhood by."""

    name = "pin"

    def ask(self, seat: Seat) -> Screen:
        """Ask for it with a reply keyboard, saying what becomes of it."""
        to_list = Say("enrol-place-list")
        return Screen((Say("enrol-pin"),), ((seat.button(to_list, "list"),),), Ask(location=Say("enrol-share-place"), words=(to_list,)))

    async def pressed(self, seat: Seat, action: str, value: str) -> Next:
        """Go to the list instead."""
        del seat, value
        return To(PlaceStep.name) if action == "list" else Move.STAY

    async def said(self, seat: Seat, message: Message) -> Next:
        """Take a location or a typed name."""
        return await place_said(seat, message)


class ExactStep:
    """How exactly to keep the location that was shared: blurred to about 250 m unless they choose otherwise."""

    name = "exact"

    def ask(self, seat: Seat) -> Screen:
        """Say where it lies, and offer both."""
        place = next((place for place in seat.visit.town.neighbourhoods if place.code == seat.volunteer.neighbourhood), None)
        names = place.names if place else ""
        rows = ((seat.button(Say("enrol-exact-blurred"), "blurred"),), (seat.button(Say("enrol-exact-exact"), "exact"),))
        return Screen((Say("enrol-exact", {"place": names}),), rows)

    async def pressed(self, seat: Seat, action: str, value: str) -> Next:
        """Keep the point as chosen; the conversation forgets what was shared."""
        del value
        point = _shared(seat)
        place = locate(point, seat.visit.town.neighbourhoods) if point else None
        if action not in {"blurred", "exact"}:
            return Move.STAY
        if point is None or place is None:
            return To(PlaceStep.name)
        await seat.save(living_at(seat.volunteer, place, point, exact=action == "exact"))
        await seat.keep(shared=None)
        return Move.ON

    async def said(self, seat: Seat, message: Message) -> Next:
        """A second location, or a neighbourhood's name, replaces the first; anything else is shown the two buttons."""
        return await place_said(seat, message, otherwise="enrol-use-buttons")


async def place_said(seat: Seat, message: Message, *, otherwise: str = "enrol-place-unknown") -> Next:
    """Take a location or a neighbourhood's name, whichever of the three questions is open; of words that are neither say `otherwise`."""
    if message.location is not None:
        return await _located(seat, message.location)
    town = seat.visit.town
    choice = meant(message.text, _choices(seat))
    place = named(message.text or "", town.neighbourhoods)
    place = place or next((each for each in town.neighbourhoods if choice and each.code == choice.code), None)
    if place:
        return await _live_in(seat, place)
    seat.note = Say(otherwise if message.text else "enrol-use-buttons")
    return Move.STAY


async def _located(seat: Seat, location: Location) -> Next:
    """Find the neighbourhood; the blurred point is kept at once, so a crash here loses nothing and reveals nothing."""
    try:
        point = Point(location.latitude, location.longitude)
    except NotOnEarth:
        seat.note = Say("enrol-place-nowhere")
        return To(PlaceStep.name)
    place = locate(point, seat.visit.town.neighbourhoods)
    if place is None:
        seat.note = Say("enrol-place-outside", {"town": seat.visit.town.names})
        return To(PlaceStep.name)
    await seat.save(living_at(seat.volunteer, place, point, exact=False))
    await seat.keep(shared=[point.lat, point.lon])
    return To(ExactStep.name)


async def _live_in(seat: Seat, place: Neighbourhood) -> Next:
    await seat.save(living_in(seat.volunteer, place))
    await seat.keep(shared=None)
    return Move.ON


def _shared(seat: Seat) -> Point | None:
    match seat.talk.data.get("shared"):
        case [float() | int() as lat, float() | int() as lon]:
            return Point(lat, lon)
        case _:
            return None


def _choices(seat: Seat) -> list[Choice]:
    return [Choice(place.code, place.names) for place in seat.visit.town.neighbourhoods]
