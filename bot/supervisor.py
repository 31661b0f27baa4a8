"""Keeps everything loaded and forks the serving process; when that dies or hangs, another serves within a second.

`python -m bot serve --supervised` (or SUPERVISE=1). A fork costs milliseconds, importing everything anew costs seconds.
"""

import asyncio
import gc
import logging
import os
import select
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from types import FrameType

from bot.clock import SystemClock
from bot.logs import redacted
from bot.serve import CannotStart, serve
from bot.speech.texts import house_sentences
from config.settings import Settings, WrongSettings

logger = logging.getLogger(__name__)

PASSED_ON = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PULSE = timedelta(seconds=1)
HUNG_AFTER_S = 60.0
"""A serving process that shows no pulse for so long stands still, and keeps everybody else from the database: it is killed."""
SOUND_AFTER_S = 2.0
"""Who lived so long had begun to serve: the next one starts at once. A poisoned update is put aside after five tries by itself."""
PAUSES_S = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""How long is waited after one, two, three … early deaths in a row."""
TOLD_TO = {-signal.SIGTERM, -signal.SIGINT}
"""How a child ends that was told to stop before it served."""
CANNOT_START = 2
"""The exit code of what a host must mend; trying again would not help."""


def supervise(settings: Settings) -> int:
    """Serve until told to stop or until a host must mend something; return the exit code."""
    house_sentences()
    gc.collect()
    gc.freeze()
    return Supervisor(settings).run()


def pause_after(early_deaths: int) -> float:
    """Return how long to wait before the next birth after so many early deaths in a row, seconds."""
    return PAUSES_S[min(max(early_deaths - 1, 0), len(PAUSES_S) - 1)]


@dataclass(slots=True)
class Supervisor:
    """One serving child at a time."""

    settings: Settings
    _child: int = 0
    _early_deaths: int = 0
    _stopping: bool = False

    def run(self) -> int:
        """Fork, wait, and fork again; return the exit code of the last child."""
        for number in PASSED_ON:
            signal.signal(number, self._pass_on)
        while True:
            code, lived_s = self._one_life()  # who was told to stop during a pause is born, told, and ends well
            if self._stopping or code in {0, CANNOT_START}:
                return 0 if code in TOLD_TO else code
            self._early_deaths = 0 if lived_s >= SOUND_AFTER_S else self._early_deaths + 1
            pause = pause_after(self._early_deaths)
            logger.error("the serving process ended with %s after %.1f s; another starts in %.1f s", code, lived_s, pause)
            self._rest(pause)

    def _one_life(self) -> tuple[int, float]:
        """Fork a child and wait for its end; return its exit code (negative: the signal that killed it) and how long it lived, seconds."""
        began = time.monotonic()
        pulse, beats = os.pipe()
        sys.stdout.flush()
        self._child = os.fork()
        if not self._child:
            os.close(pulse)
            _serve_and_exit(self.settings, beats)
        os.close(beats)
        if self._stopping:
            os.kill(self._child, signal.SIGTERM)
        _watch(pulse, self._child)
        os.close(pulse)
        _, status = os.waitpid(self._child, 0)
        self._child = 0
        return os.waitstatus_to_exitcode(status), time.monotonic() - began

    def _pass_on(self, number: int, _: FrameType | None) -> None:
        """A host stops the supervisor: the child is told to stop in the same words, and no other is born."""
        self._stopping = True
        if self._child:
            with suppress(ProcessLookupError):
                os.kill(self._child, signal.SIGTERM if number == signal.SIGHUP else number)

    def _rest(self, pause_s: float) -> None:
        until = time.monotonic() + pause_s
        while not self._stopping and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.1))


def _watch(pulse: int, child: int) -> None:
    """Return when the child's end of the pipe is closed: it is dead. One that shows no pulse for a minute is killed."""
    while True:
        ready, _, _ = select.select([pulse], [], [], HUNG_AFTER_S)
        if not ready:
            logger.critical("the serving process shows no life for %s s and is killed", HUNG_AFTER_S)
            os.kill(child, signal.SIGKILL)
            return
        if not os.read(pulse, 4096):
            return


def _serve_and_exit(settings: Settings, beats: int) -> None:
    """Be the child; never return."""
    for number in PASSED_ON:
        signal.signal(number, signal.SIG_DFL)
    code = 1
    try:
        asyncio.run(_serve_with_pulse(settings, beats))
        code = 0
    except (CannotStart, WrongSettings) as reason:
        sys.stderr.write(redacted(f"{reason}\n"))
        code = CANNOT_START
    except KeyboardInterrupt:
        code = 130
    except BaseException:  # whatever it was, the supervisor's loop must not go on in the child
        logger.exception("the serving process failed")
    finally:
        os._exit(code)


async def _serve_with_pulse(settings: Settings, beats: int) -> None:
    """Serve, and show a pulse. Raises CannotStart."""
    try:
        async with asyncio.TaskGroup() as group:
            pulse = group.create_task(_show_pulse(beats, os.getppid()))
            await serve(settings)
            pulse.cancel()
    except* CannotStart as reasons:
        raise CannotStart(*reasons.exceptions[0].args) from reasons


async def _show_pulse(beats: int, supervisor: int) -> None:
    """Write a byte a second; once the supervisor is gone nobody would replace us, and a new one may come: stop."""
    while os.getppid() == supervisor:
        os.write(beats, b".")
        await SystemClock().sleep(PULSE)
    logger.error("the supervisor is gone; the serving process stops")
    os.kill(os.getpid(), signal.SIGTERM)
