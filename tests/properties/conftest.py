"""One file for all the machines of a module; expected tracebacks are not written where a machine asks so."""

import logging
from collections.abc import Iterator

import pytest

from tests.properties.ground import Ground, laid


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with laid(tmp_path_factory.mktemp("ground")) as ground:
        yield ground


@pytest.fixture
def quiet_log() -> Iterator[None]:
    """Formatting what a machine provokes would cost more than the machine."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
