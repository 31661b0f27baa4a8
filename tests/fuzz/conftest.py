"""One file for all the examples of a module; thousands of expected tracebacks are not written."""

import logging
from collections.abc import Iterator

import pytest

from tests.properties.ground import Ground, laid


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with laid(tmp_path_factory.mktemp("floor")) as ground:
        yield ground


@pytest.fixture
def quiet_log() -> Iterator[None]:
    """Spare the machine what a fuzzed loop would write: formatting it costs more than the loop."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
