"""Values that tests of storage and delivery begin with."""

from datetime import datetime, timedelta
from typing import Any

from bot.dispatch.call import Call, Spot
from bot.dispatch.invitation import Invitation
from bot.dispatch.kind import CallKind, Mode, Plan, Rung, RungTo, Severity, Slot, Wave
from bot.dispatch.notification import Chat, Notification, Topic, Urgency
from bot.registry.language import Language, Names
from bot.registry.person import Person
from bot.registry.place import Point
from bot.registry.volunteer import AgeBand, Level, Reach, Standing, Volunteer

CENTRE = Point(31.7327, 34.9887)
NAMES = Names.of({"he": "מקלט", "en": "Shelter", "ru": "Убежище", "ar": "ملجأ"})


def a_plan() -> Plan:
    waves = (Wave(timedelta(0), 1.0, 3), Wave(timedelta(minutes=5), 2.0, 3, slots_first=False))
    return Plan(waves, (Rung(timedelta(minutes=6), RungTo.CLUSTER_LEADS), Rung(timedelta(minutes=12), RungTo.COORDINATORS)))


def a_kind(**changes: Any) -> CallKind:
    usual: dict[str, Any] = {
        "code": "E07",
        "mode": Mode.EMERGENCY,
        "cluster": "infrastructure",
        "names": NAMES,
        "severity": Severity.URGENT,
        "slots": (Slot(frozenset({"team_lead"}), 1), Slot(frozenset({"driver_b", "logistics"}), 2)),
        "minimum": 3,
        "target": 4,
        "radius_m": 2_000.0,
        "lasts": timedelta(hours=2),
        "within": timedelta(minutes=30),
        "min_age": 18,
        "flags": frozenset({"indoor"}),
        "plan": a_plan(),
        "languages": frozenset(),
    }
    return CallKind(**{**usual, **changes})


def a_call(now: datetime, *, town: str = "beit-shemesh", number: int = 1, kind: CallKind | None = None, **changes: Any) -> Call:
    chosen = kind or a_kind()
    usual: dict[str, Any] = {
        "id": 0,
        "town": town,
        "number": number,
        "kind": chosen,
        "spot": Spot(CENTRE, "ramat-lehi", "Herzl 5", "the gate", "Dana 050", is_exact=True),
        "needed": chosen.needed,
        "target": max(chosen.needed, chosen.target),
        "words": "generator <down>",
        "language": "he",
        "is_drill": False,
        "ref_106": "106-7",
        "owner": 1,
        "opened_at": now,
        "starts_at": now,
        "ends_at": now + timedelta(hours=2),
        "token": f"call-{town}-{number}",
        "next_wave_at": now,
    }
    return Call(**{**usual, **changes})


def a_person(key: int, *, town: str = "beit-shemesh", language: Language = Language.HE, chat: int | None = None) -> Person:
    number = chat if chat is not None else 10_000 + key
    return Person(key, town, number, number, f"Person {key}", "+972500000000", language, has_chosen_language=True)


def a_volunteer(key: int, *skills: str, town: str = "beit-shemesh", **changes: Any) -> Volunteer:
    usual: dict[str, Any] = {
        "standing": Standing.APPROVED,
        "reach": Reach.OPEN,
        "age_band": AgeBand.FROM_24,
        "home": Point(CENTRE.lat + 0.0001 * key, CENTRE.lon),
        "skills": frozenset(skills or ("team_lead", "logistics")),
        "languages": frozenset({"he"}),
        "level": Level.ROUTINE,
    }
    return Volunteer(key, town, Language.HE, **{**usual, **changes})


def an_invitation(call: Call, key: int, now: datetime, **changes: Any) -> Invitation:
    usual: dict[str, Any] = {"token": f"t-{call.id}-{key}", "wave": 0, "asked_at": now, "skills": frozenset({"logistics"})}
    return Invitation(0, call.id, key, distance_m=100.0, travel_s=200.0, **{**usual, **changes})


def a_note(key: str, chat: int = 10_001, urgency: Urgency = Urgency.ROUTINE, **changes: Any) -> Notification:
    screen = {"paragraphs": [{"say": "cancelled", "args": {}}], "rows": [], "ask": None}
    usual: dict[str, Any] = {"to": Chat(chat), "topic": Topic.SCREEN, "urgency": urgency, "key": key, "args": screen}
    return Notification(**{**usual, **changes})
