"""The newest call in figures and on the map, and what people did about it, read from the town's records and from Telegram's truth."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

from bot.app import TownBot
from bot.dispatch.call import Call
from bot.dispatch.invitation import Invitation, Tally
from bot.registry.place import Point
from bot.simulator.page.chart import Chart
from bot.simulator.telegram.schema import JsonObject
from bot.simulator.telegram.server import TelegramServer
from bot.storage.records import Records

MOST_HAPPENINGS = 60
LONGEST_WORDS = 160
TOOK = ("sendMessage", "editMessageText", "copyMessage", "deleteMessage", "sendLocation")


@dataclass(slots=True, eq=False)
class Board:
    """Reads the town each time something has changed; it never writes."""

    bot: TownBot
    server: TelegramServer
    chart: Chart
    staff: frozenset[int] = frozenset()
    """Whose deeds are no news: they are the coordinator's own."""
    _homes: dict[int, Point | None] = field(default_factory=dict)
    _number: int = 0
    _updates: int = 0
    _requests: int = 0
    _took: int = 0
    _happenings: list[JsonObject] = field(default_factory=list)

    async def read(self, panes: Mapping[str, int]) -> JsonObject:
        """Return the board; `panes` are the visitor's chats by name, whose languages it tells too."""
        self._listen()
        async with self.bot.archive.open_records() as records:
            known = {name: await records.roster.person_of(chat) for name, chat in panes.items()}
            call = await self._newest(records)
            shown = await self._call(records, call, frozenset(person.key for person in known.values() if person)) if call else None
        languages = {name: person.language.value for name, person in known.items() if person}
        return {"call": shown, "languages": languages, "happenings": list(self._happenings), "took": self._took}

    async def _newest(self, records: Records) -> Call | None:
        newest = await records.ledger.call_by_number(self._number) if self._number else None
        while (call := await records.ledger.call_by_number(self._number + 1)) is not None:
            self._number, newest = call.number, call
        return newest

    async def _call(self, records: Records, call: Call, visitors: frozenset[int]) -> JsonObject:
        invitations = await records.ledger.invitations(call.id)
        await self._learn_homes(records, invitations)
        place = next((place for place in self.bot.town.neighbourhoods if place.code == call.spot.neighbourhood), None)
        return {
            "number": call.number,
            "kind": call.kind.names.as_dict(),
            "place": (place.names if place else self.bot.town.names).as_dict(),
            "state": call.outcome.value if call.outcome else call.state.value,
            "is_emergency": call.is_emergency,
            "is_drill": call.is_drill,
            "needed": call.needed,
            "target": call.target,
            "wave": call.wave + 1,
            "tally": asdict(Tally.of(invitations)),
            "at": self.chart.spot(call.spot.point),
            "people": [self._dot(one, visitors) for one in invitations if self._homes.get(one.person_key)],
        }

    async def _learn_homes(self, records: Records, invitations: Iterable[Invitation]) -> None:
        for one in invitations:
            if one.person_key not in self._homes:
                volunteer = await records.roster.volunteer(one.person_key)
                self._homes[one.person_key] = volunteer.home if volunteer else None

    def _dot(self, invitation: Invitation, visitors: frozenset[int]) -> JsonObject:
        home = self._homes[invitation.person_key]
        at = self.chart.spot(home) if home else None
        return {"at": at, "standing": invitation.standing.value, "you": invitation.person_key in visitors}

    def _listen(self) -> None:
        """Note what people have pressed and written since, and how much of the bot's mail Telegram took."""
        updates = self.server.updates()
        fresh = [_happening(update) for update in updates[self._updates :]]
        self._updates = len(updates)
        self._happenings += [one for one in fresh if one and one["id"] not in self.staff]
        del self._happenings[:-MOST_HAPPENINGS]
        requests = self.server.log[self._requests :]
        self._requests += len(requests)
        self._took += sum(one.accepted and one.method in TOOK for one in requests)


def _happening(update: JsonObject) -> JsonObject | None:
    """Return who did what; None for what is no answer to anything."""
    if query := update.get("callback_query"):
        label = _label(query)
        return _told(update, query["from"], label, "press") if label else None
    message = update.get("message") or {}
    text = message.get("text", "")
    if not text or text.startswith("/"):
        return None
    return _told(update, message["from"], text[:LONGEST_WORDS], "words")


def _told(update: JsonObject, person: JsonObject, words: str, sort: str) -> JsonObject:
    return {"update": update["update_id"], "id": person["id"], "who": person["first_name"], "words": words, "sort": sort}


def _label(query: JsonObject) -> str:
    rows = query.get("message", {}).get("reply_markup", {}).get("inline_keyboard", ())
    return next((str(key["text"]) for row in rows for key in row if key.get("callback_data") == query["data"]), "")
