"""What every message about a call says in the same way: which call, where, in which roles, how far."""

from collections.abc import Sequence
from functools import reduce

from bot.dispatch.call import Call
from bot.dispatch.invitation import Standing
from bot.dispatch.kind import Slot
from bot.registry.language import Names
from bot.registry.place import Neighbourhood, Point
from bot.speech.locale import KILOMETRE, distance
from bot.speech.say import Arg, Say
from bot.town import Town

DRILL = Say("drill-banner")
NEAR_M, STEP_M = 500, 500
"""Before somebody is assigned, distances come in steps this coarse: finer ones would point at the address."""

STANDING_WORDS = {
    Standing.ARRIVED: "reply-arrived",
    Standing.ON_THE_WAY: "reply-on_the_way",
    Standing.ASSIGNED: "reply-coming",
    Standing.OVERDUE: "card-overdue",
    Standing.STAND_BY: "reply-stand_by",
    Standing.DONE: "reply-done",
    Standing.CANNOT: "reply-cannot",
    Standing.LEFT: "reply-left",
    Standing.ASKED: "reply-silent",
    Standing.STOOD_DOWN: "reply-stood_down",
    Standing.UNREACHABLE: "card-unreachable",
}
"""What staff read about a volunteer; those at work come first."""


def standing_word(standing: Standing) -> Say:
    """Return what staff read about where a volunteer stands."""
    return Say(STANDING_WORDS[standing])


def lines(said: Sequence[Say]) -> Say:
    """Return several sentences as one paragraph, each on its own line. `said` holds at least one."""
    *before, last = said
    return reduce(lambda rest, first: Say("call-lines", {"first": first, "rest": rest}), reversed(before), last)


def title(call: Call) -> Say:
    """Return which call this is; what hangs on it is said by a mark and in words."""
    about: dict[str, Arg] = {"number": call.number, "kind": call.kind.names}
    return Say("call-title-emergency", about) if call.is_emergency else Say("call-title-routine", about)


def banner(call: Call) -> list[Say]:
    """Return the drill's mark, which stands first in every message of a drill."""
    return [DRILL] if call.is_drill else []


def cluster(call: Call, town: Town) -> Names | str:
    """Return the name of the call's cluster, or its code where the town no longer has it."""
    known = town.clusters.get(call.kind.cluster)
    return known.names if known else call.kind.cluster


def neighbourhood(call: Call, town: Town) -> Neighbourhood | None:
    """Return the call's neighbourhood, where it has one that the town knows."""
    return next((place for place in town.neighbourhoods if place.code == call.spot.neighbourhood), None)


def area(call: Call, town: Town) -> Names:
    """Return the name of the call's neighbourhood, else of the town: as much as anybody may know."""
    place = neighbourhood(call, town)
    return place.names if place else town.names


def role(skills: frozenset[str], town: Town) -> Arg:
    """Return a role by the skills of which one is enough; none of them means that anybody can take it."""
    named: list[Arg] = [town.skills[code].names if code in town.skills else code for code in sorted(skills)]
    if not named:
        return Say("call-role-any")
    return reduce(lambda first, other: Say("call-role-either", {"first": first, "other": other}), named)


def slot(one: Slot, town: Town) -> Say:
    """Return a role with how many people it takes."""
    return Say("call-role-count", {"count": one.count, "role": role(one.skills, town)})


def far(metres: float) -> Say:
    """Return how far away a call is, in coarse steps."""
    if metres < NEAR_M:
        return Say("call-distance-near", {"distance": distance(NEAR_M)})
    step = STEP_M if metres < 5 * KILOMETRE else KILOMETRE
    return Say("call-distance-about", {"distance": distance(round(metres / step) * step)})


def google_maps(point: Point) -> str:
    """Return the address that opens a point on Google's map."""
    return f"https://maps.google.com/?q={_position(point)}"


def waze(point: Point) -> str:
    """Return the address that starts Waze towards a point."""
    return f"https://waze.com/ul?ll={_position(point)}&navigate=yes"


def _position(point: Point) -> str:
    return f"{point.lat:.6f},{point.lon:.6f}"
