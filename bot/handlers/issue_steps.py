"""What the conversation about a new call shows at each step before the preview, drawn from what was said so far."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TypeVar, cast

from bot.dispatch.kind import CallKind, Mode
from bot.handlers.issue_draft import Sketch, Step, kind_of
from bot.handlers.visit import Visit
from bot.registry.place import Neighbourhood
from bot.speech.codec import JsonValue, say_from_json
from bot.speech.locale import duration
from bot.speech.say import Arg, Button, Listing, Moment, Quote, Say, Screen
from bot.speech.talk import Talk

KINDS_A_PAGE = 8
PLACES_A_PAGE = 12
REASONS_A_PAGE = 8
LASTS_HOURS = (1, 2, 3, 4, 6, 8, 12, 24)
SOON = timedelta(hours=1)
EVENING, MORNING = time(17), time(9)
LEAST_NOTICE = timedelta(minutes=30)
"""An evening closer than this is no longer offered."""

CONDITIONS_SPOKEN = frozenset(
    {
        "pairs", "recurring", "shelter_hold", "after_all_clear", "roll_list", "vehicle_insurance", "police_clearance", "adult_present",
        "engineer_ok", "authority_escort", "police_lead", "daylight", "credential_check", "professional",
        "professional_register", "first_aid_course", "medical_licence",
    }
)  # fmt: skip
"""Conditions that have a sentence; a town's own credential is named by its code."""

T = TypeVar("T")
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a long choice: its rows of buttons, and the row that turns pages (empty when there is one page)."""

    rows: Rows
    turn: Rows


def sketch_of(talk: Talk) -> Sketch:
    """Return what was said so far."""
    return Sketch.of(talk.data)


def notes_of(talk: Talk) -> tuple[Say, ...]:
    """Return what has to be said first: mistakes, and what has changed."""
    return tuple(say_from_json(note) for note in cast("list[JsonValue]", talk.data.get("notes") or []))


def page_of(talk: Talk) -> int:
    """Return the page of the choice that is shown."""
    return cast("int", talk.data.get("page") or 0)


async def kind_screen(visit: Visit, talk: Talk) -> Screen:
    """Ask what is needed: the kinds this person may send, those most used first."""
    mode = Mode(sketch_of(talk).mode)
    used = await visit.ledger.kinds_used()
    kinds = sorted(issuable(visit, mode), key=lambda kind: -used.get(kind.code, 0))
    page = paged(visit, kinds, page_of(talk), KINDS_A_PAGE, 1, lambda kind: _kind_button(visit, kind))
    return Screen(
        (*notes_of(talk), _which_kind(mode) if kinds else Say("issue-no-kind-yet")),
        (*page.rows, *page.turn, *_missing_row(visit, mode), (_cancel(visit),)),
    )


def _which_kind(mode: Mode) -> Say:
    return Say("issue-kind-emergency") if mode is Mode.EMERGENCY else Say("issue-kind-routine")


def unavailable_screen(visit: Visit, talk: Talk) -> Screen:
    """Say which kinds cannot be sent, and why."""
    kinds = unavailable(visit, Mode(sketch_of(talk).mode))
    first = min(page_of(talk), (len(kinds) - 1) // REASONS_A_PAGE) * REASONS_A_PAGE
    said = [
        Say("issue-unavailable-kind", {"code": kind.code, "kind": kind.names, "conditions": conditions_of(kind)})
        for kind in kinds[first : first + REASONS_A_PAGE]
    ]
    turn = paged(visit, kinds, page_of(talk), REASONS_A_PAGE, 1, lambda kind: _kind_button(visit, kind)).turn
    return Screen((Say("issue-unavailable"), *said), (*turn, (back(visit),)))


def place_screen(visit: Visit, talk: Talk) -> Screen:
    """Ask where: neighbourhoods to press, those that look like what was typed first."""
    sketch = sketch_of(talk)
    places = _places(visit, cast("Sequence[str]", talk.data.get("suggested") or ()))
    page = paged(visit, places, page_of(talk), PLACES_A_PAGE, 2, lambda place: visit.button(place.names, "place", place.code))
    kept = (Say("issue-address-kept", {"address": Quote(sketch.address)}),) if sketch.address else ()
    return Screen(
        (*notes_of(talk), *kept, Say("issue-place", {"kind": _kind_name(visit, sketch)})), (*page.rows, *page.turn, (back(visit),))
    )


def looking_screen(visit: Visit, talk: Talk) -> Screen:
    """Say that the address is being looked up, and offer not to wait."""
    said = Say("issue-looking", {"address": Quote(sketch_of(talk).address)})
    rows = ((visit.button(Say("issue-button-again"), "again"),), (visit.button(Say("issue-button-neighbourhood"), "list"), back(visit)))
    return Screen((*notes_of(talk), said), rows)


def people_screen(visit: Visit, talk: Talk) -> Screen:
    """Ask how many people, the kind's usual number in one tap."""
    sketch = sketch_of(talk)
    kind = kind_of(sketch, visit.town)
    needed, count = (kind.needed, asked_for(talk, kind)) if kind else (1, 1)
    fewer = [visit.button("−1", "fewer", count)] if count > needed else []
    rows = (
        (visit.button(Say("issue-people-go", {"count": count}), "people", count),),
        (*fewer, visit.button("+1", "more", count), visit.button("+5", "many", count)),
        (back(visit),),
    )
    return Screen((*notes_of(talk), Say("issue-people", {"kind": _kind_name(visit, sketch), "needed": needed})), rows)


