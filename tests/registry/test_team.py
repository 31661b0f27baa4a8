"""Roles of the team: offered, accepted, confirmed by another, ended; on real storage."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.registry import team
from bot.registry.language import Language
from bot.registry.person import Grant, GrantState, Person, Role
from bot.registry.team import Refusal
from bot.storage.chain import StoredAudit
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.roster import StoredRoster

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
DAY = timedelta(days=1)
RIVKA, YAEL, AMIR, DANA = 1, 2, 3, 4
PEPPER = "pepper"


def grant(holder: int = AMIR, **changed: object) -> Grant:
    pending = Grant(7, holder, Role.COORDINATOR, "", GrantState.PENDING, NOW, None, RIVKA)
    return replace(pending, **changed)  # type: ignore[arg-type]  # a table's row names the fields


def active(holder: int, role: Role = Role.COORDINATOR, scope: str = "", until: datetime | None = None) -> Grant:
    return Grant(0, holder, role, scope, GrantState.ACTIVE, NOW - DAY, until, None)


@pytest.fixture
async def roster(tmp_path: Path) -> AsyncIterator[StoredRoster]:
    async with Database(f"sqlite+aiosqlite:///{tmp_path / 'town.db'}", inline=True) as database:
        await migrate(database)
        async with database.transaction() as connection:
            known = StoredRoster(connection, "arara", StoredAudit(connection, "arara", NOW))
            for key in (RIVKA, YAEL, AMIR, DANA):
                await known.meet(Person(key, "arara", 1000 + key, 1000 + key, f"P{key}", None, Language.AR))
            yield known


@pytest.mark.parametrize(
    ("given", "by", "coordinators", "refusal"),
    [
        (grant(), RIVKA, 1, None),
        (grant(), RIVKA, 2, Refusal.NEEDS_ANOTHER),
        (grant(), YAEL, 2, None),
        (grant(), AMIR, 2, Refusal.OWN),
        (grant(granted_by=None), AMIR, 1, Refusal.OWN),
        (grant(state=GrantState.ACTIVE), YAEL, 2, Refusal.GONE),
        (grant(state=GrantState.REVOKED), YAEL, 2, Refusal.GONE),
        (None, YAEL, 2, Refusal.GONE),
        (grant(role=Role.CLUSTER_LEAD, scope="food"), RIVKA, 2, Refusal.NEEDS_ANOTHER),
    ],
)
def test_whoever_invites_confirms_only_while_alone(given: Grant | None, by: int, coordinators: int, refusal: Refusal | None) -> None:
    assert team.against_confirming(given, by, coordinators) is refusal


@pytest.mark.parametrize(
    ("given", "lasting", "refusal"),
    [
        (active(RIVKA), 1, Refusal.LAST),
        (active(RIVKA), 2, None),
        (active(RIVKA, until=NOW + DAY), 1, None),
        (active(RIVKA, until=NOW), 1, Refusal.GONE),
        (active(AMIR, Role.CLUSTER_LEAD, "food"), 1, None),
        (grant(), 1, None),
        (grant(state=GrantState.REVOKED), 2, Refusal.GONE),
        (None, 2, Refusal.GONE),
    ],
)
def test_the_last_coordinator_stays(given: Grant | None, lasting: int, refusal: Refusal | None) -> None:
    assert team.against_ending(given, lasting, NOW) is refusal


def test_secrets_are_kept_as_hashes_and_none_fits_nothing() -> None:
    assert "open" not in team.hashed("open", PEPPER)
    assert team.hashed("open", PEPPER) != team.hashed("open", "salt")
    assert team.is_secret("open", "open", PEPPER)
    assert not team.is_secret("Open", "open", PEPPER)
    assert not team.is_secret("", None, PEPPER)
    assert not team.is_secret("", "", PEPPER)


async def test_the_code_makes_one_coordinator_and_never_another(roster: StoredRoster) -> None:
    claimed = await team.claim(RIVKA, "hash", roster, NOW)
    assert isinstance(claimed, Grant)
    assert claimed.holds_at(NOW)
    assert await team.claim(RIVKA, "hash", roster, NOW) is Refusal.ALREADY
    assert await team.claim(YAEL, "hash", roster, NOW) is Refusal.GONE
    assert [person.key for person in await team.coordinators(roster, NOW)] == [RIVKA]


async def test_a_link_gives_one_pending_role_within_a_day(roster: StoredRoster) -> None:
    await roster.grant(active(RIVKA))
    await team.invite("link", Role.CLUSTER_LEAD, "food", RIVKA, roster, NOW)
    assert await team.look_at("link", RIVKA, roster, NOW) is Refusal.OWN
    given = await team.accept("link", AMIR, roster, NOW + DAY - timedelta(seconds=1))
    assert isinstance(given, Grant)
    assert (given.state, given.role, given.scope, given.granted_by) == (GrantState.PENDING, Role.CLUSTER_LEAD, "food", RIVKA)
    assert not given.holds_at(NOW + DAY)
    assert await team.accept("link", DANA, roster, NOW) is Refusal.GONE


async def test_a_link_dies_after_a_day_or_with_its_inviter(roster: StoredRoster) -> None:
    first = await roster.grant(active(RIVKA))
    await roster.grant(active(YAEL))
    await team.invite("late", Role.COORDINATOR, "", RIVKA, roster, NOW)
    assert await team.accept("late", AMIR, roster, NOW + DAY) is Refusal.GONE
    await team.invite("orphan", Role.COORDINATOR, "", RIVKA, roster, NOW)
    await team.revoke(first.id, YAEL, roster, NOW)
    assert await team.accept("orphan", AMIR, roster, NOW) is Refusal.GONE


async def test_a_role_that_somebody_has_or_awaits_is_not_given_twice(roster: StoredRoster) -> None:
    await roster.grant(active(RIVKA))
    await team.invite("first", Role.COORDINATOR, "", RIVKA, roster, NOW)
    await team.invite("second", Role.COORDINATOR, "", RIVKA, roster, NOW)
    await team.accept("first", AMIR, roster, NOW)
    assert await team.accept("second", AMIR, roster, NOW) is Refusal.ALREADY
    assert isinstance(await team.accept("second", DANA, roster, NOW), Grant)


async def test_from_two_coordinators_on_another_confirms(roster: StoredRoster) -> None:
    await roster.grant(active(RIVKA))
    second = await _invited(roster, YAEL)
    assert isinstance(await team.confirm(second.id, RIVKA, roster, NOW), Grant)
    third = await _invited(roster, AMIR)
    assert await team.confirm(third.id, RIVKA, roster, NOW) is Refusal.NEEDS_ANOTHER
    confirmed = await team.confirm(third.id, YAEL, roster, NOW)
    assert isinstance(confirmed, Grant)
    assert confirmed.confirmed_by == YAEL
    assert await team.confirm(third.id, YAEL, roster, NOW) is Refusal.GONE


async def test_a_role_ends_at_its_term(roster: StoredRoster) -> None:
    await roster.grant(active(RIVKA))
    lead = await roster.grant(active(AMIR, Role.CLUSTER_LEAD, "food"))
    assert isinstance(await team.set_term(lead.id, NOW + 30 * DAY, RIVKA, roster, NOW), Grant)
    assert [one.person_key for one in await team.members(["food"], roster, NOW + 29 * DAY)] == [RIVKA, AMIR]
    assert [one.person_key for one in await team.members(["food"], roster, NOW + 30 * DAY)] == [RIVKA]
    assert await team.set_term(lead.id, None, RIVKA, roster, NOW + 30 * DAY) is Refusal.GONE


async def test_the_last_coordinator_gets_no_term(roster: StoredRoster) -> None:
    first = await roster.grant(active(RIVKA))
    assert await team.set_term(first.id, NOW + DAY, RIVKA, roster, NOW) is Refusal.LAST
    assert await team.revoke(first.id, RIVKA, roster, NOW) is Refusal.LAST
    await roster.grant(active(YAEL))
    assert isinstance(await team.set_term(first.id, NOW + DAY, RIVKA, roster, NOW), Grant)
    assert isinstance(await team.set_term(first.id, NOW + 2 * DAY, YAEL, roster, NOW), Grant)


Act = Callable[[int, StoredRoster], Awaitable[object]]


@dataclass(frozen=True)
class Deed:
    """Something only a coordinator may do to the team."""

    name: str
    act: Act


DEEDS = [
    Deed("invite", lambda by, roster: team.invite("x", Role.COORDINATOR, "", by, roster, NOW)),
    Deed("confirm", lambda by, roster: team.confirm(3, by, roster, NOW)),
    Deed("revoke", lambda by, roster: team.revoke(2, by, roster, NOW)),
    Deed("set a term", lambda by, roster: team.set_term(2, NOW + DAY, by, roster, NOW)),
]


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
async def test_only_a_coordinator_of_this_moment_runs_the_team(deed: Deed, roster: StoredRoster) -> None:
    await roster.grant(active(RIVKA))
    await roster.grant(active(AMIR, Role.CLUSTER_LEAD, "food"))
    await roster.grant(grant(DANA, id=0))
    await roster.grant(active(YAEL, until=NOW))
    before = [await roster.grants_of(key) for key in (RIVKA, YAEL, AMIR, DANA)]
    for nobody in (AMIR, DANA, YAEL, 99):
        assert await deed.act(nobody, roster) is Refusal.NO_ROLE
    assert before == [await roster.grants_of(key) for key in (RIVKA, YAEL, AMIR, DANA)]


async def _invited(roster: StoredRoster, key: int) -> Grant:
    await team.invite(f"for {key}", Role.COORDINATOR, "", RIVKA, roster, NOW)
    given = await team.accept(f"for {key}", key, roster, NOW)
    assert isinstance(given, Grant)
    return given
