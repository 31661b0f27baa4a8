"""Judges a run by the truth alone: what people did, what Telegram accepted, and what the books say at the end.

Nothing of dispatch, delivery or storage is imported: who had to receive what is worked out anew, from the calls and the
presses. What is checked of the invariants of reliability.md §5.4:

| | | where |
|---|---|---|
| I01 | everybody asked got the question, or has a reason; every yes counts; every message ends as the call did | `lost` |
| I02 | no second copy of a message whose first copy's answer came through | `copies` |
| I03 | nobody but residents who fit the call, the coordinator and the newcomer is written to; a token is its owner's | `strangers` |
| I04 | nothing but its end is said of a closed call | `strangers` |
| I05 | no request to a chat inside the pause that Telegram asked for | `limits` |
| I06 | our own sends never draw a 429 | `limits` |
| I09, I31 | no message is left on its way; none is dead but to those who blocked the bot | `lost` |
| I12, I13 | every update is stored once and done; an answer counts once | `lost`, `effects` |
| I14 | nobody beyond the places | `effects` |
| I15 | nobody's answer but their own counts | `effects` |
| I16, I17 | only people who may be asked are asked; all of them, when a call stays unfilled to its last wave | `effects`, `lost` |
| I18 | who blocked the bot is marked so and replaced | `lost` |
| I22, I24 | no phone of another, no token of the bot | `strangers` |
| I23 | the address only before those who hold a place | `strangers` |
| I28, I29 | delivering everything again and restarting changes nothing | `effects` |
| I30 | the strict server refuses no text | `limits` |
| I32 | no update is put aside | `lost` |
"""

from collections.abc import Iterator

from bot.simulator.chaos.case import TOO_MANY, Case
from bot.simulator.chaos.check_effects import effects
from bot.simulator.chaos.check_lost import lost
from bot.simulator.chaos.check_strangers import strangers
from bot.simulator.chaos.sim import Played
from bot.simulator.chaos.verdict import Fault, Finding

WRITES_MESSAGES = ("sendMessage", "editMessageText")
LAG = 0.13
"""Seconds between Telegram's no and the last request that had left before it was heard."""


def check(played: Played) -> list[Finding]:
    """Return everything found, forced duplicates too."""
    case = Case.of(played)
    found = [*copies(case), *limits(case), *lost(case), *strangers(case), *effects(case)]
    return list(dict.fromkeys(found))


def latencies_ms(played: Played) -> list[float]:
    """Return how long each person of the first wave waited from the coordinator's Send, in the town's own milliseconds."""
    case = Case.of(played)
    sent_at = case.sent_at
    if sent_at is None:
        return []
    first = case.first_wave()
    got = {one.chat_id: one.t for one in reversed(case.sends) if one.chat_id in first and one.t >= sent_at}
    return [(at - sent_at).total_seconds() * 1000 for at in got.values()]


def copies(case: Case) -> Iterator[Finding]:
    """Every message once; a copy is forced where the answer to the one before was withheld or died with the process."""
    last: dict[tuple[object, str], int] = {}
    for place, one in enumerate(case.sends):
        key = (one.chat_id, case.said(one))
        before = last.get(key)
        last[key] = place
        if before is None or case.acted_between(one.chat_id, case.sends[before].t, one.t):
            continue
        forced = case.is_ambiguous(case.sends[before]) or one.fault_id is not None
        yield Finding(
            Fault.FORCED if forced else Fault.UNFORCED,
            f"{one.chat_id} got a copy at {one.t:%H:%M:%S}: {one.params.get('text')!r:.60}",
            "I02",
        )


def limits(case: Case) -> Iterator[Finding]:
    """Telegram's pauses and its grammar are kept."""
    played = case.played
    if played.self_made_429:
        yield Finding(Fault.BROKEN, f"{played.self_made_429} requests were too many by our own doing", "I06")
    yield from (Finding(Fault.BROKEN, words, "I30") for words in played.violations)
    yield from _pauses(case)


def _pauses(case: Case) -> Iterator[Finding]:
    told = [one for one in case.records if one.code == TOO_MANY and one.retry_after and one.method in WRITES_MESSAGES]
    for no in told:
        for one in case.records:
            passed = (one.t - no.t).total_seconds()
            is_inside = LAG < passed < (no.retry_after or 0) - 0.01
            if is_inside and one.chat_id == no.chat_id and one.method in WRITES_MESSAGES and not case.died_between(no.t, one.t):
                yield Finding(Fault.BROKEN, f"{one.chat_id} was written to {passed:.2f} s after a 429 of {no.retry_after} s", "I05")
