"""A story to be played: which call, where, how many people live there, and how they behave."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from bot.registry.language import Language
from bot.simulator.behaviour import Habits

FOLDER = files("bot.simulator") / "scenarios"


class NoSuchScenario(LookupError):
    """There is no scenario of this name; the message lists those there are."""


class WrongScenario(ValueError):
    """A scenario's file cannot be read; the message names file, key and reason."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One story. `when` is empty for now; `secrets` are what is added to the call for those assigned, by the preview's buttons."""

    name: str
    town: str
    kind: str
    place: str
    people: int
    words: str
    language: Language
    coordinator: str
    volunteers: int
    starts: datetime
    lasts: timedelta
    """After so long the coordinator closes the call in any case."""
    when: str = ""
    blocked: float = 0.0
    """The share of residents who have blocked the bot unseen."""
    habits: Habits = field(default_factory=Habits)
    secrets: Mapping[str, str] = field(default_factory=dict)

    @property
    def line(self) -> str:
        """The call as its coordinator types it, after /emergency or /call."""
        return " ".join(part for part in (self.kind, self.place, str(self.people), self.when, f'"{self.words}"') if part)


def names() -> list[str]:
    """Return the scenarios there are."""
    return sorted(file.name.removesuffix(".toml") for file in FOLDER.iterdir() if file.name.endswith(".toml"))


def read_scenario(name: str) -> Scenario:
    """Return a scenario by its name. Raises NoSuchScenario, WrongScenario."""
    if name not in names():
        message = f"there is no scenario {name!r}; there are {', '.join(names())}"
        raise NoSuchScenario(message)
    try:
        return _scenario(name, tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")))
    except (ValueError, TypeError, KeyError) as wrong:
        message = f"{name}.toml: {type(wrong).__name__}: {wrong}"
        raise WrongScenario(message) from wrong


def _scenario(name: str, table: dict[str, Any]) -> Scenario:
    lasts = timedelta(minutes=table.pop("lasts_minutes"))
    language = Language(table.pop("language"))
    return Scenario(name=name, lasts=lasts, language=language, habits=_habits(table.pop("habits", {})), **table)


def _habits(table: dict[str, Any]) -> Habits:
    minutes = table.pop("works_minutes", None)
    return Habits(**table) if minutes is None else Habits(works_s=minutes * 60.0, **table)
