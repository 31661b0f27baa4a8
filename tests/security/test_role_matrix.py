"""Every kind of person tries every command and every button, in private and in a group: the table of rights decides each cell."""

from pathlib import Path

import pytest
from aiogram.filters import Command

from bot.dispatch.invitation import Acknowledgement
from bot.handlers.card import VERBS
from bot.handlers.rights import ANY_VERB, BUTTONS, COMMANDS, Place, Rule
from bot.handlers.rooms import FLOWS, PLAIN_VERBS, routers
from bot.handlers.talking import router as talking_router
from bot.handlers.team import TURNS
from bot.speech.callbacks import Owner, press
from bot.speech.talk import Talk
from tests.security.matrix import ACCOUNT, CLUSTER, GROUP, HOLDS, NAMELESS, NEWCOMER, Actor, Came, Scene, own_talk, scene

CHIEFS_GRANT, WAITING_GRANT, NOAS, MINE = 1, 2, 1, 2
CALL_TOKEN = "call-beit-shemesh-1"
SAID_NO = frozenset({"not-allowed", "desk-private-only", "link-in-groups"})
ARGS = {"close": "1 done", "status": "1", "link": "all", "admin": "no-such-code"}
CALL_ARGS = {"pick": NOAS, "reply": f"{NOAS}:coming"}
PLAIN_ARGS = {"approve": NEWCOMER, "decline": NEWCOMER, "grant-confirm": WAITING_GRANT, "grant-refuse": WAITING_GRANT, "duty": 2}
TALKS: dict[tuple[str, str], tuple[Talk, str, object]] = {
    ("enrol", ANY_VERB): (own_talk("enrol", "language"), "language", "pick:en"),
    ("profile", ANY_VERB): (own_talk("profile", "menu"), "menu", "close"),
    ("forget", ANY_VERB): (own_talk("forget", "ask"), "keep", ""),
    ("issue", ANY_VERB): (own_talk("issue", "kind", mode="emergency"), "cancel", ""),
    ("correct", ANY_VERB): (own_talk("correct", "look", call=1, field="words", text="new words"), "send", ""),
    ("team", "accept"): (own_talk("team", "invited", invite="an-invite"), "accept", ""),
    ("team", "leave"): (own_talk("team", "invited", invite="an-invite"), "leave", ""),
    ("team", "go"): (own_talk("team", "home"), "go", "role"),
    ("team", "member"): (own_talk("team", "home"), "member", CHIEFS_GRANT),
    ("team", "role"): (own_talk("team", "role"), "role", "coordinator"),
    ("team", "cluster"): (own_talk("team", "cluster"), "cluster", CLUSTER),
    ("team", "confirm"): (own_talk("team", "home"), "confirm", WAITING_GRANT),
    ("team", "revoke"): (own_talk("team", "sure", grant=CHIEFS_GRANT), "revoke", CHIEFS_GRANT),
    ("team", "term"): (own_talk("team", "member", grant=CHIEFS_GRANT), "term", 30),
    **{
        ("team", verb): (own_talk("team", "volunteers", after=0, shown=[NEWCOMER]), verb, NEWCOMER)
        for verb in ("volunteers", "more", "yes", "no", "all")
    },
}
REFUSALS = {"not-allowed", "desk-private-only", "button-unknown", "screen-outdated"} | {rule.refusal for rule in BUTTONS.values()}


def is_here(rule: Rule, chat: int) -> bool:
    return rule.place is Place.ANYWHERE or (rule.place is Place.PRIVATE) == (chat > 0)


def allowed(rule: Rule, actor: Actor, chat: int) -> bool:
    return actor in HOLDS[rule.needs] and is_here(rule, chat)


def fits_command(came: Came, rule: Rule, actor: Actor, chat: int) -> bool:
    """Whether what came of a command is what the table says."""
    if actor in NAMELESS:
        return came.is_only()
    if allowed(rule, actor, chat):
        return bool(came.said) and not came.said & SAID_NO
    if not is_here(rule, chat):
        return came.is_only("desk-private-only" if chat < 0 else "link-in-groups")
    return came.is_only(rule.refusal) and bool(came.said)


def fits_press(came: Came, rule: Rule, actor: Actor, chat: int, *, is_talk: bool) -> bool:
    """Whether what came of a press is what the table says. Who never wrote to the bot has no screen to press on."""
    if actor in NAMELESS:
        return came.is_only("button-unknown")
    if allowed(rule, actor, chat) and not (actor is Actor.STRANGER and chat > 0) and not (is_talk and chat < 0):
        return not came.said & REFUSALS
    return came.is_only(*REFUSALS) and bool(came.said)


async def press_of(at: Scene, room: str, verb: str, chat: int) -> Came:
    """Press a button of the table as this actor would find it, or forge it."""
    if room == Owner.INVITATION:
        return await at.presses(press(Owner.INVITATION, "mine" if at.actor is Actor.VOLUNTEER else "noas", verb), chat)
    if room == Owner.CALL:
        return await at.presses(press(Owner.CALL, CALL_TOKEN, verb, CALL_ARGS.get(verb, "")), chat)
    if room == Owner.PLAIN:
        return await at.presses(press(Owner.PLAIN, "", verb, PLAIN_ARGS.get(verb, "")), chat)
    talk, sent, arg = TALKS[room, verb]
    return await at.presses(press(Owner.TALK, talk.token, sent, arg), chat, talk)


@pytest.mark.parametrize("actor", list(Actor), ids=str)
async def test_every_cell_is_what_the_table_says(actor: Actor, tmp_path: Path) -> None:
    chats = (GROUP,) if actor in NAMELESS else (ACCOUNT, GROUP)
    wrong: list[object] = []
    async with scene(tmp_path, actor) as at:
        for command, rule in COMMANDS.items():
            for chat in chats:
                came = await at.types(f"/{command} {ARGS.get(command, '')}".strip(), chat)
                wrong += [] if fits_command(came, rule, actor, chat) else [(command, chat, came)]
        for (room, verb), rule in BUTTONS.items():
            for chat in chats:
                came = await press_of(at, room, verb, chat)
                is_fit = fits_press(came, rule, actor, chat, is_talk=room not in set(Owner))
                wrong += [] if is_fit else [(room, verb, chat, came)]
    assert not wrong


def test_the_table_names_every_command_and_every_button_and_no_other() -> None:
    handlers = [handler for router in (*routers(), talking_router()) for handler in router.message.handlers]
    filters = [each.callback for handler in handlers for each in handler.filters or ()]
    commands = {str(name) for one in filters if isinstance(one, Command) for name in one.commands}
    assert commands == set(COMMANDS)
    verbs: set[tuple[str, str]] = {(Owner.CALL, verb) for verb in VERBS} | {(Owner.PLAIN, verb) for verb in PLAIN_VERBS}
    verbs |= {(Owner.INVITATION, verb.value) for verb in Acknowledgement} | {("team", verb) for verb in (*TURNS, "accept", "leave")}
    verbs |= {(flow, ANY_VERB) for flow in FLOWS if flow != "team"}
    assert verbs == set(BUTTONS)
    assert {key for key in BUTTONS if key[0] not in set(Owner)} == set(TALKS)
