"""The page's own words, in every language at once: the visitor may change it without asking again."""

from datetime import datetime

from bot.registry.language import Language
from bot.speech.bidi import bare
from bot.speech.say import Say
from bot.speech.texts import Texts

KEYS = (
    "button-cancel",
    "call-state-cancelled",
    "call-state-done",
    "call-state-filled",
    "call-state-open",
    "demo-about",
    "demo-alert-close",
    "demo-arrived",
    "demo-asked",
    "demo-attachment",
    "demo-bot-name",
    "demo-call",
    "demo-cannot",
    "demo-chat-coordinator",
    "demo-chat-resident",
    "demo-coming",
    "demo-commands",
    "demo-contact-shared",
    "demo-delivered",
    "demo-drill",
    "demo-edited",
    "demo-emergency",
    "demo-happening",
    "demo-happening-nothing",
    "demo-language",
    "demo-live-call",
    "demo-location-shared",
    "demo-location-where",
    "demo-lost",
    "demo-map",
    "demo-needed",
    "demo-newest",
    "demo-no-call",
    "demo-on-the-way",
    "demo-role-coordinator",
    "demo-role-resident",
    "demo-seen",
    "demo-send",
    "demo-silent",
    "demo-stand-by",
    "demo-start",
    "demo-start-over",
    "demo-start-over-about",
    "demo-telegram-took",
    "demo-title",
    "demo-wave",
    "demo-write",
    "demo-you",
    "language-ar",
    "language-en",
    "language-he",
    "language-ru",
)


def words(texts: Texts, now: datetime) -> dict[str, dict[str, str]]:
    """Return every word of the page by language and key."""
    return {language.value: {key: bare(texts.render(Say(key), language, now)) for key in KEYS} for language in Language}


def made_up_names(texts: Texts, language: Language, now: datetime) -> list[str]:
    """Return first names for the people that the visitor becomes: the coordinator's, then residents'."""
    listed = texts.render(Say("demo-names"), language, now)
    return [name.strip() for name in bare(listed).split(",")]
