"""One file for all the machines of a module."""

from collections.abc import Iterator

import pytest

from tests.properties.ground import Ground, laid


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with laid(tmp_path_factory.mktemp("ground")) as ground:
        yield ground
