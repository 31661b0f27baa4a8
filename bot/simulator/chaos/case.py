"""One run as its judges see it: the truth log, the presses, and the books, put in order."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from bot.simulator.chaos.folk import Deed
from bot.simulator.chaos.sim import NEWCOMER_ID, Played
from bot.simulator.chaos.small_town import CAST, COORDINATOR_ID, EMERGENCY, facts_of, small_town
from bot.simulator.eligible import may_be_asked
from bot.simulator.evidence import Shown, shown
from bot.simulator.facts import CallFacts, PersonFacts
from bot.simulator.telegram.truth import Record

SENDS = ("sendMessage", "copyMessage")
SWALLOWED = timedelta(seconds=0.75)
"""A process that dies so soon after Telegram accepted something may not have written it down: results wait at most 0.4 s."""
ON_THE_WIRE = timedelta(seconds=0.1)
"""What had left a moment before the process died is accepted a moment after."""
TOO_MANY = 429
DISTURBS = timedelta(seconds=10)

Row = Mapping[str, Any]


@dataclass
class Case:
    """A run, looked at from every side. Everything is worked out when first asked for."""

    played: Played

    @classmethod
    def of(cls, played: Played) -> "Case":
        """Look at a run."""
        return cls(played)

    coordinator: int = COORDINATOR_ID
    newcomer: int = NEWCOMER_ID

    @property
    def records(self) -> Sequence[Record]:
        """Every request, oldest first."""
        return self.played.records

    @cached_property
    def sends(self) -> list[Record]:
        """Every new message that Telegram accepted, oldest first."""
        return sorted((one for one in self.records if one.accepted and one.method in SENDS), key=lambda one: one.t)

    @cached_property
    def shown(self) -> list[Shown]:
        """What stood before people's eyes, oldest first."""
        return shown(self.records)

    @cached_property
    def people(self) -> dict[int, PersonFacts]:
        """Every resident by chat, as the story made them."""
        blocked = self.played.story.blocked
        every = [facts_of(number, has_blocked=number in blocked) for number in range(len(CAST))]
        return {one.chat_id: one for one in every}

    @cached_property
    def chats(self) -> dict[int, int]:
        """Chats by the books' person keys."""
        return {row["key"]: row["chat_id"] for row in self.books("people") if row["chat_id"] is not None}

    def books(self, table: str) -> Sequence[Row]:
        """Return a table as it stood at the end."""
        return self.played.books.get(table, ())

    @cached_property
    def calls(self) -> dict[int, Row]:
        """Calls by id."""
        return {row["id"]: row for row in self.books("calls")}

    def is_emergency(self, call_id: int) -> bool:
        """Whether a call is the emergency."""
        return bool(json.loads(self.calls[call_id]["kind"])["code"] == EMERGENCY)

    @cached_property
    def sent_at(self) -> datetime | None:
        """When the coordinator pressed Send for the emergency."""
        return next((errand.sent_at for errand in self.played.errands if errand.name == "emergency"), None)

    @cached_property
    def closed_at(self) -> datetime | None:
        """When the town wrote down that the emergency was closed."""
        closed = [moment(row["closed_at"]) for row in self.calls.values() if row["closed_at"] is not None and self.is_emergency(row["id"])]
        return closed[0] if closed else None

    @cached_property
    def obeyed_at(self) -> dict[int, tuple[datetime, int]]:
        """When each update had its effect, and its place among those of the same moment."""
        return {row["update_id"]: (moment(row["done_at"]), row["seq"]) for row in self.books("inbox") if row["done_at"] is not None}

    @cached_property
    def deeds(self) -> list[Deed]:
        """What residents did themselves, in the order in which it had its effect; forged presses apart."""
        own = [deed for deed in self.played.deeds if not deed.is_forged and deed.update_id in self.obeyed_at]
        return sorted(own, key=lambda deed: self.obeyed_at[deed.update_id])

    def facts(self, call_id: int) -> CallFacts:
        """Return what a call asks for, from the town's profile and not from the call's own copy."""
        row = self.calls[call_id]
        kind = small_town().kinds[json.loads(row["kind"])["code"]]
        centre = small_town().neighbourhoods[0].centre
        slots = [slot.skills for slot in kind.slots for _ in range(slot.count)]
        return CallFacts(
            number=row["number"],
            is_emergency=kind.code == EMERGENCY,
            saves_life=False,
            cluster=kind.cluster,
            places=(*slots, *[kind.skills] * max(0, self._people_wanted(kind.code) - len(slots))),
            needed=kind.needed,
            languages=kind.languages,
            min_age=kind.min_age,
            lat=centre.lat,
            lon=centre.lon,
            widest_m=kind.radius_m * max(wave.reach for wave in kind.plan.waves),
            sent_at=moment(row["opened_at"]),
            starts_at=moment(row["starts_at"]),
            zone=small_town().zone,
        )

    def _people_wanted(self, code: str) -> int:
        return self.played.story.people if code == EMERGENCY else 2

    def fit(self, call_id: int, at: datetime) -> set[int]:
        """Return the chats of everybody who may be asked about a call."""
        facts = self.facts(call_id)
        return {chat for chat, person in self.people.items() if not may_be_asked(person, facts, at)}

    def first_wave(self) -> set[int]:
        """Return the chats that the emergency asked the moment it opened."""
        opened = {row["id"]: row["opened_at"] for row in self.calls.values() if self.is_emergency(row["id"])}
        asked = (row for row in self.books("invitations") if opened.get(row["call_id"]) == row["asked_at"])
        return {self.chats[row["person_key"]] for row in asked}

    def said(self, one: Record) -> str:
        """Return what a message says and offers: two that are alike are copies."""
        return json.dumps(
            [one.params.get("text"), one.params.get("reply_markup"), one.params.get("from_chat_id")], sort_keys=True, default=str
        )

    @cached_property
    def taken_away(self) -> set[tuple[int | None, int | None]]:
        """The messages that the bot removed again, by chat and number."""
        return {(one.chat_id, one.message_id) for one in self.records if one.accepted and one.method == "deleteMessage"}

    def is_ambiguous(self, one: Record) -> bool:
        """Whether the bot could not know for sure that Telegram had accepted this."""
        return one.fault_id is not None or self.died_between(one.t - ON_THE_WIRE, one.t + SWALLOWED)

    def died_between(self, begins: datetime, ends: datetime) -> bool:
        """Whether a process died in this stretch."""
        return any(begins <= death.at <= ends for death in self.played.deaths)

    def was_disturbed(self, begins: datetime, ends: datetime) -> bool:
        """Whether anything went wrong in this stretch or shortly before."""
        begins -= DISTURBS
        faults = any(begins <= one.t <= ends and (one.fault_id is not None or one.code == TOO_MANY) for one in self.records)
        return faults or self.died_between(begins, ends)

    def acted_between(self, chat_id: int | None, begins: datetime, ends: datetime) -> bool:
        """Whether this chat's person did anything to which the second message may be the answer."""
        moments = self._acted.get(chat_id or 0, ())
        return any(begins < at <= ends for at in moments)

    @cached_property
    def _acted(self) -> dict[int, list[datetime]]:
        """When what somebody wrote or pressed had its effect, by chat."""
        acted: dict[int, list[datetime]] = {}
        for update in self.played.produced:
            event = (
                update.get("message") or update.get("callback_query") or update.get("edited_message") or update.get("my_chat_member") or {}
            )
            sender = event.get("from", {}).get("id")
            done = self.obeyed_at.get(update["update_id"])
            if sender is not None and done is not None:
                acted.setdefault(sender, []).append(done[0])
        return acted


def moment(microseconds: int) -> datetime:
    """Return an instant as the books keep it: microseconds since 1970."""
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=microseconds)
