"""Moves the conversation about a new call from step to step; the next step is always the first thing still to be said."""

from dataclasses import replace
from typing import cast

from bot.handlers.issue_draft import Sketch, Step, kind_of
from bot.handlers.issue_preview import EXTRAS, look_ahead, preview_screen, serial_of
from bot.handlers.issue_steps import STEPS_WITHOUT_DB, back, kind_screen, notes_of, sketch_of
from bot.handlers.visit import Visit
from bot.speech.codec import to_json
from bot.speech.say import Say, Screen
from bot.speech.talk import Talk

FLOW = "issue"
FRESH: dict[str, object] = {"notes": [], "page": 0, "count": 0}
"""What belongs to one screen only."""

QUESTIONS = {
    "words": Say("issue-ask-words"),
    "meeting": Say("issue-ask-meeting"),
    "contact": Say("issue-ask-contact"),
    "address": Say("issue-ask-address"),
    "ref": Say("issue-ask-ref"),
}


async def begin(visit: Visit, sketch: Sketch, *notes: Say, **shown: object) -> None:
    """Start the conversation with what is known."""
    await visit.begin(FLOW, Step.KIND.value, serial=0)
    await go_on(visit, sketch, *notes, **shown)


async def go_on(visit: Visit, sketch: Sketch, *notes: Say, **shown: object) -> None:
    """Ask the first thing still missing, or preview the call."""
    if sketch.kind and kind_of(sketch, visit.town) is None:
        await go_to(visit, Step.KIND, replace(sketch, kind=""), *notes, Say("issue-kind-gone"))
    elif sketch.passed(visit.now):
        await go_to(visit, Step.WHEN, replace(sketch, has_when=False, starts_at=""), *notes, Say("issue-time-passed"))
    elif sketch.missing is Step.PREVIEW:
        serial = serial_of(visit.talk) + 1 if visit.talk else 1
        made = await look_ahead(visit, sketch)
        await go_to(visit, Step.PREVIEW, sketch, *notes, serial=serial, preview=made.as_data(), **shown)
    else:
        await go_to(visit, sketch.missing, sketch, *notes, **shown)


async def go_to(visit: Visit, step: Step, sketch: Sketch, *notes: Say, **shown: object) -> None:
    """Show one step; `notes` stand above it, once."""
    said = [to_json(note) for note in notes]
    await visit.go(step.value, **{**FRESH, **sketch.as_data(), "notes": said, **shown})
    await show(visit)


async def show(visit: Visit, *, fresh: bool = False) -> None:
    """Draw the step under way."""
    if visit.talk is not None:
        await visit.show(await drawn(visit, visit.talk), fresh=fresh)


async def outdated(visit: Visit) -> None:
    """Answer a button of an older screen: nothing happens, the step under way is shown again."""
    visit.toast("screen-outdated", alert=True)
    await show(visit, fresh=True)


async def drawn(visit: Visit, talk: Talk) -> Screen:
    """Draw a step from what is stored."""
    step = Step(talk.step)
    if step is Step.KIND:
        return await kind_screen(visit, talk)
    if step is Step.PREVIEW:
        return preview_screen(visit, talk)
    return extra_screen(visit, talk) if step is Step.EXTRA else STEPS_WITHOUT_DB[step](visit, talk)


def extra_screen(visit: Visit, talk: Talk) -> Screen:
    """Ask for something that may be added."""
    name = asked_extra(talk)
    clear = ((visit.button(Say("issue-button-clear"), "clear"),),) if getattr(sketch_of(talk), name) else ()
    return Screen((*notes_of(talk), QUESTIONS[name]), (*clear, (back(visit),)))


def asked_extra(talk: Talk) -> str:
    """Return which addition is being asked for."""
    name = cast("str", talk.data.get("asking") or "")
    return name if name in EXTRAS else EXTRAS[0]
