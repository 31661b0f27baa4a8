"""Who may do what with calls, from the grants they hold at that moment."""

from collections.abc import Iterable
from datetime import datetime

from bot.registry.person import Grant, Role


class NotAllowed(Exception):  # named after what happened
    """The person holds no role that allows this."""


def may_lead(grants: Iterable[Grant], cluster: str, now: datetime) -> bool:
    """Whether someone may issue, correct, answer for others and close calls of a cluster."""
    return any(
        grant.holds_at(now) and (grant.role is Role.COORDINATOR or (grant.role is Role.CLUSTER_LEAD and grant.scope == cluster))
        for grant in grants
    )


def may_coordinate(grants: Iterable[Grant], now: datetime) -> bool:
    """Whether someone may approve volunteers, invite colleagues and link chats."""
    return any(grant.holds_at(now) and grant.role is Role.COORDINATOR for grant in grants)


def has_role(grants: Iterable[Grant], now: datetime) -> bool:
    """Whether someone holds any role at all."""
    return any(grant.holds_at(now) for grant in grants)
