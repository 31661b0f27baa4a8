"""What may be wrong between Telegram and us that no retry mends: somebody has to be told."""

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol


class Trouble(StrEnum):
    """One lasting trouble of a bot."""

    TOKEN_REFUSED = "token_refused"  # noqa: S105 - a word, no secret
    """Telegram does not know our token: it was revoked, or mistyped (F35)."""
    RIVAL = "rival"
    """Somebody else fetches our updates with our token (F36)."""
    HOOK_TAKEN = "hook_taken"
    """Somebody pointed our updates to another address: our token is in foreign hands (F37)."""


class News(Protocol):
    """Told of troubles as they come and go."""

    async def __call__(self, trouble: Trouble, *, is_on: bool) -> None:
        """A trouble began or goes on, or is over."""


async def unheard(trouble: Trouble, *, is_on: bool) -> None:
    """Tell nobody."""
    del trouble, is_on


class Noted:
    """Remembers which troubles stand, for whoever looks around."""

    def __init__(self, token_is_good: Callable[[], None] = lambda: None) -> None:
        """Nothing is wrong yet; `token_is_good` is called when Telegram has just taken our token."""
        self.standing: set[Trouble] = set()
        self._token_is_good = token_is_good

    async def __call__(self, trouble: Trouble, *, is_on: bool) -> None:
        """A trouble began or goes on, or is over."""
        (self.standing.add if is_on else self.standing.discard)(trouble)
        if trouble is Trouble.TOKEN_REFUSED and not is_on:
            self._token_is_good()
