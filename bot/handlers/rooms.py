"""Every conversation of the bot, by name: a new one is one line here."""

from collections.abc import Awaitable, Callable

from aiogram import Router

from bot.handlers import enrol, issue_call, linking, mydata, pausing, profile, start, status, team
from bot.handlers.correcting import CorrectFlow
from bot.handlers.flow import Flow
from bot.handlers.visit import Visit
from bot.speech.callbacks import Press

FLOWS: dict[str, Flow] = {
    flow.name: flow
    for flow in (enrol.EnrolFlow(), profile.ProfileFlow(), mydata.ForgetFlow(), issue_call.IssueFlow(), team.TeamFlow(), CorrectFlow())
}

PLAIN_VERBS: dict[str, Callable[[Visit, Press], Awaitable[None]]] = {
    **start.PLAIN_VERBS,
    **pausing.PLAIN_VERBS,
    **team.PLAIN_VERBS,
    **status.PLAIN_VERBS,
}


def routers() -> list[Router]:
    """Return a fresh router of every conversation that has commands."""
    return [room.router() for room in (start, profile, pausing, mydata, issue_call, status, team, linking)]
