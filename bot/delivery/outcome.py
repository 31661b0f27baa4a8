"""What became of one request to Telegram, as a value; unknown is the default."""

import asyncio
import re
from dataclasses import dataclass
from enum import StrEnum

import aiohttp
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)

SLOW_REFUSAL_S = 1.0
"""A 429 that came only after this long may hide an accepted message (the server answers so while shutting down)."""
UNTOLD_WAIT_S = 5.0
"""How long a 429 that does not say how long is obeyed at first (F04)."""
LONGEST_WAIT_S = 7 * 86_400.0
"""No ban seen lasted longer than a day; a number that no calendar holds would keep every outcome beside it from being written down."""
GREATEST = 2**63 - 1
"""What a column of whole numbers holds."""
FLOOD_WORDS = re.compile(r"too many requests(?:.*retry after (?P<seconds>\d{1,6}))?", re.IGNORECASE | re.DOTALL)


class Gone(StrEnum):
    """Why a contact can't be reached."""

    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    NO_CHAT = "no_chat"


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram accepted it."""

    message_id: int | None


@dataclass(frozen=True, slots=True)
class TryAgain:
    """It surely was not accepted: again after so many seconds.

    `is_flood`: Telegram asked us to wait; `is_guess`: without saying how long. `whole_bot`: this host can't reach Telegram at all.
    """

    after_s: float
    is_flood: bool = False
    whole_bot: bool = False
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """Telegram may or may not have accepted it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """This contact can't be written to until they act."""

    reason: Gone


@dataclass(frozen=True, slots=True)
class Refused:
    """This message can't be sent, whoever tries; the contact is fine."""

    reason: str

    @property
    def is_about_form(self) -> bool:
        """Whether the same words in a plainer form may still get through."""
        said = self.reason.lower()
        return any(sign in said for sign in FORM_WORDS)

    @property
    def is_about_length(self) -> bool:
        """Whether fewer words may still get through."""
        return "too long" in self.reason.lower() or "too_long" in self.reason.lower()


@dataclass(frozen=True, slots=True)
class Vanished:
    """The message to be edited is gone."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The group has become a supergroup with a new id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class TokenRevoked:
    """Telegram doesn't know our token: stop sending, keep the queue, tell the operator."""


Outcome = Sent | TryAgain | Unknown | Unreachable | Refused | Vanished | Moved | TokenRevoked

UNREACHABLE_WORDS = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "bot was kicked",
    "have no rights",
    "not enough rights",
    "chat_write_forbidden",
    "topic_closed",
)
FORM_WORDS = ("can't parse", "entity", "entities", "too long", "too_long", "button_", "reply_markup", "reply markup", "keyboard")
VANISHED_WORDS = ("message to edit not found", "message can't be edited", "message_id_invalid", "message to delete not found")


def outcome_of(failure: BaseException, took_s: float) -> Outcome:
    """Return the one class of a failure. Whatever isn't recognised is unknown, never `not sent`."""
    words = getattr(failure, "message", "")
    if isinstance(failure, TelegramAPIError) and not isinstance(words, str):
        return Unknown("a refusal without words")  # no Bot API server says no so; something in between does
    flood = _flood(failure)
    if flood is not None:
        return Unknown("slow refusal") if took_s > SLOW_REFUSAL_S else flood
    return _class_of(failure)


def _flood(failure: BaseException) -> TryAgain | None:
    if isinstance(failure, TelegramRetryAfter):
        return TryAgain(_bearable(failure.retry_after), is_flood=True)
    if type(failure) is TelegramAPIError and (said := FLOOD_WORDS.match(failure.message)):
        return _untold_flood(said["seconds"])
    return None


def _bearable(seconds: int) -> float:
    return float(min(max(seconds, 1), LONGEST_WAIT_S))


def _class_of(failure: BaseException) -> Outcome:
    match failure:
        case TelegramMigrateToChat() if abs(failure.migrate_to_chat_id) < GREATEST:
            return Moved(failure.migrate_to_chat_id)
        case TelegramForbiddenError():
            return Unreachable(_gone(failure.message))
        case TelegramUnauthorizedError() | TelegramNotFound():
            return TokenRevoked()
        case TelegramEntityTooLarge():
            return Refused("too large")
        case TelegramBadRequest():
            return _refused(failure.message)
        case TelegramConflictError():
            return TryAgain(1.0)
        case TelegramNetworkError() if _never_left(failure):
            return TryAgain(1.0, whole_bot=True)
    return Unknown(type(failure).__name__)


def _untold_flood(seconds: str | None) -> TryAgain:
    return TryAgain(float(seconds), is_flood=True) if seconds else TryAgain(UNTOLD_WAIT_S, is_flood=True, is_guess=True)


def _gone(words: str) -> Gone:
    return Gone.DEACTIVATED if "deactivated" in words.lower() else Gone.BLOCKED


def _refused(words: str) -> Outcome:
    said = words.lower()
    if "message is not modified" in said:
        return Sent(None)
    if any(sign in said for sign in VANISHED_WORDS):
        return Vanished()
    if any(sign in said for sign in UNREACHABLE_WORDS):
        return Unreachable(Gone.NO_CHAT)
    return Refused(words)


def _never_left(failure: BaseException) -> bool:
    """Whether the request surely never reached Telegram: no connection came about."""
    cause: BaseException | None = failure
    while cause is not None:
        if isinstance(cause, aiohttp.ClientConnectorError):
            return True
        if isinstance(cause, asyncio.TimeoutError):
            return False
        cause = cause.__cause__ or cause.__context__
    return False
