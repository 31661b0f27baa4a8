"""Moves one call as far as it can go now; the same path for the first wave and for the last."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from bot.dispatch import announce
from bot.dispatch.call import Call, CallState
from bot.dispatch.invitation import SOONEST, Invitation, Standing, Tally
from bot.dispatch.kind import RungTo, Wave
from bot.dispatch.ledger import Entry, Fact, Ledger
from bot.dispatch.notification import Urgency
from bot.dispatch.places import Place
from bot.dispatch.routing import OVERSAMPLE, Candidate, Query, query, rank
from bot.dispatch.waves import Ask, Climb, Fill, Promote, Remind, Reopen, Rest, Step, Vacate, full_rest, next_step, wave_after
from bot.failpoint import Failpoint, reach
from bot.registry.person import Person, Role
from bot.registry.roster import Roster

MOST_STEPS = 200
"""A call that has not come to rest after this many steps is a bug, not a long plan."""

ROUNDING = 1 + 1e-9
"""A distance is the root of the square that was compared: it may differ in its last bit."""


class NeverRests(RuntimeError):
    """A call kept finding something to do at one moment."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What moving a call needs: the transaction's ledger and roster, the moment, the town's zone, and fresh tokens."""

    ledger: Ledger
    roster: Roster
    now: datetime
    zone: ZoneInfo
    mint: Callable[[], str]


async def advance(call: Call, bench: Bench, first: Sequence[Candidate] | None = None) -> Call:
    """Obey `next_step` until the call rests. `first` are the people whom a preview froze: nobody else is asked at first.

    Raises NeverRests when it does not come to rest.
    """
    for _ in range(MOST_STEPS):
        if rested := await rest_if_full(call, bench):
            return rested
        invitations = await bench.ledger.invitations(call.id)
        step = next_step(call, invitations, bench.now)
        if isinstance(step, Rest):
            return await _rest(call, step, bench)
        call = await _obey(call, step, invitations, bench, None if invitations else first)
    message = f"call {call.id} took {MOST_STEPS} steps without coming to rest"
    raise NeverRests(message)


async def rest_if_full(call: Call, bench: Bench, coming: Sequence[Invitation] | None = None) -> Call | None:
    """Let a filled call that stays filled rest, or return None where it may move.

    It is pressed most: only those who come are read, and they only where the caller does not know them.
    """
    if call.state is not CallState.FILLED:
        return None
    rest = full_rest(call, await bench.ledger.coming(call.id) if coming is None else coming, bench.now)
    return await _rest(call, rest, bench) if rest else None


async def _rest(call: Call, step: Rest, bench: Bench) -> Call:
    await bench.ledger.save_call(call, step.until)
    await bench.ledger.refresh_cards(call.id)
    return call


async def _obey(  # noqa: C901 - one case a step
    call: Call, step: Step, invitations: Sequence[Invitation], bench: Bench, first: Sequence[Candidate] | None
) -> Call:
    match step:
        case Ask():
            return await _ask(call, step, bench, first)
        case Remind(again):
            return await _remind(call, again, bench)
        case Vacate(overdue):
            return await _vacate(call, overdue, bench)
        case Promote(waiting):
            return await _promote(call, waiting, bench)
        case Climb(rung):
            return await _climb(call, rung.to, Tally.of(invitations), bench)
        case Fill():
            return await _fill(call, bench)
        case Reopen():
            await bench.ledger.note(Entry(bench.now, Fact.REOPENED, call.id))
            return replace(call, state=CallState.OPEN, filled_at=None, next_wave_at=bench.now)
        case Rest():
            return call


async def _ask(call: Call, ask: Ask, bench: Bench, first: Sequence[Candidate] | None) -> Call:
    wave = call.kind.plan.waves[ask.wave]
    chosen = previewed(call, wave, first) if first else await choose(call, wave, ask, bench)
    was_repeat = ask.is_new_wave and ask.wave == call.wave
    new = [_invitation(call, one, ask.wave, bench) for one in chosen]
    written = await bench.ledger.add_invitations(new)
    reach(Failpoint.WAVE_MID_PICK)
    people = await bench.roster.people(one.person_key for one in written)
    await bench.ledger.enqueue(*(announce.invite(call, one, people[one.person_key]) for one in written))
    await bench.ledger.note(Entry(bench.now, Fact.WAVE, call.id, detail=f"wave {ask.wave + 1}: {len(written)} asked"))
    return await _after_asking(call, ask, len(written), bench, was_repeat=was_repeat)


async def _after_asking(call: Call, ask: Ask, written: int, bench: Bench, *, was_repeat: bool) -> Call:
    if not ask.is_new_wave:
        return replace(call, wave_quota=call.wave_quota - (ask.count - written))
    here = sum(one.wave == ask.wave for one in await bench.ledger.invitations(call.id)) if was_repeat else written
    moved = replace(call, wave=ask.wave, wave_quota=here)
    is_last = ask.wave + 1 >= len(call.kind.plan.waves)
    due = wave_after(moved, bench.now, was_repeat=was_repeat or call.filled_at is not None or (is_last and written > 0))
    return replace(moved, next_wave_at=due if written or is_last else bench.now)


async def choose(call: Call, wave: Wave, ask: Ask, bench: Bench) -> list[Candidate]:
    """Choose whom to ask: for every kind of free place its share, scarce skills first, who arrives first first."""
    if not ask.is_new_wave:
        return await _nearest(call, wave, frozenset().union(*ask.places), ask.count, set(), bench)
    chosen: dict[int, Candidate] = {}
    for place, free in _groups(wave, ask.places):
        wanted = ceil(wave.per_place * free)
        for one in await _nearest(call, wave, place, wanted, set(chosen), bench):
            chosen[one.person_key] = one
    return list(rank(chosen.values()))


