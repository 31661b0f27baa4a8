"""Ailments that come with time: what people, groups, the network and the host do at moments drawn from a seed."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from bot.failpoint import Failpoint, arm
from bot.simulator.chaos.ailment import Stage, sound
from bot.simulator.chaos.small_town import COORDINATOR_ID
from bot.simulator.telegram.faults import Fault, asked
from bot.simulator.telegram.group import Group
from bot.simulator.telegram.mishaps import Hang, HtmlPage, JsonError, Mishap, NoConnection, Reset

Step = tuple[float, Callable[[], None]]
"""So many seconds after the start, do this."""
Plan = Callable[[Random, Stage], list[Step]]

DARK_S = 200.0
"""Longer than Telegram keeps presses."""
OUTAGE_S = 240.0
SEEN_WITHIN_S = 75.0
"""By then somebody has looked where Telegram sends the updates."""
SECONDS_OF_WORDS = 45


@dataclass(slots=True)
class Woe:
    """Steps at moments of their own; over when the last is done."""

    plan: Plan
    chance: Random
    struck: int = 0
    _steps: list[tuple[datetime, Callable[[], None]]] = field(default_factory=list)

    @property
    def next_at(self) -> datetime | None:
        """Return the next step's moment."""
        return self._steps[0][0] if self._steps else None

    @property
    def is_over(self) -> bool:
        """Say whether every step was done."""
        return not self._steps

    def begin(self, stage: Stage) -> None:
        """Draw the steps; those of the first moment are done at once."""
        now = stage.clock.now()
        drawn = [(now + timedelta(seconds=round(after, 3)), do) for after, do in self.plan(self.chance, stage)]
        self._steps = sorted(drawn, key=lambda step: step[0])
        self.act(now)

    def act(self, now: datetime) -> bool:
        """Do what is due."""
        due = [do for at, do in self._steps if at <= now]
        self._steps = self._steps[len(due) :]
        for do in due:
            do()
        self.struck += len(due)
        return bool(due)


def group_of(stage: Stage, *, is_basic: bool = False) -> Group:
    """Return a group that the coordinator has founded with the bot in it, and let it follow every call."""
    rivka = stage.server.person("Rivka", user_id=COORDINATOR_ID)
    group = stage.server.group("Leads", (rivka,), is_basic=is_basic)
    group.add_bot(stage.server.bot(), rivka)
    group.say(rivka, "/link all")
    return group


def _busy_group(chance: Random, stage: Stage) -> list[Step]:
    group = group_of(stage)
    rivka = stage.server.person("Rivka", user_id=COORDINATOR_ID)
    return [(chance.uniform(2, 40), lambda: _say(group, rivka.user_id, "/status", stage)) for _ in range(12)]


def _say(group: Group, user_id: int, text: str, stage: Stage) -> None:
    group.say(stage.server.person("Rivka", user_id=user_id), text)


def _blocking(chance: Random, stage: Stage) -> list[Step]:
    steps: list[Step] = []
    for chat in chance.sample(sorted(stage.phones), 2):
        at = chance.uniform(0, 40)
        steps += [(at, stage.phones[chat].block), (at + chance.uniform(5, 40), stage.phones[chat].unblock)]
    return steps


def _leaving(chance: Random, stage: Stage) -> list[Step]:
    return [(chance.uniform(0, 60), stage.phones[chat].deactivate) for chat in chance.sample(sorted(stage.phones), 2)]


def _kicked(chance: Random, stage: Stage) -> list[Step]:
    group, rivka = group_of(stage), stage.server.person("Rivka", user_id=COORDINATOR_ID)
    return [(chance.uniform(5, 50), lambda: group.kick_bot(stage.server.bot(), rivka))]


def _followed(chance: Random, stage: Stage) -> list[Step]:
    """Only found the group that answers will refuse."""
    del chance
    group_of(stage)
    return []


def _migrating(chance: Random, stage: Stage) -> list[Step]:
    group, rivka = group_of(stage, is_basic=True), stage.server.person("Rivka", user_id=COORDINATOR_ID)

    def migrate() -> None:
        group.migrate(rivka)
        stage.server.shuffle()

    return [(chance.uniform(3, 60), migrate)]


def _dark(lasts: float, *mishaps: Mishap) -> Plan:
    def plan(chance: Random, stage: Stage) -> list[Step]:
        begins = chance.uniform(2, 40)
        faults = [Fault(do, asked(), times=None, share=0.5 if place + 1 < len(mishaps) else 1.0) for place, do in enumerate(mishaps)]

        def fall() -> None:
            for fault in faults:
                fault.chance = chance
                stage.server.faults.add(fault)

        def rise() -> None:
            for fault in faults:
                stage.server.faults.remove(fault)

        return [(begins, fall), (begins + lasts, rise)]

    return plan


def _repeating(chance: Random, stage: Stage) -> list[Step]:
    def again() -> None:
        produced = stage.server.updates()
        if produced:
            stage.server.repeat(int(chance.choice(produced)["update_id"]))

    return [(chance.uniform(2, 90), again) for _ in range(25)]


def _shuffling(chance: Random, stage: Stage) -> list[Step]:
    steps: list[Step] = [(chance.uniform(1, 90), stage.server.mix) for _ in range(60)]
    return [*steps, *((chance.uniform(1, 90), partial(stage.server.skip_message_ids, chance.randint(1, 9))) for _ in range(6))]


def _anew(chance: Random, stage: Stage) -> list[Step]:
    first = chance.choice((chance.randint(1, 1_000_000), chance.randint(10**9, 2 * 10**9)))
    return [(chance.uniform(3, 60), lambda: stage.server.rebase_update_ids(first))]


