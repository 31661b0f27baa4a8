"""What had to reach somebody, or to have an effect, and did not."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.simulator.chaos.case import Case, Row, moment
from bot.simulator.chaos.verdict import Fault, Finding
from bot.simulator.eligible import seated
from bot.simulator.evidence import Shown, View
from bot.simulator.facts import PersonFacts

SOON = timedelta(seconds=30)
"""A question may stay unsaid when its call was filled or closed so soon after."""
LAST_ASKS = timedelta(seconds=40)
"""When the last wave of the small town's plan leaves."""
LAST_WAVE = timedelta(seconds=55)
"""Fifteen seconds after the last wave of the small town's plan everybody who fits has been asked."""
FORBIDDEN = 403
ENDS = frozenset({View.CLOSED, View.CLOSING_NOTICE})
HOLDS = ("assigned", "on_the_way", "arrived")
COUNTS = frozenset({"assigned", "stand_by", "on_the_way", "arrived", "done", "overdue", "left"})
SHOWS = {
    "asked": {View.ASKED},
    "assigned": {View.ASSIGNED},
    "on_the_way": {View.ON_THE_WAY},
    "arrived": {View.ARRIVED},
    "stand_by": {View.STAND_BY},
    "cannot": {View.CANNOT, View.REASONS},
    "left": {View.LEFT},
    "done": {View.DONE},
    "stood_down": {View.STOOD_DOWN},
    "overdue": {View.OVERDUE},
}


def lost(case: Case) -> Iterator[Finding]:
    """Return everything that was lost."""
    for words, rule in (
        *_updates(case),
        *_calls(case),
        *_questions(case),
        *_everybody(case),
        *_yeses(case),
        *_ends(case),
        *_views(case),
        *_waiting(case),
        *_queue(case),
    ):
        yield Finding(Fault.LOST, words, rule)


def _updates(case: Case) -> Iterator[tuple[str, str]]:
    """Every update is in the inbox, and done."""
    if case.played.unfetched:
        yield f"{case.played.unfetched} updates were never fetched", "I13"
    stored = {row["update_id"]: row["state"] for row in case.books("inbox")}
    for update in case.played.produced:
        state = stored.get(update["update_id"], "missing")
        if state != "done":
            yield f"update {update['update_id']} is {state}", "I32" if state == "quarantined" else "I12"


def _calls(case: Case) -> Iterator[tuple[str, str]]:
    """Every call that the coordinator sent exists, and whatever they did was answered."""
    wanted = sum(errand.name in {"emergency", "routine"} for errand in case.played.errands)
    if len(case.calls) < wanted:
        yield f"{wanted} calls were sent and {len(case.calls)} exist", "I01"
    for errand in case.played.errands:
        if errand.name == "closing" and case.closed_at is None:
            yield "the call was closed and is open", "I01"
        after = [
            one for one in case.records if one.chat_id == case.coordinator and one.accepted and errand.sent_at and one.t >= errand.sent_at
        ]
        if not after:
            yield f"the coordinator heard nothing after the {errand.name}", "I01"


def _questions(case: Case) -> Iterator[tuple[str, str]]:
    """Whoever stands in a call's books as asked has read the question, unless it was needless at once or they have blocked the bot."""
    for row in case.books("invitations"):
        chat = case.chats.get(row["person_key"], 0)
        person = case.people.get(chat)
        if person is None or person.has_blocked:
            refused = any(one.chat_id == chat and one.code == FORBIDDEN for one in case.records)
            if refused and row["standing"] != "unreachable" and not _was_needless(case, row):
                yield f"{chat} has blocked the bot and stands as {row['standing']}", "I18"
            continue
        got = any(one.chat_id == chat and f"i.{row['token']}." in case.said(one) for one in case.sends)
        if not got and not _was_needless(case, row):
            yield f"{chat} was asked at {moment(row['asked_at']):%H:%M:%S} and got no question", "I01"


def _was_needless(case: Case, row: Row) -> bool:
    asked_at = moment(row["asked_at"])
    ends = [moment(one["at"]) for one in case.books("entries") if one["call_id"] == row["call_id"] and one["fact"] in {"filled", "closed"}]
    return any(asked_at <= end <= asked_at + SOON for end in ends)


