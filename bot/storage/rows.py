"""Rows to values and back: people, volunteers, calls, invitations, notifications."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.dispatch.call import Call, CallState, Outcome, Spot
from bot.dispatch.invitation import Invitation, Reason, Standing
from bot.dispatch.kind import CallKind, Mode, Plan, Rung, RungTo, Severity, Slot, Wave
from bot.dispatch.notification import Chat, Notification, Topic, Urgency
from bot.registry.language import Language, Names
from bot.registry.person import Grant, GrantState, InviteLink, Person, Role
from bot.registry.place import Point
from bot.registry.volunteer import AgeBand, Level, QuietHours, Reach, Transport, Volunteer
from bot.registry.volunteer import Standing as VolunteerStanding

Row = Mapping[Any, Any]


def person_row(person: Person) -> dict[str, Any]:
    """Return the columns of a person."""
    return {
        "key": person.key,
        "town": person.town,
        "telegram_id": person.telegram_id,
        "chat_id": person.chat_id,
        "name": person.name,
        "phone": person.phone,
        "language": person.language.value,
        "has_chosen_language": person.has_chosen_language,
        "seen_at": person.seen_at,
    }


def person_of(row: Row) -> Person:
    """Read a person; one that was forgotten has no name and no chat."""
    return Person(
        key=row["key"],
        town=row["town"],
        telegram_id=row["telegram_id"] or 0,
        chat_id=row["chat_id"] or 0,
        name=row["name"] or "",
        phone=row["phone"],
        language=Language(row["language"]),
        has_chosen_language=row["has_chosen_language"],
        seen_at=row["seen_at"],
    )


def volunteer_row(volunteer: Volunteer) -> dict[str, Any]:
    """Return the columns of a volunteer."""
    home, quiet = volunteer.home, volunteer.quiet
    return {
        "person_key": volunteer.person_key,
        "town": volunteer.town,
        "standing": volunteer.standing.value,
        "reach": volunteer.reach.value,
        "age_band": volunteer.age_band.value if volunteer.age_band else None,
        "min_years": volunteer.age_band.at_least if volunteer.age_band else -1,
        "neighbourhood": volunteer.neighbourhood,
        "lat": home.lat if home else None,
        "lon": home.lon if home else None,
        "band": home.band if home else None,
        "is_home_exact": volunteer.is_home_exact,
        "transport": volunteer.transport.value,
        "speed": volunteer.transport.metres_per_second,
        "skills": volunteer.skills,
        "languages": volunteer.languages,
        "clusters": volunteer.clusters,
        "level": volunteer.level.value,
        "availability": volunteer.availability,
        "quiet_begins": quiet.begins,
        "quiet_ends": quiet.ends,
        "quiet_mask": quiet.mask,
        "wake_for_life": quiet.wake_for_life,
        "paused_until": volunteer.paused_until,
        "on_duty_until": volunteer.on_duty_until,
        "consent_version": volunteer.consent_version,
        "consented_at": volunteer.consented_at,
        "approved_at": volunteer.approved_at,
        "referred_on": volunteer.referred_on,
        "asked": volunteer.asked,
        "said_yes": volunteer.said_yes,
    }


def volunteer_of(row: Row, language: str) -> Volunteer:
    """Read a volunteer; the language is the person's."""
    return Volunteer(
        person_key=row["person_key"],
        town=row["town"],
        language=Language(language),
        standing=VolunteerStanding(row["standing"]),
        age_band=AgeBand(row["age_band"]) if row["age_band"] else None,
        neighbourhood=row["neighbourhood"],
        home=Point(row["lat"], row["lon"]) if row["lat"] is not None else None,
        is_home_exact=row["is_home_exact"],
        transport=Transport(row["transport"]),
        skills=row["skills"],
        languages=row["languages"],
        clusters=row["clusters"],
        level=Level(row["level"]),
        availability=row["availability"],
        quiet=QuietHours(row["quiet_begins"], row["quiet_ends"], row["wake_for_life"]),
        paused_until=row["paused_until"],
        on_duty_until=row["on_duty_until"],
        reach=Reach(row["reach"]),
        consent_version=row["consent_version"],
        consented_at=row["consented_at"],
        approved_at=row["approved_at"],
        referred_on=row["referred_on"],
        asked=row["asked"],
        said_yes=row["said_yes"],
    )


def grant_of(row: Row, before: str = "") -> Grant:
    """Read a grant; in a row about more than a grant its columns begin with `before`."""
    return Grant(
        id=row[f"{before}id"],
        person_key=row[f"{before}person_key"],
        role=Role(row[f"{before}role"]),
        scope=row[f"{before}scope"],
        state=GrantState(row[f"{before}state"]),
        since=row[f"{before}since"],
        until=row[f"{before}until"],
        granted_by=row[f"{before}granted_by"],
        confirmed_by=row[f"{before}confirmed_by"],
    )


def invite_of(row: Row) -> InviteLink:
    """Read an invite link."""
    return InviteLink(row["token_hash"], Role(row["role"]), row["scope"], row["invited_by"], row["expires_at"])


def kind_json(kind: CallKind) -> dict[str, Any]:
    """Return a kind of call as JSON, plan and all."""
    return {
        "code": kind.code,
        "mode": kind.mode.value,
        "cluster": kind.cluster,
        "names": kind.names.as_dict(),
        "severity": kind.severity.value,
        "slots": [{"skills": sorted(slot.skills), "count": slot.count} for slot in kind.slots],
        "minimum": kind.minimum,
        "target": kind.target,
        "radius_m": kind.radius_m,
        "lasts_s": kind.lasts.total_seconds(),
        "within_s": kind.within.total_seconds(),
        "min_age": kind.min_age,
        "flags": sorted(kind.flags),
        "credentials": sorted(kind.credentials),
        "languages": sorted(kind.languages),
        "grace_s": kind.plan.arrival_grace.total_seconds(),
        "waves": [
            {"after_s": wave.after.total_seconds(), "reach": wave.reach, "per_place": wave.per_place, "slots_first": wave.slots_first}
            for wave in kind.plan.waves
        ],
        "rungs": [{"after_s": rung.after.total_seconds(), "to": rung.to.value} for rung in kind.plan.rungs],
    }


