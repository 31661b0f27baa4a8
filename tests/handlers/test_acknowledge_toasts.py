"""The line that fades after a press: short enough for Telegram, in every language, for every standing."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.dispatch.invitation import Standing
from bot.handlers.acknowledge import STANDS
from bot.registry.language import Language
from bot.speech.bidi import assert_well_isolated, units
from bot.speech.say import Say
from bot.speech.texts import Texts

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXTS = Texts(ZoneInfo("Asia/Jerusalem"))
LONGEST_TOAST = 200
"""answerCallbackQuery takes 0-200 characters."""


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("standing", Standing)
def test_a_toast_fits_and_names_the_call(standing: Standing, language: Language) -> None:
    stands = Say(STANDS[standing], {"number": 4711})
    for say in (stands, Say("acknowledge-unchanged", {"stands": stands}), Say("acknowledge-call-closed", {"number": 4711})):
        said = TEXTS.render(say, language, NOW)
        assert_well_isolated(said)
        assert "4711" in said
        assert units(said) <= LONGEST_TOAST


def test_every_standing_is_told_in_its_own_words() -> None:
    assert len(set(STANDS.values())) == len(Standing)
