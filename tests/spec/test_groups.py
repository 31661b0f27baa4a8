"""Groups and forum topics follow calls: counts alone, at a group's pace, across a move; no role comes from speaking there."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.dispatch import desk
from bot.dispatch.call import Outcome
from bot.registry.person import LinkedChat
from bot.simulator.telegram.group import Group
from bot.simulator.telegram.seen import Seen
from tests.spec.stage import ADDRESS, AT_ONCE, CONTACT, OWNER_KEY, SHORT, TO_LEADS, Stage, plain, stage, texts

MOST_A_MINUTE = 12
PHONE = re.compile(r"\+?\d[\d-]{8,}")
NAMES = ("Omar", "Vera", "Dana", "Yossi", "Bystander")


@asynccontextmanager
async def forum(path: Path) -> AsyncIterator[tuple[Stage, Group, int]]:
    """A stage beside a forum of which Dana linked one topic to every cluster."""
    async with stage(path) as scene:
        for name in ("Omar", "Vera"):
            await scene.has(name)
        group = scene.town.server.group("Operations", (scene.owner, scene["Omar"]), is_forum=True)
        group.add_bot(scene.town.server.bot(), by=scene.owner)
        thread = group.topic("Calls", by=scene.owner)
        await said(scene, group, "/link all", thread)
        yield scene, group, thread


async def said(scene: Stage, group: Group, text: str, thread: int | None = None, by: str | None = None) -> list[Seen]:
    """Let somebody write in a group (Dana, unless named); return what the bot then wrote there."""
    before = len(group.received)
    group.say(scene[by] if by else scene.owner, text, thread)
    await scene.town.settle()
    return group.received[before:]


def assert_nothing_personal(group: Group) -> None:
    """Hold every state of every message of a group to counts: no name, number, address or way to one."""
    for seen in group.received:
        for text in map(plain, (seen.text, *seen.edits)):
            assert not [word for word in (*NAMES, ADDRESS, CONTACT, "HaNarkis") if word in text], text
            assert not PHONE.search(text), text
        assert not [button.url for button in seen.buttons if button.url], "a way to the place"


async def test_a_linked_topic_gets_the_live_card_with_counts_alone(tmp_path: Path) -> None:
    async with forum(tmp_path) as (scene, group, thread):
        call = await scene.call(plan=AT_ONCE, ref_106="")
        card = group.received[-1]
        assert card.thread == thread
        assert "Asked 2" in plain(card.text)
        await scene.press("Omar", "coming", "20")
        await scene.press("Vera", "coming")
        await scene.town.pass_time(seconds=10)
        shown = group.received[-1]
        assert shown.message_id == card.message_id, "the same message, changed in place"
        assert "Coming 1" in plain(shown.text)
        assert "Stand-by 1" in plain(shown.text)
        async with scene.town.records() as records:
            await desk.close(await records.ledger.call(call.id), Outcome.DONE, OWNER_KEY, scene.town.bot.bench(records))
        await scene.town.settle()
        await scene.town.pass_time(seconds=10)
        assert_nothing_personal(group)
        scene.nobody_else_heard_anything("Omar", "Vera")


async def test_a_topic_is_told_when_a_call_climbs_and_sees_the_list_in_counts(tmp_path: Path) -> None:
    async with forum(tmp_path) as (scene, group, thread):
        await scene.call(plan=SHORT)
        await scene.town.pass_time(seconds=TO_LEADS.total_seconds())
        assert [text for text in texts(group) if "Call 1 is not filled" in text]
        [listed] = await said(scene, group, "/status", thread)
        assert "call 1" in plain(listed.text)
        assert {seen.thread for seen in group.received} == {thread}
        assert_nothing_personal(group)
        scene.nobody_else_heard_anything("Omar", "Vera")


async def test_a_card_in_a_group_changes_at_most_twelve_times_a_minute(tmp_path: Path) -> None:
    async with forum(tmp_path) as (scene, group, _):
        await scene.call(plan=AT_ONCE)
        for _turn in range(15):
            await scene.say("Vera", "accept 1 20")
            await scene.say("Vera", "can't 1")
            await scene.town.pass_time(seconds=2)
        times = sorted(record.t for record in scene.town.server.log.of("sendMessage", "editMessageText") if record.chat_id == group.chat_id)
        assert most_within(times, timedelta(minutes=1)) <= MOST_A_MINUTE
        await scene.town.pass_time(seconds=10)
        assert "can't 1" in plain(group.received[-1].text), "the last change is shown"
        scene.nobody_else_heard_anything("Omar", "Vera")


def most_within(times: list[datetime], window: timedelta) -> int:
    """Return the most moments that lie within any such window."""
    return max(sum(begin <= moment < begin + window for moment in times) for begin in times)


async def test_a_group_that_becomes_a_supergroup_keeps_its_card_going(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        for name in ("Omar", "Vera"):
            await scene.has(name)
        old = scene.town.server.group("Operations", (scene.owner,), is_basic=True)
        old.add_bot(scene.town.server.bot(), by=scene.owner)
        await said(scene, old, "/link all")
        await scene.call(plan=AT_ONCE)
        assert "Asked 2" in plain(old.received[-1].text)
        new = old.migrate(by=scene.owner)
        new.add_bot(scene.town.server.bot(), by=scene.owner)
        await scene.town.settle()
        await scene.press("Omar", "coming", "20")
        await scene.town.pass_time(seconds=10)
        assert "Coming 1" in plain(new.received[-1].text)
        await scene.call(plan=AT_ONCE)
        assert "call 2" in plain(new.received[-1].text), "later calls find the new group"
        assert_nothing_personal(new)
        scene.nobody_else_heard_anything("Omar", "Vera")


@pytest.mark.parametrize("command", ["/link all", "/unlink", "/close 1 cancelled", "/emergency E11", "/call R03", "/team", "/report"])
async def test_commands_of_those_without_a_role_change_nothing_in_a_group(tmp_path: Path, command: str) -> None:
    async with forum(tmp_path) as (scene, group, thread):
        await scene.call(plan=AT_ONCE)
        before = await state(scene)
        await said(scene, group, command, thread, by="Omar")
        group.say_anonymously(command, thread)
        await scene.town.settle()
        assert await state(scene) == before
        assert_nothing_personal(group)
        scene.nobody_else_heard_anything("Omar", "Vera")


async def state(scene: Stage) -> tuple[object, ...]:
    """What a command could have changed: the calls, and the chats that follow."""
    async with scene.town.records() as records:
        calls = await records.ledger.open_calls()
        linked: list[LinkedChat] = list(await records.roster.linked_chats("food"))
        return [(call.id, call.state) for call in calls], linked


async def test_an_answer_in_a_group_is_no_answer(tmp_path: Path) -> None:
    async with forum(tmp_path) as (scene, group, thread):
        await scene.call(plan=AT_ONCE)
        await said(scene, group, "accept 1", thread, by="Omar")
        await said(scene, group, "coming!", thread, by="Omar")
        await scene.town.pass_time(seconds=10)
        assert not [text for text in texts(group) if "Coming 1" in text]
        assert_nothing_personal(group)
        scene.nobody_else_heard_anything("Omar", "Vera")


async def test_two_topics_of_one_forum_each_follow_with_their_own_card(tmp_path: Path) -> None:
    async with forum(tmp_path) as (scene, group, thread):
        second = group.topic("Infrastructure", by=scene.owner)
        await said(scene, group, "/link infrastructure", second)
        await scene.call(plan=AT_ONCE)
        await scene.press("Omar", "coming", "20")
        await scene.town.pass_time(seconds=15)
        cards = {seen.thread: plain(seen.text) for seen in group.received if "Coming 1" in plain(seen.text)}
        assert cards.keys() == {thread, second}
        scene.nobody_else_heard_anything("Omar", "Vera")


async def test_a_group_that_threw_the_bot_out_keeps_nobody_waiting(tmp_path: Path) -> None:
    async with forum(tmp_path) as (scene, group, _):
        group.kick_bot(scene.town.server.bot(), by=scene.owner)
        await scene.town.settle()
        await scene.call(plan=AT_ONCE)
        assert scene.asked() == {"Omar", "Vera"}
        scene.nobody_else_heard_anything("Omar", "Vera")
