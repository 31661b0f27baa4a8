"""Every alarm: told within a minute of its condition, in the chat and by the second channel, and told to be over."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from aiogram.methods import DeleteWebhook
from sqlalchemy import func, select, update

from bot.inbox.watchman import Watchman
from bot.simulator.hand_clock import HandClock
from bot.simulator.skewed_clock import SkewedClock
from bot.simulator.telegram.faults import Fault, asked
from bot.simulator.telegram.mishaps import JsonError
from bot.speech.say import Moment, Say
from bot.storage.inbox import StoredUpdate
from bot.storage.tables import calls, outbox
from bot.vigil import Surroundings, Vigil
from bot.watch.alarms import ANY_WAITS, FEWEST_BYTES, NOTHING_LEFT, URGENT_WAITS, Alarm, Sight, alarms
from bot.watch.auditor import CLOCK_LASTS, LOOK_EVERY, TELL_AGAIN, Auditor, Phase, Told
from bot.watch.second_channel import SecondChannel
from tests.spec.stage import AT_ONCE, Stage, plain, stage, texts

NOON = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
See = Callable[[datetime, datetime], Mapping[str, object]]
"""What a look sees of one condition: it began at the first moment, now is the second."""
LONG_QUEUED = ANY_WAITS - URGENT_WAITS

CONDITIONS: Mapping[Alarm, See] = {
    Alarm.DARK: lambda began, _: {"is_failing": True, "last_heard": began},
    Alarm.TOKEN: lambda _, __: {"is_token_refused": True},
    Alarm.RIVAL: lambda _, __: {"has_rival": True},
    Alarm.HOOK: lambda _, __: {"is_hook_taken": True},
    Alarm.BACKLOG: lambda began, _: {"urgent_since": began, "last_sent": began - NOTHING_LEFT},
    Alarm.BEHIND: lambda began, _: {"unread_since": began},
    Alarm.DISK: lambda _, __: {"free_bytes": FEWEST_BYTES - 1},
    Alarm.CLOCK: lambda _, __: {"clock_jumped": True},
    Alarm.QUARANTINE: lambda _, __: {"quarantined": 1},
    Alarm.UNWRITTEN: lambda _, __: {"unwritten": (7,)},
    Alarm.STUCK: lambda _, __: {"stuck": (17,)},
    Alarm.DATABASE: lambda _, __: {"is_database_well": False},
}


class Memory(SecondChannel):
    """A second channel that keeps what it is told."""

    def __init__(self) -> None:
        super().__init__(("kept in memory",))
        self.letters: list[str] = []

    async def tell(self, title: str, body: str) -> bool:
        del title
        self.letters.append(plain(body))
        return True


@pytest.mark.parametrize("alarm", Alarm)
async def test_every_alarm_is_raised_within_a_minute_and_ends_within_one(alarm: Alarm) -> None:
    clock, began, told = HandClock(NOON), [NOON], list[tuple[Told, datetime]]()

    async def look() -> Sight:
        seen = CONDITIONS[alarm](began[0], clock.now()) if began else {}
        return Sight(clock.now(), **seen)  # type: ignore[arg-type]  # fields by name

    async def tell(one: Told) -> None:
        told.append((one, clock.now()))

    async with watching(Auditor(clock, look, tell), clock) as let_pass:
        await let_pass(MINUTE)
        assert [(one.alarm, one.phase) for one, _ in told] == [(alarm, Phase.RAISED)]
        await let_pass(TELL_AGAIN)
        assert [one.phase for one, _ in told] == [Phase.RAISED, Phase.LASTS], "an hour later it is told again"
        began.clear()
        ended = clock.now()
        await let_pass(MINUTE)
        assert (told[-1][0].alarm, told[-1][0].phase) == (alarm, Phase.OVER)
        assert told[-1][1] - ended <= MINUTE
        assert len(told) == 3


@pytest.mark.parametrize("jump", [-timedelta(hours=1), timedelta(minutes=2), -timedelta(seconds=6)])
async def test_a_wall_clock_that_jumps_is_told_and_the_watch_goes_on(jump: timedelta) -> None:
    right, told = HandClock(NOON), list[Phase]()
    wrong = SkewedClock(right)

    async def look() -> Sight:
        return Sight(wrong.now())

    async def tell(one: Told) -> None:
        assert one.alarm is Alarm.CLOCK
        told.append(one.phase)

    auditor = Auditor(wrong, look, tell)
    async with watching(auditor, right) as let_pass:
        await let_pass(MINUTE)
        assert auditor.is_content(wrong.now())
        wrong.skew = jump
        await let_pass(MINUTE)
        assert told == [Phase.RAISED]
        assert not auditor.is_content(wrong.now())
        await let_pass(CLOCK_LASTS)
        assert told == [Phase.RAISED, Phase.OVER]


def test_a_queue_that_moves_is_no_alarm_and_one_that_nobody_hurries_for_is_told_after_ten_minutes() -> None:
    waits = Sight(NOON, urgent_since=NOON - MINUTE, last_sent=NOON - timedelta(seconds=1))
    assert Alarm.BACKLOG not in alarms(waits)
    routine = Sight(NOON, waiting_since=NOON - ANY_WAITS, last_sent=NOON - ANY_WAITS)
    assert alarms(routine) == {Alarm.BACKLOG: NOON - ANY_WAITS}
    assert not alarms(Sight(NOON, waiting_since=NOON - LONG_QUEUED))


async def test_an_auditor_that_hangs_is_not_content() -> None:
    clock = HandClock(NOON)

    async def look() -> Sight:
        return Sight(clock.now())

    async def tell(_: Told) -> None:
        raise AssertionError

    auditor = Auditor(clock, look, tell)
    assert not auditor.is_content(clock.now()), "who has not looked yet knows nothing"
    await auditor.look()
    clock.move(MINUTE)
    assert auditor.is_content(clock.now())
    clock.move(timedelta(seconds=1))
    assert not auditor.is_content(clock.now())


async def test_every_alarm_and_its_end_reach_the_coordinators_chat_and_the_second_channel(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene, vigilant(scene) as watch:
        for phase in (Phase.RAISED, Phase.OVER):
            for alarm in Alarm:
                await watch.vigil.tell(Told(alarm, phase, scene.town.clock.now()))
                await scene.town.settle()
                watch.told(alarm, phase)
        assert len(watch.letters) == 2 * len(Alarm)
        scene.nobody_else_heard_anything()


async def test_what_telegram_refuses_is_seen_within_a_minute_and_so_is_its_end(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene, vigilant(scene) as watch:
        bot, server = scene.town.bot, scene.town.server
        rival = server.faults.add(
            Fault(JsonError(409, "Conflict: terminated by other getUpdates request"), asked("getUpdates"), times=None)
        )
        await scene.town.endure(seconds=60)
        watch.told(Alarm.RIVAL, Phase.RAISED)
        server.faults.remove(rival)
        await scene.town.endure(seconds=60)
        watch.told(Alarm.RIVAL, Phase.OVER)

        server.point_webhook("https://thief.example.org/")
        await scene.town.endure(seconds=60)
        watch.told(Alarm.HOOK, Phase.RAISED)
        watchman = Watchman(bot.bot, scene.town.clock, DeleteWebhook(), bot.troubles)
        await watchman.look()
        await watchman.look()
        await scene.town.endure(seconds=10)
        watch.told(Alarm.HOOK, Phase.OVER)

        refusal = server.faults.add(Fault(JsonError(401, "Unauthorized"), asked(), times=None))
        await scene.town.endure(seconds=60)
        watch.told(Alarm.TOKEN, Phase.RAISED, in_chat=False)
        server.faults.remove(refusal)
        await scene.town.endure(seconds=60)
        watch.told(Alarm.TOKEN, Phase.OVER)


async def test_what_goes_wrong_inside_is_seen_at_the_next_look_and_so_is_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage(tmp_path) as scene, vigilant(scene) as watch:
        bot = scene.town.bot
        monkeypatch.setattr("bot.watch.alarms.FEWEST_BYTES", 2**62)
        await watch.looks(Alarm.DISK, Phase.RAISED)
        monkeypatch.setattr("bot.watch.alarms.FEWEST_BYTES", FEWEST_BYTES)
        await watch.looks(Alarm.DISK, Phase.OVER)

        with monkeypatch.context() as broken:
            broken.setattr(type(bot.archive), "open_records", gone)
            await watch.looks(Alarm.DATABASE, Phase.RAISED, in_chat=False)
        await watch.looks(Alarm.DATABASE, Phase.OVER)

        await scene.call(1, AT_ONCE)
        last = select(func.max(outbox.c.row)).where(outbox.c.state == "sent").scalar_subquery()
        async with scene.town.records() as records:
            await records.connection.execute(update(calls).values(due_at=records.now - MINUTE))
            row = (await records.connection.execute(select(last))).scalar_one()
            stuck = {"state": "sending", "urgency": 0, "edits": None, "lease_until": records.now + timedelta(hours=1)}
            await records.connection.execute(update(outbox).where(outbox.c.row == row).values(stuck))
            await records.inbox.take_in([StoredUpdate(bot.bot.id, 999_999, scene.owner.user_id, 5, "{}")], records.now)
        scene.town.clock.move(timedelta(seconds=35))
        await watch.vigil.auditor.look()
        assert {Alarm.STUCK, Alarm.BACKLOG, Alarm.BEHIND} <= watch.vigil.auditor.raised.keys()
        async with scene.town.records() as records:
            await records.connection.execute(update(outbox).where(outbox.c.row == row).values(state="sent"))
        await bot.beat()
        await scene.town.endure(seconds=60)
        for alarm in (Alarm.STUCK, Alarm.BACKLOG, Alarm.BEHIND):
            watch.told(alarm, Phase.RAISED)
            watch.told(alarm, Phase.OVER)
        watch.told(Alarm.QUARANTINE, Phase.RAISED)


def gone(_: object) -> NoReturn:
    """Be no database."""
    message = "the disk is gone"
    raise OSError(message)


@dataclass
class Watch:
    """A watch over the town's bot, and what it told."""

    scene: Stage
    vigil: Vigil
    letters: list[str]

    def told(self, alarm: Alarm, phase: Phase, *, in_chat: bool = True) -> None:
        """Hold it to having told an alarm once by the second channel, and in the coordinator's chat."""
        said = self._said(alarm, phase)
        assert len([letter for letter in self.letters if letter.startswith(said)]) == 1, (said, self.letters)
        assert not in_chat or any(text.startswith(said) for text in texts(self.scene.owner)), said

    async def looks(self, alarm: Alarm, phase: Phase, *, in_chat: bool = True) -> None:
        """Let it look now, and tell."""
        await self.vigil.auditor.look()
        await self.scene.town.settle()
        self.told(alarm, phase, in_chat=in_chat)

    def _said(self, alarm: Alarm, phase: Phase) -> str:
        """What is read of an alarm, up to the moment since when it holds."""
        town, now = self.scene.town, self.scene.town.clock.now()
        said = Say(f"alarm-{phase}", {"what": Say(f"alarm-{alarm}", {"since": Moment(now)})})
        return plain(town.bot.texts.render(said, town.town.languages[0], now)).split(" since ")[0]


@asynccontextmanager
async def vigilant(scene: Stage) -> AsyncIterator[Watch]:
    """Watch over the town's bot, with a second channel in memory."""
    channel = Memory()
    vigil = Vigil(scene.town.bot, Surroundings(channel, Path.cwd()))
    async with asyncio.TaskGroup() as group:
        task = group.create_task(vigil.run())
        await scene.town.settle()
        yield Watch(scene, vigil, channel.letters)
        task.cancel()


@asynccontextmanager
async def watching(auditor: Auditor, clock: HandClock) -> AsyncIterator[Callable[[timedelta], Awaitable[None]]]:
    """Let the auditor run on a clock moved by hand."""

    async def let_pass(lasts: timedelta) -> None:
        end = clock.now() + lasts
        while clock.now() < end:
            clock.move(min(LOOK_EVERY, end - clock.now()))
            for _ in range(5):
                await asyncio.sleep(0)

    async with asyncio.TaskGroup() as group:
        task = group.create_task(auditor.run())
        await asyncio.sleep(0)
        yield let_pass
        task.cancel()
