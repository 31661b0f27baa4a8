"""What reached somebody who should not have had it."""

from collections.abc import Iterator
from datetime import timedelta

from bot.simulator.chaos.case import Case, moment
from bot.simulator.chaos.staff import SECRETS
from bot.simulator.chaos.verdict import Fault, Finding
from bot.simulator.evidence import TELLS_DETAILS, Shown, View, alphabet
from bot.simulator.telegram.server import DEFAULT_TOKEN

ON_ITS_WAY = timedelta(seconds=3)
"""What had left before may still arrive for so long."""
ENDS = frozenset({View.CLOSED, View.CLOSING_NOTICE})
PARTS = 4


def strangers(case: Case) -> Iterator[Finding]:
    """Return every message to or about the wrong person."""
    for words, rule in (*_unknown(case), *_unfit(case), *_tokens(case), *_secrets(case)):
        yield Finding(Fault.WRONG, words, rule)
    for words, rule in (*_languages(case), *_after_the_end(case)):
        yield Finding(Fault.BROKEN, words, rule)


def _unknown(case: Case) -> Iterator[tuple[str, str]]:
    known = {*case.people, case.coordinator, case.newcomer}
    for one in case.shown:
        if one.chat_id not in known:
            yield f"{one.chat_id} is a stranger and was written to", "I03"
        if one.chat_id == case.newcomer and (one.verbs or one.view is not View.OTHER):
            yield "the newcomer, whom nobody let in, was asked", "I03"


def _unfit(case: Case) -> Iterator[tuple[str, str]]:
    """Residents who fit no call hear nothing at all."""
    fit = {chat for call_id, call in case.calls.items() for chat in case.fit(call_id, moment(call["opened_at"]))}
    yield from ((f"{chat} fits no call and was written to", "I17") for chat in {one.chat_id for one in case.shown} & set(case.people) - fit)


def _tokens(case: Case) -> Iterator[tuple[str, str]]:
    """The buttons of an invitation stand only before the person it was made for."""
    owner = {row["token"]: case.chats.get(row["person_key"]) for row in case.books("invitations")}
    for one in case.records:
        markup = one.params.get("reply_markup")
        if not one.accepted or not isinstance(markup, dict):
            continue
        for button in (button for row in markup.get("inline_keyboard", ()) for button in row):
            parts = str(button.get("callback_data", "")).split(".", PARTS - 1)
            if len(parts) == PARTS and parts[0] == "i" and owner.get(parts[1]) != one.chat_id:
                yield f"{one.chat_id} got the buttons of somebody else's invitation", "I03"


def _secrets(case: Case) -> Iterator[tuple[str, str]]:
    """The address stands only before those who hold a place; nobody's phone before another resident; the token nowhere."""
    phones = {person.phone: chat for chat, person in case.people.items()}
    for one in case.shown:
        if DEFAULT_TOKEN in one.text:
            yield f"{one.chat_id} was shown the bot's token", "I24"
        if one.chat_id == case.coordinator:
            continue
        if any(secret in one.text for secret in SECRETS) and not _may_know(case, one):
            yield f"{one.chat_id} was shown the address as {one.view}", "I23"
        if any(phone in one.text and owner != one.chat_id for phone, owner in phones.items()):
            yield f"{one.chat_id} was shown somebody's phone", "I22"


def _may_know(case: Case, one: Shown) -> bool:
    """Whether the message says that a place is theirs, and they had said yes and not given up for longer than a message is on its way.

    Only what they answered to the emergency counts: it alone has private details.
    """
    tokens = {row["token"] for row in case.books("invitations") if case.is_emergency(row["call_id"])}
    own = [deed for deed in case.deeds if deed.chat_id == one.chat_id and deed.token in tokens]
    mine = [(case.obeyed_at[deed.update_id][0], deed.verb) for deed in own]
    said_yes = any(verb == "coming" and at <= one.at for at, verb in mine)
    earlier = [verb for at, verb in mine if at <= one.at - ON_ITS_WAY]
    since = any(verb == "coming" for at, verb in mine if one.at - ON_ITS_WAY < at <= one.at)
    gave_up = _gave_up(earlier) and not since
    return one.view in TELLS_DETAILS and said_yes and not gave_up


def _gave_up(verbs: list[str]) -> bool:
    """Whether somebody's last word gives their place back; who has arrived can only leave, and a no means nothing any more."""
    holds = has_arrived = False
    for verb in verbs:
        if verb == "coming":
            holds, has_arrived = True, has_arrived and holds
        elif verb == "arrived":
            has_arrived = holds
        elif verb == "left" or (verb == "cannot" and not has_arrived):
            holds = has_arrived = False
    return not holds


def _languages(case: Case) -> Iterator[tuple[str, str]]:
    for one in case.shown:
        person = case.people.get(one.chat_id)
        if person and one.text and (one.language or alphabet(one.text)) != person.language:
            yield f"{one.chat_id} reads {person.language} and got {one.language or alphabet(one.text)}", ""


def _after_the_end(case: Case) -> Iterator[tuple[str, str]]:
    """Of a closed call nothing but its end is said; what was on its way, and what Telegram accepted late, apart."""
    if case.closed_at is None or case.played.story.routine:
        return
    withheld = {(one.chat_id, one.t) for one in case.records if one.fault_id is not None}
    for one in case.shown:
        is_late = one.at > case.closed_at + ON_ITS_WAY and (one.chat_id, one.at) not in withheld
        is_call = bool(one.verbs) or one.view in {View.ASKED, View.ASSIGNED, View.ON_THE_WAY, View.ARRIVED, View.STAND_BY, View.OVERDUE}
        if one.chat_id in case.people and is_late and is_call and one.view not in ENDS:
            yield f"{one.chat_id} got {one.view} {(one.at - case.closed_at).total_seconds():.1f} s after the call was closed", "I04"
