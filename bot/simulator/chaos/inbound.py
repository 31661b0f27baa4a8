"""Very many updates, each delivered one to three times, to a bot that is killed again and again: is each obeyed once?"""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from bot.clock import SystemClock
from bot.simulator.birth import Birth
from bot.simulator.chaos.births import Nursery, kill, nursery
from bot.simulator.telegram.limits import Limits
from bot.simulator.telegram.schema import JsonObject
from bot.simulator.telegram.server import TelegramServer
from bot.storage.audit import effects_of

TOKEN = "100000001:made-up-for-the-simulator-AAAAAAAAAAAA"  # noqa: S105 - opens nothing but this simulator
COUNTING = "bot.simulator.counting"
REPLIES = "replies-wanted"
"""Stands for the admin code, of which a counting bot has no use, in runs that want replies."""
FIRST_NUMBER = 1_000_000
PEOPLE = 200
MOST_COPIES = 3
WAITING = 400
"""So many updates wait at Telegram at most, fewer where kills are many: the rest is still to be said."""
STEP_S = 0.02
LOOK_EVERY_S = 0.5
LAST_BREATH_S = 0.3
"""A kill comes within so long after its turn, seconds."""
PATIENCE_S = 60.0
NUMBER = re.compile(r"\d{7}")


@dataclass(slots=True)
class InboundVerdict:
    """What came of the updates. Replies are counted only where they were asked for; copies of one are `replies_doubled`."""

    updates: int = 0
    deliveries: int = 0
    kills: int = 0
    lost: int = 0
    double_effects: int = 0
    replies_lost: int = 0
    replies_doubled: int = 0
    seconds: float = 0.0
    complaints: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether every update had its one effect."""
        return not (self.lost or self.double_effects or self.replies_lost or self.complaints)

    def figures(self) -> dict[str, object]:
        """Return what can be written as JSON."""
        return {**asdict(self), "seconds": round(self.seconds, 1), "complaints": len(self.complaints)}


@dataclass(frozen=True, slots=True)
class Contestant:
    """A program to be tried: what runs it, and where its effects stand."""

    program: str
    replies: bool
    effects: Callable[[Path], Awaitable[tuple[Counter[str], int]]]
    """The effects so far, and how many updates are stored and still to be obeyed."""
    most_copies: int = MOST_COPIES


async def stored_effects(folder: Path) -> tuple[Counter[str], int]:
    """Return what our own bot's database says."""
    return await effects_of(f"sqlite+aiosqlite:///{folder / 'town.db'}")


OURS = Contestant(COUNTING, replies=False, effects=stored_effects)


async def run_inbound(folder: Path, seed: int, *, updates: int = 60_000, kills: int = 100) -> InboundVerdict:
    """Deliver updates to our doors while they are killed; every one must have had one effect. Raises TimeoutError where it stalls."""
    return await contest(folder, seed, OURS, updates=updates, kills=kills)


