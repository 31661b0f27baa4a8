"""Methods that change or take away a message."""

from datetime import timedelta

from bot.simulator.telegram.call import Call
from bot.simulator.telegram.markup import check_markup, is_inline, shown_inline
from bot.simulator.telegram.refusal import bad_request
from bot.simulator.telegram.rooms import Posted
from bot.simulator.telegram.schema import JsonObject
from bot.simulator.telegram.sending import caption_content, text_content

DELETABLE_FOR = timedelta(hours=48)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_message_text(call: Call) -> JsonObject:
    """Change a text and the keyboard under it; without a keyboard, the old one goes."""
    post = _editable(call)
    if "text" not in post.content:
        reason = "there is no text in the message to edit"
        raise bad_request(reason)
    return _change(call, post, text_content(call.text()))


def edit_message_caption(call: Call) -> JsonObject:
    """Change the caption of a picture, voice or file."""
    post = _editable(call)
    if not post.content.keys() & {"photo", "voice", "document"}:
        reason = "there is no caption in the message to edit"
        raise bad_request(reason)
    kept = {name: value for name, value in post.content.items() if not name.startswith("caption")}
    return _change(call, post, kept | caption_content(call.caption()))


def edit_message_reply_markup(call: Call) -> JsonObject:
    """Change only the keyboard."""
    post = _editable(call)
    return _change(call, post, post.content)


def delete_message(call: Call) -> bool:
    """Take a message away for everyone."""
    room = call.room()
    post = room.find(call.number("message_id"))
    if post is None:
        reason = "message to delete not found"
        raise bad_request(reason)
    _delete(call, post)
    return True


def delete_messages(call: Call) -> bool:
    """Take several messages away; those that are gone already are passed over."""
    room = call.room()
    wanted = call.params.get("message_ids")
    found = [room.find(number) for number in wanted] if isinstance(wanted, list) else []
    for post in found:
        if post is not None:
            _delete(call, post)
    return True


def _editable(call: Call) -> Posted:
    room = call.room()
    post = room.find(call.number("message_id"))
    if post is None:
        reason = "message to edit not found"
        raise bad_request(reason)
    # A message that carried a reply keyboard (or took one away) cannot be edited.
    if post.author is not call.bot or (post.markup is not None and not is_inline(post.markup)):
        reason = "message can't be edited"
        raise bad_request(reason)
    return post


def _change(call: Call, post: Posted, content: JsonObject) -> JsonObject:
    markup = call.thing("reply_markup")
    check_markup(markup, private=post.room.is_private)
    if content == post.content and shown_inline(markup) == shown_inline(post.markup):
        raise bad_request(NOT_MODIFIED)
    call.permit(post.room)
    post.earlier.append(post.content)
    post.content, post.markup, post.edited_at = content, markup, call.now()
    call.world.changes.mark()
    return post.as_message()


def _delete(call: Call, post: Posted) -> None:
    if call.now() - post.posted_at > DELETABLE_FOR:
        reason = "message can't be deleted for everyone"
        raise bad_request(reason)
    post.deleted = True
    call.world.changes.mark()
