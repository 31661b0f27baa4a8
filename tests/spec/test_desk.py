"""The coordinator's desk after a call is out: people, phones, answers for others, corrections, closing; through real HTTP."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.dispatch import desk
from bot.dispatch.call import Call, CallDraft, Outcome, Spot
from bot.dispatch.invitation import Invitation, Standing
from bot.dispatch.ledger import Fact
from bot.registry.language import Language
from bot.registry.person import Grant, GrantState, Role
from bot.registry.volunteer import Volunteer
from bot.simulator.harness import TownOnATable
from bot.simulator.telegram.markup import Button
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.seen import Seen
from bot.simulator.telegram.world import Press

PLACE = "sheinfeld"
ISOLATES = re.compile("[\u2066-\u2069\u200e\u200f]")
SKILLS = ("generator_op", "electrician", "logistics")


def words(text: str | None) -> str:
    return ISOLATES.sub("", text or "")


def labelled(wanted: str) -> Callable[[Button], bool]:
    return lambda button: words(button.text).startswith(wanted)


@dataclass
class Scene:
    """A call about a broken generator is out: Rivka issued it, three people were asked."""

    town: TownOnATable
    rivka: Phone
    people: dict[str, Phone]
    number: int

    async def press(self, phone: Phone, *wanted: str) -> Press:
        """Press buttons one after another; return the last press."""
        done = [await self._press(phone, one) for one in wanted]
        return done[-1]

    async def _press(self, phone: Phone, wanted: str) -> Press:
        press = phone.press(labelled(wanted))
        await self.town.settle()
        return press

    async def forge(self, phone: Phone, data: str) -> Press:
        """Press something that no button under the newest message sends."""
        press = phone.press_data(data, phone.last)
        await self.town.settle()
        return press

    async def say(self, phone: Phone, text: str) -> Seen:
        """Write something; return the answer."""
        phone.say(text)
        await self.town.settle()
        return phone.last

    async def call(self) -> Call:
        """The call as it stands."""
        async with self.town.records() as records:
            call = await records.ledger.call_by_number(self.number)
            assert call
            return call

    async def invitation(self, name: str) -> Invitation:
        """Somebody's invitation as it stands."""
        async with self.town.records() as records:
            person = await records.roster.person_of(self.people[name].user_id)
            call = await records.ledger.call_by_number(self.number)
            found = await records.ledger.invitation_of(call.id, person.key) if call and person else None
            assert found
            return found

    async def facts(self) -> list[Fact]:
        """What the history holds."""
        async with self.town.records() as records:
            return [entry.fact for entry in await records.ledger.history((await records.ledger.open_calls())[0].id)]

    async def give(self, phone: Phone, role: Role, scope: str = "") -> None:
        """Let somebody hold a role from now on."""
        async with self.town.records() as records:
            person = await records.roster.person_of(phone.user_id)
            assert person
            await records.roster.grant(Grant(0, person.key, role, scope, GrantState.ACTIVE, records.now, None, None))

    async def revoke(self, phone: Phone) -> None:
        """Take every role from somebody."""
        async with self.town.records() as records:
            person = await records.roster.person_of(phone.user_id)
            for grant in await records.roster.grants_of(person.key if person else 0):
                await records.roster.save_grant(replace(grant, state=GrantState.REVOKED, until=records.now))


@asynccontextmanager
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with TownOnATable(tmp_path / "town.db") as town:
        rivka = await town.coordinator("Rivka", language="en")
        people = {name: town.phone(name, language="en", number=f"+97252000000{at}") for at, name in enumerate(("Amir", "Dana", "Noa"))}
        await town.settle_in((phone, helper(town, skill)) for phone, skill in zip(people.values(), SKILLS, strict=True))
        for phone in people.values():
            phone.start()
        await town.settle()
        number = await issue(town, rivka)
        await town.settle()
        yield Scene(town, rivka, people, number)


def helper(town: TownOnATable, skill: str) -> Volunteer:
    return town.volunteer(PLACE, skill, language=Language.EN)


