"""The watch over one town's bot: what the auditor sees, whom it tells, and what is put right without being asked."""

import asyncio
import logging
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from bot.app import CONTACT, TownBot
from bot.delivery.reconcile import Prober
from bot.dispatch import announce
from bot.dispatch.notification import Notification, Topic, Urgency
from bot.dispatch.outage import LONGEST_SILENCE
from bot.inbox.trouble import Trouble
from bot.registry.person import Role
from bot.speech.codec import to_json
from bot.speech.say import Moment, Say, Screen
from bot.speech.texts import Texts
from bot.storage.records import Records
from bot.town import Town
from bot.watch.alarms import SILENT_FOR, Alarm, Sight
from bot.watch.auditor import Auditor, Phase, Told
from bot.watch.second_channel import SecondChannel

logger = logging.getLogger(__name__)

ASK_AFTER = timedelta(seconds=25)
"""After so long without a word Telegram is asked directly: a bot that takes webhooks may else hear nothing for hours."""
ASKS_FOR_S = 10
MARK_EVERY = timedelta(seconds=20)
AUDIT_EVERY = timedelta(seconds=30)
DUE_FOR = timedelta(seconds=60)
"""An invitation that is older must be on its way, and a call that should have moved so long ago is stuck."""
LATELY = timedelta(hours=1)
DATABASE_ANSWERS_S = 20
PROBE_PROVED = "probe proved"
"""The mark that `check --live` sets for a town's bot."""
RAISED = "alarm:"
"""Begins the marks of alarms: a bot that is started anew does not tell them again."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a host gave the watch: the second channel, and the folder whose disk must not fill."""

    channel: SecondChannel
    folder: Path | None = None


