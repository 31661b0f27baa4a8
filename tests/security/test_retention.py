"""Nothing stays longer than its clock (I26): a town is lived in, the clock is moved, the hourly job runs, the count is zero."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from bot.dispatch import desk
from bot.dispatch.call import Outcome
from bot.registry.person import Grant, GrantState, InviteLink, Role
from bot.storage import retention
from bot.storage.tables import calls, grants, inbox, invitations, invites, outbox, people, talks, wrong_codes
from tests.spec.stage import ADDRESS, AT_ONCE, OWNER_KEY, Stage, plain, stage

RESTING = timedelta(hours=1)


async def counts(scene: Stage) -> dict[str, int]:
    async with scene.town.records() as records:
        return await retention.overdue(records.connection, scene.town.town.slug, records.now)


async def let_pass(scene: Stage, lasts: timedelta) -> None:
    """Move the clock without living through each minute of it, then let the hourly job run."""
    scene.town.clock.move_to(scene.town.clock.now() + lasts)
    await scene.town.settle()
    await scene.town.bot.tidy()
    await scene.town.settle()


async def live(scene: Stage) -> int:
    """Let a little of everything happen; return the number of the call's row."""
    await scene.has("Noa")
    call = await scene.call(1, AT_ONCE)
    await scene.press("Noa", "coming", "10")
    stranger = scene.town.phone("Stranger", language="en")
    stranger.start()
    stranger.say("/admin no-such-code")
    await scene.town.settle()
    async with scene.town.records() as records:
        link = InviteLink("a" * 64, Role.CLUSTER_LEAD, "medical", OWNER_KEY, records.now + timedelta(hours=24))
        await records.roster.add_invite(link)
        await desk.close(await records.ledger.call(call.id), Outcome.DONE, OWNER_KEY, scene.town.bot.bench(records))
    await scene.town.pass_time(seconds=30)
    return call.id


async def test_each_class_goes_when_its_clock_says_and_not_before(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        call_id = await live(scene)
        assert not any((await counts(scene)).values())
        await let_pass(scene, timedelta(hours=71))
        async with scene.town.records() as records:
            row = (await records.connection.execute(select(calls.c.address).where(calls.c.id == call_id))).scalar_one()
            assert row == ADDRESS
        scene.town.clock.move_to(scene.town.clock.now() + timedelta(hours=2))
        late = await counts(scene)
        assert {name for name, count in late.items() if count} == {"details of calls", "bearings of homes"}
        await let_pass(scene, RESTING)
        assert not any((await counts(scene)).values())
        async with scene.town.records() as records:
            emptied = (await records.connection.execute(select(calls).where(calls.c.id == call_id))).mappings().one()
            assert (emptied["address"], emptied["contact"], emptied["words"], emptied["is_exact"]) == ("", "", "", False)
            assert len((await records.connection.execute(select(invitations.c.id))).all()) == 1
            assert not (await records.connection.execute(select(wrong_codes.c.id))).all()
        await let_pass(scene, timedelta(days=31))
        assert not any((await counts(scene)).values())
        async with scene.town.records() as records:
            for table in (talks, inbox, invites):
                assert not (await records.connection.execute(select(table))).all(), table.name
            assert not (await records.connection.execute(select(outbox).where(outbox.c.call_id == call_id))).all()
            named = (await records.connection.execute(select(people.c.name).where(people.c.name.is_not(None)))).scalars().all()
            assert "Stranger" not in named
            assert "Dana" in named
            assert (await records.audit.verify()).broken_at is None


async def test_who_gives_no_sign_of_life_for_two_years_is_forgotten_and_told_so(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        noa = await scene.has("Noa")
        await scene.has("Omer")
        await let_pass(scene, timedelta(days=700))
        scene["Omer"].say("/help")
        await scene.town.settle()
        await let_pass(scene, timedelta(days=40))
        await scene.town.pass_time(seconds=10)
        assert "Nothing was heard from you for two years" in plain(noa.last.text)
        async with scene.town.records() as records:
            named = set((await records.connection.execute(select(people.c.name).where(people.c.name.is_not(None)))).scalars())
        assert named == {"Omer", "Dana"}
        assert not any((await counts(scene)).values())


async def test_ended_roles_and_the_audit_itself_go_after_two_years(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        noa = await scene.has("Noa")
        async with scene.town.records() as records:
            person = await records.roster.person_of(noa.user_id)
            assert person
            await records.roster.grant(
                Grant(0, person.key, Role.CLUSTER_LEAD, "x", GrantState.REVOKED, records.now, records.now, OWNER_KEY)
            )
        await let_pass(scene, timedelta(days=729))
        noa.say("/help")
        await scene.town.settle()
        assert await roles(scene) == ["coordinator", "cluster_lead"]
        await let_pass(scene, timedelta(days=4))
        assert await roles(scene) == ["coordinator"]
        async with scene.town.records() as records:
            deeds = [link.deed async for link in records.audit.links()]
            assert "role_ended" not in deeds
            assert "cut" in deeds
            assert (await records.audit.verify()).broken_at is None


async def roles(scene: Stage) -> list[str]:
    async with scene.town.records() as records:
        return list((await records.connection.execute(select(grants.c.role).order_by(grants.c.id))).scalars())
