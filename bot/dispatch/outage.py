"""After Telegram was dark: clocks that stood go on, whoever may have pressed in vain is asked once more, what is stale ends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.dispatch import announce
from bot.dispatch.advance import Bench, advance
from bot.dispatch.call import Call, CallState, Outcome
from bot.dispatch.desk import end
from bot.dispatch.invitation import Invitation, Standing
from bot.dispatch.ledger import Entry, Fact

LONGEST_SILENCE = timedelta(seconds=120)
"""Telegram keeps a press for 150 seconds: after a longer outage presses are lost, and people believe that they answered."""
BREATH = timedelta(minutes=1)
"""Who is asked again gets at least this long before the next wave asks others."""
LATELY = timedelta(hours=24)
"""Who has been silent about a routine call for longer did not press at the very moment of an outage."""

MAY_STILL_PRESS = frozenset({Standing.ASSIGNED, Standing.ON_THE_WAY, Standing.ARRIVED, Standing.OVERDUE})
PROMISED = frozenset({Standing.ASSIGNED, Standing.ON_THE_WAY})


@dataclass(frozen=True, slots=True)
class Dark:
    """When nothing came through between us and Telegram."""

    since: datetime
    until: datetime

    @property
    def lasted(self) -> timedelta:
        """How long."""
        return self.until - self.since

    @property
    def eats_presses(self) -> bool:
        """Whether presses were lost in it."""
        return self.lasted > LONGEST_SILENCE


async def resume(call: Call, dark: Dark, bench: Bench) -> Call:
    """Let one call go on after the dark; doing it twice for the same dark changes nothing."""
    mark = f"dark since {dark.since.isoformat(timespec='seconds')}"
    if call.is_closed or any(entry.fact is Fact.RESUMED and entry.detail.startswith(mark) for entry in await bench.ledger.history(call.id)):
        return call
    invitations = await bench.ledger.invitations(call.id)
    if is_stale(call, invitations, bench.now):
        return await _expire(call, bench)
    asked_again = [one for one in invitations if is_to_be_asked_again(call, one, dark)]
    await _stretch(invitations, call, dark, bench)
    people = await bench.roster.people(one.person_key for one in asked_again)
    notes = [announce.ask_again(call, one, people[one.person_key], dark.since) for one in asked_again if one.person_key in people]
    await bench.ledger.enqueue(*notes)
    await bench.ledger.note(Entry(bench.now, Fact.RESUMED, call.id, detail=f"{mark}: {len(notes)} asked again"))
    return await advance(set_forward(call, dark, bench.now), bench)


def is_stale(call: Call, invitations: Iterable[Invitation], now: datetime) -> bool:
    """Whether a call's time has passed and nobody holds a place in it: to ask for people now would mislead them."""
    return now >= call.ends_at and not any(one.is_coming for one in invitations)


def is_to_be_asked_again(call: Call, one: Invitation, dark: Dark) -> bool:
    """Whether this person may have pressed a button in the dark: they were reached, and a press of theirs still means something."""
    if dark.until >= call.ends_at or one.asked_at >= dark.until:
        return False
    if one.standing in MAY_STILL_PRESS:
        return call.is_emergency or call.starts_at <= dark.until
    is_recent = call.is_emergency or one.asked_at >= dark.since - LATELY
    return one.standing is Standing.ASKED and one.delivered_at is not None and is_recent


def set_forward(call: Call, dark: Dark, now: datetime) -> Call:
    """Let the plan's minutes leave the dark out: a wave is for those whom silence has answered, not for a silent Telegram."""
    if call.state is not CallState.OPEN:
        return call
    stood = stood_still(call, dark)
    due = None if call.next_wave_at is None else max(call.next_wave_at + stood, now + BREATH)
    return replace(call, counts_from=call.plan_began + stood, next_wave_at=due)


def stood_still(call: Call, dark: Dark) -> timedelta:
    """Return how much of the dark this call has seen."""
    return max(timedelta(0), dark.until - max(dark.since, call.opened_at))


async def _stretch(invitations: Sequence[Invitation], call: Call, dark: Dark, bench: Bench) -> None:
    """A promise of arrival is stretched by as long as nobody could say that they are late, or there."""
    for one in invitations:
        if one.standing in PROMISED and one.eta_at is not None and call.starts_at <= dark.until:
            await bench.ledger.save_invitation(replace(one, eta_at=one.eta_at + stood_still(call, dark)))


async def _expire(call: Call, bench: Bench) -> Call:
    closed = await end(call, Outcome.EXPIRED, None, bench)
    owner = await bench.roster.person(call.owner)
    if owner.chat_id:
        await bench.ledger.enqueue(announce.notice(call, announce.chat_of(owner), "call-expired", bench.mint()))
    return closed
