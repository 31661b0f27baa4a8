"""Text with its entities, counted in UTF-16 units as Telegram counts."""

from dataclasses import dataclass

from bot.simulator.telegram.refusal import bad_request
from bot.simulator.telegram.schema import JsonObject

LAST_ONE_UNIT_CHARACTER = 0xFFFF
LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
FIRST_SURROGATE, LAST_SURROGATE = 0xDC00, 0xDFFF  # the second half of a pair
KNOWN_ENTITIES = frozenset(
    {
        *("mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic"),
        *("underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre"),
        *("text_link", "text_mention", "custom_emoji", "date_time"),
    }
)
NEEDED_BY = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text and its entities (Bot API `MessageEntity` objects), offsets in UTF-16 units."""

    text: str
    entities: tuple[JsonObject, ...] = ()


def units(text: str) -> int:
    """Return the length of a text in UTF-16 code units."""
    return len(text) + sum(1 for character in text if ord(character) > LAST_ONE_UNIT_CHARACTER)


def check_entities(text: str, entities: list[JsonObject]) -> tuple[JsonObject, ...]:
    """Return entities in Telegram's order.

    Raises:
        Refused: an entity of an unknown type, empty, outside the text, or cutting a character.
    """
    encoded = text.encode("utf-16-le", "surrogatepass")
    for entity in entities:
        _check_kind(entity)
        _check_span(encoded, entity["offset"], entity["length"])
    return tuple(sorted(entities, key=lambda entity: (entity["offset"], -entity["length"])))


def trimmed(formatted: Formatted) -> Formatted:
    """Drop the white space round a text as Telegram does, and move its entities along."""
    text = formatted.text.strip()
    lead = units(formatted.text) - units(formatted.text.lstrip())
    end = units(text)
    entities = (_moved(entity, lead, end) for entity in formatted.entities)
    return Formatted(text, tuple(entity for entity in entities if entity["length"] > 0))


def _moved(entity: JsonObject, lead: int, end: int) -> JsonObject:
    first = max(0, entity["offset"] - lead)
    last = min(end, entity["offset"] + entity["length"] - lead)
    return {**entity, "offset": first, "length": last - first}


def _check_kind(entity: JsonObject) -> None:
    kind = entity["type"]
    if kind not in KNOWN_ENTITIES:
        reason = f"can't parse MessageEntity: unsupported type specified: {kind}"
        raise bad_request(reason)
    needed = NEEDED_BY.get(kind)
    if needed is not None and not entity.get(needed):
        reason = f"can't parse MessageEntity: {kind} needs {needed}"
        raise bad_request(reason)


def _check_span(encoded: bytes, offset: int, length: int) -> None:
    if offset < 0 or length <= 0:
        reason = f"receive an entity with incorrect length {length} at UTF-16 offset {offset}"
        raise bad_request(reason)
    end = len(encoded) // 2
    if offset + length > end:
        reason = f"entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {end}"
        raise bad_request(reason)
    if _cuts(encoded, offset):
        reason = f"entity begins in a middle of a UTF-16 symbol at UTF-16 offset {offset}"
        raise bad_request(reason)
    if _cuts(encoded, offset + length):
        reason = f"entity beginning at UTF-16 offset {offset} ends in a middle of a UTF-16 symbol"
        raise bad_request(reason)


def _cuts(encoded: bytes, place: int) -> bool:
    unit = int.from_bytes(encoded[place * 2 : place * 2 + 2], "little")
    return FIRST_SURROGATE <= unit <= LAST_SURROGATE
