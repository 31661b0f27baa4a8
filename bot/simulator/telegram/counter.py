"""Where requests are served: checked, struck by faults, carried out and written into the log."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.simulator.telegram.accounts import BotAccount
from bot.simulator.telegram.call import Call
from bot.simulator.telegram.faults import Asked, Fault, Faults, When
from bot.simulator.telegram.limits import Limiter
from bot.simulator.telegram.methods import GET_UPDATES, METHODS
from bot.simulator.telegram.mishaps import SPOILS_AN_ANSWER, Hang, NoConnection, TooMany
from bot.simulator.telegram.polling import Polling
from bot.simulator.telegram.refusal import Refused, bad_request, not_found
from bot.simulator.telegram.schema import read_params, validate_reply, validate_request
from bot.simulator.telegram.spoiling import instead, restarting, spoiled
from bot.simulator.telegram.truth import Answer, Record, TruthLog
from bot.simulator.telegram.waiting import Waits
from bot.simulator.telegram.wire import Reply, granted, granted_updates, refused
from bot.simulator.telegram.world import World


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What carrying out a request came to, before any fault touches the answer."""

    reply: Reply
    refusal: Refused | None = None
    message_id: int | None = None

    @property
    def accepted(self) -> bool:
        return self.refusal is None


@dataclass(slots=True, eq=False)
class Counter:
    """Serves every bot; counts what is under way (hanging and polling requests apart)."""

    world: World
    limiter: Limiter
    faults: Faults
    log: TruthLog
    waits: Waits
    pollings: dict[str, Polling] = field(default_factory=dict)
    check_replies: bool = True
    in_flight: dict[str, int] = field(default_factory=dict)
    hanging: int = 0
    tasks: asyncio.TaskGroup | None = None
    """Who carries what takes effect after its answer; without one the answer waits for it."""

    async def serve(self, bot: BotAccount, method: str, raw: Mapping[str, object]) -> Reply:
        """Answer one request of a known bot."""
        if method not in METHODS and method != GET_UPDATES:
            return refused(not_found())
        if method == GET_UPDATES:
            return await self._serve(bot, method, raw)
        with self._counted(bot.token):
            return await self._serve(bot, method, raw)

    def run(self, bot: BotAccount, method: str, raw: Mapping[str, object]) -> None:
        """Carry out a method that came as a webhook's answer; nobody learns the result."""
        params, problems = read_params(method, raw) if method in METHODS else ({}, [f"{method}: unknown method"])
        call = Call(self.world, self.limiter, bot, method, params)
        problems += validate_request(method, params)
        self.world.violations += problems
        if not problems:
            self._write(call, self._carry_out(call), None)

    @contextmanager
    def _counted(self, token: str) -> Iterator[None]:
        self.in_flight[token] = self.in_flight.get(token, 0) + 1
        try:
            yield
        finally:
            self.in_flight[token] -= 1
            self.world.changes.mark()

    async def _serve(self, bot: BotAccount, method: str, raw: Mapping[str, object]) -> Reply:
        params, problems = read_params(method, raw)
        problems += validate_request(method, params)
        call = Call(self.world, self.limiter, bot, method, params)
        if problems:
            self.world.violations += problems
            refusal = bad_request(problems[0])
            return self._answer(call, _Outcome(refused(refusal), refusal), None)
        fault = self.faults.strike(Asked(bot.token, method, params))
        if fault is None:
            return self._answer(call, await self._outcome(call), None)
        needs_answer = isinstance(fault.do, SPOILS_AN_ANSWER)
        if fault.when is When.LATE and not needs_answer:
            return await self._late(call, fault)
        if fault.when is When.BEFORE_ACCEPT and not needs_answer:
            early = await self._instead(call, fault)
            return early or self._answer(call, await self._outcome(call), fault)
        return await self._spoil(call, await self._outcome(call), fault)

    async def _outcome(self, call: Call) -> _Outcome:
        return await self._fetch(call) if call.method == GET_UPDATES else self._carry_out(call)

    def _carry_out(self, call: Call) -> _Outcome:
        try:
            result = METHODS[call.method](call)
        except Refused as refusal:
            return _Outcome(refused(refusal), refusal)
        if self.check_replies:
            self.world.violations += [f"our reply: {problem}" for problem in validate_reply(call.method, result)]
        message_id = result.get("message_id") if isinstance(result, dict) else None
        return _Outcome(granted(result), message_id=message_id)

    async def _fetch(self, call: Call) -> _Outcome:
        try:
            updates = await self.pollings[call.bot.token].get_updates(call.params)
        except Refused as refusal:
            return _Outcome(refused(refusal), refusal)
        return _Outcome(granted_updates(updates))

    async def _instead(self, call: Call, fault: Fault) -> Reply | None:
        """Answer a request that never takes effect; None lets one that hung go on."""
        if isinstance(fault.do, Hang):
            self._note(call, _Outcome(Reply(0, "")), fault, Answer.HANG, accepted=False)
            await self._hang(call, fault, fault.do)
            return restarting() if self.waits.closed else None
        reply, answer = instead(fault.do)
        self._note(call, _Outcome(reply), fault, answer, accepted=False)
        return reply

    async def _spoil(self, call: Call, outcome: _Outcome, fault: Fault) -> Reply:
        """Let a request take effect, and then spoil its answer."""
        if isinstance(fault.do, Hang):
            self._note(call, outcome, fault, Answer.HANG, accepted=outcome.accepted)
            await self._hang(call, fault, fault.do)
            return outcome.reply
        if fault.answers_after:
            with self._away(call):
                await self.waits.rest(fault.answers_after)
        reply, answer = spoiled(fault.do, outcome.reply)
        self._note(call, _Outcome(reply, outcome.refusal, outcome.message_id), fault, answer, accepted=outcome.accepted)
        return reply

    async def _late(self, call: Call, fault: Fault) -> Reply:
        """Answer at once (or never), and let the request take effect later."""
        if isinstance(fault.do, NoConnection):
            return await self._instead(call, fault) or restarting()
        if isinstance(fault.do, Hang):
            self._note(call, _Outcome(Reply(0, "")), fault, Answer.HANG, accepted=False)
            await self._accept_later(call, fault)
            await self._hang(call, fault, fault.do)
            return restarting()
        reply, answer = instead(fault.do)
        self._note(call, _Outcome(reply), fault, answer, accepted=False)
        if self.tasks is None:
            await self._accept_later(call, fault)
        else:
            self.tasks.create_task(self._accept_later(call, fault))
        return reply

    async def _accept_later(self, call: Call, fault: Fault) -> None:
        """Carry a request out when its time has come; its answer has gone out already, or never will."""
        with self._away(call):
            await self.waits.rest(fault.late_by)
        if not self.waits.closed:
            outcome = await self._outcome(call)
            self._note(call, outcome, fault, Answer.HANG, accepted=outcome.accepted)

    async def _hang(self, call: Call, fault: Fault, hang: Hang) -> None:
        with self._away(call):
            await self.waits.until(fault.released, hang.lasts)

    @contextmanager
    def _away(self, call: Call) -> Iterator[None]:
        """Count a request as hanging instead of being served."""
        token, polling = call.bot.token, call.method == GET_UPDATES
        self.hanging += 1
        self.in_flight[token] = self.in_flight.get(token, 0) - (not polling)
        self.world.changes.mark()
        try:
            yield
        finally:
            self.in_flight[token] += not polling
            self.hanging -= 1

    def _answer(self, call: Call, outcome: _Outcome, fault: Fault | None) -> Reply:
        self._write(call, outcome, fault)
        return outcome.reply

    def _write(self, call: Call, outcome: _Outcome, fault: Fault | None) -> None:
        self._note(call, outcome, fault, Answer.OK if outcome.accepted else Answer.ERROR, accepted=outcome.accepted)

    def _note(self, call: Call, outcome: _Outcome, fault: Fault | None, answer: Answer, *, accepted: bool) -> None:
        chat_id, edited = call.params.get("chat_id"), call.params.get("message_id")
        refusal = outcome.refusal
        retry_after = fault.do.retry_after if fault and isinstance(fault.do, TooMany) else None
        self.log.append(
            Record(
                t=call.now(),
                token=call.bot.token,
                method=call.method,
                chat_id=chat_id if isinstance(chat_id, int) else None,
                message_id=outcome.message_id or (edited if isinstance(edited, int) else None),
                accepted=accepted,
                answer=answer,
                code=0 if answer in (Answer.HANG, Answer.RESET) else outcome.reply.status,
                params=call.params,
                refused=refusal.description if refusal else None,
                retry_after=refusal.parameters.get("retry_after") if refusal else retry_after,
                fault_id=fault.fault_id if fault else None,
            )
        )
        self.world.changes.mark()