async def contest(folder: Path, seed: int, contestant: Contestant, *, updates: int, kills: int) -> InboundVerdict:
    """Deliver updates to a program while it is killed; return what came of them. Raises TimeoutError where it stalls."""
    verdict = InboundVerdict(updates=updates)
    began = time.monotonic()
    async with (
        TelegramServer(SystemClock(), (TOKEN,), limits=Limits.off(), seed=seed, check_schema=False) as server,
        nursery(_environment(folder, server, contestant), contestant.program) as bots,
    ):
        for number in range(PEOPLE):
            server.person("R", user_id=FIRST_NUMBER + number).begin_silently()
        feed = Feed(server, Random(seed), updates, min(WAITING, max(1, updates // (4 * kills + 1))))
        feed.most_copies = contestant.most_copies
        await _live_and_die(feed, bots, kills, verdict)
        counted = await _until_obeyed(feed, contestant, folder)
        verdict.deliveries = feed.deliveries
        verdict.complaints += [f"bot {pid} ended by itself" for pid in bots.fell]
    _judge(counted, feed, contestant, verdict)
    verdict.seconds = time.monotonic() - began
    return verdict


class Feed:
    """The people: numbered messages and presses, some of which Telegram delivers again, soon or later."""

    def __init__(self, server: TelegramServer, random: Random, updates: int, most_waiting: int) -> None:
        """Say nothing yet."""
        self.server = server
        self.updates = updates
        self.said = 0
        self.deliveries = 0
        self._random = random
        self.most_copies = MOST_COPIES
        self._most_waiting = most_waiting
        self._again: list[JsonObject] = []

    @property
    def is_over(self) -> bool:
        """Whether everything was said and fetched."""
        return self.said == self.updates and not self._again and not self.server.waiting()

    def pour(self) -> None:
        """Say more, as long as not too much waits."""
        room = self._most_waiting - len(self.server.waiting())
        while room > 0 and (self.said < self.updates or self._again):
            self._say_or_repeat()
            room -= 1

    def _say_or_repeat(self) -> None:
        if self._again and (self.said == self.updates or self._random.randrange(3) == 0):
            again = self._again.pop(self._random.randrange(len(self._again)))
            self.server.inject_raw(again, repeat=2)
            self.deliveries += 1
            return
        update = _update(FIRST_NUMBER + self.said, self._random)
        update["update_id"] = self.server.inject_raw(update)
        self._again += [update] * self._random.randrange(self.most_copies)
        self.said += 1
        self.deliveries += 1


def _update(number: int, random: Random) -> JsonObject:
    person = FIRST_NUMBER + number % PEOPLE
    user = {"id": person, "is_bot": False, "first_name": "R"}
    chat = {"id": person, "type": "private", "first_name": "R"}
    message = {"message_id": number, "date": int(SystemClock().now().timestamp()), "chat": chat, "from": user, "text": str(number)}
    if random.randrange(2):
        return {"message": message}
    return {"callback_query": {"id": str(number), "from": user, "chat_instance": "1", "data": str(number), "message": message}}


async def _live_and_die(feed: Feed, bots: Nursery, kills: int, verdict: InboundVerdict) -> None:
    """Kill a bot each time another share of the updates was said; let the last one live."""
    random = Random(kills)
    for turn in range(1, kills + 1):
        pid = await bots.fork(Birth())
        await _pour_until(feed, partial(_has_said, feed, feed.updates * turn // (kills + 1)))
        await asyncio.sleep(random.uniform(0, LAST_BREATH_S))
        kill(pid)
        verdict.kills += 1
    await bots.fork(Birth())
    await _pour_until(feed, lambda: feed.is_over)


def _has_said(feed: Feed, share: int) -> bool:
    return feed.said >= share


async def _pour_until(feed: Feed, holds: Callable[[], bool]) -> None:
    """Raise TimeoutError once nothing was fetched for a minute."""
    clock = asyncio.get_running_loop().time
    moved_at, before = clock(), -1
    while not holds():
        feed.pour()
        await asyncio.sleep(STEP_S)
        if feed.deliveries != before:
            moved_at, before = clock(), feed.deliveries
        if clock() - moved_at > PATIENCE_S:
            message = f"nothing was fetched for {PATIENCE_S} s after {feed.said} updates"
            raise TimeoutError(message)


async def _until_obeyed(feed: Feed, contestant: Contestant, folder: Path) -> Counter[str]:
    """Return the effects once nothing more comes: of what is stored all is obeyed, and Telegram has heard nothing new."""
    before: tuple[object, ...] = ()
    while True:
        heard = len(feed.server.log.of("sendMessage"))
        await asyncio.sleep(LOOK_EVERY_S)
        counted, waiting = await contestant.effects(folder)
        now = (counted.total(), waiting, heard)
        if not waiting and now == before:
            return counted
        before = now


def _judge(counted: Counter[str], feed: Feed, contestant: Contestant, verdict: InboundVerdict) -> None:
    wanted = {str(FIRST_NUMBER + number) for number in range(feed.updates)}
    verdict.lost = len(wanted - counted.keys())
    verdict.double_effects = sum(count - 1 for count in counted.values())
    strangers = counted.keys() - wanted
    verdict.complaints += [f"effects nobody asked for: {sorted(strangers)[:5]}"] if strangers else []
    if contestant.replies:
        said = feed.server.log.of("sendMessage", accepted=True)
        replies = Counter(number for one in said for number in NUMBER.findall(str(one.params.get("text"))))
        verdict.replies_lost = len(wanted - replies.keys())
        verdict.replies_doubled = sum(count - 1 for count in replies.values())


def _environment(folder: Path, server: TelegramServer, contestant: Contestant) -> dict[str, str]:
    return {
        "BOT_TOKEN": TOKEN,
        "TOWN": "beit-shemesh",
        "ADMIN_CODE": REPLIES if contestant.replies else "only-effects",
        "TELEGRAM_API_URL": server.base_url,
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'town.db'}",
    }
