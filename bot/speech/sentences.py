"""One language's sentences in Project Fluent: loaded strictly, never shown with a hole in them."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.registry.language import Language


class BadTexts(ValueError):
    """A text file that cannot be read: a syntax error, a key given twice, a language without a folder."""


class UnknownSentence(LookupError):
    """A key that the language does not have, or a placeholder that the sentence was not given."""


class _Reading(Visitor):
    """Collects what a pattern speaks of: its variables, and the messages and terms that it calls."""

    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.references: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - named by fluent.syntax
        """Note a variable."""
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802 - named by fluent.syntax
        """Note a message that is said within this one."""
        self.references.add(node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802 - named by fluent.syntax
        """Note a term; the arguments it is called with are the message's own."""
        self.references.add(f"-{node.id.name}")
        self.generic_visit(node)


class Sentences:
    """The messages of one language, by key. Variables are known beforehand, so none is missed in a rare plural."""

    def __init__(self, language: Language, entries: Mapping[str, ast.Message | ast.Term]) -> None:
        """Take parsed entries; a term's key begins with a hyphen."""
        self._entries = entries
        self._bundle = FluentBundle([language.value], use_isolating=True)
        self._bundle.add_resource(ast.Resource(list(entries.values())))

    @classmethod
    def read(cls, language: Language, folder: Path) -> "Sentences":
        """Read all files of a folder in the order of their names. Raises BadTexts naming file and key."""
        entries: dict[str, ast.Message | ast.Term] = {}
        for file in sorted(folder.glob("*.ftl")):
            for key, entry in _parsed(file):
                if key in entries:
                    message = f"{file}: {key} is given twice"
                    raise BadTexts(message)
                entries[key] = entry
        if not entries:
            message = f"{folder}: no sentences"
            raise BadTexts(message)
        return cls(language, entries)

    @cached_property
    def placeholders(self) -> Mapping[str, frozenset[str]]:
        """The variables that each message needs, those of messages said within it included."""
        return {key: self._needs(key, frozenset()) for key in self._entries if not key.startswith("-")}

    def say(self, key: str, args: Mapping[str, object]) -> str:
        """Return one sentence with its placeholders filled. Raises UnknownSentence rather than show a hole."""
        missing = self.placeholders.get(key, frozenset()) - args.keys()
        if key not in self.placeholders or missing:
            message = f"{key}: {'no value for ' + ', '.join(sorted(missing)) if missing else 'no such sentence'}"
            raise UnknownSentence(message)
        pattern = self._bundle.get_message(key).value
        text, errors = self._bundle.format_pattern(pattern, dict(args)) if pattern else ("", ["it has no value"])
        if errors:
            message = f"{key}: {errors[0]}"
            raise UnknownSentence(message)
        return str(text)

    def _needs(self, key: str, above: frozenset[str]) -> frozenset[str]:
        entry = self._entries.get(key)
        if entry is None or key in above:
            return frozenset()
        reading = _Reading()
        reading.visit(entry)
        own = frozenset() if key.startswith("-") else frozenset(reading.variables)
        return own.union(*(self._needs(other, above | {key}) for other in reading.references))


def _parsed(file: Path) -> list[tuple[str, ast.Message | ast.Term]]:
    entries: list[tuple[str, ast.Message | ast.Term]] = []
    for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
        if isinstance(entry, ast.Junk):
            message = f"{file}: cannot be read: {(entry.content or '').strip()[:80]!r}"
            raise BadTexts(message)
        if isinstance(entry, (ast.Message, ast.Term)):
            name = entry.id.name
            entries.append((f"-{name}" if isinstance(entry, ast.Term) else name, entry))
    return entries
