"""One more resident, who registers through the chat as anybody would, and is let in by the coordinator."""

from collections.abc import Callable
from dataclasses import replace

from bot.dispatch.kind import CallKind
from bot.registry.volunteer import EVERY_TIME, AgeBand, QuietHours, Standing
from bot.simulator.crowd import parts
from bot.simulator.harness import TownOnATable
from bot.simulator.residents import Resident, residents
from bot.simulator.telegram import Button, Phone
from bot.town import Town

READS_FOR_S = 2.0
"""Seconds between two taps: a registration takes well under two minutes."""

PLAIN = "p"


def newcomer(town: Town, seed: int, number: int, kind: CallKind) -> Resident:
    """Return somebody who could help with the call and answers the bot's questions in the simplest way."""
    drawn = residents(town, seed, number + 1)[number]
    place = next(place for place in town.neighbourhoods if place.code == drawn.neighbourhood)
    return replace(
        drawn,
        home=place.centre,
        age_band=AgeBand.FROM_24,
        skills=frozenset(sorted(kind.skills)[:1]),
        languages=frozenset({drawn.language.value}),
        clusters=frozenset(),
        availability=EVERY_TIME,
        quiet=QuietHours(23, 7),
        standing=Standing.APPROVED,
        is_paused=False,
        has_blocked=False,
    )


async def join(table: TownOnATable, phone: Phone, who: Resident) -> None:
    """Answer every question of the registration."""
    phone.start()
    await table.pass_time(seconds=READS_FOR_S)
    await _tap(table, phone, f"language.pick:{who.language}", "consent.agree:", "name.keep")
    phone.share_contact()
    await table.pass_time(seconds=READS_FOR_S)
    await _tap(table, phone, f"age.pick:{who.age_band}")
    place = next(place for place in table.town.neighbourhoods if place.code == who.neighbourhood)
    for names in (place.names, *(table.town.skills[skill].names for skill in sorted(who.skills))):
        phone.say(names.to(who.language))
        await table.pass_time(seconds=READS_FOR_S)
    await _tap(table, phone, "skills.done", "languages.done", "clusters.every", f"transport.pick:{who.transport}", "times.every")
    quiet = f"{who.quiet.begins}-{who.quiet.ends}"
    await _tap(table, phone, f"quiet.pick:{quiet}", f"level.pick:{who.level}", "summary.confirm", "sound.heard")


async def let_in(table: TownOnATable, coordinator: Phone) -> None:
    """Approve whoever waits, with the one tap under the notice."""
    coordinator.press(lambda button: parts(button)[0] == PLAIN and parts(button)[2] == "approve")
    await table.pass_time(seconds=READS_FOR_S)


async def _tap(table: TownOnATable, phone: Phone, *meanings: str) -> None:
    for meaning in meanings:
        phone.press(_means(meaning))
        await table.pass_time(seconds=READS_FOR_S)


def _means(meaning: str) -> Callable[[Button], bool]:
    """Tell a button by what it does, its screen's token apart."""
    return lambda button: ".".join(parts(button)[2:]).startswith(meaning)