def _everybody(case: Case) -> Iterator[tuple[str, str]]:
    """A call that stayed unfilled through all its waves asked everybody who fits a place that stayed free and can be reached."""
    for call_id, call in case.calls.items():
        opened = moment(call["opened_at"])
        ended = moment(call["closed_at"]) if call["closed_at"] is not None else case.played.ended_at
        was_filled = any(one["call_id"] == call_id and one["fact"] == "filled" for one in case.books("entries"))
        if was_filled or ended - opened < LAST_WAVE or not case.is_emergency(call_id) or case.was_disturbed(ended - LAST_WAVE / 4, ended):
            continue
        asked = {case.chats.get(row["person_key"]) for row in case.books("invitations") if row["call_id"] == call_id}
        held = _held(case, call_id, opened + LAST_ASKS) | _held(case, call_id, ended)
        for chat in sorted(one for one in case.fit(call_id, opened) - asked if _would_help(case, call_id, one, held)):
            yield f"{chat} fits and was never asked although the call stayed unfilled", "I17"


def _held(case: Case, call_id: int, at: datetime) -> set[int]:
    """Return the chats whose last answer before a moment was no refusal."""
    answers = [row for row in case.books("entries") if row["call_id"] == call_id and row["fact"] == "answered" and moment(row["at"]) <= at]
    last = {case.chats.get(row["person_key"], 0): row["detail"] for row in answers}
    return {chat for chat, detail in last.items() if detail not in {"cannot", "left"}}


def _would_help(case: Case, call_id: int, chat: int, held: set[int]) -> bool:
    """Whether this resident finds a place beside those who hold one; whoever could only stand by need not be asked."""
    coming = [case.people[one].skills for one in sorted(held & set(case.people))]
    places = case.facts(call_id).places
    return seated([*coming, case.people[chat].skills], places) > seated(coming, places)


def _yeses(case: Case) -> Iterator[tuple[str, str]]:
    """What somebody said last, while the call was open, is where they stand."""
    standing = {row["token"]: (row["standing"], row["call_id"]) for row in case.books("invitations")}
    said: dict[str, list[str]] = {}
    for deed in case.deeds:
        if deed.token in standing and not _was_closed(case, standing[deed.token][1], case.obeyed_at[deed.update_id][0]):
            said.setdefault(deed.token, []).append(deed.verb)
    answered = {(row["call_id"], case.chats.get(row["person_key"])): True for row in case.books("entries") if row["fact"] == "answered"}
    chat_of = {deed.token: deed.chat_id for deed in case.deeds}
    for token, verbs in said.items():
        now, call_id = standing[token]
        chat = chat_of[token]
        if case.people[chat].has_blocked or _was_beside_the_end(case, token, call_id):
            continue
        if {"coming", "cannot"} & set(verbs) and (call_id, chat) not in answered:
            yield f"{chat} answered {', '.join(verbs)} and no answer was written down", "I01"
        if verbs[-1] == "coming" and now not in COUNTS:
            yield f"{chat} said yes last and stands as {now}", "I01"
        if verbs[-1] in {"cannot", "left"} and now in {"assigned", "on_the_way", "stand_by"}:
            yield f"{chat} said {verbs[-1]} last and stands as {now}", "I01"


def _was_beside_the_end(case: Case, token: str, call_id: int) -> bool:
    """Whether an answer had its effect at the very moment of the closing: the clock does not say which came first."""
    closed = case.calls[call_id]["closed_at"]
    return closed is not None and any(deed.token == token and case.obeyed_at[deed.update_id][0] == moment(closed) for deed in case.deeds)


def _was_closed(case: Case, call_id: int, at: object) -> bool:
    closed = case.calls[call_id]["closed_at"]
    return closed is not None and isinstance(at, type(moment(closed))) and at >= moment(closed)


