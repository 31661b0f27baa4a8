"""A coordinator's hands: one line, what is added in the preview, Send; and the closing at the end."""

from datetime import datetime

from bot.dispatch.kind import Mode
from bot.simulator.crowd import parts
from bot.simulator.harness import TownOnATable
from bot.simulator.scenario import Scenario
from bot.simulator.telegram import Phone

READS_FOR_S = 4.0
"""Seconds between two taps of a coordinator."""

TALK = "t"
"""How the callback data of a conversation's buttons begins."""


async def prepare(table: TownOnATable, phone: Phone, scenario: Scenario) -> None:
    """Type the call in one line, and add in the preview what only those assigned may see."""
    is_emergency = table.town.kinds[scenario.kind].mode is Mode.EMERGENCY
    phone.say(f"/{'emergency' if is_emergency else 'call'} {scenario.line}")
    await table.pass_time(seconds=READS_FOR_S)
    for name, words in scenario.secrets.items():
        _press(phone, "extra", name)
        await table.pass_time(seconds=READS_FOR_S)
        phone.say(words)
        await table.pass_time(seconds=READS_FOR_S)


async def send(table: TownOnATable, phone: Phone) -> datetime:
    """Press Send. Return the moment of that press."""
    sent_at = table.clock.now()
    _press(phone, "send")
    await table.settle()
    return sent_at


async def close(table: TownOnATable, phone: Phone, number: int, outcome: str) -> datetime:
    """Close the call with one line. Return the moment."""
    closed_at = table.clock.now()
    phone.say(f"/close {number} {outcome}")
    await table.settle()
    return closed_at


def _press(phone: Phone, verb: str, arg: str = "") -> None:
    phone.press(lambda button: parts(button)[0] == TALK and parts(button)[2] == verb and arg in ("", parts(button)[3]))
