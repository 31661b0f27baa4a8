"""A group, supergroup or forum, with hands to write, press, admit, throw out and move house."""

from bot.simulator.telegram.accounts import BotAccount, Person, anonymous_admin
from bot.simulator.telegram.asking import chat_member
from bot.simulator.telegram.formatted import Formatted
from bot.simulator.telegram.phone import Phone, command_entities
from bot.simulator.telegram.rooms import GroupRoom, Posted
from bot.simulator.telegram.schema import JsonObject
from bot.simulator.telegram.seen import NoSuchButton, Seen, Wanted, as_seen, newest_button
from bot.simulator.telegram.sending import text_content
from bot.simulator.telegram.world import Press, World


class Group:
    """A chat of several people, into which bots may be added."""

    def __init__(self, world: World, room: GroupRoom) -> None:
        """Stand beside a group."""
        self._world = world
        self._room = room

    @property
    def chat_id(self) -> int:
        """Return the negative id."""
        return self._room.chat_id

    @property
    def messages(self) -> list[Seen]:
        """Return what stands in the group now, oldest first."""
        return [as_seen(post) for post in self._room.standing()]

    @property
    def received(self) -> list[Seen]:
        """Return what bots wrote and still stands, oldest first."""
        return [seen for seen in self.messages if seen.from_bot]

    def admit(self, person: Phone | Person, status: str = "member") -> None:
        """Let a person in."""
        member = _person(person)
        old = self._room.members.get(member.user_id, "left")
        self._room.members[member.user_id] = status
        self._tell_members("chat_member", member.as_user(), (old, status))

    def remove(self, person: Phone | Person) -> None:
        """Let a person go."""
        self.admit(person, "left")

    def add_bot(self, bot: BotAccount, by: Phone | Person, status: str = "administrator") -> None:
        """Add a bot, or change what it may; it is told."""
        self._change_bot(bot, by, status)

    def kick_bot(self, bot: BotAccount, by: Phone | Person) -> None:
        """Throw a bot out; it is told."""
        self._change_bot(bot, by, "kicked")

    def say(self, who: Phone | Person, text: str, thread: int | None = None, reply_to: Seen | None = None) -> Seen:
        """Let a member write."""
        content = text_content(Formatted(text, command_entities(text)))
        return self._post(_person(who), content, thread, reply_to)

    def say_anonymously(self, text: str, thread: int | None = None) -> Seen:
        """Let an anonymous admin write: the sender is the group, behind GroupAnonymousBot."""
        content = text_content(Formatted(text, command_entities(text)))
        sender = {"from": anonymous_admin(), "sender_chat": self._room.as_chat()}
        return self._post(None, content | sender, thread, None)

    def press(self, who: Phone | Person, bot: BotAccount, wanted: Wanted, message: Seen | None = None) -> Press:
        """Let someone press an inline button in the newest message that has it.

        Raises:
            NoSuchButton: no message has one, or it is no callback button.
        """
        number = message.message_id if message else None
        posts = [post for post in self._room.standing() if post.author is bot]
        post, button = newest_button(posts, wanted, number)
        if button.data is None:
            text = f"{button.text!r} is no callback button"
            raise NoSuchButton(text)
        return self._world.press(bot, _person(who), post, button.data)

    def topic(self, name: str, by: Phone | Person) -> int:
        """Open a forum topic; return its thread id, which is the number of the message that opened it."""
        thread = self._room.last_message_id + 1
        self._room.topics[thread] = name
        created = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        self._post(_person(by), created, thread, None)
        return thread

    def close_topic(self, thread: int) -> None:
        """Close a forum topic; bots get TOPIC_CLOSED."""
        self._room.closed_topics.add(thread)

    def migrate(self, by: Phone | Person) -> "Group":
        """Turn a basic group into a supergroup with a new id; both sides are told, return the new one."""
        old = self._room
        new = GroupRoom(group_id=self._world.new_group_id(basic=False), title=old.title, members=dict(old.members))
        self._world.groups[new.chat_id] = new
        moved = Group(self._world, new)
        self._post(_person(by), {"migrate_to_chat_id": new.chat_id}, None, None)
        moved._post(_person(by), {"migrate_from_chat_id": old.chat_id}, None, None)
        old.migrated_to = new.chat_id
        return moved

    def _post(self, who: Person | None, content: JsonObject, thread: int | None, reply_to: Seen | None) -> Seen:
        post = Posted(
            room=self._room,
            message_id=self._room.next_message_id(),
            posted_at=self._world.clock.now(),
            author=who,
            content=content,
            thread=thread,
            reply_to=self._room.find(reply_to.message_id) if reply_to else None,
        )
        return as_seen(self._world.post(post))

    def _change_bot(self, bot: BotAccount, by: Phone | Person, status: str) -> None:
        old = self._room.members.get(bot.bot_id, "left")
        self._room.members[bot.bot_id] = status
        change = self._change(bot.as_user(), _person(by), (old, status))
        self._world.tell(bot, "my_chat_member", change, self._world.clock.now())

    def _tell_members(self, kind: str, user: JsonObject, change: tuple[str, str]) -> None:
        """Bots that are admins learn of members, if they asked for it."""
        for bot in self._world.bots.values():
            if self._room.members.get(bot.bot_id) == "administrator":
                person = self._world.people[user["id"]]
                self._world.tell(bot, kind, self._change(user, person, change), self._world.clock.now())

    def _change(self, user: JsonObject, by: Person, change: tuple[str, str]) -> JsonObject:
        old, new = change
        return {
            "chat": self._room.as_chat(),
            "from": by.as_user(),
            "date": int(self._world.clock.now().timestamp()),
            "old_chat_member": chat_member(user, old),
            "new_chat_member": chat_member(user, new),
        }


def _person(who: Phone | Person) -> Person:
    return who.person if isinstance(who, Phone) else who
