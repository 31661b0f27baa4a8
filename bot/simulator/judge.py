"""Judges a drill by what truly reached whom: recomputed from facts and Telegram's log, without asking the bot that was drilled."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.simulator.eligible import may_be_asked, seated
from bot.simulator.evidence import HOLDS_A_PLACE, TELLS_DETAILS, Shown, View, alphabet, shown
from bot.simulator.facts import Claim, Deed, Facts, PersonFacts
from bot.simulator.telegram.truth import Record

PATIENCE = timedelta(seconds=60)
"""By then whatever was to be said has been said."""

ANSWER_WITHIN = timedelta(seconds=15)
"""A yes that stays without an answer for longer is as good as lost."""

SAYS_YES = frozenset({"coming"})
KEEPS_PLACE = frozenset({"coming", "on_the_way", "arrived"})
GIVES_UP = frozenset({"left", "done"})
ABOUT_THE_CALL = frozenset(View) - {View.OTHER}
WAITING = frozenset({View.ASKED, View.REASONS})
STANDS_DOWN = frozenset({View.STOOD_DOWN, View.CLOSED})
CLOSINGS = frozenset({View.CLOSED, View.CLOSING_NOTICE})
ENGAGED = frozenset({View.ASSIGNED, View.ON_THE_WAY, View.ARRIVED, View.STAND_BY, View.OVERDUE})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What had to reach somebody and did not, and what reached somebody who should not have had it; one line each."""

    lost: tuple[str, ...]
    unexpected: tuple[str, ...]
    filled_at: datetime | None
    """When as many people held a place as should come, for the first time."""

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost and nothing unexpected."""
        return not self.lost and not self.unexpected


@dataclass(frozen=True, slots=True)
class Case:
    """The facts beside everything that was shown to anybody about the call."""

    facts: Facts
    every: tuple[Shown, ...]
    by_chat: Mapping[int, Sequence[Shown]]

    @classmethod
    def of_log(cls, facts: Facts, records: Iterable[Record]) -> "Case":
        """Put together what was shown, leaving out what belongs to conversations before the call."""
        every = tuple(one for one in shown(records) if one.at >= facts.busy_before.get(one.chat_id, one.at))
        by_chat: dict[int, list[Shown]] = {}
        for one in every:
            by_chat.setdefault(one.chat_id, []).append(one)
        return cls(facts, every, by_chat)

    def of(self, chat_id: int) -> Sequence[Shown]:
        """Return what one chat was shown, oldest first."""
        return self.by_chat.get(chat_id, ())

    def standing(self, chat_id: int, at: datetime) -> View:
        """Return the view of the call that somebody had last before their eyes, at a moment (inclusive)."""
        views = [one.view for one in self.of(chat_id) if one.at <= at and one.view in ABOUT_THE_CALL]
        return views[-1] if views else View.OTHER

    def holders(self, at: datetime) -> list[int]:
        """Return who held a place at a moment, as far as they were told."""
        return [chat_id for chat_id in self.by_chat if chat_id in self.facts.people and self.standing(chat_id, at) in HOLDS_A_PLACE]

    @property
    def end(self) -> datetime:
        """The moment of closing, or of the last message."""
        last = max((one.at for one in self.every), default=self.facts.call.sent_at)
        return self.facts.call.closed_at or last


def judge(facts: Facts, records: Iterable[Record]) -> Verdict:
    """Return what was lost and what was unexpected. `records` are every request that Telegram saw, oldest first."""
    case = Case.of_log(facts, records)
    filled_at = _filled_at(case)
    lost = [*_uninvited(case, filled_at), *_unanswered(case), *_without_details(case), *_not_promoted(case)]
    lost += [*_not_stood_down(case, filled_at), *_not_told_of_the_end(case)]
    unexpected = [*_strangers(case), *_ineligible(case), *_twice(case), *_leaks(case), *_wrong_language(case)]
    unexpected += [*_too_many(case), *_after_closing(case), *_unclaimed(case), *_off_topic(case)]
    return Verdict(tuple(lost), tuple(unexpected), filled_at)


def _filled_at(case: Case) -> datetime | None:
    moments = (one.at for one in case.every if one.view in HOLDS_A_PLACE)
    return next((at for at in moments if len(case.holders(at)) >= case.facts.call.target), None)


def _uninvited(case: Case, filled_at: datetime | None) -> Iterator[str]:
    """Everyone whom the call says it asked got the question, but for those who have blocked the bot."""
    for claim in case.facts.claims:
        got = [
            one for one in case.of(claim.chat_id) if not one.is_edit and one.view in ABOUT_THE_CALL - CLOSINGS and one.at >= claim.asked_at
        ]
        person = case.facts.people.get(claim.chat_id)
        is_out_of_reach = person is not None and person.has_blocked
        if not got and not is_out_of_reach and not _came_to_nothing(case, claim, filled_at):
            yield f"{claim.chat_id} was asked at {claim.asked_at:%H:%M:%S} and got nothing"


def _came_to_nothing(case: Case, claim: Claim, filled_at: datetime | None) -> bool:
    """Whether the call was filled or closed so soon that the question need not leave any more."""
    needless = [at for at in (filled_at, case.facts.call.closed_at) if at is not None]
    return claim.delivered_at is None and any(at <= claim.asked_at + PATIENCE for at in needless)


def _unanswered(case: Case) -> Iterator[str]:
    """Every press stopped its little clock, and every yes was answered."""
    for deed in case.facts.deeds:
        if not deed.answered:
            yield f"{deed.chat_id} pressed {deed.verb} at {deed.at:%H:%M:%S} and the button kept spinning"
        if deed.verb in SAYS_YES and not _is_closed(case, deed.at):
            yield from _without_answer(case, deed)


def _without_answer(case: Case, deed: Deed) -> Iterator[str]:
    after = [one for one in case.of(deed.chat_id) if deed.at <= one.at <= deed.at + ANSWER_WITHIN]
    if not any(one.view in HOLDS_A_PLACE | {View.STAND_BY} for one in after):
        yield f"{deed.chat_id} said yes at {deed.at:%H:%M:%S} and was not told where they stand"


def _without_details(case: Case) -> Iterator[str]:
    """Whoever holds a place knows where to go and whom to ask for."""
    for one in case.every:
        missing = [secret for secret in case.facts.call.secrets if secret not in one.text]
        if one.view in TELLS_DETAILS and missing and one.chat_id in case.facts.people:
            yield f"{one.chat_id} was told {one.view} at {one.at:%H:%M:%S} without {len(missing)} of the details"


def _not_promoted(case: Case) -> Iterator[str]:
    """Nobody is left on stand-by while a place that they fit is free."""
    call, people = case.facts.call, case.facts.people
    moment = case.end - ANSWER_WITHIN
    coming = [people[chat_id].skills for chat_id in case.holders(moment)]
    for chat_id, person in people.items():
        is_waiting = case.standing(chat_id, moment) is case.standing(chat_id, case.end) is View.STAND_BY
        if is_waiting and seated([*coming, person.skills], call.places) > seated(coming, call.places):
            yield f"{chat_id} was left on stand-by although a place was free"


def _not_stood_down(case: Case, filled_at: datetime | None) -> Iterator[str]:
    """Once the call is filled, those who were asked and said nothing are told that they need not."""
    if filled_at is None:
        return
    for chat_id in case.facts.people:
        is_silent = case.standing(chat_id, filled_at) in WAITING and not _pressed(case, chat_id, filled_at)
        later = [one for one in case.of(chat_id) if one.at >= filled_at]
        has_answered = any(deed.chat_id == chat_id and deed.at > filled_at for deed in case.facts.deeds)
        if is_silent and not has_answered and not any(one.view in STANDS_DOWN for one in later):
            yield f"{chat_id} stayed asked although the call was filled at {filled_at:%H:%M:%S}"


def _pressed(case: Case, chat_id: int, until: datetime) -> bool:
    return any(deed.chat_id == chat_id and deed.at <= until for deed in case.facts.deeds)


def _not_told_of_the_end(case: Case) -> Iterator[str]:
    """Each message about the call ends as one about its end; those who were engaged hear of it with a sound."""
    closed_at = case.facts.call.closed_at
    if closed_at is None:
        return
    for chat_id in case.facts.people:
        seen = case.of(chat_id)
        last = {one.message_id: one for one in seen if one.view in ABOUT_THE_CALL or one.is_edit}
        yield from (f"{chat_id} still reads {one.view} in message {one.message_id}" for one in last.values() if one.view not in CLOSINGS)
        is_engaged = case.standing(chat_id, closed_at - timedelta(microseconds=1)) in ENGAGED
        if is_engaged and not any(one.at >= closed_at and one.view is View.CLOSING_NOTICE for one in seen):
            yield f"{chat_id} took part and was not told of the end with a sound"


def _strangers(case: Case) -> Iterator[str]:
    known = {*case.facts.people, *case.facts.staff}
    yield from (f"{one.chat_id} is a stranger and was written to at {one.at:%H:%M:%S}" for one in case.every if one.chat_id not in known)


def _ineligible(case: Case) -> Iterator[str]:
    """Nobody was asked whom the call may not ask."""
    for one in _invitations(case):
        person = case.facts.people.get(one.chat_id)
        why = may_be_asked(person, case.facts.call, one.at) if person else ""
        if why:
            yield f"{one.chat_id} was asked at {one.at:%H:%M:%S}: {why}"


def _invitations(case: Case) -> Iterator[Shown]:
    """The questions themselves, and anything else with an invitation's buttons, as new messages."""
    return (one for one in case.every if _is_invitation(one))


