"""The fault catalogue as data: every way in which Telegram, the line or the host fails, and what the bot must do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """Where a fault shows itself."""

    ANSWERS = "answers"
    """In what a request is answered."""
    UPDATES = "updates"
    """In what reaches the bot, or does not."""
    PEOPLE = "people"
    """In what people and groups do."""
    HOST = "host"
    """On the bot's own machine."""
    BUILD = "build"
    """In what the bot itself would send: prevented where it is built."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One fault of the catalogue."""

    fault_id: str
    place: Place
    name: str
    must: str


def _of(fault_id: str, place: Place, name: str, must: str) -> tuple[str, Entry]:
    return fault_id, Entry(fault_id, place, name, must)


CATALOGUE: Mapping[str, Entry] = dict(
    [
        _of("F01", Place.ANSWERS, "429 for one chat", "that chat waits, the others go on"),
        _of("F02", Place.ANSWERS, "429 for the whole bot", "three chats within 2 s pause everybody, then one probe goes first"),
        _of("F03", Place.ANSWERS, "429 for ten minutes and more", "the wait is stored; whoever an emergency can't reach is replaced"),
        _of("F04", Place.ANSWERS, "429 that does not say how long", "5 s, doubled each time"),
        _of("F05", Place.ANSWERS, "429 after the message was accepted", "a slow refusal proves nothing: unknown"),
        _of("F06", Place.ANSWERS, "pauses that overlap", "the later end stands, no request lifts it"),
        _of("F07", Place.PEOPLE, "more than 20 messages a minute for a group", "a sliding window, never a bucket"),
        _of("F08", Place.PEOPLE, "a person blocks the bot", "marked, replaced in the same wave, welcome again"),
        _of("F09", Place.PEOPLE, "a person deletes their account", "marked for good, places released and filled again"),
        _of("F10", Place.ANSWERS, "403: kicked, no member, can't begin", "nothing more is sent there until it is joined again"),
        _of("F11", Place.ANSWERS, "400: chat not found, PEER_ID_INVALID", "never tried again; somebody else is asked"),
        _of("F12", Place.ANSWERS, "400: may not write in this group or topic", "that group is left alone; coordinators are told"),
        _of("F13", Place.ANSWERS, "400: message is not modified", "success"),
        _of("F14", Place.ANSWERS, "400: message to edit not found", "at most one new message"),
        _of("F15", Place.BUILD, "400: message to be replied not found", "nothing is sent as a reply"),
        _of("F16", Place.ANSWERS, "400: can't parse entities", "plain text only; on a hit once more at once"),
        _of("F17", Place.ANSWERS, "400: message is too long", "cut by UTF-16 units before it leaves; on a hit shorter at once"),
        _of("F18", Place.BUILD, "callback data over 64 bytes, over 100 buttons", "never built"),
        _of("F19", Place.PEOPLE, "a group becomes a supergroup", "its new id is written everywhere, once; what waited goes there"),
        _of("F20", Place.ANSWERS, "400: query is too old", "swallowed: the press has had its effect"),
        _of("F21", Place.UPDATES, "presses die after 150 s of darkness", "open calls are asked again, words work too"),
        _of("F22", Place.UPDATES, "the same update two or three times", "one effect"),
        _of("F23", Place.UPDATES, "updates out of order across kinds", "the state decides, not the order of arrival"),
        _of("F24", Place.UPDATES, "update numbers begin anew", "no number is too old to be looked at"),
        _of("F25", Place.HOST, "a crash between fetching and obeying", "stored before it is confirmed"),
        _of("F26", Place.HOST, "obeying raises", "five tries, then put aside and told of"),
        _of("F27", Place.UPDATES, "one update of a batch is poison", "that one is put aside, the rest is obeyed"),
        _of("F28", Place.ANSWERS, "an HTML page with 502 or 504", "unknown, not failed"),
        _of("F29", Place.ANSWERS, "500, restart", "unknown, not failed"),
        _of("F30", Place.ANSWERS, "no connection at all", "safe to send again at once"),
        _of("F31", Place.ANSWERS, "accepted, and no answer", "unknown; an emergency goes again in time"),
        _of("F32", Place.ANSWERS, "the connection is reset", "unknown"),
        _of("F33", Place.ANSWERS, "accepted after we stopped waiting", "copies share one call number and both work"),
        _of("F34", Place.ANSWERS, "413: too large", "never tried again"),
        _of("F35", Place.ANSWERS, "401, 404: the token is refused", "sending stops, the queue is kept, the operator is told"),
        _of("F36", Place.UPDATES, "somebody else polls", "told of; polling goes on as soon as it may"),
        _of("F37", Place.UPDATES, "somebody takes the webhook", "seen within a minute, told of, taken back"),
        _of("F38", Place.HOST, "Telegram's address changes", "asked again within a minute"),
        _of("F39", Place.ANSWERS, "Telegram is dark for long", "one probe at a time; what is valid leaves when it is back"),
        _of("F40", Place.ANSWERS, "an answer that drips", "one deadline for the whole request"),
        _of("F41", Place.ANSWERS, "400: wrong file identifier", "never tried again; the words arrive all the same"),
        _of("F42", Place.PEOPLE, "an anonymous admin speaks", "nobody: no role, no identity"),
        _of("F43", Place.UPDATES, "somebody narrows the kinds of updates", "asked for again with every poll"),
        _of("F44", Place.PEOPLE, "a deep link with a payload that is none", "an ordinary start"),
        _of("F45", Place.PEOPLE, "somebody edits their yes", "an edit undoes nothing"),
        _of("F46", Place.PEOPLE, "a live card changes many times a minute", "the newest wins, at most 12 edits a minute"),
        _of("F47", Place.HOST, "disk full, database busy", "nothing is confirmed that is not stored; tried again"),
        _of("F48", Place.HOST, "the clock jumps an hour", "nothing is lost or doubled; waits keep their length"),
    ]
)

MAIN = (
    *("F01", "F02", "F05", "F08", "F13", "F14", "F16", "F19", "F20", "F22"),
    *("F23", "F25", "F27", "F28", "F29", "F30", "F31", "F32", "F33", "F47"),
)
"""The twenty that are met most, for pairs."""
