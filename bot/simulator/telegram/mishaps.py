"""What may happen to a request or its answer, as values: each is one way in which Telegram or the network fails."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class TooMany:
    """Answer 429 and ask to wait `retry_after` seconds, in the body's parameters, in the Retry-After header, or in words alone."""

    retry_after: int
    in_parameters: bool = True
    in_header: bool = False


@dataclass(frozen=True, slots=True)
class JsonError:
    """Answer Telegram's JSON with this code: 500 on restarts, 401 on a revoked token, 403 when blocked."""

    code: int = 500
    description: str = "Internal Server Error: restart"
    parameters: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """Answer a gateway's HTML page instead of JSON."""

    code: int = 502


@dataclass(frozen=True, slots=True)
class Hang:
    """Say nothing until `Faults.release`, or for `lasts` of the clock's time; before acceptance, the request is accepted late."""

    lasts: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Reset:
    """Drop the connection without an answer."""


@dataclass(frozen=True, slots=True)
class NoConnection:
    """Refuse the connection: nothing of the request ever leaves its host. A server on sockets can only drop it; see `go_dark`."""


@dataclass(frozen=True, slots=True)
class Drip:
    """Let the right answer come a byte at a time, `rate` bytes a second of the clock."""

    rate: float = 1.0


@dataclass(frozen=True, slots=True)
class Truncated:
    """Let only the first `keep` of the answer's bytes come; `honest` says so (a shorter body), else the connection ends in the middle."""

    keep: int = 12
    honest: bool = True


@dataclass(frozen=True, slots=True)
class WrongJson:
    """Answer 200 and this body, whatever was asked."""

    body: str = '{"ok":true,"result":{"message_id":"seventeen"}}'


@dataclass(frozen=True, slots=True)
class Twice:
    """Let the same answer come twice over one connection."""


Mishap = TooMany | JsonError | HtmlPage | Hang | Reset | NoConnection | Drip | Truncated | WrongJson | Twice
SPOILS_AN_ANSWER = (Drip, Truncated, Twice)
"""These need a real answer to spoil: the request takes effect whatever `when` says."""
