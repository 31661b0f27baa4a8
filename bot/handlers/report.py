"""/report: the day's calls in a few figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from aiogram.types import Message

from bot.dispatch.call import Call
from bot.dispatch.invitation import Acknowledgement, Tally
from bot.dispatch.ledger import Entry, Fact
from bot.handlers.visit import Visit
from bot.speech.call_wording import lines, title
from bot.speech.locale import duration
from bot.speech.say import Say, Screen

MOST_CALLS = 200
MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class Figures:
    """One call of the day: people asked, coming and arrived, and how long the first yes took."""

    call: Call
    asked: int
    coming: int
    arrived: int
    first_yes: timedelta | None


async def report(message: Message, visit: Visit) -> None:
    """Say how today's calls went; drills are listed and stay out of the sums."""
    del message
    figures = [await _figures(visit, call) for call in await _today(visit)]
    if not figures:
        await visit.say("report-nothing")
        return
    real = [one for one in figures if not one.call.is_drill]
    said = [lines([title(one.call), *_counts(one)]) for one in figures[:MOST_LINES]]
    await visit.show(Screen((Say("report-title", {"count": len(real)}), _sums(real), *said)), fresh=True)


def first_yes(call: Call, history: Iterable[Entry]) -> timedelta | None:
    """Return how long after the call opened somebody first said yes."""
    yes = [entry.at for entry in history if entry.fact is Fact.ANSWERED and entry.detail == Acknowledgement.COMING.value]
    return min(yes) - call.opened_at if yes else None


def middle(figures: Iterable[Figures]) -> timedelta | None:
    """Return the median time to a first yes of the calls that got one."""
    waited = [one.first_yes.total_seconds() for one in figures if one.first_yes is not None]
    return timedelta(seconds=median(waited)) if waited else None


async def _today(visit: Visit) -> list[Call]:
    """The calls of the town's day that this person may lead, the latest first; numbers only grow."""
    today = visit.now.astimezone(visit.town.zone).date()
    last = await visit.ledger.next_number() - 1
    found: list[Call] = []
    for number in range(last, max(0, last - MOST_CALLS), -1):
        call = await visit.ledger.call_by_number(number)
        if call is None or call.opened_at.astimezone(visit.town.zone).date() != today:
            break
        found.append(call)
    return [call for call in found if visit.may_lead(call.kind.cluster)]


async def _figures(visit: Visit, call: Call) -> Figures:
    invitations = await visit.ledger.invitations(call.id)
    tally = Tally.of(invitations)
    arrived = sum(one.arrived_at is not None for one in invitations)
    return Figures(call, tally.asked, tally.coming, arrived, first_yes(call, await visit.ledger.history(call.id)))


def _counts(one: Figures) -> list[Say]:
    said = [Say("report-counts", {"asked": one.asked, "coming": one.coming, "arrived": one.arrived})]
    if one.first_yes is not None:
        said.append(Say("report-first-yes", {"after": duration(one.first_yes)}))
    return said + ([Say("drill-banner")] if one.call.is_drill else [])


def _sums(figures: list[Figures]) -> Say:
    counts = {
        "asked": sum(one.asked for one in figures),
        "coming": sum(one.coming for one in figures),
        "arrived": sum(one.arrived for one in figures),
    }
    waited = middle(figures)
    said = [Say("report-counts", {**counts})]
    return lines([*said, Say("report-median", {"after": duration(waited)})] if waited is not None else said)
