"""What residents do with what arrives: answer, change their minds, press twice, press what is old or not theirs."""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random

from bot.simulator.evidence import INVITATION
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.server import TelegramServer
from bot.simulator.telegram.world import Press

MOST_DEEDS = 4
"""Nobody does more than this in one run."""
SAYS_YES, SAYS_NO = 0.6, 0.82
CHANGES_MIND, GOES, GIVES_UP, FINISHES, LEAVES, SAYS_WHY = 0.2, 0.45, 0.7, 0.5, 0.15, 0.7
"""How likely each of the buttons of a later screen is pressed, by what it means; the sums of two are limits of one draw."""
TWICE, STALE, FORGED, IN_WORDS = 0.12, 0.06, 0.05, 0.1
"""How often somebody presses twice, presses an old button later, presses what is not theirs, writes instead."""
WORDS = {"coming": "accept", "cannot": "can't", "on_the_way": "on my way", "arrived": "arrived", "done": "done", "left": "withdraw"}
"""English words, which are understood from everybody."""
PARTS = 4


@dataclass(frozen=True, slots=True)
class Offer:
    """A button of an invitation that stood before somebody's eyes."""

    message_id: int
    data: str
    token: str
    verb: str
    arg: str


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing a resident did, as their hand did it. `update_id` is the update that tells of it."""

    at: datetime
    chat_id: int
    token: str
    verb: str
    arg: str
    update_id: int
    is_forged: bool = False
    is_typed: bool = False
    press: Press | None = None


@dataclass(order=True, frozen=True, slots=True)
class Plan:
    """Somebody means to do something at a moment."""

    at: datetime
    turn: int
    chat_id: int = field(compare=False)
    offer: Offer = field(compare=False)
    way: str = field(compare=False, default="press")


class Folk:
    """Every resident's hands, on one seed."""

    def __init__(self, seed: int, server: TelegramServer, phones: Mapping[int, Phone]) -> None:
        """Read Telegram's log from its beginning."""
        self._server = server
        self._phones = phones
        self._chance = {chat: Random(f"{seed}:{chat}:hands") for chat in phones}
        self._plans: list[Plan] = []
        self._turns = count()
        self._read = 0
        self._offered: dict[int, dict[str, Offer]] = defaultdict(dict)
        self._shown: dict[int, frozenset[str]] = {}
        self._done: dict[int, int] = defaultdict(int)
        self.numbers: dict[str, int] = {}
        """Which call a token belongs to, for those who answer in words."""
        self.deeds: list[Deed] = []

    @property
    def next_at(self) -> datetime | None:
        """When somebody next means to do something."""
        return self._plans[0].at if self._plans else None

    def look(self) -> None:
        """Let everybody read what arrived since, and decide."""
        records = self._server.log[self._read :]
        self._read += len(records)
        for record in records:
            chat_id, message_id = record.chat_id, record.message_id
            if record.accepted and chat_id is not None and chat_id in self._phones and message_id is not None:
                offers = list(_offers(message_id, record.params.get("reply_markup")))
                if offers:
                    self._decide(chat_id, offers, record.t)

    def act(self, now: datetime) -> None:
        """Do what is due."""
        while self._plans and self._plans[0].at <= now:
            self._do(heapq.heappop(self._plans), now)

    def _decide(self, chat_id: int, offers: list[Offer], at: datetime) -> None:
        by_verb = {(one.token, one.verb, one.arg): one for one in offers}
        self._offered[chat_id].update({one.data: one for one in offers})
        verbs = frozenset(f"{one.token}.{one.verb}.{one.arg}" for one in offers)
        if self._shown.get(chat_id) == verbs or self._done[chat_id] >= MOST_DEEDS:
            return
        self._shown[chat_id] = verbs
        chance = self._chance[chat_id]
        chosen = _choice(list(by_verb.values()), chance)
        if chosen is None:
            return
        self._done[chat_id] += 1
        when = at + timedelta(seconds=round(chance.uniform(1, 18), 3))
        way = "words" if chance.uniform(0, 1) < IN_WORDS and chosen.verb in WORDS and not chosen.arg else "press"
        self._plan(when, chat_id, chosen, way)
        if chance.uniform(0, 1) < TWICE:
            self._plan(when + timedelta(seconds=round(chance.uniform(0, 0.8), 3)), chat_id, chosen)
        if chance.uniform(0, 1) < STALE:
            self._plan(when + timedelta(seconds=20), chat_id, chance.choice(sorted(self._offered[chat_id].values(), key=_by_data)))
        if chance.uniform(0, 1) < FORGED:
            self._plan(when + timedelta(seconds=2), chat_id, chosen, "forge")

    def _plan(self, at: datetime, chat_id: int, offer: Offer, way: str = "press") -> None:
        heapq.heappush(self._plans, Plan(at, next(self._turns), chat_id, offer, way))

    def _do(self, plan: Plan, now: datetime) -> None:
        phone, offer = self._phones[plan.chat_id], plan.offer
        if plan.way == "words":
            self._write(phone, offer, now)
            return
        if plan.way == "forge":
            others = [one for chat in sorted(self._offered) if chat != plan.chat_id for one in self._offered[chat].values()]
            if not others:
                return
            stolen = self._chance[plan.chat_id].choice(sorted(others, key=_by_data))
            offer = Offer(offer.message_id, stolen.data, stolen.token, stolen.verb, stolen.arg)
        press = phone.press_data(offer.data, offer.message_id)
        self._note(phone, offer, now, press=press, is_forged=plan.way == "forge")

    def _write(self, phone: Phone, offer: Offer, now: datetime) -> None:
        """Answer in words with the call's number; whoever does not know it presses after all."""
        number = self.numbers.get(offer.token)
        if number is None:
            self._note(phone, offer, now, press=phone.press_data(offer.data, offer.message_id))
            return
        phone.say(f"{WORDS[offer.verb]} {number}")
        self._note(phone, offer, now, is_typed=True)

    def _note(
        self, phone: Phone, offer: Offer, now: datetime, *, press: Press | None = None, is_forged: bool = False, is_typed: bool = False
    ) -> None:
        update_id = int(self._server.updates()[-1]["update_id"])
        self.deeds.append(Deed(now, phone.user_id, offer.token, offer.verb, offer.arg, update_id, is_forged, is_typed, press))