def when_screen(visit: Visit, talk: Talk) -> Screen:
    """Ask when people are needed."""
    now, soon = (
        visit.button(Say("issue-button-now"), "when", "now"),
        visit.button(Say("issue-button-hour"), "when", _stamp(visit.now + SOON)),
    )
    rows: list[tuple[Button, ...]] = [(now, soon)]
    rows += [(visit.button(Say("issue-button-at", {"at": Moment(at)}), "when", _stamp(at)),) for at in usual_moments(visit)]
    return Screen((*notes_of(talk), Say("issue-when")), (*rows, (back(visit),)))


def lasts_screen(visit: Visit, talk: Talk) -> Screen:
    """Ask how long it lasts."""
    buttons = [visit.button(duration(timedelta(hours=hours)), "lasts", hours * 60) for hours in LASTS_HOURS]
    return Screen((*notes_of(talk), Say("issue-ask-lasts")), (*rows_of(buttons, 4), (back(visit),)))


def issuable(visit: Visit, mode: Mode) -> list[CallKind]:
    """Return the kinds of this mode that this person may send now."""
    return [kind for kind in visit.town.kinds.values() if kind.mode is mode and not kind.unenforced and visit.may_lead(kind.cluster)]


def unavailable(visit: Visit, mode: Mode) -> list[CallKind]:
    """Return the kinds of this mode that nobody may send yet, in clusters that this person leads."""
    return [kind for kind in visit.town.not_issuable if kind.mode is mode and visit.may_lead(kind.cluster)]


def conditions_of(kind: CallKind) -> Listing:
    """Name the conditions of a kind that the bot can't hold to yet."""
    return Listing(tuple(_condition(code) for code in sorted(kind.unenforced)))


def why_not(visit: Visit, kind: CallKind) -> Say | None:
    """Say why this person can't send this kind now; None when they can."""
    if not visit.may_lead(kind.cluster):
        return Say("issue-kind-not-yours", {"kind": kind.names, "cluster": visit.town.clusters[kind.cluster].names})
    if kind.unenforced:
        return Say("issue-kind-not-enforced", {"kind": kind.names, "conditions": conditions_of(kind)})
    return None


def asked_for(talk: Talk, kind: CallKind) -> int:
    """Return the number of people on the screen: as moved by − and +, else as said before, else the kind's usual number."""
    return cast("int", talk.data.get("count") or 0) or sketch_of(talk).people or kind.target


def usual_moments(visit: Visit) -> list[datetime]:
    """Return moments that people often choose: this evening, tomorrow morning, tomorrow evening; UTC."""
    today = visit.now.astimezone(visit.town.zone).date()
    tomorrow = today + timedelta(days=1)
    usual = [(today, EVENING), (tomorrow, MORNING), (tomorrow, EVENING)]
    moments = [datetime.combine(day, clock, visit.town.zone).astimezone(UTC) for day, clock in usual]
    return [at for at in moments if at - visit.now >= LEAST_NOTICE]


def paged(visit: Visit, items: Sequence[T], number: int, size: int, across: int, button: Callable[[T], Button]) -> Page:
    """Return one page of a long choice, `across` buttons a row."""
    last = max(0, (len(items) - 1) // size)
    here = min(number, last)
    rows = rows_of([button(item) for item in items[here * size : (here + 1) * size]], across)
    turns = [visit.button(Say("button-page-previous"), "page", here - 1)] if here else []
    turns += [visit.button(Say("button-page-next"), "page", here + 1)] if here < last else []
    return Page(rows, (tuple(turns),) if turns else ())


def rows_of(buttons: Sequence[Button], across: int) -> Rows:
    """Lay buttons out, `across` a row."""
    return tuple(tuple(buttons[start : start + across]) for start in range(0, len(buttons), across))


def back(visit: Visit) -> Button:
    """The button that undoes the last step."""
    return visit.button(Say("button-back"), "back")


def _kind_button(visit: Visit, kind: CallKind) -> Button:
    return visit.button(Say("issue-button-kind", {"code": kind.code, "kind": kind.names}), "kind", kind.code)


def _missing_row(visit: Visit, mode: Mode) -> Rows:
    count = len(unavailable(visit, mode))
    return ((visit.button(Say("issue-button-unavailable", {"count": count}), "why"),),) if count else ()


def _cancel(visit: Visit) -> Button:
    return visit.button(Say("button-cancel"), "cancel")


def _places(visit: Visit, suggested: Iterable[str]) -> list[Neighbourhood]:
    first = {code: place for place, code in enumerate(suggested)}
    return sorted(visit.town.neighbourhoods, key=lambda place: first.get(place.code, len(first)))


def _kind_name(visit: Visit, sketch: Sketch) -> Arg:
    kind = kind_of(sketch, visit.town)
    return kind.names if kind else ""


def _stamp(at: datetime) -> int:
    return int(at.timestamp())


def _condition(code: str) -> Arg:
    return Say(f"issue-condition-{code}") if code in CONDITIONS_SPOKEN else code


STEPS_WITHOUT_DB: dict[str, Callable[[Visit, Talk], Screen]] = {
    Step.UNAVAILABLE: unavailable_screen,
    Step.PLACE: place_screen,
    Step.LOOKING: looking_screen,
    Step.PEOPLE: people_screen,
    Step.WHEN: when_screen,
    Step.LASTS: lasts_screen,
}
"""How each step is drawn, those that ask storage aside."""
