"""`python -m bot drill`: one scenario from the first line to the closing, in virtual time, through the real bot, and judged."""

import asyncio
import json
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.dispatch.call import Call
from bot.registry.place import named
from bot.simulator import caller, joining
from bot.simulator.crowd import Crowd, Errand, Happening
from bot.simulator.evidence import HOLDS_A_PLACE, WRITES, View
from bot.simulator.facts import CallFacts, Claim, Deed, Facts
from bot.simulator.harness import TownOnATable
from bot.simulator.judge import Verdict, first, judge
from bot.simulator.residents import Resident, residents
from bot.simulator.scenario import NoSuchScenario, Scenario, WrongScenario, names, read_scenario
from bot.simulator.telegram import Phone
from bot.town import Town
from bot.town_file import NoSuchTown, WrongTownFile, find_town, read_town

AFTERWARDS = timedelta(minutes=5)
"""The drill watches on for so long after closing: nothing may come then."""

RESTS = timedelta(minutes=2)
"""The coordinator closes once everybody who came has been done for so long."""

SHOWN_AS = {
    View.ASSIGNED: "assigned",
    View.STAND_BY: "on stand-by",
    View.OVERDUE: "overdue: the place is open again",
}
TOLD = {"coming": "says yes", "on_the_way": "is on the way", "arrived": "has arrived", "done": "is done", "left": "has left"}
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a drill. Seconds are of the town's own time, from the coordinator's press of Send."""

    scenario: str
    town: str
    seed: int
    volunteers: int
    needed: int
    target: int
    asked: int
    accepted: int
    refused: int
    withdrew: int
    arrived: int
    done: int
    messages: int
    edits: int
    too_many_requests: int
    seconds_to_first_message: float | None
    seconds_to_first_yes: float | None
    seconds_to_filled: float | None
    seconds_to_first_arrival: float | None
    seconds_to_needed_arrived: float | None
    minutes: float
    lost: tuple[str, ...]
    unexpected: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Whether enough people arrived, nothing was lost and nothing unexpected happened."""
        return self.arrived >= self.needed and not self.lost and not self.unexpected

    @property
    def line(self) -> str:
        """The whole report as one line of JSON; what was lost and unexpected is counted."""
        figures: dict[str, object] = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps({**figures, "lost": len(self.lost), "unexpected": len(self.unexpected)}, ensure_ascii=False)


async def run_drill(scenario: Scenario, town: Town, seed: int, database: Path, tell: Tell = lambda _: None) -> Report:
    """Play a scenario on a fresh database file and judge it. The same arguments bring the same report."""
    check(scenario, town)
    people = residents(town, seed, scenario.volunteers, town.kinds[scenario.kind], blocked=scenario.blocked)
    async with TownOnATable(database, town, seed=seed, start=scenario.starts) as table:
        return await Drill(scenario, table, people, seed, tell).play()


def check(scenario: Scenario, town: Town) -> None:
    """Raise WrongScenario where the town has no such kind of call or no such place."""
    if scenario.kind not in town.kinds or named(scenario.place, town.neighbourhoods) is None:
        message = f"{scenario.name} cannot be played in {town.slug}: it needs {scenario.kind} at {scenario.place}"
        raise WrongScenario(message)


