"""One chat of the page: somebody's phone as JSON, and their hands on it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from bot.simulator.telegram.phone import Phone
from bot.simulator.telegram.schema import JsonObject
from bot.simulator.telegram.seen import NoSuchButton, Seen
from bot.simulator.telegram.waiting import Changes

MOST_MESSAGES = 120
"""A page shows no more of a chat than this, the newest."""
LONGEST_TEXT = 4096
ANSWER_WITHIN_S = 15.0
"""Telegram lets a button's clock run about so long."""
ATTACHED = ("photo", "voice", "document")


class NotDone(Exception):
    """The page asked for something that this chat cannot do; the message says what."""


@dataclass(slots=True, eq=False)
class Pane:
    """A chat that the visitor holds in their hands."""

    name: str
    phone: Phone
    changes: Changes

    def view(self) -> JsonObject:
        """Return the chat as it stands."""
        return {
            "chat": self.phone.user_id,
            "person": self.phone.person.first_name,
            "messages": [_message(seen) for seen in self.phone.messages[-MOST_MESSAGES:]],
            "keys": self._keys(),
        }

    async def obey(self, deed: str, asked: Mapping[str, object]) -> JsonObject:
        """Do what the page asks for. Raises NotDone."""
        match deed, asked:
            case "say", {"text": str(text)} if 0 < len(text.strip()) <= LONGEST_TEXT:
                self.phone.say(text.strip())
            case "press", {"message": int(number), "data": str(data)}:
                return await self._press(number, data)
            case "contact", _:
                self.phone.share_contact()
            case "location", {"lat": int() | float() as lat, "lon": int() | float() as lon}:
                self.phone.send_location(float(lat), float(lon))
            case _:
                message = f"{deed!r} is nothing this chat can do with {sorted(asked)}"
                raise NotDone(message)
        return {}

    def _keys(self) -> list[list[JsonObject]]:
        """Return the reply keyboard that is open; the bot's are for one use, and used ones are folded away."""
        asked = next((seen for seen in reversed(self.phone.received) if seen.reply_keyboard), None)
        if asked is None or any(_uses(asked, seen) for seen in self.phone.messages):
            return []
        return self.phone.keys

    async def _press(self, number: int, data: str) -> JsonObject:
        """Press a button and wait for the bot's answer to the press, as the clock on a button does."""
        try:
            press = self.phone.press_data(data, number)
        except NoSuchButton as missing:
            raise NotDone(str(missing)) from missing
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                await self.changes.until(lambda: press.answered)
        except TimeoutError:
            return {}
        return {"toast": press.text or "", "alert": press.show_alert}


def _uses(asked: Seen, answer: Seen) -> bool:
    """Say whether this is what a key of that keyboard sends."""
    if answer.from_bot or answer.message_id < asked.message_id:
        return False
    return answer.content.keys() & {"contact", "location"} != set() or any(answer.text in row for row in asked.reply_keyboard)


def _message(seen: Seen) -> JsonObject:
    return {
        "id": seen.message_id,
        "mine": not seen.from_bot,
        "text": seen.text,
        "at": seen.date.isoformat(),
        "edited": seen.edited_at is not None,
        "rows": [[{"text": button.text, "data": button.data, "url": button.url} for button in row] for row in seen.rows],
        "attached": _attached(seen.content),
    }


def _attached(content: JsonObject) -> JsonObject | None:
    if "contact" in content:
        return {"sort": "contact", "words": content["contact"]["phone_number"]}
    if "location" in content:
        place = content["location"]
        return {"sort": "location", "words": f"{place['latitude']:.5f}, {place['longitude']:.5f}"}
    sort = next((sort for sort in ATTACHED if sort in content), None)
    return {"sort": "file", "words": sort} if sort else None
