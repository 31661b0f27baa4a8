"""Correcting a call that is out: new words or a new meeting point, shown before everyone gets them."""

from aiogram.types import Message

from bot.dispatch import desk
from bot.dispatch.call import Call
from bot.handlers.beside import which
from bot.handlers.flow import show_step
from bot.handlers.visit import Visit
from bot.speech.call_wording import lines
from bot.speech.say import Quote, Say, Screen
from bot.speech.talk import Talk

MOST_WORDS = {"words": 1000, "meeting_point": 200}
"""How long a correction may be, in letters; the words of a call share its message with the rest."""


class CorrectFlow:
    """The conversation that corrects a call: what, the new text, a look at it, sent."""

    name = "correct"

    async def screen(self, visit: Visit, talk: Talk) -> Screen:
        """Draw the current step."""
        call = await _call(visit, talk)
        if call is None:
            return Screen((Say("desk-correct-over"),))
        if talk.step == "text":
            return _asking(visit, call, talk)
        if talk.step == "look":
            return _look(visit, call, talk)
        what = (visit.button(Say("desk-press-words"), "field", "words"), visit.button(Say("desk-press-point"), "field", "meeting_point"))
        return Screen((_now(call), Say("desk-correct-what")), (what, (visit.button(Say("button-cancel"), "leave"),)))

    async def pressed(self, visit: Visit, talk: Talk, verb: str, arg: str) -> None:
        """Obey a button."""
        call = await _call(visit, talk)
        if call is None:
            await _over(visit)
        elif verb == "leave":
            await visit.end()
            await visit.show(Screen((Say("desk-correct-left"),)))
        elif verb == "send" and talk.step == "look":
            await _send(visit, call, talk)
        else:
            await self._turn(visit, verb, arg)

    async def said(self, visit: Visit, talk: Talk, message: Message) -> None:
        """Take the new text."""
        call = await _call(visit, talk)
        text = (message.text or "").strip()
        most = MOST_WORDS.get(str(talk.data.get("field")), 0)
        if call is None:
            await _over(visit)
        elif talk.step != "text":
            await show_step(self, visit, fresh=True)
        elif not text or len(text) > most:
            await visit.say("desk-correct-too-long" if text else "desk-correct-in-words", most=most)
        else:
            await visit.go("look", text=text)
            await show_step(self, visit, fresh=True)

    async def _turn(self, visit: Visit, verb: str, arg: str) -> None:
        if verb == "field" and arg in MOST_WORDS:
            await visit.go("text", field=arg)
        elif verb == "go" and arg in {"what", "text"}:
            await visit.go(arg)
        await show_step(self, visit)


async def start(visit: Visit, call: Call, _: str = "") -> None:
    """Begin to correct a call."""
    await visit.begin(CorrectFlow.name, "what", call=call.id)
    await show_step(CorrectFlow(), visit, fresh=True)


def _now(call: Call) -> Say:
    said = [which(call)]
    if call.words:
        said.append(Say("desk-words-now", {"text": Quote(call.words)}))
    if call.spot.meeting_point:
        said.append(Say("desk-point-now", {"text": Quote(call.spot.meeting_point)}))
    return lines(said)


def _asking(visit: Visit, call: Call, talk: Talk) -> Screen:
    question = Say("desk-correct-words" if talk.data.get("field") == "words" else "desk-correct-point")
    return Screen((_now(call), question), ((visit.button(Say("button-back"), "go", "what"),),))


def _look(visit: Visit, call: Call, talk: Talk) -> Screen:
    text = Quote(str(talk.data.get("text")))
    new = Say("desk-words-new" if talk.data.get("field") == "words" else "desk-point-new", {"text": text})
    buttons = (visit.button(Say("button-send"), "send"), visit.button(Say("button-back"), "go", "text"))
    return Screen((lines([which(call), new]), Say("desk-correct-look")), (buttons,))


async def _send(visit: Visit, call: Call, talk: Talk) -> None:
    text = str(talk.data.get("text"))
    is_words = talk.data.get("field") == "words"
    words, point = (text, None) if is_words else (None, text)
    await desk.correct(call, visit.person.key, visit.bench, words=words, meeting_point=point)
    await visit.end()
    await visit.show(Screen((Say("desk-corrected", {"call": which(call)}),)))


async def _call(visit: Visit, talk: Talk) -> Call | None:
    """Return the call being corrected, while it is open and whoever is here may lead it."""
    found = talk.data.get("call")
    call = await visit.ledger.call(found) if isinstance(found, int) else None
    return call if call and not call.is_closed and visit.may_lead(call.kind.cluster) else None


async def _over(visit: Visit) -> None:
    await visit.end()
    visit.toast("not-allowed", alert=True)
    await visit.show(Screen((Say("desk-correct-over"),)))
