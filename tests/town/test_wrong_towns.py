"""Mistakes in a town's files: each is refused by file, key and reason, all of them at once."""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.town import items_of, town_from
from bot.town_file import MAX_BYTES, PLACES_FILE, TOWN_FILE, WrongTownFile, find_town, read_town
from bot.town_section import Flaw

Outlines = dict[str, Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a good town, to be spoiled."""
    shutil.copytree(find_town("beit-shemesh"), tmp_path / "town")
    return tmp_path / "town"


def flaws_of(folder: Path) -> tuple[Flaw, ...]:
    """Return what the town is refused for."""
    with pytest.raises(WrongTownFile) as refused:
        read_town(folder)
    return refused.value.flaws


def rewrite(folder: Path, old: str, new: str) -> None:
    """Spoil the first such place in the town's profile."""
    path = folder / TOWN_FILE
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def redraw(folder: Path, spoil: Callable[[Outlines], object]) -> None:
    """Spoil the town's neighbourhoods."""
    path = folder / PLACES_FILE
    outlines = json.loads(path.read_text(encoding="utf-8"))
    spoil(outlines)
    path.write_text(json.dumps(outlines), encoding="utf-8")


E07 = "[emergency.E07]"
E07_SLOTS = '"generator_op:1 + electrician:1 + logistics:1", min = 3, target = 4, min_age = 18'
E07_REACH = 'radius_km = 6, within = "60 min", hours = 3, plan = "emergency" }\n\n[emergency.E08]'
FAST = "plans.emergency_fast"
FIRST_WAVE = '{ after = "0 min", reach = 1.0, per_place = 3 }'
SECOND_WAVE = '{ after = "4 min", reach = 1.5, per_place = 3 }'
FAST_RUNGS = 'rungs = [{ after = "6 min", to = "cluster_leads" }'

WRONG_PROFILES = [
    ("[policy]", "color = 1\n[policy]", "color", "is not a key that belongs here"),
    ("approval = true", "aproval = true", "policy.aproval", "is not a key that belongs here"),
    ("approval = true", 'approval = "yes"', "policy.approval", "is not true or false"),
    ("bulk_per_second = 25", "bulk_per_second = 0", "policy.bulk_per_second", "0 is not between 0.1 and 1000"),
    ("bulk_per_second = 25", "bulk_per_second = nan", "policy.bulk_per_second", "nan is not between 0.1 and 1000"),
    ("bulk_per_second = 25", f"bulk_per_second = 1{'0' * 400}", "policy.bulk_per_second", "is not between 0.1 and 1000"),
    ("bulk_per_second = 25", "bulk_per_second = true", "policy.bulk_per_second", "is not a number"),
    ("[policy]", "[rules]", "policy", "is missing"),
    ('slug = "beit-shemesh"', 'slug = "Beit Shemesh"', "slug", "'Beit Shemesh' is not small letters, digits and hyphens"),
    ('slug = "beit-shemesh"', "", "slug", "is missing"),
    ('zone = "Asia/Jerusalem"', 'zone = "Asia/Jerusalemm"', "zone", "is not an IANA time zone"),
    ('zone = "Asia/Jerusalem"', 'zone = "../etc"', "zone", "is not an IANA time zone"),
    ('zone = "Asia/Jerusalem"', 'zone = "Asia"', "zone", "is not an IANA time zone"),
    ("lat = 31.7327", "lat = 131.7327", "centre.lat", "131.7327 is not between -90 and 90"),
    ("lat = 31.7327, ", "", "centre.lat", "is missing"),
    ('"he", "en", "ru", "ar"]', '"he", "en"]', "languages", "does not name each of he, ar, ru and en once"),
    ('"he", "en", "ru", "ar"]', '"he", "he", "ru", "ar"]', "languages", "says the same thing twice"),
    ('"he", "en", "ru", "ar"]', "7]", "languages", "is not a list of short texts"),
    (', ru = "молодёжь"', "", "clusters.youth.ru", "is missing"),
    ('ru = "молодёжь"', 'ru = "  "', "clusters.youth.ru", "is empty"),
    ('ru = "молодёжь"', 'ru = "моло\\u202Eдёжь"', "clusters.youth.ru", "a letter nobody can see"),
    ('ru = "молодёжь"', f'ru = "{"м" * 81}"', "clusters.youth.ru", "is longer than 80 letters"),
    ('ru = "молодёжь"', "ru = 5", "clusters.youth.ru", "is not text"),
    ("youth = {", "Youth = {", "clusters.Youth", "is not a code"),
    ("plumber = {", '"plumber/2" = {', "skills.plumber/2", "is not a code"),
    ('"First aid", ru', '"First aid", fr = "Secours", ru', "skills.first_aid.fr", "is not a key that belongs here"),
    ("min_age = 16, credential", "min_age = 160, credential", "skills.first_aid.min_age", "160 is not between 0 and 99"),
    ("min_age = 16, credential", "min_age = -1, credential", "skills.first_aid.min_age", "-1 is not between 0 and 99"),
    ("min_age = 16, credential", "min_age = 16.5, credential", "skills.first_aid.min_age", "is not a whole number"),
    (E07, "[emergency.E7-x]", "emergency.E7-x", "is not a code such as E07"),
    (E07, "[routine.R03]\n[emergency.E07]", "", "Cannot declare"),
    ("[routine.R01]", "[routine.E07]", "routine.E07", "stands under emergency and under routine"),
    ('"generator_op:1 +', '"generator:1 +', "emergency.E07.who.slots", "names skills that the catalogue does not have: generator"),
    ('"generator_op:1 +', '"generator_op +', "emergency.E07.who.slots", "is not a skill, a colon and a number of people"),
    ('"generator_op:1 +', '"generator_op:0 +', "emergency.E07.who.slots", "is not a number of people from 1 to 999"),
    ('"generator_op:1 +', '"logistics:2 +', "emergency.E07.who.slots", "names the same slot twice"),
    (E07_SLOTS, E07_SLOTS.replace("target = 4", "target = 2"), "emergency.E07.who.target", "2 is less than min, 3"),
    (E07_SLOTS, E07_SLOTS.replace("logistics:1", "logistics:9"), "emergency.E07.who.target", "4 is less than the 11 places of the slots"),
    (E07_SLOTS, E07_SLOTS.replace("min_age = 18", "min_age = 100"), "emergency.E07.who.min_age", "100 is not between 0 and 99"),
    (E07_SLOTS, E07_SLOTS + ', languages = ["fr"]', "emergency.E07.who.languages", "fr is not among he, ar, ru, en"),
    (
        'cluster = "infrastructure", severity',
        'cluster = "roads", severity',
        "emergency.E07.what.cluster",
        "'roads' is not one of",
    ),
    (
        'severity = "urgent", flags = ["safety_gear"]',
        'severity = "dire"',
        "emergency.E07.what.severity",
        "'dire' is not one of life",
    ),
    ('flags = ["safety_gear"]', 'flags = ["gloves"]', "emergency.E07.what.flags", "gloves is not among confidential"),
    ('credentials = ["vehicle_insurance"]', 'credentials = ["A b"]', "emergency.E05.what.credentials", "'A b' is not a code"),
    (E07_REACH, E07_REACH.replace('"emergency"', '"slow"'), "emergency.E07.reach.plan", "'slow' is not one of emergency, emergency_fast"),
    (E07_REACH, E07_REACH.replace("60 min", "one hour"), "emergency.E07.reach.within", "'one hour' is not a duration such as 15 min"),
    (E07_REACH, E07_REACH.replace("60 min", "900 days"), "emergency.E07.reach.within", "'900 days' is longer than a year"),
    (E07_REACH, E07_REACH.replace("radius_km = 6", "radius_km = 0"), "emergency.E07.reach.radius_km", "0 is not between 0.1 and 200"),
    (FIRST_WAVE, FIRST_WAVE.replace("0 min", "1 min"), FAST + ".waves", "does not begin at 0 min"),
    (SECOND_WAVE, SECOND_WAVE.replace("4 min", "9 min"), FAST + ".waves", "are not in order of time"),
    (SECOND_WAVE, SECOND_WAVE.replace("reach = 1.5", "reach = 0"), FAST + ".waves[2].reach", "0 is not between 0.1 and 100"),
    (SECOND_WAVE, '"soon"', FAST + ".waves[2]", "is not a table"),
    (FAST_RUNGS, FAST_RUNGS.replace("6 min", "20 min"), FAST + ".rungs", "are not in order of time"),
    (FAST_RUNGS, FAST_RUNGS.replace("cluster_leads", "mayor"), FAST + ".rungs[1].to", "'mayor' is not one of cluster_leads"),
    ("[plans.routine]", "[plans.slow]\nwaves = []\n[plans.routine]", "plans.slow.waves", "holds 0 waves, not 1 to 20"),
    ("[clusters]", "[clusters", "", "(at line 17, column 10)"),
]


@pytest.mark.parametrize(("old", "new", "key", "reason"), WRONG_PROFILES, ids=lambda word: str(word)[:30])
def test_a_wrong_profile_is_refused_by_key_and_reason(folder: Path, old: str, new: str, key: str, reason: str) -> None:
    rewrite(folder, old, new)
    assert any(flaw.file == TOWN_FILE and flaw.key == key and reason in flaw.reason for flaw in flaws_of(folder)), flaws_of(folder)


def feature(outlines: Outlines, number: int = 0) -> Any:
    """Return one neighbourhood of the file."""
    return outlines["features"][number]


def said(outlines: Outlines, **properties: object) -> None:
    """Change properties of the first neighbourhood."""
    feature(outlines)["properties"].update(properties)


def drawn(outlines: Outlines, *corners: object, rings: int = 1) -> None:
    """Give the first neighbourhood another outline."""
    feature(outlines)["geometry"]["coordinates"] = [list(corners)] * rings


A, B, C, D = [34.98, 31.74], [34.99, 31.74], [34.99, 31.75], [34.98, 31.75]
FIRST = "features[1]"

WRONG_OUTLINES = [
    (lambda file: file.update(type="Collection"), "type", "is not FeatureCollection"),
    (lambda file: file.update(features=[]), "features", "holds no neighbourhood"),
    (lambda file: file.update(crs={}), "crs", "is not a key that belongs here"),
    (lambda file: file["features"].insert(0, 5), FIRST, "is not a table"),
    (lambda file: feature(file).pop("properties"), f"{FIRST}.properties", "is missing"),
    (lambda file: feature(file)["properties"].pop("names"), f"{FIRST}.properties.names", "is missing"),
    (lambda file: feature(file)["properties"]["names"].pop("ar"), f"{FIRST}.properties.names.ar", "is missing"),
    (lambda file: said(file, code="Old Town"), f"{FIRST}.properties.code", "'Old Town' is not small letters"),
    (lambda file: said(file, colour="red"), f"{FIRST}.properties.colour", "is not a key that belongs here"),
    (lambda file: said(file, centre=[31.7]), f"{FIRST}.properties.centre", "is not [longitude, latitude]"),
    (lambda file: said(file, centre=[34.95, 31.70]), f"{FIRST}.properties.centre", "lies outside the neighbourhood's own outline"),
    (lambda file: said(file, code="sheinfeld"), "features[3].properties.code", "is the code of another neighbourhood too"),
    (lambda file: said(file, aliases=["שיינפלד"]), "features[3].properties", "both answer to 'שיינפלד'"),
    (lambda file: feature(file)["geometry"].update(type="MultiPolygon"), f"{FIRST}.geometry.type", "is not Polygon"),
    (lambda file: drawn(file, A, B, C, D, A, rings=2), f"{FIRST}.geometry.coordinates", "is not one outline without holes"),
    (lambda file: drawn(file, A, B, A), f"{FIRST}.geometry.coordinates", "has 3 corners, not 4 to 2000"),
    (lambda file: drawn(file, A, B, C, D), f"{FIRST}.geometry.coordinates", "is not closed"),
    (lambda file: drawn(file, A, C, B, D, A), f"{FIRST}.geometry.coordinates", "the outline crosses itself"),
    (lambda file: drawn(file, A, B, C, [34.9, 131], A), f"{FIRST}.geometry.coordinates", "corner 4 is not [longitude, latitude]"),
    (lambda file: drawn(file, A, B, C, [34.9, True], A), f"{FIRST}.geometry.coordinates", "corner 4 is not [longitude, latitude]"),
    (lambda file: drawn(file, A, B, C, [float("nan"), 31], A), f"{FIRST}.geometry.coordinates", "corner 4 is not [longitude, latitude]"),
    (
        lambda file: drawn(file, A[::-1], B[::-1], C[::-1], A[::-1]),
        f"{FIRST}.geometry.coordinates",
        "more than 30 km from",
    ),
    (lambda file: drawn(file, *[A] * 3000), f"{FIRST}.geometry.coordinates", "has 2001 corners"),
    (lambda file: feature(file).update(geometry=feature(file, 1)["geometry"]), "features[2].geometry", "overlap by 100% of the smaller"),
]


@pytest.mark.parametrize(("spoil", "key", "reason"), WRONG_OUTLINES, ids=lambda word: word[:40] if isinstance(word, str) else None)
def test_wrong_outlines_are_refused_by_key_and_reason(folder: Path, spoil: Callable[[Outlines], object], key: str, reason: str) -> None:
    redraw(folder, spoil)
    flaws = flaws_of(folder)
    assert any(flaw.file == PLACES_FILE and flaw.key == key and reason in flaw.reason for flaw in flaws), flaws


@pytest.mark.parametrize("file", [TOWN_FILE, PLACES_FILE])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe" + "a = 1".encode("utf-16-le"), "is not UTF-8 text (byte 0)"),
        (b"a" * (MAX_BYTES + 1), "is larger than 4 MB"),
        (b"[" * 200_000, ""),
        (b'{"a": ', ""),
        (b"\0", ""),
        (b"", ""),
        (None, "is missing"),
    ],
    ids=["utf-16", "huge", "deep", "broken", "nul", "empty", "absent"],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(folder: Path, file: str, content: bytes | None, reason: str) -> None:
    (folder / file).unlink()
    if content is not None:
        (folder / file).write_bytes(content)
    flaws = flaws_of(folder)
    assert {flaw.file for flaw in flaws} == {file}
    assert reason in flaws[0].reason


