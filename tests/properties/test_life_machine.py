"""H6, H11: people come, answer, block, return and are forgotten: one row each, an address only for who goes there, no trace after."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.dispatch import desk
from bot.dispatch.call import CallDraft, Outcome, Spot
from bot.storage.records import Records
from bot.storage.tables import metadata, people
from tests.fuzz.room import BOT, OMAR, RIVKA, VERA, Room, town
from tests.properties.ground import Ground, tried
from tests.storage.making import a_kind

ADDRESS, CONTACT = "HaNarkis 14", "Yossi 050"
NOT_GOING = {"asked", "stand_by", "cannot", "left", "stood_down", "unreachable"}
VERBS = ["coming.20", "cannot.", "on_the_way.10", "arrived.", "done.", "left.", "seen."]


@dataclass
class Life:
    """What the model knows of one account."""

    key: int | None
    name: str
    is_blocked: bool = False
    was_ever_blocked: bool = False


class Lives(RuleBasedStateMachine):
    """A town of three with a call under way; everything goes through the chat, as people do it."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.room = Room(ground, has_wild_words=True)
        self.lives = {OMAR: Life(2, "Omarcanary"), VERA: Life(3, "Veracanary")}
        self.words = 0
        self.secrets: dict[int, set[str]] = {OMAR: {"Omarcanary"}, VERA: {"Veracanary"}}
        self.room.read(self._name)

    async def _name(self, records: Records) -> None:
        for place, life in enumerate(self.lives.values()):
            person = await records.roster.person(life.key or 0)
            await records.roster.amend_person(replace(person, name=life.name, phone=f"+9725876543{place:02}"))

    @rule(account=st.sampled_from([OMAR, VERA]), verb=st.sampled_from(VERBS), whose=st.sampled_from([OMAR, VERA]))
    def press(self, account: int, verb: str, whose: int) -> None:
        key = 2 if whose == OMAR else 3
        tokens = self.room.tokens()
        self.room.take(self.room.press(account, f"i.{tokens.get(key, 'none')}.{verb}"))

    @rule(account=st.sampled_from([OMAR, VERA]))
    def write(self, account: int) -> None:
        """Somebody answers a message with words of their own."""
        self.words += 1
        secret = f"wordscanary{self.words}x"
        self.secrets[account].add(secret)
        received = self.room.phones[account].received
        under = {"message_id": received[0].message_id if received else 1, "date": 1, "chat": {"id": account, "type": "private"}}
        self.room.take(self.room.message(account, text=f"about it: {secret}", reply_to_message=under))
        self._knows(account)

    @rule(account=st.sampled_from([OMAR, VERA]), text=st.sampled_from(["/start", "/status", "/mydata", "accept 1 20", "/profile"]))
    def say(self, account: int, text: str) -> None:
        self.room.take(self.room.message(account, text=text))
        self._knows(account)
        if text == "/start" and self.lives[account].is_blocked:
            self.unblock(account)

    def _knows(self, account: int) -> None:
        """Whoever writes is known from then on, under a key of their own."""
        life = self.lives[account]
        if life.key is None:
            self.lives[account] = replace(life, key=self._key(account))

    def _key(self, account: int) -> int | None:
        async def look(records: Records) -> int | None:
            person = await records.roster.person_of(account)
            return person.key if person else None

        found: int | None = self.room.read(look)
        return found

    @rule(account=st.sampled_from([OMAR, VERA]))
    def block(self, account: int) -> None:
        life = self.lives[account]
        life.is_blocked = life.was_ever_blocked = True
        self.room.blocked.add(account)
        self._membership(account, "member", "kicked")

    @precondition(lambda self: self.room.blocked)
    @rule(account=st.sampled_from([OMAR, VERA]))
    def unblock(self, account: int) -> None:
        if self.lives[account].is_blocked:
            self.lives[account].is_blocked = False
            self.room.blocked.discard(account)
            self._membership(account, "kicked", "member")

    def _membership(self, account: int, old: str, new: str) -> None:
        phone = self.room.phones[account]
        phone.block() if new == "kicked" else phone.begin_silently()
        me = {"id": BOT, "is_bot": True, "first_name": "Eshkol"}
        members = {"kicked": {"user": me, "status": "kicked", "until_date": 0}, "member": {"user": me, "status": "member"}}
        user = {"id": account, "is_bot": False, "first_name": "Nobody"}
        chat = {"id": account, "type": "private", "first_name": "Nobody"}
        change = {"chat": chat, "from": user, "date": 1_790_000_000, "old_chat_member": members[old], "new_chat_member": members[new]}
        self.room.take({"update_id": self.room.next_id(), "my_chat_member": change})

    @rule(account=st.sampled_from([OMAR, VERA]))
    def forget(self, account: int) -> None:
        """Two steps, then nothing of them stands anywhere in the file."""
        life = self.lives[account]
        if life.key is None or life.is_blocked:
            return
        self.room.take(self.room.message(account, text="/forget"))
        for _ in range(2):
            asked = self.room.phones[account].last
            sure = [one.data for one in asked.buttons if one.data and (".go-on." in one.data or ".forget." in one.data)]
            self.room.take(self.room.press(account, str(sure[0]), under=asked.message_id))
        self.lives[account] = replace(life, key=None)
        self._left_no_trace(account)
        self.secrets[account].clear()

    def _left_no_trace(self, account: int) -> None:
        secrets = [secret.encode() for secret in (*self.secrets[account], f"+9725876543{account - OMAR:02}", str(account))]
        for ending in ("", "-wal"):
            file = self.room.floor.file.with_name(self.room.floor.file.name + ending)
            raw = file.read_bytes() if file.exists() else b""
            assert [secret for secret in secrets if secret in raw] == [], ending
        stored = self.room.read(everything)
        assert [secret for secret in secrets if secret.decode() in stored] == []

    @rule()
    def another_call(self) -> None:
        """The coordinator calls once more: the blocked and the forgotten are not asked."""

        async def issue(records: Records) -> Any:
            for call in await records.ledger.open_calls():
                await desk.close(call, Outcome.DONE, 1, self.room.bot.bench(records))
            place = town().neighbourhoods[0]
            spot = Spot(place.centre, place.code, ADDRESS, "", CONTACT, is_exact=True)
            near = replace(a_kind(), radius_m=100_000.0)
            issued = await desk.issue(CallDraft(near, spot, 4), await records.roster.person(1), self.room.bot.bench(records))
            return {one.person_key for one in await records.ledger.invitations(issued.call.id)}

        asked = self.room.read(issue)
        assert asked <= {life.key for life in self.lives.values() if not life.is_blocked}
        self.room.take()

    @invariant()
    def one_row_a_person(self) -> None:
        async def look(records: Records) -> Any:
            found = await records.connection.execute(people.select().where(people.c.telegram_id.is_not(None)))
            return [(row.telegram_id, row.key) for row in found]

        known = {(account, life.key) for account, life in self.lives.items() if life.key is not None}
        assert sorted(self.room.read(look)) == sorted({(RIVKA, 1), *known})

    @invariant()
    def the_address_is_only_where_somebody_goes_there(self) -> None:
        stands = self.room.read(standings)
        for account, life in self.lives.items():
            is_going = life.key is not None and stands.get(life.key) not in {*NOT_GOING, None}
            if is_going or life.was_ever_blocked:
                continue
            seen = [one.text for one in self.room.phones[account].received if not one.deleted]
            assert not [text for text in seen if ADDRESS in text or CONTACT in text], (account, stands)


async def everything(records: Records) -> str:
    """Return every row there is, as text."""
    rows = [str(row) for table in metadata.sorted_tables for row in await records.connection.execute(table.select())]
    return "\n".join(rows)


async def standings(records: Records) -> dict[int, str]:
    """Return where everybody stands with the open call."""
    found: dict[int, str] = {}
    for call in await records.ledger.open_calls():
        found |= {one.person_key: one.standing.value for one in await records.ledger.invitations(call.id)}
    return found


@pytest.mark.usefixtures("quiet_log")
def test_lives_leave_one_row_while_they_last_and_none_of_them_after(ground: Ground) -> None:
    tried(partial(Lives, ground), 5, 14)
