"""The demo's first emergency: called by the coordinator's own chat, answered by the residents, told line by line."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.simulator.page.live import COORDINATOR, SHOWN_KIND, LiveTown
from bot.simulator.telegram.markup import Button
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.schema import JsonObject
from bot.speech.bidi import bare
from bot.speech.callbacks import read
from bot.speech.say import Say

STEP_WITHIN_S = 20.0
FILLED_WITHIN_S = 240.0
GLANCE = timedelta(seconds=1)
FIGURES = ("asked", "delivered", "coming", "stand_by", "on_the_way", "arrived", "cannot")


class NotPlayed(Exception):
    """The opening could not go on; the message says at which step."""


@dataclass(slots=True, eq=False)
class Opening:
    """Plays one emergency from the call to its close; `tell` is given a line for each thing that happens."""

    live: LiveTown
    tell: Callable[[str], None]

    async def play(self) -> None:
        """Play it. Raises NotPlayed."""
        phone = self.live.panes[COORDINATOR].phone
        await self._until(lambda: bool(phone.received), STEP_WITHIN_S, "the coordinator comes in")
        self.tell("The coordinator comes in with the one-time code")
        await self._call(phone)
        await self._until(lambda: self._figure("coming") >= self._needed, FILLED_WITHIN_S, "enough people say yes")
        self.tell("Filled: everybody else is stood down with thanks")
        await self._until(lambda: self._figure("arrived") >= self._needed, FILLED_WITHIN_S, "the people arrive")
        phone.say(f"/close {self._call_now['number']} done")
        await self._until(lambda: self._call_now["state"] == "done", STEP_WITHIN_S, "the call is closed")
        self.tell("Closed: done")

    async def _call(self, phone: Phone) -> None:
        town = self.live.bot.town
        words = bare(self.live.bot.texts.render(Say("demo-generator"), town.languages[0], self.live.clock.now()))
        line = f'/emergency {SHOWN_KIND} {town.neighbourhoods[0].code} {town.kinds[SHOWN_KIND].target} "{words}"'
        phone.say(line)
        await self._until(lambda: _can_send(phone), STEP_WITHIN_S, "the preview is shown")
        phone.press(_sends)
        self.tell(f"The coordinator writes one line and presses Send: {SHOWN_KIND}, {town.kinds[SHOWN_KIND].names.en}")
        await self._until(lambda: bool(self._call_now), STEP_WITHIN_S, "the call is out")

    @property
    def _call_now(self) -> JsonObject:
        return self.live.now_on_board.get("call") or {}

    @property
    def _needed(self) -> int:
        return max(int(self._call_now.get("needed", 1)), int(self._call_now.get("target", 1)))

    def _figure(self, name: str) -> int:
        tally: dict[str, int] = self._call_now.get("tally", {})
        return tally.get(name, 0)

    async def _until(self, holds: Callable[[], bool], within_s: float, step: str) -> None:
        """Wait for a step of the play, telling how the figures move meanwhile."""
        told = ""
        try:
            async with asyncio.timeout(within_s):
                while not holds():
                    await self.live.clock.sleep(GLANCE)
                    told = self._tell_figures(told)
        except TimeoutError as late:
            message = f"still waiting until {step}"
            raise NotPlayed(message) from late

    def _tell_figures(self, told: str) -> str:
        tally = self._call_now.get("tally")
        if not tally or self._call_now["state"] == "done":
            return told
        line = f"  needed {self._needed} · " + " · ".join(f"{name.replace('_', ' ')} {tally[name]}" for name in FIGURES)
        if line != told:
            self.tell(line)
        return line


def _sends(button: Button) -> bool:
    press = read(button.data or "")
    return press is not None and press.verb == "send"


def _can_send(phone: Phone) -> bool:
    return any(_sends(button) for seen in phone.received for button in seen.buttons)
