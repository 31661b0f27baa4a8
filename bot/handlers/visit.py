"""One update's visit: who is here, what they may touch, and what they are answered; one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.dispatch.advance import Bench
from bot.dispatch.authority import may_coordinate, may_lead
from bot.dispatch.invitation import Invitation
from bot.dispatch.ledger import Ledger
from bot.dispatch.notification import Chat, Notification, Topic, Urgency
from bot.registry.audit import Audit
from bot.registry.language import Language, Names
from bot.registry.person import Grant, Person
from bot.registry.roster import Roster
from bot.speech.callbacks import Owner, press
from bot.speech.codec import to_json
from bot.speech.say import Arg, Button, Say, Screen
from bot.speech.seal import seal
from bot.speech.talk import Talk, Talks
from bot.speech.texts import Texts
from bot.town import Town


@dataclass(frozen=True, slots=True)
class Toast:
    """The short answer to a press, sent straight after the commit, best effort."""

    callback_id: str
    say: Say | None
    language: Language
    is_alert: bool = False


@dataclass(frozen=True, slots=True)
class House:
    """What every visit to one town's bot shares. `bot_name` is the bot's @username, for deep links."""

    town: Town
    texts: Texts
    mint: Callable[[], str]
    new_key: Callable[[], int]
    admin_code: str | None
    bot_name: str
    pepper: str
    """Mixed into the hashes of one-time secrets."""
    look_up: Callable[[int, str, str], None] | None = None
    """Has an address (chat, conversation's token, address) looked up outside this transaction; None without a geocoder."""


@dataclass(slots=True)
class Visit:
    """Everything a handler gets. It queues answers; the sender says them after the commit."""

    house: House
    roster: Roster
    ledger: Ledger
    talks: Talks
    audit: Audit
    now: datetime
    update_id: int
    chat: Chat
    person: Person
    grants: Sequence[Grant]
    talk: Talk | None = None
    callback_id: str | None = None
    pressed_message: int | None = None
    toasts: list[Toast] = field(default_factory=list)
    unsaid: Say | None = None
    """What a press would be answered by a toast, where words did the same."""
    _answers: int = 0
    _is_answered: bool = False

    @property
    def town(self) -> Town:
        """The town whose bot this is."""
        return self.house.town

    @property
    def language(self) -> Language:
        """The language of whoever is here."""
        return self.person.language

    @property
    def is_private(self) -> bool:
        """Whether this is a person's own chat with the bot."""
        return self.chat.chat_id > 0

    @property
    def bench(self) -> Bench:
        """What the desk needs to move calls."""
        return Bench(self.ledger, self.roster, self.now, self.town.zone, self.house.mint)

    def may_lead(self, cluster: str) -> bool:
        """Whether they may lead calls of this cluster right now."""
        return may_lead(self.grants, cluster, self.now)

    @property
    def is_coordinator(self) -> bool:
        """Whether they hold the coordinator's role right now."""
        return may_coordinate(self.grants, self.now)

    async def show(
        self, screen: Screen, *, fresh: bool = False, key: str = "", is_secret: bool = False, about: Invitation | None = None
    ) -> None:
        """Answer with a screen: in place of the one whose button was pressed, or as a new message.

        A reply keyboard can't be put into an edited message, so such screens are always new. A secret one waits sealed.
        One `about` an invitation asks why they can't come: it is never shown once they said something else or the call is closed.
        """
        args = _args(screen)
        edits = None if fresh or screen.ask else self.pressed_message
        self._answers += 1
        self._is_answered = True
        await self.ledger.enqueue(
            Notification(
                to=self.chat,
                topic=Topic.SCREEN,
                urgency=Urgency.CONVERSATION,
                key=key or f"answer:{self.chat.chat_id}:{self.update_id}:{self._answers}",
                args=seal(args, self.house.pepper, self.house.mint() + self.house.mint()) if is_secret else args,
                edit_message_id=edits,
                call_id=about.call_id if about else None,
                invitation_id=about.id if about else None,
            )
        )

    async def say(self, key: str, **args: Arg) -> None:
        """Answer with one sentence as a new message."""
        await self.show(Screen((Say(key, args),)), fresh=True)

    async def tell(self, person: Person, screen: Screen, urgency: Urgency = Urgency.ESCALATION) -> None:
        """Say something to someone else, in their own chat."""
        self._answers += 1
        key = f"tell:{person.chat_id}:{self.update_id}:{self._answers}"
        to = Chat(person.chat_id, person_key=person.key)
        await self.ledger.enqueue(Notification(to=to, topic=Topic.SCREEN, urgency=urgency, key=key, args=_args(screen)))

    def toast(self, key: str, *, alert: bool = False, **args: Arg) -> None:
        """Answer the press itself: a line that fades, or an alert to be tapped away."""
        if self.callback_id:
            self.toasts.append(Toast(self.callback_id, Say(key, args), self.language, is_alert=alert))
        else:
            self.unsaid = Say(key, args)

    async def speak_up(self) -> None:
        """Words have no toast: where nothing else answered them, its sentence does."""
        if self.unsaid is not None and not self._is_answered:
            await self.show(Screen((self.unsaid,)), fresh=True)

    async def begin(self, flow: str, step: str, **data: object) -> Talk:
        """Start a conversation, ending whatever was under way."""
        self.talk = Talk(self.chat.chat_id, flow, step, self.house.mint()[:8], data)
        await self.talks.keep(self.talk)
        return self.talk

    async def go(self, step: str, **changes: object) -> Talk:
        """Move the conversation to a step, with some of its data changed. Raises RuntimeError when none is under way."""
        if self.talk is None:
            message = "no conversation is under way"
            raise RuntimeError(message)
        self.talk = Talk(self.talk.chat_id, self.talk.flow, step, self.talk.token, {**self.talk.data, **changes})
        await self.talks.keep(self.talk)
        return self.talk

    async def end(self) -> None:
        """End the conversation."""
        self.talk = None
        await self.talks.end(self.chat.chat_id)

    def button(self, label: Say | Names | str, verb: str, arg: object = "") -> Button:
        """Return a button of the conversation under way."""
        token = self.talk.token if self.talk else ""
        return Button(label, press(Owner.TALK, token, verb, arg))


def _args(screen: Screen) -> dict[str, object]:
    written = to_json(screen)
    return dict(written) if isinstance(written, dict) else {}
