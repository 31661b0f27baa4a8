"""What Bot API requests, replies and updates may contain, read from a copy of the public schema."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SCHEMA_FOLDER = Path(__file__).parent / "schema"
ARRAY_OF = "Array of "
WHOLE_NUMBER = re.compile(r"-?\d+")
TRUE_WORDS = ("true", "yes", "1")  # what telegram-bot-api reads as true in a form

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: the types it may have, and whether it must be there."""

    types: tuple[str, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """An object's fields, or the types it may be one of."""

    fields: Mapping[str, Field]
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MethodShape:
    """A method's parameters and the types it may return."""

    fields: Mapping[str, Field]
    returns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BotApi:
    """The methods and types that this project meets."""

    methods: Mapping[str, MethodShape]
    types: Mapping[str, Shape]


@cache
def bot_api() -> BotApi:
    """Read the schema copy and the list of later additions, once."""
    base, later = (_read(name) for name in ("api.json", "later.json"))
    methods = {
        name: MethodShape(_fields(entry["fields"], later["methods"].get(name, {})), tuple(entry["returns"]))
        for name, entry in base["methods"].items()
    }
    types = {
        name: Shape(_fields(entry.get("fields", {}), later["types"].get(name, {})), tuple(entry.get("one_of", ())))
        for name, entry in base["types"].items()
    }
    return BotApi(methods, types)


def read_params(method: str, raw: Mapping[str, object]) -> tuple[JsonObject, list[str]]:
    """Turn the words of a form into typed parameters, and say what could not be read.

    Args:
        method: a Bot API method of the schema.
        raw: parameters as they came; strings are parsed as the schema says, the rest is kept.
    """
    known = bot_api().methods[method].fields
    params: JsonObject = {}
    problems: list[str] = []
    for name, value in raw.items():
        if name not in known or not isinstance(value, str):
            params[name] = value
            continue
        try:
            params[name] = _typed(value, known[name].types)
        except (ValueError, RecursionError):
            problems.append(f"{method}.{name}: can't parse {' or '.join(known[name].types)}")
    return params, problems


def validate_request(method: str, params: Mapping[str, object]) -> list[str]:
    """Say what is wrong with typed parameters: missing, of a wrong type, or unknown. Empty is well."""
    shape = bot_api().methods.get(method)
    if shape is None:
        return [f"{method}: unknown method"]
    return _check_fields(shape.fields, params, method)


def validate_reply(method: str, result: object) -> list[str]:
    """Say what is wrong with a method's result."""
    return _check_any(bot_api().methods[method].returns, result, f"{method}()")


def validate_object(type_name: str, value: object) -> list[str]:
    """Say what is wrong with an object of a Bot API type. Empty is well."""
    return _check(type_name, value, type_name)


def _read(name: str) -> JsonObject:
    content: JsonObject = json.loads((SCHEMA_FOLDER / name).read_text("utf-8"))
    return content


def _fields(*groups: Mapping[str, list[str]]) -> dict[str, Field]:
    return {name.removesuffix("!"): Field(tuple(types), name.endswith("!")) for group in groups for name, types in group.items()}


def _typed(value: str, types: tuple[str, ...]) -> object:
    if "Integer" in types and WHOLE_NUMBER.fullmatch(value):
        return int(value)
    if "Float" in types:
        return float(value)
    if "Boolean" in types:
        return value.lower() in TRUE_WORDS
    if "String" in types or "InputFile" in types:
        return value
    parsed: object = json.loads(value)
    return parsed


def _check_fields(fields: Mapping[str, Field], given: Mapping[str, object], path: str) -> list[str]:
    problems = [f"{path}.{name}: missing" for name, field in fields.items() if field.required and name not in given]
    for name, value in given.items():
        if name in fields:
            problems += _check_any(fields[name].types, value, f"{path}.{name}")
        else:
            problems.append(f"{path}.{name}: unknown field")
    return problems


def _check_any(types: tuple[str, ...], value: object, path: str) -> list[str]:
    """Return the shortest list of complaints among the types the value may have."""
    best: list[str] | None = None
    for type_name in types:
        problems = _check(type_name, value, path)
        if not problems:
            return []
        if best is None or len(problems) < len(best):
            best = problems
    return best or []


def _check(type_name: str, value: object, path: str) -> list[str]:
    if type_name.startswith(ARRAY_OF):
        return _check_list(type_name.removeprefix(ARRAY_OF), value, path)
    if type_name in _PLAIN:
        return [] if _is_plain(type_name, value) else [f"{path}: not {type_name}: {value!r:.60}"]
    if not isinstance(value, dict):
        return [f"{path}: not {type_name}: {value!r:.60}"]
    shape = bot_api().types.get(type_name)
    if shape is None:
        return []
    return _check_any(shape.one_of, value, path) if shape.one_of else _check_fields(shape.fields, value, path)


def _check_list(type_name: str, value: object, path: str) -> list[str]:
    if not isinstance(value, list):
        return [f"{path}: not a list: {value!r:.60}"]
    return [problem for place, item in enumerate(value) for problem in _check(type_name, item, f"{path}[{place}]")]


_PLAIN: Mapping[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "String": (str,),
    "InputFile": (str,),
    "Boolean": (bool,),
}


def _is_plain(type_name: str, value: object) -> bool:
    if isinstance(value, bool):
        return type_name == "Boolean"
    return isinstance(value, _PLAIN[type_name])
