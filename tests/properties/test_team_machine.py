"""H5 and H9: codes, invitations, confirmations, terms and revocations: nobody comes to a role without the code or two people."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from bot.registry import team
from bot.registry.person import Grant, Role
from bot.registry.team import LONGEST_INVITE, Refusal
from tests.properties.ground import Ground, StoredMachine, tried
from tests.storage.making import a_person

PEOPLE = (1, 2, 3, 4, 5)
CODES = ("first", "second")
ROLES = [(Role.COORDINATOR, ""), (Role.CLUSTER_LEAD, "food")]


@dataclass
class Link:
    """What the model knows of an invitation."""

    role: Role
    scope: str
    by: int
    until: datetime
    is_used: bool = False


@dataclass
class Held:
    """What the model knows of a role somebody has, waits for, or had."""

    person: int
    role: Role
    scope: str
    by: int | None
    state: str
    until: datetime | None = None
    confirmed_by: int | None = None


class Team(StoredMachine):
    """Five people, two one-time codes, real tables."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.links: dict[str, Link] = {}
        self.held: dict[int, Held] = {}
        self.spent: set[str] = set()

        async def meet() -> None:
            async with self.archive.open_records() as records:
                for key in PEOPLE:
                    await records.roster.meet(a_person(key))

        self.run(meet())

    def ask(self, question: Any, *args: Any) -> Any:
        async def asked() -> Any:
            async with self.archive.open_records() as records:
                return await question(*args, records.roster, records.now)

        return self.run(asked())

    def in_force(self, held: Held) -> bool:
        return held.state == "active" and (held.until is None or self.clock.now() < held.until)

    def coordinators(self) -> set[int]:
        return {held.person for held in self.held.values() if held.role is Role.COORDINATOR and self.in_force(held)}

    def lasting(self) -> int:
        return sum(held.role is Role.COORDINATOR and self.in_force(held) and held.until is None for held in self.held.values())

    def has(self, person: int, role: Role, scope: str, *, or_waits: bool) -> bool:
        theirs = (held for held in self.held.values() if (held.person, held.role, held.scope) == (person, role, scope))
        return any(self.in_force(held) or (or_waits and held.state == "pending") for held in theirs)

    @rule(person=st.sampled_from(PEOPLE), code=st.sampled_from(CODES))
    def claim(self, person: int, code: str) -> None:
        came = self.ask(team.claim, person, code)
        if self.has(person, Role.COORDINATOR, "", or_waits=False):
            assert came is Refusal.ALREADY
        elif code in self.spent:
            assert came is Refusal.GONE
        else:
            assert isinstance(came, Grant)
            self.spent.add(code)
            self.held[came.id] = Held(person, Role.COORDINATOR, "", None, "active")

    @rule(by=st.sampled_from(PEOPLE), role=st.sampled_from(ROLES))
    def invite(self, by: int, role: tuple[Role, str]) -> None:
        token = self.mint()
        came = self.ask(team.invite, token, *role, by)
        if by not in self.coordinators():
            assert came is Refusal.NO_ROLE
        else:
            self.links[token] = Link(*role, by, self.clock.now() + LONGEST_INVITE)

    @precondition(lambda self: self.links)
    @rule(pick=st.integers(0, 20), person=st.sampled_from(PEOPLE))
    def accept(self, pick: int, person: int) -> None:
        token = sorted(self.links)[pick % len(self.links)]
        link = self.links[token]
        came = self.ask(team.accept, token, person)
        if link.is_used or link.until <= self.clock.now() or link.by not in self.coordinators():
            assert came is Refusal.GONE
        elif link.by == person:
            assert came is Refusal.OWN
        elif self.has(person, link.role, link.scope, or_waits=True):
            assert came is Refusal.ALREADY
        else:
            assert isinstance(came, Grant)
            assert not came.holds_at(self.clock.now()), "one person is not enough"
            link.is_used = True
            self.held[came.id] = Held(person, link.role, link.scope, link.by, "pending")

    @precondition(lambda self: self.held)
    @rule(pick=st.integers(0, 20), by=st.sampled_from(PEOPLE))
    def confirm(self, pick: int, by: int) -> None:
        number = sorted(self.held)[pick % len(self.held)]
        held, now_coordinators = self.held[number], self.coordinators()
        came = self.ask(team.confirm, number, by)
        if by not in now_coordinators:
            assert came is Refusal.NO_ROLE
        elif held.state != "pending":
            assert came is Refusal.GONE
        elif held.person == by:
            assert came is Refusal.OWN
        elif held.by == by and len(now_coordinators) > 1:
            assert came is Refusal.NEEDS_ANOTHER
        else:
            assert isinstance(came, Grant)
            held.state, held.confirmed_by = "active", by

    @precondition(lambda self: self.held)
    @rule(pick=st.integers(0, 20), by=st.sampled_from(PEOPLE))
    def revoke(self, pick: int, by: int) -> None:
        number = sorted(self.held)[pick % len(self.held)]
        held, was_allowed = self.held[number], by in self.coordinators()
        is_last = held.role is Role.COORDINATOR and self.in_force(held) and held.until is None and self.lasting() < 2
        came = self.ask(team.revoke, number, by)
        if not was_allowed:
            assert came is Refusal.NO_ROLE
        elif held.state != "pending" and not self.in_force(held):
            assert came is Refusal.GONE
        elif is_last:
            assert came is Refusal.LAST
        else:
            assert isinstance(came, Grant)
            held.state = "revoked"

    @precondition(lambda self: self.held)
    @rule(pick=st.integers(0, 20), by=st.sampled_from(PEOPLE), hours=st.sampled_from([None, 1, 30]))
    def set_term(self, pick: int, by: int, hours: int | None) -> None:
        number = sorted(self.held)[pick % len(self.held)]
        held, was_allowed = self.held[number], by in self.coordinators()
        until = None if hours is None else self.clock.now() + timedelta(hours=hours)
        is_last = held.role is Role.COORDINATOR and held.until is None and self.lasting() < 2
        came = self.ask(partial(team.set_term, number, until), by)
        if not was_allowed:
            assert came is Refusal.NO_ROLE
        elif not self.in_force(held):
            assert came is Refusal.GONE
        elif until is not None and is_last:
            assert came is Refusal.LAST
        else:
            held.until = until

    @rule(hours=st.sampled_from([1, 25]))
    def time_passes(self, hours: int) -> None:
        self.clock.move(hours=hours)

    @invariant()
    def the_team_is_who_the_model_says(self) -> None:
        found = {(grant.person_key, grant.role, grant.scope) for grant in self.ask(team.members, ("food",))}
        assert found == {(held.person, held.role, held.scope) for held in self.held.values() if self.in_force(held)}

    @invariant()
    def every_role_came_from_the_code_or_from_two_people(self) -> None:
        for held in self.held.values():
            if held.state == "active" and held.by is not None:
                assert held.confirmed_by is not None
                assert held.person not in {held.by, held.confirmed_by}
        assert not self.spent or self.lasting() >= 1, "the town is never left without a coordinator"


def test_nobody_comes_to_a_role_alone(ground: Ground) -> None:
    tried(partial(Team, ground), 14, 40)
