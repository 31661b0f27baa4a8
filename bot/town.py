"""A town's profile as one value, and as rows for whoever keeps it; reading its files is beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.dispatch.kind import CallKind, Mode, Plan, Rung, RungTo, Severity, Slot, Wave
from bot.registry.cluster import Cluster
from bot.registry.language import Language, Names
from bot.registry.place import Neighbourhood, Point
from bot.registry.skill import Skill

Row = dict[str, Any]
"""One thing of a town as JSON can hold it. Durations are seconds, distances metres, positions (lon, lat) degrees."""

Items = dict[tuple[str, str], Row]
"""Rows by sort (town, cluster, skill, kind, neighbourhood) and code."""

SORTS = ("town", "cluster", "skill", "kind", "neighbourhood")


MAX_PLACES_DIGITS = 3
"""A slot holds at most 999 people."""


class WrongSlots(ValueError):
    """A slot notation that cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What the town decides once for everybody."""

    approval: bool = True
    """New volunteers wait for a coordinator's approval."""
    phone_required: bool = True
    insurance_referral: bool = True
    """Approval records the date of the National Insurance referral."""
    consent_version: str = "1"
    bulk_per_second: float = 25.0


@dataclass(frozen=True, slots=True)
class Town:
    """One local authority: its languages, places, clusters, skills and kinds of call."""

    slug: str
    names: Names
    zone: ZoneInfo
    centre: Point
    languages: tuple[Language, ...]
    """The first is the town's own and comes first in every choice."""
    policy: Policy
    neighbourhoods: tuple[Neighbourhood, ...]
    clusters: Mapping[str, Cluster]
    skills: Mapping[str, Skill]
    kinds: Mapping[str, CallKind]

    @property
    def not_issuable(self) -> tuple[CallKind, ...]:
        """The kinds that ask for something code does not hold to yet; `CallKind.unenforced` says what."""
        return tuple(kind for kind in self.kinds.values() if kind.unenforced)


def read_slots(text: str) -> tuple[Slot, ...]:
    """Read slots as people write them: `team_lead:1 + driver_b/motorcycle:2`, a slash between skills of which any will do.

    Raises WrongSlots for an empty part, a count that is no whole number from 1 to 999, or the same slot twice.
    """
    slots = tuple(_slot(part.strip()) for part in text.split("+"))
    if len({slot.skills for slot in slots}) < len(slots):
        message = f"{text!r} names the same slot twice"
        raise WrongSlots(message)
    return slots


def write_slots(slots: tuple[Slot, ...]) -> str:
    """Return slots in the notation that `read_slots` reads."""
    return " + ".join(f"{'/'.join(sorted(slot.skills))}:{slot.count}" for slot in slots)


def items_of(town: Town) -> Items:
    """Return the whole town as JSON-ready rows, the town itself under ("town", its slug)."""
    items: Items = {("town", town.slug): _town_row(town)}
    items |= {("cluster", code): _cluster_row(cluster) for code, cluster in town.clusters.items()}
    items |= {("skill", code): _skill_row(skill) for code, skill in town.skills.items()}
    items |= {("kind", code): _kind_row(kind) for code, kind in town.kinds.items()}
    return items | {("neighbourhood", place.code): _place_row(place) for place in town.neighbourhoods}


def town_from(items: Mapping[tuple[str, str], Row]) -> Town:
    """Return the town that `items_of` wrote, whatever order the rows came in.

    Raises KeyError or ValueError for rows that it did not write.
    """
    [(slug, row)] = [(code, row) for (sort, code), row in items.items() if sort == "town"]
    order = row["order"]
    return Town(
        slug=slug,
        names=Names.of(row["names"]),
        zone=ZoneInfo(row["zone"]),
        centre=_point(row["centre"]),
        languages=tuple(Language(code) for code in row["languages"]),
        policy=Policy(**row["policy"]),
        neighbourhoods=tuple(_place(code, items["neighbourhood", code]) for code in order["neighbourhood"]),
        clusters={code: _cluster(code, items["cluster", code]) for code in order["cluster"]},
        skills={code: _skill(code, items["skill", code]) for code in order["skill"]},
        kinds={code: _kind(code, items["kind", code]) for code in order["kind"]},
    )


def _slot(part: str) -> Slot:
    names, colon, count = part.partition(":")
    skills = frozenset(name.strip() for name in names.split("/"))
    if not colon or "" in skills:
        message = f"{part!r} is not a skill, a colon and a number of people"
        raise WrongSlots(message)
    number = count.strip()
    if not (number.isascii() and number.isdigit() and len(number) <= MAX_PLACES_DIGITS and int(number)):
        message = f"{number!r} in {part!r} is not a number of people from 1 to 999"
        raise WrongSlots(message)
    return Slot(skills, int(number))


