"""What people do with calls: issue, acknowledge, widen, correct, take over, close."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.dispatch import announce
from bot.dispatch.advance import Bench, advance, rest_if_full
from bot.dispatch.authority import NotAllowed, may_lead
from bot.dispatch.call import Call, CallDraft, CallState, Outcome, opened
from bot.dispatch.invitation import NOT_NOW_FOR, SOONEST, Acknowledgement, Invitation, Reason, Standing
from bot.dispatch.ledger import Entry, Fact
from bot.dispatch.notification import Chat, Urgency
from bot.dispatch.places import has_place_for
from bot.dispatch.routing import Candidate
from bot.dispatch.waves import in_order
from bot.failpoint import Failpoint, reach
from bot.registry.person import Person

TOLD_OF_CORRECTIONS = frozenset({Standing.ASSIGNED, Standing.ON_THE_WAY, Standing.ARRIVED})
TOLD_OF_THE_END = TOLD_OF_CORRECTIONS | {Standing.STAND_BY, Standing.OVERDUE}
"""Who hears of it with a sound; everybody else sees their message change."""


class KindNotEnforced(Exception):  # named after what happened
    """The kind asks for a condition that the bot can't hold to yet; `conditions` names them."""

    def __init__(self, conditions: frozenset[str]) -> None:
        """Remember which."""
        super().__init__(", ".join(sorted(conditions)))
        self.conditions = conditions


@dataclass(frozen=True, slots=True)
class Issued:
    """A call that is out, and how many people were asked at once."""

    call: Call
    asked: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a volunteer replied, and who says so. `minutes` is the promised arrival, from now."""

    acknowledgement: Acknowledgement
    minutes: int | None = None
    reason: Reason | None = None
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What came of an answer: where the invitation stands now, and whether the answer changed anything."""

    call: Call
    invitation: Invitation
    is_new: bool


async def issue(draft: CallDraft, owner: Person, bench: Bench, frozen: Sequence[Candidate] | None = None) -> Issued:
    """Open a call and send its first wave. Raises NotAllowed, KindNotEnforced."""
    await require_lead(owner.key, draft.kind.cluster, bench)
    if draft.kind.unenforced:
        raise KindNotEnforced(draft.kind.unenforced)
    call = await bench.ledger.add_call(await _opened(draft, owner, bench))
    await bench.ledger.note(Entry(bench.now, Fact.OPENED, call.id, by=owner.key, detail=call.kind.code))
    await bench.ledger.open_card(call.id, owner.chat_id, None, owner.key)
    for chat in await bench.roster.linked_chats(call.kind.cluster):
        await bench.ledger.open_card(call.id, chat.chat_id, chat.thread_id, None)
    reach(Failpoint.CALL_MID_ISSUE)
    call = await advance(call, bench, frozen)
    return Issued(call, len(await bench.ledger.invitations(call.id)))


async def _opened(draft: CallDraft, owner: Person, bench: Bench) -> Call:
    number = await bench.ledger.next_number()
    return opened(draft, town=owner.town, number=number, owner=owner.key, token=bench.mint(), now=bench.now)


async def require_lead(person_key: int, cluster: str, bench: Bench) -> None:
    """Raise NotAllowed unless the person may lead calls of the cluster at this very moment."""
    if not may_lead(await bench.roster.grants_of(person_key), cluster, bench.now):
        message = f"no role that leads {cluster}"
        raise NotAllowed(message)


async def acknowledge(call: Call, invitation: Invitation, answer: Answer, bench: Bench) -> Acknowledged:
    """Write an answer down and let the call move on. An answer that means nothing from where they stand changes nothing."""
    seen = invitation.seen(bench.now) if answer.by is None else invitation
    if call.is_closed or _says_nothing_new(seen, answer):
        return await _merely_seen(call, invitation, seen, bench)
    coming = await bench.ledger.coming(call.id) if answer.acknowledgement is Acknowledgement.COMING else None
    answered = replace(_answered(call, seen, answer, coming or (), bench.now), answered_by=answer.by)
    await bench.ledger.save_invitation(answered)
    reach(Failpoint.CALL_MID_ANSWER)
    if answer.acknowledgement is Acknowledgement.COMING:
        await bench.ledger.count_yes(answered.person_key)
    if not gives_reason(seen, answer):
        detail = answer.acknowledgement.value
        await bench.ledger.note(Entry(bench.now, Fact.ANSWERED, call.id, answered.person_key, answer.by, detail))
    await bench.ledger.refresh_views(call.id, [answered.id], Urgency.CONVERSATION)
    if rested := await rest_if_full(call, bench, None if coming is None else _now_coming(coming, answered)):
        return Acknowledged(rested, answered, is_new=True)
    return Acknowledged(await advance(call, bench), await _reread(answered, bench), is_new=True)


