"""An event loop on a hand clock, without sockets: it says when nothing can happen any more before time passes."""

import asyncio
import selectors
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.simulator.hand_clock import HandClock

MOST_TURNS = 400_000
"""A moment that takes more turns of the loop than this never ends."""


class NothingMoves(RuntimeError):
    """Everybody waits for somebody else, and the driver waits for them."""


class NeverStill(RuntimeError):
    """The tasks of one moment keep waking each other."""


class _Nothing(selectors.SelectSelector):
    """A selector that looks at no socket: without ready tasks, `still` decides what comes next."""

    def __init__(self) -> None:
        super().__init__()
        self.still: Callable[[float | None], None] = lambda _: None
        self._turns = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self._turns += 1
        if timeout == 0:
            if self._turns > MOST_TURNS:
                message = f"{MOST_TURNS} turns of the loop at one moment"
                raise NeverStill(message)
            return []
        self._turns = 0
        self.still(timeout)
        return []


class StillLoop(asyncio.SelectorEventLoop):
    """One seed's loop. Time is the clock's; timers of asyncio itself (`asyncio.timeout`) are moved by hand as well."""

    def __init__(self, clock: HandClock) -> None:
        """Run on this clock."""
        self._clock = clock
        nothing = _Nothing()
        super().__init__(nothing)
        nothing.still = self._nothing_is_ready
        self._waiting: asyncio.Future[float | None] | None = None

    def time(self) -> float:
        """Return the clock's monotonic seconds."""
        return self._clock.monotonic()

    def run_in_executor(self, executor: object, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:  # type: ignore[override]  # noqa: ANN401 - there are no threads
        """Do at once what would be done on a thread: its end would come at no moment of this clock."""
        del executor
        done = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as failure:  # noqa: BLE001 - as a thread hands it over
            done.set_exception(failure)
        return done

    async def until_still(self) -> timedelta | None:
        """Wait until no task can go on at this moment; return how long until asyncio's own next timer, None without one."""
        self._waiting = self.create_future()
        seconds = await self._waiting
        return None if seconds is None else timedelta(seconds=seconds)

    def _nothing_is_ready(self, timeout: float | None) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            message = f"at {self._clock.now():%H:%M:%S} everybody waits and nobody moves the clock"
            raise NothingMoves(message)
        if not waiting.done():
            waiting.set_result(timeout)
