"""What an outage eats is asked again, clocks stand still meanwhile, stale calls end with a reason, and people are told another way."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from aiohttp import web
from sqlalchemy import update

from bot.dispatch import desk
from bot.dispatch.call import Outcome
from bot.dispatch.kind import Mode
from bot.registry.person import Role
from bot.simulator.telegram.faults import Fault, When, asked
from bot.simulator.telegram.mishaps import Reset
from bot.storage.tables import outbox
from bot.vigil import Surroundings, Vigil
from bot.watch.alarms import Alarm
from bot.watch.second_channel import SecondChannel
from tests.spec.stage import AT_ONCE, SHORT, Stage, plain, read, stage, texts

AGAIN = "presses since then may be lost"


@asynccontextmanager
async def dark(scene: Stage) -> AsyncIterator[None]:
    """Let every request fail for a while."""
    fault = scene.town.server.faults.add(Fault(Reset(), asked(), times=None))
    yield
    scene.town.server.faults.remove(fault)


async def is_back(scene: Stage) -> None:
    await scene.town.endure(seconds=40)
    await scene.town.settle()


async def test_a_press_lost_in_the_dark_is_asked_for_once_more_and_words_do_as_well(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        near, other = await scene.has("Near"), await scene.has("Other")
        await scene.leads("Lead", Role.CLUSTER_LEAD, scene.kind().cluster)
        call = await scene.call(2, AT_ONCE)
        await scene.press("Other", "coming", "10")
        async with dark(scene):
            await scene.town.endure(seconds=40)
            near.press(lambda button: ".coming." in str(button.data))
            await scene.town.endure(minutes=4)
        await is_back(scene)
        for phone in (near, other):
            again = [text for text in texts(phone) if AGAIN in text]
            assert len(again) == 1
            assert "You can also write" in again[0]
        assert "Coming" in str(near.last.buttons)
        assert scene.town.server.lost() != [], "Telegram forgot the press"
        await scene.say("Near", "coming 1 20")
        async with scene.town.records() as records:
            assert len(await records.ledger.coming(call.id)) == 2
        scene.nobody_else_heard_anything("Near", "Other")


async def test_a_short_outage_asks_nobody_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        near = await scene.has("Near")
        await scene.call(1, AT_ONCE)
        async with dark(scene):
            await scene.town.endure(seconds=100)
        await is_back(scene)
        assert not [text for text in texts(near) if AGAIN in text]


async def test_waves_stand_still_in_the_dark_and_leave_whoever_is_asked_again_their_time(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        await scene.has("Near")
        far = await scene.has("Further", metres=1500)
        await scene.leads("Lead", Role.CLUSTER_LEAD, scene.kind().cluster)
        await scene.call(1, SHORT)
        await scene.town.pass_time(seconds=30)
        async with dark(scene):
            await scene.town.endure(minutes=5)
        await is_back(scene)
        assert scene.new("Further") == []
        assert scene.new("Lead") == []
        await scene.town.pass_time(seconds=60)
        assert len(scene.new("Further")) == 1
        assert "all 1:" in plain(far.last.text)


async def test_a_call_whose_time_passed_in_the_dark_is_closed_and_its_owner_learns_why(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        near = await scene.has("Near")
        call = await scene.call(1, AT_ONCE, lasts=timedelta(minutes=3))
        async with dark(scene):
            await scene.town.endure(minutes=5)
        await is_back(scene)
        async with scene.town.records() as records:
            assert (await records.ledger.call(call.id)).outcome is Outcome.EXPIRED
        assert any("its time passed while Telegram was away" in text for text in texts(scene.owner))
        assert "there is no need to come" in read(near)
        assert not [text for text in texts(near) if AGAIN in text]


async def test_a_bot_that_was_down_notices_when_it_starts(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        near = await scene.has("Near")
        await scene.call(1, AT_ONCE)
        await Vigil(scene.town.bot, Surroundings(SecondChannel(()))).auditor.look()
        await scene.town.crash()
        scene.town.clock.move(timedelta(minutes=4))
        await scene.town.start_bot()
        assert len([text for text in texts(near) if AGAIN in text]) == 1
        await scene.town.crash()
        await scene.town.start_bot()
        assert len([text for text in texts(near) if AGAIN in text]) == 1, "once for each outage"


async def test_after_half_an_hour_in_the_dark_the_valid_call_is_out_within_a_minute_and_the_stale_one_says_why_it_ended(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as scene, letterbox() as (letters, url):
        near = await scene.has("Near")
        vigil = Vigil(scene.town.bot, Surroundings(SecondChannel((url,))))
        watching = asyncio.get_running_loop().create_task(vigil.run())
        await scene.town.settle()
        async with dark(scene):
            for lasts in (timedelta(hours=6), timedelta(minutes=15)):
                await called(scene, lasts)
            scene.town.bot.wake()
            await scene.town.endure(seconds=35)
            heard = scene.town.bot.contact.last_heard
            assert heard, "a poll that was under way was answered before the line broke"
            await scene.town.endure(seconds=(heard + timedelta(seconds=60) - scene.town.clock.now()).total_seconds())
            await arrived(letters)
            assert "cannot reach Telegram" in plain(letters[0]["message"])
            assert Alarm.DARK in vigil.auditor.raised
            assert not vigil.auditor.is_content(scene.town.clock.now())
            for _ in range(29):
                scene.town.clock.move(timedelta(seconds=55))
                await scene.town.endure(seconds=5)
        await scene.town.endure(seconds=60)
        assert len([text for text in texts(near) if "all 1:" in text]) == 1, "still valid: out within a minute"
        assert not [text for text in texts(near) if "all 2:" in text], "over before anybody could be asked"
        why = [text for text in texts(scene.owner) if "its time passed while Telegram was away" in text]
        assert len(why) == 1
        assert "all 2" in why[0]
        assert any("No longer so" in text for text in texts(scene.owner))
        assert vigil.auditor.is_content(scene.town.clock.now())
        await arrived(letters, 2)
        watching.cancel()


async def test_the_auditor_asks_whoever_the_outbox_forgot(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        near = await scene.has("Near")
        vigil = Vigil(scene.town.bot, Surroundings(SecondChannel(())))
        async with dark(scene):
            async with scene.town.records() as records:
                owner = await records.roster.person_of(scene.owner.user_id)
                assert owner
            calling = asyncio.get_running_loop().create_task(scene.issue(scene.draft(scene.kind(1, AT_ONCE), 1)))
            await scene.town.endure(seconds=1)
            async with scene.town.records() as records:
                gone = outbox.c.topic == "invitation"
                await records.connection.execute(update(outbox).where(gone).values(state="withdrawn"))
        await calling
        assert scene.asked() == set()
        await scene.town.endure(seconds=61)
        await vigil.auditor.look()
        await scene.town.settle()
        assert len([text for text in texts(near) if "all 1:" in text]) == 1
        assert any("never written to" in text for text in texts(scene.owner))
        await vigil.auditor.look()
        assert vigil.auditor.raised == {}


async def test_an_emergency_whose_answer_was_lost_comes_twice_under_one_number_and_both_copies_work(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        near = await scene.has("Near")
        scene.town.server.faults.add(Fault(Reset(), asked("sendMessage", chat_id=near.user_id), When.AFTER_ACCEPT))
        await scene.call(1, AT_ONCE)
        copies = scene.new("Near")
        assert len(copies) == 2
        assert plain(copies[0].text) == plain(copies[1].text)
        near.press(lambda button: ".coming." in str(button.data), copies[0])
        await scene.town.settle()
        left = scene.new("Near")
        assert [seen.message_id for seen in left] == [copies[0].message_id], "the copy that was pressed stays, the other goes"
        assert "You are assigned" in plain(left[0].text)
        scene.nobody_else_heard_anything("Near")


async def test_a_press_proves_that_a_message_of_unknown_fate_is_there(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        near = await scene.has("Near")
        scene.town.server.faults.add(Fault(Reset(), asked("sendMessage", chat_id=near.user_id), When.AFTER_ACCEPT))
        async with scene.town.records() as records:
            owner = await records.roster.person_of(scene.owner.user_id)
            assert owner
        routine = replace(scene.draft(scene.kind(1, AT_ONCE, Mode.ROUTINE), 1))
        await scene.town.settle()
        async with scene.town.records() as records:
            await desk.issue(routine, owner, scene.town.bot.bench(records))
        await scene.town.endure(seconds=1)
        assert len(scene.new("Near")) == 1
        near.press(lambda button: ".coming." in str(button.data))
        await scene.town.settle()
        await scene.town.pass_time(minutes=1)
        assert len(scene.new("Near")) == 1
        assert "You are assigned" in read(near)


@asynccontextmanager
async def letterbox() -> AsyncIterator[tuple[list[dict[str, str]], str]]:
    """Somebody who takes Apprise's JSON messages on this machine."""
    letters: list[dict[str, str]] = []

    async def take(request: web.Request) -> web.Response:
        letters.append(json.loads(await request.text()))
        return web.Response()

    application = web.Application()
    application.router.add_post("/", take)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        yield letters, f"json://127.0.0.1:{port}/"
    finally:
        await runner.cleanup()


async def called(scene: Stage, lasts: timedelta) -> None:
    """Issue a call while nothing comes to rest."""
    async with scene.town.records() as records:
        owner = await records.roster.person_of(scene.owner.user_id)
        assert owner
        await desk.issue(replace(scene.draft(scene.kind(1, AT_ONCE), 1), lasts=lasts), owner, scene.town.bot.bench(records))


async def arrived(letters: list[dict[str, str]], count: int = 1) -> None:
    """A letter takes real time: it is written in a thread."""
    for _ in range(1000):
        if len(letters) >= count:
            break
        await asyncio.sleep(0.01)
    assert len(letters) == count
