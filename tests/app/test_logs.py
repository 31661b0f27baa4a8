"""No token reaches a log, in a line or in a traceback."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import WithoutTokens, redacted

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
