"""Telegram's MarkdownV2 parse mode: every reserved character is a mark or escaped."""

from dataclasses import dataclass, field

from bot.simulator.telegram.formatted import Formatted, units
from bot.simulator.telegram.refusal import Refused, bad_request
from bot.simulator.telegram.schema import JsonObject

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
MARKS = {"||": "spoiler", "__": "underline", "*": "bold", "_": "italic", "~": "strikethrough"}


@dataclass(slots=True)
class _Reading:
    source: str
    place: int = 0
    text: list[str] = field(default_factory=list)
    length: int = 0
    open: list[tuple[str, JsonObject]] = field(default_factory=list)
    entities: list[JsonObject] = field(default_factory=list)
    quote: JsonObject | None = None

    def say(self, words: str) -> None:
        self.text.append(words)
        self.length += units(words)

    def ahead(self, mark: str) -> bool:
        return self.source.startswith(mark, self.place)

    def at_line_start(self) -> bool:
        return self.place == 0 or self.source[self.place - 1] == "\n"

    def unreadable(self, reason: str) -> Refused:
        offset = len(self.source[: self.place].encode())
        return bad_request(f"can't parse entities: {reason.replace('{offset}', str(offset))}")


def parse_markdown(source: str) -> Formatted:
    """Turn MarkdownV2 into text and entities.

    Raises:
        Refused: 400 can't parse entities, with the byte offset.
    """
    reading = _Reading(source)
    while reading.place < len(source):
        _step(reading)
    _end_quote(reading)
    if reading.open:
        reason = f"Can't find end of {reading.open[-1][1]['type']} entity at byte offset {{offset}}"
        raise reading.unreadable(reason)
    ordered = sorted(reading.entities, key=lambda entity: (entity["offset"], -entity["length"]))
    return Formatted("".join(reading.text), tuple(entity for entity in ordered if entity["length"] > 0))


def _step(reading: _Reading) -> None:
    character = reading.source[reading.place]
    if character == "\\" and reading.place + 1 < len(reading.source):
        reading.say(reading.source[reading.place + 1])
        reading.place += 2
    elif character == "`":
        _code(reading)
    elif character in "[]!" or (character in ">*" and reading.at_line_start()):
        _bracket_or_quote(reading, character)
    else:
        _mark_or_word(reading, character)


def _mark_or_word(reading: _Reading, character: str) -> None:
    mark = next((mark for mark in MARKS if reading.ahead(mark)), None)
    if mark is not None:
        _toggle(reading, mark)
        return
    if character in RESERVED:
        reason = f"Character '{character}' is reserved and must be escaped with the preceding '\\'"
        raise reading.unreadable(reason)
    if character == "\n" and not reading.source.startswith((">", "\n>"), reading.place + 1):
        _end_quote(reading)
    reading.say(character)
    reading.place += 1


def _toggle(reading: _Reading, mark: str) -> None:
    reading.place += len(mark)
    if reading.quote is not None and mark == "||" and reading.source[reading.place : reading.place + 1] in ("", "\n"):
        reading.quote["type"] = "expandable_blockquote"
    elif reading.open and reading.open[-1][0] == mark:
        entity = reading.open.pop()[1]
        _finish(reading, entity)
    else:
        reading.open.append((mark, {"type": MARKS[mark], "offset": reading.length}))


def _code(reading: _Reading) -> None:
    mark = "```" if reading.ahead("```") else "`"
    end = _find_unescaped(reading.source, mark, reading.place + len(mark))
    if end < 0:
        reason = f"Can't find end of {'PreCode' if len(mark) > 1 else 'Code'} entity at byte offset {{offset}}"
        raise reading.unreadable(reason)
    inside = reading.source[reading.place + len(mark) : end]
    entity: JsonObject = {"type": "pre" if len(mark) > 1 else "code", "offset": reading.length}
    if len(mark) > 1:
        language, line_end, rest = inside.partition("\n")
        if line_end and language.isidentifier():
            entity["language"], inside = language, rest
    reading.say(inside.replace("\\`", "`").replace("\\\\", "\\"))
    _finish(reading, entity)
    reading.place = end + len(mark)


def _bracket_or_quote(reading: _Reading, character: str) -> None:
    if character == "[" or reading.ahead("!["):
        reading.place += 1 if character == "[" else 2
        reading.open.append(("]", {"type": "text_link", "offset": reading.length}))
    elif character == "]" and reading.open and reading.open[-1][0] == "]":
        _link(reading)
    elif character == ">" or reading.ahead("**>"):
        reading.place += 1 if character == ">" else 3
        reading.quote = reading.quote or {"type": "blockquote", "offset": reading.length}
    else:
        _mark_or_word(reading, character)


def _link(reading: _Reading) -> None:
    entity = reading.open.pop()[1]
    end = _find_unescaped(reading.source, ")", reading.place)
    if not reading.source.startswith("](", reading.place) or end < 0:
        reason = "Can't find end of a URL at byte offset {offset}"
        raise reading.unreadable(reason)
    url = reading.source[reading.place + 2 : end].replace("\\", "")
    emoji = url.removeprefix("tg://emoji?id=")
    entity |= {"url": url} if emoji == url else {"type": "custom_emoji", "custom_emoji_id": emoji}
    _finish(reading, entity)
    reading.place = end + 1


def _finish(reading: _Reading, entity: JsonObject) -> None:
    entity["length"] = reading.length - entity["offset"]
    reading.entities.append(entity)


def _end_quote(reading: _Reading) -> None:
    if reading.quote is not None:
        _finish(reading, reading.quote)
        reading.quote = None


def _find_unescaped(source: str, mark: str, place: int) -> int:
    """Return where the mark stands next, not counting escaped ones, or -1."""
    while place < len(source):
        if source[place] == "\\":
            place += 2
        elif source.startswith(mark, place):
            return place
        else:
            place += 1
    return -1