def _is_invitation(one: Shown) -> bool:
    return not one.is_edit and (one.view is View.ASKED or (bool(one.verbs) and one.view is View.OTHER))


def _twice(case: Case) -> Iterator[str]:
    """Nobody was asked again but those who said `not now`."""
    for chat_id in case.facts.people:
        asked = sum(_is_invitation(one) for one in case.of(chat_id))
        again = sum(deed.chat_id == chat_id and (deed.verb, deed.arg) == ("cannot", "not_now") for deed in case.facts.deeds)
        if asked > 1 + again:
            yield f"{chat_id} was asked {asked} times"


def _leaks(case: Case) -> Iterator[str]:
    """Details of the place stand only before those who hold one; nobody's phone stands before another resident."""
    phones = {person.phone: person.chat_id for person in case.facts.people.values()}
    for one in case.every:
        if one.chat_id in case.facts.staff:
            continue
        if any(secret in one.text for secret in case.facts.call.secrets) and not _may_know(case, one):
            yield f"{one.chat_id} was shown private details at {one.at:%H:%M:%S} as {one.view}"
        if any(phone in one.text and owner != one.chat_id for phone, owner in phones.items()):
            yield f"{one.chat_id} was shown somebody's phone at {one.at:%H:%M:%S}"


def _may_know(case: Case, one: Shown) -> bool:
    """Whether they said yes and have not given up since, and the message says that a place is theirs."""
    mine = [deed for deed in case.facts.deeds if deed.chat_id == one.chat_id and deed.at <= one.at]
    last = next((deed.verb for deed in reversed(mine) if deed.verb in KEEPS_PLACE or _gives_up(deed)), "")
    return one.view in TELLS_DETAILS and last in KEEPS_PLACE


