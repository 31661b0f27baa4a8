"""What a volunteer can do, from the town's catalogue."""

from dataclasses import dataclass

from bot.registry.language import Names


@dataclass(frozen=True, slots=True)
class Skill:
    """One line of the skills catalogue. `credential` names the paper it will ask for once credentials are checked."""

    code: str
    names: Names
    min_age: int = 0
    credential: str | None = None
