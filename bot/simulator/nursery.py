"""A preloaded process that forks fresh bots in a moment: importing everything takes seconds, forking does not.

`python -m bot.simulator.nursery MODULE` reads lines, each a JSON object that says what is born (a `Birth`), and answers
each with a process id. A child that ends by itself adds a line with its id, negative. MODULE says what a child does: it
has `preload()` and `live(settings, birth)`.
"""

import asyncio
import gc
import json
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from importlib import import_module

from bot.logs import begin_logging
from bot.simulator.birth import Birth
from config.settings import Settings, read_settings

logger = logging.getLogger(__name__)

Live = Callable[[Settings, Birth], Awaitable[None]]


def main(module: str) -> None:
    """Fork bots until the input ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    program = import_module(module)
    program.preload()
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _live(program.live, Birth(**json.loads(line)))
        _say(child)


def _live(live: Live, birth: Birth) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    settings = read_settings({"failpoint": birth.failpoint})
    begin_logging(settings.log_level)
    try:
        asyncio.run(_to_the_end(live, settings, birth))
    except BaseException:  # whatever it was, the parent's loop must not go on in the child
        logger.exception("a bot fell by itself")
    _say(-os.getpid())
    os._exit(1)


def _say(number: int) -> None:
    """Write one line at once, as no two processes can mix it up: a child's number, negative once it fell by itself."""
    os.write(sys.stdout.fileno(), f"{number}\n".encode())


async def _to_the_end(live: Live, settings: Settings, birth: Birth) -> None:
    await live(settings, birth)


if __name__ == "__main__":
    main(sys.argv[1])
