"""Words and locations sent while a call is being prepared, step by step."""

import math
from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiogram.types import Message

from bot.handlers.issue_draft import Sketch, Step, kind_of
from bot.handlers.issue_going import asked_extra, go_on, go_to, show
from bot.handlers.issue_steps import sketch_of, why_not
from bot.handlers.one_line import MOST_DIGITS, MOST_PEOPLE, WORDS_UNITS, Line, Scene, is_address, read_line, wrong_time
from bot.handlers.visit import Visit
from bot.handlers.when_words import DayWords, WrongTime, read_when
from bot.registry.gazetteer import alike, mentioned
from bot.registry.place import NotOnEarth, Point, locate, named
from bot.speech.say import Quote, Say
from bot.speech.talk import Talk

DETAIL_UNITS = 200
REF_UNITS = 40
LONGEST = {"words": WORDS_UNITS, "ref": REF_UNITS}
"""The longest additions, characters; DETAIL_UNITS for the rest."""

MOST_LASTS = 24 * 14
"""Hours; as long as a kind in a town's file may last."""


async def said(visit: Visit, talk: Talk, message: Message) -> None:
    """Obey a message at the step under way."""
    step, sketch = Step(talk.step), sketch_of(talk)
    location = message.venue.location if message.venue else message.location
    if location and step in {Step.PLACE, Step.LOOKING}:
        await _located(visit, sketch, location.latitude, location.longitude)
    elif message.text:
        await HEARD[step](visit, talk, sketch, message.text.strip())
    else:
        await go_to(visit, step, sketch, Say("issue-only-words"))


def scene_of(visit: Visit) -> Scene:
    """Return what reading typed words depends on."""
    return Scene(visit.town, DayWords.of(visit.house.texts), visit.now)


def checked(visit: Visit, line: Line) -> Line:
    """Take the kind out of a line when this person can't send it now, and say why."""
    kind = kind_of(line.sketch, visit.town)
    reason = why_not(visit, kind) if kind else None
    return line if reason is None else replace(line, sketch=replace(line.sketch, kind=""), notes=(*line.notes, reason))


async def _kind(visit: Visit, talk: Talk, sketch: Sketch, text: str) -> None:
    """A typed code, or a whole line."""
    del talk
    line = read_line(text, sketch, scene_of(visit))
    if not line.sketch.kind:
        await go_to(visit, Step.KIND, sketch, *line.notes[:1])
        return
    able = checked(visit, line)
    await go_on(visit, able.sketch, *able.notes, suggested=list(able.suggested))


async def _located(visit: Visit, sketch: Sketch, lat: float, lon: float) -> None:
    try:
        point = Point(lat, lon)
    except NotOnEarth:
        await go_to(visit, Step.PLACE, sketch, Say("issue-place-far"))
        return
    place = locate(point, visit.town.neighbourhoods)
    if place is None:
        await go_to(visit, Step.PLACE, sketch, Say("issue-place-far"))
    else:
        await go_on(visit, sketch.at(point, place, is_exact=True))


async def _place(visit: Visit, talk: Talk, sketch: Sketch, text: str) -> None:
    """A neighbourhood by name, an address that names one, or an address to be looked up."""
    places = visit.town.neighbourhoods
    whole, within = named(text, places), mentioned(text[:DETAIL_UNITS], places)
    if len(text) > DETAIL_UNITS:
        await go_to(visit, Step.PLACE, sketch, Say("issue-too-long", {"most": DETAIL_UNITS}))
    elif whole:
        await go_on(visit, sketch.within(whole))
    elif within:
        await go_on(visit, replace(sketch.within(within), address=text))
    elif visit.house.look_up:
        await look_up(visit, talk, replace(sketch, address=text))
    else:
        kept = replace(sketch, address=text) if is_address(text) else sketch
        likely = [place.code for place in alike(text, places)]
        await go_to(visit, Step.PLACE, kept, Say("issue-place-unknown", {"text": Quote(text)}), suggested=likely)


async def look_up(visit: Visit, talk: Talk, sketch: Sketch) -> None:
    """Have the address looked up; the answer comes back to this conversation, if it still waits for it."""
    await go_to(visit, Step.LOOKING, sketch)
    if visit.house.look_up:
        visit.house.look_up(talk.chat_id, talk.token, sketch.address)


async def _people(visit: Visit, talk: Talk, sketch: Sketch, text: str) -> None:
    del talk
    kind = kind_of(sketch, visit.town)
    needed = kind.needed if kind else 1
    count = int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else 0
    if needed <= count <= MOST_PEOPLE:
        await go_on(visit, replace(sketch, people=count))
    else:
        await go_to(visit, Step.PEOPLE, sketch, Say("issue-people-limits", {"needed": needed, "most": MOST_PEOPLE}))


async def _when(visit: Visit, talk: Talk, sketch: Sketch, text: str) -> None:
    del talk
    at = read_when(text, scene_of(visit).days, visit.now, visit.town.zone)
    if at is None:
        await go_to(visit, Step.WHEN, sketch, Say("issue-time-unclear", {"text": Quote(text)}))
    elif isinstance(at, WrongTime):
        await go_to(visit, Step.WHEN, sketch, wrong_time(at, text))
    else:
        await go_on(visit, sketch.starting(at))


async def _lasts(visit: Visit, talk: Talk, sketch: Sketch, text: str) -> None:
    del talk
    hours = _hours(text)
    if 0 < hours <= MOST_LASTS:
        await go_on(visit, replace(sketch, lasts=math.ceil(hours * 60)))
    else:
        await go_to(visit, Step.LASTS, sketch, Say("issue-lasts-limits", {"most": MOST_LASTS}))


def _hours(text: str) -> float:
    """The hours that a text names; 0 for none, NaN and infinity."""
    try:
        hours = float(text.replace(",", "."))
    except ValueError:
        return 0
    return hours if math.isfinite(hours) else 0


async def _extra(visit: Visit, talk: Talk, sketch: Sketch, text: str) -> None:
    await _added(visit, sketch, asked_extra(talk), text)


async def _words(visit: Visit, talk: Talk, sketch: Sketch, text: str) -> None:
    """What is written under a preview are the coordinator's own words."""
    del talk
    await _added(visit, sketch, "words", text)


async def _added(visit: Visit, sketch: Sketch, name: str, text: str) -> None:
    most = LONGEST.get(name, DETAIL_UNITS)
    if len(text) > most:
        await go_to(visit, Step.EXTRA, sketch, Say("issue-too-long", {"most": most}), asking=name)
        return
    await go_on(visit, _with_extra(sketch, name, text))


def without_extra(sketch: Sketch, talk: Talk) -> Sketch:
    """Take back the addition that is being asked for."""
    return _with_extra(sketch, asked_extra(talk), "")


def _with_extra(sketch: Sketch, name: str, text: str) -> Sketch:
    return Sketch.of({**sketch.as_data(), name: text})


async def _shown_again(visit: Visit, talk: Talk, sketch: Sketch, text: str) -> None:
    """Nothing can be written here: the step stands."""
    del talk, sketch, text
    await show(visit, fresh=True)


HEARD: dict[Step, Callable[[Visit, Talk, Sketch, str], Awaitable[None]]] = {
    Step.KIND: _kind,
    Step.UNAVAILABLE: _shown_again,
    Step.PLACE: _place,
    Step.LOOKING: _place,
    Step.PEOPLE: _people,
    Step.WHEN: _when,
    Step.PREVIEW: _words,
    Step.EXTRA: _extra,
    Step.LASTS: _lasts,
}
"""What words mean at each step."""
