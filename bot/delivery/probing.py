"""What the sender asks about a message of unknown fate, and the answer of those who may not ask."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from bot.delivery.outcome import Outcome
from bot.delivery.post import Parcel
from bot.dispatch.outbox import Queued


class Probe(Protocol):
    """Finds out whether a message of unknown fate got through."""

    @property
    def highest(self) -> int | None:
        """The greatest message number known; whatever is accepted from now on has a greater one."""

    def noted(self, parcel: Parcel, outcome: Outcome) -> None:
        """Remember a number that Telegram gave."""

    def settles(self, queued: Queued, parcel: Parcel) -> timedelta:
        """Return how long a request whose answer was lost may still be on its way; nothing where it is not looked for."""

    async def seek(self, queued: Queued, parcel: Parcel) -> int | None:
        """Return the number of the copy that is already there, None where none is known."""

    def will_look_back(self, queued: Queued, parcel: Parcel) -> Sequence[timedelta]:
        """Return how long to wait before each look for a copy that comes late; nothing where none is looked for."""

    async def look_back(self, queued: Queued, parcel: Parcel) -> bool:
        """Take away a second copy that came late; whether there was one."""


class NoProbe:
    """Asks nothing: what is of unknown fate goes out again."""

    highest: int | None = None

    def noted(self, parcel: Parcel, outcome: Outcome) -> None:
        """Remember nothing."""

    def settles(self, queued: Queued, parcel: Parcel) -> timedelta:
        """Wait for nothing."""
        del queued, parcel
        return timedelta(0)

    async def seek(self, queued: Queued, parcel: Parcel) -> int | None:
        """Find nothing."""
        del queued, parcel
        return None

    def will_look_back(self, queued: Queued, parcel: Parcel) -> Sequence[timedelta]:
        """Look for nothing."""
        del queued, parcel
        return ()

    async def look_back(self, queued: Queued, parcel: Parcel) -> bool:
        """Find nothing."""
        del queued, parcel
        return False
