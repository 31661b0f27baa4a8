"""A call's history as a coordinator reads it: what happened when, and who did it."""

import re
from collections.abc import Sequence

from bot.dispatch.call import Call, Outcome
from bot.dispatch.kind import RungTo
from bot.dispatch.ledger import Entry, Fact
from bot.handlers.beside import back, page_in, pages_of, show_beside, turning, which
from bot.handlers.visit import Visit
from bot.registry.audit import Deed
from bot.registry.person import Person
from bot.speech.call_wording import lines
from bot.speech.say import Arg, Moment, Say, Screen

ENTRIES_A_PAGE = 12
DONE_BY = {
    Fact.OPENED: "history-opened",
    Fact.CORRECTED: "history-corrected",
    Fact.TAKEN_OVER: "history-taken-over",
    Fact.PHONES_SHOWN: "history-phones-shown",
}
CLOSED = {Outcome.DONE.value: "history-closed-done", Outcome.EXPIRED.value: "history-closed-expired"}
"""What a person did, and nothing more to say about it than who."""

ANSWERS = {
    "coming": "reply-coming",
    "cannot": "reply-cannot",
    "on_the_way": "reply-on_the_way",
    "arrived": "reply-arrived",
    "done": "reply-done",
    "left": "reply-left",
}


async def show(visit: Visit, call: Call, arg: str) -> None:
    """Show what happened to a call, the latest page first."""
    entries = list(await visit.ledger.history(call.id))
    pages = pages_of(len(entries), ENTRIES_A_PAGE)
    page = page_in(arg or str(pages - 1), pages)
    shown = entries[page * ENTRIES_A_PAGE : (page + 1) * ENTRIES_A_PAGE]
    keys = {key for entry in shown for key in (entry.person_key, entry.by) if key}
    visit.audit.note(Deed.HISTORY_SHOWN, call_id=call.id, detail=str(len(keys)))
    named = await visit.roster.people(sorted(keys))
    said = [_line(entry, named) for entry in shown]
    body = [lines(said)] if said else []
    await show_beside(
        visit, Screen((lines([which(call), Say("history-title")]), *body), (*turning(call, "history", page, pages), back(call)))
    )


def _line(entry: Entry, named: dict[int, Person]) -> Say:
    return Say("history-line", {"at": Moment(entry.at), "what": _what(entry, named)})


def _what(entry: Entry, named: dict[int, Person]) -> Say:
    match entry.fact:
        case Fact.WAVE:
            return _wave(entry.detail)
        case Fact.ANSWERED:
            return _answer(entry, named)
        case Fact.CLIMBED:
            return Say("history-climbed-leads" if entry.detail == RungTo.CLUSTER_LEADS.value else "history-climbed-coordinators")
        case Fact.CLOSED:
            return Say(CLOSED.get(entry.detail, "history-closed-cancelled"), _by(entry, named))
        case Fact.RESUMED:
            return Say("history-resumed")
        case Fact.FILLED | Fact.REOPENED:
            return Say("history-filled" if entry.fact is Fact.FILLED else "history-reopened")
        case _:
            return Say(DONE_BY[entry.fact], _by(entry, named))


def _by(entry: Entry, named: dict[int, Person]) -> dict[str, Arg]:
    return {"by": _name(named, entry.by)}


def _wave(detail: str) -> Say:
    """Read the two numbers of a wave's entry: which wave, how many asked."""
    numbers: Sequence[str] = re.findall(r"\d+", detail)
    wave, asked = (int(number) for number in (*numbers, "0", "0")[:2])
    return Say("history-wave", {"wave": wave, "asked": asked})


def _answer(entry: Entry, named: dict[int, Person]) -> Say:
    facts: dict[str, Arg] = {"name": _name(named, entry.person_key), "reply": Say(ANSWERS.get(entry.detail, "reply-seen"))}
    if entry.by is None:
        return Say("history-answered", facts)
    return Say("history-answered-for", {**facts, "by": _name(named, entry.by)})


def _name(named: dict[int, Person], key: int | None) -> Arg:
    person = named.get(key) if key else None
    return person.name if person and person.name else Say("card-nameless")
