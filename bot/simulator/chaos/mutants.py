"""Mistakes planted in the bot on purpose: a harness that does not catch them proves nothing."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mistake. `parts` are names in the bot and what stands there instead, made from what stood there."""

    about: str
    parts: tuple[tuple[object, str, Callable[[Any], Any]], ...]


@contextmanager
def planted(mutant: Mutant) -> Iterator[None]:
    """Let the bot have this mistake for a while."""
    with ExitStack() as stack:
        for owner, name, make in mutant.parts:
            stack.enter_context(patch.object(owner, name, make(getattr(owner, name))))
        yield


MUTANTS: Mapping[str, Mutant] = {}
