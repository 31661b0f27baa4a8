"""Silence widens a call and climbs it, answers stop it; nobody is asked who may not be, and nobody hears what is not theirs."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.dispatch import desk
from bot.dispatch.call import CallDraft
from bot.dispatch.kind import Mode, Plan, Severity, Wave
from bot.registry.person import Role
from bot.registry.volunteer import EVERY_TIME, AgeBand, Level, QuietHours, Standing
from tests.spec.stage import (
    ADDRESS,
    AT_ONCE,
    CONTACT,
    OWNER_KEY,
    SECOND_WAVE,
    SHORT,
    TO_COORDINATORS,
    TO_LEADS,
    Stage,
    plain,
    read,
    stage,
    texts,
)

A_SECOND = timedelta(seconds=1)
FILLED = "Enough people are coming"
UNFILLED = "Call 1 is not filled"


async def passes(scene: Stage, time: timedelta) -> None:
    await scene.town.pass_time(seconds=time.total_seconds())


async def test_silence_reaches_the_next_wave_which_is_wider(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        await scene.has("Near")
        await scene.has("Further", metres=1500)
        await scene.has("Beyond", metres=2500)
        await scene.call()
        assert scene.asked() == {"Near"}
        await passes(scene, SECOND_WAVE - A_SECOND)
        assert scene.asked() == {"Near"}
        await passes(scene, A_SECOND)
        assert scene.asked() == {"Near", "Further"}
        scene.nobody_else_heard_anything("Near", "Further")


async def test_an_unfilled_call_climbs_to_cluster_leads_and_then_to_coordinators_each_with_a_card(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        await scene.has("Near")
        await scene.leads("Lead", Role.CLUSTER_LEAD, scene.kind().cluster)
        await scene.leads("Other lead", Role.CLUSTER_LEAD, "food")
        await scene.leads("Colleague", Role.COORDINATOR)
        await scene.call()
        await passes(scene, TO_LEADS)
        assert UNFILLED in texts(scene["Lead"])[-2]
        assert "Needed at least 1" in read(scene["Lead"])
        assert scene.new("Colleague") == []
        await passes(scene, TO_COORDINATORS - TO_LEADS)
        assert UNFILLED in texts(scene["Colleague"])[-2]
        assert "Needed at least 1" in read(scene["Colleague"])
        assert len(scene.new("Lead")) == 2, "each is told once"
        scene.nobody_else_heard_anything("Near", "Lead", "Colleague")


async def test_a_call_that_is_filled_climbs_to_nobody(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        await scene.has("Near")
        await scene.leads("Lead", Role.CLUSTER_LEAD, scene.kind().cluster)
        await scene.call()
        await scene.press("Near", "coming", "20")
        await passes(scene, TO_COORDINATORS + A_SECOND)
        scene.nobody_else_heard_anything("Near")


async def test_filled_stops_asking_and_thanks_the_silent_in_place(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        for name in ("Omar", "Vera"):
            await scene.has(name)
        await scene.has("Further", metres=1500)
        plan = replace(SHORT, waves=(replace(SHORT.waves[0], per_place=2), SHORT.waves[1]))
        await scene.call(plan=plan)
        assert scene.asked() == {"Omar", "Vera"}
        await scene.press("Omar", "coming", "20")
        assert FILLED in read(scene["Vera"])
        assert len(scene.new("Vera")) == 1, "thanked by an edit: nothing new made a sound"
        await passes(scene, SECOND_WAVE + A_SECOND)
        scene.nobody_else_heard_anything("Omar", "Vera")


async def test_beyond_the_places_is_stand_by_and_a_drop_out_calls_them_in_with_a_sound(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        for name in ("Omar", "Vera"):
            await scene.has(name)
        await scene.call(plan=AT_ONCE)
        await scene.press("Omar", "coming", "20")
        await scene.press("Vera", "coming")
        assert "You are on stand-by" in read(scene["Vera"])
        assert not [text for text in texts(scene["Vera"]) if ADDRESS in text or CONTACT in text]
        await scene.say("Omar", "can't 1")
        _, called_in = scene.new("Vera")
        assert not called_in.silent
        assert "You are assigned" in plain(called_in.text)
        assert ADDRESS in plain(called_in.text)
        assert CONTACT in plain(called_in.text)
        assert not [text for text in texts(scene["Omar"]) if ADDRESS in text or CONTACT in text]
        scene.nobody_else_heard_anything("Omar", "Vera")


async def test_ten_minutes_after_a_promised_arrival_the_place_is_open_and_the_next_are_asked(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        await scene.has("Omar")
        await scene.has("Further", metres=1500)
        await scene.call()
        await scene.say("Omar", "accept 1 5")
        await passes(scene, timedelta(minutes=15) - A_SECOND)
        assert scene.asked() == {"Omar"}
        await passes(scene, A_SECOND)
        assert scene.asked() == {"Omar", "Further"}
        assert not [text for text in texts(scene["Omar"]) if ADDRESS in text]
        scene.nobody_else_heard_anything("Omar", "Further")


async def test_who_has_blocked_the_bot_is_replaced_within_the_same_wave(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        await scene.has("Gone")
        await scene.has("Next", metres=300)
        scene["Gone"].begin_silently(has_blocked=True)
        before = scene.town.clock.now()
        await scene.call()
        assert scene.asked() == {"Next"}
        assert scene.town.clock.now() - before < timedelta(seconds=5)
        assert "wave 1 of 2" in read(scene.owner)
        scene.nobody_else_heard_anything("Next")


async def test_who_cannot_now_is_asked_again_after_two_hours(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        await scene.has("Omar")
        await scene.call(plan=AT_ONCE)
        await scene.press("Omar", "cannot")
        await scene.press("Omar", "cannot", "not_now")
        await passes(scene, timedelta(hours=2) - timedelta(minutes=1))
        assert len(scene.new("Omar")) == 1
        await passes(scene, timedelta(minutes=1))
        assert len(scene.new("Omar")) == 2
        await scene.press("Omar", "coming", "10")
        assert "You are assigned" in read(scene["Omar"])
        scene.nobody_else_heard_anything("Omar")


async def test_who_is_engaged_is_asked_for_nothing_at_the_same_time_but_for_next_week(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        await scene.has("Omar", skills=("logistics",))
        await scene.has("Vera")
        await scene.call(plan=AT_ONCE)
        await scene.press("Omar", "coming", "10")
        await scene.call(plan=AT_ONCE)
        assert scene.asked(2) == {"Vera"}
        next_week = scene.town.clock.now() + timedelta(days=7)
        await scene.call(plan=AT_ONCE, mode=Mode.ROUTINE, starts_at=next_week)
        assert scene.asked(3) == {"Omar", "Vera"}
        scene.nobody_else_heard_anything("Omar", "Vera")


async def test_a_correction_reaches_everyone_who_saw_the_call(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        for name in ("Omar", "Vera", "Silent"):
            await scene.has(name)
        call = await scene.call(plan=AT_ONCE, places=2)
        await scene.press("Omar", "coming", "20")
        await scene.press("Vera", "cannot")
        await scene.press("Vera", "cannot", "unwell")
        async with scene.town.records() as records:
            now = await records.ledger.call(call.id)
            await desk.correct(now, OWNER_KEY, scene.town.bot.bench(records), words="carry blankets", meeting_point="at the school")
        await scene.town.settle()
        for name in ("Omar", "Silent"):
            assert [text for text in texts(scene[name]) if "carry blankets" in text]
        assert [text for text in texts(scene["Omar"]) if "at the school" in text]
        assert not [text for name in scene.people for text in texts(scene[name]) if "carry water" in text]
        assert "were corrected" in read(scene["Omar"]), "those coming are told with a sound"
        assert len(scene.new("Silent")) == len(scene.new("Vera")) == 1
        scene.nobody_else_heard_anything("Omar", "Vera", "Silent")


async def test_a_cancelled_call_reaches_those_coming_and_takes_every_detail_out_of_every_chat(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        for name in ("Omar", "Vera", "Silent"):
            await scene.has(name)
        await scene.call(plan=AT_ONCE)
        await scene.press("Omar", "coming", "20")
        await scene.press("Vera", "coming")
        assert ADDRESS in read(scene["Omar"])
        scene.owner.say("/close 1 cancelled")
        await scene.town.settle()
        for name in ("Omar", "Vera"):
            last = scene[name].last
            assert "is cancelled" in plain(last.text)
            assert not last.silent
        assert len(scene.new("Silent")) == 1, "who was only asked hears no sound"
        chats = [scene.owner, *scene.people.values()]
        assert not [text for chat in chats for text in texts(chat) if ADDRESS in text or CONTACT in text]
        assert not [button.url for chat in chats for seen in chat.received for button in seen.buttons if button.url]
        scene.nobody_else_heard_anything("Omar", "Vera", "Silent")


async def test_a_drill_is_marked_wherever_it_is_read(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        for name in ("Omar", "Vera"):
            await scene.has(name)
        await scene.leads("Lead", Role.CLUSTER_LEAD, scene.kind().cluster)
        seen_by_owner = len(scene.owner.received)
        await scene.call(places=2, is_drill=True)
        await scene.press("Omar", "coming", "20")
        await passes(scene, TO_LEADS)
        scene.owner.say("/close 1 done")
        await scene.town.settle()
        told = [seen for name in ("Omar", "Vera", "Lead") for seen in scene.new(name)] + scene.owner.received[seen_by_owner:]
        about = [text for seen in told for text in (seen.text, *seen.edits) if "all 1" in plain(text)]
        assert len(about) > 8
        assert [text for text in map(plain, about) if "drill" not in text.casefold()] == []
        scene.nobody_else_heard_anything("Omar", "Vera", "Lead")


async def test_quiet_hours_pauses_and_the_week_are_kept_but_not_on_duty(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        now = scene.town.clock.now()
        asleep = QuietHours(8, 12)
        await scene.has("Asleep", quiet=asleep)
        await scene.has("Paused", paused_until=now + timedelta(hours=1))
        await scene.has("Elsewhere on Tuesdays", availability=0)
        await scene.has("On duty", quiet=asleep, availability=0, on_duty_until=now + timedelta(hours=1))
        await scene.has("Off duty again", availability=0, on_duty_until=now - timedelta(minutes=1))
        await scene.has("Back from a pause", paused_until=now - timedelta(minutes=1))
        await scene.call(plan=AT_ONCE)
        assert scene.asked() == {"On duty", "Back from a pause"}
        scene.nobody_else_heard_anything("On duty", "Back from a pause")


async def test_where_a_life_hangs_on_it_those_wake_who_agreed_to(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        await scene.has("Wakes", quiet=QuietHours(8, 12))
        await scene.has("Sleeps", quiet=QuietHours(8, 12, wake_for_life=False))
        await scene.has("Life only", level=Level.LIFE_SAVING, availability=0)
        await scene.has("Paused", paused_until=scene.town.clock.now() + timedelta(hours=1))
        kind = replace(scene.kind(plan=AT_ONCE), severity=Severity.LIFE_SAVING)
        await scene.issue(scene.draft(kind, 1))
        assert scene.asked() == {"Wakes", "Life only"}
        scene.nobody_else_heard_anything("Wakes", "Life only")


@pytest.mark.parametrize(
    "changes",
    [
        {"age_band": AgeBand.FROM_16},
        {"age_band": None},
        {"standing": Standing.PROVISIONAL},
        {"standing": Standing.DECLINED},
        {"standing": Standing.JOINING},
        {"level": Level.LIFE_SAVING},
        {"clusters": frozenset({"food"})},
    ],
    ids=str,
)
async def test_who_may_not_be_called_never_is_however_long_the_silence(tmp_path: Path, changes: dict[str, object]) -> None:
    async with stage(tmp_path) as scene:
        await scene.has("Near")
        await scene.has("Not to be asked", **changes)  # type: ignore[arg-type]  # fields of the volunteer
        await scene.call(places=2)
        await passes(scene, SECOND_WAVE + A_SECOND)
        assert scene.asked() == {"Near"}
        scene.nobody_else_heard_anything("Near")


async def test_a_routine_call_is_asked_without_a_sound(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        await scene.has("Omar", availability=EVERY_TIME)
        await scene.call(mode=Mode.ROUTINE, plan=AT_ONCE, starts_at=scene.town.clock.now() + timedelta(days=1))
        [asked] = scene.new("Omar")
        assert asked.silent
        await scene.call(plan=AT_ONCE)
        assert not scene["Omar"].last.silent, "an emergency is heard"
        scene.nobody_else_heard_anything("Omar")


async def test_a_wave_that_finds_nobody_gives_way_to_the_next_at_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        await scene.has("Further", metres=1500)
        await scene.call()
        assert scene.asked() == {"Further"}
        scene.nobody_else_heard_anything("Further")


async def test_another_skill_of_the_kind_helps_only_once_the_plan_says_so(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        await scene.has("Carries")
        await scene.has("Repairs", skills=("electrician",))
        plan = Plan(waves=(Wave(timedelta(0), 1.0, 1), Wave(SECOND_WAVE, 1.0, 1, slots_first=False)), rungs=())
        draft: CallDraft = scene.draft(scene.kind(plan=plan), 1)
        await scene.issue(draft)
        await passes(scene, SECOND_WAVE + A_SECOND)
        assert scene.asked() == {"Carries"}, "a skill that no slot of the kind asks for helps in no wave"
        scene.nobody_else_heard_anything("Carries")
