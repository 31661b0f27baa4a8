"""PostgreSQL as the bot wants it: an engine that never waits for ever, and one writer a town."""

import hashlib
from typing import Any

from sqlalchemy import URL, BigInteger, Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

POOL = 8
OVERFLOW = 8
"""Connections of one process, at rest and at most: a transaction lasts milliseconds, so they serve very many towns."""
AT_ONCE = 10
"""Transactions of towns at once, first come, first served; the other connections stay free for leases, however much waits."""
POOL_TIMEOUT_S = 30
KEPT_STATEMENTS = 400
SETTINGS = {
    "application_name": "eshkol",
    "jit": "off",  # compiling costs more than any of our statements
    "idle_in_transaction_session_timeout": "8000",  # a process that was stopped in a transaction must not hold its town for ever
    "lock_timeout": "20000",
    "statement_timeout": "60000",
    "timezone": "UTC",
}

TAKE_TURN: Select[Any] = select(func.pg_advisory_xact_lock(bindparam("turn", type_=BigInteger)))


def engine_for(url: URL) -> AsyncEngine:
    """Return an engine of READ COMMITTED transactions; what must not mix is kept apart by `take_turn`."""
    return create_async_engine(
        url.update_query_dict({"prepared_statement_cache_size": str(KEPT_STATEMENTS)}),
        pool_size=POOL,
        max_overflow=OVERFLOW,
        pool_timeout=POOL_TIMEOUT_S,
        connect_args={"server_settings": SETTINGS},
        hide_parameters=True,  # a failed statement is logged, and its parameters are people's names and words
    )


async def take_turn(db: AsyncConnection, name: str) -> None:
    """Wait until this transaction is the only one of this name, on whichever process; the lock falls with the transaction.

    SQLite has one writer a file. One a town keeps the same promise here: what was read stays true until it is written.
    """
    await db.execute(TAKE_TURN, {"turn": lock_number(name)})


def lock_number(name: str) -> int:
    """Return the advisory lock of a name: 63 bits of a digest, alike in every process."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big") >> 1
