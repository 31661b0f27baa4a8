"""Who may do what: one table of every command and every button, which every update is held to before its handler runs."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aiogram.dispatcher.middlewares.base import BaseMiddleware
from aiogram.filters import CommandObject
from aiogram.types import TelegramObject

from bot.dispatch.authority import has_role
from bot.handlers.visit import Visit
from bot.speech.callbacks import Owner

logger = logging.getLogger(__name__)

ANY_VERB = "*"


class Needs(StrEnum):
    """What somebody must hold at the very moment they ask."""

    NOTHING = "nothing"
    """An account of their own: anonymous admins, channels and bots have none."""
    INVITATION = "invitation"
    """To be the one whom the pressed invitation names."""
    ROLE = "role"
    """Any role in force."""
    LEADING = "leading"
    """A role that leads the call's cluster."""
    COORDINATING = "coordinating"
    """The coordinator's role."""


class Place(StrEnum):
    """In which chats it works."""

    PRIVATE = "private"
    GROUP = "group"
    ANYWHERE = "anywhere"


@dataclass(frozen=True, slots=True)
class Rule:
    """What one command or button needs, where it works, and the sentence that refuses it."""

    needs: Needs
    place: Place = Place.PRIVATE
    refusal: str = "not-allowed"


FREE = Rule(Needs.NOTHING)
OWN = Rule(Needs.INVITATION, refusal="acknowledge-not-yours")
HELD = Rule(Needs.ROLE)
LED = Rule(Needs.LEADING)
LED_ANYWHERE = Rule(Needs.LEADING, Place.ANYWHERE)
TOWN = Rule(Needs.COORDINATING)

COMMANDS: Mapping[str, Rule] = {
    **dict.fromkeys(("start", "help", "language", "profile", "pause", "duty", "resume", "mydata", "forget", "admin"), FREE),
    "cancel": Rule(Needs.NOTHING, Place.ANYWHERE),
    "status": Rule(Needs.NOTHING, Place.ANYWHERE),
    "call": Rule(Needs.ROLE, refusal="issue-not-allowed"),
    "emergency": Rule(Needs.ROLE, refusal="issue-not-allowed"),
    "close": LED,
    "report": HELD,
    "team": HELD,
    "link": Rule(Needs.COORDINATING, Place.GROUP),
    "unlink": Rule(Needs.COORDINATING, Place.GROUP),
}
"""Every typed command. Which call `close` means only its handler knows: it asks again for the call's own cluster."""

BUTTONS: Mapping[tuple[str, str], Rule] = {
    **{(Owner.INVITATION, verb): OWN for verb in ("coming", "cannot", "on_the_way", "arrived", "done", "left", "seen")},
    **{(Owner.CALL, verb): LED for verb in ("people", "who", "pick", "reply", "phones", "correct", "history", "card", "back")},
    **{(Owner.CALL, verb): LED for verb in ("close", "close-done", "close-cancelled")},
    **{(Owner.CALL, verb): LED_ANYWHERE for verb in ("wave", "takeover")},
    **{(Owner.PLAIN, verb): FREE for verb in ("language", "profile", "mydata", "help", "enrol", "pause", "duty")},
    (Owner.PLAIN, "status"): HELD,
    **{(Owner.PLAIN, verb): TOWN for verb in ("approve", "decline", "grant-confirm", "grant-refuse")},
    **{(flow, ANY_VERB): FREE for flow in ("enrol", "profile", "forget")},
    ("issue", ANY_VERB): Rule(Needs.ROLE, refusal="issue-not-allowed"),
    ("correct", ANY_VERB): Rule(Needs.LEADING, refusal="desk-correct-over"),
    **{("team", verb): FREE for verb in ("accept", "leave")},
    **{
        ("team", verb): TOWN
        for verb in ("go", "member", "role", "cluster", "confirm", "revoke", "term", "volunteers", "more", "yes", "no", "all")
    },
}
"""Every button, by what it belongs to (an invitation, a call, a screen of its own, or a conversation's name) and its verb.

The conversation that corrects a call asks again for that call's cluster; what may be issued, for each kind's.
"""


def rule_of(room: str, verb: str) -> Rule | None:
    """Return the rule of a button; None for one that stands nowhere in the table, and so does nothing."""
    return BUTTONS.get((room, verb)) or BUTTONS.get((room, ANY_VERB))


def is_met(rule: Rule, visit: Visit, *, cluster: str | None = None, invited: int | None = None) -> bool:
    """Whether whoever is here holds what the rule needs, now. Without a cluster, leading any will do: the handler asks again."""
    match rule.needs:
        case Needs.NOTHING:
            return True
        case Needs.INVITATION:
            return invited == visit.person.key
        case Needs.ROLE:
            return has_role(visit.grants, visit.now)
        case Needs.LEADING:
            return has_role(visit.grants, visit.now) if cluster is None else visit.may_lead(cluster)
        case Needs.COORDINATING:
            return visit.is_coordinator


def is_here(rule: Rule, visit: Visit) -> bool:
    """Whether it works in this chat."""
    return rule.place is Place.ANYWHERE or (rule.place is Place.PRIVATE) == visit.is_private


def may_press(rule: Rule, visit: Visit, *, cluster: str | None = None, invited: int | None = None) -> bool:
    """Whether a button may be obeyed; where not, its press is answered why."""
    if not is_met(rule, visit, cluster=cluster, invited=invited):
        visit.toast(rule.refusal, alert=True)
        return False
    if not is_here(rule, visit):
        visit.toast("desk-private-only", alert=True)
        return False
    return True


class Guard(BaseMiddleware):
    """Stands before every handler of a command, with the command as aiogram itself has read it."""

    async def __call__(
        self, handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]], event: TelegramObject, data: dict[str, Any]
    ) -> Any:  # noqa: ANN401 - aiogram's own signature
        """Run the handler where the table allows it. A command that stands nowhere in it is refused."""
        command: CommandObject | None = data.get("command")
        visit: Visit = data["visit"]
        if command is not None and not await _may_type(COMMANDS.get(command.command), visit):
            logger.info("a command was refused by the table of rights")
            return None
        return await handler(event, data)


async def _may_type(rule: Rule | None, visit: Visit) -> bool:
    if rule is None:
        await visit.say("not-allowed")
        return False
    if not is_here(rule, visit):
        await _elsewhere(rule, visit)
        return False
    if not is_met(rule, visit):
        await visit.say(rule.refusal)
        return False
    return True


async def _elsewhere(rule: Rule, visit: Visit) -> None:
    """A group is told nothing, but somebody with a role where it works; in private it is no secret."""
    if rule.place is Place.GROUP:
        await visit.say("link-in-groups")
    elif has_role(visit.grants, visit.now):
        await visit.say("desk-private-only")
