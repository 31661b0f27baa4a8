"""Bots as processes: forked from a preloaded parent or started cold, killed, stopped and let go on."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bot.simulator.birth import Birth

ROOT = Path(__file__).parents[3]
SERVED = "bot.simulator.served"


@dataclass(slots=True)
class Nursery:
    """Where children come from. Those that still live when it closes are killed."""

    environment: dict[str, str]
    _parent: asyncio.subprocess.Process
    _cold: list[asyncio.subprocess.Process] = field(default_factory=list)
    _children: list[int] = field(default_factory=list)
    fell: list[int] = field(default_factory=list)
    """Children that ended by themselves, known at the next birth: nobody had killed them."""

    async def fork(self, birth: Birth = Birth()) -> int:  # noqa: B008 - it is frozen
        """Fork a child and return its process id."""
        if self._parent.stdin is None or self._parent.stdout is None:
            message = "the nursery has no pipes"
            raise RuntimeError(message)
        self._parent.stdin.write(f"{json.dumps(asdict(birth))}\n".encode())
        await self._parent.stdin.drain()
        while (pid := int(await self._parent.stdout.readline())) < 0:
            self.fell.append(-pid)
        self._children.append(pid)
        return pid

    async def start_cold(self) -> int:
        """Start the bot as a host does, importing everything; return its process id."""
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "serve", env=self.environment)
        self._cold.append(process)
        return process.pid

    async def bury(self) -> None:
        """Kill whoever still lives and wait for the cold ones."""
        for pid in self._children:
            kill(pid)
        for process in self._cold:
            kill(process.pid)
            await process.wait()


@asynccontextmanager
async def nursery(environment: dict[str, str], program: str = SERVED) -> AsyncIterator[Nursery]:
    """Open a nursery whose children run this program, and see this environment and nothing else of ours."""
    whole = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "LOG_LEVEL": "ERROR", "PORT": "0", **environment}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.simulator.nursery", program, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env=whole
    )
    opened = Nursery(whole, process)
    try:
        yield opened
    finally:
        await opened.bury()
        kill(process.pid)
        await process.wait()


def kill(pid: int) -> None:
    """Kill without mercy; someone who is dead stays dead."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def stop(pid: int) -> None:
    """Let a process stand still in the middle of whatever it does."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGSTOP)


def go_on(pid: int) -> None:
    """Let a stopped process go on as if nothing had been."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)


def lives(pid: int) -> bool:
    """Say whether the process is there, running or stopped."""
    return _state(pid) not in "XZ"


def is_stopped(pid: int) -> bool:
    """Say whether the process stands still."""
    return _state(pid) == "T"


def _state(pid: int) -> str:
    """Return the letter that Linux shows for a process: T for stopped, Z for dead and not yet counted, X for one that is gone."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except ProcessLookupError:
        return "X"
    except FileNotFoundError:
        return "R" if not Path("/proc/self").exists() else "X"