def _says_nothing_new(one: Invitation, answer: Answer) -> bool:
    if gives_reason(one, answer):
        return False
    is_again = answer.acknowledgement is Acknowledgement.ON_THE_WAY and one.standing is Standing.ON_THE_WAY and answer.minutes is None
    return is_again or answer.acknowledgement is Acknowledgement.SEEN or not one.may(answer.acknowledgement)


def gives_reason(one: Invitation, answer: Answer) -> bool:
    """Whether somebody who already said that they can't now says why: one tap is an answer, the second only explains it."""
    return (
        one.standing is Standing.CANNOT
        and answer.acknowledgement is Acknowledgement.CANNOT
        and one.reason is None
        and answer.reason is not None
    )


async def _merely_seen(call: Call, before: Invitation, after: Invitation, bench: Bench) -> Acknowledged:
    if after != before:
        await bench.ledger.save_invitation(after)
        await bench.ledger.refresh_cards(call.id)
    return Acknowledged(call, after, is_new=False)


async def _reread(invitation: Invitation, bench: Bench) -> Invitation:
    return await bench.ledger.invitation_by_token(invitation.token) or invitation


def _now_coming(before: Sequence[Invitation], answered: Invitation) -> list[Invitation]:
    return [*(one for one in before if one.id != answered.id), *([answered] if answered.is_coming else [])]


def _answered(call: Call, one: Invitation, answer: Answer, coming: Sequence[Invitation], now: datetime) -> Invitation:
    match answer.acknowledgement:
        case Acknowledgement.COMING:
            return _coming(call, replace(one, answered_at=now, reason=None, again_at=None), answer.minutes, coming, now)
        case Acknowledgement.CANNOT:
            again = now + NOT_NOW_FOR if answer.reason is Reason.NOT_NOW else None
            return replace(one, standing=Standing.CANNOT, answered_at=now, reason=answer.reason, again_at=again, eta_at=None)
        case Acknowledgement.ON_THE_WAY:
            return replace(one, standing=Standing.ON_THE_WAY, eta_at=_eta(call, one, answer.minutes, now))
        case Acknowledgement.ARRIVED:
            return replace(one, standing=Standing.ARRIVED, arrived_at=now)
        case Acknowledgement.DONE:
            return replace(one, standing=Standing.DONE, finished_at=now)
        case Acknowledgement.LEFT:
            return replace(one, standing=Standing.LEFT, finished_at=now, eta_at=None)
        case Acknowledgement.SEEN:
            return one


def _coming(call: Call, one: Invitation, minutes: int | None, coming: Sequence[Invitation], now: datetime) -> Invitation:
    others = [other for other in in_order(coming) if other.id != one.id]
    if not has_place_for(call, [other.skills for other in others], one.skills):
        return replace(one, standing=Standing.STAND_BY, eta_at=None)
    return replace(one, standing=Standing.ASSIGNED, eta_at=_eta(call, one, minutes, now))


def _eta(call: Call, one: Invitation, minutes: int | None, now: datetime) -> datetime:
    if call.starts_at > now:
        return call.starts_at
    return now + (timedelta(minutes=minutes) if minutes is not None else max(SOONEST, timedelta(seconds=one.travel_s)))


async def widen(call: Call, by: int, bench: Bench) -> Call:
    """Send the next wave now. Raises NotAllowed."""
    await require_lead(by, call.kind.cluster, bench)
    if call.state is not CallState.OPEN:
        return call
    return await advance(replace(call, next_wave_at=bench.now), bench)


