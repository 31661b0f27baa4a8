"""Methods that put a message into a chat."""

from bot.simulator.telegram.call import Call
from bot.simulator.telegram.formatted import Formatted
from bot.simulator.telegram.markup import check_markup
from bot.simulator.telegram.refusal import Refused, bad_request
from bot.simulator.telegram.rooms import Posted, Room
from bot.simulator.telegram.schema import JsonObject

COPIED = ("text", "entities", "caption", "caption_entities", "location", "voice", "photo", "document", "contact")


def send_message(call: Call) -> JsonObject:
    """Post a text."""
    room = call.room()
    return _post(call, room, text_content(call.text()))


def send_location(call: Call) -> JsonObject:
    """Post a place on the map."""
    room = call.room()
    latitude, longitude = (call.params.get(name) for name in ("latitude", "longitude"))
    if not _within(latitude, 90) or not _within(longitude, 180):
        reason = "invalid location specified"
        raise bad_request(reason)
    return _post(call, room, {"location": {"latitude": latitude, "longitude": longitude}})


def send_voice(call: Call) -> JsonObject:
    """Post a voice message."""
    content = {"voice": stored_file(call.words("voice")) | {"duration": call.number("duration")}}
    return _post(call, call.room(), content | caption_content(call.caption()))


def send_photo(call: Call) -> JsonObject:
    """Post a picture; it is kept in one size."""
    content = {"photo": [stored_file(call.words("photo")) | {"width": 800, "height": 600}]}
    return _post(call, call.room(), content | caption_content(call.caption()))


def send_document(call: Call) -> JsonObject:
    """Post a file."""
    content = {"document": stored_file(call.words("document"))}
    return _post(call, call.room(), content | caption_content(call.caption()))


def copy_message(call: Call) -> JsonObject:
    """Post a message again as one's own; return only its number."""
    room = call.room()
    source = _source(call, "message to copy not found")
    content = {name: source.content[name] for name in COPIED if name in source.content}
    if "caption" in call.params:
        content |= {"caption": "", "caption_entities": []} | caption_content(call.caption())
    return {"message_id": _post(call, room, content)["message_id"]}


def forward_message(call: Call) -> JsonObject:
    """Post a message again, saying whose it was."""
    room = call.room()
    source = _source(call, "message to forward not found")
    content = {name: source.content[name] for name in COPIED if name in source.content}
    return _post(call, room, content | {"forward_origin": _origin(source)})


def text_content(formatted: Formatted) -> JsonObject:
    """Return a text as a message carries it."""
    return {"text": formatted.text} | ({"entities": list(formatted.entities)} if formatted.entities else {})


def caption_content(formatted: Formatted) -> JsonObject:
    """Return a caption as a message carries it; none when it is empty."""
    if not formatted.text:
        return {}
    entities = {"caption_entities": list(formatted.entities)} if formatted.entities else {}
    return {"caption": formatted.text} | entities


def stored_file(source: str) -> JsonObject:
    """Return the names under which an uploaded or already known file is kept.

    Raises:
        Refused: 400 for an empty file name.
    """
    if not source:
        raise _no_file()
    file_id = source if not source.startswith("upload:") else f"file-{source.removeprefix('upload:')}"
    return {"file_id": file_id, "file_unique_id": f"u{abs(hash_of(file_id))}"}


def hash_of(words: str) -> int:
    """Return a number that is the same in every run, unlike `hash`."""
    return sum(place * ord(character) for place, character in enumerate(words, start=1))


def _post(call: Call, room: Room, content: JsonObject) -> JsonObject:
    thread = call.thread(room)
    markup = call.thing("reply_markup")
    check_markup(markup, private=room.is_private)
    reply_to = call.reply_to(room)
    call.permit(room)
    post = Posted(
        room=room,
        message_id=room.next_message_id(),
        posted_at=call.now(),
        author=call.bot,
        content=content,
        markup=markup,
        thread=thread,
        reply_to=reply_to,
        silent=call.flag("disable_notification"),
    )
    return call.world.post(post).as_message()


def _source(call: Call, missing: str) -> Posted:
    room = call.world.room(call.bot, call.params.get("from_chat_id"))
    post = room.find(call.number("message_id"))
    if post is None:
        raise bad_request(missing)
    return post


def _origin(source: Posted) -> JsonObject:
    date = int(source.posted_at.timestamp())
    if source.author is None:
        return {"type": "chat", "date": date, "sender_chat": source.room.as_chat()}
    return {"type": "user", "date": date, "sender_user": source.author.as_user()}


def _within(value: object, most: int) -> bool:
    return isinstance(value, int | float) and -most <= value <= most


def _no_file() -> Refused:
    reason = "there is no file in the request"
    return bad_request(reason)
