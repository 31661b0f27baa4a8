"""Everything Telegram knows: accounts, chats, messages, presses and the updates that tell of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from bot.clock import Clock
from bot.simulator.telegram.accounts import BotAccount, Person
from bot.simulator.telegram.mailbox import Mailbox
from bot.simulator.telegram.refusal import bad_request, forbidden
from bot.simulator.telegram.rooms import PRESENT, GroupRoom, Posted, PrivateRoom, Room
from bot.simulator.telegram.schema import JsonObject, validate_object
from bot.simulator.telegram.waiting import Changes

ANSWER_WITHIN = timedelta(seconds=15)
FIRST_PERSON_ID = 500_000_001
FIRST_SUPERGROUP_ID = -1_001_000_000_001
FIRST_BASIC_GROUP_ID = -400_000_001
COMMAND_MARK = "/"
WRITTEN = frozenset({"text", "voice", "photo", "document", "location", "contact"})


@dataclass(slots=True, eq=False)
class Press:
    """One press of an inline button, and what the bot answered to it."""

    query_id: str
    bot: BotAccount
    person: Person
    post: Posted
    data: str
    pressed_at: datetime
    answered_at: datetime | None = None
    text: str | None = None
    show_alert: bool = False
    url: str | None = None

    @property
    def answered(self) -> bool:
        """Say whether the little clock on the button has stopped."""
        return self.answered_at is not None

    def as_query(self) -> JsonObject:
        """Return the Bot API `CallbackQuery`."""
        return {
            "id": self.query_id,
            "from": self.person.as_user(),
            "message": self.post.as_message(),
            "chat_instance": str(self.post.room.chat_id),
            "data": self.data,
        }


@dataclass(slots=True, eq=False)
class World:
    """The state behind the Bot API; nothing in it waits."""

    clock: Clock
    bots: dict[str, BotAccount] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    private: dict[tuple[int, int], PrivateRoom] = field(default_factory=dict)
    groups: dict[int, GroupRoom] = field(default_factory=dict)
    mailboxes: dict[str, Mailbox] = field(default_factory=dict)
    presses: dict[str, Press] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)
    check_updates: bool = True
    _query_ids: Iterator[int] = field(default_factory=lambda: count(4_000_000_001))
    _person_ids: Iterator[int] = field(default_factory=lambda: count(FIRST_PERSON_ID))
    _group_ids: Iterator[int] = field(default_factory=lambda: count(FIRST_BASIC_GROUP_ID, -1))
    _supergroup_ids: Iterator[int] = field(default_factory=lambda: count(FIRST_SUPERGROUP_ID, -1))

    def add_person(self, person: Person) -> None:
        """Let someone have an account."""
        self.people[person.user_id] = person

    def new_person_id(self) -> int:
        """Return a number that no person has."""
        return next(number for number in self._person_ids if number not in self.people)

    def new_group_id(self, *, basic: bool) -> int:
        """Return a number that no group has."""
        return next(self._group_ids if basic else self._supergroup_ids)

    def private_room(self, bot: BotAccount, person: Person) -> PrivateRoom:
        """Return the chat of these two, opened when first looked for."""
        key = (bot.bot_id, person.user_id)
        if key not in self.private:
            self.private[key] = PrivateRoom(bot=bot, person=person)
        return self.private[key]

    def room(self, bot: BotAccount, chat_id: object) -> Room:
        """Return the chat a bot means by this id.

        Raises:
            Refused: 400 chat not found.
        """
        if isinstance(chat_id, int) and chat_id in self.groups:
            return self.groups[chat_id]
        if isinstance(chat_id, int) and chat_id in self.people:
            return self.private_room(bot, self.people[chat_id])
        if any(chat_id == other.bot_id for other in self.bots.values()):
            reason = "bots can't send messages to bots"
            raise forbidden(reason)
        reason = "chat not found"
        raise bad_request(reason)

    def post(self, post: Posted) -> Posted:
        """Put a message into its room; the bots there other than its author are told."""
        post.room.posts[post.message_id] = post
        if not isinstance(post.author, BotAccount):
            self.tell_room(post, "message")
        self.changes.mark()
        return post

    def tell_room(self, post: Posted, kind: str) -> None:
        """Send an update about a message to the bots that may read it."""
        since = post.edited_at or post.posted_at
        for bot in self._readers(post):
            self.tell(bot, kind, post.as_message(), since)

    def tell(self, bot: BotAccount, kind: str, payload: JsonObject, since: datetime) -> None:
        """Queue an update for one bot."""
        update = self.mailboxes[bot.token].put(kind, payload, since)
        if update is not None and self.check_updates:
            self.violations += [f"our update: {problem}" for problem in validate_object("Update", update)]
        self.changes.mark()

    def press(self, bot: BotAccount, person: Person, post: Posted, data: str) -> Press:
        """Let a person press a button with this callback data under a message."""
        press = Press(str(next(self._query_ids)), bot, person, post, data, self.clock.now())
        self.presses[press.query_id] = press
        self.tell(bot, "callback_query", press.as_query(), press.pressed_at)
        return press

    def forget_old(self) -> None:
        """Drop the updates whose time is over."""
        for mailbox in self.mailboxes.values():
            mailbox.forget_old(self.clock.now())

    def _readers(self, post: Posted) -> list[BotAccount]:
        match post.room:
            case PrivateRoom(bot=bot):
                return [bot]
            case GroupRoom() as group:
                return [bot for bot in self.bots.values() if _reads(bot, group, post)]
            case _:
                return []


def _reads(bot: BotAccount, group: GroupRoom, post: Posted) -> bool:
    """Bots that are not admins see only commands, replies to themselves and service messages."""
    status = group.members.get(bot.bot_id, "left")
    if status not in PRESENT:
        return False
    to_me = post.reply_to is not None and post.reply_to.author is bot
    is_service = not post.content.keys() & WRITTEN
    return status == "administrator" or to_me or is_service or post.text.startswith(COMMAND_MARK)
