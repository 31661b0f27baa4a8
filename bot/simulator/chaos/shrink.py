"""A failing seed made small: the fewest pieces of its mischief with which it still fails the same way."""

from collections.abc import Callable, Sequence
from itertools import pairwise

Fails = Callable[[frozenset[int]], bool]


def shrunk(numbers: Sequence[int], fails: Fails) -> tuple[int, ...]:
    """Return a smallest part of `numbers` that still fails: nothing of it can be left out (Zeller's ddmin).

    `fails` must hold for all of them; it is asked at most a quadratic number of times.
    """
    kept = list(numbers)
    if fails(frozenset()):
        return ()
    parts = 2
    while len(kept) > 1:
        chunks = _chunks(kept, min(parts, len(kept)))
        smaller = _part_that_fails(chunks, fails) or _rest_that_fails(kept, chunks, fails)
        if smaller is not None:
            kept, parts = smaller, max(parts - 1, 2) if len(smaller) > len(chunks[0]) else 2
        elif parts >= len(kept):
            break
        else:
            parts = min(len(kept), parts * 2)
    return tuple(kept)


def _chunks(numbers: list[int], parts: int) -> list[list[int]]:
    size, more = divmod(len(numbers), parts)
    ends = [place * size + min(place, more) for place in range(parts + 1)]
    return [numbers[begin:end] for begin, end in pairwise(ends)]


def _part_that_fails(chunks: list[list[int]], fails: Fails) -> list[int] | None:
    return next((chunk for chunk in chunks if len(chunks) > 1 and fails(frozenset(chunk))), None)


def _rest_that_fails(kept: list[int], chunks: list[list[int]], fails: Fails) -> list[int] | None:
    rests = ([number for number in kept if number not in chunk] for chunk in chunks)
    return next((rest for rest in rests if rest and fails(frozenset(rest))), None)
