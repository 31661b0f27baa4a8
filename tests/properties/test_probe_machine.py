"""H14: own messages, strangers', answers lost, requests late, messages deleted: the gap probe never says `delivered` of what is not."""

import asyncio
from dataclasses import dataclass
from typing import Any, cast

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import DeleteMessage, SendMessage
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from bot.delivery.outcome import Sent
from bot.delivery.post import Parcel, inline_keyboard
from bot.delivery.reconcile import MOST_CANDIDATES, Prober, RawEditMarkup
from bot.dispatch.notification import Topic
from bot.dispatch.outbox import Queued
from bot.speech.texts import Spoken, SpokenButton
from tests.properties.ground import TUESDAY, tried
from tests.storage.making import a_note

OPS, CHATS = 99, (1, 2)


@dataclass
class Message:
    """One message as Telegram has it."""

    chat: int
    markup: str | None
    is_ours: bool
    about: int | None = None
    """Which of our requests brought it."""
    is_gone: bool = False


class Telegram:
    """Counts private messages in one row, and compares buttons before it edits."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    def add(self, message: Message) -> int:
        self.messages.append(message)
        return len(self.messages)

    async def __call__(self, asked: Any, request_timeout: int = 0) -> Any:
        match asked:
            case SendMessage():
                return cast(Any, Sent(self.add(Message(int(asked.chat_id), None, is_ours=True))))
            case DeleteMessage():
                self.messages[asked.message_id - 1].is_gone = True
                return True
            case RawEditMarkup():
                return self._edit(asked)
            case _:
                raise AssertionError(asked)

    def _edit(self, asked: RawEditMarkup) -> bool:
        found = self.messages[asked.message_id - 1] if asked.message_id <= len(self.messages) else None
        if found is None or found.chat != asked.chat_id or found.is_gone:
            raise TelegramBadRequest(cast(Any, asked), "Bad Request: message to edit not found")
        if not found.is_ours:
            raise TelegramBadRequest(cast(Any, asked), "Bad Request: message can't be edited")
        if found.markup == asked.reply_markup:
            raise TelegramBadRequest(cast(Any, asked), "Bad Request: message is not modified")
        found.markup = asked.reply_markup
        return True


class Probe(RuleBasedStateMachine):
    """The real prober beside a Telegram that remembers which request brought which message."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.telegram = Telegram()
        self.prober = Prober(cast(Bot, self.telegram), OPS)
        self.prober.numbers.note([self.telegram.add(Message(OPS, None, is_ours=True))])
        self.requests = 0
        self.doubted: list[tuple[int, Queued, Parcel]] = []
        self.late: list[tuple[int, Parcel]] = []

    def _request(self, chat: int, *, has_buttons: bool) -> tuple[int, Queued, Parcel]:
        self.requests += 1
        buttons = ((SpokenButton("yes", f"i.tok{self.requests}.coming.", ""),),) if has_buttons else ()
        topic = Topic.INVITATION if has_buttons else Topic.SCREEN
        queued = Queued(self.requests, a_note(f"n{self.requests}", chat, topic=topic), 1, TUESDAY, low_id=self.prober.highest)
        return self.requests, queued, Parcel(chat, None, Spoken("x", buttons))

    def _accept(self, number: int, parcel: Parcel) -> int:
        markup = inline_keyboard(parcel.spoken) if parcel.spoken else None
        return self.telegram.add(Message(parcel.chat_id, markup, is_ours=True, about=number))

    @rule(
        chat=st.sampled_from(CHATS),
        has_buttons=st.booleans(),
        fate=st.sampled_from(["answered", "unanswered", "unanswered", "never", "late"]),
    )
    def send(self, chat: int, has_buttons: bool, fate: str) -> None:
        if any(parcel.chat_id == chat and self.prober.may_probe(queued, parcel) for _, queued, parcel in self.doubted):
            return
        number, queued, parcel = self._request(chat, has_buttons=has_buttons)
        if fate == "answered":
            self.prober.noted(parcel, Sent(self._accept(number, parcel)))
            return
        if fate == "unanswered":
            self._accept(number, parcel)
        if fate == "late":
            self.late.append((number, parcel))
        self.doubted.append((number, queued, parcel))

    @rule(chat=st.sampled_from((*CHATS, 7)), is_seen=st.booleans(), times=st.sampled_from([1, 1, 3, MOST_CANDIDATES + 1]))
    def somebody_writes(self, chat: int, is_seen: bool, times: int) -> None:
        """People's own messages take numbers too, and we may not have heard of them yet."""
        for _ in range(times):
            number = self.telegram.add(Message(chat, None, is_ours=False))
            if is_seen:
                self.prober.numbers.note([number])

    @precondition(lambda self: self.late)
    @rule()
    def late_one_arrives(self) -> None:
        self._accept(*self.late.pop(0))

    @rule(pick=st.integers(0, 60))
    def somebody_deletes(self, pick: int) -> None:
        self.telegram.messages[pick % len(self.telegram.messages)].is_gone = True

    @precondition(lambda self: self.doubted)
    @rule(pick=st.integers(0, 9))
    def seek(self, pick: int) -> None:
        """What the probe finds is ours and is that very message; what it does not find is sent again, which doubles it at most."""
        number, queued, parcel = self.doubted.pop(pick % len(self.doubted))
        found = self.loop.run_until_complete(self.prober.seek(queued, parcel))
        if found is not None:
            assert self.telegram.messages[found - 1].about == number, "said to be delivered, and is not: an alert would be lost"
            assert not self.telegram.messages[found - 1].is_gone
            return
        again = self._accept(number, parcel)
        self.prober.noted(parcel, Sent(again))
        copies = [one for one in self.telegram.messages if one.about == number]
        assert len(copies) <= 2

    def teardown(self) -> None:
        self.loop.close()


def test_the_probe_never_says_delivered_of_what_is_not() -> None:
    tried(Probe, 40, 30)


def test_an_edit_that_goes_through_is_no_proof() -> None:
    """Found by the machine: a notice of unknown fate in the same chat was taken for the invitation, which then was never sent."""
    probe = Probe()
    probe.send(1, has_buttons=False, fate="unanswered")
    probe.send(1, has_buttons=True, fate="never")
    probe.seek(1)
    probe.teardown()
