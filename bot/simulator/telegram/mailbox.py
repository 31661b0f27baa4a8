"""The updates that wait for one bot, and how long Telegram keeps them."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.simulator.telegram.schema import JsonObject

KEPT = timedelta(hours=24)
KEPT_CALLBACK = timedelta(seconds=150)
BIGGEST_UPDATE = 64 * 1024  # bytes of JSON; Telegram drops what is bigger without a word
ASKED_FOR_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
# Telegram keeps order only inside a queue: by chat, by pressing person, by membership.
QUEUE_OFFSETS = {"callback_query": 3 << 33, "my_chat_member": 5 << 33, "chat_member": 6 << 33}


@dataclass(slots=True, eq=False)
class Entry:
    """One update that waits: its text as it will be sent, and its queue.

    A `stubborn` entry (a duplicate, one out of order) is not confirmed before it was fetched.
    """

    update_id: int
    kind: str
    body: str
    queue: int
    expires_at: datetime
    stubborn: bool = False
    fetched: bool = False


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates are posted instead of being fetched."""

    url: str
    secret_token: str | None = None
    max_connections: int = 40


@dataclass(slots=True, eq=False)
class Mailbox:
    """One bot's queue of updates and its subscription."""

    next_update_id: int = 100_000_001
    allowed: frozenset[str] | None = None
    webhook: Webhook | None = None
    waiting: list[Entry] = field(default_factory=list)
    produced: list[JsonObject] = field(default_factory=list)
    dropped: list[JsonObject] = field(default_factory=list)
    expired: list[int] = field(default_factory=list)
    last_error: tuple[datetime, str] | None = None
    stirred: Callable[[], None] = lambda: None

    def put(self, kind: str, payload: JsonObject, since: datetime) -> JsonObject | None:
        """Queue a new update, kept from `since` on; None when nobody asked for its kind or it is too big."""
        if not self.wants(kind):
            return None
        update = {"update_id": self.next_update_id, kind: payload}
        self.next_update_id += 1
        if len(json.dumps(update, ensure_ascii=False).encode("utf-8", "surrogatepass")) > BIGGEST_UPDATE:
            self.dropped.append(update)
            return None
        self.produced.append(update)
        self._queue(kind, update, since)
        return update

    def put_raw(self, update: JsonObject | bytes, since: datetime, *, stubborn: bool = False) -> int:
        """Queue anything at all, even what is no JSON; return the id under which it is confirmed."""
        if isinstance(update, bytes):
            update_id, body, kind = self.next_update_id, update.decode("utf-8", "surrogateescape"), "raw"
        else:
            update = {"update_id": self.next_update_id} | update
            given = update["update_id"]
            update_id = given if isinstance(given, int) else self.next_update_id
            body, kind = json.dumps(update), _kind(update)
        self.next_update_id = max(self.next_update_id, update_id + 1)
        self.waiting.append(Entry(update_id, kind, body, 0, since + KEPT, stubborn))
        self.stirred()
        return update_id

    def wants(self, kind: str) -> bool:
        """Say whether the bot asked for this kind of update; without a list, all but three kinds."""
        return kind in self.allowed if self.allowed else kind not in ASKED_FOR_ONLY

    def subscribe(self, kinds: Iterable[str] | None) -> None:
        """Change the sticky list of kinds; None keeps it, an empty one means the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def confirm(self, offset: int) -> None:
        """Forget what comes before `offset`; a negative one keeps only the last so many."""
        if offset < 0:
            self.waiting = self.waiting[offset:]
        else:
            self.waiting = [entry for entry in self.waiting if entry.stubborn or entry.update_id >= offset]
        self.stirred()

    def fetch(self, limit: int) -> list[str]:
        """Return the texts of the first updates; they wait on until they are confirmed."""
        batch = self.waiting[:limit]
        for entry in batch:
            entry.stubborn, entry.fetched = False, True
        return [entry.body for entry in batch]

    def forget_old(self, now: datetime) -> None:
        """Drop what was kept long enough."""
        self.expired += [entry.update_id for entry in self.waiting if entry.expires_at <= now]
        self.waiting = [entry for entry in self.waiting if entry.expires_at > now]

    def remove(self, entry: Entry) -> None:
        """Take one update out: it was delivered, or given up."""
        if entry in self.waiting:
            self.waiting.remove(entry)
        self.stirred()

    def shuffle(self, chance: Random) -> None:
        """Put what waits into another order, none confirmed before it was fetched."""
        chance.shuffle(self.waiting)
        for entry in self.waiting:
            entry.stubborn = not entry.fetched

    def mix(self, chance: Random) -> None:
        """Let the queues race: each keeps its own order, and what comes from which next is drawn. None is confirmed unfetched."""
        queues: dict[int, list[Entry]] = {}
        for entry in self.waiting:
            queues.setdefault(entry.queue, []).append(entry)
            entry.stubborn = entry.stubborn or not entry.fetched
        drawn = [entry.queue for entry in self.waiting]
        chance.shuffle(drawn)
        self.waiting = [queues[queue].pop(0) for queue in drawn]

    def _queue(self, kind: str, update: JsonObject, since: datetime) -> None:
        kept = KEPT_CALLBACK if kind == "callback_query" else KEPT
        body = json.dumps(update)
        self.waiting.append(Entry(update["update_id"], kind, body, queue_of(kind, update[kind]), since + kept))
        self.stirred()


def queue_of(kind: str, payload: JsonObject) -> int:
    """Return the queue inside which Telegram keeps updates in order."""
    offset = QUEUE_OFFSETS.get(kind, 0)
    about: int = payload["from"]["id"] if kind in ("callback_query", "chat_member") else payload["chat"]["id"]
    return about + offset


def _kind(update: JsonObject) -> str:
    return next((name for name in update if name != "update_id"), "raw")
