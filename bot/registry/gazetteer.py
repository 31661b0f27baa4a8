"""Neighbourhoods in what people write: named within an address, or misspelt."""

import difflib
from collections.abc import Sequence

from bot.registry.place import Neighbourhood, as_spoken

ALIKE_ENOUGH = 0.6
"""Similarity (difflib ratio) from which a name is worth suggesting; one wrong letter in five still passes."""


def mentioned(text: str, neighbourhoods: Sequence[Neighbourhood]) -> Neighbourhood | None:
    """Return the neighbourhood whose name stands in a text as whole words; of several the longest name, which says most."""
    padded = f" {_without_commas(text)} "
    found = [(len(name), place.code, place) for place in neighbourhoods for name in place.spoken if f" {_without_commas(name)} " in padded]
    return max(found, key=lambda one: one[:2])[2] if found else None


def alike(text: str, neighbourhoods: Sequence[Neighbourhood], most: int = 3) -> list[Neighbourhood]:
    """Return the neighbourhoods whose names look most like a text, the likest first."""
    wanted = as_spoken(text)
    likest = [(max(_likeness(wanted, name) for name in place.spoken), place) for place in neighbourhoods]
    good = sorted((one for one in likest if one[0] >= ALIKE_ENOUGH), key=lambda one: -one[0])
    return [place for _, place in good[:most]]


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()


def _without_commas(text: str) -> str:
    return as_spoken(text.replace(",", " ").replace("\u060c", " "))
