"""The second channel: e-mail, SMS or a webhook through Apprise, for when Telegram itself is what fails."""

import asyncio
import logging
from collections.abc import Sequence
from functools import cached_property
from importlib import import_module
from typing import Any

logger = logging.getLogger(__name__)

TRIES = 3
PAUSE_S = 2.0


class SecondChannel:
    """Tells the people behind a list of Apprise addresses; without any it tells nobody."""

    def __init__(self, urls: Sequence[str]) -> None:
        """`urls` are Apprise's: mailtos://…, json://…, twilio://… . They hold passwords and are never logged."""
        self._urls = tuple(urls)

    @property
    def is_open(self) -> bool:
        """Whether anybody is told."""
        return bool(self._urls)

    async def tell(self, title: str, body: str) -> bool:
        """Tell everybody; return whether all were reached. Takes as long as mail servers take, off the loop; never raises."""
        if not self._urls:
            return False
        for _ in range(TRIES):
            try:
                if await asyncio.to_thread(self._notify, title, body):
                    return True
            except Exception as failure:  # noqa: BLE001 - a channel must not take the watch down, and its error may hold a password
                logger.error("the second channel failed (%s)", type(failure).__name__)  # noqa: TRY400 - a traceback may hold a password
            await asyncio.sleep(PAUSE_S)
        logger.error("the second channel did not reach everybody")
        return False

    def _notify(self, title: str, body: str) -> bool:
        return bool(self._apprise.notify(title=title, body=body))

    @cached_property
    def _apprise(self) -> Any:  # noqa: ANN401 - Apprise is opened lazily, and so is its type
        """Apprise knows a hundred services and takes 30 MB: it is opened when there is an address, at the first alarm."""
        channel = import_module("apprise").Apprise()
        for number, url in enumerate(self._urls, start=1):
            if not channel.add(url):
                logger.error("address %s of ALARM_URLS is none that Apprise knows", number)
        return channel


def unknown_addresses(urls: Sequence[str]) -> list[int]:
    """Return the places, from 1, of addresses that Apprise cannot use."""
    apprise = import_module("apprise").Apprise
    return [number for number, url in enumerate(urls, start=1) if not apprise().add(url)]
