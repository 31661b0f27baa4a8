"""Keyboards: what Telegram lets through, and the buttons that people see."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.simulator.telegram.refusal import bad_request
from bot.simulator.telegram.schema import JsonObject

MOST_BUTTONS = 100
MOST_CALLBACK_BYTES = 64
ACTIONS = frozenset(
    {
        *("url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat"),
        *("switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay", "disabled"),
    }
)


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button as a person sees it."""

    text: str
    data: str | None = None
    url: str | None = None


def check_markup(markup: JsonObject | None, *, private: bool) -> None:
    """Refuse a keyboard that Telegram would refuse.

    Raises:
        Refused: 400 for button text, action, data length or number, or what a group may not ask.
    """
    if markup is None:
        return
    if "inline_keyboard" in markup:
        _check_inline(list(_flat(markup["inline_keyboard"])))
    elif "keyboard" in markup:
        _check_reply(list(_flat(markup["keyboard"])), private=private)


def is_inline(markup: JsonObject | None) -> bool:
    """Say whether a markup stands under its message."""
    return markup is not None and "inline_keyboard" in markup


def shown_inline(markup: JsonObject | None) -> JsonObject | None:
    """Return the inline keyboard that is left: an empty one is none."""
    if markup is None or not any(markup.get("inline_keyboard", ())):
        return None
    return markup


def inline_buttons(markup: JsonObject | None) -> tuple[tuple[Button, ...], ...]:
    """Return the rows of inline buttons."""
    rows = (markup or {}).get("inline_keyboard", ())
    return tuple(tuple(Button(key["text"], key.get("callback_data"), key.get("url")) for key in row) for row in rows)


def reply_buttons(markup: JsonObject | None) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a reply keyboard's texts."""
    return tuple(tuple(key["text"] for key in row) for row in (markup or {}).get("keyboard", ()))


def _flat(rows: list[list[JsonObject]]) -> Iterator[JsonObject]:
    for row in rows:
        yield from row


def _check_inline(buttons: list[JsonObject]) -> None:
    if len(buttons) > MOST_BUTTONS:
        reason = "reply markup is too long"
        raise bad_request(reason)
    for button in buttons:
        _check_inline_button(button)


def _check_inline_button(button: JsonObject) -> None:
    if not button["text"].strip():
        reason = "can't parse inline keyboard button: button text must be non-empty"
        raise bad_request(reason)
    if not ACTIONS & button.keys():
        reason = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        raise bad_request(reason)
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= MOST_CALLBACK_BYTES:
        reason = "BUTTON_DATA_INVALID"
        raise bad_request(reason)


def _check_reply(buttons: list[JsonObject], *, private: bool) -> None:
    for button in buttons:
        if not button["text"].strip():
            reason = "can't parse keyboard button: button text must be non-empty"
            raise bad_request(reason)
        if button.get("request_contact") and not private:
            reason = "phone number can be requested in private chats only"
            raise bad_request(reason)
        if button.get("request_location") and not private:
            reason = "location can be requested in private chats only"
            raise bad_request(reason)
