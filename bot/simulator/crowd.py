"""Residents with phones in their hands: they read what arrives and press what they mean to, each in their own time."""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from bot.registry.place import Point
from bot.simulator.behaviour import SECOND_TAP_S, Failing, Habits, Intent, Reply, intent_of
from bot.simulator.evidence import Shown, View, shown
from bot.simulator.facts import Deed
from bot.simulator.residents import Resident
from bot.simulator.telegram import Button, Phone, TelegramServer
from bot.simulator.telegram import Press as Pressed

SECOND_TAP = timedelta(seconds=SECOND_TAP_S)
INVITATION_PARTS = 4
"""owner, token, verb, argument."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What the residents of a drill are asked for: the call's number, its place, and when people are needed."""

    seed: int
    number: int
    place: Point
    starts_at: datetime
    habits: Habits


@dataclass(order=True, frozen=True, slots=True)
class Plan:
    """Somebody means to press a button at a moment."""

    at: datetime
    turn: int
    chat_id: int = field(compare=False)
    verb: str = field(compare=False)
    arg: str = field(compare=False, default="")


@dataclass(frozen=True, slots=True)
class Happening:
    """What somebody just did, for those who watch."""

    resident: Resident
    verb: str
    arg: str


class Crowd:
    """Everybody who may be asked. `act` presses what is due; `look` takes notice of what has arrived."""

    def __init__(self, server: TelegramServer, people: Iterable[tuple[Resident, Phone]], errand: Errand, since: int) -> None:
        """Begin to read what Telegram's log holds from its line `since` on."""
        self._server = server
        self._errand = errand
        self._people = {resident.user_id: (resident, phone) for resident, phone in people}
        self._intents: dict[int, Intent] = {}
        self._plans: list[Plan] = []
        self._turns = count()
        self._read = since
        self._seen: dict[int, View] = {}
        self._made: list[tuple[Deed, Pressed]] = []

    @property
    def deeds(self) -> tuple[Deed, ...]:
        """What was pressed so far, oldest first, and whether the button stopped spinning."""
        return tuple(Deed(deed.at, deed.chat_id, deed.verb, deed.arg, pressed.answered) for deed, pressed in self._made)

    @property
    def next_at(self) -> datetime | None:
        """When somebody next means to do something."""
        return self._plans[0].at if self._plans else None

    def has_news(self) -> bool:
        """Whether something arrived that nobody has looked at."""
        return any(record.chat_id in self._people and record.accepted for record in self._server.log[self._read :])

    def look(self) -> list[tuple[int, View]]:
        """Let everybody read what arrived; return whose view of the call changed to what."""
        records = self._server.log[self._read :]
        self._read = len(self._server.log)
        return [change for one in shown(records) if one.chat_id in self._people for change in self._notice(one)]

    def act(self, now: datetime) -> list[Happening]:
        """Press what is due. Whoever finds the button gone leaves it at that."""
        done = []
        while self._plans and self._plans[0].at <= now:
            plan = heapq.heappop(self._plans)
            happening = self._press(plan, now)
            done += [happening] if happening else []
        return done

    def intent(self, chat_id: int) -> Intent:
        """Return what somebody does about the call, drawn when first wanted."""
        if chat_id not in self._intents:
            one, _ = self._people[chat_id]
            metres = one.home.metres_to(self._errand.place)
            speed = one.transport.metres_per_second
            self._intents[chat_id] = intent_of(self._errand.seed, one.number, self._errand.number, metres, speed, self._errand.habits)
        return self._intents[chat_id]

    def _notice(self, one: Shown) -> list[tuple[int, View]]:
        if one.view is View.OTHER or self._seen.get(one.chat_id) is one.view:
            return []
        self._seen[one.chat_id] = one.view
        match one.view:
            case View.ASKED:
                self._means_to_answer(one)
            case View.REASONS:
                self._means_to_say_why(one)
            case View.ASSIGNED:
                self._means_to_go(one)
            case View.ARRIVED:
                self._plan(one.at + self.intent(one.chat_id).works, one.chat_id, "done")
            case _:
                pass
        return [(one.chat_id, one.view)]

    def _means_to_answer(self, one: Shown) -> None:
        intent = self.intent(one.chat_id)
        verb = {Reply.COMES: "coming", Reply.REFUSES: "cannot"}.get(intent.reply)
        if verb:
            self._plan(one.at + intent.taps_after, one.chat_id, verb)

    def _means_to_say_why(self, one: Shown) -> None:
        intent = self.intent(one.chat_id)
        reason = "other" if intent.reply is Reply.COMES else intent.reason
        if reason:
            self._plan(one.at + SECOND_TAP, one.chat_id, "cannot", reason)

    def _means_to_go(self, one: Shown) -> None:
        """They leave when they are ready, or in time for what begins later; some do neither."""
        intent = self.intent(one.chat_id)
        if intent.failing is Failing.WITHDRAWS:
            self._plan(one.at + intent.fails_after, one.chat_id, "cannot")
        if intent.failing is not Failing.NONE:
            return
        leaves = max(one.at + intent.leaves_after, self._errand.starts_at - intent.travels)
        self._plan(leaves, one.chat_id, "on_the_way")
        self._plan(leaves + intent.travels, one.chat_id, "arrived")

    def _plan(self, at: datetime, chat_id: int, verb: str, arg: str = "") -> None:
        heapq.heappush(self._plans, Plan(at, next(self._turns), chat_id, verb, arg))

    def _press(self, plan: Plan, now: datetime) -> Happening | None:
        resident, phone = self._people[plan.chat_id]
        offered = offers(phone, plan.verb)
        if not offered or (plan.arg and plan.arg not in offered):
            return None
        arg = plan.arg or self._choice(plan, offered)
        pressed = phone.press(lambda button: parts(button)[2:] == (plan.verb, arg))
        self._made.append((Deed(now, plan.chat_id, plan.verb, arg), pressed))
        return Happening(resident, plan.verb, arg)

    def _choice(self, plan: Plan, offered: Sequence[str]) -> str:
        minutes = [int(arg) for arg in offered if arg.isdecimal()]
        if plan.verb == "coming" and minutes:
            return str(self.intent(plan.chat_id).minutes(minutes))
        return "" if "" in offered else offered[0]


def offers(phone: Phone, verb: str) -> list[str]:
    """Return the arguments with which a verb of an invitation can be pressed, in the newest message that offers it."""
    for seen in reversed(phone.received):
        found = [parts(button)[3] for button in seen.buttons if parts(button)[0] == "i" and parts(button)[2] == verb]
        if found:
            return found
    return []


def parts(button: Button) -> tuple[str, ...]:
    """Return owner, token, verb and argument of a button; empty words for one that only opens a page."""
    found = tuple((button.data or "").split(".", INVITATION_PARTS - 1))
    return found if len(found) == INVITATION_PARTS else ("",) * INVITATION_PARTS