async def first_wave(call: Call, bench: Bench) -> tuple[int, list[Candidate]]:
    """Return whom a call not yet sent would ask at once, and as part of which wave: one that finds nobody gives way to the next."""
    found: list[Candidate] = []
    step = next_step(call, (), bench.now)
    while isinstance(step, Ask) and not found and step.wave > call.wave:
        found = await choose(call, call.kind.plan.waves[step.wave], step, bench)
        call = replace(call, wave=step.wave)
        step = next_step(call, (), bench.now)
    return call.wave, found


def previewed(call: Call, wave: Wave, frozen: Sequence[Candidate]) -> list[Candidate]:
    """Return those of the people a preview froze who lie within this wave's reach: all of them in the wave that chose them."""
    reach_m = call.kind.radius_m * wave.reach * ROUNDING
    return [one for one in frozen if one.distance_m <= reach_m]


def question(call: Call, wave: Wave, skills: Place, limit: int, bench: Bench) -> Query:
    """Return who may be asked about this call in this wave, by one of these skills."""
    asked = query(
        call.kind,
        call.spot.point,
        call.kind.radius_m * wave.reach,
        town=call.town,
        asked_at=bench.now,
        zone=bench.zone,
        call_id=call.id or None,
        starts_at=call.starts_at,
        ends_at=call.ends_at,
        limit=limit,
    )
    return replace(asked, skills=skills)


def _groups(wave: Wave, places: Sequence[Place]) -> list[tuple[Place, int]]:
    """A later wave asks for any skill that still helps: where one slot alone is free, other skills would only end on stand-by."""
    wanted = places if wave.slots_first else [frozenset().union(*places)] * len(places)
    return sorted(Counter(wanted).items(), key=lambda group: (len(group[0]), sorted(group[0])))


async def _nearest(call: Call, wave: Wave, skills: Place, wanted: int, chosen: set[int], bench: Bench) -> list[Candidate]:
    found = await bench.ledger.shortlist(question(call, wave, skills, wanted * OVERSAMPLE + len(chosen), bench))
    return [one for one in rank(found) if one.person_key not in chosen][:wanted]


def _invitation(call: Call, candidate: Candidate, wave: int, bench: Bench) -> Invitation:
    return Invitation(
        id=0,
        call_id=call.id,
        person_key=candidate.person_key,
        token=bench.mint(),
        wave=wave,
        asked_at=bench.now,
        skills=candidate.skills,
        distance_m=candidate.distance_m,
        bearing=candidate.bearing,
        travel_s=candidate.travel_s,
    )


async def _remind(call: Call, again: Sequence[Invitation], bench: Bench) -> Call:
    people = await bench.roster.people(one.person_key for one in again)
    for one in again:
        asked = replace(one, standing=Standing.ASKED, again_at=None, reason=None, answered_at=None, asked_at=bench.now)
        await bench.ledger.save_invitation(asked)
        await bench.ledger.enqueue(announce.invite(call, asked, people[one.person_key]))
    return call


async def _vacate(call: Call, overdue: Sequence[Invitation], bench: Bench) -> Call:
    for one in overdue:
        await bench.ledger.save_invitation(replace(one, standing=Standing.OVERDUE))
        await _tell(call, one, bench)
    return call


async def _promote(call: Call, waiting: Invitation, bench: Bench) -> Call:
    eta = max(bench.now, call.starts_at) if call.starts_at > bench.now else bench.now + max(SOONEST, _travel(waiting))
    promoted = replace(waiting, standing=Standing.ASSIGNED, eta_at=eta)
    await bench.ledger.save_invitation(promoted)
    await _tell(call, promoted, bench)
    return call


async def _tell(call: Call, invitation: Invitation, bench: Bench) -> None:
    person = await bench.roster.person(invitation.person_key)
    await bench.ledger.refresh_views(call.id, [invitation.id], announce.follow_up_urgency(call))
    await bench.ledger.enqueue(announce.assignment(call, invitation, person, bench.mint()))


async def _climb(call: Call, to: RungTo, tally: Tally, bench: Bench) -> Call:
    for chat in announce.chats(await _holders(call, to, bench), await bench.roster.linked_chats(call.kind.cluster)):
        await bench.ledger.enqueue(
            replace(
                announce.notice(call, chat, "call-unfilled", bench.mint(), coming=tally.coming, needed=call.needed, silent=tally.silent),
                urgency=Urgency.EMERGENCY if call.is_emergency else Urgency.ROUTINE,
            )
        )
        await bench.ledger.open_card(call.id, chat.chat_id, chat.thread_id, chat.person_key)
    await bench.ledger.note(Entry(bench.now, Fact.CLIMBED, call.id, detail=to.value))
    return replace(call, rung=call.rung + 1)


async def _holders(call: Call, to: RungTo, bench: Bench) -> Sequence[Person]:
    if to is RungTo.CLUSTER_LEADS:
        return await bench.roster.holders(Role.CLUSTER_LEAD, call.kind.cluster, bench.now)
    return await bench.roster.holders(Role.COORDINATOR, "", bench.now)


async def _fill(call: Call, bench: Bench) -> Call:
    silent = await bench.ledger.stand_down(call.id)
    await bench.ledger.withdraw(call.id)
    await bench.ledger.refresh_views(call.id, silent, Urgency.ROUTINE)
    await bench.ledger.note(Entry(bench.now, Fact.FILLED, call.id))
    return replace(call, state=CallState.FILLED, filled_at=bench.now, next_wave_at=None)


def _travel(invitation: Invitation) -> timedelta:
    return timedelta(seconds=invitation.travel_s)
