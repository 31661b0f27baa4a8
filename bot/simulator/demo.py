"""`python -m bot demo`: a town on this machine, a page to be its coordinator and its resident, and one emergency to watch."""

import argparse
import asyncio
import contextlib
import logging
import signal
import socket
import sys
import tempfile
from pathlib import Path

from bot.simulator import drill
from bot.simulator.page.door import LOOPBACK, open_door
from bot.simulator.page.live import Cast, LiveTown, live_town
from bot.simulator.page.opening import NotPlayed, Opening
from bot.town_file import find_town, read_town

USUAL_PORT = 8765
SCENARIO = "shelter-generator"
MOST_PEOPLE = 500
LAST_PORT = 65535


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the demo may be told."""
    parser.add_argument("--town", default="beit-shemesh", help="slug, or path of a town's folder (default: beit-shemesh)")
    parser.add_argument("--once", action="store_true", help="play one emergency in virtual time and exit")
    parser.add_argument("--port", type=int, default=None, help=f"the page's port on this machine (default: {USUAL_PORT}, else any; 0: any)")
    parser.add_argument("--quiet", action="store_true", help="play no emergency: the visitor makes the first")
    parser.add_argument("--residents", type=int, default=80, help="how many people live in the town (default: 80)")
    parser.add_argument("--pace", type=float, default=12.0, help="how many times faster than life they answer (default: 12)")
    parser.add_argument("--seed", type=int, default=7, help="who they are and what they answer")


def main(options: argparse.Namespace) -> int:
    """Run the demo until Ctrl-C, or one emergency with --once; return the exit code."""
    if options.once:
        return _once(options.town)
    if not 0 <= options.residents <= MOST_PEOPLE or options.pace <= 0 or not 0 <= (options.port or 0) <= LAST_PORT:
        _tell(f"--residents is a number up to {MOST_PEOPLE}, --pace is more than 0, --port is 0 to {LAST_PORT}")
        return 2
    logging.getLogger().setLevel(max(logging.WARNING, logging.getLogger().level))
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a beat that takes over a second on a slow machine is no news
    try:
        return asyncio.run(run(options))
    except OSError as taken:
        _tell(f"port {options.port} can't be opened ({taken.strerror}); --port 0 takes any free one")
        return 2


def _once(town: str) -> int:
    """Let the drill play its scenario: the same people, in virtual time, and judged at the end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    drill.add_arguments(parser)
    return drill.main(parser.parse_args(["--town", town, "--scenario", SCENARIO]))


async def run(options: argparse.Namespace) -> int:
    """Serve the demo until SIGINT or SIGTERM. Raises OSError where the port that was asked for is taken."""
    town = read_town(find_town(options.town))
    cast = Cast(options.residents, options.seed, options.pace)
    stop = _stop_when_told()
    with tempfile.TemporaryDirectory(prefix="eshkol-demo-") as folder:
        async with live_town(town, Path(folder), cast) as live, open_door(live, _free_port(options.port)) as door:
            _tell(f"{town.names.en} is on the table: {cast.people} made-up residents, the real bot, no Telegram. Open this page:")
            _tell(f"\n    {door.address}\n")
            await _play_until(stop, live, plays=not options.quiet)
    return 0


def _free_port(port: int | None) -> int:
    """Return the port asked for; where none was, the usual one, or any when somebody else has it."""
    if port is not None:
        return port
    with contextlib.closing(socket.socket()) as trial:
        return USUAL_PORT if trial.connect_ex((LOOPBACK, USUAL_PORT)) else 0


def _stop_when_told() -> asyncio.Event:
    stop = asyncio.Event()
    if sys.platform != "win32":  # there Ctrl-C raises by itself
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def _play_until(stop: asyncio.Event, live: LiveTown, *, plays: bool) -> None:
    """Play the opening while the page is served; serve on until told to stop."""
    async with asyncio.TaskGroup() as group:
        play = group.create_task(_play(live)) if plays else None
        _tell("Ctrl-C ends it.")
        await stop.wait()
        if play is not None:
            play.cancel()


async def _play(live: LiveTown) -> None:
    try:
        await Opening(live, _tell).play()
    except NotPlayed as reason:
        _tell(f"The emergency that was to be played is yours now: {reason}.")
    _tell("Your turn, on the page. Ctrl-C ends the demo.")


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
