"""Sentences live in config/texts: code names them by keys that exist, and none is written without being said."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.registry.language import Language
from bot.speech.texts import TEXTS, Texts

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "bot").rglob("*.py"))
NAMES = [str(module.relative_to(ROOT)) for module in MODULES]
KEYS = Texts(ZoneInfo("Asia/Jerusalem")).placeholders(Language.EN)
BUILT = (
    "age-",
    "alarm-",
    "command-",
    "compass-",
    "issue-condition-",
    "issue-time-",
    "language-",
    "month-",
    "severity-",
    "transport-",
    "weekday-",
)
"""Families of keys whose end is made from a word of the tables: Say(f"age-{band}")."""

SPEAKING = {"Ask", "Button", "Names", "Quote", "Say", "Screen"}
ALPHABETS = ("HEBREW", "ARABIC", "CYRILLIC")
LETTERS_OF_A_WORD = 2
SENTENCE = re.compile(r"\S+( \S+){3,}")


def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def docstrings(module: ast.Module) -> set[ast.AST]:
    """Strings that stand as statements: docstrings, and the captions below constants."""
    return {node.value for node in ast.walk(module) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}


def strings(node: ast.AST) -> Iterator[tuple[ast.Constant, str]]:
    for found in ast.walk(node):
        if isinstance(found, ast.Constant) and isinstance(found.value, str):
            yield found, found.value


def calls(module: ast.Module, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def foreign_words(text: str) -> bool:
    letters = [character for character in text if unicodedata.name(character, "").startswith(ALPHABETS) and character.isalpha()]
    return len(letters) >= LETTERS_OF_A_WORD


def key_of(call: ast.Call) -> ast.expr | None:
    named = [keyword.value for keyword in call.keywords if keyword.arg == "key"]
    return next(iter([*call.args, *named]), None)


def literal_keys(call: ast.Call) -> list[str]:
    """The keys that a Say names outright: Say("a"), Say("a" if x else "b")."""
    match key_of(call):
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=ast.Constant(value=str(first)), orelse=ast.Constant(value=str(second))):
            return [first, second]
        case _:
            return []


def given(call: ast.Call) -> set[str] | None:
    """The arguments that a Say is given, when they are written out beside its key."""
    written = [*call.args[1:2], *(keyword.value for keyword in call.keywords if keyword.arg == "args")]
    if not written:
        return set()
    if not isinstance(written[0], ast.Dict) or not all(isinstance(key, ast.Constant) for key in written[0].keys):
        return None
    return {key.value for key in written[0].keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_code_speaks_no_language_but_its_own(module: Path) -> None:
    """As written: an alphabet given by its escapes is no sentence."""
    parsed = tree(module)
    quiet = docstrings(parsed)
    lines = module.read_text(encoding="utf-8").splitlines()
    loud = (found for found, text in strings(parsed) if found not in quiet and foreign_words(text))
    written = {found.lineno: "\n".join(lines[found.lineno - 1 : found.end_lineno]) for found in loud}
    assert not [f"line {number}" for number, source in written.items() if foreign_words(source)]


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_nothing_said_is_a_sentence_in_code(module: Path) -> None:
    said = [found for call in calls(tree(module), SPEAKING) for found in strings(call)]
    assert not [f"line {found.lineno}: {text}" for found, text in said if SENTENCE.search(text)]


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_every_key_exists_and_gets_its_placeholders(module: Path) -> None:
    for call in calls(tree(module), {"Say"}):
        for key in literal_keys(call):
            assert key in KEYS, f"line {call.lineno}: {key}"
            args = given(call)
            assert args is None or args == KEYS[key], f"line {call.lineno}: {key} needs {sorted(KEYS[key])}"


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_built_keys_belong_to_a_known_family(module: Path) -> None:
    for call in calls(tree(module), {"Say"}):
        key = key_of(call)
        if isinstance(key, ast.JoinedStr):
            assert isinstance(key.values[0], ast.Constant), f"line {call.lineno}: the key's beginning is unknown"
            assert key.values[0].value in BUILT, f"line {call.lineno}: {key.values[0].value!r}"


def test_every_sentence_is_said_somewhere() -> None:
    named = {text for module in MODULES for _, text in strings(tree(module))}
    written = "\n".join(file.read_text(encoding="utf-8") for file in TEXTS.glob("en/*.ftl"))
    within = set(re.findall(r"\{ ([a-z][\w-]*) \}", written))
    unsaid = {key for key in KEYS if key not in named | within and not key.startswith(BUILT)}
    assert not unsaid


def test_every_family_of_keys_is_built_somewhere() -> None:
    beginnings = {text for module in MODULES for _, text in strings(tree(module))}
    assert not [family for family in BUILT if family not in beginnings]
