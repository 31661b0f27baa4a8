"""A sender on a real outbox, and a Telegram that answers as the test says."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.delivery.gate import Gate
from bot.delivery.outcome import Outcome, Sent
from bot.delivery.post import Parcel
from bot.delivery.sender import Hands, Sender
from bot.delivery.writing import writer
from bot.dispatch.advance import Bench
from bot.dispatch.matter import Matter
from bot.dispatch.outbox import Queued
from bot.dispatch.pacing import Envelope
from bot.simulator.hand_clock import HandClock
from bot.speech.texts import Spoken
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.records import Archive

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TURNS = 60


@dataclass
class Desk:
    """The sender's surroundings: what left when, and what Telegram answers."""

    archive: Archive
    clock: HandClock
    answer: Callable[[Parcel, int], Outcome] = field(default=lambda _, count: Sent(1_000 + count))
    takes: timedelta = timedelta(milliseconds=40)
    left: list[tuple[float, int, str]] = field(default_factory=list)
    under_way: list[int] = field(default_factory=list)
    sender: Sender | None = None
    _running: asyncio.Task[None] | None = None
    _tokens: int = 0

    def _render(self, queued: Queued, matter: Matter, now: datetime) -> Parcel | None:
        return Parcel(queued.notification.to.chat_id, None, Spoken(queued.notification.key), queued.target_message_id)

    async def _post(self, parcel: Parcel) -> Outcome:
        assert parcel.chat_id not in self.under_way, "two at once to one chat"
        assert parcel.spoken is not None
        self.under_way.append(parcel.chat_id)
        self.left.append((self.clock.monotonic(), parcel.chat_id, parcel.spoken.text))
        count = len(self.left)
        await self.clock.sleep(self.takes)
        self.under_way.remove(parcel.chat_id)
        return self.answer(parcel, count)

    def _bench(self, records: Any) -> Bench:
        return Bench(records.ledger, records.roster, records.now, ZoneInfo("Asia/Jerusalem"), self._mint)

    def _mint(self) -> str:
        self._tokens += 1
        return f"minted-{self._tokens}"

    def open(self, archive: Any = None) -> Sender:
        """Start a sender; one that runs is stopped where it stands."""
        self.close()
        self.under_way.clear()
        hands = Hands(self._render, self._post, writer(self._bench))
        self.sender = Sender(archive or self.archive, self.clock, Gate.of(Envelope()), hands)
        self._running = asyncio.get_running_loop().create_task(self.sender.run())
        return self.sender

    def close(self) -> None:
        if self._running is not None:
            self._running.cancel()

    async def queue(self, notes: Sequence[Any]) -> None:
        async with self.archive.open_records() as records:
            await records.ledger.enqueue(*notes)
        if self.sender is not None:
            self.sender.wake()

    async def play(self, seconds: float) -> None:
        """Let so many seconds pass, waking everybody at their own moment."""
        end = self.clock.now() + timedelta(seconds=seconds)
        while True:
            for _ in range(TURNS):
                await asyncio.sleep(0)
            due = self.clock.next_due()
            if due is None or due > end:
                break
            self.clock.move_to(due)
        self.clock.move_to(end)
        for _ in range(TURNS):
            await asyncio.sleep(0)

    async def count(self, *states: str) -> int:
        async with self.archive.open_records() as records:
            return await records.outbox.count(*states)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    clock = HandClock(START)
    async with Database(f"sqlite+aiosqlite:///{tmp_path / 'town.db'}", inline=True) as database:
        await migrate(database)
        desk = Desk(Archive(database, "beit-shemesh", 7, clock.now), clock)
        yield desk
        desk.close()
        await asyncio.sleep(0)