def _town_row(town: Town) -> Row:
    policy = town.policy
    return {
        "names": town.names.as_dict(),
        "zone": town.zone.key,
        "centre": [town.centre.lon, town.centre.lat],
        "languages": [language.value for language in town.languages],
        "policy": {
            "approval": policy.approval,
            "phone_required": policy.phone_required,
            "insurance_referral": policy.insurance_referral,
            "consent_version": policy.consent_version,
            "bulk_per_second": policy.bulk_per_second,
        },
        "order": {
            "cluster": list(town.clusters),
            "skill": list(town.skills),
            "kind": list(town.kinds),
            "neighbourhood": [place.code for place in town.neighbourhoods],
        },
    }


def _cluster_row(cluster: Cluster) -> Row:
    return {"names": cluster.names.as_dict(), "is_emergency": cluster.is_emergency}


def _cluster(code: str, row: Row) -> Cluster:
    return Cluster(code, Names.of(row["names"]), row["is_emergency"])


def _skill_row(skill: Skill) -> Row:
    return {"names": skill.names.as_dict(), "min_age": skill.min_age, "credential": skill.credential}


def _skill(code: str, row: Row) -> Skill:
    return Skill(code, Names.of(row["names"]), row["min_age"], row["credential"])


def _place_row(place: Neighbourhood) -> Row:
    return {
        "names": place.names.as_dict(),
        "aliases": list(place.aliases),
        "centre": [place.centre.lon, place.centre.lat],
        "ring": [list(corner) for corner in place.ring],
    }


def _place(code: str, row: Row) -> Neighbourhood:
    ring = tuple((lon, lat) for lon, lat in row["ring"])
    return Neighbourhood(code, Names.of(row["names"]), _point(row["centre"]), ring, tuple(row["aliases"]))


def _point(position: list[float]) -> Point:
    lon, lat = position
    return Point(lat, lon)


def _kind_row(kind: CallKind) -> Row:
    return {
        "mode": kind.mode.value,
        "cluster": kind.cluster,
        "names": kind.names.as_dict(),
        "severity": kind.severity.name.lower(),
        "slots": write_slots(kind.slots),
        "minimum": kind.minimum,
        "target": kind.target,
        "radius_m": kind.radius_m,
        "lasts_seconds": kind.lasts.total_seconds(),
        "within_seconds": kind.within.total_seconds(),
        "min_age": kind.min_age,
        "flags": sorted(kind.flags),
        "languages": sorted(kind.languages),
        "credentials": sorted(kind.credentials),
        "plan": plan_row(kind.plan),
    }


def _kind(code: str, row: Row) -> CallKind:
    return CallKind(
        code=code,
        mode=Mode(row["mode"]),
        cluster=row["cluster"],
        names=Names.of(row["names"]),
        severity=Severity[row["severity"].upper()],
        slots=read_slots(row["slots"]),
        minimum=row["minimum"],
        target=row["target"],
        radius_m=row["radius_m"],
        lasts=timedelta(seconds=row["lasts_seconds"]),
        within=timedelta(seconds=row["within_seconds"]),
        min_age=row["min_age"],
        flags=frozenset(row["flags"]),
        plan=plan_from(row["plan"]),
        languages=frozenset(row["languages"]),
        credentials=frozenset(row["credentials"]),
    )


def plan_row(plan: Plan) -> Row:
    """Return a plan as JSON can hold it (a call keeps its own copy from the moment it is issued)."""
    return {
        "waves": [
            {
                "after_seconds": wave.after.total_seconds(),
                "reach": wave.reach,
                "per_place": wave.per_place,
                "slots_first": wave.slots_first,
            }
            for wave in plan.waves
        ],
        "rungs": [{"after_seconds": rung.after.total_seconds(), "to": rung.to.value} for rung in plan.rungs],
        "arrival_grace_seconds": plan.arrival_grace.total_seconds(),
    }


def plan_from(row: Row) -> Plan:
    """Return the plan that `plan_row` wrote. Raises KeyError or ValueError for a row that it did not write."""
    waves = tuple(
        Wave(timedelta(seconds=wave["after_seconds"]), wave["reach"], wave["per_place"], wave["slots_first"]) for wave in row["waves"]
    )
    rungs = tuple(Rung(timedelta(seconds=rung["after_seconds"]), RungTo(rung["to"])) for rung in row["rungs"])
    return Plan(waves, rungs, timedelta(seconds=row["arrival_grace_seconds"]))
