"""When a role ends, by hand or by the clock, its live cards go and its open calls find somebody else."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.registry.person import Role
from bot.simulator.telegram.phone import Phone
from tests.spec.stage import OWNER_KEY, Stage, answers, plain, stage


def buttons(phone: Phone) -> list[str]:
    return [button.data or "" for seen in phone.received for button in seen.buttons]


async def dana_loses_her_role(scene: Stage) -> None:
    """Yael, a coordinator as well, takes it back in /team."""
    async with scene.town.records() as records:
        [grant] = await records.roster.grants_of(OWNER_KEY)
    yael = scene["Yael"]
    yael.say("/team")
    await scene.town.settle()
    for verb, arg in (("member", str(grant.id)), ("go", "sure"), ("revoke", str(grant.id))):
        yael.press(answers(verb, arg))
        await scene.town.settle()


async def test_a_revoked_coordinators_card_goes_and_another_is_offered_the_call(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        await scene.leads("Yael", Role.COORDINATOR)
        call = await scene.call()
        assert f"c.{call.token}.people." in buttons(scene.owner)
        await dana_loses_her_role(scene)
        await scene.town.pass_time(seconds=10)
        assert not [data for data in buttons(scene.owner) if data.startswith("c.")]
        offered = [seen for seen in scene["Yael"].received if "nobody in charge" in plain(seen.text)]
        assert len(offered) == 1
        await scene.town.bot.tidy()
        await scene.town.settle()
        assert len([seen for seen in scene["Yael"].received if "nobody in charge" in plain(seen.text)]) == 1
        scene["Yael"].press(answers("takeover"), offered[0])
        await scene.town.settle()
        async with scene.town.records() as records:
            assert (await records.ledger.call(call.id)).owner != OWNER_KEY


async def test_a_role_that_runs_out_by_itself_is_noticed_too(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        await scene.leads("Yael", Role.COORDINATOR)
        await scene.call()
        async with scene.town.records() as records:
            [grant] = await records.roster.grants_of(OWNER_KEY)
            await records.roster.save_grant(replace(grant, until=records.now + timedelta(seconds=30)))
        await scene.town.pass_time(minutes=1)
        await scene.town.bot.tidy()
        await scene.town.settle()
        assert not [data for data in buttons(scene.owner) if data.startswith("c.")]
        assert any("nobody in charge" in plain(seen.text) for seen in scene["Yael"].received)
