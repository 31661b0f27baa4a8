"""The dead-man's switch: somebody outside hears from us each minute, and raises the alarm when we fall silent."""

import logging
from collections.abc import Callable

from aiohttp import ClientError, ClientSession, ClientTimeout

logger = logging.getLogger(__name__)

ANSWERS_IN = ClientTimeout(total=10)


class Deadman:
    """Asks for one address while every auditor of this process is content."""

    def __init__(self, url: str, is_content: Callable[[], bool]) -> None:
        """`url` belongs to a service that expects to be asked each minute; it may hold a secret and is never logged."""
        self._url = url
        self._is_content = is_content

    async def show(self) -> None:
        """Show once that all is well, if it is. Never raises."""
        if not self._is_content():
            logger.warning("the heartbeat is held back: something is wrong")
            return
        try:
            async with ClientSession(timeout=ANSWERS_IN) as session, session.get(self._url) as answer:
                if not answer.ok:
                    logger.warning("the heartbeat's address answered %s", answer.status)
        except (ClientError, TimeoutError) as failure:
            logger.warning("the heartbeat's address did not answer (%s)", type(failure).__name__)
