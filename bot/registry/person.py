"""A person the bot knows in a town, the roles they hold, and the links that invite others."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.registry.language import Language


class Role(StrEnum):
    """A role in the town. A cluster lead's scope is the cluster's code; a coordinator's is empty: the whole town."""

    COORDINATOR = "coordinator"
    CLUSTER_LEAD = "cluster_lead"


class GrantState(StrEnum):
    """A pending grant gives nothing until someone other than the inviter confirms it."""

    PENDING = "pending"
    ACTIVE = "active"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Grant:
    """One person's role in a scope, from one moment until another."""

    id: int
    person_key: int
    role: Role
    scope: str
    state: GrantState
    since: datetime
    until: datetime | None
    granted_by: int | None
    confirmed_by: int | None = None

    def holds_at(self, now: datetime) -> bool:
        """Whether the role is in force at this moment."""
        return self.state is GrantState.ACTIVE and self.since <= now and (self.until is None or now < self.until)


@dataclass(frozen=True, slots=True)
class Person:
    """Who someone is. These fields stand nowhere else in storage: everything else knows only `key`."""

    key: int
    town: str
    telegram_id: int
    chat_id: int
    name: str
    phone: str | None
    language: Language
    has_chosen_language: bool = False
    seen_at: datetime | None = None
    """When they last wrote or pressed something, to the month; who gives no sign of life for two years is forgotten."""


@dataclass(frozen=True, slots=True)
class InviteLink:
    """A single-use link to a role. Only the hash of its token is kept."""

    token_hash: str
    role: Role
    scope: str
    invited_by: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class LinkedChat:
    """A group chat, or one topic of a forum, that follows a cluster ('' for every cluster)."""

    chat_id: int
    thread_id: int | None
    cluster: str
