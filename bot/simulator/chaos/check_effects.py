"""What happened twice, too often, or for the wrong person; and whether going through it all again changes anything."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from bot.simulator.chaos.case import Case, moment
from bot.simulator.chaos.verdict import Fault, Finding

SECOND_WAVE = timedelta(seconds=15)
"""As the small town's plan has it."""
LASTING = ("calls", "invitations", "entries", "people", "volunteers", "grants", "talks", "cards")
"""Tables that a restart and a second delivery leave exactly as they were."""


def effects(case: Case) -> Iterator[Finding]:
    """Return every effect that should not be."""
    for words, rule in (*_calls(case), *_answers(case), *_places(case), *_asked(case), *_waves(case), *_shaken(case)):
        yield Finding(Fault.BROKEN, words, rule)


def _calls(case: Case) -> Iterator[tuple[str, str]]:
    wanted = sum(errand.name in {"emergency", "routine"} for errand in case.played.errands)
    under_way = 1
    if len(case.calls) > wanted + under_way or (len(case.calls) > wanted and len(case.played.errands) > wanted):
        yield f"{wanted} calls were sent and {len(case.calls)} exist", "I12"
    closings = Counter(
        row["call_id"] for row in case.books("entries") if row["fact"] in {"closed", "opened"} for _ in range(row["fact"] == "closed")
    )
    yield from ((f"call {call_id} was closed {count} times", "I12") for call_id, count in closings.items() if count > 1)


def _answers(case: Case) -> Iterator[tuple[str, str]]:
    """An answer was written down at most as often as its own person gave it."""
    calls = {row["token"]: row["call_id"] for row in case.books("invitations")}
    given = Counter((calls.get(deed.token), deed.chat_id, deed.verb) for deed in case.deeds)
    written = Counter(
        (row["call_id"], case.chats.get(row["person_key"]), row["detail"]) for row in case.books("entries") if row["fact"] == "answered"
    )
    for (call_id, chat, verb), count in written.items():
        if count > given[call_id, chat or 0, verb]:
            yield f"{chat} gave the answer {verb} {given[call_id, chat or 0, verb]} times and {count} were written down", "I15"


def _places(case: Case) -> Iterator[tuple[str, str]]:
    for call_id, most in case.played.most_coming.items():
        places = len(case.facts(call_id).places)
        if most > places:
            yield f"{most} people held the {places} places of a call", "I14"


def _asked(case: Case) -> Iterator[tuple[str, str]]:
    """Only people who may be asked are asked, each once."""
    asked = Counter((row["call_id"], case.chats.get(row["person_key"])) for row in case.books("invitations"))
    yield from ((f"{chat} was invited {count} times", "I16") for (_, chat), count in asked.items() if count > 1)
    for row in case.books("invitations"):
        chat = case.chats.get(row["person_key"])
        if chat not in case.fit(row["call_id"], moment(row["asked_at"])):
            yield f"{chat} was asked and must not be", "I17"


def _waves(case: Case) -> Iterator[tuple[str, str]]:
    """The second wave of a call that was never filled leaves when its time has come."""
    for call_id, call in case.calls.items():
        opened = moment(call["opened_at"])
        facts = {row["fact"] for row in case.books("entries") if row["call_id"] == call_id}
        asked = [row for row in case.books("invitations") if row["call_id"] == call_id]
        first = min((moment(row["asked_at"]) for row in asked if row["wave"] == 1), default=None)
        found_anybody = any(row["wave"] == 0 for row in asked)
        if first is not None and found_anybody and "filled" not in facts and first < opened + SECOND_WAVE:
            yield f"the second wave left {(first - opened).total_seconds():.1f} s after the first", "I16"


def _shaken(case: Case) -> Iterator[tuple[str, str]]:
    """After everything was delivered again and the machine restarted, with no call open, all is as it was."""
    shaken = case.played.shaken
    if shaken is None or any(row["state"] != "closed" for row in case.calls.values()):
        return
    books, requests = shaken
    for table in LASTING:
        if list(case.books(table)) != books[table]:
            yield f"{table} changed when everything came again", "I29"
    if requests:
        yield f"{requests} requests were made when everything came again", "I28"
