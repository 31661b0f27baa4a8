"""What the log may show: levels, times, and never a token."""

import logging
import re

TOKEN = re.compile(r"\d{5,16}:[A-Za-z0-9_-]{20,}")
HIDDEN = "<token>"


class WithoutTokens(logging.Formatter):
    """Formats a line, traceback included, and takes out whatever looks like a bot token."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return redacted(super().format(record))


def redacted(text: str) -> str:
    """Return the text without bot tokens; doing it twice changes nothing more."""
    return TOKEN.sub(HIDDEN, text)


def begin_logging(level: str) -> None:
    """Send the log to standard error. Libraries speak from warnings on."""
    handler = logging.StreamHandler()
    handler.setFormatter(WithoutTokens("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("aiogram", "aiohttp", "apscheduler", "alembic", "sqlalchemy"):
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