class Drill:
    """One run of one scenario."""

    def __init__(self, scenario: Scenario, table: TownOnATable, people: Sequence[Resident], seed: int, tell: Tell) -> None:
        """Prepare; nothing has happened yet."""
        self._scenario = scenario
        self._table = table
        self._people = people
        self._seed = seed
        self._tell_line = tell
        self._sent_at = scenario.starts
        self._views: dict[int, View] = {}

    async def play(self) -> Report:
        """Lay out the town, call, let people answer, close, judge."""
        phone = await self._table.coordinator(self._scenario.coordinator, language=self._scenario.language.value)
        crowd_phones = await self._settle_in()
        crowd_phones.append(await self._let_one_join(phone))
        await caller.prepare(self._table, phone, self._scenario)
        before = len(self._table.server.log)
        self._sent_at = await caller.send(self._table, phone)
        call = await self._call()
        self._tell(f"call {call.number} is out: {call.kind.code}, {call.target} people, at least {call.needed}")
        crowd = Crowd(self._table.server, zip(self._people, crowd_phones, strict=True), self._errand(call), before)
        await self._live(crowd, call)
        closed_at = await caller.close(self._table, phone, call.number, "done")
        self._tell("the coordinator closes the call")
        await self._table.pass_time(seconds=AFTERWARDS.total_seconds())
        crowd.look()
        return await self._judged(call, crowd, phone, closed_at)

    async def _settle_in(self) -> list[Phone]:
        phones = [self._phone(resident) for resident in self._people]
        now = self._table.clock.now()
        volunteers = [resident.as_volunteer(self._table.town, now) for resident in self._people]
        await self._table.settle_in(zip(phones, volunteers, strict=True))
        for resident, phone in zip(self._people, phones, strict=True):
            if resident.has_blocked:
                phone.begin_silently(has_blocked=True)
        self._tell(f"{len(phones)} residents live in {self._table.town.slug}")
        return phones

    async def _let_one_join(self, coordinator: Phone) -> Phone:
        """One more resident comes by the front door."""
        kind = self._table.town.kinds[self._scenario.kind]
        who = joining.newcomer(self._table.town, self._seed, len(self._people), kind)
        phone = self._phone(who)
        await joining.join(self._table, phone, who)
        await joining.let_in(self._table, coordinator)
        self._people = (*self._people, who)
        self._tell(f"volunteer {who.number} ({who.language}) has registered in the chat and is let in by the coordinator")
        return phone

    def _phone(self, resident: Resident) -> Phone:
        return self._table.phone(resident.name, language=resident.language.value, number=resident.phone, user_id=resident.user_id)

    async def _call(self) -> Call:
        async with self._table.records() as records:
            return next(iter(await records.ledger.open_calls()))

    def _errand(self, call: Call) -> Errand:
        return Errand(self._seed, call.number, call.spot.point, call.starts_at, self._scenario.habits)

    async def _live(self, crowd: Crowd, call: Call) -> None:
        """Let time pass from one thing that happens to the next, until everybody who came is done or time is up."""
        ends_at = self._sent_at + self._scenario.lasts
        while (now := self._table.clock.now()) < ends_at:
            self._notice(crowd.look(), call)
            if self._is_over(call):
                ends_at = min(ends_at, now + RESTS)
            until = min(crowd.next_at or ends_at, ends_at)
            await self._table.pass_time(seconds=max(0.0, (until - now).total_seconds()), until=crowd.has_news)
            self._say_what_happened(crowd.act(self._table.clock.now()))
            await self._table.settle()

    def _is_over(self, call: Call) -> bool:
        return Counter(self._views.values())[View.DONE] >= call.target

    def _notice(self, changes: Sequence[tuple[int, View]], call: Call) -> None:
        asked = sum(view is View.ASKED for _, view in changes)
        if asked:
            self._tell(f"{asked} people are asked")
        for chat_id, view in changes:
            before, self._views[chat_id] = self._views.get(chat_id), view
            if view in SHOWN_AS and before not in HOLDS_A_PLACE - {View.ASSIGNED}:
                coming = sum(one in HOLDS_A_PLACE for one in self._views.values())
                self._tell(f"volunteer {self._number(chat_id)} is {SHOWN_AS[view]} ({coming} of {call.target} coming)")

    def _say_what_happened(self, happenings: Sequence[Happening]) -> None:
        for one in happenings:
            if one.verb in TOLD:
                minutes = f", there in {one.arg} minutes" if one.arg else ""
                self._tell(f"volunteer {one.resident.number} ({one.resident.language}) {TOLD[one.verb]}{minutes}")

    def _number(self, chat_id: int) -> int:
        return next(one.number for one in self._people if one.user_id == chat_id)

    def _tell(self, words: str) -> None:
        passed = max(0, int((self._table.clock.now() - self._sent_at).total_seconds()))
        self._tell_line(f"{passed // 3600:02}:{passed // 60 % 60:02}:{passed % 60:02}  {words}")

    async def _judged(self, call: Call, crowd: Crowd, coordinator: Phone, closed_at: datetime) -> Report:
        facts = Facts(
            people={one.user_id: one.facts() for one in self._people},
            staff=frozenset({coordinator.user_id}),
            call=replace(call_facts(self._scenario, self._table.town, self._sent_at, call), closed_at=closed_at),
            deeds=crowd.deeds,
            claims=await self._claims(call),
            busy_before={self._people[-1].user_id: self._sent_at},
        )
        return self._report(facts, judge(facts, self._table.server.log))

    async def _claims(self, call: Call) -> tuple[Claim, ...]:
        async with self._table.records() as records:
            invitations = await records.ledger.invitations(call.id)
            people = await records.roster.people(one.person_key for one in invitations)
        return tuple(Claim(people[one.person_key].chat_id, one.asked_at, one.delivered_at) for one in invitations)

    def _report(self, facts: Facts, verdict: Verdict) -> Report:
        server, deeds = self._table.server, facts.deeds
        arrivals = sorted(first_of_each(deeds, "arrived").values())
        written = [record for record in server.log.of(*WRITES, accepted=True) if record.t >= self._sent_at]
        first_message = next((one.t for one in written if one.chat_id in facts.people), None)
        return Report(
            scenario=self._scenario.name,
            town=self._table.town.slug,
            seed=self._seed,
            volunteers=len(self._people),
            needed=facts.call.needed,
            target=facts.call.target,
            asked=len(facts.claims),
            accepted=len(first_of_each(deeds, "coming")),
            refused=len({deed.chat_id for deed in deeds if deed.verb == "cannot"} - set(first_of_each(deeds, "coming"))),
            withdrew=len({deed.chat_id for deed in deeds if deed.verb == "cannot" and deed.arg} & set(first_of_each(deeds, "coming"))),
            arrived=len(arrivals),
            done=len(first_of_each(deeds, "done")),
            messages=sum(not record.method.startswith("edit") for record in written),
            edits=sum(record.method.startswith("edit") for record in written),
            too_many_requests=server.self_made_429,
            seconds_to_first_message=self._seconds(first_message),
            seconds_to_first_yes=self._seconds(first(deeds, "coming")),
            seconds_to_filled=self._seconds(verdict.filled_at),
            seconds_to_first_arrival=self._seconds(arrivals[0] if arrivals else None),
            seconds_to_needed_arrived=self._seconds(arrivals[facts.call.needed - 1] if len(arrivals) >= facts.call.needed else None),
            minutes=round((self._table.clock.now() - self._sent_at).total_seconds() / 60, 1),
            lost=(*verdict.lost, *(f"Telegram gave up update {update_id}" for update_id in server.lost())),
            unexpected=(*verdict.unexpected, *server.violations),
        )

    def _seconds(self, at: datetime | None) -> float | None:
        return None if at is None else round((at - self._sent_at).total_seconds(), 3)


