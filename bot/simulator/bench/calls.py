"""A routine call about which very many people are asked at once."""

from dataclasses import replace

from bot.dispatch import announce
from bot.dispatch.call import CallDraft, Spot, opened
from bot.dispatch.invitation import Invitation
from bot.dispatch.kind import Mode
from bot.storage.records import Records
from bot.town import Town

AT_ONCE = 500


async def invite(records: Records, town: Town, messages: int, number: int = 1) -> None:
    """Ask everybody about one routine call, as a wave does."""
    kind = next(kind for kind in town.kinds.values() if kind.mode is Mode.ROUTINE)
    draft = CallDraft(kind, Spot(town.neighbourhoods[0].centre, town.neighbourhoods[0].code), kind.needed)
    call = opened(draft, town=town.slug, number=number, owner=1, token=f"measured-{messages}", now=records.now)
    call = await records.ledger.add_call(replace(call, next_wave_at=None))
    new = [Invitation(0, call.id, key, f"m-{key}", 0, records.now, kind.skills, 100.0, 200.0) for key in range(1, messages + 1)]
    people = await records.roster.people(range(1, messages + 1))
    written = [one for start in range(0, messages, AT_ONCE) for one in await records.ledger.add_invitations(new[start : start + AT_ONCE])]
    await records.ledger.enqueue(*(announce.invite(call, one, people[one.person_key]) for one in written))