class Vigil:
    """Watches over one town's bot, in the process that does the town's work."""

    def __init__(self, bot: TownBot, surroundings: Surroundings) -> None:
        """Prepare; nothing is looked at before `run` or `look`."""
        self._bot = bot
        self._clock = bot.ground.clock
        self._around = surroundings
        self.auditor = Auditor(self._clock, self.look, self.tell)
        self._spawn: Callable[[Any], Any] | None = None
        self._looked_at: datetime | None = None
        self._marked_at: datetime | None = None
        self._audited_at: datetime | None = None
        self._audit: tuple[Sequence[int], Sequence[int]] = ((), ())

    async def run(self) -> None:
        """Watch until cancelled."""
        async with asyncio.TaskGroup() as group:
            self._spawn = group.create_task
            await self._remember()
            await self.auditor.run()

    async def look(self) -> Sight:
        """Look around once. What the database can't say is left out, and that is an alarm of its own."""
        now = self._clock.now()
        if self._looked_at is not None and now - self._looked_at > LONGEST_SILENCE:
            self._bot.contact.was_away(self._looked_at, now)
        self._looked_at = now
        await self._ask_telegram(now)
        seen: dict[str, Any] = {}
        try:
            async with asyncio.timeout(DATABASE_ANSWERS_S), self._bot.archive.open_records() as records:
                seen = await self._read(records)
        except Exception:
            logger.exception("the watch could not read the database")
            seen = {"is_database_well": False}
        return self._sight(seen)

    async def tell(self, told: Told) -> None:
        """Tell the coordinators in their chats, and everybody behind the second channel."""
        self._tell_outside(told)
        async with self._bot.archive.open_records() as records:
            name = f"{RAISED}{told.alarm}"
            await (records.watchbook.unmark(name) if told.phase is Phase.OVER else records.watchbook.mark(name, told.since))
            args = cast("dict[str, object]", to_json(Screen((said(told),))))
            for person in await records.roster.holders(Role.COORDINATOR, "", records.now):
                key = f"{name}:{told.phase}:{records.now.timestamp():.0f}:{person.key}"
                note = Notification(announce.chat_of(person), Topic.SCREEN, Urgency.ESCALATION, key, args=args)
                await records.ledger.enqueue(note)
        self._bot.wake()

    async def _remember(self) -> None:
        """Take over the alarms of an earlier life: what still holds is not told again, what is over is told to be over."""
        try:
            async with self._bot.archive.open_records() as records:
                marks = await records.watchbook.marks()
        except Exception:
            logger.exception("the watch could not read its marks")
            return
        names = {alarm.value: alarm for alarm in Alarm}
        for name, at in marks.items():
            if name.startswith(RAISED) and name.removeprefix(RAISED) in names:
                self.auditor.raised[names[name.removeprefix(RAISED)]] = at

    async def _ask_telegram(self, now: datetime) -> None:
        contact = self._bot.contact
        if contact.last_heard is not None and now - contact.last_heard < ASK_AFTER:
            return
        try:
            async with asyncio.timeout(ASKS_FOR_S + 1):
                await self._bot.bot.get_me(request_timeout=ASKS_FOR_S)
        except Exception as failure:  # noqa: BLE001 - whether it answered is what we wanted to know, and the session has heard it
            logger.info("Telegram was asked whether it is there (%s)", type(failure).__name__)

    async def _read(self, records: Records) -> dict[str, Any]:
        book, now = records.watchbook, records.now
        await self._mark_contact(records)
        if self._audited_at is None or now - self._audited_at >= AUDIT_EVERY or self._audit != ((), ()):
            self._audited_at = now
            self._audit = (await self._asked_after_all(records), await book.stuck_calls(now - DUE_FOR))
        return {
            "urgent_since": await book.oldest_waiting(Urgency.ESCALATION),
            "waiting_since": await book.oldest_waiting(Urgency.CARD),
            "last_sent": await book.last_sent(),
            "unread_since": await book.oldest_unheard(),
            "quarantined": await book.quarantined_since(now - LATELY),
            "unwritten": self._audit[0],
            "stuck": self._audit[1],
        }

    async def _mark_contact(self, records: Records) -> None:
        """Remember the contact for a bot that will wonder how long it was down; not before the last outage was made up for."""
        heard = self._bot.contact.last_heard
        if heard is None or not self._bot.recovery.is_idle or self._bot.contact.failing_since is not None:
            return
        if self._marked_at is None or abs(heard - self._marked_at) >= MARK_EVERY:
            await records.watchbook.mark(CONTACT, heard)
            self._marked_at = heard

    async def _asked_after_all(self, records: Records) -> Sequence[int]:
        """Whoever should have been asked and never was is asked now; to a call as it stands, not as the outbox has it."""
        missing = await records.watchbook.never_written(records.now - DUE_FOR)
        for invitation in await records.ledger.invitations_by_id(missing):
            call = await records.ledger.call(invitation.call_id)
            person = await records.roster.person(invitation.person_key)
            key = f"audit:{invitation.id}:{records.now.timestamp():.0f}"
            note = announce.invite(call, invitation, person)
            await records.ledger.enqueue(announce.under_key(note, key))
        return missing

    def _sight(self, seen: dict[str, Any]) -> Sight:
        contact, troubles = self._bot.contact, self._bot.troubles.standing
        return Sight(
            now=self._clock.now(),
            last_heard=contact.last_heard,
            is_failing=contact.failing_since is not None,
            is_token_refused=not self._bot.token_is_good or Trouble.TOKEN_REFUSED in troubles,
            has_rival=Trouble.RIVAL in troubles,
            is_hook_taken=Trouble.HOOK_TAKEN in troubles,
            free_bytes=self._free_bytes(),
            **seen,
        )

    def _free_bytes(self) -> int | None:
        try:
            return shutil.disk_usage(self._around.folder).free if self._around.folder else None
        except OSError as failure:
            logger.warning("the disk could not be looked at (%s)", failure.strerror)
            return None

    def _tell_outside(self, told: Told) -> None:
        """Mail servers take their time: the next look does not wait for them."""
        if self._around.channel.is_open and self._spawn is not None:
            self._spawn(tell_outside(self._around.channel, self._bot.texts, self._bot.town, told, self._clock.now()))


def said(told: Told) -> Say:
    """Return the sentence for an alarm."""
    return Say(f"alarm-{told.phase}", {"what": Say(f"alarm-{told.alarm}", {"since": Moment(told.since)})})


async def tell_outside(channel: SecondChannel, texts: Texts, town: Town, told: Told, now: datetime) -> bool:
    """Tell an alarm by the second channel, in the town's first language; return whether everybody was reached."""
    language = town.languages[0]
    title = texts.render(Say("alarm-title", {"town": town.names}), language, now)
    return await channel.tell(title, texts.render(said(told), language, now))


async def tell_nobody_answers(channel: SecondChannel, town: Town, since: datetime, now: datetime) -> bool:
    """A bot that is started while Telegram is dark can tell nobody in the chat; return whether it was time to tell, and somebody heard."""
    if now - since < SILENT_FOR:
        return False
    return not channel.is_open or await tell_outside(channel, Texts(town.zone), town, Told(Alarm.DARK, Phase.RAISED, since), now)


async def fit_probe(bot: TownBot, ops_chat: int | None) -> None:
    """Let the gap probe work where the host named an ops chat and `check --live` has shown that it may."""
    if ops_chat is None:
        return
    async with bot.archive.intake.open_records() as records:
        is_proved = PROBE_PROVED in await records.watchbook.marks()
        highest = await records.watchbook.highest_private_number()
    if not is_proved:
        logger.warning("OPS_CHAT is set and the gap probe stays off until `python -m bot check --live` has shown that it may be used")
        return
    bot.prober = Prober(bot.bot, ops_chat)
    bot.prober.numbers.note([highest] if highest else [])
    bot.renew_sender()
