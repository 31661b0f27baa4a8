"""Posting updates to a webhook: in order inside a queue, again after failures."""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from random import Random

import aiohttp

from bot.clock import Clock
from bot.simulator.telegram.mailbox import Entry, Mailbox, Webhook
from bot.simulator.telegram.schema import JsonObject
from bot.simulator.telegram.waiting import Waits

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name, not a secret
LONGEST_RETRY_AFTER = 3600
GONE_FOR = timedelta(hours=23)  # a webhook that answers 410 so long is removed
PATIENCE = aiohttp.ClientTimeout(total=55)  # Telegram waits 50 to 60 seconds, of real time


@dataclass(frozen=True, slots=True)
class _Failed:
    reason: str
    status: int = 0
    retry_after: int = 0


class Postman:
    """Carries one bot's updates to its webhook."""

    def __init__(self, mailbox: Mailbox, clock: Clock, waits: Waits, chance: Random) -> None:
        """Carry for this mailbox, once `open` was called."""
        self._mailbox = mailbox
        self._clock = clock
        self._waits = waits
        self._chance = chance
        self._busy: set[int] = set()
        self._rounds: set[asyncio.Task[None]] = set()
        self._gone_since: datetime | None = None
        self._tasks: asyncio.TaskGroup | None = None
        self._session: aiohttp.ClientSession | None = None
        self._on_reply: Callable[[JsonObject], None] = lambda _reply: None

    def open(self, tasks: asyncio.TaskGroup, session: aiohttp.ClientSession, on_reply: Callable[[JsonObject], None]) -> None:
        """Begin to work; `on_reply` gets the method that a webhook's answer may carry."""
        self._tasks, self._session, self._on_reply = tasks, session, on_reply

    def close(self) -> None:
        """Drop what is being carried."""
        for task in self._rounds:
            task.cancel()

    def look(self) -> None:
        """Set out with the first update of every queue that nobody carries now."""
        hook = self._mailbox.webhook
        if hook is None or self._tasks is None or self._waits.closed:
            return
        for entry in list(self._heads()):
            if len(self._busy) >= hook.max_connections:
                return
            self._busy.add(entry.queue)
            task = self._tasks.create_task(self._carry(entry))
            self._rounds.add(task)
            task.add_done_callback(self._rounds.discard)

    def _heads(self) -> Iterator[Entry]:
        seen = set(self._busy)
        for entry in self._mailbox.waiting:
            if entry.queue not in seen:
                seen.add(entry.queue)
                yield entry

    async def _carry(self, entry: Entry) -> None:
        try:
            await self._deliver(entry)
        finally:
            self._busy.discard(entry.queue)
        self.look()

    async def _deliver(self, entry: Entry) -> None:
        failures = 0
        while (hook := self._mailbox.webhook) is not None and entry in self._mailbox.waiting and not self._waits.closed:
            failed = await self._post(hook, entry)
            if failed is None:
                self._mailbox.remove(entry)
                return
            failures += 1
            self._mailbox.last_error = (self._clock.now(), failed.reason)
            delay = self._delay(failures, failed)
            if self._clock.now() + delay > entry.expires_at:
                self._mailbox.expired.append(entry.update_id)
                self._mailbox.remove(entry)
            elif delay:
                await self._waits.rest(delay)

    async def _post(self, hook: Webhook, entry: Entry) -> _Failed | None:
        """Post once; None means that it was taken."""
        headers = {"Content-Type": "application/json"}
        if hook.secret_token:
            headers[SECRET_HEADER] = hook.secret_token
        body = entry.body.encode("utf-8", "surrogateescape")
        session = self._session
        if session is None:
            return _Failed("closed")
        try:
            async with session.post(hook.url, data=body, headers=headers, timeout=PATIENCE) as answer:
                return self._judge(answer, await answer.text(errors="replace"))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return _Failed(f"Connection failed: {type(error).__name__}")

    def _judge(self, answer: aiohttp.ClientResponse, body: str) -> _Failed | None:
        if answer.ok:
            self._gone_since = None
            self._run_reply(body)
            return None
        if answer.status == HTTPStatus.GONE:
            self._count_gone()
        retry_after = answer.headers.get("Retry-After", "")
        seconds = min(int(retry_after), LONGEST_RETRY_AFTER) if retry_after.isdecimal() else 0
        return _Failed(f"Wrong response from the webhook: {answer.status}", answer.status, seconds)

    def _run_reply(self, body: str) -> None:
        """Run the method a webhook answered with; its result goes nowhere."""
        try:
            reply = json.loads(body)
        except ValueError:
            return
        if isinstance(reply, dict) and "method" in reply:
            self._on_reply(reply)

    def _count_gone(self) -> None:
        now = self._clock.now()
        self._gone_since = self._gone_since or now
        if now - self._gone_since >= GONE_FOR:
            self._mailbox.webhook = None

    def _delay(self, failures: int, failed: _Failed) -> timedelta:
        """Return how long to wait: nothing after the first failure, then 2, 4, … up to one or two minutes."""
        if failed.retry_after:
            return timedelta(seconds=failed.retry_after)
        if failures == 1:
            return timedelta(0)
        longest = self._chance.uniform(60, 120)
        return timedelta(seconds=min(2.0 ** min(failures - 1, 10), longest))
