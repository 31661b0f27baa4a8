"""How we speak to a Bot API server: one kept connection pool, requests as JSON."""

import json
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiohttp import ClientError, ClientTimeout

JSON_BODY = {"Content-Type": "application/json"}


class Session(AiohttpSession):
    """aiogram's session, which asks DNS again each minute (an outage may move the address, F38) and closes at once."""

    def __init__(self, api_url: str) -> None:
        """Speak to this Bot API server."""
        super().__init__(api=TelegramAPIServer.from_base(api_url))
        self._connector_init["ttl_dns_cache"] = 60

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109 - as aiogram has it
        """Ask with a JSON body where nothing is uploaded: a form spends a millisecond on quoting Hebrew."""
        fields = self._plain_fields(bot, method)
        if fields is None:
            return await super().make_request(bot, method, timeout)
        session = await self.create_session()
        url = self.api.api_url(token=bot.token, method=method.__api_method__)
        try:
            async with session.post(url, data=fields, headers=JSON_BODY, timeout=ClientTimeout(total=timeout or self.timeout)) as answer:
                content = await answer.text()
        except TimeoutError as late:
            raise TelegramNetworkError(method=method, message="Request timeout error") from late
        except ClientError as failure:
            raise TelegramNetworkError(method=method, message=f"{type(failure).__name__}: {failure}") from failure
        return self.check_response(bot=bot, method=method, status_code=answer.status, content=content).result

    def _plain_fields(self, bot: Bot, method: TelegramMethod[Any]) -> bytes | None:
        """Return the request as JSON, or None where a file goes with it."""
        files: dict[str, Any] = {}
        prepared = {name: self.prepare_value(value, bot=bot, files=files) for name, value in method.model_dump(warnings=False).items()}
        return None if files else json.dumps({name: value for name, value in prepared.items() if value}).encode()

    async def close(self) -> None:
        """Close without aiogram's quarter second of waiting: aiohttp ends its connections by itself since 3.12."""
        if self._session is not None and not self._session.closed:
            await self._session.close()
