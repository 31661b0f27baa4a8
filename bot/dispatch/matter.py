"""What a message is about, looked up as it leaves: the reader, the call as it now stands, who is coming."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.dispatch.call import Call
from bot.dispatch.invitation import Invitation, Tally
from bot.registry.person import Person


@dataclass(frozen=True, slots=True)
class Matter:
    """The facts one notification is rendered from. `people` is filled for live cards only."""

    reader: Person | None = None
    call: Call | None = None
    invitation: Invitation | None = None
    invitations: Sequence[Invitation] = ()
    people: Mapping[int, Person] = field(default_factory=dict)
    owner: Person | None = None

    @property
    def tally(self) -> Tally:
        """The call's answers, counted."""
        return Tally.of(self.invitations)
