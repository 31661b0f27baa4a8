"""The towns that come with the house: without flaws, whole, and right on the map."""

from pathlib import Path

import pytest

from bot.dispatch.kind import Flag, Mode, Severity, Slot
from bot.registry.language import Language
from bot.registry.place import Point, locate, named
from bot.town import Town
from bot.town_file import PLACES_FILE, TOWN_FILE, NoSuchTown, find_town, read_town

SHIPPED = {slug: read_town(find_town(slug)) for slug in ("beit-shemesh", "arara")}
TOWNS = pytest.mark.parametrize("town", SHIPPED.values(), ids=SHIPPED)
BEIT_SHEMESH = SHIPPED["beit-shemesh"]

ISSUABLE = {"E03", "E07", "E10", "E11", "E14", "E15", "E18", "R03", "R04", "R05", "R09", "R10"}


@TOWNS
def test_a_shipped_town_has_the_whole_catalogue(town: Town) -> None:
    assert (len(town.clusters), len(town.skills), len(town.kinds)) == (13, 45, 30)
    assert [code for code, cluster in town.clusters.items() if cluster.is_emergency] == ["security"]
    assert {kind.mode for kind in town.kinds.values() if kind.code.startswith("E")} == {Mode.EMERGENCY}
    assert {kind.mode for kind in town.kinds.values() if kind.code.startswith("R")} == {Mode.ROUTINE}


@pytest.mark.parametrize(
    ("slug", "places", "languages"),
    [("beit-shemesh", 27, "he en ru ar"), ("arara", 21, "ar he en ru")],
)
def test_a_shipped_town_speaks_its_own_language_first(slug: str, places: int, languages: str) -> None:
    town = SHIPPED[slug]
    assert (town.slug, town.zone.key, len(town.neighbourhoods)) == (slug, "Asia/Jerusalem", places)
    assert town.languages == tuple(Language(code) for code in languages.split())


@TOWNS
def test_every_neighbourhoods_centre_lies_in_it(town: Town) -> None:
    for place in town.neighbourhoods:
        assert locate(place.centre, town.neighbourhoods) is place


@TOWNS
def test_every_name_leads_to_its_own_neighbourhood(town: Town) -> None:
    for place in town.neighbourhoods:
        for spoken in (place.code, *place.names.as_dict().values(), *place.aliases):
            assert named(spoken, town.neighbourhoods) is place


@pytest.mark.parametrize(
    ("spoken", "code"),
    [
        ("ramat-lehi", "old-beit-shemesh"),
        ('רמת לח"י', "old-beit-shemesh"),
        ("רמת בית שמש א'", "ramat-hanehalim"),
        ("rbs bet", "ramat-hatanaim"),
        ("שיינפלד", "sheinfeld"),
        ("Неве-Шамир (РБШ Хей-1)", "neve-shamir"),
    ],
)
def test_people_may_use_the_names_they_speak(spoken: str, code: str) -> None:
    place = named(spoken, BEIT_SHEMESH.neighbourhoods)
    assert place
    assert place.code == code


def test_a_point_beside_the_outlines_belongs_to_the_nearest() -> None:
    place = locate(Point(31.7745, 34.9902), BEIT_SHEMESH.neighbourhoods)
    assert place
    assert place.code == "hartuv-industrial"


@TOWNS
def test_only_kinds_whose_every_promise_is_kept_can_be_issued(town: Town) -> None:
    assert {code for code, kind in town.kinds.items() if not kind.unenforced} == ISSUABLE
    assert {kind.code for kind in town.not_issuable} == set(town.kinds) - ISSUABLE
    assert town.kinds["E13"].unenforced == {"police_clearance", "adult_present"}
    assert town.kinds["E12"].unenforced == {"vehicle_insurance"}
    assert town.kinds["E01"].unenforced == {"shelter_hold"}


@TOWNS
def test_the_generator_call_is_as_the_town_wrote_it(town: Town) -> None:
    kind = town.kinds["E07"]
    assert kind.names.he == "הצבת גנרטור במקלט"
    assert kind.slots == tuple(Slot(frozenset({skill}), 1) for skill in ("generator_op", "electrician", "logistics"))
    assert (kind.minimum, kind.target, kind.needed) == (3, 4, 3)
    assert (kind.radius_m, kind.lasts.total_seconds(), kind.within.total_seconds()) == (6000, 3 * 3600, 3600)
    assert (kind.min_age, kind.severity, kind.cluster) == (18, Severity.URGENT, "infrastructure")


@TOWNS
def test_any_of_slots_are_read(town: Town) -> None:
    assert town.kinds["E18"].slots == (Slot(frozenset({"driver_b", "motorcycle"}), 2),)


@TOWNS
def test_plans_ask_at_once_widen_and_climb(town: Town) -> None:
    for kind in town.kinds.values():
        first, *later = kind.plan.waves
        assert not first.after
        assert (first.reach, first.per_place, first.slots_first) == (1.0, 3.0, True)
        assert all(wave.reach > first.reach and wave.after > first.after for wave in later)
        assert [rung.to.value for rung in kind.plan.rungs] == ["cluster_leads", "coordinators"]


@TOWNS
def test_calls_within_half_an_hour_widen_every_few_minutes(town: Town) -> None:
    for kind in town.kinds.values():
        if kind.within.total_seconds() <= 30 * 60:
            assert kind.plan.waves[1].after.total_seconds() <= 5 * 60


def test_arara_does_not_ask_for_kosher_food() -> None:
    assert "kosher" not in SHIPPED["arara"].kinds["E10"].flags
    assert "kosher" in BEIT_SHEMESH.kinds["E10"].flags


@pytest.mark.parametrize("slug", SHIPPED)
def test_shipped_files_stay_small(slug: str) -> None:
    folder = find_town(slug)
    assert (folder / TOWN_FILE).stat().st_size + (folder / PLACES_FILE).stat().st_size < 80_000


def test_a_town_is_found_by_its_folder_too() -> None:
    folder = find_town("arara")
    assert find_town(str(folder)) == folder


@pytest.mark.parametrize("wrong", ["atlantis", "", "../towns", "arara/../..x", "/nowhere", "a\0b", "ARARA?"])
def test_a_town_that_is_not_there_is_refused_with_those_that_are(wrong: str) -> None:
    with pytest.raises(NoSuchTown, match="arara, beit-shemesh"):
        find_town(wrong)


def test_the_guide_names_every_flag() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "towns.md").read_text(encoding="utf-8")
    assert [flag for flag in Flag if f"`{flag}`" not in guide] == []
