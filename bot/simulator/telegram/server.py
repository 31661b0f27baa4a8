"""Telegram with ground truth: a Bot API server on loopback, the people who use it, and what really happened."""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from functools import partial
from random import Random
from types import TracebackType

import aiohttp
from aiohttp import web

from bot.clock import Clock
from bot.simulator.telegram.accounts import BotAccount, Person
from bot.simulator.telegram.counter import Counter
from bot.simulator.telegram.faults import Faults
from bot.simulator.telegram.group import Group
from bot.simulator.telegram.limits import Limiter, Limits
from bot.simulator.telegram.mailbox import Mailbox, Webhook
from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.polling import Polling
from bot.simulator.telegram.refusal import Refused, not_found, unauthorized
from bot.simulator.telegram.respond import respond
from bot.simulator.telegram.rooms import GroupRoom
from bot.simulator.telegram.schema import JsonObject
from bot.simulator.telegram.truth import TruthLog
from bot.simulator.telegram.waiting import Changes, Waits
from bot.simulator.telegram.webhook import Postman
from bot.simulator.telegram.wire import BIGGEST_REQUEST, Reply, read_form, refused
from bot.simulator.telegram.world import World

DEFAULT_TOKEN = "100000001:made-up-for-the-simulator"  # noqa: S105 - opens nothing but this simulator
LOOPBACK = "127.0.0.1"


