"""The coordinator's hands: a call in one line, its private details, perhaps a correction, and the closing."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.simulator.chaos.small_town import EMERGENCY, ROUTINE, small_town
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.seen import NoSuchButton, Seen
from bot.simulator.telegram.server import TelegramServer

READS_FOR = timedelta(seconds=2)
ADDRESS, CONTACT = "HaNarkis 14, entrance B", "Yossi 050-7654321"
SECRETS = frozenset({ADDRESS, CONTACT})


@dataclass(frozen=True, slots=True)
class Step:
    """Say something, or press a button of this verb (and argument, when given)."""

    says: str = ""
    verb: str = ""
    arg: str = ""


@dataclass(slots=True)
class Errand:
    """One thing the coordinator sets out to do, step by step; each waits for what the last one brings."""

    name: str
    begins_at: datetime
    steps: list[Step]
    sent_at: datetime | None = None
    """When its last step was taken."""
    update_ids: list[int] = field(default_factory=list)


def emergency(begins_at: datetime, people: int) -> Errand:
    """Call an emergency with an address that only those assigned may see."""
    place = small_town().neighbourhoods[0].code
    steps = [Step(f'/emergency {EMERGENCY} {place} {people} "generator down"'), Step(verb="extra", arg="address"), Step(ADDRESS)]
    return Errand("emergency", begins_at, [*steps, Step(verb="send")])


def routine(begins_at: datetime) -> Errand:
    """Call for ordinary help."""
    place = small_town().neighbourhoods[0].code
    return Errand("routine", begins_at, [Step(f'/call {ROUTINE} {place} 2 "parcels"'), Step(verb="when", arg="now"), Step(verb="send")])


def correction(begins_at: datetime) -> Errand:
    """Correct the call's words."""
    steps = [Step(verb="correct"), Step(verb="field", arg="words"), Step("generator down, bring cables"), Step(verb="send")]
    return Errand("correction", begins_at, steps)


def closing(begins_at: datetime, number: int, outcome: str) -> Errand:
    """Close a call with one line."""
    return Errand("closing", begins_at, [Step(f"/close {number} {outcome}")])


class Coordinator:
    """One coordinator, one errand at a time."""

    def __init__(self, server: TelegramServer, phone: Phone, errands: list[Errand]) -> None:
        """Hold what is to be done, in order."""
        self._server = server
        self._phone = phone
        self._todo = sorted(errands, key=lambda errand: errand.begins_at)
        self.finished: list[Errand] = []
        self._taken = 0
        self._ready_at = self._todo[0].begins_at if self._todo else None
        self._before: tuple[tuple[int, str], ...] = ()

    @property
    def next_at(self) -> datetime | None:
        """When the coordinator next looks at the phone; None when there is nothing left to do."""
        return self._ready_at if self._todo else None

    def act(self, now: datetime) -> None:
        """Take the next step if it is time and what it waits for is here."""
        if not self._todo or self._ready_at is None or now < self._ready_at:
            return
        errand = self._todo[0]
        step = errand.steps[self._taken]
        if self._taken and not step.verb and self._screen() == self._before:
            self._ready_at = now + READS_FOR
            return
        before = self._screen()
        if not self._take(step):
            self._ready_at = now + READS_FOR
            return
        errand.update_ids.append(int(self._server.updates()[-1]["update_id"]))
        self._before, self._ready_at = before, now + READS_FOR
        self._taken += 1
        if self._taken == len(errand.steps):
            self._finish(errand, now)

    def _finish(self, errand: Errand, now: datetime) -> None:
        errand.sent_at = now
        self.finished.append(self._todo.pop(0))
        self._taken = 0
        if self._todo:
            self._ready_at = max(now + READS_FOR, self._todo[0].begins_at)

    def _take(self, step: Step) -> bool:
        if step.says:
            self._phone.say(step.says)
            return True
        try:
            self._phone.press(lambda button: _does(button.data, step))
        except NoSuchButton:
            return False
        return True

    def _screen(self) -> tuple[tuple[int, str], ...]:
        """What the coordinator has read: every message of the bot but the live cards, which change by themselves."""
        return tuple((seen.message_id, seen.text) for seen in self._phone.received if not _is_card(seen))


def _does(data: str | None, step: Step) -> bool:
    owner, _, verb, arg = [*(data or "").split(".", 3), "", "", ""][:4]
    return owner in {"t", "c"} and verb == step.verb and step.arg in ("", arg)


def _is_card(seen: Seen) -> bool:
    return any((button.data or "").startswith("c.") for button in seen.buttons)