async def take_over(call: Call, by: Person, bench: Bench) -> Call:
    """Make someone else the call's owner: replies from volunteers reach them from now on. Raises NotAllowed."""
    await require_lead(by.key, call.kind.cluster, bench)
    taken = replace(call, owner=by.key)
    await bench.ledger.note(Entry(bench.now, Fact.TAKEN_OVER, call.id, by=by.key))
    await bench.ledger.open_card(call.id, by.chat_id, None, by.key)
    previous = await bench.roster.person(call.owner)
    if previous.key != by.key:
        await bench.ledger.enqueue(announce.notice(call, announce.chat_of(previous), "call-taken-over", bench.mint(), by=by.name))
    return await advance(taken, bench)


async def correct(call: Call, by: int, bench: Bench, *, words: str | None = None, meeting_point: str | None = None) -> Call:
    """Change what a call says; everyone who saw it gets the new text, those coming with a sound. Raises NotAllowed."""
    await require_lead(by, call.kind.cluster, bench)
    spot = call.spot if meeting_point is None else replace(call.spot, meeting_point=meeting_point)
    changed = replace(call, spot=spot, words=call.words if words is None else words, text_version=call.text_version + 1)
    await bench.ledger.save_call(changed, bench.now)
    await bench.ledger.note(Entry(bench.now, Fact.CORRECTED, call.id, by=by))
    await bench.ledger.refresh_views(call.id, None, announce.follow_up_urgency(call))
    await _sound(changed, "call-corrected", bench, TOLD_OF_CORRECTIONS)
    return await advance(changed, bench)


async def close(call: Call, outcome: Outcome, by: int, bench: Bench) -> Call:
    """Close a call: everyone who saw it learns so, private details leave their chats. Raises NotAllowed."""
    await require_lead(by, call.kind.cluster, bench)
    return call if call.is_closed else await end(call, outcome, by, bench)


async def end(call: Call, outcome: Outcome, by: int | None, bench: Bench) -> Call:
    """End a call that is not closed yet, whoever or whatever decided so."""
    await _sound(call, "call-closed-done" if outcome is Outcome.DONE else "call-closed-cancelled", bench)
    await bench.ledger.stand_down(call.id)
    closed = replace(call, state=CallState.CLOSED, outcome=outcome, closed_at=bench.now, next_wave_at=None)
    await bench.ledger.save_call(closed, None)
    reach(Failpoint.CALL_MID_CLOSE)
    await bench.ledger.withdraw(call.id)
    await bench.ledger.refresh_views(call.id, None, announce.follow_up_urgency(call))
    await bench.ledger.note(Entry(bench.now, Fact.CLOSED, call.id, by=by, detail=outcome.value))
    await bench.ledger.refresh_cards(call.id)
    return closed


async def _sound(call: Call, sentence: str, bench: Bench, to: frozenset[Standing] = TOLD_OF_THE_END) -> None:
    keys = [one.person_key for one in await bench.ledger.invitations(call.id) if one.standing in to]
    for person in (await bench.roster.people(keys)).values():
        await bench.ledger.enqueue(announce.notice(call, Chat(person.chat_id, person_key=person.key), sentence, bench.mint()))


async def release(person_key: int, bench: Bench) -> Sequence[Call]:
    """Give back every place a person holds, before they are forgotten or paused for good. Return the calls that moved."""
    moved = []
    for invitation in await bench.ledger.engagements(person_key):
        call = await bench.ledger.call(invitation.call_id)
        reply = Acknowledgement.LEFT if invitation.may(Acknowledgement.LEFT) else Acknowledgement.CANNOT
        moved.append((await acknowledge(call, invitation, Answer(reply), bench)).call)
    return moved


async def unreachable(invitation: Invitation, bench: Bench) -> Call:
    """Replace someone whom messages no longer reach, in the same wave."""
    call = await bench.ledger.call(invitation.call_id)
    if call.is_closed or invitation.standing not in {Standing.ASKED, Standing.STAND_BY, Standing.ASSIGNED, Standing.ON_THE_WAY}:
        return call
    await bench.ledger.save_invitation(replace(invitation, standing=Standing.UNREACHABLE))
    return await advance(call, bench)