def test_outlines_that_are_a_list_are_refused(folder: Path) -> None:
    (folder / PLACES_FILE).write_text("[]", encoding="utf-8")
    assert flaws_of(folder) == (Flaw(PLACES_FILE, "", "is not a table"),)


def test_a_folder_in_a_files_place_is_refused(folder: Path) -> None:
    (folder / TOWN_FILE).unlink()
    (folder / TOWN_FILE).mkdir()
    assert "cannot be read" in flaws_of(folder)[0].reason


def test_a_byte_order_mark_does_no_harm(folder: Path) -> None:
    path = folder / TOWN_FILE
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_town(folder).slug == "beit-shemesh"


def test_all_mistakes_of_both_files_are_told_at_once(folder: Path) -> None:
    rewrite(folder, 'ru = "молодёжь"', 'ru = ""')
    rewrite(folder, E07_SLOTS, E07_SLOTS.replace("target = 4", "target = 2"))
    redraw(folder, lambda file: said(file, code="Old Town"))
    assert [str(flaw) for flaw in flaws_of(folder)] == [
        "town.toml: clusters.youth.ru: is empty",
        "neighbourhoods.geojson: features[1].properties.code: 'Old Town' is not small letters, digits and hyphens, 32 at most",
        "town.toml: emergency.E07.who.target: 2 is less than min, 3",
        "town.toml: emergency.E07.who.target: 2 is less than the 3 places of the slots",
    ]


