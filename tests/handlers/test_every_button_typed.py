"""Every button has a typed way, for a press may be lost in an outage. Built from the table of rights: a new button is held to it."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.dispatch.call import Outcome
from bot.dispatch.invitation import Standing as CallStanding
from bot.handlers import by_words, card, rooms
from bot.handlers.flow import Flow, plain, typed_press
from bot.handlers.rights import ANY_VERB, BUTTONS, COMMANDS
from bot.handlers.rooms import FLOWS
from bot.handlers.typed import WORDS, vocabulary
from bot.handlers.typed import plain as plain_answer
from bot.handlers.visit import Visit
from bot.registry.language import Language
from bot.registry.volunteer import Standing
from bot.simulator.harness import town_named
from bot.speech.callbacks import Owner, press
from bot.speech.card_wording import VERBS, VERBS_CLOSED, VERBS_IN_GROUP
from bot.speech.say import Button, Say, Screen
from bot.speech.talk import Talk
from bot.speech.texts import Texts
from tests.spec.stage import AT_ONCE, Stage, stage

IN_TEAM = {"approve": "yes", "decline": "no", "grant-confirm": "confirm", "grant-refuse": "revoke"}
"""What hangs on a name under a notice is also a label in the conversation of /team."""
BY_COMMAND = {"close-done": "close", "close-cancelled": "close"}
"""`/close 17 done` and `/close 17 cancelled`."""
BY_NAME = {"pick": "coming 1 Near", "reply": "coming 1 Near", "who": "who answered what 1 2"}
GO_BACK = {"seen"}
"""The way back from a question that was answered already: `/status 17` shows the call again."""

TEXTS = Texts(town_named("beit-shemesh").zone)
VERBS_BY_ROOM = {room: sorted(verb for owner, verb in BUTTONS if owner == room) for room in dict.fromkeys(room for room, _ in BUTTONS)}


@pytest.mark.parametrize(("room", "verb"), BUTTONS)
def test_every_button_of_the_table_has_a_typed_way(room: str, verb: str) -> None:
    match room:
        case Owner.INVITATION:
            assert verb in {meaning.acknowledgement for meaning in WORDS.values()} | GO_BACK
        case Owner.CALL:
            assert verb in {verb for verb, _ in by_words.CARD_LABELS} | BY_COMMAND.keys() | BY_NAME.keys()
            assert BY_COMMAND.get(verb, "close") in COMMANDS
        case Owner.PLAIN if verb in IN_TEAM:
            assert ("team", IN_TEAM[verb]) in BUTTONS
        case Owner.PLAIN:
            assert verb in {verb for _, verb, _ in by_words.LABELS}
        case _:
            assert room in FLOWS, "a button of a conversation is typed by its label: typed_press, below"


async def test_in_a_conversation_the_label_of_any_button_is_its_press() -> None:
    for room in VERBS_BY_ROOM.keys() & FLOWS.keys():
        verbs = [verb for verb in VERBS_BY_ROOM[room] if verb != ANY_VERB] or ["whatever"]
        rows = tuple((Button(f"✅ Label of {verb}", press(Owner.TALK, "token", verb, 7)),) for verb in verbs)

        class Drawn:
            async def screen(self, visit: Visit, talk: Talk, rows: Any = rows) -> Screen:
                del visit, talk
                return Screen((), rows)

        visit = cast("Visit", SimpleNamespace(house=SimpleNamespace(texts=TEXTS), language=Language.EN, now=None))
        talk = Talk(1, room, "step", "token", {})
        for verb in verbs:
            assert await typed_press(cast("Flow", Drawn()), visit, talk, f"label OF {verb}") == (verb, "7")


def test_what_stands_on_a_card_is_understood_and_is_no_answer_to_a_call() -> None:
    shown = {way for rows in (VERBS, VERBS_CLOSED, VERBS_IN_GROUP) for row in rows for way in row}
    assert shown <= set(by_words.CARD_LABELS)
    labels = [{plain(label) for label in TEXTS.twins(key)} for _, key in by_words.CARD_LABELS]
    assert len(set.union(*labels)) == sum(map(len, labels)), "no two verbs share a word in any language"
    assert not {plain_answer(label) for label in set.union(*labels)} & vocabulary(TEXTS).keys()
    assert not set.union(*labels) & {"", "0"}


async def test_words_do_what_presses_do_outside_conversations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []

    def hearing(verb: str) -> Callable[..., Awaitable[None]]:
        async def obey(visit: Visit, *about: Any) -> None:
            del about
            heard.append(verb)
            visit.toast("desk-taken-over", number=1)

        return obey

    async with stage(tmp_path) as scene:
        await scene.has("Near")
        await scene.call(1, AT_ONCE)
        with monkeypatch.context() as patch:
            for verb in card.VERBS:
                patch.setitem(card.VERBS, verb, hearing(verb))
            for verb in rooms.PLAIN_VERBS:
                patch.setitem(rooms.PLAIN_VERBS, verb, hearing(verb))
            for verb, words in lines(scene):
                heard.clear()
                answer = await scene_says(scene, words)
                assert heard == [verb], words
                assert "yours now" in answer, "what a press is told in a toast, words are told in a sentence"
        await _answers_for_somebody(scene)
        await _says_what_is_missing(scene)
        assert "Closed as done" in await scene_says(scene, "/close 1 done")
        async with scene.town.records() as records:
            closed = await records.ledger.call_by_number(1)
            assert closed
            assert closed.outcome is Outcome.DONE


async def _answers_for_somebody(scene: Stage) -> None:
    await scene_says(scene, BY_NAME["reply"])
    async with scene.town.records() as records:
        call = await records.ledger.call_by_number(1)
        assert call
        assert [one.standing for one in await records.ledger.invitations(call.id)] == [CallStanding.ASSIGNED]


async def _says_what_is_missing(scene: Stage) -> None:
    assert "Write the call" in await scene_says(scene, "next wave")
    scene.people["Near"].say("next wave 1")
    await scene.town.settle()
    assert "did not understand" in str(scene.people["Near"].last.text)


async def test_who_is_let_in_is_decided_by_typing_the_labels_of_team(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        near = await scene.has("Near", standing=Standing.PROVISIONAL)
        await scene_says(scene, "/team")
        await scene_says(scene, labelled(scene, "volunteers"))
        await scene_says(scene, labelled(scene, "yes"))
        async with scene.town.records() as records:
            person = await records.roster.person_of(near.user_id)
            assert person
            volunteer = await records.roster.volunteer(person.key)
            assert volunteer
            assert volunteer.standing is Standing.APPROVED


def lines(scene: Stage) -> list[tuple[str, str]]:
    """Return what is typed for every button outside conversations, each with its verb."""
    now = scene.town.clock.now()
    numbered = [(verb, f"{TEXTS.label(Say(key), Language.EN, now)} 1") for verb, key in by_words.CARD_LABELS]
    return [*numbered, ("who", BY_NAME["who"]), *[(verb, TEXTS.label(label, Language.EN, now)) for label, verb, _ in by_words.LABELS]]


def labelled(scene: Stage, verb: str) -> str:
    """The words on the coordinator's button of this verb."""
    return next(button.text for button in scene.owner.last.buttons if f".{verb}." in str(button.data))


async def scene_says(scene: Stage, words: str) -> str:
    """Let the coordinator write; return what they then read."""
    scene.owner.say(words)
    await scene.town.settle()
    return str(scene.owner.last.text)
