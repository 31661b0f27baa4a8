"""Chats and the messages that stand in them."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.simulator.telegram.accounts import BotAccount, Person
from bot.simulator.telegram.markup import shown_inline
from bot.simulator.telegram.refusal import bad_request, forbidden
from bot.simulator.telegram.schema import JsonObject

PRESENT = ("creator", "administrator", "member", "restricted")


@dataclass(slots=True, eq=False)
class Posted:
    """One message in a chat: its content may change, its number and place never do."""

    room: "Room"
    message_id: int
    posted_at: datetime
    author: Person | BotAccount | None
    content: JsonObject
    markup: JsonObject | None = None
    thread: int | None = None
    reply_to: "Posted | None" = None
    silent: bool = False
    edited_at: datetime | None = None
    deleted: bool = False
    earlier: list[JsonObject] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return its text or caption, empty when it has none."""
        words: str = self.content.get("text") or self.content.get("caption") or ""
        return words

    def as_message(self, *, with_reply: bool = True) -> JsonObject:
        """Return the Bot API `Message`."""
        message: JsonObject = {
            "message_id": self.message_id,
            "date": int(self.posted_at.timestamp()),
            "chat": self.room.as_chat(),
            **self.content,
        }
        if self.author is not None:
            message["from"] = self.author.as_user()
        message |= self._place(with_reply=with_reply)
        inline = shown_inline(self.markup)
        return message | ({"reply_markup": inline} if inline else {})

    def _place(self, *, with_reply: bool) -> JsonObject:
        place: JsonObject = {}
        if self.edited_at is not None:
            place["edit_date"] = int(self.edited_at.timestamp())
        if self.thread is not None:
            place |= {"message_thread_id": self.thread, "is_topic_message": True}
        if with_reply and self.reply_to is not None and not self.reply_to.deleted:
            place["reply_to_message"] = self.reply_to.as_message(with_reply=False)
        return place


@dataclass(slots=True, eq=False)
class Room(ABC):
    """A chat; its posts by number, oldest first."""

    posts: dict[int, Posted] = field(default_factory=dict)

    @property
    @abstractmethod
    def chat_id(self) -> int:
        """Return the id by which bots address it."""

    @property
    def is_private(self) -> bool:
        """Say whether it is a person's chat with a bot."""
        return self.chat_id > 0

    @abstractmethod
    def as_chat(self) -> JsonObject:
        """Return the Bot API `Chat`."""

    @abstractmethod
    def next_message_id(self) -> int:
        """Return a number that no message had."""

    @abstractmethod
    def admit(self, bot: BotAccount) -> None:
        """Raise Refused unless this bot may write here."""

    def find(self, message_id: int) -> Posted | None:
        """Return a message that still stands here."""
        post = self.posts.get(message_id)
        return None if post is None or post.deleted else post

    def standing(self) -> Iterator[Posted]:
        """Yield the messages that are not deleted, oldest first."""
        return (post for post in self.posts.values() if not post.deleted)


@dataclass(slots=True, eq=False)
class PrivateRoom(Room):
    """A person's chat with one bot. Both know it by the person's id."""

    bot: BotAccount = field(kw_only=True)
    person: Person = field(kw_only=True)
    started: bool = False
    blocked: bool = False

    @property
    def chat_id(self) -> int:
        """Return the person's id."""
        return self.person.user_id

    def as_chat(self) -> JsonObject:
        """Return the Bot API `Chat`."""
        user = self.person.as_user()
        names: JsonObject = {name: user[name] for name in ("first_name", "last_name", "username") if name in user}
        return {"id": self.chat_id, "type": "private", **names}

    def next_message_id(self) -> int:
        """Count on the bot's own counter: private chats of one bot share it."""
        self.bot.last_message_id += 1
        return self.bot.last_message_id

    def admit(self, bot: BotAccount) -> None:  # noqa: ARG002 - the chat is this bot's own
        """Raise Refused when the person is gone, never came, or has blocked the bot."""
        if self.person.deactivated:
            reason = "user is deactivated"
            raise forbidden(reason)
        if self.blocked:
            reason = "bot was blocked by the user"
            raise forbidden(reason)
        if not self.started:
            reason = "bot can't initiate conversation with a user"
            raise forbidden(reason)


@dataclass(slots=True, eq=False)
class GroupRoom(Room):
    """A group, a supergroup or a forum. It counts its own messages."""

    group_id: int = field(kw_only=True)
    title: str = field(kw_only=True)
    is_basic: bool = False
    is_forum: bool = False
    members: dict[int, str] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    closed_topics: set[int] = field(default_factory=set)
    migrated_to: int | None = None
    last_message_id: int = 0

    @property
    def chat_id(self) -> int:
        """Return the negative id."""
        return self.group_id

    @property
    def kind(self) -> str:
        """Return the Bot API chat type."""
        return "group" if self.is_basic else "supergroup"

    def as_chat(self) -> JsonObject:
        """Return the Bot API `Chat`."""
        chat: JsonObject = {"id": self.chat_id, "type": self.kind, "title": self.title}
        return chat | ({"is_forum": True} if self.is_forum else {})

    def next_message_id(self) -> int:
        """Count on the group's own counter."""
        self.last_message_id += 1
        return self.last_message_id

    def admit(self, bot: BotAccount) -> None:
        """Raise Refused when the group has moved, or the bot is not in it."""
        if self.migrated_to is not None:
            reason = "group chat was upgraded to a supergroup chat"
            raise bad_request(reason, migrate_to_chat_id=self.migrated_to)
        status = self.members.get(bot.bot_id, "left")
        if status == "kicked":
            reason = f"bot was kicked from the {self.kind} chat"
            raise forbidden(reason)
        if status not in PRESENT:
            reason = f"bot is not a member of the {self.kind} chat"
            raise forbidden(reason)

    def check_thread(self, thread: int | None) -> None:
        """Raise Refused when this topic is not here or closed."""
        if thread is None:
            return
        if not self.is_forum or thread not in self.topics:
            reason = "message thread not found"
            raise bad_request(reason)
        if thread in self.closed_topics:
            reason = "TOPIC_CLOSED"
            raise bad_request(reason)
