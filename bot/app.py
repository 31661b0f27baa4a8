"""The one room that joins the others: builds a town's bot from its parts, opens its doors, closes them in reverse."""

import asyncio
import hashlib
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.methods import AnswerCallbackQuery

from bot.clock import Clock
from bot.delivery.gate import Gate
from bot.delivery.listening import listen
from bot.delivery.outcome import Outcome, TryAgain
from bot.delivery.post import Parcel, post
from bot.delivery.probing import NoProbe
from bot.delivery.proof import Named, incoming, named_in
from bot.delivery.reconcile import Prober
from bot.delivery.sender import Hands, Sender
from bot.delivery.session import Session
from bot.delivery.writing import writer
from bot.dispatch import announce
from bot.dispatch.advance import Bench, advance
from bot.dispatch.heartbeat import beat
from bot.dispatch.matter import Matter
from bot.dispatch.notification import Chat as ChatAddress
from bot.dispatch.notification import Notification, Topic, Urgency
from bot.dispatch.outage import Dark, resume
from bot.dispatch.outbox import Queued
from bot.dispatch.pacing import Envelope
from bot.failpoint import Failpoint, reach
from bot.geocoding import AddressDesk, LookUp, geocoder_for
from bot.handlers.address import address_found
from bot.handlers.chat import Chat
from bot.handlers.patience import Patience
from bot.handlers.stepping_down import retire, step_down
from bot.handlers.visit import House, Toast
from bot.inbox.poller import Poller
from bot.inbox.trouble import Noted
from bot.inbox.webhook import Webhook
from bot.inbox.worker import Worker
from bot.registry.audit import Deed
from bot.registry.person import Role
from bot.registry.place import Point
from bot.speech.seal import SEALED, BrokenSeal, unseal
from bot.speech.texts import Texts
from bot.speech.wording import Relay, render
from bot.storage import retention
from bot.storage.database import Database
from bot.storage.leases import Guard
from bot.storage.records import Archive, Records
from bot.town import Town, items_of, town_from
from bot.watch.contact import Contact
from bot.watch.recovery import Recovery

logger = logging.getLogger(__name__)

PACE_MEMORY = timedelta(seconds=60)
TELL_AGAIN = timedelta(minutes=10)
"""Of many updates put aside one is told in so long: a hundred warnings would hold up a coordinator's own chat."""
BEHIND = 3
"""With so many updates read and not yet obeyed the sender leaves the machine to them."""
CONTACT = "contact"
"""The mark of the moment when Telegram was last heard."""
USER_AGENT = "eshkol-volunteer-dispatch/0.1"
"""Nominatim answers only those who say who asks."""


@dataclass(frozen=True, slots=True)
class Chance:
    """Where random things come from: tokens of buttons and links, keys of people."""

    mint: Callable[[], str] = field(default=lambda: secrets.token_urlsafe(9))
    new_key: Callable[[], int] = field(default=lambda: secrets.randbits(52) + 1)


@dataclass(frozen=True, slots=True)
class Ground:
    """What every town's bot in this process stands on."""

    database: Database
    clock: Clock
    api_url: str
    chance: Chance = field(default_factory=Chance)
    geocoder: str = ""
    """Who turns an address into a point, by geopy's name; empty asks nobody outside."""
    is_leased: bool = False
    """Whether others may serve the same towns: then nothing is done without a lease."""