def _raising(chance: Random, stage: Stage) -> list[Step]:
    del stage
    steps: list[Step] = [(chance.uniform(1, 60), lambda: arm(f"{Failpoint.EFFECT_MID_TX}=raise")) for _ in range(6)]
    return [*steps, (61.0, lambda: arm(""))]


def _poison(chance: Random, stage: Stage) -> list[Step]:
    wrong: tuple[dict[str, Any], ...] = (
        {"message": "no object at all"},
        {"callback_query": {"id": 7, "data": None}},
        {"message": {"chat": {"id": 2**70}}},
        {},
    )

    def inject() -> None:
        stage.server.inject_raw(dict(chance.choice(wrong)))

    def scribble() -> None:
        stage.server.scribble()

    return [*((chance.uniform(2, 60), inject) for _ in range(4)), (chance.uniform(2, 60), scribble)]


def _revoked(chance: Random, stage: Stage) -> list[Step]:
    account, begins = stage.server.bot(), chance.uniform(3, 40)

    def grant() -> None:
        account.revoked = False

    return [(begins, lambda: stage.server.revoke(account.token)), (begins + chance.uniform(5, 40), grant)]


def _rivalled(chance: Random, stage: Stage) -> list[Step]:
    words = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    rival = Fault(JsonError(409, words), asked("getUpdates"), times=chance.randint(2, 6))
    return [(chance.uniform(1, 40), partial(_done, stage.server.faults.add, rival))]


def _stolen(chance: Random, stage: Stage) -> list[Step]:
    stage.process.watches = True
    begins = chance.uniform(3, 40)
    return [(begins, lambda: stage.server.point_webhook("http://127.0.0.1:9/thief")), (begins + SEEN_WITHIN_S, lambda: None)]


def _anonymous(chance: Random, stage: Stage) -> list[Step]:
    group = group_of(stage)
    words = ("/unlink", '/emergency E07 ramat-lehi 4 "nobody"', "accept 1", "/close 1")
    return [(chance.uniform(3, 40), partial(_done, group.say_anonymously, text)) for text in words]


def _narrowed(chance: Random, stage: Stage) -> list[Step]:
    del chance
    return [(0.0, lambda: stage.server.subscribe(["message"]))]


def _odd_links(chance: Random, stage: Stage) -> list[Step]:
    payloads = ("eyJhbGciOi.JIUzI1NiJ9.x", "inv-", "admin-wrong", "a" * 64, "inv-<3")
    chosen = [stage.phones[chat] for chat in chance.sample(sorted(stage.phones), 3)]
    return [(chance.uniform(3, 60), partial(_done, phone.start, chance.choice(payloads))) for phone in chosen]


def _editing(chance: Random, stage: Stage) -> list[Step]:
    begins = chance.randint(3, 6)
    edited: set[tuple[int, int]] = set()

    def edit() -> None:
        for phone in stage.phones.values():
            for seen in phone.messages:
                if not seen.from_bot and seen.text.startswith("accept") and (phone.user_id, seen.message_id) not in edited:
                    edited.add((phone.user_id, seen.message_id))
                    phone.edit(seen, "can't")

    return [(float(second), edit) for second in range(begins, SECONDS_OF_WORDS, 4)]


def _bad_disk(chance: Random, stage: Stage) -> list[Step]:
    words = chance.choice(("database or disk is full", "database is locked"))

    def fail(step: str) -> None:
        if step == "commit" or words.endswith("locked"):
            raise sqlite3.OperationalError(words)

    def fill() -> None:
        stage.steps.broken = fail

    def empty() -> None:
        stage.steps.broken = sound

    begins = [chance.uniform(1.5, 15), chance.uniform(25, 40), chance.uniform(55, 70)]
    lengths = [chance.uniform(0.5, 9) for _ in begins]
    return [step for at, lasts in zip(begins, lengths, strict=True) for step in ((at, fill), (at + lasts, empty))]


def _wrong_clock(chance: Random, stage: Stage) -> list[Step]:
    jump = timedelta(hours=chance.choice((-1, 1)))
    begins, lasts = chance.uniform(1, 40), chance.uniform(5, 30)

    def wrong() -> None:
        stage.skew.skew = jump

    def right() -> None:
        stage.skew.skew = timedelta(0)

    beats: list[Step] = [(begins + second, stage.process.beat) for second in range(1, int(lasts))]
    return [(begins, wrong), *beats, (begins + lasts, right)]


def _done(deed: Callable[[Any], object], what: object) -> None:
    """Do it, and forget what it returned."""
    deed(what)


def _voices(chance: Random, stage: Stage) -> list[Step]:
    """Let everybody answer their newest message with a voice message: what is copied may be refused."""

    def speak() -> None:
        for phone in stage.phones.values():
            if phone.received:
                phone.send_voice(reply_to=phone.last)

    return [(chance.uniform(5, 30), speak)]


WOES: Mapping[str, Plan] = {
    "F07": _busy_group,
    "F08": _blocking,
    "F09": _leaving,
    "F10": _kicked,
    "F12": _followed,
    "F19": _migrating,
    "F21": _dark(DARK_S, NoConnection()),
    "F22": _repeating,
    "F23": _shuffling,
    "F24": _anew,
    "F26": _raising,
    "F27": _poison,
    "F34": _voices,
    "F35": _revoked,
    "F36": _rivalled,
    "F37": _stolen,
    "F38": _dark(70.0, NoConnection()),
    "F39": _dark(OUTAGE_S, HtmlPage(502), Reset(), Hang(timedelta(seconds=30)), JsonError()),
    "F41": _voices,
    "F42": _anonymous,
    "F43": _narrowed,
    "F44": _odd_links,
    "F45": _editing,
    "F46": _busy_group,
    "F47": _bad_disk,
    "F48": _wrong_clock,
}
