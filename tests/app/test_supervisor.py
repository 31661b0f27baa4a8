"""The supervisor: another bot serves when one is killed, a stop is passed on, and what a host must mend is not tried again."""

import asyncio
from pathlib import Path

from bot.clock import SystemClock
from bot.simulator.bench.host import TOKEN, Host, until
from bot.simulator.telegram.server import TelegramServer
from bot.supervisor import PAUSES_S, pause_after


def test_the_first_early_death_costs_no_pause_and_a_crash_loop_ever_longer_ones() -> None:
    assert [pause_after(deaths) for deaths in range(1, len(PAUSES_S) + 2)] == [*PAUSES_S, PAUSES_S[-1]]
    assert pause_after(0) == pause_after(1) == 0


async def test_a_killed_bot_is_replaced_a_stopped_one_is_not(tmp_path: Path) -> None:
    async with TelegramServer(SystemClock(), (TOKEN,), check_schema=False) as telegram, asyncio.timeout(120):
        environment = {
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram.base_url,
            "DATA_DIR": str(tmp_path),
            "PORT": "0",
            "LOG_LEVEL": "CRITICAL",
        }
        host = Host(environment, supervised=True)
        await host.start()
        await until(telegram.is_polled)
        first, introduced = host.serving, len(telegram.log.of("getMe"))
        await host.kill()
        await until(lambda: len(telegram.log.of("getMe")) > introduced)
        second = host.serving
        code = await host.end()

    assert first != second
    assert code == 0
