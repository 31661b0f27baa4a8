"""What a mishap makes of an answer: one instead of it, or the right one spoiled on its way."""

import json
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus

from bot.simulator.telegram.mishaps import (
    Drip,
    Hang,
    HtmlPage,
    JsonError,
    Mishap,
    NoConnection,
    Reset,
    TooMany,
    Truncated,
    Twice,
    WrongJson,
)
from bot.simulator.telegram.refusal import Refused, too_many_requests
from bot.simulator.telegram.truth import Answer
from bot.simulator.telegram.wire import NO_CONNECTION, OK, RESET, Reply, Wire, html_page, refused


def instead(mishap: Mishap) -> tuple[Reply, Answer]:
    """Return what is answered without looking at the right answer; what only spoils one leaves nothing."""
    match mishap:
        case TooMany():
            return _too_many(mishap), Answer.ERROR
        case JsonError(code, description, parameters):
            return refused(Refused(code, description, **parameters)), Answer.ERROR
        case HtmlPage(code):
            return html_page(code), Answer.HTML
        case WrongJson(body):
            return Reply(OK, body), Answer.SPOILED
        case NoConnection():
            return NO_CONNECTION, Answer.RESET
        case Reset() | Hang() | Drip() | Truncated() | Twice():
            return RESET, Answer.RESET


def spoiled(mishap: Mishap, right: Reply) -> tuple[Reply, Answer]:
    """Return what comes of the right answer of a request that took effect."""
    match mishap:
        case Drip(rate):
            length = len(right.body.encode("utf-8", "surrogateescape"))
            return replace(right, wire=Wire.DRIP, takes=timedelta(seconds=length / rate)), Answer.SPOILED
        case Truncated(keep, honest=True):
            return replace(right, body=right.body[:keep]), Answer.SPOILED
        case Truncated(keep):
            return replace(right, wire=Wire.CUT, keep=keep), Answer.SPOILED
        case Twice():
            return replace(right, wire=Wire.TWICE), Answer.OK
        case _:
            return instead(mishap)


def restarting() -> Reply:
    """Return what a server that closes says to whom it still holds."""
    return refused(Refused(500, "Internal Server Error: restart"))


def _too_many(mishap: TooMany) -> Reply:
    whole = refused(too_many_requests(mishap.retry_after))
    headers = {"Retry-After": str(mishap.retry_after)} if mishap.in_header else {}
    body = json.loads(whole.body)
    if not mishap.in_parameters:
        del body["parameters"]
        body["description"] = HTTPStatus.TOO_MANY_REQUESTS.phrase
    return replace(whole, body=json.dumps(body), headers=headers)
