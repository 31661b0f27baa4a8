"""How hard the properties are tried (`fast` by hand, `ci` in make test), and names of cases that two workers agree on."""

import pytest
from hypothesis import settings

settings.register_profile("fast", max_examples=25, deadline=None)
settings.register_profile("ci", max_examples=150, deadline=None, derandomize=True, print_blob=True)
settings.load_profile("fast")


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name a function by its argument: its own name would hold an address, and xdist wants the same names everywhere."""
    return argname if callable(val) and not isinstance(val, type) else None