class TelegramServer:
    """A fake Telegram that several bots may use at once.

    Use it as `async with TelegramServer(clock) as server`, and give bots `server.base_url`. People
    come from `person`, groups from `group`; `log` says what was asked and accepted, `faults` makes
    things go wrong, `violations` lists every request, reply and update that the schema forbids.
    """

    def __init__(
        self,
        clock: Clock,
        tokens: tuple[str, ...] = (DEFAULT_TOKEN,),
        *,
        limits: Limits | None = None,
        port: int = 0,
        seed: int = 0,
        check_schema: bool = True,
    ) -> None:
        """Prepare a Telegram that knows these bots.

        Args:
            clock: the time of every limit, retention and wait.
            tokens: the bots' tokens; the first is the default bot of `person` and `group`.
            limits: the sending limits, Telegram's when None.
            port: the port on loopback, any free one when 0.
            seed: of the chance in webhook back-off and shuffled updates.
            check_schema: hold our own replies and updates to the schema; off for load figures.
        """
        self.log = TruthLog()
        self.faults = Faults()
        self._clock = clock
        self._waits = Waits(clock)
        self._world = World(clock, check_updates=check_schema)
        self._limiter = Limiter(clock, limits or Limits())
        self._counter = Counter(self._world, self._limiter, self.faults, self.log, self._waits, check_replies=check_schema)
        self._chance = Random(seed)
        self._postmen: dict[str, Postman] = {}
        self._port = port
        self._open = AsyncExitStack()
        self._tasks: asyncio.TaskGroup | None = None
        self._session: aiohttp.ClientSession | None = None
        for token in tokens:
            self.add_bot(token)

    async def __aenter__(self) -> "TelegramServer":
        """Begin to listen.

        Raises:
            OSError: the port is taken.
        """
        async with AsyncExitStack() as opening:
            self._session = await opening.enter_async_context(aiohttp.ClientSession())
            await self._listen(opening)
            self._tasks = await opening.enter_async_context(asyncio.TaskGroup())
            self.live_in(self._tasks)
            opening.callback(self.close)
            self._open = opening.pop_all()
        for bot in self._world.bots.values():
            self._open_postman(bot)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop listening; long polls and hanging requests end at once.

        The error is left out of the closing: a task group would wrap it.
        """
        await self._open.aclose()

    @property
    def base_url(self) -> str:
        """Return what stands for https://api.telegram.org."""
        return f"http://{LOOPBACK}:{self._port}"

    @property
    def token(self) -> str:
        """Return the first bot's token."""
        return next(iter(self._world.bots))

    @property
    def limits(self) -> Limits:
        """Return the sending limits in force."""
        return self._limiter.limits

    @limits.setter
    def limits(self, limits: Limits) -> None:
        self._limiter.limits = limits

    @property
    def violations(self) -> list[str]:
        """Return what broke the schema: requests, our replies, our updates."""
        return self._world.violations

    @property
    def self_made_429(self) -> int:
        """Return how many requests the limits (not faults) refused."""
        return self._limiter.refused

    @property
    def in_flight(self) -> int:
        """Return how many requests are being served, long polls and hanging ones apart."""
        return sum(self._counter.in_flight.values())

    @property
    def hanging(self) -> int:
        """Return how many requests hang on a fault."""
        return self._counter.hanging

    @property
    def changes(self) -> Changes:
        """Return the bell that rings at every change: `await server.changes.until(condition)`."""
        return self._world.changes

    def bot(self, token: str | None = None) -> BotAccount:
        """Return a bot's account, the first bot's when no token is given."""
        return self._world.bots[token or self.token]

    def add_bot(self, token: str, username: str | None = None, first_name: str = "Eshkol") -> BotAccount:
        """Let one more bot have an account."""
        name = username or f"eshkol{len(self._world.bots) + 1}_bot"
        bot = BotAccount(token, name, first_name)
        mailbox = Mailbox()
        polling = Polling(mailbox, self._clock, self._waits)
        postman = Postman(mailbox, self._clock, self._waits, self._chance)
        self._world.bots[token], self._world.mailboxes[token] = bot, mailbox
        self._counter.pollings[token], self._postmen[token] = polling, postman
        mailbox.stirred = partial(self._stirred, polling, postman)
        self._open_postman(bot)
        return bot

    def revoke(self, token: str) -> None:
        """Make a token worthless: everything asked with it is answered 401."""
        self._world.bots[token].revoked = True

    def person(
        self,
        first_name: str = "Dana",
        *,
        user_id: int | None = None,
        language_code: str = "he",
        last_name: str | None = None,
        username: str | None = None,
        phone_number: str = "+972500000000",
        bot_token: str | None = None,
    ) -> Phone:
        """Return the phone of a new person, or of the one who has this id already."""
        number = user_id if user_id is not None else self._world.new_person_id()
        if number not in self._world.people:
            person = Person(number, first_name, language_code, last_name, username, phone_number)
            self._world.add_person(person)
        return Phone(self._world, self.bot(bot_token), self._world.people[number])

    def group(self, title: str, members: tuple[Phone, ...] = (), *, is_forum: bool = False, is_basic: bool = False) -> Group:
        """Found a group, a forum, or a basic group that may `migrate`; the first member is its owner."""
        room = GroupRoom(group_id=self._world.new_group_id(basic=is_basic), title=title, is_basic=is_basic, is_forum=is_forum)
        for place, member in enumerate(members):
            room.members[member.user_id] = "member" if place else "creator"
        self._world.groups[room.chat_id] = room
        return Group(self._world, room)

    def quiet(self, token: str | None = None) -> bool:
        """Say whether every update was fetched and confirmed (or delivered) and no request is being served."""
        self._world.forget_old()
        tokens = (token,) if token else tuple(self._world.bots)
        waiting = any(self._world.mailboxes[name].waiting for name in tokens)
        return not waiting and not any(self._counter.in_flight.get(name, 0) for name in tokens)

    async def until_quiet(self, token: str | None = None) -> None:
        """Return as soon as `quiet` holds."""
        await self.changes.until(lambda: self.quiet(token))

    def is_polled(self, token: str | None = None) -> bool:
        """Say whether a long poll is open for this bot."""
        return self._counter.pollings[token or self.token].is_waiting

    def updates(self, token: str | None = None) -> list[JsonObject]:
        """Return every update produced for a bot so far (raw ones apart), oldest first."""
        return list(self._world.mailboxes[token or self.token].produced)

    def waiting(self, token: str | None = None) -> list[int]:
        """Return the ids of the updates that are not yet confirmed."""
        return [entry.update_id for entry in self._world.mailboxes[token or self.token].waiting]

    def lost(self, token: str | None = None) -> list[int]:
        """Return the ids of updates that Telegram gave up: too old, or never taken by the webhook."""
        return list(self._world.mailboxes[token or self.token].expired)

    def too_big(self, token: str | None = None) -> list[JsonObject]:
        """Return the updates dropped for their size."""
        return list(self._world.mailboxes[token or self.token].dropped)

    def inject_raw(self, update: JsonObject | bytes, token: str | None = None, *, repeat: int = 1) -> int:
        """Queue anything as an update, `repeat` times, even bytes that are no JSON; return its update_id.

        An object without `update_id` gets the next one. Copies after the first are delivered
        although they have been confirmed, as Telegram's own duplicates are.
        """
        mailbox = self._world.mailboxes[token or self.token]
        update_id = mailbox.put_raw(update, self._clock.now())
        for _copy in range(repeat - 1):
            again = update if isinstance(update, bytes) else update | {"update_id": update_id}
            mailbox.put_raw(again, self._clock.now(), stubborn=True)
        return update_id

    def scribble(self, token: str | None = None) -> int:
        """Queue an update that is half a JSON, and so spoils every answer that carries it; return its update_id."""
        number = self._world.mailboxes[token or self.token].next_update_id
        return self.inject_raw(f'{{"update_id":{number},"message":{{"te'.encode(), token)

    def repeat(self, update_id: int, token: str | None = None) -> None:
        """Deliver an update a second time, confirmed or not."""
        mailbox = self._world.mailboxes[token or self.token]
        update = next(update for update in mailbox.produced if update["update_id"] == update_id)
        mailbox.put_raw(update, self._clock.now(), stubborn=True)

    def shuffle(self, token: str | None = None) -> None:
        """Put the waiting updates into another order."""
        self._world.mailboxes[token or self.token].shuffle(self._chance)

    def mix(self, token: str | None = None) -> None:
        """Let the waiting updates' queues (messages by chat, presses by person, memberships) race; inside a queue order is kept."""
        self._world.mailboxes[token or self.token].mix(self._chance)

    def skip_message_ids(self, count: int, token: str | None = None) -> None:
        """Leave a gap in the bot's message numbers, as messages of its other chats and failed ones do."""
        self.bot(token).last_message_id += count

    def rebase_update_ids(self, next_id: int, token: str | None = None) -> None:
        """Go on counting from another number, as Telegram does after a quiet week."""
        self._world.mailboxes[token or self.token].next_update_id = next_id

    async def serve(self, token: str, method: str, params: Mapping[str, object]) -> Reply:
        """Answer one request, with whatever fault strikes it, without any socket: what HTTP does ends here too.

        Args:
            token: as in the path; an unknown one is answered 401, or 404 when it cannot be one.
            method: a Bot API method.
            params: as words of a form or as typed values.

        Returns:
            Status and body, and what the connection does with them (`Reply.wire`, `takes`, `keep`).
        """
        bot = self._world.bots.get(token)
        if bot is None or bot.revoked:
            return refused(unauthorized() if token.partition(":")[0].isdecimal() and ":" in token else not_found())
        return await self._counter.serve(bot, method, params)

    def live_in(self, tasks: asyncio.TaskGroup) -> None:
        """Let these tasks carry what takes effect after its answer; `async with server` has its own."""
        self._counter.tasks = tasks

    def point_webhook(self, url: str, token: str | None = None) -> None:
        """Let somebody else who has the token point the bot's updates elsewhere; an empty one points them nowhere."""
        mailbox = self._world.mailboxes[token or self.token]
        mailbox.webhook = Webhook(url) if url else None
        mailbox.stirred()

    def subscribe(self, kinds: Iterable[str], token: str | None = None) -> None:
        """Let somebody else who has the token choose the kinds of updates, as a call of getUpdates would."""
        self._world.mailboxes[token or self.token].subscribe(kinds)

    def close(self) -> None:
        """End every long poll and hanging request, as a restart of Telegram's server would; leaving does it too."""
        self._waits.close()
        for postman in self._postmen.values():
            postman.close()

    async def _listen(self, opening: AsyncExitStack) -> None:
        application = web.Application(client_max_size=BIGGEST_REQUEST)
        application.router.add_route("*", "/bot{token}/{method}", self._serve)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        opening.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, LOOPBACK, self._port).start()
        self._port = runner.addresses[0][1]

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        try:
            form = await read_form(request)
        except Refused as refusal:
            return await respond(refused(refusal), request, self._waits.rest)
        reply = await self.serve(request.match_info["token"], request.match_info["method"], form)
        return await respond(reply, request, self._waits.rest)

    def _stirred(self, polling: Polling, postman: Postman) -> None:
        polling.look()
        postman.look()
        self._world.changes.mark()

    def _open_postman(self, bot: BotAccount) -> None:
        if self._tasks is None or self._session is None:
            return
        postman = self._postmen[bot.token]
        postman.open(self._tasks, self._session, partial(self._reply_from_webhook, bot))
        postman.look()

    def _reply_from_webhook(self, bot: BotAccount, reply: JsonObject) -> None:
        params = {name: value for name, value in reply.items() if name != "method"}
        self._counter.run(bot, str(reply["method"]), params)
