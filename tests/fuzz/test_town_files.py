"""Z12: a town's profile with lines spoiled, swapped, cut or mixed up: refused by file, key and reason, or a town that can be kept."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import example, given
from hypothesis import strategies as st

from bot.keeping import check_town
from bot.town import items_of, town_from
from bot.town_file import PLACES_FILE, TOWN_FILE, WrongTownFile, find_town, read_town
from tests.properties.ground import effort

GOOD = find_town("arara")
VALUES = [
    '""',
    "-1",
    "1e400",
    "nan",
    "inf",
    "true",
    "[]",
    "[[]]",
    "{}",
    '"\\u0000"',
    '"\\u202e"',
    "2026-01-01",
    "9" * 400,
    '"' + "x" * 500 + '"',
    "'",
]
NOISE = ["\x00", "\ufeff", "[[", "=", "\r", "🚑", "[emergency]", "[policy]", 'a."b.c" = 1', "__proto__ = {}"]


def spoiled(text: str, chance: Random) -> str:
    """Return the profile with a few accidents."""
    lines = text.split("\n")
    for _ in range(chance.choice([1, 1, 2, 4])):
        place = chance.randrange(len(lines))
        name, equals, value = lines[place].partition("=")
        match chance.randrange(8):
            case 0:
                del lines[place]
            case 1:
                lines.insert(chance.randrange(len(lines)), lines[place])
            case 2 | 3 | 4 if equals:
                lines[place] = f"{name}= {chance.choice(VALUES)}" if chance.random() < 0.5 else name + equals + inner(value, chance)
            case 5:
                lines[place] = lines[place][: chance.randrange(len(lines[place]) + 1)]
            case 6:
                lines.insert(place, chance.choice(NOISE))
            case _:
                lines = lines[:place] if chance.random() < 0.1 else lines
    return "\n".join(lines)


def inner(value: str, chance: Random) -> str:
    """Spoil one value inside a line: most of a town's lines are tables of several."""
    parts = value.split(",")
    place = chance.randrange(len(parts))
    key, equals, _ = parts[place].rpartition("=")
    parts[place] = key + equals + " " + chance.choice(VALUES)
    return ",".join(parts)


@contextmanager
def town_of(profile: bytes, outlines: bytes | None = None) -> Iterator[Path]:
    with TemporaryDirectory() as kept:
        folder = Path(kept)
        (folder / TOWN_FILE).write_bytes(profile)
        shutil.copy(GOOD / PLACES_FILE, folder)
        if outlines is not None:
            (folder / PLACES_FILE).write_bytes(outlines)
        yield folder


def held_to_its_promise(folder: Path, *files: str) -> None:
    """Refused with a file and a reason for every mistake, and a key unless the whole file is unreadable; or sound and kept."""
    try:
        town = read_town(folder)
    except WrongTownFile as refused:
        flaws = refused.flaws
    else:
        assert town_from(items_of(town)) == town
        assert check_town(str(folder)).code == 0
        return
    assert flaws
    for flaw in flaws:
        assert flaw.file in files, flaw
        assert flaw.reason, flaw
        assert flaw.key or len(flaws) <= len(files), "a mistake without a key is the file itself"
        assert "Traceback" not in str(flaw)
        assert str(folder) not in str(flaw)


@effort(30)
@given(seed=st.integers(0, 2**32))
@example(seed=0)
def test_a_spoiled_profile_is_refused_or_can_be_kept(seed: int) -> None:
    text = (GOOD / TOWN_FILE).read_text(encoding="utf-8")
    with town_of(spoiled(text, Random(seed)).encode("utf-8", "surrogatepass")) as folder:
        held_to_its_promise(folder, TOWN_FILE, PLACES_FILE)


@effort(15)
@given(seed=st.integers(0, 2**32), is_profile=st.booleans())
def test_bytes_that_flip_in_a_file_are_found_there(seed: int, is_profile: bool) -> None:
    chance = Random(seed)
    profile, outlines = ((GOOD / name).read_bytes() for name in (TOWN_FILE, PLACES_FILE))
    raw = bytearray(profile if is_profile else outlines)
    for _ in range(chance.choice([1, 3, 30])):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    cut = bytes(raw[: chance.randrange(len(raw))]) if chance.random() < 0.2 else bytes(raw)
    with town_of(cut if is_profile else profile, None if is_profile else cut) as folder:
        held_to_its_promise(folder, TOWN_FILE, PLACES_FILE)
