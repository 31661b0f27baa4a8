"""Updates as the public schema describes them, then spoiled: the odd, the huge, the empty, the nested, the broken letter."""

from random import Random
from typing import Any

from bot.simulator.telegram.schema import ARRAY_OF, bot_api

LONE = "\ud800"
ODD: list[Any] = [
    None,
    True,
    -1,
    0,
    1.5,
    2**31,
    2**53 + 1,
    2**63 - 1,
    2**63,
    -(2**70),
    10**400,
    float("inf"),
    float("nan"),
    "",
    "x",
    "\u0000",
    LONE,
    "\u202e<b>&amp;{ $x }%s",
    "9" * 30,
    [],
    [[]],
    {},
    {"id": 2**70},
    [{"id": LONE}],
]
KINDS = ["message", "message", "edited_message", "callback_query", "callback_query", "my_chat_member"]
OTHER_KINDS = sorted(bot_api().types["Update"].fields.keys() - {"update_id"})
MOST_DEEP = 3


def nested(depth: int) -> Any:
    """Return a box in a box in a box."""
    box: Any = "core"
    for layer in range(depth):
        box = {"reply_to_message": box} if layer % 2 else [box]
    return box


class Shaper:
    """Draws updates from the schema for people and chats that exist, with texts that mean something."""

    def __init__(self, chance: Random, people: list[int], chats: list[int], texts: list[str], data: list[str]) -> None:
        self._chance = chance
        self._people = people
        self._chats = chats
        self._texts = texts
        self._data = data

    def update(self, update_id: int) -> dict[str, Any]:
        """Return one update, most of them spoiled in a place or two."""
        kind = self._chance.choice([*KINDS, self._chance.choice(OTHER_KINDS), "no_such_kind"])
        types = {
            "message": "Message",
            "edited_message": "Message",
            "callback_query": "CallbackQuery",
            "my_chat_member": "ChatMemberUpdated",
        }
        body: dict[str, Any] = {"update_id": update_id, kind: self._object(types.get(kind, "Message"), 0)}
        for _ in range(self._chance.choice([0, 0, 1, 1, 2, 5])):
            self._spoil(body[kind])
        if self._chance.random() < 0.04:
            body[kind] = self._chance.choice([*ODD, nested(80)])
        return body

    def _object(self, name: str, depth: int) -> Any:
        shape = bot_api().types.get(name)
        if shape is None:
            return {}
        if shape.one_of:
            return self._object(self._chance.choice(shape.one_of), depth)
        if name == "User":
            return self._person()
        if name == "Chat":
            return self._chat()
        likely = 0.5 if depth else 0.12
        wanted = {field for field, about in shape.fields.items() if about.required or self._chance.random() < likely / (1 + depth)}
        wanted |= {field for field in ("from", "text", "data", "message") if field in shape.fields and self._chance.random() < 0.9}
        return {field: self._value(field, self._chance.choice(shape.fields[field].types), depth + 1) for field in sorted(wanted)}

    def _value(self, field: str, kind: str, depth: int) -> Any:
        if kind.startswith(ARRAY_OF):
            return [self._value(field, kind.removeprefix(ARRAY_OF), depth + 1) for _ in range(self._chance.randint(0, 2))]
        match kind:
            case "Integer":
                return self._chance.choice([1, 2, 7, 900, 1_790_000_000, *self._people])
            case "Float":
                return self._chance.choice([0.5, 31.7327, 34.9887, -90.0])
            case "Boolean":
                return True
            case "String":
                return self._chance.choice(self._data if field == "data" else self._texts)
            case _:
                return self._object(kind, depth) if depth <= MOST_DEEP else {}

    def _person(self) -> dict[str, Any]:
        account = self._chance.choice(self._people)
        return {"id": account, "is_bot": False, "first_name": self._chance.choice(self._texts)[:64] or "x", "language_code": "en"}

    def _chat(self) -> dict[str, Any]:
        chat = self._chance.choice([*self._people, *self._people, *self._chats])
        return {"id": chat, "type": "private" if chat > 0 else "supergroup", "title": "x"}

    def _spoil(self, node: Any) -> None:
        """Put something odd somewhere, or take something away."""
        if not isinstance(node, dict | list) or not node:
            return
        key = self._chance.choice(list(node) if isinstance(node, dict) else range(len(node)))
        if isinstance(node[key], dict | list) and node[key] and self._chance.random() < 0.7:
            self._spoil(node[key])
        elif self._chance.random() < 0.2:
            del node[key]
        else:
            node[key] = self._chance.choice([*ODD, nested(60)])
