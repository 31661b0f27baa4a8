"""APScheduler beats; state is never in its jobs."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

EVERY_SECOND = timedelta(seconds=1)


@asynccontextmanager
async def beating(jobs: dict[str, tuple[Callable[[], Awaitable[None]], timedelta]]) -> AsyncIterator[None]:
    """Run each job at its interval while the context is open; one that is still running is not started twice.

    What is due is read from tables, so a beat that was missed is made up for by the next.
    """
    scheduler = AsyncIOScheduler(timezone="UTC")
    for name, (job, every) in jobs.items():
        scheduler.add_job(job, "interval", seconds=every.total_seconds(), id=name, max_instances=1, coalesce=True, misfire_grace_time=None)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
