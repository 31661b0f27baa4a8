"""Reads a town's neighbourhoods from GeoJSON, and refuses outlines and names that cannot be told apart."""

import re
from collections.abc import Sequence
from itertools import combinations

from bot.registry.place import Neighbourhood, NotOnEarth, Point
from bot.town_section import NOWHERE, Section

CODE = re.compile(r"[a-z][a-z0-9-]{0,31}")
MAX_FROM_CENTRE_M = 30_000
"""No Israeli town reaches farther; a position beyond is usually latitude and longitude the wrong way round."""

MAX_SHARED = 0.02
"""Neighbours may share slivers of their thinned outlines, at most this part of the smaller one."""

MAX_CORNERS = 2_000
FEWEST_CORNERS = 4
"""A closed triangle: its first corner is written again at its end."""

Corner = tuple[float, float]


def read_places(collection: Section, town_centre: Point) -> tuple[Neighbourhood, ...]:
    """Return the neighbourhoods of a FeatureCollection; features with mistakes are noted and left out."""
    _expect(collection, "type", "FeatureCollection")
    collection.text("source", default="not named")
    features = collection.rows("features")
    collection.close()
    places = [(feature, place) for feature in features if (place := _place(feature, town_centre))]
    if not features:
        collection.note("features", "holds no neighbourhood")
    _refuse_shared_names(places)
    _refuse_overlaps(places)
    return tuple(place for _, place in places)


def _place(feature: Section, town_centre: Point) -> Neighbourhood | None:
    flawed = len(feature.flaws)
    _expect(feature, "type", "Feature")
    said, geometry = feature.section("properties"), feature.section("geometry")
    feature.close()
    code, names, aliases = _code(said), said.names(), said.words("aliases")
    centre, ring = _centre(said), _ring(geometry, town_centre)
    said.close()
    if len(feature.flaws) > flawed or not ring:
        return None
    place = Neighbourhood(code, names, centre, ring, aliases)
    if not place.is_sound:
        geometry.note("coordinates", f"{code}: the outline crosses itself or has no area")
        return None
    if not place.holds(centre):
        said.note("centre", f"{code}: lies outside the neighbourhood's own outline")
    return place


def _expect(said: Section, key: str, word: str) -> None:
    if said.text(key) not in {word, ""}:
        said.note(key, f"is not {word}")


def _code(said: Section) -> str:
    code = said.text("code")
    if not CODE.fullmatch(code) and code:
        said.note("code", f"{code!r} is not small letters, digits and hyphens, 32 at most")
    return code


def _centre(said: Section) -> Point:
    corner = _corner(said.listed("centre"))
    if corner is None:
        said.note("centre", "is not [longitude, latitude] in degrees")
        return NOWHERE
    return Point(corner[1], corner[0])


def _ring(geometry: Section, town_centre: Point) -> tuple[Corner, ...]:
    """Return the outline, or nothing when it has mistakes."""
    _expect(geometry, "type", "Polygon")
    rings = geometry.listed("coordinates")
    geometry.close()
    if len(rings) != 1 or not isinstance(rings[0], list):
        geometry.note("coordinates", "is not one outline without holes")
        return ()
    corners = [_corner(position) for position in rings[0][: MAX_CORNERS + 1]]
    ring = tuple(corner for corner in corners if corner)
    reason = _wrong_ring(corners, ring, town_centre)
    if reason:
        geometry.note("coordinates", reason)
    return () if reason else ring


def _wrong_ring(corners: Sequence[Corner | None], ring: Sequence[Corner], town_centre: Point) -> str:
    if None in corners:
        return f"corner {list(corners).index(None) + 1} is not [longitude, latitude] in degrees"
    if not FEWEST_CORNERS <= len(ring) <= MAX_CORNERS:
        return f"has {len(ring)} corners, not {FEWEST_CORNERS} to {MAX_CORNERS}"
    if ring[0] != ring[-1]:
        return "is not closed: the last corner must repeat the first"
    far = [corner for corner in ring if town_centre.metres_to(Point(corner[1], corner[0])) > MAX_FROM_CENTRE_M]
    if far and town_centre != NOWHERE:
        return f"{list(far[0])} lies more than {MAX_FROM_CENTRE_M // 1000} km from the town's centre (longitude comes first)"
    return ""


def _corner(position: object) -> Corner | None:
    """Return a GeoJSON position as (lon, lat), or None when it is none."""
    match position:
        case [int() | float() as lon, int() | float() as lat] if not isinstance(lon, bool) and not isinstance(lat, bool):
            try:
                Point(lat, lon)
            except NotOnEarth:
                return None
            return float(lon), float(lat)
        case _:
            return None


def _refuse_shared_names(places: Sequence[tuple[Section, Neighbourhood]]) -> None:
    """Two neighbourhoods that answer to one name could send people to the wrong place."""
    owners: dict[str, str] = {}
    for feature, place in places:
        if owners.setdefault(f"code {place.code}", str(id(place))) != str(id(place)):
            feature.note("properties.code", f"{place.code} is the code of another neighbourhood too")
        for name in {spoken.casefold() for spoken in (place.code, *place.names.as_dict().values(), *place.aliases)}:
            if owners.setdefault(name, place.code) != place.code:
                feature.note("properties", f"{place.code} and {owners[name]} both answer to {name!r}")


def _refuse_overlaps(places: Sequence[tuple[Section, Neighbourhood]]) -> None:
    for (_, one), (feature, other) in combinations(places, 2):
        shared = one.shared_with(other)
        if shared > MAX_SHARED:
            feature.note("geometry", f"{other.code} and {one.code} overlap by {shared:.0%} of the smaller")