async def issue(town: TownOnATable, owner: Phone) -> int:
    kind = town.town.kinds["E07"]
    spot = Spot(town.near(PLACE, 300), PLACE, address="Nahal Dolev 5", meeting_point="At the gate")
    async with town.records() as records:
        person = await records.roster.person_of(owner.user_id)
        assert person
        issued = await desk.issue(CallDraft(kind, spot, 4, "generator down"), person, town.bot.bench(records))
        return issued.call.number


async def test_the_list_stands_beside_the_card_and_names_everyone_asked(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        card = at.rivka.last
        await at.press(at.rivka, "Who answered")
        shown = at.rivka.last
        assert shown.message_id != card.message_id
        for name in at.people:
            assert f"• {name}: no answer yet" in words(shown.text)
        assert card.message_id in [seen.message_id for seen in at.rivka.received]


async def test_an_answer_for_somebody_is_recorded_with_who_gave_it(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        await at.press(at.rivka, "Who answered", "Amir")
        assert "What is the answer for Amir?" in words(at.rivka.last.text)
        press = await at.press(at.rivka, "coming")
        assert words(press.text) == "Amir: coming"
        assert "Generator operation" in words(at.rivka.last.text)
        assert "answered by Rivka" in words(at.rivka.last.text)
        given = await at.invitation("Amir")
        assert given.standing is Standing.ASSIGNED
        assert given.answered_by
        assert given.seen_at is None
        await at.press(at.rivka, "Amir", "on the way")
        assert (await at.invitation("Amir")).standing is Standing.ON_THE_WAY
        assert "Amir: coming (recorded by Rivka)" in words((await history(at)).text)


async def history(at: Scene) -> Seen:
    async with at.town.records() as records:
        call = await records.ledger.call_by_number(at.number)
        assert call
    await at.forge(at.rivka, f"c.{call.token}.history.")
    return at.rivka.last


async def test_phones_are_shown_to_those_who_lead_and_the_history_knows(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        await at.press(at.rivka, "Who answered", "Dana", "coming")
        await at.forge(at.rivka, f"c.{(await at.call()).token}.phones.")
        shown = words(at.rivka.last.text)
        assert "Amir: +972520000000" in shown
        assert "Noa: +972520000002" in shown
        assert "+972520000001" not in shown
        assert Fact.PHONES_SHOWN in await at.facts()
        assert "phones shown to Rivka" in words((await history(at)).text)


async def test_closing_takes_two_presses_and_everyone_learns(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        before = len(at.people["Amir"].received)
        await at.press(at.rivka, "Close")
        press = await at.press(at.rivka, "Done")
        assert words(press.text) == f"Call {at.number} is closed."
        closed = await at.call()
        assert closed.is_closed
        assert closed.outcome is Outcome.DONE
        assert len(at.people["Amir"].received) == before
        assert "The call is over" in words(at.people["Amir"].last.text)
        again = await at.forge(at.rivka, f"c.{closed.token}.close-cancelled.")
        assert "closed" in words(again.text)
        assert (await at.call()).outcome is Outcome.DONE


TYPED = {
    "done": Outcome.DONE,
    "Cancelled": Outcome.CANCELLED,
    "בוטלה": Outcome.CANCELLED,
    "اكتمل": Outcome.DONE,
    "отменён": Outcome.CANCELLED,
}


async def test_a_typed_line_closes_in_any_language(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        for typed, outcome in TYPED.items():
            at.number = await issue(at.town, at.rivka)
            await at.say(at.rivka, f"/close {at.number} {typed}")
            assert (await at.call()).outcome is outcome, typed


async def test_a_typed_line_that_says_too_little_asks(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        assert "How did the call end?" in words((await at.say(at.rivka, f"/close {at.number} somehow")).text)
        assert "Which call" in words((await at.say(at.rivka, "/close")).text)
        assert "There is no call 99" in words((await at.say(at.rivka, "/close 99 done")).text)
        assert not (await at.call()).is_closed
        await at.say(at.people["Amir"], f"/close {at.number} done")
        assert not (await at.call()).is_closed


async def test_a_correction_is_looked_at_before_everyone_gets_it(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        await at.press(at.rivka, "Correct", "New words")
        await at.say(at.rivka, "x" * 1001)
        assert "too long" in words(at.rivka.last.text)
        await at.say(at.rivka, "generator down, bring cables")
        assert (await at.call()).words == "generator down"
        await at.press(at.rivka, "Back", "Back", "New meeting point", "Back", "New words")
        await at.say(at.rivka, "generator down, bring cables")
        await at.press(at.rivka, "Send")
        assert (await at.call()).words == "generator down, bring cables"
        assert "bring cables" in at.people["Noa"].last.text


async def test_a_new_meeting_point_reaches_only_those_assigned(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        await at.press(at.rivka, "Who answered", "Dana", "coming")
        await at.say(at.rivka, "/status")
        await at.press(at.rivka, words(at.rivka.last.button_texts[0]))
        await at.press(at.rivka, "Correct", "New meeting point")
        await at.say(at.rivka, "Behind the school")
        await at.press(at.rivka, "Send")
        assert (await at.call()).spot.meeting_point == "Behind the school"
        assert any("Behind the school" in seen.text for seen in at.people["Dana"].received)
        assert not any("Behind the school" in seen.text for seen in at.people["Noa"].received)


async def test_another_lead_takes_the_call_over(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        eli = at.town.phone("Eli", language="en")
        await at.say(eli, "/status")
        assert "No call is waiting for you" in words(eli.last.text)
        await at.give(eli, Role.CLUSTER_LEAD, "infrastructure")
        await at.say(eli, f"/status {at.number}")
        await at.press(eli, "Take over")
        async with at.town.records() as records:
            person = await records.roster.person_of(eli.user_id)
        assert person
        assert (await at.call()).owner == person.key


async def test_the_next_wave_goes_out_by_hand(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        late = at.town.phone("Late", language="en")
        late.start()
        await at.town.settle_in([(late, helper(at.town, "logistics"))])
        await at.town.settle()
        press = await at.press(at.rivka, "Next wave")
        assert words(press.text) == "The next wave is out. People asked: 1"
        assert "Set up a generator" in words(late.last.text)
        again = await at.press(at.rivka, "Next wave")
        assert "Nobody else matches" in words(again.text)


async def test_status_is_one_line_a_call_and_opens_its_card_here(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        second = await issue(at.town, at.rivka)
        await at.town.settle()
        await at.say(at.rivka, "/status")
        listed = at.rivka.last
        assert "Open calls: 2" in words(listed.text)
        assert "Needed: 3 · coming: 0 · arrived: 0" in words(listed.text)
        assert str(second) in words(listed.button_texts[0])
        at.rivka.press(listed.buttons[0].text, listed)
        await at.town.settle()
        assert at.rivka.last.message_id > listed.message_id
        assert any(words(text).startswith("Close") for text in at.rivka.last.button_texts)


async def test_a_volunteer_sees_their_own_calls_and_nothing_else(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        amir = at.people["Amir"]
        before = len(amir.received)
        await at.say(amir, "/status")
        assert len(amir.received) == before + 1
        assert "Not this time" in amir.last.button_texts
        stranger = at.town.phone("Stranger", language="en")
        await at.say(stranger, f"/status {at.number}")
        assert "is not waiting for your answer" in words(stranger.last.text)


async def test_a_group_gets_counts_and_no_names(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        group = at.town.server.group("Infrastructure", members=(at.rivka,))
        group.add_bot(at.town.server.bot(), at.rivka)
        group.say(at.rivka, "/status")
        await at.town.settle()
        group.say(at.rivka, "/link infrastructure")
        await at.town.settle()
        await at.press(at.rivka, "Who answered", "Amir", "coming")
        group.say(at.rivka, "/status")
        await at.town.settle()
        told = group.received
        assert len(told) == 3
        assert not any(name in seen.text for seen in told for name in ("Amir", "Dana", "Noa", "Rivka", "+972"))
        call = await at.call()
        for verb in ("people", "phones", "history", "close", "close-done", "correct", "pick", "card"):
            post = next(post for post in group._room.standing() if post.author is at.town.server.bot())
            at.town.server._world.press(at.town.server.bot(), at.rivka.person, post, f"c.{call.token}.{verb}.")
        await at.town.settle()
        assert len(group.received) == 3
        assert not (await at.call()).is_closed


async def test_the_day_in_figures(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        await at.town.pass_time(seconds=90)
        await at.press(at.rivka, "Who answered", "Amir", "coming")
        await at.say(at.rivka, "/report")
        said = words(at.rivka.last.text)
        assert "Today’s calls (without drills): 1" in said
        assert "Asked: 3 · coming: 1 · arrived: 0" in said
        assert "First yes after 2 minutes" in said
        await at.say(at.people["Amir"], "/report")
        assert "Today" not in at.people["Amir"].last.text


VERBS = (
    *("people", "who", "pick", "reply", "phones", "wave", "takeover", "correct", "history"),
    *("close", "close-done", "close-cancelled", "card", "back"),
)


async def test_no_press_on_a_call_works_without_its_role(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        eli = at.town.phone("Eli", language="en")
        await at.say(eli, "/status")
        await at.give(eli, Role.CLUSTER_LEAD, "food")
        await at.revoke(at.rivka)
        call, asked, facts = await at.call(), await at.invitation("Amir"), await at.facts()
        for verb in VERBS:
            arg = {"pick": str(asked.id), "reply": f"{asked.id}:coming"}.get(verb, "")
            for nobody in (at.people["Amir"], eli, at.rivka):
                told = len(nobody.received)
                press = await at.forge(nobody, f"c.{call.token}.{verb}.{arg}")
                assert press.text, verb
                assert len(nobody.received) == told, verb
        assert (await at.call(), await at.invitation("Amir"), await at.facts()) == (call, asked, facts)


FORGED = (
    "c..people.",
    "c.no-such-token.close-done.",
    "c.{token}.explode.",
    "c.{token}.pick.",
    "c.{token}.pick.999999",
    "c.{token}.reply.999999:coming",
    "c.{token}.reply.{id}:seen",
    "c.{token}.reply.{id}:done",
    "c.{token}.reply.{id}",
    "c.{token}.reply.-1:coming",
    "c.{token}x.close-done.",
    "c.{token}",
)


async def test_forged_presses_change_nothing(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        call, asked, facts = await at.call(), await at.invitation("Amir"), await at.facts()
        for data in FORGED:
            press = await at.forge(at.rivka, data.format(token=call.token, id=asked.id))
            assert press.text, data
        assert (await at.call(), await at.invitation("Amir"), await at.facts()) == (call, asked, facts)


async def test_a_page_that_never_was_is_the_last_or_the_first(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        token = (await at.call()).token
        for arg in ("99", "-1", "x", "9" * 30):
            await at.forge(at.rivka, f"c.{token}.who.{arg}")
            assert "Amir" in at.rivka.last.text


async def test_leaving_a_screen_leads_back_to_the_card(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        await at.press(at.rivka, "Close", "Back")
        folded = at.rivka.last
        assert folded.button_texts == ("Show the card",)
        await at.press(at.rivka, "Show the card")
        assert at.rivka.last.message_id > folded.message_id
        assert not (await at.call()).is_closed


async def test_a_lead_sees_only_the_calls_of_their_cluster(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        eli = at.town.phone("Eli", language="en")
        await at.say(eli, "/status")
        await at.give(eli, Role.CLUSTER_LEAD, "food")
        await at.say(eli, "/status")
        assert "No open calls" in words(eli.last.text)
        await at.say(eli, f"/status {at.number}")
        assert "is not waiting for your answer" in words(eli.last.text)


async def test_a_role_that_ends_during_a_correction_ends_the_correction(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        await at.press(at.rivka, "Correct", "New words")
        await at.say(at.rivka, "nobody should read this")
        await at.revoke(at.rivka)
        await at.press(at.rivka, "Send")
        assert (await at.call()).words == "generator down"
        assert "can no longer be corrected" in words(at.rivka.last.text)


async def test_the_card_of_somebody_without_a_role_any_more_stands_still(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        eli = at.town.phone("Eli", language="en")
        await at.say(eli, "/status")
        await at.give(eli, Role.CLUSTER_LEAD, "infrastructure")
        await at.say(eli, f"/status {at.number}")
        await at.town.pass_time(seconds=10)
        await at.revoke(eli)
        seen = eli.last.text
        await at.press(at.rivka, "Who answered", "Amir", "coming")
        await at.town.pass_time(seconds=10)
        assert eli.last.text == seen
        assert any("coming: Amir" in words(told.text) for told in at.rivka.received)
