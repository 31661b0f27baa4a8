"""A thematic cluster: a subject that the town's sectors work on together."""

from dataclasses import dataclass

from bot.registry.language import Names


@dataclass(frozen=True, slots=True)
class Cluster:
    """One cluster (eshkol) of the town, after the Matov model."""

    code: str
    names: Names
    is_emergency: bool = False
