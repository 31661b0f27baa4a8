"""Updates posted to a webhook: in order, with the secret, again after failures."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from bot.simulator.hand_clock import HandClock
from bot.simulator.telegram import TelegramServer
from tests.simulator.telegram_client import BareClient, until

SECRET = "s3cret_-"


@dataclass
class Hook:
    """A webhook that answers as it is told, 200 when it is told nothing."""

    url: str = ""
    answers: list[web.Response] = field(default_factory=list)
    updates: list[Any] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.updates.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        return self.answers.pop(0) if self.answers else web.Response()

    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.updates if "message" in update]


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    application = web.Application()
    application.router.add_post("/hook", hook.take)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def test_updates_are_posted_in_order_with_the_secret(server: TelegramServer, client: BareClient, hook: Hook) -> None:
    dana = server.person()
    dana.say("before")
    await client.ask("setWebhook", url=hook.url, secret_token=SECRET)
    for number in range(5):
        dana.say(f"{number}")
    await server.until_quiet()
    assert hook.texts() == ["before", "0", "1", "2", "3", "4"]
    assert set(hook.secrets) == {SECRET}


async def test_fetching_and_a_webhook_exclude_each_other(server: TelegramServer, client: BareClient, hook: Hook) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(client.ask("getUpdates", timeout=50))
        await server.changes.until(server.is_polled)
        await client.ask("setWebhook", url=hook.url)
    assert "terminated by setWebhook request" in poll.result().description
    refused = await client.ask("getUpdates")
    assert (refused.status, "webhook is active" in refused.description) == (409, True)
    await client.ask("deleteWebhook", drop_pending_updates=True)
    assert (await client.ask("getUpdates", offset=1)).result == []


async def test_a_failed_update_is_tried_at_once_and_then_by_the_clock(
    server: TelegramServer, client: BareClient, hook: Hook, clock: HandClock
) -> None:
    dana, omar = server.person(), server.person()
    await client.ask("setWebhook", url=hook.url)
    hook.answers = [web.Response(status=500), web.Response(status=500)]
    dana.say("stubborn")
    await until(lambda: clock.waiters() == 1)
    assert hook.texts() == ["stubborn"] * 2
    omar.say("not held up")
    await server.changes.until(lambda: len(server.waiting()) == 1)
    info = (await client.ask("getWebhookInfo")).result
    assert (info["pending_update_count"], info["last_error_message"]) == (1, "Wrong response from the webhook: 500")
    clock.move(timedelta(seconds=2))
    await server.until_quiet()
    assert hook.texts() == ["stubborn", "stubborn", "not held up", "stubborn"]


async def test_retry_after_is_honoured_and_old_updates_are_given_up(
    server: TelegramServer, client: BareClient, hook: Hook, clock: HandClock
) -> None:
    dana = server.person()
    said = dana.start()
    await client.ask("getUpdates", offset=-1)
    await client.ask("setWebhook", url=hook.url, drop_pending_updates=True)
    hook.answers = [web.Response(status=503, headers={"Retry-After": "100"}) for _number in range(2)]
    dana.press_data("x", said)
    await until(lambda: clock.waiters() == 1)
    clock.move(timedelta(seconds=100))
    await server.until_quiet()
    assert len(hook.updates) == 2
    assert len(server.lost()) == 1


async def test_a_webhook_that_is_gone_for_a_day_is_removed(
    server: TelegramServer, client: BareClient, hook: Hook, clock: HandClock
) -> None:
    await client.ask("setWebhook", url=hook.url)
    hook.answers = [web.Response(status=410) for _number in range(3)]
    server.person().say("anyone?")
    await until(lambda: clock.waiters() == 1)
    clock.move(timedelta(hours=23))
    await until(lambda: len(hook.updates) == 3)
    await until(lambda: clock.waiters() == 0)
    assert (await client.ask("getWebhookInfo")).result["url"] == ""
    assert len(server.waiting()) == 1


async def test_an_unreachable_webhook_keeps_its_updates(server: TelegramServer, client: BareClient, clock: HandClock) -> None:
    await client.ask("setWebhook", url="http://127.0.0.1:9/nobody", allowed_updates=["message"], max_connections=1000)
    server.person().say("hello")
    await until(lambda: clock.waiters() == 1)
    info = (await client.ask("getWebhookInfo")).result
    assert info["last_error_message"].startswith("Connection failed")
    assert (info["allowed_updates"], info["max_connections"]) == (["message"], 100)


async def test_an_answer_may_carry_a_method(server: TelegramServer, client: BareClient, hook: Hook) -> None:
    dana = server.person()
    await client.ask("setWebhook", url=hook.url)
    reply = {"method": "sendMessage", "chat_id": dana.user_id, "text": "at once"}
    hook.answers = [web.json_response(reply), web.json_response({"method": "makeCoffee"}), web.json_response([])]
    for text in "abc":
        dana.say(text)
    await server.until_quiet()
    assert [seen.text for seen in dana.received] == ["at once"]
    assert server.violations == ["makeCoffee: unknown method"] * 2


@pytest.mark.parametrize("params", [{"url": "http://example.org/hook"}, {"url": "https://example.org", "secret_token": "no spaces"}])
async def test_webhooks_that_telegram_refuses(client: BareClient, params: dict[str, str]) -> None:
    assert (await client.ask("setWebhook", **params)).status == 400
