"""Kills the real bot at random instants while a town uses it, and counts what was lost or doubled.

Processes, sockets and storage are real and time is the machine's. The verdict compares what people did and what
their phones show with the ground truth of the fake Telegram and the facts in the database.
"""

import argparse
import asyncio
import json
import logging
import os
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random

from bot.clock import SystemClock
from bot.simulator.autopilot import Applicant, answer_calls
from bot.simulator.telegram.limits import Limits
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.server import TelegramServer
from bot.storage.audit import Facts, facts_of

logger = logging.getLogger(__name__)

TOKEN = "100000001:made-up-for-the-simulator-AAAAAAAAAAAA"  # noqa: S105 - opens nothing but this simulator
ADMIN_CODE = "open-sesame-2026"
STEP_S = 0.02
LIVES_S = (0.05, 0.6)
"""How long a bot lives after its first word to Telegram, seconds: drawn evenly."""
GIVE_UP_S = 240.0
ALL_SAID_S = 4.0
"""When nothing was said for this long everything has been said: live cards rest three seconds between edits."""
SKILLS = ("Generator operation", "Certified electrician", "Logistics and store")
"""What the emergency of these runs needs, in the catalogue's English."""
IN_FLIGHT = 4
"""Messages that may be under way at once, so at most this many can be doubled by one kill."""


@dataclass(slots=True)
class Verdict:
    """What was found. `duplicates_forced` are copies whose first one's answer a kill swallowed."""

    seeds: int = 0
    kills: int = 0
    people: int = 0
    calls: int = 0
    answers: int = 0
    lost: int = 0
    double_effects: int = 0
    duplicates_forced: int = 0
    duplicates_unforced: int = 0
    complaints: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether nothing was lost and nothing happened twice without cause."""
        return not (self.lost or self.double_effects or self.duplicates_unforced)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which runs are wanted."""
    parser.add_argument("--seeds", type=int, default=1, help="how many runs")
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=27, help="how often the bot is killed in each run")
    parser.add_argument("--people", type=int, default=8, help="how many residents register and answer in each run")


def main(options: argparse.Namespace) -> int:
    """Run, print a verdict, and return 0 only for a good one."""
    total = Verdict()
    for seed in range(options.first_seed, options.first_seed + options.seeds):
        with tempfile.TemporaryDirectory() as folder:
            found = asyncio.run(run(Path(folder), seed, options.kills, options.people))
        _add(total, found)
        sys.stdout.write(f"seed {seed}: {found.kills} kills, {found.lost} lost, {found.double_effects} double effects\n")
        for complaint in found.complaints:
            sys.stdout.write(f"  {complaint} (again: python -m bot chaos --first-seed {seed} --seeds 1 --kills {options.kills})\n")
    if options.json:
        sys.stdout.write(json.dumps({**asdict(total), "complaints": len(total.complaints)}, sort_keys=True) + "\n")
    return 0 if total.is_good else 1


async def run(folder: Path, seed: int, kills: int, people: int) -> Verdict:
    """Let `people` register and answer calls while the bot is killed `kills` times; return what was found."""
    random = Random(seed)
    limits = Limits.off()
    async with (
        TelegramServer(SystemClock(), (TOKEN,), limits=limits, seed=seed, check_schema=False) as server,
        _nursery(folder, server) as nursery,
    ):
        town = _Town(server, people, random)
        verdict = Verdict(seeds=1, people=people)
        async with asyncio.timeout(GIVE_UP_S):
            while not (town.is_over and verdict.kills >= kills):
                if town.is_over:
                    town.issue_another()
                is_last = verdict.kills >= kills
                await _one_life(nursery, server, town, None if is_last else random.uniform(*LIVES_S))
                verdict.kills += not is_last
            await _one_life(nursery, server, town, None)
        facts = await facts_of(f"sqlite+aiosqlite:///{folder / 'town.db'}")
    judge(town, server, facts, verdict)
    return verdict


class _Town:
    """What the people do: register, issue calls, answer them; all through their phones."""

    def __init__(self, server: TelegramServer, people: int, random: Random) -> None:
        self.server = server
        self.random = random
        self.coordinator = server.person("Rivka", language_code="he")
        self.coordinator.start(f"admin-{ADMIN_CODE}")
        self.applicants = [
            Applicant(server.person(f"R{number}", language_code="he"), SKILLS[number % len(SKILLS)]) for number in range(people)
        ]
        self.commands: list[str] = []
        self.sends: list[str] = []
        self.answered: dict[tuple[int, str], int] = {}

    @property
    def is_over(self) -> bool:
        return self.are_registered and bool(self.commands) and self._has_answered()

    @property
    def are_registered(self) -> bool:
        return all(one.is_registered for one in self.applicants)

    def issue_another(self) -> None:
        """Issue one more emergency, so that kills go on falling into a living town."""
        command = f'/emergency E07 ramat-lehi 4 "number {len(self.commands) + 1}"'
        self.commands.append(command)
        self.coordinator.say(command)

    def act(self) -> None:
        """Let everybody do what they now can."""
        for applicant in self.applicants:
            applicant.act()
        if self.are_registered and not self.commands:
            self.issue_another()
        _press_new(self.coordinator, "approve", self.sends)
        _press_new(self.coordinator, "send", self.sends)
        for applicant in self.applicants:
            answer_calls(applicant.phone, self.answered)

    def _has_answered(self) -> bool:
        sent = sum(".send." in data for data in self.sends)
        return sent == len(self.commands) and not any(self._may_answer(one.phone) for one in self.applicants)

    def _may_answer(self, phone: Phone) -> bool:
        return any((button.data or "").split(".")[2:3] == ["coming"] for seen in phone.received for button in seen.buttons)


