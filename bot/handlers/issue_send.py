"""The press that sends a call: once, to the people who were previewed, as far as they may still be asked."""

from dataclasses import replace

from bot.dispatch import desk
from bot.dispatch.authority import NotAllowed
from bot.dispatch.desk import Issued, KindNotEnforced
from bot.dispatch.preview import is_stale, still_there
from bot.handlers.issue_draft import Sketch, Step, kind_of
from bot.handlers.issue_going import go_on, go_to, outdated
from bot.handlers.issue_preview import Shown, drafted, serial_of
from bot.handlers.issue_steps import conditions_of
from bot.handlers.visit import Visit
from bot.speech.say import Say, Screen
from bot.speech.talk import Talk


async def send(visit: Visit, talk: Talk, sketch: Sketch, serial: str) -> None:
    """Send the call whose preview is on the screen; anything older shows what it would be now, and sends nothing."""
    if serial != str(serial_of(talk)):
        await outdated(visit)
        return
    shown = Shown.of(talk.data["preview"])
    if is_stale(shown.at, visit.now):
        await go_on(visit, sketch, Say("issue-renewed"))
    elif sketch.passed(visit.now) or kind_of(sketch, visit.town) is None:
        await go_on(visit, sketch)
    else:
        await _send(visit, sketch, shown)


async def _send(visit: Visit, sketch: Sketch, shown: Shown) -> None:
    draft = drafted(visit, sketch)
    here = await still_there(draft, shown.keys, visit.bench, town=visit.town.slug)
    if shown.keys and not here:
        await go_on(visit, sketch, Say("issue-all-dropped"))
        return
    try:
        issued = await desk.issue(draft, visit.person, visit.bench, here or None)
    except NotAllowed:
        await visit.end()
        await visit.show(Screen((Say("issue-not-allowed"),)))
    except KindNotEnforced:
        reason = Say("issue-kind-not-enforced", {"kind": draft.kind.names, "conditions": conditions_of(draft.kind)})
        await go_to(visit, Step.KIND, replace(sketch, kind=""), reason)
    else:
        await visit.end()
        await visit.show(sent_screen(issued, len(shown.keys) - len(here)))


def sent_screen(issued: Issued, dropped: int) -> Screen:
    """Say that the call is out, and who is no longer among those previewed."""
    number = issued.call.number
    said = Say("issue-sent", {"number": number, "asked": issued.asked}) if issued.asked else Say("issue-sent-nobody", {"number": number})
    return Screen((said, *((Say("issue-dropped", {"count": dropped}),) if dropped else ())))
