"""The preview of a call: what would go out, to how many, and the one button that sends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any, cast

from bot.dispatch.call import CallDraft
from bot.dispatch.kind import CallKind, Flag, Mode
from bot.dispatch.preview import Preview, preview
from bot.handlers.issue_draft import WIDEST_M, Sketch, draft_of, kind_of, place_of
from bot.handlers.issue_steps import Rows, back, notes_of, rows_of, sketch_of
from bot.handlers.visit import Visit
from bot.speech.locale import distance, duration
from bot.speech.say import Arg, Button, Listing, Moment, Quote, Say, Screen
from bot.speech.talk import Talk

WIDENING = 2.0
"""One press of "widen" asks so many times as far."""

EXTRAS = ("words", "meeting", "contact", "address", "ref")
"""What may be added to a call in words; each names a field of Sketch, a question, and a button."""


class NotFinished(ValueError):
    """A call cannot be drafted before its kind and its place are known."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A preview as the conversation keeps it: whom it froze by key alone, and the figures that stand on the screen."""

    keys: tuple[int, ...]
    matching: int
    reachable: int
    expected: float
    seconds: float
    later: tuple[tuple[float, int], ...]
    """Seconds after opening, and people, of each wave that follows."""
    made_at: str

    @classmethod
    def of(cls, data: object) -> "Shown":
        """Read what `as_data` wrote."""
        said = cast("dict[str, Any]", data)
        later = tuple((after, people) for after, people in said["later"])
        return cls(**{**said, "keys": tuple(said["keys"]), "later": later})

    @classmethod
    def made(cls, made: Preview) -> "Shown":
        """Keep what a preview found."""
        return cls(
            keys=tuple(one.person_key for one in made.frozen),
            matching=made.matching,
            reachable=made.reachable,
            expected=made.expected_yes,
            seconds=made.seconds,
            later=tuple((wave.after.total_seconds(), wave.people) for wave in made.later),
            made_at=made.made_at.isoformat(),
        )

    def as_data(self) -> dict[str, object]:
        """Return it as JSON can hold it."""
        figures = {name: getattr(self, name) for name in ("matching", "reachable", "expected", "seconds", "made_at")}
        return {**figures, "keys": list(self.keys), "later": [list(wave) for wave in self.later]}

    @property
    def at(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.made_at)


async def look_ahead(visit: Visit, sketch: Sketch) -> Shown:
    """Make a preview of what was said so far. Raises NotFinished."""
    made = await preview(drafted(visit, sketch), visit.bench, town=visit.town.slug, per_second=visit.town.policy.bulk_per_second)
    return Shown.made(made)


def drafted(visit: Visit, sketch: Sketch) -> CallDraft:
    """Return the draft of what was said so far, in the language of whoever writes. Raises NotFinished."""
    kind, point = kind_of(sketch, visit.town), sketch.point
    if kind is None or point is None:
        message = f"{sketch.missing} is not known"
        raise NotFinished(message)
    return draft_of(sketch, kind, point, visit.language)


def preview_screen(visit: Visit, talk: Talk) -> Screen:
    """Show the call as it would go out, what it would bring, and Send."""
    sketch, shown = sketch_of(talk), Shown.of(talk.data["preview"])
    draft = drafted(visit, sketch)
    banner = (Say("drill-banner"),) if _is_drill(draft) else ()
    said = (*notes_of(talk), *banner, _summary(visit, sketch, draft), *_extras(sketch), *_figures(draft.kind, shown))
    return Screen(said, _rows(visit, talk, sketch, draft, shown))


def serial_of(talk: Talk) -> int:
    """Return the number of the preview on the screen: an older one's Send is outdated."""
    return cast("int", talk.data.get("serial") or 0)


def _is_drill(draft: CallDraft) -> bool:
    return draft.is_drill or Flag.DRILL in draft.kind.flags


