"""The dead-man's switch: somebody outside hears from us each minute, and raises the alarm when we fall silent."""

import logging
from collections.abc import Callable
from datetime import timedelta

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.clock import Clock

logger = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)
ANSWERS_IN = ClientTimeout(total=10)


class Deadman:
    """Asks for one address each minute while every auditor of this process is content."""

    def __init__(self, url: str, clock: Clock, is_content: Callable[[], bool]) -> None:
        """`url` belongs to a service that expects to be asked; it may hold a secret and is never logged."""
        self._url = url
        self._clock = clock
        self._is_content = is_content

    async def run(self) -> None:
        """Show for ever that all is well, as long as it is."""
        async with ClientSession(timeout=ANSWERS_IN) as session:
            while True:
                await self.show(session)
                await self._clock.sleep(EVERY)

    async def show(self, session: ClientSession) -> bool:
        """Show it once; return whether it was shown."""
        if not self._is_content():
            logger.warning("the heartbeat is held back: something is wrong")
            return False
        try:
            async with session.get(self._url) as answer:
                return answer.ok
        except (ClientError, TimeoutError) as failure:
            logger.warning("the heartbeat's address did not answer (%s)", type(failure).__name__)
            return False
