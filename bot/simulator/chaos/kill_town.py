"""What the people of a town do while its bot is killed: register, issue calls, answer, leave; all through their phones."""

from datetime import datetime

from bot.clock import SystemClock
from bot.failpoint import Failpoint
from bot.simulator.autopilot import Applicant, answer_calls
from bot.simulator.chaos.kill_points import ANSWERS, CALLS, ENDS, WAVES
from bot.simulator.telegram.markup import Button
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.seen import Seen
from bot.simulator.telegram.server import TelegramServer

ADMIN_CODE = "open-sesame-2026"
SKILLS = ("Generator operation", "Certified electrician", "Logistics and store")
"""What the emergency of these runs needs, in the catalogue's English."""


class KillTown:
    """A coordinator, residents who answer every call, and one who will leave."""

    def __init__(self, server: TelegramServer, people: int) -> None:
        """Everybody presses Start."""
        self._clock = SystemClock()
        self.coordinator = server.person("Rivka", language_code="he")
        self.coordinator.start(f"admin-{ADMIN_CODE}")
        self.applicants = [
            Applicant(server.person(f"R{number}", language_code="he"), SKILLS[number % len(SKILLS)]) for number in range(people)
        ]
        self.leaver = Applicant(server.person("Noam", language_code="he"), SKILLS[0])
        self.commands: list[str] = []
        self.closings: list[str] = []
        self.pressed: dict[tuple[int, str], int] = {}
        self.answered: dict[tuple[int, str], int] = {}
        self.lets_in = True
        """Whether the coordinator lets volunteers in; a town that is to be killed there waits for it."""
        self.is_mute = False
        """Whether nobody answers for now, so that the next wave comes due."""
        self.is_leaving = False
        self.sent_at: list[datetime] = []
        self._small_talk = 0

    @property
    def everybody(self) -> list[Applicant]:
        """Return all who register."""
        return [*self.applicants, self.leaver]

    @property
    def are_registered(self) -> bool:
        """Whether everybody has come to the end of registering."""
        return all(one.is_registered for one in self.everybody)

    @property
    def is_over(self) -> bool:
        """Whether everybody is registered and every call was sent and answered by all who can."""
        if not self.are_registered or not self.commands or not self.has_sent_all:
            return False
        return not any(self._may_answer(one.phone) for one in self.applicants)

    def issue(self) -> None:
        """Ask for one more emergency."""
        command = f'/emergency E07 ramat-lehi 4 "number {len(self.commands) + 1}"'
        self.commands.append(command)
        self.coordinator.say(command)

    @property
    def has_sent_all(self) -> bool:
        """Whether every line led to a Send that was pressed; one that came too late is offered anew."""
        offered = [data for _, button in _buttons(self.coordinator) if ".send." in (data := button.data or "")]
        waits = any((self.coordinator.user_id, data) not in self.pressed for data in offered)
        return len(self.sent_at) >= len(self.commands) and not waits

    def issue_next(self) -> None:
        """Issue a call once the one before is out: a second line typed before the first was sent would take its place."""
        if self.has_sent_all:
            self.issue()

    def stir(self, point: Failpoint) -> None:
        """Do what leads past a failpoint."""
        if not self.are_registered:
            return
        self.lets_in = self.lets_in or point in CALLS
        if point in (*CALLS, *ANSWERS) and point is not Failpoint.APPROVE_MID:
            self.issue_next()
        elif point is Failpoint.CALL_MID_CLOSE:
            self._close_one()
        elif point in ENDS:
            self._leave()
        elif point not in WAVES:
            self._talk()

    def act(self) -> None:
        """Let everybody do what they now can."""
        for applicant in self.everybody:
            applicant.act()
        if self.are_registered and self.lets_in and not self.commands:
            self.issue()
        for verb in (".approve.", ".send.") if self.lets_in else (".send.",):
            self._press(self.coordinator, verb)
        if self.is_leaving:
            for verb in (".go-on.", ".forget."):
                self._press(self.leaver.phone, verb)
        for applicant in [] if self.is_mute else self.applicants:
            answer_calls(applicant.phone, self.answered)

    def _talk(self) -> None:
        """A resident asks something that changes nothing, and presses a button that is no longer good: it is answered all the same."""
        self._small_talk += 1
        phone = self.applicants[self._small_talk % len(self.applicants)].phone
        phone.say("/status")
        old = [(seen, button.data) for seen, button in _buttons(phone) if (button.data or "").startswith("t.")]
        for seen, data in old[:1]:
            phone.press_data(data or "", seen)

    def _close_one(self) -> None:
        number = len(self.closings) + 1
        if number < len(self.commands):
            self.closings.append(f"/close {number} done")
            self.coordinator.say(self.closings[-1])

    def _leave(self) -> None:
        if not self.is_leaving:
            self.leaver.phone.say("/forget")
        self.is_leaving = True

    def _press(self, phone: Phone, verb: str) -> None:
        """Press what stands in a chat and means this, each button once."""
        for seen, button in _buttons(phone):
            data = button.data or ""
            if verb in data and (phone.user_id, data) not in self.pressed:
                self.pressed[phone.user_id, data] = 1
                phone.press(data, seen)
                self.sent_at += [self._clock.now()] if verb == ".send." else []

    def _may_answer(self, phone: Phone) -> bool:
        """Say whether an invitation stands there to which this person has not said yes."""
        offered = [(button.data or "").split(".") for _, button in _buttons(phone)]
        tokens = [parts[1] for parts in offered if parts[0] == "i" and parts[2:3] == ["coming"]]
        return any((phone.user_id, f"{token}.coming") not in self.answered for token in tokens)


def _buttons(phone: Phone) -> list[tuple[Seen, Button]]:
    return [(seen, button) for seen in phone.received for button in seen.buttons]
