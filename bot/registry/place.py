"""Points on the map, neighbourhoods, and how far apart things are."""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import shapely

from bot.registry.language import Names

EARTH_RADIUS_M = 6_371_008.8
"""Mean Earth radius (IUGG), metres."""

METRES_PER_DEGREE = math.pi * EARTH_RADIUS_M / 180
POLE, DATE_LINE = 90, 180
"""The greatest latitude and longitude, degrees."""

NEAREST_WITHIN_M = 3_000
"""A point outside every polygon belongs to the nearest neighbourhood within this distance (municipal polygons miss new streets)."""

ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u05f4\u201c\u201d\u201e", '"'),
        **dict.fromkeys("\u05f3\u2018\u2019\u0060\u00b4", "'"),
        **dict.fromkeys("-\u05be\u2010\u2011\u2013\u2014_", " "),
    }
)
"""Characters that keyboards put for one another: gershayim, geresh, hyphens of several scripts."""

BLUR_CELL_M = 250
BAND_DEGREES = 0.005
"""Latitude bands of about 550 m: the first column of the roster's map index."""


class NotOnEarth(ValueError):
    """A latitude or longitude outside its range, or not a number."""


@dataclass(frozen=True, slots=True)
class Point:
    """A WGS84 position in degrees. Raises NotOnEarth when out of range."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        """Refuse NaN, infinity and anything beyond the poles or the date line."""
        if not (abs(self.lat) <= POLE and abs(self.lon) <= DATE_LINE):
            message = f"latitude {self.lat} or longitude {self.lon} is not on Earth"
            raise NotOnEarth(message)

    @property
    def band(self) -> int:
        """The latitude band that holds this point."""
        return band_of(self.lat)

    def metres_to(self, other: "Point") -> float:
        """Great-circle distance in metres (haversine)."""
        rise = math.radians(other.lat - self.lat)
        run = math.radians(other.lon - self.lon)
        chord = math.sin(rise / 2) ** 2
        chord += math.cos(math.radians(self.lat)) * math.cos(math.radians(other.lat)) * math.sin(run / 2) ** 2
        return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(chord)))

    def bearing_to(self, other: "Point") -> float:
        """Initial bearing in degrees, 0 north, 90 east."""
        run = math.radians(other.lon - self.lon)
        here, there = math.radians(self.lat), math.radians(other.lat)
        east = math.sin(run) * math.cos(there)
        north = math.cos(here) * math.sin(there) - math.sin(here) * math.cos(there) * math.cos(run)
        return math.degrees(math.atan2(east, north)) % 360

    def blurred(self, cell_m: float = BLUR_CELL_M) -> "Point":
        """Return the centre of the fixed grid cell of about `cell_m` metres around this point.

        The grid never moves, so asking twice reveals nothing more (noise could be averaged away).
        """
        step_lat = cell_m / METRES_PER_DEGREE
        lat = _cell_centre(self.lat, step_lat)
        step_lon = step_lat / max(0.01, math.cos(math.radians(lat)))
        return Point(_clamp(lat, POLE), _clamp(_cell_centre(self.lon, step_lon), DATE_LINE))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of latitudes and longitudes, degrees."""

    south: float
    west: float
    north: float
    east: float

    @classmethod
    def around(cls, centre: Point, metres: float) -> "Box":
        """Return the smallest box that holds every point within `metres` of `centre`."""
        rise = metres / METRES_PER_DEGREE
        run = rise / max(0.01, math.cos(math.radians(centre.lat)))
        return cls(centre.lat - rise, centre.lon - run, centre.lat + rise, centre.lon + run)

    @property
    def bands(self) -> range:
        """The latitude bands it touches."""
        return range(band_of(self.south), band_of(self.north) + 1)


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A part of the town that people call by name. `ring` is its outline as (lon, lat) pairs, closed."""

    code: str
    names: Names
    centre: Point
    ring: tuple[tuple[float, float], ...]
    aliases: tuple[str, ...] = ()
    _shape: shapely.Polygon = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Build the shape once. Raises ValueError for a ring that is no polygon."""
        object.__setattr__(self, "_shape", shapely.Polygon(self.ring))

    @property
    def spoken(self) -> frozenset[str]:
        """Everything it answers to, as spoken."""
        return frozenset(as_spoken(name) for name in (self.code, *self.names.as_dict().values(), *self.aliases))

    @property
    def is_sound(self) -> bool:
        """Whether the outline is a simple polygon."""
        return bool(self._shape.is_valid and not self._shape.is_empty)

    def holds(self, point: Point) -> bool:
        """Whether the point lies in the outline or on its edge."""
        return bool(self._shape.covers(shapely.Point(point.lon, point.lat)))

    def metres_from(self, point: Point) -> float:
        """Distance from the point to the outline in metres; 0 inside."""
        if self.holds(point):
            return 0.0
        shrink = math.cos(math.radians(point.lat))
        outline = shapely.Polygon([(lon * shrink, lat) for lon, lat in self.ring])
        return float(outline.distance(shapely.Point(point.lon * shrink, point.lat))) * METRES_PER_DEGREE

    def shared_with(self, other: "Neighbourhood") -> float:
        """The part of the smaller of two outlines that lies in both, 0 to 1."""
        theirs = shapely.Polygon(other.ring)
        return float(self._shape.intersection(theirs).area / min(self._shape.area, theirs.area))


def band_of(lat: float) -> int:
    """Return the number of the latitude band that holds `lat`."""
    return math.floor(lat / BAND_DEGREES)


def locate(point: Point, neighbourhoods: Iterable[Neighbourhood]) -> Neighbourhood | None:
    """Return the neighbourhood of a point: the polygon that holds it, else the nearest within 3 km, else None."""
    near = [(place.metres_from(point), place.code, place) for place in neighbourhoods]
    closest = min(near, key=lambda item: item[:2], default=None)
    return closest[2] if closest and closest[0] <= NEAREST_WITHIN_M else None


def named(text: str, neighbourhoods: Sequence[Neighbourhood]) -> Neighbourhood | None:
    """Return the neighbourhood a person means by its code, one of its names or an alias, in any language."""
    wanted = as_spoken(text)
    return next((place for place in neighbourhoods if wanted in place.spoken), None)


@lru_cache(maxsize=2048)
def as_spoken(name: str) -> str:
    """Return a name without what typing it may change: case, hyphens, kinds of quotation mark, vowel points, marks of direction."""
    joined = unicodedata.normalize("NFKC", name).translate(ALIKE).casefold()
    return " ".join("".join(char for char in joined if unicodedata.category(char) not in {"Cf", "Mn"}).split())


def _cell_centre(degrees: float, step: float) -> float:
    return (math.floor(degrees / step) + 0.5) * step


def _clamp(degrees: float, limit: float) -> float:
    return max(-limit, min(limit, degrees))
