"""Consent: given to one version of the town's terms, asked anew when the terms change."""

from dataclasses import replace
from datetime import datetime

from bot.registry.volunteer import Volunteer


def has_consented(volunteer: Volunteer | None, version: str) -> bool:
    """Whether this person agreed to the terms that are in force now."""
    return volunteer is not None and volunteer.consent_version == version


def consenting(volunteer: Volunteer, version: str, now: datetime) -> Volunteer:
    """Return the offer with consent to a version of the terms; agreeing twice keeps the first moment."""
    if has_consented(volunteer, version):
        return volunteer
    return replace(volunteer, consent_version=version, consented_at=now)