def _press_new(phone: Phone, verb: str, pressed: list[str]) -> None:
    for seen in phone.received:
        for button in seen.buttons:
            data = button.data or ""
            if f".{verb}." in data and data not in pressed:
                pressed.append(data)
                phone.press(data, seen)


async def _one_life(nursery: "_Nursery", server: TelegramServer, town: _Town, lives_s: float | None) -> None:
    """Start a bot and let the town act; kill it after `lives_s`, or, without one, once everything has been said."""
    introduced = len(server.log.of("getMe"))
    pid = await nursery.spawn()
    clock = asyncio.get_running_loop().time
    await server.changes.until(lambda: len(server.log.of("getMe")) > introduced)
    began, quiet_since = clock(), clock()
    while lives_s is None or clock() - began < lives_s:
        before = len(server.log)
        town.act()
        await asyncio.sleep(STEP_S)
        quiet_since = clock() if len(server.log) != before or not server.quiet() else quiet_since
        if lives_s is None and clock() - quiet_since > ALL_SAID_S:
            break
    os.kill(pid, signal.SIGKILL)


class _Nursery:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def spawn(self) -> int:
        """Fork a bot and return its process id."""
        if self._process.stdin is None or self._process.stdout is None:
            message = "the nursery has no pipes"
            raise RuntimeError(message)
        self._process.stdin.write(b"spawn\n")
        await self._process.stdin.drain()
        return int(await self._process.stdout.readline())


@asynccontextmanager
async def _nursery(folder: Path, server: TelegramServer) -> AsyncIterator[_Nursery]:
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": str(Path(__file__).parents[3]),
        "BOT_TOKEN": TOKEN,
        "TOWN": "beit-shemesh",
        "ADMIN_CODE": ADMIN_CODE,
        "TELEGRAM_API_URL": server.base_url,
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'town.db'}",
        "PORT": "0",
        "LOG_LEVEL": "ERROR",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.simulator.nursery", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env=environment
    )
    try:
        yield _Nursery(process)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def judge(town: _Town, server: TelegramServer, facts: Facts, verdict: Verdict) -> None:
    """Compare what people did with what came of it."""
    _judge_people(town, facts, verdict)
    _judge_calls(town, facts, verdict)
    _judge_messages(server, facts, verdict)


def _judge_people(town: _Town, facts: Facts, verdict: Verdict) -> None:
    for applicant in town.applicants:
        records = facts.volunteers.get(applicant.phone.user_id, 0)
        if records != 1:
            verdict.lost += records == 0
            verdict.double_effects += records > 1
            verdict.complaints.append(f"person {applicant.phone.user_id} has {records} records")
    if facts.waiting_updates:
        verdict.lost += facts.waiting_updates
        verdict.complaints.append(f"{facts.waiting_updates} updates were never obeyed")


def _judge_calls(town: _Town, facts: Facts, verdict: Verdict) -> None:
    verdict.calls = len(facts.calls)
    if len(facts.calls) != len(town.commands):
        difference = len(facts.calls) - len(town.commands)
        verdict.lost += max(0, -difference)
        verdict.double_effects += max(0, difference)
        verdict.complaints.append(f"{len(town.commands)} calls were issued and {len(facts.calls)} exist")
    pressed = sum(town.answered.values())
    recorded = sum(facts.answers.values())
    verdict.answers = recorded
    doubled = {key: count for key, count in facts.answers.items() if count > 1}
    verdict.double_effects += len(doubled)
    verdict.lost += max(0, pressed - recorded)
    if doubled or recorded != pressed:
        verdict.complaints.append(f"{pressed} answers were pressed and {recorded} recorded; doubled: {doubled}")


def _judge_messages(server: TelegramServer, facts: Facts, verdict: Verdict) -> None:
    """Every queued message was accepted, and a copy beyond the first only where a kill swallowed the answer."""
    if facts.unsent:
        verdict.lost += facts.unsent
        verdict.complaints.append(f"{facts.unsent} messages were never sent")
    accepted = Counter(record.chat_id for record in server.log.of("sendMessage", accepted=True))
    for chat_id, count in accepted.items():
        extra = count - facts.sent.get(chat_id or 0, 0)
        verdict.duplicates_forced += max(0, extra)
        if extra < 0:
            verdict.lost += -extra
            verdict.complaints.append(f"chat {chat_id}: {-extra} messages are marked sent and never arrived")
    allowed = verdict.kills * IN_FLIGHT
    if verdict.duplicates_forced > allowed:
        verdict.duplicates_unforced = verdict.duplicates_forced - allowed
        verdict.complaints.append(f"{verdict.duplicates_forced} copies after {verdict.kills} kills")


def _add(total: Verdict, found: Verdict) -> None:
    for name in ("seeds", "kills", "people", "calls", "answers", "lost", "double_effects", "duplicates_forced", "duplicates_unforced"):
        setattr(total, name, getattr(total, name) + getattr(found, name))
    total.complaints.extend(found.complaints)
