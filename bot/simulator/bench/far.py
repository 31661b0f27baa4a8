"""The bench's end of a fake Telegram in another process."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

LONGEST_LINE = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as Telegram saw it; `at` is seconds since 1970."""

    at: float
    method: str
    chat_id: int | None
    accepted: bool


class Far:
    """A fake Telegram some way off."""

    def __init__(self, process: asyncio.subprocess.Process, base_url: str, token: str) -> None:
        """Take a process that listens."""
        self._process = process
        self.base_url = base_url
        self.token = token
        self._read = 0
        self.self_made_429 = 0

    async def ask(self, do: str, **order: object) -> Any:  # noqa: ANN401 - JSON comes back
        """Give one order and return its answer. Raises RuntimeError when the process has ended."""
        if self._process.stdin is None or self._process.stdout is None:
            message = "no pipes"
            raise RuntimeError(message)
        self._process.stdin.write((json.dumps({"do": do, **order}) + "\n").encode())
        line = await self._process.stdout.readline()
        if not line:
            message = "the far Telegram has ended"
            raise RuntimeError(message)
        return json.loads(line)

    async def people(self, ids: Iterable[int]) -> None:
        """Let these people have begun a chat with the bot."""
        await self.ask("people", ids=list(ids))

    async def seen(self) -> list[Seen]:
        """Return the requests since this was last asked, polls apart."""
        answer = await self.ask("log", after=self._read)
        self._read, self.self_made_429 = answer["until"], answer["self_made_429"]
        return [Seen(*row) for row in answer["rows"]]


@asynccontextmanager
async def far_telegram(latency_ms: tuple[float, float] = (0, 0), *, limited: bool = True) -> AsyncIterator[Far]:
    """Start a fake Telegram in another process; it ends with its input."""
    pipe = asyncio.subprocess.PIPE
    settings = json.dumps([*latency_ms, limited])
    module = "bot.simulator.bench.far_telegram"
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", module, settings, stdin=pipe, stdout=pipe, limit=LONGEST_LINE)
    try:
        if process.stdin is None or process.stdout is None:
            message = "no pipes"
            raise RuntimeError(message)
        hello = json.loads(await process.stdout.readline())
        yield Far(process, hello["base_url"], hello["token"])
    finally:
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()
