"""What a coordinator has said so far about a call: kept in the conversation, turned into a draft at the end."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.dispatch.call import CallDraft, Spot
from bot.dispatch.kind import CallKind, Mode
from bot.registry.language import Language
from bot.registry.place import Neighbourhood, Point
from bot.town import Town

WIDEST_M = 200_000.0
"""A widened call reaches no farther than a town's file may say."""


class Step(StrEnum):
    """Where the conversation stands."""

    KIND = "kind"
    UNAVAILABLE = "unavailable"
    PLACE = "place"
    LOOKING = "looking"
    PEOPLE = "people"
    WHEN = "when"
    PREVIEW = "preview"
    EXTRA = "extra"
    LASTS = "lasts"


@dataclass(frozen=True, slots=True)
class Sketch:
    """One call as said so far; empty means not said. `lasts` is minutes, positions are degrees, `starts_at` is ISO 8601."""

    mode: str
    kind: str = ""
    lat: float | None = None
    lon: float | None = None
    neighbourhood: str | None = None
    is_exact: bool = False
    people: int = 0
    has_when: bool = False
    starts_at: str = ""
    """Empty with `has_when`: now."""
    lasts: int = 0
    words: str = ""
    meeting: str = ""
    contact: str = ""
    address: str = ""
    ref: str = ""
    is_drill: bool = False
    wider: float = 1.0
    """How many times the kind's own radius is asked."""

    @classmethod
    def of(cls, data: Mapping[str, object]) -> "Sketch":
        """Read what `as_data` wrote from a conversation's data, whatever else stands there."""
        known: dict[str, Any] = {field.name: data[field.name] for field in fields(cls) if field.name in data}
        return cls(**known)

    def as_data(self) -> dict[str, object]:
        """Return it as JSON can hold it."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def point(self) -> Point | None:
        """Where it is, once that is known."""
        return None if self.lat is None or self.lon is None else Point(self.lat, self.lon)

    @property
    def begins(self) -> datetime | None:
        """When people are needed; None for now."""
        return datetime.fromisoformat(self.starts_at) if self.starts_at else None

    @property
    def missing(self) -> Step:
        """The first thing still to be said, or the preview."""
        if not self.kind:
            return Step.KIND
        if self.point is None:
            return Step.PLACE
        if not self.people:
            return Step.PEOPLE
        return Step.WHEN if self.mode == Mode.ROUTINE and not self.has_when else Step.PREVIEW

    def of_kind(self, kind: CallKind) -> "Sketch":
        """Choose a kind; what was said with another kind in mind is asked again."""
        if not self.kind:
            return replace(self, kind=kind.code, people=max(self.people, kind.needed) if self.people else 0)
        return self if kind.code == self.kind else replace(self, kind=kind.code, people=0, lasts=0, wider=1.0)

    def at(self, point: Point, neighbourhood: Neighbourhood | None, *, is_exact: bool) -> "Sketch":
        """Choose a place."""
        code = neighbourhood.code if neighbourhood else None
        return replace(self, lat=point.lat, lon=point.lon, neighbourhood=code, is_exact=is_exact)

    def within(self, neighbourhood: Neighbourhood) -> "Sketch":
        """Choose a neighbourhood as a whole."""
        return self.at(neighbourhood.centre, neighbourhood, is_exact=False)

    def starting(self, at: datetime | None) -> "Sketch":
        """Choose when people are needed; None for now."""
        return replace(self, has_when=True, starts_at=at.isoformat() if at else "")

    def passed(self, now: datetime) -> bool:
        """Whether the chosen moment lies in the past by now."""
        return self.begins is not None and self.begins <= now


def kind_of(sketch: Sketch, town: Town) -> CallKind | None:
    """Return the chosen kind with its radius as widened, or None when none is chosen or the town no longer has it."""
    kind = town.kinds.get(sketch.kind)
    return replace(kind, radius_m=min(WIDEST_M, kind.radius_m * sketch.wider)) if kind else None


def draft_of(sketch: Sketch, kind: CallKind, point: Point, language: Language) -> CallDraft:
    """Return the finished draft."""
    return CallDraft(
        kind=kind,
        spot=Spot(point, sketch.neighbourhood, sketch.address, sketch.meeting, sketch.contact, sketch.is_exact),
        people=max(sketch.people, kind.needed),
        words=sketch.words,
        language=language.value,
        starts_at=sketch.begins,
        lasts=timedelta(minutes=sketch.lasts) if sketch.lasts else None,
        is_drill=sketch.is_drill,
        ref_106=sketch.ref,
    )


def place_of(sketch: Sketch, town: Town) -> Neighbourhood | None:
    """Return the chosen neighbourhood."""
    return next((place for place in town.neighbourhoods if place.code == sketch.neighbourhood), None)
