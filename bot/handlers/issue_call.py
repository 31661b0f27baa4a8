"""Coordinators call from chat: what, where, how many, when; a preview; one tap sends it. Also as one line."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.dispatch.kind import Mode
from bot.handlers import issue_said
from bot.handlers.issue_draft import Sketch, Step, kind_of
from bot.handlers.issue_going import FLOW, begin, drawn, go_on, go_to, outdated, show
from bot.handlers.issue_preview import EXTRAS, WIDENING
from bot.handlers.issue_send import send
from bot.handlers.issue_steps import asked_for, issuable, sketch_of, unavailable, why_not
from bot.handlers.one_line import MOST_PEOPLE, read_line
from bot.handlers.visit import Visit
from bot.speech.say import Say, Screen
from bot.speech.talk import Talk

MANY = 5
MOST_DIGITS = 10
"""Seconds since 1970 have ten; a longer number in a press is not ours."""


def router() -> Router:
    """Return the commands that begin a call."""
    routes = Router(name="issue")
    routes.message.register(emergency, Command("emergency"))
    routes.message.register(call, Command("call"))
    return routes


async def emergency(message: Message, visit: Visit, command: CommandObject) -> None:
    """Begin an emergency call."""
    del message
    await _begin(visit, Mode.EMERGENCY, command.args or "")


async def call(message: Message, visit: Visit, command: CommandObject) -> None:
    """Begin a routine call."""
    del message
    await _begin(visit, Mode.ROUTINE, command.args or "")


async def _begin(visit: Visit, mode: Mode, text: str) -> None:
    if not issuable(visit, mode) and not unavailable(visit, mode):
        await visit.say("issue-not-allowed")
        return
    line = issue_said.checked(visit, read_line(text, Sketch(mode.value), issue_said.scene_of(visit)))
    await begin(visit, line.sketch, *line.notes, suggested=list(line.suggested))


class IssueFlow:
    """The conversation about a new call."""

    name = FLOW

    async def screen(self, visit: Visit, talk: Talk) -> Screen:
        """Draw the current step from stored state."""
        return await drawn(visit, talk)

    async def pressed(self, visit: Visit, talk: Talk, verb: str, arg: str) -> None:
        """Obey a button of the step under way; one of another step is outdated."""
        step = Step(talk.step)
        obey = BACK if verb == "back" else OBEY.get((step, verb))
        if obey is None:
            await outdated(visit)
        else:
            await obey(visit, talk, sketch_of(talk), arg)

    async def said(self, visit: Visit, talk: Talk, message: Message) -> None:
        """Obey words and locations."""
        await issue_said.said(visit, talk, message)


async def _chosen_kind(visit: Visit, talk: Talk, sketch: Sketch, code: str) -> None:
    del talk
    kind = visit.town.kinds.get(code)
    if kind is None or kind.mode != sketch.mode:
        await outdated(visit)
        return
    reason = why_not(visit, kind)
    if reason:
        await go_to(visit, Step.KIND, sketch, reason)
    else:
        await go_on(visit, sketch.of_kind(kind))


async def _chosen_place(visit: Visit, talk: Talk, sketch: Sketch, code: str) -> None:
    del talk
    place = next((place for place in visit.town.neighbourhoods if place.code == code), None)
    if place is None:
        await outdated(visit)
    else:
        await go_on(visit, sketch.within(place))


async def _turned(visit: Visit, talk: Talk, sketch: Sketch, arg: str) -> None:
    del sketch
    await visit.go(talk.step, page=_number(arg))
    await show(visit)


async def _why(visit: Visit, talk: Talk, sketch: Sketch, arg: str) -> None:
    del talk, arg
    await go_to(visit, Step.UNAVAILABLE, sketch)


async def _cancelled(visit: Visit, talk: Talk, sketch: Sketch, arg: str) -> None:
    del talk, sketch, arg
    await visit.end()
    await visit.show(Screen((Say("issue-cancelled"),)))


async def _list(visit: Visit, talk: Talk, sketch: Sketch, arg: str) -> None:
    del talk, arg
    await go_to(visit, Step.PLACE, sketch)


async def _again(visit: Visit, talk: Talk, sketch: Sketch, arg: str) -> None:
    del arg
    await issue_said.look_up(visit, talk, sketch)


def _moved(by: int) -> "Obey":
    async def moved(visit: Visit, talk: Talk, sketch: Sketch, arg: str) -> None:
        del arg
        kind = kind_of(sketch, visit.town)
        if kind is None:
            await go_on(visit, sketch)
            return
        count = max(kind.needed, min(MOST_PEOPLE, asked_for(talk, kind) + by))
        await go_to(visit, Step.PEOPLE, sketch, count=count)

    return moved


async def _chosen_people(visit: Visit, talk: Talk, sketch: Sketch, arg: str) -> None:
    del talk
    kind = kind_of(sketch, visit.town)
    needed = kind.needed if kind else 1
    await go_on(visit, replace(sketch, people=max(needed, min(MOST_PEOPLE, _number(arg)))))


async def _chosen_when(visit: Visit, talk: Talk, sketch: Sketch, arg: str) -> None:
    del talk
    at = None if arg == "now" else datetime.fromtimestamp(_number(arg), UTC)
    await go_on(visit, sketch.starting(at))


async def _widened(visit: Visit, talk: Talk, sketch: Sketch, arg: str) -> None:
    del talk, arg
    await go_on(visit, replace(sketch, wider=sketch.wider * WIDENING))


async def _drilled(visit: Visit, talk: Talk, sketch: Sketch, arg: str) -> None:
    del talk, arg
    await go_on(visit, replace(sketch, is_drill=not sketch.is_drill))


async def _asked_extra(visit: Visit, talk: Talk, sketch: Sketch, name: str) -> None:
    del talk
    if name in EXTRAS:
        await go_to(visit, Step.EXTRA, sketch, asking=name)
    else:
        await outdated(visit)


async def _cleared(visit: Visit, talk: Talk, sketch: Sketch, arg: str) -> None:
    del arg
    await go_on(visit, issue_said.without_extra(sketch, talk))


async def _asked_lasts(visit: Visit, talk: Talk, sketch: Sketch, arg: str) -> None:
    del talk, arg
    await go_to(visit, Step.LASTS, sketch)


async def _chosen_lasts(visit: Visit, talk: Talk, sketch: Sketch, arg: str) -> None:
    del talk
    await go_on(visit, replace(sketch, lasts=min(_number(arg), issue_said.MOST_LASTS * 60)))


async def _back(visit: Visit, talk: Talk, sketch: Sketch, arg: str) -> None:
    del arg
    before = BEFORE.get(Step(talk.step))
    if before is None:
        await go_on(visit, sketch)
    elif before is Step.WHEN and sketch.mode == Mode.EMERGENCY:
        await go_to(visit, Step.PEOPLE, sketch)
    else:
        await go_to(visit, before, sketch)


def _number(arg: str) -> int:
    """The number in a press; 0 for what no button of ours sent."""
    return int(arg) if arg.isdecimal() and len(arg) <= MOST_DIGITS else 0


Obey = Callable[[Visit, Talk, Sketch, str], Awaitable[None]]
BACK: Obey = _back
BEFORE = {
    Step.KIND: Step.KIND,
    Step.UNAVAILABLE: Step.KIND,
    Step.PLACE: Step.KIND,
    Step.LOOKING: Step.PLACE,
    Step.PEOPLE: Step.PLACE,
    Step.WHEN: Step.PEOPLE,
    Step.PREVIEW: Step.WHEN,
}
"""What Back leads to; from an addition it leads to the preview."""

OBEY: dict[tuple[Step, str], Obey] = {
    (Step.KIND, "kind"): _chosen_kind,
    (Step.KIND, "why"): _why,
    (Step.KIND, "page"): _turned,
    (Step.KIND, "cancel"): _cancelled,
    (Step.UNAVAILABLE, "page"): _turned,
    (Step.PLACE, "place"): _chosen_place,
    (Step.PLACE, "page"): _turned,
    (Step.LOOKING, "list"): _list,
    (Step.LOOKING, "again"): _again,
    (Step.PEOPLE, "people"): _chosen_people,
    (Step.PEOPLE, "fewer"): _moved(-1),
    (Step.PEOPLE, "more"): _moved(1),
    (Step.PEOPLE, "many"): _moved(MANY),
    (Step.WHEN, "when"): _chosen_when,
    (Step.PREVIEW, "send"): send,
    (Step.PREVIEW, "widen"): _widened,
    (Step.PREVIEW, "drill"): _drilled,
    (Step.PREVIEW, "extra"): _asked_extra,
    (Step.PREVIEW, "duration"): _asked_lasts,
    (Step.EXTRA, "clear"): _cleared,
    (Step.LASTS, "lasts"): _chosen_lasts,
}
"""What each button does at its own step."""
