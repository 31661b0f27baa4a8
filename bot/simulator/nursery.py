"""A preloaded process that forks a fresh bot in a moment: importing everything takes seconds, forking does not.

It reads lines: `spawn` forks a bot that serves as the environment says, and answers with its process id.
"""

import asyncio
import contextlib
import os
import signal
import sys

from bot.logs import begin_logging
from bot.serve import serve
from bot.speech.texts import house_sentences
from config.settings import read_settings


def main() -> None:
    """Fork bots until the input ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    settings = read_settings()
    house_sentences()
    for line in sys.stdin:
        if line.strip() != "spawn":
            continue
        child = os.fork()
        if not child:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            begin_logging(settings.log_level)
            with contextlib.suppress(KeyboardInterrupt):
                asyncio.run(serve(settings))
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
