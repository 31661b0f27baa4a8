"""Measured times as figures with their units."""

import math
from collections.abc import Sequence

MS = 1_000


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of them do not exceed (nearest rank). Raises ValueError for none."""
    if not values:
        message = "nothing was measured"
        raise ValueError(message)
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def in_ms(seconds: Sequence[float], prefix: str = "") -> dict[str, float]:
    """Return the median and the 99th percentile, milliseconds."""
    return {f"{prefix}p50_ms": round(percentile(seconds, 0.5) * MS, 2), f"{prefix}p99_ms": round(percentile(seconds, 0.99) * MS, 2)}
