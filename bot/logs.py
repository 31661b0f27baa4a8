"""What the log may show: levels, times, and never a secret, a link that opens something, or anybody's number."""

import logging
import re
from collections.abc import Iterable

TOKEN = re.compile(r"\d{5,16}:[A-Za-z0-9_-]{20,}")
LINK = re.compile(r"\b(inv|admin)-[A-Za-z0-9_-]{6,64}")
PHONE = re.compile(r"\+\d{9,15}\b")
HIDDEN = "<token>"
SHORTEST_SECRET = 6
"""Anything shorter would take ordinary words out of the log with it."""

_secrets: set[str] = set()
"""What this process was given in confidence; filled once at start."""


def hide(secrets: Iterable[str]) -> None:
    """From now on take these out of every line, wherever they turn up."""
    _secrets.update(secret for secret in secrets if len(secret) >= SHORTEST_SECRET)


class WithoutTokens(logging.Formatter):
    """Formats an entry, traceback included, and takes out what nobody may read there.

    Whatever a message or an error holds can't pose as an entry of its own: what follows the first line is indented.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """Return the first line, with nothing in it that breaks lines or colours terminals."""
        return _printable(super().formatMessage(record))

    def format(self, record: logging.LogRecord) -> str:
        """Return the whole entry."""
        lines = super().format(record).split("\n")
        return PHONE.sub("<phone>", redacted("\n    ".join(_printable(line) for line in lines)))


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


def redacted(text: str) -> str:
    """Return the text without secrets, bot tokens and links that open something; doing it twice changes nothing more."""
    for secret in sorted(_secrets, key=len, reverse=True):
        text = text.replace(secret, "<·>")
    return LINK.sub(r"\1-<link>", TOKEN.sub(HIDDEN, text))


def begin_logging(level: str) -> None:
    """Send the log to standard error. Libraries speak from warnings on."""
    handler = logging.StreamHandler()
    handler.setFormatter(WithoutTokens("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("aiogram", "aiohttp", "apscheduler", "alembic", "sqlalchemy"):
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
