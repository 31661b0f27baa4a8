"""Reads a town's folder into one value, or refuses it with every mistake by file, key and reason."""

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.registry.cluster import Cluster
from bot.registry.language import Language
from bot.registry.skill import Skill
from bot.town import Policy, Town
from bot.town_kinds import MAX_AGE, Catalogue, read_kinds, read_plans
from bot.town_places import read_places
from bot.town_section import Flaw, Section
from config.settings import TOWNS

TOWN_FILE = "town.toml"
PLACES_FILE = "neighbourhoods.geojson"
MAX_BYTES = 4_000_000
"""A town's outlines take about 30 kB; a hundred times as much is a mistake, not a town."""

SLUG = re.compile(r"[a-z][a-z0-9-]{0,31}")
CODE = re.compile(r"[a-z][a-z0-9_]{0,31}")
UTC = ZoneInfo("UTC")


class WrongTownFile(Exception):
    """A town's files hold mistakes; `flaws` names each by file, key and reason."""

    def __init__(self, flaws: tuple[Flaw, ...]) -> None:
        """Keep the mistakes, one to a line of the message."""
        super().__init__("\n".join(str(flaw) for flaw in flaws))
        self.flaws = flaws


class NoSuchTown(LookupError):
    """There is no such folder; the message names the towns there are."""


def find_town(slug_or_path: str) -> Path:
    """Return the folder of a town by its slug or its path. Raises NoSuchTown."""
    if SLUG.fullmatch(slug_or_path) and (TOWNS / slug_or_path).is_dir():
        return TOWNS / slug_or_path
    folder = Path(slug_or_path)
    if slug_or_path and "\0" not in slug_or_path and folder.is_dir():
        return folder
    known = ", ".join(sorted(path.parent.name for path in TOWNS.glob(f"*/{TOWN_FILE}")))
    message = f"there is no town {slug_or_path!r}: write one of {known}, or the path of a town's folder"
    raise NoSuchTown(message)


def read_town(folder: Path) -> Town:
    """Return the town that a folder describes. Raises WrongTownFile with all mistakes at once."""
    flaws: list[Flaw] = []
    profile = _opened(folder / TOWN_FILE, tomllib.loads, flaws)
    outlines = _opened(folder / PLACES_FILE, json.loads, flaws)
    town = _town(profile, outlines)
    if flaws:
        raise WrongTownFile(tuple(dict.fromkeys(flaws)))
    return town


def _opened(path: Path, parse: Callable[[str], Any], flaws: list[Flaw]) -> Section:
    """Return the file as a table; of a file that cannot be read only that is noted, nothing about what it lacks."""
    try:
        values = parse(_text_of(path))
    except FileNotFoundError:
        reason = "is missing"
    except OSError as fault:
        reason = f"cannot be read: {fault.strerror}"
    except UnicodeDecodeError as fault:
        reason = f"is not UTF-8 text (byte {fault.start})"
    except RecursionError:
        reason = "is nested too deeply"
    except ValueError as fault:
        reason = str(fault)
    else:
        if isinstance(values, dict):
            return Section(path.name, "", values, flaws)
        reason = "is not a table"
    flaws.append(Flaw(path.name, "", reason))
    return Section(path.name, "", {}, [])


def _text_of(path: Path) -> str:
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        message = f"is larger than {MAX_BYTES // 1_000_000} MB"
        raise ValueError(message)
    return content.decode("utf-8-sig")


def _town(profile: Section, outlines: Section) -> Town:
    clusters, skills = _clusters(profile), _skills(profile)
    catalogue = Catalogue(frozenset(clusters), frozenset(skills), read_plans(profile))
    centre = profile.point("centre")
    town = Town(
        slug=_slug(profile),
        names=profile.names(),
        zone=_zone(profile),
        centre=centre,
        languages=_languages(profile),
        policy=_policy(profile),
        neighbourhoods=read_places(outlines, centre),
        clusters=clusters,
        skills=skills,
        kinds=read_kinds(profile, catalogue),
    )
    profile.close()
    return town


def _slug(profile: Section) -> str:
    slug = profile.text("slug")
    if not SLUG.fullmatch(slug):
        profile.note("slug", f"{slug!r} is not small letters, digits and hyphens, 32 at most")
    return slug


def _zone(profile: Section) -> ZoneInfo:
    name = profile.text("zone")
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):  # an unknown name, one that leaves the database's folder, or a folder of it
        profile.note("zone", f"{name!r} is not an IANA time zone such as Asia/Jerusalem")
        return UTC


def _languages(profile: Section) -> tuple[Language, ...]:
    words = profile.words("languages")
    if sorted(words) != sorted(Language):
        profile.note("languages", "does not name each of he, ar, ru and en once, the town's own first")
        return tuple(Language)
    return tuple(Language(word) for word in words)


def _policy(profile: Section) -> Policy:
    said, usual = profile.section("policy"), Policy()
    policy = Policy(
        approval=said.yes("approval", default=usual.approval),
        phone_required=said.yes("phone_required", default=usual.phone_required),
        insurance_referral=said.yes("insurance_referral", default=usual.insurance_referral),
        consent_version=said.text("consent_version", usual.consent_version),
        bulk_per_second=said.number("bulk_per_second", 0.1, 1000, usual.bulk_per_second),
    )
    said.close()
    return policy


def _clusters(profile: Section) -> dict[str, Cluster]:
    clusters = {}
    for code, said in profile.sections("clusters"):
        _refuse_code(profile, "clusters", code)
        clusters[code] = Cluster(code, said.own_names(), said.yes("is_emergency", default=False))
        said.close()
    return clusters


def _skills(profile: Section) -> dict[str, Skill]:
    skills = {}
    for code, said in profile.sections("skills"):
        _refuse_code(profile, "skills", code)
        credential = said.text("credential") if "credential" in said.values else None
        skills[code] = Skill(code, said.own_names(), said.whole("min_age", 0, MAX_AGE, default=0), credential)
        said.close()
    return skills


def _refuse_code(profile: Section, table: str, code: str) -> None:
    if not CODE.fullmatch(code):
        profile.note(f"{table}.{code}", "is not a code of small letters, digits and underscores, 32 at most")
