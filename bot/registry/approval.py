"""Approval: a coordinator lets a provisional volunteer in, or does not."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.registry.volunteer import Standing, Volunteer


def awaits_approval(volunteer: Volunteer | None, town: str) -> bool:
    """Whether a coordinator of the town has something to decide here."""
    return volunteer is not None and volunteer.town == town and volunteer.standing is Standing.PROVISIONAL


def approved(volunteer: Volunteer, now: datetime, referred_on: date | None) -> Volunteer:
    """Return the volunteer as approved, with the local day of the National Insurance referral where the town sends one."""
    return replace(volunteer, standing=Standing.APPROVED, approved_at=now, referred_on=referred_on)


def declined(volunteer: Volunteer) -> Volunteer:
    """Return the volunteer as declined: they are asked for nothing."""
    return replace(volunteer, standing=Standing.DECLINED)


def referral_day(now: datetime, zone: ZoneInfo, *, refers: bool) -> date | None:
    """Return the town's day of this moment, or None where the town sends no referrals."""
    return now.astimezone(zone).date() if refers else None
