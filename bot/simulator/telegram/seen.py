"""Messages as a person sees them on a screen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.simulator.telegram.accounts import BotAccount
from bot.simulator.telegram.markup import Button, inline_buttons, reply_buttons
from bot.simulator.telegram.rooms import Posted
from bot.simulator.telegram.schema import JsonObject

Wanted = str | Callable[[Button], bool]


class NothingReceived(LookupError):
    """No bot has written into this chat yet."""


class NoSuchButton(LookupError):
    """No message in the chat has the button that someone wants to press."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One message in its present state.

    `text` is the text or the caption; `edits` are the texts it had before, oldest first;
    `content` holds the Bot API's fields (location, voice, contact and so on).
    """

    chat_id: int
    message_id: int
    date: datetime
    text: str
    entities: tuple[JsonObject, ...]
    rows: tuple[tuple[Button, ...], ...]
    reply_keyboard: tuple[tuple[str, ...], ...]
    removes_keyboard: bool
    from_bot: bool
    edited_at: datetime | None
    edits: tuple[str, ...]
    reply_to: int | None
    thread: int | None
    silent: bool
    deleted: bool
    content: JsonObject

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Return its inline buttons, row by row."""
        return tuple(button for row in self.rows for button in row)

    @property
    def button_texts(self) -> tuple[str, ...]:
        """Return what stands on its inline buttons."""
        return tuple(button.text for button in self.buttons)


def as_seen(post: Posted) -> Seen:
    """Return a message in its present state."""
    entities = post.content.get("entities") or post.content.get("caption_entities") or ()
    return Seen(
        chat_id=post.room.chat_id,
        message_id=post.message_id,
        date=post.posted_at,
        text=post.text,
        entities=tuple(entities),
        rows=inline_buttons(post.markup),
        reply_keyboard=reply_buttons(post.markup),
        removes_keyboard=bool((post.markup or {}).get("remove_keyboard")),
        from_bot=isinstance(post.author, BotAccount),
        edited_at=post.edited_at,
        edits=tuple(earlier.get("text") or earlier.get("caption") or "" for earlier in post.earlier),
        reply_to=post.reply_to.message_id if post.reply_to else None,
        thread=post.thread,
        silent=post.silent,
        deleted=post.deleted,
        content=dict(post.content),
    )


def newest_button(posts: Iterable[Posted], wanted: Wanted, message_id: int | None) -> tuple[Posted, Button]:
    """Return the newest message (or the one asked for) with such an inline button, and the button.

    A button is wanted by its whole text, its whole callback data, or a function of it.

    Raises:
        NoSuchButton: saying which buttons there are.
    """
    standing = [post for post in posts if message_id in (None, post.message_id)]
    for post in reversed(standing):
        for row in inline_buttons(post.markup):
            for button in row:
                if _is_wanted(button, wanted):
                    return post, button
    offered = [button.text for post in standing[-3:] for row in inline_buttons(post.markup) for button in row]
    message = f"no button {wanted!r}; the last messages offer {offered}"
    raise NoSuchButton(message)


def _is_wanted(button: Button, wanted: Wanted) -> bool:
    if callable(wanted):
        return wanted(button)
    return wanted in (button.text, button.data)