def _ends(case: Case) -> Iterator[tuple[str, str]]:
    """Each message about a closed call ends as one about its end; whoever held a place hears of it with a sound."""
    if case.closed_at is None or case.played.story.routine:
        return
    orphans = {one.message_id for one in case.sends if case.is_ambiguous(one)}
    for chat, person in case.people.items():
        mine = [one for one in case.shown if one.chat_id == chat and (one.view is not View.OTHER or one.verbs)]
        last = {one.message_id: one for one in mine if one.message_id not in orphans and (chat, one.message_id) not in case.taken_away}
        for one in () if person.has_blocked else last.values():
            if one.view not in ENDS and not _is_answer_in_words(one):
                yield f"{chat} still reads {one.view} in message {one.message_id}", "I01"
    yield from _not_told(case)


def _is_answer_in_words(one: Shown) -> bool:
    """A line that answers a typed word stays as it is: it belongs to no invitation's message."""
    return not one.is_edit and one.view in {View.OTHER, View.CANNOT, View.LEFT, View.DONE, View.STOOD_DOWN} and not one.verbs


def _not_told(case: Case) -> Iterator[tuple[str, str]]:
    for row in case.books("invitations"):
        chat = case.chats.get(row["person_key"], 0)
        holds = row["standing"] in HOLDS and case.is_emergency(row["call_id"]) and not _blocked(case.people.get(chat))
        told = any(one.chat_id == chat and one.view is View.CLOSING_NOTICE for one in case.shown)
        if holds and not told:
            yield f"{chat} held a place and was not told of the end with a sound", "I01"


def _blocked(person: PersonFacts | None) -> bool:
    return person is None or person.has_blocked


def _views(case: Case) -> Iterator[tuple[str, str]]:
    """In a call that is still open, everybody reads where they stand."""
    for row in case.books("invitations"):
        call = case.calls[row["call_id"]]
        chat = case.chats.get(row["person_key"], 0)
        if call["state"] == "closed" or _blocked(case.people.get(chat)):
            continue
        mine = [one for one in case.sends if one.chat_id == chat and f"i.{row['token']}." in case.said(one)]
        known = [one.message_id for one in mine if not case.is_ambiguous(one) and (chat, one.message_id) not in case.taken_away]
        views = {message: [one.view for one in case.shown if one.message_id == message and one.chat_id == chat][-1] for message in known}
        wrong = [f"{view} in message {message}" for message, view in views.items() if view not in SHOWS.get(row["standing"], set(View))]
        if wrong:
            yield f"{chat} stands as {row['standing']} and reads {', '.join(wrong)}", "I01"


def _waiting(case: Case) -> Iterator[tuple[str, str]]:
    """Nobody waits in vain: the silent are stood down once a call is filled, and whoever stands by moves up to a place they fit."""
    for call_id, call in case.calls.items():
        invited = [row for row in case.books("invitations") if row["call_id"] == call_id]
        for row in invited if call["state"] != "open" else ():
            if row["standing"] == "asked":
                yield f"{case.chats.get(row['person_key'])} stays asked although the call is {call['state']}", "I01"
        skills = {row["person_key"]: case.people[case.chats[row["person_key"]]].skills for row in invited}
        coming = [skills[row["person_key"]] for row in invited if row["standing"] in {*HOLDS, "done"}]
        places = case.facts(call_id).places
        for row in invited:
            is_waiting = row["standing"] == "stand_by"
            if is_waiting and seated([*coming, skills[row["person_key"]]], places) > seated(coming, places):
                yield f"{case.chats.get(row['person_key'])} stands by although a place is free", "I01"


def _queue(case: Case) -> Iterator[tuple[str, str]]:
    """Nothing is left on its way; nothing is given up but what goes to those who blocked the bot, and removals of what is gone."""
    for row in case.books("outbox"):
        person = case.people.get(row["chat_id"])
        if row["state"] in {"queued", "sending", "held"} and not (person and person.has_blocked):
            yield f"message {row['row']} to {row['chat_id']} ({row['topic']}) is {row['state']} to the end", "I09"
        if row["state"] == "dead" and row["topic"] != "erase" and not (person and person.has_blocked):
            yield f"message {row['row']} to {row['chat_id']} ({row['topic']}) was given up: {row['error']}", "I01"