def test_what_cannot_be_read_is_told_once(folder: Path) -> None:
    rewrite(folder, "centre = { lat = 31.7327, lon = 34.9887 }", "")
    assert flaws_of(folder) == (Flaw(TOWN_FILE, "centre", "is missing"),)


def test_a_mistake_is_shown_with_letters_that_can_be_seen(folder: Path) -> None:
    redraw(folder, lambda file: file.update({"a\ud800\u202e\n": 1}))
    assert str(flaws_of(folder)[0]) == f"{PLACES_FILE}: a\\ud800\\u202e\\n: is not a key that belongs here"


JUNK: list[Any] = [
    None,
    True,
    0,
    -1,
    10**400,
    1e308,
    float("nan"),
    "",
    "x",
    "?",
    "a:1",
    "5 min",
    "Asia",
    "\u202e",
    "a\0",
    [],
    [[]],
    [{}],
    {},
    {"a": 1},
]


def spoil(node: Any, chance: random.Random) -> None:
    """Put junk somewhere into a nest of tables and lists, or take something away."""
    key = chance.choice(list(node) if isinstance(node, dict) else range(len(node)))
    if isinstance(node[key], dict | list) and node[key] and chance.random() < 0.85:
        spoil(node[key], chance)
    elif chance.random() < 0.2:
        del node[key]
    else:
        node[key] = chance.choice(JUNK)


@settings(max_examples=40)  # each example reads a whole town
@given(st.integers(0, 10**6))
def test_a_spoiled_town_is_refused_or_can_be_kept(seed: int) -> None:
    chance, good = random.Random(seed), find_town("arara")
    outlines = json.loads((good / PLACES_FILE).read_text(encoding="utf-8"))
    spoil(outlines, chance)
    with TemporaryDirectory() as kept:
        folder = Path(kept)
        shutil.copy(good / TOWN_FILE, folder)
        (folder / PLACES_FILE).write_text(json.dumps(outlines), encoding="utf-8")
        try:
            town = read_town(folder)
        except WrongTownFile as refused:
            told = refused.flaws
        else:
            assert town_from(items_of(town)) == town
            return
    assert all(flaw.file == PLACES_FILE and flaw.reason for flaw in told)
