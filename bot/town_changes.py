"""What an import would change in a town that is already kept: shown to a person before anything is applied."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.town import SORTS, Row


class Change(StrEnum):
    """What happens to one thing of the town."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One cluster, skill, kind, neighbourhood or the town itself that would not stay as it is."""

    change: Change
    sort: str
    code: str
    keys: tuple[str, ...] = ()
    """For a change: the keys whose values differ, with dots inside (`policy.approval`)."""


def differences(old: Mapping[tuple[str, str], Row], new: Mapping[tuple[str, str], Row]) -> tuple[Difference, ...]:
    """Return what differs between two towns' rows, town first, then by sort and code."""
    found = [difference for key in old.keys() | new.keys() if (difference := _between(key, old.get(key), new.get(key)))]
    return tuple(sorted(found, key=_place_in_list))


def _between(key: tuple[str, str], old: Row | None, new: Row | None) -> Difference | None:
    sort, code = key
    if new is None:
        return Difference(Change.REMOVED, sort, code)
    if old is None:
        return Difference(Change.ADDED, sort, code)
    keys = tuple(_unlike(old, new))
    return Difference(Change.CHANGED, sort, code, keys) if keys else None


def _unlike(old: Row, new: Row, above: str = "") -> Iterator[str]:
    """Name the keys that differ; a new or removed thing does not count as a new order of the others."""
    for key in sorted(old.keys() | new.keys()):
        before, after, path = old.get(key), new.get(key), above + key
        if isinstance(before, dict) and isinstance(after, dict):
            yield from _unlike(before, after, f"{path}.")
        elif above == "order." and isinstance(before, list) and isinstance(after, list):
            common = set(before) & set(after)
            if [code for code in before if code in common] != [code for code in after if code in common]:
                yield path
        elif before != after:
            yield path


def _place_in_list(difference: Difference) -> tuple[int, str, str]:
    known = SORTS.index(difference.sort) if difference.sort in SORTS else len(SORTS)
    return known, difference.sort, difference.code
