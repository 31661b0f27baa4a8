"""The demo's page server: it lets its own page in and nobody else, tells what changed, and obeys hands on a phone."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.registry.language import Language
from bot.simulator.page.door import Door, open_door
from bot.simulator.page.feed import Shown
from bot.simulator.page.live import COORDINATOR, RESIDENT, Cast, LiveTown, live_town
from bot.simulator.page.words import KEYS
from bot.simulator.telegram.schema import JsonObject
from bot.town_file import find_town, read_town

FEW = Cast(people=12, seed=3, pace=600.0)


@pytest.fixture
async def live(tmp_path: Path) -> AsyncIterator[LiveTown]:
    async with live_town(read_town(find_town("beit-shemesh")), tmp_path, FEW) as live:
        yield live


@pytest.fixture
async def door(live: LiveTown) -> AsyncIterator[Door]:
    async with open_door(live, 0) as door:
        yield door


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as browser:
        yield browser


class Visitor:
    """Somebody at the page, without its drawing."""

    def __init__(self, door: Door, browser: aiohttp.ClientSession) -> None:
        self.door, self.browser = door, browser

    async def do(self, chat: str, deed: str, **said: object) -> tuple[int, JsonObject]:
        async with self.browser.post(f"{self.door.address}chats/{chat}/{deed}", json=said) as answer:
            return answer.status, await answer.json()

    async def until(self, live: LiveTown, words: str, chat: str) -> JsonObject:
        """Wait until the bot has said something with these words (or a button sends them); return the message."""

        def found() -> JsonObject | None:
            return next(
                (one for one in reversed(live.panes[chat].view()["messages"]) if not one["mine"] and words in json.dumps(one)), None
            )

        await live.server.changes.until(lambda: found() is not None)
        return found() or {}


@pytest.fixture
def visitor(door: Door, browser: aiohttp.ClientSession) -> Visitor:
    return Visitor(door, browser)


async def test_the_page_and_its_files_come_from_here_alone(door: Door, browser: aiohttp.ClientSession) -> None:
    for name in ("", "static/style.css", "static/page.js", "static/eshkol.svg"):
        async with browser.get(door.address + name) as answer:
            text = await answer.text()
            assert answer.status == 200
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert not [address for address in ("https://", "@import", "//cdn") if address in text]


@pytest.mark.parametrize("name", ["static/none.js", "static/..%2fdoor.py", "static/style", "elsewhere"])
async def test_nothing_else_lies_behind_the_door(door: Door, browser: aiohttp.ClientSession, name: str) -> None:
    async with browser.get(door.address + name) as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    ("headers", "token", "status"),
    [
        ({"Host": "attacker.example"}, None, 403),
        ({"Origin": "http://attacker.example"}, None, 403),
        ({"Origin": "null"}, None, 403),
        ({}, "guessed", 404),
        ({"Content-Type": "text/plain"}, None, 415),
    ],
)
async def test_strangers_are_not_let_in(
    door: Door, browser: aiohttp.ClientSession, headers: dict[str, str], token: str | None, status: int
) -> None:
    address = door.address.replace(door.token, token) if token else door.address
    async with browser.post(f"{address}chats/resident/say", data='{"text": "/start"}', headers=headers) as answer:
        assert answer.status == status
    assert not door.live.panes[RESIDENT].view()["messages"]


async def test_the_words_come_in_every_language_with_the_towns_map(door: Door, browser: aiohttp.ClientSession) -> None:
    async with browser.get(door.address + "words") as answer:
        known = await answer.json()
    assert {language: set(said) for language, said in known["words"].items()} == {language.value: set(KEYS) for language in Language}
    assert len(known["town"]["places"]) == len(door.live.bot.town.neighbourhoods)


async def test_the_coordinator_has_come_in_through_the_link(live: LiveTown, visitor: Visitor) -> None:
    first = live.panes[COORDINATOR].view()["messages"][0]
    assert first["mine"]
    assert first["text"].startswith("/start admin-")
    await visitor.until(live, "/team", COORDINATOR)
    assert await visitor.do(COORDINATOR, "say", text="/status") == (200, {})


async def test_a_visitor_writes_presses_and_shares(live: LiveTown, visitor: Visitor) -> None:
    assert await visitor.do(RESIDENT, "say", text=" /start ") == (200, {})
    asked = await visitor.until(live, ".language.pick:ar", RESIDENT)
    data = next(button["data"] for row in asked["rows"] for button in row if button["data"].endswith("pick:ar"))
    status, answer = await visitor.do(RESIDENT, "press", message=asked["id"], data=data)
    assert status == 200
    assert answer.keys() == {"toast", "alert"}
    await visitor.until(live, ".consent.agree", RESIDENT)
    assert await visitor.do(RESIDENT, "contact") == (200, {})
    assert await visitor.do(RESIDENT, "location", lat=31.7, lon=35) == (200, {})
    attached = [one["attached"]["sort"] for one in live.panes[RESIDENT].view()["messages"] if one["attached"]]
    assert attached == ["contact", "location"]


async def test_a_keyboard_used_once_is_folded_away(live: LiveTown) -> None:
    pane = live.panes[RESIDENT]
    pane.phone.start()
    key = {"text": "Share", "request_contact": True}
    async with aiohttp.ClientSession(live.server.base_url) as client:
        ask = {"chat_id": pane.phone.user_id, "text": "Your number?", "reply_markup": {"keyboard": [[key]], "one_time_keyboard": True}}
        await client.post(f"/bot{live.server.token}/sendMessage", json=ask)
    assert pane.view()["keys"] == [[key]]
    pane.phone.share_contact()
    assert pane.view()["keys"] == []


@pytest.mark.parametrize(
    ("chat", "deed", "said"),
    [
        ("resident", "say", {"text": "  "}),
        ("resident", "say", {"text": "x" * 5000}),
        ("resident", "say", {}),
        ("resident", "press", {"message": 99, "data": "t.x.y."}),
        ("resident", "press", {"message": "1", "data": "t"}),
        ("resident", "location", {"lat": "north", "lon": 1}),
        ("resident", "become", {"language": "xx"}),
        ("coordinator", "become", {"language": "he"}),
        ("mayor", "say", {"text": "hello"}),
        ("resident", "dance", {}),
    ],
)
async def test_what_no_chat_can_do_is_refused_with_a_reason(visitor: Visitor, chat: str, deed: str, said: dict[str, object]) -> None:
    status, answer = await visitor.do(chat, deed, **said)
    assert status == 409
    assert answer["refused"]


async def test_what_is_no_json_is_refused(door: Door, browser: aiohttp.ClientSession) -> None:
    headers = {"Content-Type": "application/json"}
    async with browser.post(f"{door.address}chats/resident/say", data="{", headers=headers) as answer:
        assert answer.status == 409


async def test_start_over_gives_somebody_new(live: LiveTown, visitor: Visitor) -> None:
    before = live.panes[RESIDENT].phone.user_id
    assert await visitor.do(RESIDENT, "become", language="ru") == (200, {})
    after = live.panes[RESIDENT].phone
    assert after.user_id != before
    assert after.person.language_code == "ru"


async def test_an_open_page_is_told_what_changes(door: Door, browser: aiohttp.ClientSession, visitor: Visitor) -> None:
    async with browser.get(door.address + "feed") as stream:
        first = await _news(stream)
        assert set(first["panes"]) == {COORDINATOR, RESIDENT}
        await visitor.do(RESIDENT, "say", text="/start")
        news = await _news(stream)
        while RESIDENT not in news.get("panes", {}):
            news = await _news(stream)
        assert news["panes"][RESIDENT]["messages"][0]["text"] == "/start"
        assert not news["panes"][RESIDENT]["anew"]


async def _news(stream: aiohttp.ClientResponse) -> JsonObject:
    async for line in stream.content:
        if line.startswith(b"data: "):
            return dict(json.loads(line.removeprefix(b"data: ")))
    return {}


def test_news_are_the_difference_and_nothing_more() -> None:
    shown = Shown()
    assert shown.news(_view({1: "a", 2: "b"}))["panes"]["resident"]["anew"]
    assert shown.news(_view({1: "a", 2: "b"})) == {}
    told = shown.news(_view({2: "changed", 3: "c"}))["panes"]["resident"]
    assert [message["id"] for message in told["messages"]] == [2, 3]
    assert told["gone"] == [1]
    assert shown.news(_view({2: "changed", 3: "c"}, board={"took": 1})) == {"board": {"took": 1}}
    assert shown.news(_view({9: "x"}, chat=6, board={"took": 1}))["panes"]["resident"]["anew"]


def _view(messages: dict[int, str], *, chat: int = 5, board: dict[str, Any] | None = None) -> JsonObject:
    listed = [{"id": number, "text": text} for number, text in messages.items()]
    return {"panes": {"resident": {"chat": chat, "person": "Noa", "messages": listed, "keys": []}}, "board": board or {}}
