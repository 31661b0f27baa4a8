"""Telegram on a table: a fake Bot API server with people's hands and the ground truth."""

from bot.simulator.telegram.faults import ChatClass, Fault, Faults, When, asked
from bot.simulator.telegram.group import Group
from bot.simulator.telegram.limits import Limits, Window
from bot.simulator.telegram.markup import Button
from bot.simulator.telegram.mishaps import (
    Drip,
    Hang,
    HtmlPage,
    JsonError,
    Mishap,
    NoConnection,
    Reset,
    TooMany,
    Truncated,
    Twice,
    WrongJson,
)
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.schema import validate_object, validate_reply, validate_request
from bot.simulator.telegram.seen import NoSuchButton, NothingReceived, Seen
from bot.simulator.telegram.server import DEFAULT_TOKEN, TelegramServer
from bot.simulator.telegram.truth import Answer, Record, TruthLog
from bot.simulator.telegram.wire import Reply, Wire
from bot.simulator.telegram.world import Press

__all__ = [
    "DEFAULT_TOKEN",
    "Answer",
    "Button",
    "ChatClass",
    "Drip",
    "Fault",
    "Faults",
    "Group",
    "Hang",
    "HtmlPage",
    "JsonError",
    "Limits",
    "Mishap",
    "NoConnection",
    "NoSuchButton",
    "NothingReceived",
    "Phone",
    "Press",
    "Record",
    "Reply",
    "Reset",
    "Seen",
    "TelegramServer",
    "TooMany",
    "Truncated",
    "TruthLog",
    "Twice",
    "When",
    "Window",
    "Wire",
    "WrongJson",
    "asked",
    "validate_object",
    "validate_reply",
    "validate_request",
]
