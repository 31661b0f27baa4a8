"""Somebody's role ended, or they are forgotten: what still followed them is taken down and offered to others."""

from collections.abc import Sequence
from typing import Protocol

from bot.dispatch.advance import Bench
from bot.dispatch.authority import may_lead
from bot.dispatch.call import Call
from bot.dispatch.desk import release
from bot.dispatch.ledger import Ledger
from bot.dispatch.notification import FAREWELL, Chat, Notification, Topic, Urgency
from bot.registry.person import Person, Role
from bot.registry.roster import Roster
from bot.registry.volunteer import is_registered
from bot.speech.callbacks import Owner, press
from bot.speech.codec import to_json
from bot.speech.say import Button, Say, Screen
from bot.town import Town


class Desk(Protocol):
    """What one transaction lends."""

    @property
    def roster(self) -> Roster:
        """The people."""

    @property
    def ledger(self) -> Ledger:
        """The calls."""


async def step_down(desk: Desk) -> None:
    """Put right whatever still follows a role that is over. Doing it twice says nothing twice."""
    await desk.ledger.take_down_cards()
    for call in await desk.ledger.open_calls():
        if not await _is_led(call, desk):
            for person in await _successors(call, desk):
                await desk.ledger.enqueue(_offer(call, person))


async def retire(key: int, desk: Desk, bench: Bench, town: Town) -> None:
    """Forget somebody who gave no sign of life for as long as the law lets us keep them; a volunteer is told once."""
    person = await desk.roster.person(key)
    was_volunteer = is_registered(await desk.roster.volunteer(key))
    await release(key, bench)
    await desk.roster.erase(key)
    if was_volunteer:
        await desk.ledger.enqueue(farewell(person, Screen((Say("forget-after-years", {"town": town.names}),)), None))


def farewell(person: Person, screen: Screen, edits: int | None) -> Notification:
    """Return the last message to somebody: once it is sent, nothing of it stays."""
    said = to_json(screen)
    return Notification(
        to=Chat(person.chat_id, person_key=person.key),
        topic=Topic.SCREEN,
        urgency=Urgency.CONVERSATION,
        key=f"{FAREWELL}{person.key}",
        args=said if isinstance(said, dict) else {},
        edit_message_id=edits,
    )


async def _is_led(call: Call, desk: Desk) -> bool:
    owner = (await desk.roster.people([call.owner])).get(call.owner)
    grants = await desk.roster.grants_of(call.owner)
    return owner is not None and bool(owner.chat_id) and may_lead(grants, call.kind.cluster, desk.ledger.now)


async def _successors(call: Call, desk: Desk) -> Sequence[Person]:
    now = desk.ledger.now
    leads = await desk.roster.holders(Role.CLUSTER_LEAD, call.kind.cluster, now)
    every = [*leads, *await desk.roster.holders(Role.COORDINATOR, "", now)]
    return list({person.key: person for person in every if person.chat_id}.values())


def _offer(call: Call, person: Person) -> Notification:
    """Each person is offered a call once for each owner it lost."""
    take = Button(Say("card-press-takeover"), press(Owner.CALL, call.token, "takeover"))
    screen = to_json(Screen((Say("desk-ownerless", {"number": call.number}),), ((take,),)))
    return Notification(
        to=Chat(person.chat_id, person_key=person.key),
        topic=Topic.SCREEN,
        urgency=Urgency.ESCALATION,
        key=f"ownerless:{call.id}:{call.owner}:{person.key}",
        call_id=call.id,
        args=screen if isinstance(screen, dict) else {},
    )
