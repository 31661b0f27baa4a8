"""What a message is about, looked up as it leaves: the reader, the call as it now stands, who is coming."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.dispatch.call import Call
from bot.dispatch.invitation import Invitation, Tally
from bot.dispatch.places import Place, places_of, seat
from bot.dispatch.waves import in_order
from bot.registry.person import Person


@dataclass(frozen=True, slots=True)
class Matter:
    """The facts one notification is rendered from.

    `invitations` are all of the call's for its live card, and those who come for a volunteer's own view; `people` is filled for cards.
    """

    reader: Person | None = None
    call: Call | None = None
    invitation: Invitation | None = None
    invitations: Sequence[Invitation] = ()
    people: Mapping[int, Person] = field(default_factory=dict)
    owner: Person | None = None

    @property
    def place(self) -> Place | None:
        """The place that the reader holds, by the skills it asks for; seated as dispatch seats everybody."""
        if self.call is None or self.invitation is None:
            return None
        coming = in_order(one for one in self.invitations if one.is_coming)
        places = places_of(self.call.kind, self.call.target)
        seats = seat([one.skills for one in coming], places)
        mine = next((place for one, place in zip(coming, seats, strict=True) if one.id == self.invitation.id), None)
        return None if mine is None else places[mine]

    @property
    def tally(self) -> Tally:
        """The call's answers, counted."""
        return Tally.of(self.invitations)
