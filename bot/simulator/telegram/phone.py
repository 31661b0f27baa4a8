"""A person's phone: their chat with one bot, and their hands on it."""

import re

from bot.simulator.telegram.accounts import BotAccount, Person
from bot.simulator.telegram.asking import chat_member
from bot.simulator.telegram.formatted import Formatted, units
from bot.simulator.telegram.rooms import Posted, PrivateRoom
from bot.simulator.telegram.schema import JsonObject
from bot.simulator.telegram.seen import NoSuchButton, NothingReceived, Seen, Wanted, as_seen, newest_button
from bot.simulator.telegram.sending import hash_of, text_content
from bot.simulator.telegram.world import Press, World

COMMAND = re.compile(r"/[A-Za-z0-9_]+(?:@\w+)?")


class Phone:
    """What one person does and sees in their private chat with one bot.

    Each action happens at the clock's present instant and queues the update that Telegram would.
    """

    def __init__(self, world: World, bot: BotAccount, person: Person) -> None:
        """Open the person's chat with the bot."""
        self.person = person
        self.bot = bot
        self._world = world

    @property
    def user_id(self) -> int:
        """Return the person's id, which is also the chat's."""
        return self.person.user_id

    @property
    def messages(self) -> list[Seen]:
        """Return what stands in the chat now, both sides', oldest first."""
        return [as_seen(post) for post in self._room.standing()]

    @property
    def received(self) -> list[Seen]:
        """Return what stands in the chat now and came from the bot, oldest first."""
        return [seen for seen in self.messages if seen.from_bot]

    @property
    def deleted(self) -> list[Seen]:
        """Return the messages that were taken away."""
        return [as_seen(post) for post in self._room.posts.values() if post.deleted]

    @property
    def last(self) -> Seen:
        """Return the newest message from the bot.

        Raises:
            NothingReceived: there is none.
        """
        received = self.received
        if not received:
            message = f"{self.person.first_name} ({self.user_id}) has received nothing"
            raise NothingReceived(message)
        return received[-1]

    @property
    def keyboard(self) -> tuple[tuple[str, ...], ...]:
        """Return the rows of the reply keyboard that is open now, empty when there is none."""
        for seen in reversed(self.received):
            if seen.removes_keyboard:
                return ()
            if seen.reply_keyboard:
                return seen.reply_keyboard
        return ()

    @property
    def keys(self) -> list[list[JsonObject]]:
        """Return the open reply keyboard's keys with what they ask for (`request_contact`, `request_location`)."""
        for post in reversed(list(self._room.standing())):
            markup = post.markup or {}
            if markup.get("remove_keyboard"):
                return []
            if markup.get("keyboard"):
                return [[dict(key) for key in row] for row in markup["keyboard"]]
        return []

    def with_bot(self, bot: BotAccount) -> "Phone":
        """Return the same person's chat with another bot."""
        return Phone(self._world, bot, self.person)

    def open(self) -> None:
        """Have pressed Start long ago: the bot may write, and is told nothing now."""
        self._room.started = True

    def start(self, payload: str = "") -> Seen:
        """Press Start, perhaps through a deep link."""
        if self._room.blocked:
            self.unblock()
        return self.say(f"/start {payload}".rstrip())

    def say(self, text: str, reply_to: Seen | int | None = None) -> Seen:
        """Write a text (or press a reply keyboard's button, which is the same)."""
        return self._post(text_content(Formatted(text, command_entities(text))), reply_to)

    def press(self, wanted: Wanted, message: Seen | int | None = None) -> Press:
        """Press an inline button by its text, callback data or a function, in the newest message that has it.

        Raises:
            NoSuchButton: no message has one, or it is no callback button.
        """
        post, button = newest_button(self._room.standing(), wanted, _number_of(message))
        if button.data is None:
            text = f"{button.text!r} is no callback button"
            raise NoSuchButton(text)
        return self._world.press(self.bot, self.person, post, button.data)

    def press_data(self, data: str, message: Seen | int) -> Press:
        """Press what is not there: forged or stale callback data under a message, even a deleted one."""
        number = _number_of(message)
        post = self._room.posts.get(number or 0)
        if post is None:
            text = f"there is no message {number}"
            raise NoSuchButton(text)
        return self._world.press(self.bot, self.person, post, data)

    def share_contact(self, *, own: bool = True, phone: str | None = None, user_id: int | None = None) -> Seen:
        """Share one's own number, or somebody's from the address book (with their id, if they are known)."""
        shared: JsonObject = {"phone_number": phone or self.person.phone_number, "first_name": self.person.first_name}
        whose = self.user_id if own else user_id
        return self._post({"contact": shared | ({"user_id": whose} if whose is not None else {})})

    def send_location(self, latitude: float, longitude: float, reply_to: Seen | int | None = None) -> Seen:
        """Send a place on the map; nothing checks that it is on this planet."""
        return self._post({"location": {"latitude": latitude, "longitude": longitude}}, reply_to)

    def send_voice(self, seconds: int = 3, reply_to: Seen | int | None = None) -> Seen:
        """Send a voice message."""
        return self._post({"voice": self._file("voice") | {"duration": seconds, "mime_type": "audio/ogg"}}, reply_to)

    def send_photo(self, caption: str = "", reply_to: Seen | int | None = None) -> Seen:
        """Send a picture."""
        content: JsonObject = {"photo": [self._file("photo") | {"width": 800, "height": 600}]}
        return self._post(content | ({"caption": caption} if caption else {}), reply_to)

    def send_content(self, content: JsonObject, reply_to: Seen | int | None = None) -> Seen:
        """Send a message with any Bot API fields."""
        return self._post(content, reply_to)

    def edit(self, message: Seen | int, text: str) -> Seen:
        """Change one's own text."""
        post = self._room.posts[_number_of(message) or 0]
        post.earlier.append(post.content)
        post.content = text_content(Formatted(text, command_entities(text)))
        post.edited_at = self._world.clock.now()
        self._world.tell_room(post, "edited_message")
        return as_seen(post)

    def block(self) -> None:
        """Block the bot; it is told."""
        self._room.blocked = True
        self._tell_membership("member", "kicked")

    def begin_silently(self, *, has_blocked: bool = False) -> None:
        """Have begun the chat long ago, perhaps have blocked the bot since, without any update that still tells of it."""
        self._room.started = True
        self._room.blocked = has_blocked

    def unblock(self) -> None:
        """Unblock the bot; it is told."""
        self._room.blocked = False
        self._tell_membership("kicked", "member")

    def deactivate(self) -> None:
        """Delete the account; nobody is told."""
        self.person.deactivated = True
        self._world.changes.mark()

    @property
    def _room(self) -> PrivateRoom:
        return self._world.private_room(self.bot, self.person)

    def _post(self, content: JsonObject, reply_to: Seen | int | None = None) -> Seen:
        room = self._room
        room.started = True
        post = Posted(
            room=room,
            message_id=room.next_message_id(),
            posted_at=self._world.clock.now(),
            author=self.person,
            content=content,
            reply_to=room.find(_number_of(reply_to) or 0),
        )
        return as_seen(self._world.post(post))

    def _file(self, kind: str) -> JsonObject:
        number = self.bot.last_message_id + 1
        name = f"{kind}-{self.user_id}-{number}"
        return {"file_id": name, "file_unique_id": f"u{hash_of(name)}"}

    def _tell_membership(self, old: str, new: str) -> None:
        now = self._world.clock.now()
        change = {
            "chat": self._room.as_chat(),
            "from": self.person.as_user(),
            "date": int(now.timestamp()),
            "old_chat_member": chat_member(self.bot.as_user(), old),
            "new_chat_member": chat_member(self.bot.as_user(), new),
        }
        self._world.tell(self.bot, "my_chat_member", change, now)


def command_entities(text: str) -> tuple[JsonObject, ...]:
    """Return the entity that Telegram puts on a command at the start of a text."""
    command = COMMAND.match(text)
    if command is None:
        return ()
    return ({"type": "bot_command", "offset": 0, "length": units(command.group())},)


def _number_of(message: Seen | int | None) -> int | None:
    return message.message_id if isinstance(message, Seen) else message
