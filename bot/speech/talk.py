"""A conversation under way: which flow, at which step, with what was said so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Talk:
    """One chat's conversation. `data` is JSON-ready. `token` stands in its buttons, so that older screens are recognised."""

    chat_id: int
    flow: str
    step: str
    token: str
    data: Mapping[str, object] = field(default_factory=dict)


class Talks(Protocol):
    """The conversations of one town."""

    async def talk(self, chat_id: int) -> Talk | None:
        """Return the chat's conversation."""

    async def keep(self, talk: Talk) -> None:
        """Write the conversation down; a chat has one at a time."""

    async def end(self, chat_id: int) -> None:
        """Forget the chat's conversation."""
