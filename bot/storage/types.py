"""How values stand in columns: instants, words of an enum, sets, points."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Dialect, String
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Word = TypeVar("Word", bound=StrEnum)


class Instant(TypeDecorator[datetime]):
    """An aware moment, kept as microseconds since 1970 UTC: it sorts, and no zone can be lost."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Write. Raises ValueError for a naive moment."""
        del dialect
        return None if value is None else to_micros(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Read."""
        del dialect
        return None if value is None else from_micros(value)


class Words(TypeDecorator[frozenset[str]]):
    """A small set of words, kept as one sorted text between bars."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> str | None:
        """Write."""
        del dialect
        return None if value is None else "|".join(sorted(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[str] | None:
        """Read."""
        del dialect
        return None if value is None else _words(value)


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    """The same few sets stand in very many rows."""
    return frozenset(text.split("|")) if text else frozenset()


def to_micros(moment: datetime) -> int:
    """Return microseconds since 1970 UTC. Raises ValueError for a naive moment."""
    if moment.tzinfo is None:
        message = "a moment without a zone cannot be stored"
        raise ValueError(message)
    return (moment - EPOCH) // MICROSECOND


def from_micros(micros: int) -> datetime:
    """Return the moment."""
    return EPOCH + timedelta(microseconds=micros)
