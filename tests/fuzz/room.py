"""A town's bot as it is joined in `app`, without sockets: updates go in by hand, what leaves goes straight to the strict simulator."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import count
from typing import Any, cast

from aiogram.types import User
from sqlalchemy import select

from bot.app import Chance, Ground, TownBot, open_bot
from bot.delivery.post import Parcel, request
from bot.dispatch import desk
from bot.dispatch.call import CallDraft, Spot
from bot.dispatch.notification import Topic, Urgency
from bot.dispatch.outbox import Queued, Result
from bot.inbox.intake import take_apart
from bot.registry.language import Language
from bot.registry.person import Grant, GrantState, Role
from bot.simulator.telegram.limits import Limits
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.server import TelegramServer
from bot.simulator.telegram.wire import Reply
from bot.storage.inbox import MOST_ATTEMPTS
from bot.storage.records import Records
from bot.storage.tables import inbox, invitations
from bot.town import Town
from bot.town_file import find_town, read_town
from tests.properties.ground import AnyClock
from tests.properties.ground import Ground as Floor
from tests.storage.making import a_kind, a_person, a_volunteer

NOT_FOR_PEOPLE = re.compile(r"Traceback|sqlite|aiogram|pydantic|ValidationError|0x[0-9a-f]{6}|\$\w|\.py\b", re.IGNORECASE)
TOKEN = "100000001:" + "A" * 35
BOT, RIVKA, OMAR, VERA, GROUP = 100_000_001, 10_001, 10_002, 10_003, -100_500
"""Rivka coordinates, Omar and Vera are asked; the accounts of `a_person(1)` to `a_person(3)`."""


@cache
def town() -> Town:
    """Return the shipped town with English first: what it says is easier to read in a failure."""
    return replace(read_town(find_town("beit-shemesh")), languages=(Language.EN, Language.HE, Language.AR, Language.RU))


class Room:
    """One example's town: a coordinator, two volunteers, one call that asked them both."""

    def __init__(self, floor: Floor, *, has_wild_words: bool = False) -> None:
        """`has_wild_words`: people write what no bot should say."""
        floor.emptied()
        self.floor = floor
        self.has_wild_words = has_wild_words
        self.clock = AnyClock()
        numbers = count(1)
        chance = Chance(mint=lambda: f"tok{next(numbers):06d}", new_key=lambda: 1_000 + next(numbers))
        bot = open_bot(TOKEN, "http://127.0.0.1:9")
        bot._me = User(id=BOT, is_bot=True, first_name="Eshkol", username="eshkol_bot")
        self.bot = TownBot(Ground(floor.database, cast(Any, self.clock), "http://127.0.0.1:9", chance), town(), bot, "open-sesame")
        self.sent: list[tuple[int, str, dict[str, Any]]] = []
        self.update_id = 1_000
        self.blocked: set[int] = set()
        """Accounts that Telegram lets us write to no more."""
        self.telegram = TelegramServer(cast(Any, self.clock), (TOKEN,), limits=Limits.off())
        self.phones = {account: self._phone(name, account) for name, account in (("Rivka", RIVKA), ("Omar", OMAR), ("Vera", VERA))}
        floor.run(self._lay())

    def _phone(self, name: str, account: int) -> Phone:
        phone = self.telegram.person(name, user_id=account, language_code="en")
        phone.begin_silently()
        return phone

    async def _lay(self) -> None:
        async with self.bot.archive.open_records() as records:
            for key in (1, 2, 3):
                await records.roster.meet(replace(a_person(key, language=Language.EN), name=("Rivka", "Omar", "Vera")[key - 1]))
            since = records.now - timedelta(days=1)
            await records.roster.grant(Grant(0, 1, Role.COORDINATOR, "", GrantState.ACTIVE, since, None, None))
            version: dict[str, Any] = {"consent_version": town().policy.consent_version, "consented_at": records.now}
            for key in (2, 3):
                await records.roster.save_volunteer(a_volunteer(key, "logistics", **version))
            spot = Spot(town().neighbourhoods[0].centre, town().neighbourhoods[0].code, "HaNarkis 14", "", "Yossi 050", is_exact=True)
            near = replace(a_kind(), radius_m=100_000.0)
            await desk.issue(CallDraft(near, spot, 4), await records.roster.person(1), self.bot.bench(records))
        await self._say_everything()

    def take(self, *raws: Any) -> None:
        """Let Telegram bring updates, and obey them until nothing waits."""
        self.floor.run(self._take(raws))

    async def _take(self, raws: Sequence[Any]) -> None:
        updates = take_apart(BOT, raws)
        async with self.bot.archive.open_records() as records:
            await records.inbox.take_in(cast(Any, updates), records.now)
        for _ in range(MOST_ATTEMPTS * len(updates) + 1):
            if not await self.bot.worker.obey_waiting():
                break
        await self._say_everything()

    async def _say_everything(self) -> None:
        while claimed := await self._claimed():
            results = [await self._say(one, matter) for one, matter in claimed]
            async with self.bot.archive.open_records() as records:
                await records.outbox.settle(results)
        self.clock.move(seconds=10)

    async def _claimed(self) -> list[Any]:
        async with self.bot.archive.open_records() as records:
            return list(await records.outbox.claim(records.now, 50, (), Urgency.CARD))

    async def _say(self, one: Queued, matter: Any) -> Result:
        """Render as the sender does, and let the simulator refuse what the Bot API would refuse."""
        parcel = self.bot._render(one, matter, self.clock.now())
        if parcel is None:
            return Result(one.row, one.attempt, "withdrawn")
        params, reply = await self._posted(parcel)
        if "not found" in reply.body and parcel.spoken and parcel.edit_message_id and one.notification.topic is not Topic.INVITATION:
            params, reply = await self._posted(replace(parcel, edit_message_id=None))
        is_stranger = not 10_000 < parcel.chat_id < 10_010 and parcel.chat_id != GROUP
        may_fail = is_stranger or parcel.chat_id in self.blocked
        assert reply.status == 200 or may_fail or "not modified" in reply.body or "not found" in reply.body, (reply, params)
        assert self.telegram.violations == []
        text = str(params.get("text", "x"))
        assert self.has_wild_words or not NOT_FOR_PEOPLE.search(text), text
        self.sent.append((parcel.chat_id, text, params))
        result = json.loads(reply.body).get("result")
        number = result.get("message_id") if isinstance(result, dict) else None
        is_first = one.notification.edits is None
        state = "sent" if reply.status == 200 else "dead"
        return Result(one.row, one.attempt, state, number if is_first else None, sent_at=self.clock.now())

    async def _posted(self, parcel: Parcel) -> tuple[dict[str, Any], Reply]:
        method = request(parcel)
        body = self.bot.bot.session._body(self.bot.bot, method)  # type: ignore[attr-defined]  # our own session: the very body it would post
        params = json.loads(body)
        return params, await self.telegram.serve(TOKEN, method.__api_method__, params)

    def states(self) -> dict[int, str]:
        """Return what became of every update, by its number."""

        async def look(records: Records) -> dict[int, str]:
            found = await records.connection.execute(select(inbox.c.update_id, inbox.c.state))
            return {row.update_id: row.state for row in found}

        found: dict[int, str] = self.read(look)
        return found

    def tokens(self) -> dict[int, str]:
        """Return the token of everybody's invitation, by person."""

        async def look(records: Records) -> dict[int, str]:
            found = await records.connection.execute(select(invitations.c.person_key, invitations.c.token))
            return {row.person_key: row.token for row in found}

        found: dict[int, str] = self.read(look)
        return found

    def read(self, look: Any) -> Any:
        """Look at what is stored."""

        async def looked() -> Any:
            async with self.bot.archive.open_records() as records:
                return await look(records)

        return self.floor.run(looked())

    def next_id(self) -> int:
        """Return the number of the next update."""
        self.update_id += 1
        return self.update_id

    def message(self, account: int, **fields: Any) -> dict[str, Any]:
        """Return a message that somebody writes in their own chat."""
        user = {"id": account, "is_bot": False, "first_name": "Nobody", "language_code": "en"}
        chat = {"id": account, "type": "private", "first_name": "Nobody"}
        body = {"message_id": 9_000 + self.update_id, "date": 1_790_000_000, "from": user, "chat": chat, **fields}
        return {"update_id": self.next_id(), "message": body}

    def press(self, account: int, data: str, chat: int | None = None, under: int = 1) -> dict[str, Any]:
        """Return a press of a button with this data under a message, in somebody's own chat or another."""
        user = {"id": account, "is_bot": False, "first_name": "Nobody", "language_code": "en"}
        where = {"id": chat or account, "type": "private" if (chat or account) > 0 else "supergroup", "title": "x"}
        message = {"message_id": under, "date": 1_790_000_000, "chat": where, "text": "x"}
        pressed = {"id": str(self.update_id), "from": user, "chat_instance": "1", "data": data, "message": message}
        return {"update_id": self.next_id(), "callback_query": pressed}
