"""A whole story told with canaries: no secret, no number and no exact address stands where it must not, at any moment."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.auditing import export_audit
from bot.cli import main
from bot.keeping import export_town
from bot.logs import WithoutTokens
from bot.simulator.harness import ADMIN_CODE
from bot.simulator.telegram.faults import Fault, asked
from bot.simulator.telegram.mishaps import JsonError
from bot.storage.tables import PERSONAL, metadata
from config.settings import read_settings
from tests.spec.stage import ADDRESS, AT_ONCE, CONTACT, Stage, answers, plain, stage

PHONE = "+972587654321"
WORDS = "sing-canary-sing"
PERSONAL_COLUMNS = {(table.name, column) for table, columns in PERSONAL.items() for column in columns}
SILENT_METHODS = {"getUpdates", "getMe", "deleteWebhook", "setMyCommands", "answerCallbackQuery"}


class Heard(logging.Handler):
    """Everything that was logged, as the log would show it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(WithoutTokens("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def heard() -> Iterator[Heard]:
    handler, root = Heard(), logging.getLogger()
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)


class Written:
    """Every statement with its values, as they go to the database: what stands there only for a moment counts too."""

    def __init__(self) -> None:
        self.statements: list[tuple[str, str]] = []

    def listen(self, scene: Stage) -> None:
        event.listen(scene.town.bot.ground.database.engine.sync_engine, "before_cursor_execute", self._note)

    def _note(self, _conn: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        self.statements.append((statement, repr(values)))

    def tables_of(self, secret: str) -> set[str]:
        tables = (re.search(r"(?:INTO|UPDATE|FROM) (\w+)", statement) for statement, values in self.statements if secret in values)
        return {found[1] for found in tables if found}


async def everything(scene: Stage) -> AsyncIterator[tuple[str, str, str]]:
    """Yield table, column and content of every text that is stored."""
    async with scene.town.records() as records:
        for table in metadata.sorted_tables:
            for row in (await records.connection.execute(select(table))).mappings():
                for column, value in row.items():
                    yield table.name, str(column), repr(value)


async def the_story(scene: Stage) -> str:
    """A second coordinator by link, a wrong code, an emergency with somebody in it, a reply, an error; return the link's token."""
    town, owner = scene.town, scene.owner
    owner.say("/team")
    await town.settle()
    owner.press(answers("go", "role"))
    await town.settle()
    owner.press(answers("role", "coordinator"))
    await town.settle()
    [link] = [found[1] for seen in owner.received for found in [re.search(r"start=inv-([\w-]+)", plain(seen.text))] if found]
    yael = town.phone("Yael", language="en", number=PHONE)
    yael.start(f"inv-{link}")
    await town.settle()
    yael.press(answers("accept"))
    await town.settle()
    yael.say(f"/admin {ADMIN_CODE}x")
    yael.say(f"/admin {ADMIN_CODE}")
    await town.settle()
    noa = await scene.has("Noa")
    call = await scene.call(1, AT_ONCE)
    town.server.faults.add(Fault(JsonError(), asked("editMessageText"), times=2))
    await scene.press("Noa", "coming", "10")
    noa.say(f"{WORDS} {PHONE}", reply_to=noa.last)
    await town.pass_time(seconds=30)
    for verb in ("people", "phones", "history"):
        async with town.records() as records:
            token = (await records.ledger.call(call.id)).token
        owner.press_data(f"c.{token}.{verb}.", owner.last)
        await town.settle()
    return link


async def test_no_canary_sings_where_it_must_not(tmp_path: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    written = Written()
    async with stage(tmp_path) as scene:
        written.listen(scene)
        link = await the_story(scene)
        token = scene.town.server.token
        secrets = (token, token.partition(":")[2], ADMIN_CODE, link)
        await scene.town.pass_time(minutes=1)
        for secret in (token, ADMIN_CODE, link):
            assert written.tables_of(secret) <= {"inbox"}, "a secret passes through the update that brings it, and nowhere else"
        async for table, column, value in everything(scene):
            assert not any(secret in value for secret in secrets), (table, column)
            is_personal = (table, column) in PERSONAL_COLUMNS
            assert is_personal or not any(mark in value for mark in (PHONE, ADDRESS, CONTACT, WORDS)), (table, column)
        held = bytes_of(tmp_path)
        assert not [secret for secret in secrets if secret.encode() in held]
        assert not [line for line in heard.lines for mark in (*secrets, PHONE, ADDRESS, CONTACT, WORDS) if mark in line]
        only_those_who_come_and_those_in_charge_read_the_address(scene)
        nothing_is_sent_with_a_parse_mode(scene)
    await asyncio.to_thread(exports_hold_none, tmp_path, monkeypatch, (*secrets, PHONE, ADDRESS, CONTACT, WORDS))


def bytes_of(folder: Path) -> bytes:
    """The database file and its log, byte for byte."""
    return b"".join(file.read_bytes() for file in folder.glob("town.db*"))


def only_those_who_come_and_those_in_charge_read_the_address(scene: Stage) -> None:
    told = {one.chat_id for one in scene.town.server.log if any(mark in repr(one.params) for mark in (ADDRESS, CONTACT))}
    assert told <= {scene["Noa"].user_id, scene.owner.user_id, *(phone.user_id for name, phone in scene.people.items() if name == "Yael")}
    assert scene["Noa"].user_id in told
    assert not any(mark in plain(seen.text) for seen in scene["Bystander"].received for mark in (ADDRESS, CONTACT, PHONE))


def nothing_is_sent_with_a_parse_mode(scene: Stage) -> None:
    """What a person wrote is text: `<b>` and `*` in a name or a reply mean nothing to Telegram."""
    spoken = [one for one in scene.town.server.log if one.method not in SILENT_METHODS]
    assert spoken
    assert not [one.method for one in spoken if "parse_mode" in one.params]


def exports_hold_none(folder: Path, monkeypatch: pytest.MonkeyPatch, marks: tuple[str, ...]) -> None:
    for name in ("BOT_TOKEN", "BOTS_FILE", "WEBHOOK_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{folder / 'town.db'}")
    settings = read_settings()
    lines = [*export_town(settings, "beit-shemesh").lines, *export_audit(settings, "beit-shemesh").lines]
    assert len(lines) > 20
    assert not [line for line in lines for mark in marks if mark in line]


def test_errors_of_the_command_line_name_variables_and_no_values(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_TOKEN", "7342037359:canary")
    monkeypatch.setenv("ADMIN_CODE", "canary")
    monkeypatch.setenv("WEBHOOK_SECRET", "canary canary")
    assert main(["check"]) == 2
    said = "".join(capsys.readouterr())
    assert "BOT_TOKEN" in said
    assert "canary" not in said
