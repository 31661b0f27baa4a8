"""How hard the properties are tried (`fast` by hand, `ci` in make test), names two workers agree on, and a PostgreSQL of our own."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.databases import IS_POSTGRES_HERE, Postgres

settings.register_profile("fast", max_examples=25, deadline=None)
settings.register_profile("ci", max_examples=150, deadline=None, derandomize=True, print_blob=True)
settings.register_profile("long", max_examples=3_000, deadline=None, print_blob=True)
settings.load_profile("fast")


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name a function by its argument: its own name would hold an address, and xdist wants the same names everywhere."""
    return argname if callable(val) and not isinstance(val, type) else None


def pytest_report_header() -> str:
    """Say when half of the storage tests can't run, rather than leave them out in silence."""
    return "PostgreSQL: tested beside SQLite" if IS_POSTGRES_HERE else "PostgreSQL: none found, storage is tested on SQLite alone"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server of this worker's own, started when the first test asks for it and gone afterwards."""
    with Postgres() as server:
        yield server
