"""Slots as people write them, a town as rows, and what an import would change."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dispatch.kind import ENFORCED_FLAGS, CallKind, Flag, Mode, Plan, Rung, RungTo, Severity, Slot, Wave
from bot.registry.cluster import Cluster
from bot.registry.language import Names
from bot.registry.skill import Skill
from bot.town import Items, Policy, Town, WrongSlots, items_of, plan_from, plan_row, read_slots, town_from, write_slots
from bot.town_changes import Change, Difference, differences
from bot.town_file import find_town, read_town

TOWN = read_town(find_town("arara"))

codes = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
some_slots = st.builds(Slot, st.frozensets(codes, min_size=1, max_size=4), st.integers(1, 999))
slots = st.lists(some_slots, min_size=1, max_size=4, unique_by=lambda slot: slot.skills).map(tuple)
names = st.builds(Names, *[st.text(min_size=1, max_size=20)] * 4)
durations = st.integers(0, 10**8).map(lambda seconds: timedelta(seconds=seconds))
factors = st.floats(0.1, 100)
plans = st.builds(
    Plan,
    st.lists(st.builds(Wave, durations, factors, factors, st.booleans()), max_size=4).map(tuple),
    st.lists(st.builds(Rung, durations, st.sampled_from(RungTo)), max_size=3).map(tuple),
    durations,
)
kinds = st.builds(
    CallKind,
    code=st.from_regex(r"[A-Z][0-9]{2}", fullmatch=True),
    mode=st.sampled_from(Mode),
    cluster=codes,
    names=names,
    severity=st.sampled_from(Severity),
    slots=slots,
    minimum=st.integers(1, 99),
    target=st.integers(1, 99),
    radius_m=st.floats(100, 200_000),
    lasts=durations,
    within=durations,
    min_age=st.integers(0, 99),
    flags=st.frozensets(st.sampled_from([flag.value for flag in Flag])),
    plan=plans,
    languages=st.frozensets(st.sampled_from(["he", "ar"])),
    credentials=st.frozensets(codes, max_size=2),
)


def by_code(things: list[Any]) -> dict[str, Any]:
    """Key things by their code."""
    return {thing.code: thing for thing in things}


towns = st.builds(
    replace,
    st.just(TOWN),
    names=names,
    languages=st.permutations(TOWN.languages).map(tuple),
    policy=st.builds(Policy, st.booleans(), st.booleans(), st.booleans(), st.text(max_size=5), factors),
    neighbourhoods=st.lists(st.sampled_from(TOWN.neighbourhoods), unique_by=lambda place: place.code).map(tuple),
    clusters=st.lists(st.builds(Cluster, codes, names, st.booleans()), max_size=3).map(by_code),
    skills=st.lists(st.builds(Skill, codes, names, st.integers(0, 99), st.none() | st.text()), max_size=3).map(by_code),
    kinds=st.lists(kinds, max_size=3).map(by_code),
)


@given(slots)
def test_slots_read_back_as_they_were_written(written: tuple[Slot, ...]) -> None:
    assert read_slots(write_slots(written)) == written


@given(st.text(max_size=40))
def test_whatever_is_written_for_slots_is_read_or_refused(text: str) -> None:
    try:
        found = read_slots(text)
    except WrongSlots:
        return
    assert read_slots(write_slots(found)) == found


@pytest.mark.parametrize("spaced", ["a:1+b/c:2", " a:1 +  b / c : 2 ", "a:01 + c/b:2"])
def test_spaces_and_order_of_skills_do_not_matter(spaced: str) -> None:
    assert read_slots(spaced) == (Slot(frozenset({"a"}), 1), Slot(frozenset({"b", "c"}), 2))


@pytest.mark.parametrize("wrong", ["", "a", "a:", ":1", "a:x", "a:0", "a:-1", "a:1000", "a:²", "a:1 +", "a/:1", "a:1 + a:2", "a:1:2"])
def test_wrong_slots_are_refused(wrong: str) -> None:
    with pytest.raises(WrongSlots):
        read_slots(wrong)


@settings(max_examples=60)  # an example is a whole town
@given(towns)
def test_a_town_comes_back_from_its_rows_as_it_was(town: Town) -> None:
    rows = json.loads(json.dumps([[sort, code, row] for (sort, code), row in items_of(town).items()]))
    back = town_from({(sort, code): row for sort, code, row in reversed(rows)})
    assert back == town
    assert (list(back.kinds), list(back.skills), list(back.clusters)) == (list(town.kinds), list(town.skills), list(town.clusters))


@given(plans)
def test_a_plan_comes_back_from_its_row(plan: Plan) -> None:
    assert plan_from(json.loads(json.dumps(plan_row(plan)))) == plan


rows = st.dictionaries(
    st.tuples(st.sampled_from(["cluster", "kind"]), st.sampled_from("abc")),
    st.fixed_dictionaries({}, optional={"target": st.integers(0, 1), "names": st.fixed_dictionaries({"he": st.sampled_from("xy")})}),
)


@settings(max_examples=100)  # an example is large
@given(rows, rows)
def test_differences_name_exactly_what_is_not_the_same(old: Items, new: Items) -> None:
    assert {(item.sort, item.code): item.change for item in differences(old, new)} == {
        key: Change.ADDED if key not in old else Change.REMOVED if key not in new else Change.CHANGED
        for key in old.keys() | new.keys()
        if old.get(key) != new.get(key)
    }


def test_the_same_town_differs_in_nothing() -> None:
    assert differences(items_of(TOWN), items_of(TOWN)) == ()


def test_a_first_import_adds_everything_the_town_first() -> None:
    found = differences({}, items_of(TOWN))
    assert {item.change for item in found} == {Change.ADDED}
    assert found[0] == Difference(Change.ADDED, "town", "arara")
    assert len(found) == len(items_of(TOWN))


def test_a_change_names_its_keys() -> None:
    kind = replace(TOWN.kinds["E07"], target=6, names=replace(TOWN.kinds["E07"].names, en="Generator"))
    changed = replace(TOWN, kinds=dict(TOWN.kinds) | {"E07": kind}, policy=replace(TOWN.policy, approval=False))
    assert differences(items_of(TOWN), items_of(changed)) == (
        Difference(Change.CHANGED, "town", "arara", ("policy.approval",)),
        Difference(Change.CHANGED, "kind", "E07", ("names.en", "target")),
    )


def test_a_removed_skill_is_not_a_new_order_of_the_others() -> None:
    without = replace(TOWN, skills={code: skill for code, skill in TOWN.skills.items() if code != "drone"})
    assert differences(items_of(TOWN), items_of(without)) == (Difference(Change.REMOVED, "skill", "drone"),)


def test_a_new_order_is_told() -> None:
    turned = replace(TOWN, clusters=dict(reversed(list(TOWN.clusters.items()))))
    assert differences(items_of(TOWN), items_of(turned)) == (Difference(Change.CHANGED, "town", "arara", ("order.cluster",)),)


@settings(max_examples=100)  # an example is large
@given(kinds)
def test_a_kind_can_be_issued_only_when_code_holds_to_all_it_names(kind: CallKind) -> None:
    assert kind.unenforced == (kind.flags - ENFORCED_FLAGS) | kind.credentials
