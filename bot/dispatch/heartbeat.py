"""Advances every call that is due, each in its own transaction."""

import logging
from collections.abc import Awaitable, Callable, Sequence

logger = logging.getLogger(__name__)


async def beat(due: Callable[[], Awaitable[Sequence[int]]], advance_one: Callable[[int], Awaitable[None]]) -> int:
    """Advance each due call; one that fails is logged by number and does not hold the others back. Return how many moved."""
    moved = 0
    for call_id in await due():
        try:
            await advance_one(call_id)
            moved += 1
        except Exception:
            logger.exception("call %s could not be advanced", call_id)
    return moved