class TownBot:
    """One town's bot: updates in, calls moved on, messages out."""

    def __init__(self, ground: Ground, town: Town, bot: Bot, admin_code: str | None = None) -> None:
        """Join the parts; nothing runs yet. `bot` must know its own name (getMe was asked)."""
        self.ground = ground
        self.town = town
        self.bot = bot
        self.texts = Texts(town.zone)
        self.working, self.sending = Guard(is_needed=ground.is_leased), Guard(is_needed=ground.is_leased)
        """What this process may do for the town: its work, and its sending."""
        self.ring: Callable[[str], None] = _nobody
        """Wakes whoever does something in another process."""
        self.archive = Archive(ground.database, town.slug, bot.id, ground.clock.now, self.working)
        self.gate = Gate.of(Envelope(bulk=town.policy.bulk_per_second))
        self.contact, self.troubles = Contact(), Noted(lambda: self.sender.trust_token())  # noqa: PLW0108 - the sender of that moment
        self.recovery = Recovery(self.contact, ground.clock, self._last_contact, self._open_calls, self._resume_one)
        listen(bot, lambda: self.contact.heard(ground.clock.now()), lambda: self.contact.failed(ground.clock.now()))
        self.prober: Prober | None = None
        """Asks whether messages of unknown fate got through, once a town has shown that it may."""
        self.sender = self._new_sender()
        geocoder = geocoder_for(town, ground.geocoder, USER_AGENT)
        self.addresses = AddressDesk(geocoder, ground.clock, self._address_found) if geocoder else None
        self.chat = Chat(self._house(admin_code), bot)
        self.worker = Worker(
            self.archive, ground.clock, self._receive, self._after_commit, self._quarantined, Patience(self.texts).overdone
        )
        self.poller = Poller(bot, self.archive.intake, ground.clock, self.worker.wake, self.troubles)
        self._tasks: asyncio.TaskGroup | None = None
        self._answering = 0

    def _house(self, admin_code: str | None) -> House:
        me = self.bot._me  # noqa: SLF001 - aiogram keeps the answer of getMe here, and has no public door without asking again
        return House(
            town=self.town,
            texts=self.texts,
            mint=self.ground.chance.mint,
            new_key=self.ground.chance.new_key,
            admin_code=admin_code,
            bot_name=(me.username if me else None) or "",
            pepper=hashlib.sha256(self.bot.token.encode()).hexdigest(),
            look_up=self.addresses.look_up if self.addresses else None,
        )

    def webhook(self, secret: str) -> Webhook:
        """Return the door through which Telegram pushes this bot's updates."""
        return Webhook(self.bot.id, secret, self.archive.intake, self._wake_worker)

    def bench(self, records: Records) -> Bench:
        """Lend a transaction what moving a call needs."""
        return Bench(records.ledger, records.roster, records.now, self.town.zone, self.ground.chance.mint)

    def renew_sender(self) -> None:
        """Before anything runs: send with what has been fitted since."""
        self.sender = self._new_sender()

    def _new_sender(self) -> Sender:
        """Return a sender that knows nothing of what an earlier one had claimed."""
        hands = Hands(self._render, self._post, writer(self.bench), lambda: self.worker.behind >= BEHIND, self.prober or NoProbe())
        return Sender(self.archive.guarded(self.sending), self.ground.clock, self.gate, hands)

    async def _post(self, parcel: Parcel) -> Outcome:
        """Send, unless the process was stopped for so long that another one may be sending by now."""
        if not self.sending.holds_at(self.ground.clock.monotonic()):
            return TryAgain(0.0)
        return await post(self.bot, parcel)

    async def prepare(self) -> None:
        """After a restart: what was being sent goes out again, and the limits remember the last minute."""
        async with self.archive.guarded(self.sending).open_records() as records:
            again = await records.outbox.recover()
            reach(Failpoint.START_MID_RECOVER)
            sent = await records.outbox.sent_since(records.now - PACE_MEMORY)
            bans = await records.outbox.floods(records.now)
            now, monotonic = records.now, self.ground.clock.monotonic()
        reach(Failpoint.START_AFTER_RECOVER)
        self.gate.pace.seed({chat: [monotonic - (now - at).total_seconds() for at in times] for chat, times in sent.items()})
        self.gate.seed({chat: monotonic + (until - now).total_seconds() for chat, until in bans.items()})
        if again:
            logger.info("%s messages were on their way at the last stop and go out again", again)
        self.wake()

    def _wake_sender(self) -> None:
        """There is something to send: for our own sender, or for that of another process."""
        self.sender.wake()
        if self.sending.is_needed and self.sending.term is None:
            self.ring(f"sender:{self.bot.id}")

    def _wake_worker(self) -> None:
        """There is something to obey."""
        self.worker.wake()
        if self.working.is_needed and self.working.term is None:
            self.ring(f"worker:{self.town.slug}")

    async def run(self, *, polls: bool = True) -> None:
        """Run until cancelled."""
        async with asyncio.TaskGroup() as group:
            self._tasks = group
            group.create_task(self.worker.run())
            group.create_task(self.recovery.run())
            group.create_task(self.sender.run())
            if self.addresses:
                group.create_task(self.addresses.run())
            if polls:
                group.create_task(self.poller.run())

    async def work(self, *, polls: bool = True) -> None:
        """Obey updates until cancelled: the worker's part, while this process holds its lease."""
        async with asyncio.TaskGroup() as group:
            self._tasks = group
            group.create_task(self.worker.run())
            group.create_task(self.recovery.run())
            if self.addresses:
                group.create_task(self.addresses.run())
            if polls:
                group.create_task(self.poller.run())

    async def send(self) -> None:
        """Send until cancelled, or until `sender.finish`: the sender's part, while this process holds its lease."""
        self.sender = self._new_sender()
        await self.prepare()
        await self.sender.run()

    @property
    def token_is_good(self) -> bool:
        """Whether Telegram still knows our token, as far as the last requests showed."""
        return self.sender.token_is_good and self.poller.token_is_good

    @property
    def is_idle(self) -> bool:
        """Whether nothing is left to obey, to send, to write down or to answer."""
        is_looking = self.addresses is not None and not self.addresses.is_idle
        return self.worker.is_idle and self.sender.is_idle and self.recovery.is_idle and not self._answering and not is_looking

    @property
    def is_on_the_wire(self) -> bool:
        """Whether a request of ours is under way (the long poll apart), or an update is being obeyed."""
        is_obeying = not self.worker.is_idle and not self.worker.waits_for_clock
        return bool(self.sender.in_flight or self._answering or is_obeying)

    @property
    def waits_for_clock(self) -> bool:
        """Whether somebody can go on only once time has passed."""
        return self.sender.waits_for_clock or self.worker.waits_for_clock or self.poller.waits_for_clock

    def wake(self) -> None:
        """Let everybody look for work."""
        self.worker.wake()
        self.sender.wake()

    async def beat(self) -> None:
        """Advance every call that is due; while Telegram is dark their clocks stand."""
        if self.contact.is_silent(self.ground.clock.now()):
            return
        if await beat(self._due, self._advance_one):
            self._wake_sender()

    async def tidy(self) -> None:
        """Drop what is older than its clock, forget whom nobody has heard of for years, and see to calls that lost their owner."""
        async with self.archive.open_records() as records:
            for key in await retention.dormant(records.connection, self.town.slug, records.now):
                await retire(key, records, self.bench(records), self.town)
            dropped = await retention.drop(records.connection, self.town.slug, records.now)
            reach(Failpoint.TIDY_MID)
            await step_down(records)
            if await records.audit.cut() or dropped:
                records.audit.note(Deed.RETAINED, detail=", ".join(f"{name}: {count}" for name, count in sorted(dropped.items())))
        self._wake_sender()

    async def _due(self) -> Sequence[int]:
        async with self.archive.open_records() as records:
            return await records.ledger.calls_due(records.now)

    async def _advance_one(self, call_id: int) -> None:
        reach(Failpoint.WAVE_AFTER_TIMER)
        async with self.archive.open_records() as records:
            await advance(await records.ledger.call(call_id), self.bench(records))
        reach(Failpoint.WAVE_AFTER_COMMIT)

    def _render(self, queued: Queued, matter: Matter, now: datetime) -> Parcel | None:
        note = self._unsealed(queued.notification)
        if note is None:
            return None
        if note.topic is Topic.ERASE:
            return Parcel(note.to.chat_id, note.to.thread_id, None, queued.target_message_id)
        said = render(note, matter, self.town, now)
        if said is None:
            return None
        is_urgent = note.urgency is Urgency.EMERGENCY
        if isinstance(said, Relay):
            return Parcel(note.to.chat_id, note.to.thread_id, None, copy_from=(said.from_chat_id, said.message_id), is_urgent=is_urgent)
        language = matter.reader.language if matter.reader else self.town.languages[0]
        spoken = self.texts.screen(said, language, now)
        edits = queued.target_message_id
        return Parcel(note.to.chat_id, note.to.thread_id, spoken, edits, is_silent=note.is_silent, is_urgent=is_urgent)

    def _unsealed(self, note: Notification) -> Notification | None:
        """A screen with a secret waits sealed; with another token than it was sealed by it can't be said any more."""
        try:
            return note if SEALED not in note.args else replace(note, args=unseal(note.args, self.chat.house.pepper))
        except BrokenSeal:
            logger.warning("a sealed message was written under another token and is dropped")
            return None

    async def _receive(self, raw: dict[str, Any], records: Records) -> Sequence[Toast]:
        """Obey one update; a message of ours that it names was sent, whatever we believed."""
        named = named_in(raw, self.bot.id)
        if named is not None:
            await self._proved(named, records)
        if self.prober is not None and (number := incoming(raw)):
            self.prober.numbers.note([number])
        return await self.chat.receive(raw, records)

    async def _proved(self, named: Named, records: Records) -> None:
        surplus = await records.proof.named(named.chat_id, named.message_id, named.token)
        if surplus is not None:
            to = ChatAddress(named.chat_id, person_key=surplus.person_key)
            key = f"surplus:{surplus.row}:{surplus.message_id}"
            gone = Notification(to=to, topic=Topic.ERASE, urgency=Urgency.CONVERSATION, key=key, edit_message_id=surplus.message_id)
            await records.ledger.enqueue(gone)

    async def _last_contact(self) -> datetime | None:
        async with self.archive.open_records() as records:
            return (await records.watchbook.marks()).get(CONTACT)

    async def _open_calls(self) -> Sequence[int]:
        async with self.archive.open_records() as records:
            return [call.id for call in await records.ledger.open_calls()]

    async def _resume_one(self, call_id: int, dark: Dark) -> None:
        async with self.archive.open_records() as records:
            await resume(await records.ledger.call(call_id), dark, self.bench(records))
        self._wake_sender()

    async def _after_commit(self, toasts: Sequence[Toast]) -> None:
        """Answer presses straight away and without holding up the next update."""
        self._wake_sender()
        for toast in toasts:
            if self._tasks is not None:
                self._answering += 1
                self._tasks.create_task(self._answer(toast))

    async def _answer(self, toast: Toast) -> None:
        """Best effort: a query too old to answer has had its effect all the same."""
        text = self.texts.render(toast.say, toast.language, self.ground.clock.now()) if toast.say else None
        answer = AnswerCallbackQuery(callback_query_id=toast.callback_id, text=text, show_alert=toast.is_alert or None)
        try:
            reach(Failpoint.EFFECT_BEFORE_ANSWER)
            await self.bot(answer, request_timeout=5)
        except Exception as failure:  # noqa: BLE001 - the effect is committed; the toast was a courtesy
            logger.info("a press could not be answered (%s)", type(failure).__name__)
        finally:
            self._answering -= 1

    async def _address_found(self, waiting: LookUp, point: Point | None) -> bool:
        """Hand an address's point back to the conversation that waits for it; False while it can't be there yet."""
        async with self.archive.open_records() as records:
            taken = await address_found(self.chat.house, records, (waiting.chat_id, waiting.token, waiting.address), point)
        self._wake_sender()
        return taken

    async def _quarantined(self, records: Records, update_id: int) -> None:
        """Tell the coordinators that an update could not be obeyed; of many at once they are told one, the log has them all."""
        said = {"paragraphs": [{"say": "update-quarantined", "args": {"update": str(update_id)}}], "rows": [], "ask": None}
        for person in await records.roster.holders(Role.COORDINATOR, "", records.now):
            to: ChatAddress = announce.chat_of(person)
            key = f"quarantined:{records.now.timestamp() // TELL_AGAIN.total_seconds():.0f}:{person.chat_id}"
            await records.ledger.enqueue(Notification(to=to, topic=Topic.SCREEN, urgency=Urgency.ESCALATION, key=key, args=said))
        self._wake_sender()


def _nobody(_: str) -> None:
    """There is no other process to wake."""


def open_bot(token: str, api_url: str) -> Bot:
    """Return a bot that speaks to this Bot API server."""
    return Bot(token, session=Session(api_url))


async def seeded(database: Database, town: Town, now: Callable[[], datetime]) -> Town:
    """Return the town as the database knows it; the files seed a town that was never imported."""
    async with Archive(database, town.slug, 0, now).open_records() as records:
        items: Any = await records.profile.items()
        if not items:
            items = items_of(town)
            await records.profile.replace(items)
    return town_from(items)


@asynccontextmanager
async def opened(ground: Ground, town: Town, token: str, admin_code: str | None = None) -> AsyncIterator[TownBot]:
    """Open one town's bot: ask Telegram who it is, join its parts, and close its connection at the end."""
    bot = open_bot(token, ground.api_url)
    try:
        await bot.me()
        town_bot = TownBot(ground, await seeded(ground.database, town, ground.clock.now), bot, admin_code)
        if not ground.is_leased:
            await town_bot.prepare()
        yield town_bot
    finally:
        await bot.session.close()
