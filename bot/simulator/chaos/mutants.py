"""Mistakes planted in the bot on purpose: a harness that does not catch every one of them proves nothing."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib import import_module
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

Make = Callable[[Any], Any]
"""Makes what shall stand in a place from what stood there."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mistake: what it is, and where in the bot (`module:name` or `module:Class.name`) something else stands."""

    about: str
    parts: tuple[tuple[str, Make], ...]


@contextmanager
def planted(mutant: Mutant) -> Iterator[None]:
    """Let the bot have this mistake for a while."""
    with ExitStack() as stack:
        for place, make in mutant.parts:
            module, _, path = place.partition(":")
            *owners, name = path.split(".")
            owner: Any = import_module(module)
            for each in owners:
                owner = getattr(owner, each)
            stack.enter_context(patch.object(owner, name, make(getattr(owner, name))))
        yield


async def _nothing(*_: object, **__: object) -> None:
    """Do nothing where something is to be done."""


def _returns(value: Any) -> Make:  # noqa: ANN401 - whatever the place returns
    async def always(*_: Any, **__: Any) -> Any:  # noqa: ANN401 - as above
        return value

    return lambda _: always


def _afterwards(sql: str) -> Make:
    """Let a storage method be followed by one more statement."""

    def make(plain: Any) -> Any:  # noqa: ANN401 - a method of storage
        async def changed(self: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - as above
            result = await plain(self, *args, **options)
            await self._db.exec_driver_sql(sql)
            return result

        return changed

    return make


def _twice(plain: Any) -> Any:  # noqa: ANN401 - any coroutine function
    async def changed(*args: Any, **options: Any) -> Any:  # noqa: ANN401 - as above
        await plain(*args, **options)
        return await plain(*args, **options)

    return changed


def _instead_of(state: str, outcome: str, **changes: object) -> Make:
    """Let the outbox keep something else of outcomes of one class."""

    def make(plain: Any) -> Any:  # noqa: ANN401 - result_of
        def changed(one: Any) -> Any:  # noqa: ANN401 - as above
            result = plain(one)
            return replace(result, **{"state": state, **changes}) if type(one.outcome).__name__ == outcome else result

        return changed

    return make


def _without_fence(plain: Any) -> Any:  # noqa: ANN401 - StoredOutbox.claim
    async def claim(self: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - as above
        claimed = await plain(self, *args, **options)
        for queued, _ in claimed:
            await self._db.exec_driver_sql("UPDATE outbox SET state='queued' WHERE row=?", (queued.row,))
        return claimed

    return claim


def _sent_before_send(plain: Any) -> Any:  # noqa: ANN401 - StoredOutbox.claim
    async def claim(self: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - as above
        claimed = await plain(self, *args, **options)
        for queued, _ in claimed:
            await self._db.exec_driver_sql("UPDATE outbox SET state='sent' WHERE row=?", (queued.row,))
        return claimed

    return claim


def _offset_first(plain: Any) -> Any:  # noqa: ANN401 - Poller._fetched
    async def fetched(self: Any) -> Any:  # noqa: ANN401 - as above
        raws = await plain(self)
        if raws:
            after = max(raw["update_id"] for raw in raws) + 1
            await self._bot(import_module("bot.inbox.poller").GetRawUpdates(offset=after, timeout=0, limit=1), request_timeout=5)
        return raws

    return fetched


def _done_apart(_: Any) -> Any:  # noqa: ANN401 - Worker._obey
    async def obey(self: Any, update: Any) -> bool:  # noqa: ANN401 - as above
        async with self._archive.open_records() as records:
            said = await self._receive(import_module("json").loads(update.body), records)
        async with self._archive.open_records() as records:
            await records.inbox.done(update.update_id, records.now)
        await self._after_commit(said)
        return True

    return obey


def _no_dedup(plain: Any) -> Any:  # noqa: ANN401 - StoredInbox.take_in
    async def take_in(self: Any, updates: Any, now: Any) -> None:  # noqa: ANN401 - as above
        await plain(self, updates, now)
        for one in updates:
            again = "UPDATE inbox SET state='waiting', body=?, chat_id=? WHERE update_id=? AND state='done'"
            await self._db.exec_driver_sql(again, (one.body, one.chat_id, one.update_id))

    return take_in


def _also_asks(person_key: int) -> Make:
    """Let somebody be asked whom a rule forbids."""

    def make(plain: Any) -> Any:  # noqa: ANN401 - StoredLedger.shortlist
        async def shortlist(self: Any, query: Any) -> Any:  # noqa: ANN401 - as above
            found = list(await plain(self, query))
            return [*found, replace(found[0], person_key=person_key)] if found else found

        return shortlist

    return make


def _wrong_chat(plain: Any) -> Any:  # noqa: ANN401 - TownBot._render
    def render(self: Any, queued: Any, matter: Any, now: Any) -> Any:  # noqa: ANN401 - as above
        parcel = plain(self, queued, matter, now)
        is_struck = parcel is not None and queued.notification.topic == "invitation" and queued.row % 3 == 0
        return replace(parcel, chat_id=parcel.chat_id + 1) if is_struck else parcel

    return render


def _in_hebrew(plain: Any) -> Any:  # noqa: ANN401 - Texts.screen
    language = import_module("bot.registry.language").Language.HE
    return lambda self, said, _, now: plain(self, said, language, now)


def _always_open(plain: Any) -> Any:  # noqa: ANN401 - invitation_wording.view
    state = import_module("bot.dispatch.call").CallState.OPEN

    def view(matter: Any, town: Any) -> Any:  # noqa: ANN401 - as above
        call = matter.call and replace(matter.call, state=state, outcome=None)
        return plain(replace(matter, call=call), town)

    return view


def _no_edit_at_the_end(plain: Any) -> Any:  # noqa: ANN401 - Posting.refresh_views
    async def refresh(self: Any, call_id: int, ids: Any, urgency: Any) -> None:  # noqa: ANN401 - as above
        if ids is not None:
            await plain(self, call_id, ids, urgency)

    return refresh


def _forgets_questions(plain: Any) -> Any:  # noqa: ANN401 - Posting.enqueue
    async def enqueue(self: Any, *notes: Any) -> None:  # noqa: ANN401 - as above
        await plain(self, *[note for note in notes if not (note.key.startswith("invite:") and (note.invitation_id or 0) % 3 == 0)])

    return enqueue


def _queues_twice(plain: Any) -> Any:  # noqa: ANN401 - Posting.enqueue
    async def enqueue(self: Any, *notes: Any) -> None:  # noqa: ANN401 - as above
        await plain(self, *notes, *[replace(note, key=f"{note.key}:again") for note in notes if note.key.startswith("invite:")])

    return enqueue


def _notes_twice(plain: Any) -> Any:  # noqa: ANN401 - StoredLedger.note
    async def note(self: Any, entry: Any) -> None:  # noqa: ANN401 - as above
        await plain(self, entry)
        if entry.fact == "answered":
            await plain(self, entry)

    return note


def _for_anybody(plain: Any) -> Any:  # noqa: ANN401 - acknowledge.pressed
    async def pressed(visit: Any, press: Any) -> None:  # noqa: ANN401 - as above
        one = await visit.ledger.invitation_by_token(press.token)
        if one is not None:
            visit.person = replace(visit.person, key=one.person_key)
        await plain(visit, press)

    return pressed


def _on_restart(sql: str) -> Make:
    def make(plain: Any) -> Any:  # noqa: ANN401 - TownBot.prepare
        async def prepare(self: Any) -> None:  # noqa: ANN401 - as above
            await plain(self)
            async with self.archive.open_records() as records:
                await records.connection.exec_driver_sql(sql)

        return prepare

    return make


def _forgets_each(nth: int) -> Make:
    """Let every n-th result be dropped on the way to the books."""

    def make(plain: Any) -> Any:  # noqa: ANN401 - StoredOutbox.settle
        async def settle(self: Any, results: Any) -> None:  # noqa: ANN401 - as above
            await plain(self, [one for one in results if one.row % nth])

        return settle

    return make


def _never_after(answer: str, standing: str) -> Make:
    """Let an answer mean nothing from where somebody stands."""
    return lambda plain: {key: value - ({standing} if key == answer else set()) for key, value in plain.items()}


def _edits_lost(plain: Any) -> Any:  # noqa: ANN401 - result_of
    def changed(one: Any) -> Any:  # noqa: ANN401 - as above
        result = plain(one)
        is_edit = one.claimed.notification.edits is not None and type(one.outcome).__name__ in {"Unknown", "TryAgain"}
        return replace(result, state="withdrawn") if is_edit else result

    return changed


RESULT, CLAIM, SHORTLIST = (
    "bot.delivery.writing:result_of",
    "bot.storage.outbox:StoredOutbox.claim",
    "bot.storage.ledger:StoredLedger.shortlist",
)
ENQUEUE, PREPARE = "bot.storage.posting:Posting.enqueue", "bot.app:TownBot.prepare"
ALLOWED = "bot.dispatch.invitation:ALLOWED"
_WORDING = "bot.speech.invitation_wording:"

MUTANTS: Mapping[str, Mutant] = MappingProxyType(
    {
        "no-claim": Mutant("a message is sent without being marked as under way", ((CLAIM, _without_fence),)),
        "sent-before-send": Mutant("a message is marked sent before it is sent", ((CLAIM, _sent_before_send),)),
        "no-recovery": Mutant(
            "what a dead process was sending stays under way", (("bot.storage.outbox:StoredOutbox.recover", _returns(0)),)
        ),
        "recovery-gives-up": Mutant(
            "a restart gives up what was under way",
            ((PREPARE, _on_restart("UPDATE outbox SET state='dead' WHERE attempt>0 AND state='queued'")),),
        ),
        "restart-empties-outbox": Mutant(
            "a restart forgets what is queued", ((PREPARE, _on_restart("DELETE FROM outbox WHERE state='queued'")),)
        ),
        "restart-empties-inbox": Mutant(
            "a restart forgets what came in",
            ((PREPARE, _on_restart("UPDATE inbox SET state='done', done_at=received_at WHERE state='waiting'")),),
        ),
        "flood-is-failure": Mutant("a 429 gives a message up", ((RESULT, _instead_of("dead", "TryAgain")),)),
        "flood-is-nothing": Mutant(
            "a 429 is not waited out",
            (
                (RESULT, _instead_of("queued", "TryAgain", not_before=None)),
                ("bot.delivery.gate:Gate.flooded", lambda _: lambda *__, **___: None),
            ),
        ),
        "unknown-is-failure": Mutant("a 502 gives a message up", ((RESULT, _instead_of("dead", "Unknown")),)),
        "unknown-is-sent": Mutant("a 502 counts as sent", ((RESULT, _instead_of("sent", "Unknown", not_before=None)),)),
        "edit-given-up": Mutant("an edit that did not go through is dropped", ((RESULT, _edits_lost),)),
        "number-not-kept": Mutant("the number of a sent message is forgotten", ((RESULT, _instead_of("sent", "Sent", message_id=None)),)),
        "results-dropped": Mutant(
            "every fifth result is not written down", (("bot.storage.outbox:StoredOutbox.settle", _forgets_each(5)),)
        ),
        "sends-twice": Mutant("every message is posted twice", (("bot.app:TownBot._post", _twice),)),
        "queues-twice": Mutant("every question is queued twice", ((ENQUEUE, _queues_twice),)),
        "question-not-queued": Mutant("every third question is not queued", ((ENQUEUE, _forgets_questions),)),
        "wrong-chat": Mutant("every third view goes to the next chat", (("bot.app:TownBot._render", _wrong_chat),)),
        "wrong-language": Mutant("everybody is written to in Hebrew", (("bot.speech.texts:Texts.screen", _in_hebrew),)),
        "offset-first": Mutant("updates are confirmed before they are stored", (("bot.inbox.poller:Poller._fetched", _offset_first),)),
        "done-apart": Mutant(
            "an update is marked done after its effect, in a transaction of its own", (("bot.inbox.worker:Worker._obey", _done_apart),)
        ),
        "no-dedup": Mutant("an update that comes again is obeyed again", (("bot.storage.inbox:StoredInbox.take_in", _no_dedup),)),
        "details-on-stand-by": Mutant(
            "who stands by reads the address",
            (
                (_WORDING + "TOLD_DETAILS", lambda plain: plain | {"stand_by"}),
                (_WORDING + "NEXT_STEP", lambda plain: {**plain, "stand_by": "invitation-next-assigned"}),
            ),
        ),
        "one-place-more": Mutant(
            "a call has one place more than it says",
            (("bot.dispatch.places:places_of", lambda plain: lambda *args: (*plain(*args), plain(*args)[-1])),),
        ),
        "always-a-place": Mutant("every yes gets a place", (("bot.dispatch.desk:has_place_for", lambda _: lambda *__: True),)),
        "blocked-stay": Mutant("who blocked the bot is not replaced", (("bot.delivery.writing:lose_contact", lambda _: _nothing),)),
        "asks-paused": Mutant("somebody on pause is asked", ((SHORTLIST, _also_asks(106)),)),
        "asks-unskilled": Mutant("somebody without the skills is asked", ((SHORTLIST, _also_asks(105)),)),
        "asks-unapproved": Mutant("somebody nobody let in is asked", ((SHORTLIST, _also_asks(109)),)),
        "asks-far": Mutant("somebody beyond the widest wave is asked", ((SHORTLIST, _also_asks(110)),)),
        "end-unsaid": Mutant("a closed call still looks open", ((_WORDING + "view", _always_open),)),
        "end-unshown": Mutant(
            "messages are not changed when a call closes", (("bot.storage.posting:Posting.refresh_views", _no_edit_at_the_end),)
        ),
        "end-unheard": Mutant("nobody hears of the end with a sound", (("bot.dispatch.desk:_sound", lambda _: _nothing),)),
        "counts-twice": Mutant("every answer is written down twice", (("bot.storage.ledger:StoredLedger.note", _notes_twice),)),
        "answers-for-others": Mutant(
            "a button answers for its owner, whoever presses it", (("bot.handlers.acknowledge:pressed", _for_anybody),)
        ),
        "silent-stay": Mutant("the silent are not stood down", (("bot.storage.ledger:StoredLedger.stand_down", _returns(())),)),
        "no-promotion": Mutant("nobody on stand-by moves up", (("bot.dispatch.waves:_next_in", lambda _: lambda *__: None),)),
        "one-wave": Mutant("there is no second wave", (("bot.dispatch.advance:wave_after", lambda _: lambda *__, **___: None),)),
        "no-heart": Mutant("the heart does not beat", (("bot.app:TownBot.beat", lambda _: _nothing),)),
        "no-after-yes": Mutant("who has a place cannot give it back", ((ALLOWED, _never_after("cannot", "assigned")),)),
        "yes-after-no": Mutant("who said no cannot say yes any more", ((ALLOWED, _never_after("coming", "cannot")),)),
        "early": Mutant(
            "the second wave leaves at once",
            (
                (
                    "bot.dispatch.advance:wave_after",
                    lambda _: lambda call, now, **__: now + timedelta(milliseconds=1) if call.wave < 1 else None,
                ),
            ),
        ),
    }
)
"""Every mistake by its name."""
