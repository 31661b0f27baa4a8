"""The answer to an address that was looked up outside the transaction: back into the conversation that waits for it."""

from datetime import datetime
from typing import Protocol

from bot.dispatch.ledger import Ledger
from bot.dispatch.notification import Chat
from bot.handlers.issue_draft import Step
from bot.handlers.issue_going import FLOW, go_on, go_to
from bot.handlers.issue_steps import sketch_of
from bot.handlers.visit import House, Visit
from bot.registry.audit import Audit
from bot.registry.place import Point, locate
from bot.registry.roster import Roster
from bot.speech.say import Quote, Say
from bot.speech.talk import Talk, Talks


class Desk(Protocol):
    """What one transaction lends."""

    @property
    def now(self) -> datetime:
        """The moment."""

    @property
    def roster(self) -> Roster:
        """The people."""

    @property
    def ledger(self) -> Ledger:
        """The calls."""

    @property
    def talks(self) -> Talks:
        """The conversations."""

    @property
    def audit(self) -> Audit:
        """What is written down about who did what."""


async def address_found(house: House, desk: Desk, waiting: tuple[int, str, str], point: Point | None) -> bool:
    """Go on with the place that was found (None: nothing was), within the caller's transaction.

    `waiting` is what `House.look_up` was given: chat, conversation's token, address. Return False, changing nothing,
    when that conversation does not wait for this address: it moved on, or has not been committed yet.
    """
    chat_id, token, address = waiting
    talk, person = await desk.talks.talk(chat_id), await desk.roster.person_of(chat_id)
    if talk is None or person is None or not _waits(talk, token, address):
        return False
    visit = Visit(
        house=house,
        roster=desk.roster,
        ledger=desk.ledger,
        talks=desk.talks,
        audit=desk.audit,
        now=desk.now,
        update_id=-int(desk.now.timestamp() * 1_000_000),  # no update stands behind it; the moment is unique in a chat
        chat=Chat(chat_id, None, person.key),
        person=person,
        grants=await desk.roster.grants_of(person.key),
        talk=talk,
    )
    await _answer(visit, talk, address, point)
    return True


def _waits(talk: Talk, token: str, address: str) -> bool:
    is_here = talk.flow == FLOW and talk.step == Step.LOOKING and talk.token == token
    return is_here and sketch_of(talk).address == address


async def _answer(visit: Visit, talk: Talk, address: str, point: Point | None) -> None:
    sketch = sketch_of(talk)
    place = locate(point, visit.town.neighbourhoods) if point else None
    if point is None or place is None:
        await go_to(visit, Step.PLACE, sketch, Say("issue-address-not-found", {"address": Quote(address)}))
    else:
        await go_on(visit, sketch.at(point, place, is_exact=point != place.centre))
