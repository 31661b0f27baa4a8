"""Which of our messages an update names: who presses or answers it has it, so it was sent."""

from dataclasses import dataclass
from typing import Any

from bot.speech.callbacks import Owner, read


@dataclass(frozen=True, slots=True)
class Named:
    """One of our messages in a person's chat; `token` is the invitation's whose button was pressed."""

    chat_id: int
    message_id: int
    token: str | None = None


def named_in(raw: Any, bot_id: int) -> Named | None:
    """Return the message of ours that a raw update names. Total: whatever an update looks like, nothing is raised."""
    press = _part(raw, "callback_query")
    if press:
        data = press.get("data")
        found = read(data) if isinstance(data, str) else None
        token = found.token if found and found.owner is Owner.INVITATION else None
        return _ours(_part(press, "message"), bot_id, token)
    return _ours(_part(_part(raw, "message"), "reply_to_message"), bot_id, None)


def incoming(raw: Any) -> int | None:
    """Return the number of a message that somebody wrote to us: none of ours has it."""
    message = _part(raw, "message")
    return _number(message, "message_id") if (_number(_part(message, "chat"), "id") or 0) > 0 else None


def _ours(message: dict[str, Any], bot_id: int, token: str | None) -> Named | None:
    chat_id, message_id = _number(_part(message, "chat"), "id"), _number(message, "message_id")
    is_private = chat_id is not None and 0 < chat_id < 2**62
    if not is_private or not message_id or message_id > 2**31 or _number(_part(message, "from"), "id") != bot_id:
        return None
    return Named(chat_id or 0, message_id, token)


def _part(whole: Any, name: str) -> dict[str, Any]:
    part = whole.get(name) if isinstance(whole, dict) else None
    return part if isinstance(part, dict) else {}


def _number(part: dict[str, Any], name: str) -> int | None:
    value = part.get(name)
    return value if type(value) is int else None
