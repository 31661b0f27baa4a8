"""What follows when a person or a group can no longer be written to: others are asked, and somebody is told."""

from collections.abc import Callable
from typing import Any, Protocol, cast

from bot.delivery.outcome import Gone
from bot.delivery.sender import Settled
from bot.dispatch import announce
from bot.dispatch.advance import Bench
from bot.dispatch.desk import unreachable
from bot.dispatch.ledger import Ledger
from bot.dispatch.notification import Chat, Notification, Topic, Urgency
from bot.registry.person import Role
from bot.registry.roster import Roster
from bot.registry.volunteer import Reach
from bot.speech.codec import to_json
from bot.speech.say import Say, Screen

MakeBench = Callable[[Any], Bench]


class Cards(Protocol):
    """What losing a chat changes in the outbox."""

    async def leave_chat(self, to: Chat) -> None:
        """Show nothing more there."""


class Records(Protocol):
    """One transaction, as losses are followed in it."""

    @property
    def outbox(self) -> Cards:
        """The queue."""

    @property
    def ledger(self) -> Ledger:
        """The calls."""

    @property
    def roster(self) -> Roster:
        """The people."""


async def lose_contact(records: Records, one: Settled, reason: Gone, make_bench: MakeBench) -> None:
    """Mark a person as out of reach and give back every place they hold; of a group, let it follow nothing any more."""
    to = one.claimed.notification.to
    if to.person_key is None:
        await _lose_chat(records, to, make_bench(records))
        return
    await records.roster.set_reach(to.person_key, Reach.BLOCKED if reason is Gone.BLOCKED else Reach.GONE)
    await pass_over(records, one, make_bench)
    if reason is not Gone.BLOCKED:
        bench = make_bench(records)
        for engaged in await records.ledger.engagements(to.person_key):
            await unreachable(engaged, bench)


async def pass_over(records: Records, one: Settled, make_bench: MakeBench) -> None:
    """Ask somebody else, in the same wave, instead of whom this message did not reach."""
    invitation = one.matter.invitation
    fresh = await records.ledger.invitation_by_token(invitation.token) if invitation else None
    if fresh is not None:
        await unreachable(fresh, make_bench(records))


async def _lose_chat(records: Records, to: Chat, bench: Bench) -> None:
    """A group that threw us out or lets us write no more: nothing is tried there until a coordinator links it again."""
    await records.roster.unlink_chat(to.chat_id, to.thread_id)
    await records.outbox.leave_chat(to)
    said = cast("dict[str, object]", to_json(Screen((Say("link-lost"),))))
    for person in await records.roster.holders(Role.COORDINATOR, "", bench.now):
        key = f"link-lost:{to.chat_id}:{to.thread_id}:{bench.now.timestamp():.0f}:{person.key}"
        await records.ledger.enqueue(Notification(announce.chat_of(person), Topic.SCREEN, Urgency.ESCALATION, key, args=said))
