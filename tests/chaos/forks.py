"""Run commands of `python -m bot` in forked children, one a line (JSON: arguments, environment); say how each ended."""

import json
import os
import sys

from bot import keeping
from bot.cli import main

PRELOADED = keeping.__name__
"""What every command opens is opened once, before the forks."""

for line in sys.stdin:
    order = json.loads(line)
    child = os.fork()
    if not child:
        os.environ.update(order["environment"])  # noqa: TID251 - each command has an environment of its own
        os.dup2(2, 1)
        os._exit(main(order["arguments"]))
    _, status = os.waitpid(child, os.WUNTRACED)
    sys.stdout.write(f"{-os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)}\n")
    sys.stdout.flush()
