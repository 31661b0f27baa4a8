"""People who know what to press: they register by the shortest way, and answer every call with a yes."""

from bot.simulator.telegram.markup import Button
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.seen import Seen

CHOSEN = {"language": "he", "age": "from_24"}
"""What an applicant answers where the first offer would not do."""
LEAVING = ("back", "page", "off", "change", "silence", "decline")
ANSWERS = ("coming", "on_the_way", "arrived", "done")


class Applicant:
    """One resident who registers, step by step, from whatever screen stands in the chat."""

    def __init__(self, phone: Phone, skill: str = "") -> None:
        """Press Start; the rest follows from what the bot shows. `skill` is typed where skills are asked for."""
        self.phone = phone
        self._skill = skill
        self.is_registered = False
        self._pressed: set[tuple[int, str, str]] = set()
        self._shared = False
        phone.start()

    def act(self) -> None:
        """Do the next thing that the newest question asks for, once."""
        if self.is_registered:
            return
        for seen in reversed(self.phone.received):
            if seen.reply_keyboard and not self._shared:
                self._shared = True
                self.phone.share_contact()
                return
            if self._answer(seen):
                return

    def _answer(self, seen: Seen) -> bool:
        if self._skill and any(".skills." in (button.data or "") for button in seen.buttons):
            self.phone.say(self._skill)
            self._skill = ""
            return True
        offered = [(button, _meaning(button)) for button in seen.buttons]
        wanted = _wanted([(button, *meaning) for button, meaning in offered if meaning])
        if wanted is None:
            return False
        key = (seen.message_id, seen.text, wanted.data or "")
        if key not in self._pressed:
            self._pressed.add(key)
            self.phone.press(wanted.data or "", seen)
            self.is_registered = ".sound.heard" in (wanted.data or "")
        return True


def answer_calls(phone: Phone, answered: dict[tuple[int, str], int]) -> None:
    """Give the next answer to every call that this person was invited to, each once; `answered` remembers which."""
    for seen in phone.received:
        for button in seen.buttons:
            owner, token, verb, *_ = [*(button.data or "").split(".", 3), "", "", ""]
            if owner == "i" and verb in ANSWERS and (phone.user_id, f"{token}.{verb}") not in answered:
                answered[phone.user_id, f"{token}.{verb}"] = 1
                phone.press(button.data or "", seen)
                return


def _meaning(button: Button) -> tuple[str, str, str] | None:
    """Return the step, the action and its value of a conversation's button."""
    owner, _, verb, arg = [*(button.data or "").split(".", 3), "", "", ""][:4]
    if owner != "t":
        return None
    action, _, value = arg.partition(":")
    return verb, action, value


def _wanted(offered: list[tuple[Button, str, str, str]]) -> Button | None:
    """Choose: the usual way through where it is offered, the set answer of this step, else the first that leads on."""
    for button, _, action, _ in offered:
        if action in {"rest", "confirm", "heard"}:
            return button
    for button, step, _, value in offered:
        if step in CHOSEN and value == CHOSEN[step]:
            return button
    done = [button for button, step, action, _ in offered if step == "skills" and action == "done"]
    onward = [button for button, _, action, _ in offered if action not in LEAVING]
    return next(iter(done or onward), None)
