"""One request of one bot, read and checked, on its way to a method."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.simulator.telegram.accounts import BotAccount
from bot.simulator.telegram.formatted import (
    LONGEST_CAPTION,
    LONGEST_TEXT,
    Formatted,
    check_entities,
    trimmed,
    units,
)
from bot.simulator.telegram.html_text import parse_html
from bot.simulator.telegram.limits import Limiter
from bot.simulator.telegram.mailbox import Mailbox
from bot.simulator.telegram.markdown_text import parse_markdown
from bot.simulator.telegram.refusal import bad_request
from bot.simulator.telegram.rooms import GroupRoom, Posted, Room
from bot.simulator.telegram.schema import JsonObject
from bot.simulator.telegram.world import World


@dataclass(frozen=True, slots=True)
class Call:
    """A method's view of the request: who asks, what, and the world it acts on."""

    world: World
    limiter: Limiter
    bot: BotAccount
    method: str
    params: Mapping[str, object]

    @property
    def mailbox(self) -> Mailbox:
        """Return the asking bot's updates."""
        return self.world.mailboxes[self.bot.token]

    def now(self) -> datetime:
        """Return the clock's instant."""
        return self.world.clock.now()

    def number(self, name: str, default: int = 0) -> int:
        """Return a whole number parameter."""
        value = self.params.get(name, default)
        return value if isinstance(value, int) else default

    def words(self, name: str) -> str:
        """Return a text parameter, empty when it was not given."""
        value = self.params.get(name)
        return value if isinstance(value, str) else ""

    def thing(self, name: str) -> JsonObject | None:
        """Return an object parameter."""
        value = self.params.get(name)
        return value if isinstance(value, dict) else None

    def flag(self, name: str) -> bool:
        """Return a yes-or-no parameter, no when it was not given."""
        return self.params.get(name) is True

    def room(self, name: str = "chat_id") -> Room:
        """Return the chat asked for, once the bot may write there.

        Raises:
            Refused: 400 or 403, why it may not.
        """
        room = self.world.room(self.bot, self.params.get(name))
        room.admit(self.bot)
        return room

    def thread(self, room: Room) -> int | None:
        """Return the topic asked for.

        Raises:
            Refused: 400 when there is no such topic or it is closed.
        """
        thread = self.number("message_thread_id") or None
        if isinstance(room, GroupRoom):
            room.check_thread(thread)
            return thread
        if thread is not None:
            reason = "message thread not found"
            raise bad_request(reason)
        return None

    def permit(self, room: Room) -> None:
        """Count one message or edit.

        Raises:
            Refused: 429.
        """
        self.limiter.grant(self.bot.bot_id, room.chat_id)

    def text(self) -> Formatted:
        """Return the text to show, 1-4096 units after its marks are read.

        Raises:
            Refused: 400 can't parse entities, empty, too long.
        """
        formatted = self._formatted("text", "entities")
        if not formatted.text:
            reason = "message text is empty"
            raise bad_request(reason)
        if units(formatted.text) > LONGEST_TEXT:
            reason = "message is too long"
            raise bad_request(reason)
        return formatted

    def caption(self) -> Formatted:
        """Return the caption to show, at most 1024 units, perhaps empty.

        Raises:
            Refused: 400 can't parse entities, too long.
        """
        formatted = self._formatted("caption", "caption_entities")
        if units(formatted.text) > LONGEST_CAPTION:
            reason = "message caption is too long"
            raise bad_request(reason)
        return formatted

    def reply_to(self, room: Room) -> Posted | None:
        """Return the message to answer.

        Raises:
            Refused: 400 when it is gone and the bot did not allow sending without it.
        """
        wanted = self.thing("reply_parameters")
        if wanted is None:
            return None
        post = room.find(wanted.get("message_id", 0))
        if post is None and not wanted.get("allow_sending_without_reply"):
            reason = "message to be replied not found"
            raise bad_request(reason)
        return post

    def _formatted(self, words: str, entities: str) -> Formatted:
        source = _utf8(self.words(words))
        mode = self.words("parse_mode").lower()
        given = self.params.get(entities)
        if mode:
            return trimmed(_parse(source, mode))
        listed = given if isinstance(given, list) else []
        return trimmed(Formatted(source, check_entities(source, listed)))


def _utf8(source: str) -> str:
    """Refuse half characters, which JSON can write and UTF-8 cannot."""
    if any("\ud800" <= character <= "\udfff" for character in source):
        reason = "strings must be encoded in UTF-8"
        raise bad_request(reason)
    return source


def _parse(source: str, mode: str) -> Formatted:
    match mode:
        case "html":
            return parse_html(source)
        case "markdownv2":
            return parse_markdown(source)
        case _:
            reason = "unsupported parse_mode"
            raise bad_request(reason)
