"""Hebrew, Arabic, Russian and English in one line: isolation, harmless display, Telegram's lengths."""

import re
import unicodedata
from functools import lru_cache

FSI, PDI = "\u2068", "\u2069"
"""First strong isolate and its end (UAX #9): what stands between them cannot turn its surroundings round."""

RLM, LRM = "\u200f", "\u200e"
ELLIPSIS = "…"
MARK = "\ufdd0"
"""A noncharacter (Unicode 23.7): nobody's words hold it once they are neutral."""

BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates: in a person's words they could reorder the bot's."""

UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff]")
SURROGATES = re.compile("[\ud800-\udfff]")
REMEMBERED = 2048
"""A wave says the same few lines to everybody: each is looked through once."""
EMPTY = re.compile(f"{FSI}{PDI}")
STRONG = {"L": LRM, "R": RLM, "AL": RLM}


class BadlyIsolated(AssertionError):
    """A line whose isolates do not close, or that holds a character which reorders its neighbours."""


def neutral(text: str) -> str:
    """Return someone's words with everything taken out that could reorder or break the lines around them."""
    harmless = OVERRIDES.sub("", BREAKS.sub("\n", text))
    return SURROGATES.sub("\ufffd", UNPRINTABLE.sub("", harmless)).replace("\t", " ")


def on_one_line(text: str) -> str:
    """Return a name, phone or code harmless and on a single line, so that it cannot pose as a line of ours."""
    return " ".join(neutral(text).split())


def isolated(text: str) -> str:
    """Return every line of `text` in an isolate of its own (a paragraph's end would close it anyway)."""
    return "\n".join(f"{FSI}{line}{PDI}" if line else "" for line in text.split("\n"))


def settled(text: str, *, rtl: bool) -> str:
    """Return a rendered sentence with its isolates closed on every line and its lines set to the reader's side."""
    lines = _whole_lines(text) if "\n" in text else [text + PDI * _open(text)]
    return "\n".join(sided(_tidy(line), rtl=rtl) for line in lines)


def bare(line: str) -> str:
    """Return a line without the isolate that holds all of it: a label has no surroundings."""
    return line[1:-1] if line.startswith(FSI) and _ends(line).get(0) == len(line) - 1 else line


def units(text: str) -> int:
    """Return the length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """Return `text` within `limit` UTF-16 units, ended by an ellipsis when it was longer, its isolates closed."""
    if units(text) <= limit:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: max(0, limit - 1) * 2].decode("utf-16-le", "ignore").rstrip()
    while kept and units(kept) + 1 + _open(kept) > limit:
        kept = kept[:-1]
    return kept + ELLIPSIS + PDI * _open(kept)


def assert_well_isolated(text: str) -> None:
    """Raise BadlyIsolated unless every line closes what it opens and nothing overrides direction. For tests of wording."""
    for line in text.split("\n"):
        depth = 0
        for character in line:
            depth += _step(character)
            if depth < 0 or (OVERRIDES.match(character) and character not in {FSI, PDI}):
                raise BadlyIsolated(line)
        if depth:
            raise BadlyIsolated(line)


def _step(character: str) -> int:
    return (character == FSI) - (character == PDI)


def _open(text: str) -> int:
    last = text.rsplit("\n", 1)[-1]
    return last.count(FSI) - last.count(PDI)


def _whole_lines(text: str) -> list[str]:
    """Close what a line leaves open and open it again on the next: an isolate ends with its paragraph."""
    lines, carried = [], 0
    for line in text.split("\n"):
        depth = carried + line.count(FSI) - line.count(PDI)
        lines.append(FSI * carried + line + PDI * depth)
        carried = depth
    return lines


@lru_cache(maxsize=REMEMBERED)
def _tidy(line: str) -> str:
    """Drop isolates that hold nothing, and the inner one of two that hold the same."""
    before = ""
    while before != line:
        before, line = line, EMPTY.sub("", line)
    ends = _ends(line) if FSI + FSI in line else {}
    inner = {start + 1 for start, end in ends.items() if ends.get(start + 1) == end - 1}
    dropped = inner | {ends[start] for start in inner}
    return "".join(character for place, character in enumerate(line) if place not in dropped)


def _ends(line: str) -> dict[int, int]:
    """Where each isolate of a balanced line ends, by where it starts."""
    ends, starts = {}, []
    for place, character in enumerate(line):
        if character == FSI:
            starts.append(place)
        elif character == PDI:
            ends[starts.pop()] = place
    return ends


def sided(line: str, *, rtl: bool) -> str:
    """Set a line to the reader's side: it takes that of its first strong letter outside isolates, and needs the mark without one."""
    return RLM + line if rtl and line.strip() and _side(line) != RLM else line


@lru_cache(maxsize=REMEMBERED)
def _side(line: str) -> str:
    depth = 0
    for character in line:
        depth += _step(character)
        side = STRONG.get(unicodedata.bidirectional(character)) if depth == 0 else None
        if side:
            return side
    return ""
