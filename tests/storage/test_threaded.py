"""Short statements run at once; those that took long, and those that may wait, go to the thread."""

import threading
import time
from pathlib import Path

import pytest

from bot.storage import threaded
from bot.storage.threaded import ThreadedConnection


async def test_a_statement_that_took_long_goes_to_the_thread_until_it_is_short_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threaded, "SHORT_S", 0.05)
    where: list[int] = []
    lasts = [0.0, 0.06, 0.06, 0.0, 0.0]

    def work(plain: object) -> None:
        del plain
        where.append(threading.get_ident())
        began = time.perf_counter()
        while time.perf_counter() - began < lasts[len(where) - 1]:
            pass

    connection = await ThreadedConnection.connect(str(tmp_path / "one.db"))
    for _ in lasts:
        await connection.run("SELECT 1", work)
    await connection.run("BEGIN IMMEDIATE", lambda _: where.append(threading.get_ident()))
    await connection.close()
    here = threading.get_ident()
    assert [place == here for place in where] == [True, True, False, False, True, False]
