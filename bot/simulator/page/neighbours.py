"""Made-up residents with phones in their pockets: they answer calls as the response model says, some times faster than life."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from bot.app import TownBot
from bot.clock import Clock
from bot.dispatch.invitation import Acknowledgement
from bot.simulator.behaviour import Habits, Intent, Reply, intent_of
from bot.simulator.residents import Resident
from bot.simulator.telegram.markup import Button
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.seen import NoSuchButton
from bot.simulator.telegram.server import TelegramServer
from bot.speech.callbacks import Owner, Press, read

DEMO_HABITS = Habits(acceptance=0.8, works_s=3_600.0)
"""Nobody watches a demo for the minutes that real waves take: its town is more willing than was ever published. Drills are not."""
WRITING = ("sendMessage", "editMessageText")


@dataclass(slots=True, eq=False)
class Neighbours:
    """Who lives in the town, and what each of them is doing about the calls they were asked to."""

    bot: TownBot
    server: TelegramServer
    people: Mapping[int, tuple[Resident, Phone]]
    """By Telegram id."""
    clock: Clock
    pace: float
    """How many times faster than life they answer, travel and work."""
    seed: int
    _asked: set[str] = field(default_factory=set)
    _heard: int = 0

    async def run(self) -> None:
        """Answer invitations until cancelled."""
        async with asyncio.TaskGroup() as lives:
            while True:
                await self.server.changes.until(lambda: len(self.server.log) > self._heard)
                for user_id in self._spoken_to():
                    press = _offered(self.people[user_id][1], Acknowledgement.COMING)
                    if press is not None and press.token not in self._asked:
                        self._asked.add(press.token)
                        lives.create_task(self._answer(*self.people[user_id], press.token))

    def _spoken_to(self) -> list[int]:
        """Return who has got a message since the last look."""
        fresh = self.server.log[self._heard :]
        self._heard += len(fresh)
        chats = [record.chat_id for record in fresh if record.accepted and record.method in WRITING]
        return list(dict.fromkeys(chat for chat in chats if chat is not None and chat in self.people))

    async def _answer(self, resident: Resident, phone: Phone, token: str) -> None:
        intent = await self._intent(resident, token)
        if intent is None or intent.reply is Reply.STAYS_SILENT:
            return
        await self._let_pass(intent.taps_after)
        if intent.reply is Reply.REFUSES:
            await self._refuse(phone, token, intent)
        else:
            await self._come(phone, token, intent)

    async def _intent(self, resident: Resident, token: str) -> Intent | None:
        async with self.bot.archive.open_records() as records:
            one = await records.ledger.invitation_by_token(token)
        if one is None:
            return None
        return intent_of(self.seed, resident.number, one.call_id, one.distance_m, resident.transport.metres_per_second, DEMO_HABITS)

    async def _refuse(self, phone: Phone, token: str, intent: Intent) -> None:
        if not _press(phone, lambda press: press.token == token and press.verb == Acknowledgement.CANNOT and not press.arg):
            return
        if intent.reason is not None:
            await self._let_pass(timedelta(seconds=Random(token).uniform(20, 40)))
            _press(phone, lambda press: press.token == token and press.verb == Acknowledgement.CANNOT and press.arg == intent.reason)

    async def _come(self, phone: Phone, token: str, intent: Intent) -> None:
        if _offered(phone, Acknowledgement.CANNOT, token) is None:
            return  # thanked and stood down before they looked
        offered = [int(press.arg) for press in _presses(phone) if press.token == token and press.arg.isdecimal()]
        minutes = str(intent.minutes(offered)) if offered else ""
        if not _press(phone, lambda press: press.token == token and press.verb == Acknowledgement.COMING and press.arg == minutes):
            return
        for verb, after in self._deeds(intent):
            await self.server.changes.until(lambda verb=verb: _offered(phone, verb, token) is not None)  # type: ignore[misc]  # bound at once
            await self._let_pass(after)
            if not _press(phone, lambda press, verb=verb: press.token == token and press.verb == verb):  # type: ignore[misc]  # bound at once
                return

    def _deeds(self, intent: Intent) -> tuple[tuple[Acknowledgement, timedelta], ...]:
        return (
            (Acknowledgement.ON_THE_WAY, intent.leaves_after),
            (Acknowledgement.ARRIVED, intent.travels),
            (Acknowledgement.DONE, intent.works),
        )

    async def _let_pass(self, lasts: timedelta) -> None:
        await self.clock.sleep(lasts / self.pace)


def _presses(phone: Phone) -> list[Press]:
    """Return what the buttons on this phone's invitations would send, the oldest first."""
    found = (read(button.data) for seen in phone.received for button in seen.buttons if button.data)
    return [press for press in found if press is not None and press.owner is Owner.INVITATION]


def _offered(phone: Phone, verb: Acknowledgement, token: str = "") -> Press | None:
    """Return the newest press of this verb, of this invitation when one is named."""
    return next((press for press in reversed(_presses(phone)) if press.verb == verb and token in ("", press.token)), None)


def _press(phone: Phone, wanted: Callable[[Press], bool]) -> bool:
    """Press the newest button like this; False where it is gone."""

    def is_wanted(button: Button) -> bool:
        press = read(button.data or "")
        return press is not None and press.owner is Owner.INVITATION and wanted(press)

    try:
        phone.press(is_wanted)
    except NoSuchButton:
        return False
    return True