def kind_of(body: Mapping[str, Any]) -> CallKind:
    """Read a kind of call back."""
    waves = tuple(Wave(timedelta(seconds=w["after_s"]), w["reach"], w["per_place"], w["slots_first"]) for w in body["waves"])
    rungs = tuple(Rung(timedelta(seconds=rung["after_s"]), RungTo(rung["to"])) for rung in body["rungs"])
    return CallKind(
        code=body["code"],
        mode=Mode(body["mode"]),
        cluster=body["cluster"],
        names=Names.of(body["names"]),
        severity=Severity(body["severity"]),
        slots=tuple(Slot(frozenset(slot["skills"]), slot["count"]) for slot in body["slots"]),
        minimum=body["minimum"],
        target=body["target"],
        radius_m=body["radius_m"],
        lasts=timedelta(seconds=body["lasts_s"]),
        within=timedelta(seconds=body["within_s"]),
        min_age=body["min_age"],
        flags=frozenset(body["flags"]),
        credentials=frozenset(body["credentials"]),
        languages=frozenset(body["languages"]),
        plan=Plan(waves, rungs, timedelta(seconds=body["grace_s"])),
    )


def call_row(call: Call) -> dict[str, Any]:
    """Return the columns of a call, without its id."""
    return {"kind": kind_json(call.kind), **changing_call_row(call)}


def changing_call_row(call: Call) -> dict[str, Any]:
    """Return the columns of a call that may change: all but its own copy of its kind."""
    return {
        "town": call.town,
        "number": call.number,
        "cluster": call.kind.cluster,
        "severity": call.severity.value,
        "lat": call.spot.point.lat,
        "lon": call.spot.point.lon,
        "is_exact": call.spot.is_exact,
        "neighbourhood": call.spot.neighbourhood,
        "address": call.spot.address,
        "meeting_point": call.spot.meeting_point,
        "contact": call.spot.contact,
        **{name: getattr(call, name) for name in PLAIN_CALL_COLUMNS},
        "state": call.state.value,
        "outcome": call.outcome.value if call.outcome else None,
    }


PLAIN_CALL_COLUMNS = (
    "needed",
    "target",
    "words",
    "language",
    "is_drill",
    "ref_106",
    "owner",
    "opened_at",
    "starts_at",
    "ends_at",
    "token",
    "closed_at",
    "text_version",
    "wave",
    "wave_quota",
    "next_wave_at",
    "rung",
    "filled_at",
    "counts_from",
)


def call_of(row: Row) -> Call:
    """Read a call."""
    point = Point(row["lat"], row["lon"])
    return Call(
        id=row["id"],
        town=row["town"],
        number=row["number"],
        kind=kind_of(row["kind"]),
        spot=Spot(point, row["neighbourhood"], row["address"], row["meeting_point"], row["contact"], row["is_exact"]),
        state=CallState(row["state"]),
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        **{name: row[name] for name in PLAIN_CALL_COLUMNS},
    )


INVITATION_COLUMNS = (
    "call_id",
    "person_key",
    "token",
    "wave",
    "asked_at",
    "skills",
    "distance_m",
    "bearing",
    "travel_s",
    "delivered_at",
    "seen_at",
    "answered_at",
    "answered_by",
    "eta_at",
    "arrived_at",
    "finished_at",
    "again_at",
)


def invitation_row(invitation: Invitation) -> dict[str, Any]:
    """Return the columns of an invitation, without its id."""
    return {
        **{name: getattr(invitation, name) for name in INVITATION_COLUMNS},
        "standing": invitation.standing.value,
        "reason": invitation.reason.value if invitation.reason else None,
    }


def invitation_of(row: Row) -> Invitation:
    """Read an invitation."""
    return Invitation(
        id=row["id"],
        standing=Standing(row["standing"]),
        reason=Reason(row["reason"]) if row["reason"] else None,
        **{name: row[name] for name in INVITATION_COLUMNS},
    )


def notification_row(notification: Notification, town: str) -> dict[str, Any]:
    """Return the columns of a notification as it is queued."""
    return {
        "town": town,
        "chat_id": notification.to.chat_id,
        "thread_id": notification.to.thread_id,
        "person_key": notification.to.person_key,
        "topic": notification.topic.value,
        "urgency": notification.urgency.value,
        "key": notification.key,
        "call_id": notification.call_id,
        "invitation_id": notification.invitation_id,
        "args": dict(notification.args),
        "edits": notification.edits,
        "edit_message_id": notification.edit_message_id,
        "not_before": notification.not_before,
        "expires_at": notification.expires_at,
        "is_silent": notification.is_silent,
        "text_version": notification.text_version,
    }


def notification_of(row: Row) -> Notification:
    """Read a queued notification."""
    return Notification(
        to=Chat(row["chat_id"], row["thread_id"], row["person_key"]),
        topic=Topic(row["topic"]),
        urgency=Urgency(row["urgency"]),
        key=row["key"],
        call_id=row["call_id"],
        invitation_id=row["invitation_id"],
        args=row["args"],
        edits=row["edits"],
        edit_message_id=row["edit_message_id"],
        not_before=row["not_before"],
        expires_at=row["expires_at"],
        is_silent=row["is_silent"],
        text_version=row["text_version"],
    )
