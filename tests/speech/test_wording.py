"""Every sentence exists in four languages, complete, with the same placeholders, and says what its emoji says."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import babel
import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.registry.language import Language
from bot.speech.bidi import OVERRIDES, assert_well_isolated
from bot.speech.say import Say
from bot.speech.texts import TEXTS, Texts

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
TOPICS = sorted({file.name for file in TEXTS.glob("*/*.ftl")})
ALPHABETS = {Language.HE: "HEBREW", Language.AR: "ARABIC", Language.RU: "CYRILLIC", Language.EN: "LATIN"}
OWN_NAMES = "language-"
"""Languages are called by their own names, whoever reads."""

SAME_EVERYWHERE = {"alarm-title", "moment-today"}
SAMPLES = (0, 1, 2, 3, 11, 21, 100)
TEXTS_OF_TOWN = Texts(ZoneInfo("Asia/Jerusalem"))

Entry = ast.Message | ast.Term


class Selects(Visitor):
    """Collects the choices that an entry makes."""

    def __init__(self) -> None:
        self.found: list[ast.SelectExpression] = []

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802 - named by fluent.syntax
        """Note one choice and look into its variants."""
        self.found.append(node)
        self.generic_visit(node)


class Spoken(Visitor):
    """Collects variables, references, functions and plain text."""

    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.references: set[str] = set()
        self.functions: set[str] = set()
        self.text = ""

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - named by fluent.syntax
        """Note a variable."""
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802 - named by fluent.syntax
        """Note a message."""
        self.references.add(node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802 - named by fluent.syntax
        """Note a term."""
        self.references.add(f"-{node.id.name}")

    def visit_FunctionReference(self, node: ast.FunctionReference) -> None:  # noqa: N802 - named by fluent.syntax
        """Note a function and what it is given."""
        self.functions.add(node.id.name)
        self.generic_visit(node)

    def visit_TextElement(self, node: ast.TextElement) -> None:  # noqa: N802 - named by fluent.syntax
        """Note plain text."""
        self.text += node.value


def entries(file: Path) -> Iterator[tuple[str, Entry]]:
    for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
        assert not isinstance(entry, ast.Junk), f"{file}: {entry.content}"
        if isinstance(entry, ast.Message):
            yield entry.id.name, entry
        elif isinstance(entry, ast.Term):
            yield f"-{entry.id.name}", entry


def spoken(node: ast.BaseNode) -> Spoken:
    found = Spoken()
    found.visit(node)
    return found


ALL: dict[Language, dict[str, Entry]] = {
    language: {key: entry for file in sorted((TEXTS / language.value).glob("*.ftl")) for key, entry in entries(file)}
    for language in Language
}
SPEECH = {language: {key: spoken(entry) for key, entry in found.items()} for language, found in ALL.items()}


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("language", Language)
def test_every_topic_has_the_same_sentences_in_every_language(topic: str, language: Language) -> None:
    file = TEXTS / language.value / topic
    assert file.exists(), f"{file} is missing"
    wanted = {key for other in Language for key, _ in entries(TEXTS / other.value / topic)}
    assert {key for key, _ in entries(file)} == wanted


@pytest.mark.parametrize("language", Language)
def test_every_sentence_has_the_same_placeholders_in_every_language(language: Language) -> None:
    for key, found in SPEECH[language].items():
        if not key.startswith("-"):
            assert found.variables == SPEECH[Language.EN][key].variables, key


@pytest.mark.parametrize("language", Language)
def test_every_sentence_has_words(language: Language) -> None:
    for key, entry in ALL[language].items():
        assert entry.value is not None, key
        assert not entry.attributes, key
        assert entry.value.elements, key


@pytest.mark.parametrize("language", Language)
def test_what_is_referred_to_exists_and_every_term_is_used(language: Language) -> None:
    referred = {name for found in SPEECH[language].values() for name in found.references}
    assert referred <= ALL[language].keys()
    assert {key for key in ALL[language] if key.startswith("-")} <= referred
    assert {name for found in SPEECH[language].values() for name in found.functions} <= {"NUMBER"}


@pytest.mark.parametrize("language", Language)
def test_every_plural_has_all_the_forms_of_its_language(language: Language) -> None:
    rule = babel.Locale(language.value).plural_form
    needed = set(rule.tags)
    for key, entry in ALL[language].items():
        choices = Selects()
        choices.visit(entry)
        for choice in choices.found:
            if is_plural(choice):
                assert needed <= words_of(choice), f"{key} lacks {needed - words_of(choice)}"


@pytest.mark.parametrize("language", Language)
def test_no_emoji_stands_without_words(language: Language) -> None:
    for key, entry in ALL[language].items():
        for pattern in patterns(entry):
            text = "".join(element.value for element in pattern.elements if isinstance(element, ast.TextElement))
            if any(unicodedata.category(character) == "So" for character in text):
                has_words = any(character.isalpha() for character in text) or len(pattern.elements) > 1
                assert has_words, key


@pytest.mark.parametrize("language", Language)
def test_no_sentence_is_left_in_another_language(language: Language) -> None:
    foreign = set(ALPHABETS.values()) - {ALPHABETS[language], "LATIN"}
    for key, found in SPEECH[language].items():
        if key.startswith(OWN_NAMES):
            continue
        assert not foreign & alphabets(found.text), f"{key}: {found.text}"
        if found.text == SPEECH[Language.EN][key].text and language is not Language.EN:
            assert key in SAME_EVERYWHERE or "LATIN" not in alphabets(found.text), f"{key} is not translated"


@pytest.mark.parametrize("language", Language)
def test_no_hidden_mark_turns_a_sentence_round(language: Language) -> None:
    for file in (TEXTS / language.value).glob("*.ftl"):
        assert not OVERRIDES.search(file.read_text(encoding="utf-8")), file
        assert "\t" not in file.read_text(encoding="utf-8"), file


@pytest.mark.parametrize("number", SAMPLES)
@pytest.mark.parametrize("language", Language)
def test_every_sentence_can_be_said(language: Language, number: int) -> None:
    for key, needed in TEXTS_OF_TOWN.placeholders(language).items():
        text = TEXTS_OF_TOWN.render(Say(key, dict.fromkeys(needed, number)), language, NOW)
        assert_well_isolated(text)
        assert "{" not in text, key
        assert not re.search(r" {2,}|\n{3,}", text), f"{key}: a gap in {text!r}"


def patterns(node: ast.BaseNode) -> list[ast.Pattern]:
    """Every stretch of text that is shown on its own: the value, or each of its variants."""
    choices = Selects()
    choices.visit(node)
    own = [node.value] if isinstance(node, (ast.Message, ast.Term)) and node.value else []
    return own + [variant.value for choice in choices.found for variant in choice.variants]


def words_of(choice: ast.SelectExpression) -> set[str]:
    return {variant.key.name for variant in choice.variants if isinstance(variant.key, ast.Identifier)}


def is_plural(choice: ast.SelectExpression) -> bool:
    """Whether a choice counts: it names a plural form, or its default shows the number that its numbers choose by."""
    if words_of(choice) & {"zero", "one", "two", "few", "many"}:
        return True
    if not isinstance(choice.selector, ast.VariableReference) or not any(isinstance(v.key, ast.NumberLiteral) for v in choice.variants):
        return False
    return any(choice.selector.id.name in spoken(variant.value).variables for variant in choice.variants if variant.default)


def alphabets(text: str) -> set[str]:
    return {unicodedata.name(character, "").split(" ")[0] for character in text if character.isalpha()}
