"""Screens and sentences as JSON, for the rows that wait to be said."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeAlias, TypeVar

from bot.registry.language import Names
from bot.speech.say import Arg, Ask, Button, Listing, Moment, Quote, Say, Screen

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
"""What json.dumps takes and json.loads gives."""

T = TypeVar("T")
BROKEN: Final = (KeyError, TypeError, ValueError, AttributeError)


class UnreadableSpeech(ValueError):
    """JSON that is no screen or sentence of ours."""


def to_json(value: Screen | Arg) -> JsonValue:
    """Return a value as JSON: a word or number as itself, anything else as an object with one telling key."""
    match value:
        case Screen(paragraphs, rows, ask):
            said = [[_button_out(button) for button in row] for row in rows]
            return {"paragraphs": [to_json(say) for say in paragraphs], "rows": list(said), "ask": _ask_out(ask)}
        case Say(key, args):
            return {"say": key, "args": {name: to_json(arg) for name, arg in args.items()}}
        case Listing(items):
            return {"list": [to_json(item) for item in items]}
        case Moment(at):
            return {"moment": at.isoformat()}
        case Quote(text):
            return {"quote": text}
        case Names():
            return {"names": {**value.as_dict()}}
        case _:
            return value


def screen_from_json(value: JsonValue) -> Screen:
    """Return the screen that `to_json` wrote. Raises UnreadableSpeech."""
    return _reading(_screen, value)


def say_from_json(value: JsonValue) -> Say:
    """Return the sentence that `to_json` wrote. Raises UnreadableSpeech."""
    return _reading(_say, value)


def arg_from_json(value: JsonValue) -> Arg:
    """Return the argument that `to_json` wrote. Raises UnreadableSpeech."""
    return _reading(_arg, value)


def dumps(value: Screen | Arg) -> str:
    """Return a value as one line of JSON text; it holds ASCII only, so any column takes it."""
    return json.dumps(to_json(value), separators=(",", ":"))


def _reading(read: Callable[[JsonValue], T], value: JsonValue) -> T:
    try:
        return read(value)
    except BROKEN as error:
        message = f"not ours: {str(value)[:80]}"
        raise UnreadableSpeech(message) from error


def _screen(value: JsonValue) -> Screen:
    fields = _object(value)
    rows = tuple(tuple(_button(button) for button in _array(row)) for row in _array(fields["rows"]))
    ask = fields["ask"]
    return Screen(tuple(_say(say) for say in _array(fields["paragraphs"])), rows, _ask(ask) if ask else None)


def _say(value: JsonValue) -> Say:
    fields = _object(value)
    return Say(_text(fields["say"]), {name: _arg(arg) for name, arg in _object(fields["args"]).items()})


def _arg(value: JsonValue) -> Arg:
    match value:
        case str() | int() | float():
            return value
        case {"say": _}:
            return _say(value)
        case {"list": list(items)}:
            return Listing(tuple(_arg(item) for item in items))
        case {"moment": str(at)}:
            return Moment(datetime.fromisoformat(at))
        case {"quote": str(text)}:
            return Quote(text)
        case _:
            return _names(value)


def _names(value: JsonValue) -> Names:
    return Names.of({code: _text(name) for code, name in _object(_object(value)["names"]).items()})


def _button_out(button: Button) -> JsonValue:
    return {"label": to_json(button.label), "press": button.press, "url": button.url}


def _button(value: JsonValue) -> Button:
    fields = _object(value)
    label = _arg(fields["label"])
    if not isinstance(label, (Say, Names, str)):
        raise TypeError(label)
    return Button(label, _text(fields["press"]), _text(fields["url"]))


def _ask_out(ask: Ask | None) -> JsonValue:
    if ask is None:
        return None
    contact, location = (to_json(say) if say else None for say in (ask.contact, ask.location))
    return {"contact": contact, "location": location, "words": [to_json(say) for say in ask.words]}


def _ask(value: JsonValue) -> Ask:
    fields = _object(value)
    contact, location = (_say(fields[name]) if fields[name] else None for name in ("contact", "location"))
    return Ask(contact, location, tuple(_say(say) for say in _array(fields["words"])))


def _object(value: JsonValue) -> dict[str, JsonValue]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return value


def _array(value: JsonValue) -> list[JsonValue]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def _text(value: JsonValue) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
