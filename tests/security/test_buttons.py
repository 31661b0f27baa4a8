"""Buttons: a guess, a flipped letter or a stranger's token opens nothing; a confirmation works once; an error in a check lets nobody in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.handlers import rights, talking
from bot.speech.callbacks import Owner, press
from bot.speech.talk import Talk
from tests.security.matrix import ACCOUNT, NEWCOMER, Actor, Scene, own_talk, scene
from tests.security.test_role_matrix import CALL_TOKEN, REFUSALS, TALKS, WAITING_GRANT

SURE = own_talk("forget", "sure", once="only-once")
CONFIRMATIONS: dict[str, tuple[str, Talk | None]] = {
    "approve": (press(Owner.PLAIN, "", "approve", NEWCOMER), None),
    "decline": (press(Owner.PLAIN, "", "decline", NEWCOMER), None),
    "confirm a role": (press(Owner.PLAIN, "", "grant-confirm", WAITING_GRANT), None),
    "refuse a role": (press(Owner.PLAIN, "", "grant-refuse", WAITING_GRANT), None),
    "close": (press(Owner.CALL, CALL_TOKEN, "close-done"), None),
    "cancel": (press(Owner.CALL, CALL_TOKEN, "close-cancelled"), None),
    "take over": (press(Owner.CALL, CALL_TOKEN, "takeover"), None),
    "correct": (press(Owner.TALK, "tok", "send"), TALKS["correct", "*"][0]),
    "approve all": (press(Owner.TALK, "tok", "all"), TALKS["team", "all"][0]),
    "end a role": (press(Owner.TALK, "tok", "revoke", WAITING_GRANT), TALKS["team", "confirm"][0]),
    "confirm in the list": (press(Owner.TALK, "tok", "confirm", WAITING_GRANT), TALKS["team", "confirm"][0]),
    "forget me": (press(Owner.TALK, "tok", "forget", "only-once"), SURE),
}


@pytest.fixture
async def chief(tmp_path: Path) -> AsyncIterator[Scene]:
    async with scene(tmp_path, Actor.COORDINATOR) as at:
        yield at


async def test_a_confirmation_works_once(chief: Scene) -> None:
    came = {name: await chief.presses_twice(data, talk) for name, (data, talk) in CONFIRMATIONS.items()}
    assert came == dict.fromkeys(CONFIRMATIONS, (True, False))


async def test_a_role_is_accepted_once_and_an_answer_given_again_changes_nothing(tmp_path: Path) -> None:
    async with scene(tmp_path, Actor.VOLUNTEER) as at:
        talk, _, _ = TALKS["team", "accept"]
        assert await at.presses_twice(press(Owner.TALK, "tok", "accept"), talk) == (True, False)
        assert await at.presses_twice(press(Owner.INVITATION, "mine", "coming", 10)) == (True, False)
        assert await at.presses_twice(press(Owner.INVITATION, "mine", "cannot", "too_far")) == (True, False)


async def test_a_token_that_is_not_the_one_opens_nothing(chief: Scene) -> None:
    flipped = [CALL_TOKEN[:place] + chr(ord(CALL_TOKEN[place]) ^ 1) + CALL_TOKEN[place + 1 :] for place in (0, 7, len(CALL_TOKEN) - 1)]
    guesses = ["", "x", CALL_TOKEN[:-1], f"{CALL_TOKEN}0", "noas", "mine", "%", "call-%", "' OR 1=1", *flipped]
    for guess in guesses:
        for owner, verb in ((Owner.CALL, "close-done"), (Owner.CALL, "phones"), (Owner.INVITATION, "coming")):
            came = await chief.presses(press(owner, guess, verb), ACCOUNT)
            assert came.is_only(*REFUSALS), (owner, guess)
        came = await chief.presses(press(Owner.TALK, guess, "confirm", WAITING_GRANT), ACCOUNT, TALKS["team", "confirm"][0])
        assert not came.has_changed, guess


@pytest.mark.parametrize(
    "data", ["", ".", "...", "z.a.b.c", "p..no-such-verb.", "p..approve.-1", "p..approve.999999999999999999999", "p..status.٣"]
)
async def test_data_of_no_button_changes_nothing(chief: Scene, data: str) -> None:
    assert not (await chief.presses(data, ACCOUNT)).has_changed


async def test_an_error_in_a_check_lets_nobody_in(chief: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(rights, "is_met", broken)
    monkeypatch.setattr(talking, "is_met", broken)
    for data, talk in CONFIRMATIONS.values():
        with pytest.raises(ZeroDivisionError):
            await chief.presses(data, ACCOUNT, talk)
    with pytest.raises(ZeroDivisionError):
        await chief.types("/close 1 done", ACCOUNT)
