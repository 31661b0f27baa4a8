"""The town as a drawing: outlines and points in a plane of metres, the north up."""

import math
from dataclasses import dataclass

from bot.registry.place import METRES_PER_DEGREE, Point
from bot.simulator.telegram.schema import JsonObject
from bot.town import Town

MARGIN_M = 250.0


@dataclass(frozen=True, slots=True)
class Chart:
    """Positions in metres east and south of the town's centre; a town is small enough to be flat."""

    town: Town

    def spot(self, point: Point) -> list[float]:
        """Return where a point is drawn."""
        centre = self.town.centre
        east = (point.lon - centre.lon) * METRES_PER_DEGREE * math.cos(math.radians(centre.lat))
        return [round(east, 1), round((centre.lat - point.lat) * METRES_PER_DEGREE, 1)]

    def view(self) -> JsonObject:
        """Return the town with its outlines, and the window that holds them all."""
        rings = [[self.spot(Point(lat, lon)) for lon, lat in place.ring] for place in self.town.neighbourhoods]
        return {
            "names": self.town.names.as_dict(),
            "languages": [language.value for language in self.town.languages],
            "window": _window([corner for ring in rings for corner in ring]),
            "places": [
                {"names": place.names.as_dict(), "lat": place.centre.lat, "lon": place.centre.lon, "ring": ring}
                for place, ring in zip(self.town.neighbourhoods, rings, strict=True)
            ],
        }


def _window(corners: list[list[float]]) -> list[float]:
    east, south = [corner[0] for corner in corners] or [0.0], [corner[1] for corner in corners] or [0.0]
    left, top = min(east) - MARGIN_M, min(south) - MARGIN_M
    return [round(number) for number in (left, top, max(east) + MARGIN_M - left, max(south) + MARGIN_M - top)]