def _choice(offers: list[Offer], chance: Random) -> Offer | None:
    """Choose one of the buttons as people do, or leave them all."""
    of = {verb: [one for one in offers if one.verb == verb] for verb in {one.verb for one in offers}}
    draw = chance.uniform(0, 1)
    if "seen" in of and of.get("cannot"):
        return chance.choice(of["cannot"]) if draw < SAYS_WHY else None
    if of.get("coming"):
        return _asked(of, draw, chance)
    if of.get("done"):
        return of["done"][0] if draw < FINISHES else None
    if of.get("arrived"):
        onward = [*of.get("on_the_way", ()), *of["arrived"]]
        return chance.choice(onward) if draw < GOES else (of["cannot"][0] if draw < GIVES_UP and of.get("cannot") else None)
    leaving = [*of.get("cannot", ()), *of.get("left", ())]
    return chance.choice(leaving) if leaving and draw < LEAVES else None


def _asked(of: Mapping[str, list[Offer]], draw: float, chance: Random) -> Offer | None:
    """The question itself, or a way back after a no."""
    if not of.get("cannot"):
        return chance.choice(of["coming"]) if draw < CHANGES_MIND else None
    if draw < SAYS_YES:
        return chance.choice(of["coming"])
    return of["cannot"][0] if draw < SAYS_NO else None


def _offers(message_id: int, markup: object) -> Iterator[Offer]:
    rows = markup.get("inline_keyboard", ()) if isinstance(markup, dict) else ()
    for button in (button for row in rows for button in row):
        data = str(button.get("callback_data", ""))
        parts = data.split(".", PARTS - 1)
        if len(parts) == PARTS and parts[0] == INVITATION:
            yield Offer(message_id, data, parts[1], parts[2], parts[3])


def _by_data(offer: Offer) -> str:
    return offer.data
