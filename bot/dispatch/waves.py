"""The whole escalation of a call as one pure question: what next?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from bot.dispatch.call import Call, CallState
from bot.dispatch.invitation import Invitation, Standing
from bot.dispatch.kind import Rung
from bot.dispatch.places import Place, free_places, has_place_for

REPEAT_AFTER = timedelta(minutes=5)
"""A reopened call whose waves are all out asks again this often."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask `count` more people as part of wave `wave`; `places` are those still free."""

    wave: int
    count: int
    places: tuple[Place, ...]
    is_new_wave: bool


@dataclass(frozen=True, slots=True)
class Remind:
    """Ask people again who said 'not now' and whose time has come."""

    invitations: tuple[Invitation, ...]


@dataclass(frozen=True, slots=True)
class Vacate:
    """Open the places again of people who are long overdue."""

    invitations: tuple[Invitation, ...]


@dataclass(frozen=True, slots=True)
class Promote:
    """Give a free place to someone on stand-by."""

    invitation: Invitation


@dataclass(frozen=True, slots=True)
class Climb:
    """Tell the next people up that the call stays unfilled."""

    rung: Rung


@dataclass(frozen=True, slots=True)
class Fill:
    """Every place is taken: stop asking and thank the silent."""


@dataclass(frozen=True, slots=True)
class Reopen:
    """A place is free again: go on asking."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing to do before `until` (None: until someone acts)."""

    until: datetime | None


Step = Ask | Remind | Vacate | Promote | Climb | Fill | Reopen | Rest


def next_step(call: Call, invitations: Sequence[Invitation], now: datetime) -> Step:
    """Return the one thing to do for this call at this moment; obeying it changes the call, so ask again."""
    if call.is_closed:
        return Rest(None)
    coming = [one.skills for one in in_order(invitations) if one.is_coming]
    free = free_places(call, coming)
    return _people_first(call, invitations, coming, free, now) or _reach_out(call, invitations, free, now)


def full_rest(call: Call, coming: Sequence[Invitation], now: datetime) -> Rest | None:
    """Return the rest of a filled call that stays filled, from those alone who come; None where everybody must be looked at.

    While no place is free nobody else matters: who stands by can't be promoted, and nobody is asked or reminded.
    """
    if call.state is not CallState.FILLED or any(one.overdue(now, call.kind.plan.arrival_grace) for one in coming):
        return None
    return None if free_places(call, [one.skills for one in in_order(coming)]) else Rest(_next_overdue(call, coming))


def in_order(invitations: Iterable[Invitation]) -> list[Invitation]:
    """Return invitations in the order people said yes: who comes first keeps their place."""
    return sorted(invitations, key=lambda one: (one.answered_at or one.asked_at, one.id))


def _people_first(
    call: Call, invitations: Sequence[Invitation], coming: Sequence[Place], free: tuple[Place, ...], now: datetime
) -> Step | None:
    overdue = tuple(one for one in invitations if one.overdue(now, call.kind.plan.arrival_grace))
    if overdue:
        return Vacate(overdue)
    waiting = _next_in(call, invitations, coming) if free else None
    if waiting:
        return Promote(waiting)
    if not free and call.state is CallState.OPEN:
        return Fill()
    if free and call.state is CallState.FILLED:
        return Reopen()
    return None


def _next_in(call: Call, invitations: Sequence[Invitation], coming: Sequence[Place]) -> Invitation | None:
    """Return the first on stand-by who fits a free place; people of the same skills fit alike."""
    fits: dict[Place, bool] = {}
    for waiting in in_order(one for one in invitations if one.standing is Standing.STAND_BY):
        if waiting.skills not in fits:
            fits[waiting.skills] = has_place_for(call, coming, waiting.skills)
        if fits[waiting.skills]:
            return waiting
    return None


def _reach_out(call: Call, invitations: Sequence[Invitation], free: tuple[Place, ...], now: datetime) -> Step:
    if not free:
        return Rest(_next_overdue(call, invitations))
    again = tuple(one for one in invitations if one.standing is Standing.CANNOT and one.again_at and one.again_at <= now)
    if again:
        return Remind(again)
    return _ask(call, invitations, free, now) or _climb(call, invitations, now) or Rest(_next_moment(call, invitations))


def _ask(call: Call, invitations: Sequence[Invitation], free: tuple[Place, ...], now: datetime) -> Ask | None:
    waves = call.kind.plan.waves
    if call.next_wave_at is not None and call.next_wave_at <= now:
        wave = min(call.wave + 1, len(waves) - 1)
        return Ask(wave, ceil(waves[wave].per_place * len(free)), free, is_new_wave=True)
    lost = {Standing.CANNOT, Standing.UNREACHABLE, Standing.LEFT}
    still_there = sum(one.wave == call.wave and one.standing not in lost for one in invitations)
    missing = call.wave_quota - still_there
    return Ask(call.wave, missing, free, is_new_wave=False) if call.wave >= 0 and missing > 0 else None


def _climb(call: Call, invitations: Sequence[Invitation], now: datetime) -> Climb | None:
    rungs = call.kind.plan.rungs
    coming = sum(one.is_coming for one in invitations)
    is_due = call.rung < len(rungs) and call.plan_began + rungs[call.rung].after <= now
    return Climb(rungs[call.rung]) if is_due and coming < call.needed else None


def _next_moment(call: Call, invitations: Sequence[Invitation]) -> datetime | None:
    rungs = call.kind.plan.rungs
    moments = [call.next_wave_at, _next_overdue(call, invitations)]
    moments += [one.again_at for one in invitations if one.standing is Standing.CANNOT]
    if call.rung < len(rungs) and sum(one.is_coming for one in invitations) < call.needed:
        moments.append(call.plan_began + rungs[call.rung].after)
    return min((moment for moment in moments if moment), default=None)


def _next_overdue(call: Call, invitations: Sequence[Invitation]) -> datetime | None:
    grace = call.kind.plan.arrival_grace
    promised = [one.eta_at + grace for one in invitations if one.standing in {Standing.ASSIGNED, Standing.ON_THE_WAY} and one.eta_at]
    return min(promised, default=None)


def wave_after(call: Call, now: datetime, *, was_repeat: bool) -> datetime | None:
    """Return when the wave after the current one is due, or None when all are out and none needs repeating."""
    waves = call.kind.plan.waves
    if call.wave + 1 < len(waves):
        return max(now, call.plan_began + waves[call.wave + 1].after)
    return now + REPEAT_AFTER if was_repeat else None
