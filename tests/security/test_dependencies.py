"""What we build on, checked without a network: pinned, hashed, asked for, installed as locked, under licences that fit ours."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNTIME, DEV = "requirements.lock", "requirements-dev.lock"
PIN = re.compile(r"(?P<name>[a-z0-9][a-z0-9._-]*)(\[[\w,-]+\])?==(?P<version>[\w.+!-]+)( ;.*)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
FITTING = re.compile(
    r"(MIT|Apache|APL|BSD|0BSD|ISC|PSF|Python Software Foundation|Zlib|CC0|MPL|Mozilla Public)[ \w.()-]*( License(, Version)?( [\d.]+)?)?"
)
"""Licences that ask for no more than naming, or (MPL) for changes to their own files. Matched part by part."""
TEST_ONLY = {"python-telegram-bot": "LGPL-3.0-only"}
"""Never shipped nor imported by the bot: the tests hold our fake Telegram to an independent client."""


def pins(lock: str) -> dict[str, str]:
    """Return the locked version of every package."""
    found = (PIN.fullmatch(line) for line in (ROOT / lock).read_text(encoding="utf-8").splitlines())
    return {canonicalize_name(one["name"]): one["version"] for one in found if one}


def asked(*extras: str) -> list[Requirement]:
    groups = [PROJECT["dependencies"], *(PROJECT["optional-dependencies"][extra] for extra in extras)]
    return [Requirement(line) for group in groups for line in group]


def closure(requirements: list[Requirement]) -> set[str]:
    """Return every package that these need, on this machine."""
    found: set[tuple[str, frozenset[str]]] = set()
    waiting = [(canonicalize_name(one.name), frozenset(one.extras)) for one in requirements]
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in found:
            continue
        found.add((name, extras))
        for line in metadata.requires(name) or ():
            one = Requirement(line)
            if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
                waiting.append((canonicalize_name(one.name), frozenset(one.extras)))
    return {name for name, _ in found}


def licences(name: str) -> list[str]:
    """Return the parts of a package's licence: the SPDX expression, else its classifiers, else its own word."""
    about = metadata.metadata(name)
    classified = [line.rsplit("::", 1)[-1].strip() for line in about.get_all("Classifier") or () if line.startswith("License ::")]
    expression, own = ((about.get_all(field) or [""])[0] for field in ("License-Expression", "License"))
    said = expression or " AND ".join(classified) or own or "none"
    return [part.strip(" ()") for part in re.split(r" (?:AND|OR|WITH) ", said)]


@pytest.mark.parametrize("lock", [RUNTIME, DEV])
def test_every_line_is_a_pin_with_hashes_and_nothing_else(lock: str) -> None:
    lines = [line for line in (ROOT / lock).read_text(encoding="utf-8").splitlines() if line and not re.match(r"\s*#", line)]
    assert not [line for line in lines if not PIN.fullmatch(line) and not HASH.fullmatch(line)]
    assert all(HASH.fullmatch(after) for line, after in zip(lines, [*lines[1:], ""], strict=True) if PIN.fullmatch(line))


def test_the_locks_fit_what_the_project_asks_for_and_each_other() -> None:
    runtime, dev = pins(RUNTIME), pins(DEV)
    assert not [str(one) for one in asked() if not one.specifier.contains(runtime.get(canonicalize_name(one.name), "0"))]
    assert not [str(one) for one in asked("dev") if not one.specifier.contains(dev.get(canonicalize_name(one.name), "0"))]
    assert runtime.items() <= dev.items()


def test_nothing_is_locked_that_nobody_asked_for() -> None:
    assert set(pins(RUNTIME)) == closure(asked())
    assert set(pins(DEV)) == closure(asked("dev"))


def test_what_is_installed_is_what_is_locked() -> None:
    assert not {name: version for name, version in pins(DEV).items() if metadata.version(name) != version}


def test_every_licence_fits_and_what_we_ship_is_copyleft_free_beyond_its_own_files() -> None:
    unfit = {name: licences(name) for name in pins(DEV) if not all(FITTING.fullmatch(part) for part in licences(name))}
    assert unfit == {name: [licence] for name, licence in TEST_ONLY.items()} | {}
    assert not TEST_ONLY.keys() & pins(RUNTIME).keys()