def first_of_each(deeds: Sequence[Deed], verb: str) -> dict[int, datetime]:
    """Return when each person first pressed this."""
    return {deed.chat_id: deed.at for deed in reversed(deeds) if deed.verb == verb}


def call_facts(scenario: Scenario, town: Town, sent_at: datetime, call: Call) -> CallFacts:
    """Return what the scenario means by its call; of the bot's own record only the number and the beginning are taken."""
    kind = town.kinds[scenario.kind]
    spot = named(scenario.place, town.neighbourhoods)
    centre = spot.centre if spot else town.centre
    slots = [slot.skills for slot in kind.slots for _ in range(slot.count)]
    needed = max(kind.minimum, len(slots))
    return CallFacts(
        number=call.number,
        is_emergency=scenario.kind.startswith("E"),
        saves_life=kind.severity.name == "LIFE_SAVING",
        cluster=kind.cluster,
        places=(*slots, *[kind.skills] * (max(scenario.people, needed) - len(slots))),
        needed=needed,
        languages=kind.languages,
        min_age=kind.min_age,
        lat=centre.lat,
        lon=centre.lon,
        widest_m=kind.radius_m * max(wave.reach for wave in kind.plan.waves),
        sent_at=sent_at,
        starts_at=call.starts_at,
        zone=town.zone,
        secrets=frozenset(scenario.secrets.values()),
    )


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--town", default=None, help="slug, or path of a town's folder (default: the scenario's own)")
    parser.add_argument("--scenario", default="shelter-generator", help=f"one of {', '.join(names())}")
    parser.add_argument("--seed", type=int, default=7, help="of everything left to chance; the same seed is the same drill")
    parser.add_argument("--volunteers", type=int, default=None, help="how many residents (default: the scenario's own number)")


def main(options: Namespace, tell: Tell | None = None) -> int:
    """Play a drill; 0 when enough people arrived and nothing was lost or unexpected, 2 when it cannot be played."""
    out = tell or _to_stdout
    try:
        report = play(options.scenario, options.town, options.seed, options.volunteers, _nothing if options.json else out)
    except (NoSuchScenario, WrongScenario, NoSuchTown, WrongTownFile) as wrong:
        out(str(wrong))
        return 2
    if options.json:
        out(report.line)
    else:
        summarise(report, out)
    return 0 if report.is_good else 1


def play(name: str, town: str | None = None, seed: int = 7, volunteers: int | None = None, tell: Tell = lambda _: None) -> Report:
    """Play a scenario in a database of its own that is thrown away."""
    scenario = read_scenario(name)
    scenario = scenario if volunteers is None else replace(scenario, volunteers=volunteers)
    with tempfile.TemporaryDirectory(prefix="eshkol-drill-") as folder:
        profile = read_town(find_town(town or scenario.town))
        return asyncio.run(run_drill(scenario, profile, seed, Path(folder) / "town.db", tell))


def summarise(report: Report, tell: Tell) -> None:
    """Say how it went."""
    tell("")
    tell(f"{report.arrived} arrived of {report.target} wanted (at least {report.needed}); {report.asked} asked, {report.accepted} said yes")
    tell(f"first yes after {report.seconds_to_first_yes} s, filled after {report.seconds_to_filled} s")
    tell(f"{report.messages} messages and {report.edits} edits; lost {len(report.lost)}, unexpected {len(report.unexpected)}")
    for line in (*report.lost, *report.unexpected):
        tell(f"  ! {line}")


def _to_stdout(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _nothing(words: str) -> None:
    del words
