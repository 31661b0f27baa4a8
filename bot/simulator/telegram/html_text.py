"""Telegram's HTML parse mode, as strict about tags as the real one."""

import html
import re
from dataclasses import dataclass, field

from bot.simulator.telegram.formatted import Formatted, units
from bot.simulator.telegram.refusal import Refused, bad_request
from bot.simulator.telegram.schema import JsonObject

PLAIN_TAGS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
}
OTHER_TAGS = ("a", "span", "blockquote", "tg-emoji")
TAG = re.compile(r"<(?P<end>/?)(?P<name>[^\s<>]*)(?P<attributes>[^<>]*)>")
ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")
LANGUAGE = "language-"


@dataclass(slots=True)
class _Open:
    name: str
    entity: JsonObject


@dataclass(slots=True)
class _Reading:
    text: list[str] = field(default_factory=list)
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[JsonObject] = field(default_factory=list)

    def say(self, source: str) -> None:
        """Add the words between two tags."""
        words = REFERENCE.sub(lambda found: html.unescape(found.group()), source)
        self.text.append(words)
        self.length += units(words)


def parse_html(source: str) -> Formatted:
    """Turn HTML into text and entities.

    Raises:
        Refused: 400 can't parse entities, with the byte offset.
    """
    reading = _Reading()
    place = 0
    while (start := source.find("<", place)) >= 0:
        reading.say(source[place:start])
        tag = TAG.match(source, start)
        if tag is None:
            reason = "Unclosed start tag"
            raise _unreadable(reason, source, start)
        _take(reading, tag, source)
        place = tag.end()
    reading.say(source[place:])
    if reading.open:
        reason = f'Can\'t find end tag corresponding to start tag "{reading.open[-1].name}"'
        raise _unreadable(reason, source, None)
    return Formatted("".join(reading.text), _in_order(reading.entities))


def _take(reading: _Reading, tag: re.Match[str], source: str) -> None:
    name = tag["name"].lower()
    if tag["end"]:
        _close(reading, name, source, tag.start())
        return
    if name not in PLAIN_TAGS and name not in OTHER_TAGS:
        reason = f'Unsupported start tag "{name}"'
        raise _unreadable(reason, source, tag.start())
    entity = _entity(name, _attributes(tag["attributes"]), reading)
    if entity is None:
        reason = f'Tag "{name}" must have its attribute'
        raise _unreadable(reason, source, tag.start())
    entity["offset"] = reading.length
    reading.open.append(_Open(name, entity))


def _attributes(source: str) -> dict[str, str]:
    found = ATTRIBUTE.findall(source)
    return {name.lower(): html.unescape(double or single or bare) for name, double, single, bare in found}


def _entity(name: str, attributes: dict[str, str], reading: _Reading) -> JsonObject | None:
    """Return the entity a tag opens, None when the tag lacks what it needs."""
    match name:
        case "a":
            return {"type": "text_link", "url": attributes.get("href", "")}
        case "span":
            return {"type": "spoiler"} if attributes.get("class") == "tg-spoiler" else None
        case "blockquote":
            return {"type": "expandable_blockquote" if "expandable" in attributes else "blockquote"}
        case "tg-emoji":
            emoji = attributes.get("emoji-id")
            return {"type": "custom_emoji", "custom_emoji_id": emoji} if emoji else None
        case "code":
            _name_language(reading, attributes.get("class", ""))
        case _:
            pass  # a plain tag needs nothing more
    return {"type": PLAIN_TAGS[name]}


def _name_language(reading: _Reading, css_class: str) -> None:
    """`<pre><code class="language-x">` says which language the block is in."""
    if reading.open and reading.open[-1].name == "pre" and css_class.startswith(LANGUAGE):
        reading.open[-1].entity["language"] = css_class.removeprefix(LANGUAGE)


def _close(reading: _Reading, name: str, source: str, place: int) -> None:
    if not reading.open:
        reason = f'Unexpected end tag "{name}"'
        raise _unreadable(reason, source, place)
    opened = reading.open.pop()
    if name not in ("", opened.name):
        reason = f'Unmatched end tag, expected "</{opened.name}>", found "</{name}>"'
        raise _unreadable(reason, source, place)
    entity = opened.entity
    entity["length"] = reading.length - entity["offset"]
    in_pre = bool(reading.open) and reading.open[-1].name == "pre" and "language" in reading.open[-1].entity
    if entity["length"] > 0 and not (name == "code" and in_pre) and entity.get("url") != "":
        reading.entities.append(entity)


def _in_order(entities: list[JsonObject]) -> tuple[JsonObject, ...]:
    return tuple(sorted(entities, key=lambda entity: (entity["offset"], -entity["length"])))


def _unreadable(reason: str, source: str, place: int | None) -> Refused:
    where = "" if place is None else f" at byte offset {len(source[:place].encode())}"
    return bad_request(f"can't parse entities: {reason}{where}")
