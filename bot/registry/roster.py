"""What the registry asks of storage, all within one transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from bot.registry.person import Grant, InviteLink, LinkedChat, Person, Role
from bot.registry.volunteer import Reach, Standing, Volunteer


class Roster(Protocol):
    """The people of one town."""

    async def person_of(self, telegram_id: int) -> Person | None:
        """Return whom this Telegram account belongs to."""

    async def person(self, key: int) -> Person:
        """Return a person by key. Raises KeyError."""

    async def people(self, keys: Iterable[int]) -> dict[int, Person]:
        """Return the people with these keys, by key."""

    async def meet(self, person: Person) -> None:
        """Write down someone new (the key is the caller's, from `new_key`)."""

    async def amend_person(self, person: Person) -> None:
        """Write down what changed about a person."""

    async def volunteer(self, key: int) -> Volunteer | None:
        """Return the person's offer, or None where there is none."""

    async def save_volunteer(self, volunteer: Volunteer) -> None:
        """Write the whole offer down, new or changed."""

    async def set_reach(self, key: int, reach: Reach) -> None:
        """Write down whether messages get through."""

    async def standing(self, standing: Standing, limit: int, after: int = 0) -> Sequence[Volunteer]:
        """Return volunteers of one standing, by key, at most `limit` beyond key `after`."""

    async def count_standing(self, standing: Standing) -> int:
        """Count volunteers of one standing."""

    async def grants_of(self, key: int) -> Sequence[Grant]:
        """Return every grant of a person, past ones too."""

    async def holders(self, role: Role, scope: str, now: datetime) -> Sequence[Person]:
        """Return the people who hold a role at this moment."""

    async def pending_grants(self) -> Sequence[Grant]:
        """Return grants that wait for a second person."""

    async def grant(self, grant: Grant) -> Grant:
        """Write a new grant down (its id is given by storage)."""

    async def save_grant(self, grant: Grant) -> None:
        """Write down what changed about a grant."""

    async def grant_by_id(self, grant_id: int) -> Grant | None:
        """Return one grant."""

    async def add_invite(self, link: InviteLink) -> None:
        """Write an invite link down."""

    async def find_invite(self, token_hash: str, now: datetime) -> InviteLink | None:
        """Return a link that is unused and unexpired, without spending it."""

    async def use_invite(self, token_hash: str, now: datetime) -> InviteLink | None:
        """Spend a link: return it if it was unused and unexpired, and never again."""

    async def spend_once(self, secret_hash: str, now: datetime) -> bool:
        """Mark a one-time secret (the admin code) as used; False if it already was."""

    async def count_wrong_code(self, key: int, now: datetime) -> None:
        """Write down that a person tried a code or link that does not fit."""

    async def wrong_codes_since(self, key: int, moment: datetime) -> int:
        """Count the wrong codes a person has tried since a moment."""

    async def link_chat(self, chat: LinkedChat) -> None:
        """Let a chat or topic follow a cluster; a second link of the same chat replaces the first."""

    async def unlink_chat(self, chat_id: int, thread_id: int | None) -> None:
        """Stop following."""

    async def linked_chats(self, cluster: str) -> Sequence[LinkedChat]:
        """Return the chats that follow this cluster or every cluster."""

    async def erase(self, key: int, update_id: int | None = None) -> None:
        """Empty every personal column and every stored message of a person; counts stay. `update_id` is the update that asks for it."""


def age_allows(volunteer: Volunteer, min_age: int, adult_age: int) -> bool:
    """Whether the volunteer's age band is known to reach both the kind's minimum and adulthood."""
    return volunteer.age_band is not None and volunteer.age_band.at_least >= max(min_age, adult_age)
