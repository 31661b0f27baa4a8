"""No secret, link or number reaches a log, in a line or in a traceback, and no message poses as an entry of its own."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import logs
from bot.logs import WithoutTokens, hide, redacted

CANARY = "7342037359:AAFakeFakeFakeFakeFakeFakeFakeFake-_x"


def test_a_token_in_a_url_is_taken_out() -> None:
    assert CANARY not in redacted(f"POST https://api.telegram.org/bot{CANARY}/sendMessage failed")


def test_a_token_in_a_traceback_is_taken_out() -> None:
    with pytest.raises(ValueError, match="invalid literal") as raised:
        int(CANARY)
    told = (raised.type, raised.value, raised.tb)
    record = logging.LogRecord("bot", logging.ERROR, __file__, 1, "it failed with %s", (CANARY,), told)

    line = WithoutTokens("%(message)s").format(record)

    assert "it failed with" in line
    assert CANARY not in line


@given(before=st.text(max_size=30), after=st.text(max_size=30))
def test_taking_out_twice_changes_nothing_more(before: str, after: str) -> None:
    once = redacted(f"{before} {CANARY} {after}")

    assert redacted(once) == once
    assert CANARY not in once


def formatted(message: str, *args: object) -> str:
    return WithoutTokens("%(levelname)s %(message)s").format(logging.LogRecord("bot", logging.INFO, __file__, 1, message, args, None))


def test_what_the_host_confided_a_link_and_a_number_are_taken_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_secrets", set[str]())
    hide(["a-webhook-secret-of-the-host", "short"])
    line = formatted("%s %s %s %s", "a-webhook-secret-of-the-host", "t.me/x?start=inv-AbCdEfGhIjKl", "+972587654321", "short")
    assert line == "INFO <·> t.me/x?start=inv-<link> <phone> short"


def test_a_message_can_neither_begin_a_line_of_its_own_nor_colour_the_terminal() -> None:
    line = formatted("a name: %s", "Eve\n2026-11-24 ERROR bot: all is lost \x1b[31m\r\u2028")
    assert "\x1b" not in line
    assert len(line.splitlines()) == 1


def test_an_error_that_quotes_a_person_stays_below_its_entry() -> None:
    told = (ValueError, ValueError("bad\n2026-11-24 ERROR bot: forged"), None)
    lines = WithoutTokens("%(message)s").format(logging.LogRecord("bot", logging.ERROR, __file__, 1, "failed", (), told)).splitlines()
    assert lines[0] == "failed"
    assert all(line.startswith("    ") for line in lines[1:])
