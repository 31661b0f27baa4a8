"""Every fault of the catalogue strikes the small town: nothing lost, nobody wrong, no copy without cause, and the right answer to it."""

from collections.abc import Callable, Iterator

import pytest

from bot.simulator.chaos.bouts import BOUTS
from bot.simulator.chaos.faults_matrix import UNSTRUCK, Stand, pairs, stand
from bot.simulator.chaos.sim import Played
from bot.simulator.chaos.small_town import COORDINATOR_ID
from bot.simulator.chaos.woes import WOES
from bot.simulator.telegram.catalogue import CATALOGUE, MAIN
from bot.simulator.telegram.truth import Record

WORDS = ("sendMessage", "editMessageText", "copyMessage", "deleteMessage")
SEED = 1
IN_FLIGHT = 4


@pytest.fixture(scope="module")
def table() -> Iterator[Stand]:
    with stand() as laid:
        yield laid


def requests(played: Played, chat: int | None = None) -> list[Record]:
    return [one for one in played.records if one.method in WORDS and chat in (None, one.chat_id)]


def floods(played: Played) -> list[Record]:
    return [one for one in requests(played) if one.code == 429 and one.retry_after is not None]


def a_flooded_chat_is_left_alone(played: Played) -> None:
    for flood in floods(played):
        later = [(one.t - flood.t).total_seconds() for one in requests(played, flood.chat_id) if one.t > flood.t]
        assert all(after >= (flood.retry_after or 0) for after in later)


def three_flooded_chats_pause_everybody(played: Played) -> None:
    hit = floods(played)
    if len({one.chat_id for one in hit[:3]}) < 3 or (hit[2].t - hit[0].t).total_seconds() > 1.5:
        return
    ends = min(one.t.timestamp() + (one.retry_after or 0) for one in hit[:3])
    within = [one for one in requests(played) if hit[2].t.timestamp() < one.t.timestamp() < ends]
    assert len(within) <= IN_FLIGHT - 1


def the_lost_group_is_left_alone_and_told_of(played: Played) -> None:
    refused = [one for one in requests(played) if (one.chat_id or 0) < 0 and one.code in (400, 403)]
    if not refused:
        return
    assert len([one for one in requests(played, refused[0].chat_id) if one.t > refused[0].t]) <= 1
    assert any(one.accepted and "/link" in str(one.params.get("text")) for one in requests(played, COORDINATOR_ID))


def a_moved_group_is_written_to_under_its_new_number(played: Played) -> None:
    refused = [one for one in requests(played) if "upgraded to a supergroup" in str(one.refused)]
    assert len(refused) <= 2
    if refused:
        assert [one for one in requests(played) if one.t > refused[0].t and (one.chat_id or 0) < -1_000_000_000_000 and one.accepted]


def whoever_refuses_contact_is_marked(played: Played) -> None:
    refused = {one.chat_id for one in requests(played) if one.code == 403 or "chat not found" in str(one.params.get("text"))}
    people = {row["chat_id"]: row["key"] for row in played.books["people"]}
    reach = {row["person_key"]: row["reach"] for row in played.books["volunteers"]}
    for chat in refused & people.keys():
        waiting = [one for one in played.books["invitations"] if one["person_key"] == people[chat] and one["standing"] == "asked"]
        assert reach.get(people[chat]) != "open" or not waiting


def nobody_anonymous_is_obeyed(played: Played) -> None:
    assert len(played.books["calls"]) == 1
    assert len([row for row in played.books["cards"] if row["chat_id"] < 0]) == 1


def poison_is_put_aside(played: Played) -> None:
    assert any(row["state"] == "quarantined" for row in played.books["inbox"])


def nothing_was_tried_again_at_once(played: Played) -> None:
    assert all(one.method != "copyMessage" or one.code in (200, 400, 413) for one in requests(played))
    refused = [one for one in requests(played) if one.method == "copyMessage" and not one.accepted]
    assert len({one.request_hash for one in refused}) == len(refused)


ANSWERS: dict[str, Callable[[Played], None]] = {
    "F01": a_flooded_chat_is_left_alone,
    "F02": three_flooded_chats_pause_everybody,
    "F03": a_flooded_chat_is_left_alone,
    "F06": a_flooded_chat_is_left_alone,
    "F08": whoever_refuses_contact_is_marked,
    "F09": whoever_refuses_contact_is_marked,
    "F10": the_lost_group_is_left_alone_and_told_of,
    "F12": the_lost_group_is_left_alone_and_told_of,
    "F19": a_moved_group_is_written_to_under_its_new_number,
    "F27": poison_is_put_aside,
    "F34": nothing_was_tried_again_at_once,
    "F41": nothing_was_tried_again_at_once,
    "F42": nobody_anonymous_is_obeyed,
}


@pytest.mark.parametrize("fault_id", CATALOGUE)
def test_every_fault_of_the_catalogue_is_answered(table: Stand, fault_id: str) -> None:
    found, played = table.played((fault_id,), SEED, is_brief=True)
    assert found.is_good, f"{CATALOGUE[fault_id].name}: {found.complaints or found.figures()}"
    if fault_id in ANSWERS:
        ANSWERS[fault_id](played)


def test_every_fault_has_a_way_to_strike() -> None:
    assert [f"F{number:02}" for number in range(1, 49)] == list(CATALOGUE)
    assert CATALOGUE.keys() - UNSTRUCK - {"F25"} == BOUTS.keys() | WOES.keys()
    assert len(list(pairs())) == len(MAIN) * (len(MAIN) - 1) // 2 == 190


def test_two_faults_at_once(table: Stand) -> None:
    found = table.run(("F33", "F23"), SEED, is_brief=True)
    assert found.is_good, found
