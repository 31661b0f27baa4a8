"""Screens of the desk that stand beside a live card: never in place of the card, in place of each other."""

from collections.abc import Sequence

from bot.dispatch.call import Call
from bot.dispatch.invitation import Tally
from bot.dispatch.notification import Topic
from bot.handlers.visit import Visit
from bot.speech.call_wording import lines, title
from bot.speech.callbacks import Owner, press
from bot.speech.say import Button, Say, Screen

MOST_PAGE_DIGITS = 4
MOST_ID_DIGITS = 18


async def show_beside(visit: Visit, screen: Screen) -> None:
    """Show a screen: in place of the pressed one where that was such a screen too, else as a new message."""
    pressed = await visit.ledger.message_at(visit.chat.chat_id, visit.pressed_message) if visit.pressed_message else None
    await visit.show(screen, fresh=pressed is None or pressed.topic is not Topic.SCREEN)


def button(call: Call, label: Say | str, verb: str, arg: object = "") -> Button:
    """Return a button that belongs to a call."""
    return Button(label, press(Owner.CALL, call.token, verb, arg))


def back(call: Call, verb: str = "back") -> tuple[Button, ...]:
    """Return the row that leads back."""
    return (button(call, Say("button-back"), verb),)


def turning(call: Call, verb: str, page: int, pages: int) -> tuple[tuple[Button, ...], ...]:
    """Return the row that turns pages, where there is more than one."""
    row = []
    if page > 0:
        row.append(button(call, Say("button-page-previous"), verb, page - 1))
    if page + 1 < pages:
        row.append(button(call, Say("button-page-next"), verb, page + 1))
    return (tuple(row),) if row else ()


def pages_of(count: int, size: int) -> int:
    """Return how many pages so many things take; nothing takes one."""
    return max(1, -(-count // size))


def page_in(arg: str, pages: int) -> int:
    """Read a page's number out of a press; anything that is no page is the first, anything beyond the end the last."""
    is_number = arg.isascii() and arg.isdigit() and len(arg) <= MOST_PAGE_DIGITS
    return min(int(arg), pages - 1) if is_number else 0


def id_in(arg: str) -> int:
    """Read an id out of a press; 0, which nothing has, where there is none."""
    return int(arg) if arg.isascii() and arg.isdigit() and len(arg) <= MOST_ID_DIGITS else 0


def which(call: Call) -> Say:
    """Return which call, marked where it is a drill."""
    return Say("status-drill", {"call": title(call)}) if call.is_drill else title(call)


async def line(visit: Visit, call: Call) -> Say:
    """Return a call in two lines: which, and how many are needed, coming and arrived."""
    tally = Tally.of(await visit.ledger.invitations(call.id))
    counts = Say("status-counts", {"needed": call.needed, "coming": tally.coming, "arrived": tally.arrived})
    return lines([which(call), counts])


def rows_of_two(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    """Return buttons two to a row."""
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
