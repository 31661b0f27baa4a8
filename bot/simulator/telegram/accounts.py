"""Who is on Telegram: people and bots."""

from dataclasses import dataclass, field

from bot.simulator.telegram.schema import JsonObject

ANONYMOUS_ADMIN_ID = 1087968824  # GroupAnonymousBot, behind which a group's anonymous admins stand


@dataclass(slots=True, eq=False)
class Person:
    """A human account."""

    user_id: int
    first_name: str
    language_code: str = "he"
    last_name: str | None = None
    username: str | None = None
    phone_number: str = "+972500000000"
    deactivated: bool = False

    def as_user(self) -> JsonObject:
        """Return the Bot API `User`."""
        user: JsonObject = {"id": self.user_id, "is_bot": False, "first_name": self.first_name}
        optional = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        return user | {name: value for name, value in optional.items() if value}


@dataclass(slots=True, eq=False)
class BotAccount:
    """A bot account; `last_message_id` is its one counter for all its private chats."""

    token: str
    username: str
    first_name: str = "Eshkol"
    revoked: bool = False
    last_message_id: int = 0
    commands: dict[tuple[str, str], list[JsonObject]] = field(default_factory=dict)

    @property
    def bot_id(self) -> int:
        """Return the number before the colon of its token."""
        return int(self.token.partition(":")[0])

    def as_user(self) -> JsonObject:
        """Return the Bot API `User`, as others see it."""
        return {"id": self.bot_id, "is_bot": True, "first_name": self.first_name, "username": self.username}

    def as_me(self) -> JsonObject:
        """Return what getMe says."""
        return self.as_user() | {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }


def anonymous_admin() -> JsonObject:
    """Return the `User` that stands for every anonymous admin."""
    return {"id": ANONYMOUS_ADMIN_ID, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