def _summary(visit: Visit, sketch: Sketch, draft: CallDraft) -> Say:
    place = place_of(sketch, visit.town)
    where: Arg = place.names if place else visit.town.names
    return Say(
        "issue-summary-emergency" if draft.kind.mode is Mode.EMERGENCY else "issue-summary-routine",
        {
            "code": draft.kind.code,
            "kind": draft.kind.names,
            "severity": Say(f"severity-{draft.kind.severity.name.lower()}"),
            "place": Say("issue-exact-place", {"place": where}) if sketch.is_exact else where,
            "people": draft.people,
            "needed": draft.kind.needed,
            "when": Moment(draft.starts_at) if draft.starts_at else Say("issue-now"),
            "lasts": duration(draft.lasts or draft.kind.lasts),
        },
    )


def _extras(sketch: Sketch) -> list[Say]:
    said = {
        "words": Say("issue-summary-words", {"text": Quote(sketch.words)}),
        "meeting": Say("issue-summary-meeting", {"text": Quote(sketch.meeting)}),
        "contact": Say("issue-summary-contact", {"text": Quote(sketch.contact)}),
        "address": Say("issue-summary-address", {"text": Quote(sketch.address)}),
        "ref": Say("issue-summary-ref", {"text": Quote(sketch.ref)}),
    }
    return [said[name] for name in EXTRAS if getattr(sketch, name)]


def _figures(kind: CallKind, shown: Shown) -> Sequence[Say]:
    found = Say("issue-figures", {"matching": shown.matching, "reachable": shown.reachable})
    if not shown.keys:
        return (found, Say("issue-nobody"))
    first = Say("issue-first-wave", {"messages": len(shown.keys), "seconds": ceil(shown.seconds), "expected": round(shown.expected, 1)})
    weak = (Say("issue-weak", {"expected": round(shown.expected, 1), "needed": kind.needed}),) if _is_weak(kind, shown) else ()
    return (found, first, *_later(shown), *weak)


def _is_weak(kind: CallKind, shown: Shown) -> bool:
    return shown.expected < kind.needed


def _later(shown: Shown) -> tuple[Say, ...]:
    waves = [Say("issue-later-wave", {"people": people, "after": duration(timedelta(seconds=after))}) for after, people in shown.later]
    return (Say("issue-later", {"waves": Listing(tuple(waves))}),) if waves else ()


def _rows(visit: Visit, talk: Talk, sketch: Sketch, draft: CallDraft, shown: Shown) -> Rows:
    label = Say("issue-button-send", {"messages": len(shown.keys)}) if shown.keys else Say("issue-button-send-anyway")
    send = visit.button(label, "send", serial_of(talk))
    return ((send,), *_widen(visit, draft.kind, shown), *rows_of(_options(visit, sketch, draft), 2), (back(visit),))


def _widen(visit: Visit, kind: CallKind, shown: Shown) -> Rows:
    farther = min(WIDEST_M, kind.radius_m * WIDENING)
    if not _is_weak(kind, shown) or farther <= kind.radius_m:
        return ()
    return ((visit.button(Say("issue-button-widen", {"distance": distance(farther)}), "widen"),),)


def _options(visit: Visit, sketch: Sketch, draft: CallDraft) -> list[Button]:
    labels = {
        "words": Say("issue-button-words"),
        "meeting": Say("issue-button-meeting"),
        "contact": Say("issue-button-contact"),
        "address": Say("issue-button-address"),
        "ref": Say("issue-button-ref"),
    }
    extras = [visit.button(labels[name], "extra", name) for name in EXTRAS]
    lasts = visit.button(Say("issue-button-lasts", {"lasts": duration(draft.lasts or draft.kind.lasts)}), "duration")
    if Flag.DRILL in draft.kind.flags:
        return [*extras, lasts]
    drill = Say("issue-button-real") if sketch.is_drill else Say("issue-button-drill")
    return [*extras, lasts, visit.button(drill, "drill")]
