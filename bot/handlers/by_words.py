"""The typed way of buttons outside conversations: a label with a call's number, an answer for somebody by name, a label alone."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import lru_cache

from bot.dispatch.authority import has_role
from bot.dispatch.call import Call
from bot.handlers.flow import plain
from bot.handlers.pausing import DUTY_HOURS, UNTIL_I_RESUME
from bot.handlers.people import REPLIES
from bot.handlers.typed import LONGEST, vocabulary
from bot.handlers.typed import plain as plain_answer
from bot.handlers.visit import Visit
from bot.registry.language import Language
from bot.speech.callbacks import Owner, Press
from bot.speech.card_wording import VERBS
from bot.speech.locale import duration
from bot.speech.say import Say
from bot.speech.texts import Texts

NUMBERED = re.compile(r"(?P<words>.+?)\s+[#№]?(?P<number>\d{1,6})(?:\s+(?P<rest>.+))?", re.DOTALL)
"""`next wave 17`, `who answered what 17 2` for the second page, `coming 17 Noa` for somebody else."""
PAGED = frozenset({"people", "phones"})
CARD_LABELS: Sequence[tuple[str, str]] = (*[way for row in VERBS for way in row], ("card", "desk-press-card"), ("back", "button-back"))
"""Each verb of a call with its label. `who` turns the pages of `people`; `pick` and `reply` are an answer with a name."""
LABELS: Sequence[tuple[Say, str, str]] = (
    (Say("home-button-enrol"), "enrol", ""),
    (Say("home-button-profile"), "profile", ""),
    (Say("home-button-mydata"), "mydata", ""),
    (Say("home-button-help"), "help", ""),
    (Say("home-button-language"), "language", ""),
    *[(Say(f"language-{code.value}"), "language", code.value) for code in Language],
    (Say("home-button-pause"), "pause", ""),
    (Say("home-button-resume"), "pause", "resume"),
    (Say("pause-day"), "pause", "day"),
    (Say("pause-week"), "pause", "week"),
    (Say("pause-always"), "pause", UNTIL_I_RESUME),
    (Say("home-button-duty"), "duty", ""),
    (Say("home-button-off-duty"), "duty", "0"),
    *[(duration(timedelta(hours=hours)), "duty", str(hours)) for hours in DUTY_HOURS],
    (Say("status-press-again"), "status", ""),
)
"""Every button outside conversations that says the same to everybody. Who is let in is decided in /team, where labels are typed too."""


async def about_a_call(visit: Visit, text: str) -> Press | None:
    """Return the press on a call's card that these words stand for; None where they name no call or no button of it."""
    match = NUMBERED.fullmatch(_bare(text)) if len(text) <= LONGEST else None
    if match is None or not has_role(visit.grants, visit.now):
        return None
    words, rest = match["words"], match["rest"] or ""
    verb = _verbs(visit.house.texts).get(plain(words))
    is_answer = bool(rest) and plain_answer(words) in vocabulary(visit.house.texts)
    call = await visit.ledger.call_by_number(int(match["number"])) if verb or is_answer else None
    if call is None:
        return None
    if verb:
        return _on_card(call, verb, rest)
    return await _for_somebody(visit, call, words, rest)


def anywhere(visit: Visit, text: str) -> Press | None:
    """Return the press on a screen outside conversations whose label, in the reader's language, these words are."""
    wanted = plain(text) if len(text) <= LONGEST else ""
    for label, verb, arg in LABELS if wanted else ():
        if plain(visit.house.texts.label(label, visit.language, visit.now)) == wanted:
            return Press(Owner.PLAIN, "", verb, arg)
    return None


def is_about_a_call(visit: Visit, text: str) -> bool:
    """Whether these words are a card's label whose call's number is missing."""
    return has_role(visit.grants, visit.now) and plain(text) in _verbs(visit.house.texts)


def _on_card(call: Call, verb: str, rest: str) -> Press | None:
    if not rest:
        return Press(Owner.CALL, call.token, verb)
    if verb not in PAGED or not rest.isdecimal():
        return None
    paged = "who" if verb == "people" else verb
    return Press(Owner.CALL, call.token, paged, str(max(0, int(rest) - 1)))


async def _for_somebody(visit: Visit, call: Call, words: str, name: str) -> Press | None:
    """An answer for the one person asked whose name this is, or begins with this; nobody guesses between two."""
    reply = vocabulary(visit.house.texts)[plain_answer(words)].acknowledgement
    if reply not in REPLIES or not visit.may_lead(call.kind.cluster):
        return None
    asked = await visit.ledger.invitations(call.id)
    people = await visit.roster.people(sorted({one.person_key for one in asked}))
    names = {one.id: plain(people[one.person_key].name or "") for one in asked if one.person_key in people}
    wanted = plain(name)
    meant = [row for row, full in names.items() if full == wanted] or [row for row, full in names.items() if full.startswith(wanted)]
    return Press(Owner.CALL, call.token, "reply", f"{meant[0]}:{reply}") if len(meant) == 1 else None


@lru_cache(maxsize=8)
def _verbs(texts: Texts) -> Mapping[str, str]:
    """Every label of a card in every language, as people type it."""
    return {plain(label): verb for verb, key in CARD_LABELS for label in texts.twins(key)}


def _bare(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char) != "Cf").strip()