def _gives_up(deed: Deed) -> bool:
    """A bare `cannot` only opens the question why."""
    return deed.verb in GIVES_UP or (deed.verb == "cannot" and bool(deed.arg))


def _wrong_language(case: Case) -> Iterator[str]:
    for one in case.every:
        person = case.facts.people.get(one.chat_id)
        if person and one.text and not _is_in_their_language(one, person):
            yield f"{one.chat_id} reads {person.language} and got {one.language or alphabet(one.text)} at {one.at:%H:%M:%S}"


def _is_in_their_language(one: Shown, person: PersonFacts) -> bool:
    return one.language == person.language if one.language else alphabet(one.text) == person.language


def _too_many(case: Case) -> Iterator[str]:
    """No more people were given a place than should come."""
    for one in case.every:
        holders = len(case.holders(one.at)) if one.view is View.ASSIGNED else 0
        if holders > case.facts.call.target:
            yield f"{holders} people held a place at {one.at:%H:%M:%S}, {case.facts.call.target} should come"


def _after_closing(case: Case) -> Iterator[str]:
    for one in case.every:
        if one.chat_id in case.facts.people and _is_closed(case, one.at) and one.view not in CLOSINGS:
            yield f"{one.chat_id} got {one.view} after the call was closed, at {one.at:%H:%M:%S}"


def _is_closed(case: Case, at: datetime) -> bool:
    return case.facts.call.closed_at is not None and at >= case.facts.call.closed_at


def _unclaimed(case: Case) -> Iterator[str]:
    """Whoever got the question stands in the call's books."""
    claimed = {claim.chat_id for claim in case.facts.claims}
    yield from (f"{one.chat_id} was asked and the call does not know it" for one in _invitations(case) if one.chat_id not in claimed)


def _off_topic(case: Case) -> Iterator[str]:
    """Residents who only answer a call get nothing that is not about it."""
    for one in case.every:
        if one.chat_id in case.facts.people and one.view is View.OTHER and not one.verbs:
            yield f"{one.chat_id} got something that is not about the call at {one.at:%H:%M:%S}"


def first(deeds: Sequence[Deed], *verbs: str) -> datetime | None:
    """Return when somebody first pressed one of these."""
    return min((deed.at for deed in deeds if deed.verb in verbs), default=None)
