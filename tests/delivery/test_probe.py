"""A message of unknown fate is looked for before it goes out again; a copy that comes late is taken away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.app import open_bot
from bot.delivery.live_check import preconditions
from bot.delivery.reconcile import Numbers, Prober
from bot.simulator.telegram.faults import Fault, When, asked
from bot.simulator.telegram.mishaps import JsonError, Reset
from tests.spec.stage import AT_ONCE, Stage, plain, stage


@asynccontextmanager
async def probing(path: Path) -> AsyncIterator[Stage]:
    """Lay a town whose bot may probe, with an ops chat of its own."""
    async with stage(path) as scene:
        ops = scene.town.phone("Ops", language="en")
        ops.start()
        await scene.town.settle()
        bot = scene.town.bot
        bot.prober = Prober(bot.bot, ops.user_id)
        bot.prober.numbers.note([scene.town.server.bot().last_message_id])
        bot.sender.fit(bot.prober)
        yield scene


async def test_an_accepted_message_whose_answer_was_lost_is_found_and_not_sent_again(tmp_path: Path) -> None:
    async with probing(tmp_path) as scene:
        near = await scene.has("Near")
        scene.town.server.faults.add(Fault(Reset(), asked("sendMessage", chat_id=near.user_id), When.AFTER_ACCEPT))
        await scene.call(1, AT_ONCE)
        assert len(scene.new("Near")) == 1
        await scene.press("Near", "coming", "10")
        assert "You are assigned" in plain(near.last.text)
        await scene.town.pass_time(minutes=3)
        assert len(scene.new("Near")) == 1


async def test_a_message_that_never_arrived_is_sent_again(tmp_path: Path) -> None:
    async with probing(tmp_path) as scene:
        near = await scene.has("Near")
        scene.town.server.faults.add(Fault(Reset(), asked("sendMessage", chat_id=near.user_id), When.BEFORE_ACCEPT))
        await scene.call(1, AT_ONCE)
        assert len(scene.new("Near")) == 1
        await scene.press("Near", "coming", "10")
        assert "You are assigned" in plain(near.last.text)


async def test_without_a_clear_word_it_is_sent_again_and_the_second_copy_is_taken_away_within_150_seconds(tmp_path: Path) -> None:
    async with probing(tmp_path) as scene:
        near = await scene.has("Near")
        scene.town.server.faults.add(Fault(Reset(), asked("sendMessage", chat_id=near.user_id), When.AFTER_ACCEPT))
        scene.town.server.faults.add(Fault(JsonError(500), asked("editMessageReplyMarkup"), times=1))
        await scene.call(1, AT_ONCE)
        assert len(scene.new("Near")) == 2, "an alert that may be lost is worse than one that comes twice"
        await scene.town.pass_time(seconds=150)
        assert len(scene.new("Near")) == 1
        await scene.press("Near", "coming", "10")
        assert "You are assigned" in plain(near.last.text)


def test_too_many_numbers_are_not_asked_about() -> None:
    numbers = Numbers()
    numbers.note([10, 12, 13])
    assert numbers.unknown_between(9, 14) == [11]
    assert numbers.unknown_between(13, 34) == list(range(14, 34))
    assert numbers.unknown_between(13, 35) is None
    assert numbers.unknown_between(0, 10**9) is None


async def test_the_preconditions_hold_beside_a_telegram_that_counts_as_we_believe(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        other = await scene.has("Other")
        bot = open_bot(scene.town.server.token, scene.town.server.base_url)
        found = await preconditions(bot, scene.owner.user_id, other.user_id)
        alone = await preconditions(bot, scene.owner.user_id, None)
        await bot.session.close()
        assert all(one.holds for one in found), found
        assert not alone[0].holds
        scene.nobody_else_heard_anything()
