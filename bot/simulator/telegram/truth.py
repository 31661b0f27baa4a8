"""The ground truth: what Telegram was asked, what it accepted and what it answered."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import overload


class Answer(StrEnum):
    """What went back over the wire."""

    OK = "ok"
    ERROR = "error"
    HTML = "html"
    HANG = "hang"
    RESET = "reset"
    SPOILED = "spoiled"
    """Something came that is no Bot API answer: cut, garbled, or too slow to be waited for."""


@dataclass(frozen=True, slots=True)
class Record:
    """One request as Telegram saw it.

    `accepted` says whether it took effect, whatever was answered; `code` is the status answered
    (0 for a reset or a hanging connection), `refused` is Telegram's sentence when it said no.
    """

    t: datetime
    token: str
    method: str
    chat_id: int | None
    message_id: int | None
    accepted: bool
    answer: Answer
    code: int
    params: Mapping[str, object]
    refused: str | None = None
    retry_after: int | None = None
    fault_id: str | None = None

    @property
    def request_hash(self) -> str:
        """Return what tells this request from others: the same words to the same chat have the same hash."""
        said = json.dumps([self.method, self.params], sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def answer_sent(self) -> bool:
        """Say whether an answer went back that its reader can trust: a proper yes or no."""
        return self.answer in (Answer.OK, Answer.ERROR)

    def as_row(self) -> dict[str, object]:
        """Return the row of the ground truth as it is published: no words, no names, only what happened."""
        return {
            "t": self.t.isoformat(),
            "request": self.request_hash,
            "method": self.method,
            "accepted": self.accepted,
            "message_id": self.message_id,
            "answer": self.answer.value,
            "answer_sent": self.answer_sent,
            "code": self.code,
            "fault": self.fault_id,
        }


class TruthLog:
    """An append-only list of records, oldest first."""

    def __init__(self) -> None:
        """Start empty."""
        self._records: list[Record] = []

    def append(self, record: Record) -> None:
        """Write one record down for good."""
        self._records.append(record)

    def of(self, *methods: str, token: str | None = None, accepted: bool | None = None) -> list[Record]:
        """Return the records of these methods (all when none is named), of one bot, accepted or not."""
        return [
            record
            for record in self._records
            if (not methods or record.method in methods) and token in (None, record.token) and accepted in (None, record.accepted)
        ]

    def __iter__(self) -> Iterator[Record]:
        """Walk through a copy, so that a reader is not surprised by new records."""
        return iter(tuple(self._records))

    def __len__(self) -> int:
        """Return how many requests were seen."""
        return len(self._records)

    @overload
    def __getitem__(self, place: int) -> Record: ...

    @overload
    def __getitem__(self, place: slice) -> list[Record]: ...

    def __getitem__(self, place: int | slice) -> Record | list[Record]:
        """Return one record or a stretch of them."""
        return self._records[place]
