"""The town's team: the first coordinator, a second person for every role, volunteers let in; through real HTTP."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.registry.person import GrantState, Role
from bot.registry.volunteer import Standing
from bot.simulator.harness import ADMIN_CODE, TownOnATable
from bot.simulator.telegram.markup import Button
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.seen import Seen

LINK = re.compile(r"https://t\.me/\w+\?start=(inv-[A-Za-z0-9_-]+)")
ISOLATES = re.compile("[\u2066-\u2069\u200e\u200f]")


def words(seen: Seen) -> str:
    return ISOLATES.sub("", seen.text)


def labelled(wanted: str) -> Callable[[Button], bool]:
    return lambda button: ISOLATES.sub("", button.text) == wanted


async def pressed(town: TownOnATable, phone: Phone, *wanted: str) -> Seen:
    for label in wanted:
        phone.press(labelled(label))
        await town.settle()
    return phone.last


async def invitation(town: TownOnATable, coordinator: Phone, *role: str) -> str:
    coordinator.say("/team")
    await town.settle()
    await pressed(town, coordinator, "Invite to the team", *role)
    found = LINK.search(words(next(seen for seen in reversed(coordinator.received) if LINK.search(seen.text))))
    assert found
    return found[1]


async def accepted(town: TownOnATable, payload: str, name: str) -> Phone:
    phone = town.phone(name, language="en")
    phone.start(payload)
    await town.settle()
    await pressed(town, phone, "Accept the role")
    return phone


async def roles(town: TownOnATable, phone: Phone) -> list[tuple[Role, str, GrantState]]:
    async with town.records() as records:
        person = await records.roster.person_of(phone.user_id)
        assert person
        return [(grant.role, grant.scope, grant.state) for grant in await records.roster.grants_of(person.key)]


async def test_the_code_works_once_and_never_tells_how_wrong_it_was(tmp_path: Path) -> None:
    async with TownOnATable(tmp_path / "town.db") as town:
        first, second = town.phone("Rivka", language="en"), town.phone("Eli", language="en")
        second.say("/admin open-sesame-2025")
        await town.settle()
        assert words(second.last) == "This code does not fit. Check it and try again."
        first.start(f"admin-{ADMIN_CODE}")
        await town.settle()
        assert "You are a coordinator of" in first.last.text
        second.say(f"/admin {ADMIN_CODE}")
        await town.settle()
        assert "has been used already" in second.last.text
        assert await roles(town, first) == [(Role.COORDINATOR, "", GrantState.ACTIVE)]
        assert await roles(town, second) == []


async def test_after_five_wrong_codes_not_even_the_right_one_is_looked_at(tmp_path: Path) -> None:
    async with TownOnATable(tmp_path / "town.db") as town:
        guesser = town.phone("Guesser", language="en")
        for guess in range(5):
            guesser.say(f"/admin wrong-{guess}")
            await town.settle()
        guesser.say(f"/admin {ADMIN_CODE}")
        await town.settle()
        assert words(guesser.last) == "Too many attempts. Try again in an hour."
        assert await roles(town, guesser) == []
        town.clock.move(timedelta(minutes=61))
        guesser.say(f"/admin {ADMIN_CODE}")
        await town.settle()
        assert await roles(town, guesser) == [(Role.COORDINATOR, "", GrantState.ACTIVE)]


async def test_a_link_says_who_invites_to_what_and_waits_for_confirmation(tmp_path: Path) -> None:
    async with TownOnATable(tmp_path / "town.db") as town:
        rivka = await town.coordinator("Rivka", language="en")
        payload = await invitation(town, rivka, "volunteer coordinator")
        assert len(payload.removeprefix("inv-")) >= 22
        amir = town.phone("Amir", language="en")
        amir.start(payload)
        await town.settle()
        assert "Rivka invites you to a role" in words(amir.last)
        assert "volunteer coordinator" in amir.last.text
        assert await roles(town, amir) == []
        await pressed(town, amir, "Accept the role")
        assert await roles(town, amir) == [(Role.COORDINATOR, "", GrantState.PENDING)]
        amir.say("/team")
        await town.settle()
        assert "Rivka" not in amir.last.text
        await pressed(town, rivka, "Confirm")
        assert await roles(town, amir) == [(Role.COORDINATOR, "", GrantState.ACTIVE)]
        assert "Your role is confirmed" in amir.last.text


async def test_of_two_people_on_one_link_exactly_one_wins(tmp_path: Path) -> None:
    async with TownOnATable(tmp_path / "town.db") as town:
        rivka = await town.coordinator("Rivka", language="en")
        payload = await invitation(town, rivka, "volunteer coordinator")
        racers = [town.phone("Amir", language="en"), town.phone("Dana", language="en")]
        for racer in racers:
            racer.start(payload)
        await town.settle()
        for racer in racers:
            racer.press("Accept the role")
        await town.settle()
        won = [await roles(town, racer) for racer in racers]
        assert sorted(len(one) for one in won) == [0, 1]
        late = town.phone("Late", language="en")
        late.start(payload)
        await town.settle()
        assert "no longer valid" in late.received[-1].text


async def test_a_link_is_good_for_a_day(tmp_path: Path) -> None:
    async with TownOnATable(tmp_path / "town.db") as town:
        rivka = await town.coordinator("Rivka", language="en")
        payload = await invitation(town, rivka, "volunteer coordinator")
        amir = town.phone("Amir", language="en")
        amir.start(payload)
        await town.settle()
        town.clock.move(timedelta(days=1))
        await town.settle()
        await pressed(town, amir, "Accept the role")
        assert "no longer valid" in amir.last.text
        assert await roles(town, amir) == []


async def test_from_two_coordinators_on_the_inviter_cannot_confirm(tmp_path: Path) -> None:
    async with TownOnATable(tmp_path / "town.db") as town:
        rivka = await town.coordinator("Rivka", language="en")
        yael = await accepted(town, await invitation(town, rivka, "volunteer coordinator"), "Yael")
        await pressed(town, rivka, "Confirm")
        dana = await accepted(town, await invitation(town, rivka, "volunteer coordinator"), "Dana")
        assert not any("Dana accepted" in words(seen) for seen in rivka.received)
        rivka.say("/team")
        await town.settle()
        press = rivka.press(lambda button: button.text.startswith("Confirm"))
        await town.settle()
        assert "Another coordinator has to confirm" in (press.text or "")
        assert await roles(town, dana) == [(Role.COORDINATOR, "", GrantState.PENDING)]
        await pressed(town, yael, "Confirm")
        assert await roles(town, dana) == [(Role.COORDINATOR, "", GrantState.ACTIVE)]


async def test_a_revoked_role_ends_at_the_next_press(tmp_path: Path) -> None:
    async with TownOnATable(tmp_path / "town.db") as town:
        rivka = await town.coordinator("Rivka", language="en")
        yael = await accepted(town, await invitation(town, rivka, "volunteer coordinator"), "Yael")
        await pressed(town, rivka, "Confirm")
        yael.say("/team")
        await town.settle()
        screen = yael.last
        rivka.say("/team")
        await town.settle()
        rivka.press(lambda button: "Yael" in button.text)
        await town.settle()
        await pressed(town, rivka, "End the role now", "End the role now")
        assert await roles(town, yael) == [(Role.COORDINATOR, "", GrantState.REVOKED)]
        yael.press("Invite to the team", screen)
        await town.settle()
        assert await roles(town, rivka) == [(Role.COORDINATOR, "", GrantState.ACTIVE)]
        assert "Which role" not in yael.last.text


async def test_the_last_coordinator_cannot_leave_the_town_alone(tmp_path: Path) -> None:
    async with TownOnATable(tmp_path / "town.db") as town:
        rivka = await town.coordinator("Rivka", language="en")
        rivka.say("/team")
        await town.settle()
        rivka.press(lambda button: "Rivka" in button.text)
        await town.settle()
        await pressed(town, rivka, "End the role now")
        press = rivka.press("End the role now")
        await town.settle()
        assert "last coordinator" in (press.text or "")
        assert await roles(town, rivka) == [(Role.COORDINATOR, "", GrantState.ACTIVE)]


async def waiting(town: TownOnATable, *names: str) -> list[Phone]:
    phones = [town.phone(name, language="en") for name in names]
    volunteer = replace(town.volunteer("sheinfeld"), standing=Standing.PROVISIONAL)
    await town.settle_in((phone, volunteer) for phone in phones)
    return phones


async def standing(town: TownOnATable, phone: Phone) -> tuple[Standing, bool, str]:
    async with town.records() as records:
        person = await records.roster.person_of(phone.user_id)
        volunteer = await records.roster.volunteer(person.key) if person else None
        assert volunteer
        return volunteer.standing, volunteer.approved_at is not None, str(volunteer.referred_on or "")


async def test_all_shown_are_approved_at_once_with_the_day_of_the_referral(tmp_path: Path) -> None:
    async with TownOnATable(tmp_path / "town.db") as town:
        rivka = await town.coordinator("Rivka", language="en")
        people = await waiting(town, "Amir", "Dana", "Noa")
        rivka.say("/team")
        await town.settle()
        await pressed(town, rivka, "Volunteers to approve: 3", "Decline Noa", "Approve all shown: 2")
        amir, dana, noa = people
        assert await standing(town, amir) == (Standing.APPROVED, True, "2026-11-24")
        assert await standing(town, dana) == (Standing.APPROVED, True, "2026-11-24")
        assert await standing(town, noa) == (Standing.DECLINED, False, "")
        assert len(amir.received) == len(noa.received) == 1


async def test_somebody_who_registers_meanwhile_is_not_among_all_shown(tmp_path: Path) -> None:
    async with TownOnATable(tmp_path / "town.db") as town:
        rivka = await town.coordinator("Rivka", language="en")
        await waiting(town, "Amir")
        rivka.say("/team")
        await town.settle()
        await pressed(town, rivka, "Volunteers to approve: 1")
        [late] = await waiting(town, "Late")
        await pressed(town, rivka, "Approve all shown: 1")
        assert (await standing(town, late))[0] is Standing.PROVISIONAL


@pytest.mark.parametrize("verb", ["approve", "decline"])
async def test_a_volunteer_cannot_decide_about_volunteers(tmp_path: Path, verb: str) -> None:
    async with TownOnATable(tmp_path / "town.db") as town:
        rivka = await town.coordinator("Rivka", language="en")
        [amir] = await waiting(town, "Amir")
        async with town.records() as records:
            person = await records.roster.person_of(amir.user_id)
            assert person
        amir.say("/status")
        await town.settle()
        press = amir.press_data(f"p..{verb}.{person.key}", amir.last)
        await town.settle()
        assert press.text
        assert (await standing(town, amir))[0] is Standing.PROVISIONAL
        for arg in (str(person.key + 1), "", "x" * 40, "-1"):
            rivka.press_data(f"p..{verb}.{arg}", rivka.last)
            await town.settle()
        assert (await standing(town, amir))[0] is Standing.PROVISIONAL
        rivka.press_data(f"p..{verb}.{person.key}", rivka.last)
        await town.settle()
        assert (await standing(town, amir))[0] is not Standing.PROVISIONAL


async def test_a_group_follows_a_cluster_only_when_a_coordinator_says_so(tmp_path: Path) -> None:
    async with TownOnATable(tmp_path / "town.db") as town:
        rivka = await town.coordinator("Rivka", language="en")
        amir = town.phone("Amir", language="en")
        group = town.server.group("Team", members=(rivka, amir))
        group.add_bot(town.server.bot(), rivka)
        group.say(amir, "/link all")
        group.say_anonymously("/link all")
        await town.settle()
        async with town.records() as records:
            assert await records.roster.linked_chats("food") == []
        cluster = next(iter(town.town.clusters))
        group.say(rivka, f"/link {cluster}")
        await town.settle()
        async with town.records() as records:
            assert [chat.chat_id for chat in await records.roster.linked_chats(cluster)] == [group.chat_id]
        group.say(rivka, "/unlink")
        await town.settle()
        async with town.records() as records:
            assert await records.roster.linked_chats(cluster) == []
        assert not any(name in seen.text for seen in group.received for name in ("Rivka", "Amir"))
