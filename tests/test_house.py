"""The house rules that no tool holds: captions, sizes, records, and nothing in the files that belongs to one machine."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST = 400
CAPTION = 160
BINARY = {".png", ".jpg", ".jpeg", ".ico", ".gif", ".ogg", ".gz", ".zip"}
LOCKS = {"requirements.lock", "requirements-dev.lock"}
REGISTRY = re.compile(r"[p]ypi[.](org|python)|[p]ythonhosted|[n]pmjs[.](org|com)|--(extra-)?[i]ndex-url")
MACHINE = re.compile(r"(^|[^\w.])/([w]ork|[r]oot)/")
UNFINISHED = re.compile(r"[T]ODO|[F]IXME|[X]XX|[N]otImplemented|pytest\.[s]kip\(|mark\.[s]kip|[x]fail\(")
SILENCED = re.compile(r"[t]ype:\s*ignore(?!\[[\w-]+(, ?[\w-]+)*\] +[#-])|[n]oqa(?!: [A-Z]+\d+(, ?[A-Z]+\d+)* +\S)")
"""A silenced check names its code and gives its reason behind it."""

VAGUE = re.compile(r"(Manager|Helper|Utils?|Service|Processor)$")
VAGUE_ROOMS = {"services", "utils", "core", "managers", "helpers", "common", "misc", "models"}


def tracked() -> list[Path]:
    """Every file that a clone would hold, new ones included."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = (ROOT / name for name in listed.stdout.split("\0") if name)
    return [file for file in files if file.is_file() and file.suffix not in BINARY]


FILES = tracked()
HOUSE = [file for file in FILES if file.suffix == ".py" and file.relative_to(ROOT).parts[0] in {"bot", "config"}]
MODULES = [file for file in FILES if file.suffix == ".py"]
MIGRATIONS = "migrations"


def found(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    return [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(ROOT)))
def test_every_module_opens_with_one_line_that_says_what_it_is(module: Path) -> None:
    caption = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    first = caption.split("\n", 1)[0]
    assert first
    assert len(first) <= CAPTION
    assert first.endswith((".", "?", ".)"))


def test_no_file_is_too_long_to_know() -> None:
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in HOUSE if MIGRATIONS not in file.parts}
    assert not [f"{file.relative_to(ROOT)}: {lines}" for file, lines in lengths.items() if lines > LONGEST]


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    assert not found(REGISTRY, FILES)
    assert not found(MACHINE, FILES)


def test_nothing_is_left_unfinished() -> None:
    assert not found(UNFINISHED, MODULES)


def test_a_silenced_check_names_its_code_and_its_reason() -> None:
    assert not found(SILENCED, MODULES)


def test_rooms_and_values_have_names_of_town_life() -> None:
    names = {node.name for module in HOUSE for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.ClassDef)}
    assert not [name for name in names if VAGUE.search(name)]
    assert not [str(file) for file in HOUSE if VAGUE_ROOMS & {*file.relative_to(ROOT).parts[:-1], file.stem}]


def test_the_walls_are_held_by_the_tool_that_make_test_runs() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert {"floors", "ground", "core", "sql", "telegram", "circles"} <= {contract["id"] for contract in contracts}
    recipe = (ROOT / "Makefile").read_text().split("\ntest:", 1)[1].split("\n\n", 1)[0]
    for tool in ("ruff check", "ruff format", "mypy", "lint-imports", "pytest", "slipcover"):
        assert tool in recipe


def test_a_machine_checks_what_a_person_checks() -> None:
    assert (ROOT / ".ci" / "run").read_text().splitlines()[-1] == "make test"
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_dependencies_are_pinned_by_hash() -> None:
    for lock in LOCKS:
        pins = [line for line in (ROOT / lock).read_text().splitlines() if re.match(r"[a-z0-9]", line)]
        assert pins
        assert all("==" in line and line.endswith("\\") for line in pins)


def test_decisions_are_numbered_in_order_and_say_why() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        text = record.read_text(encoding="utf-8")
        assert text.startswith(f"# {record.name[:4]} "), record.name
        for part in ("\nStatus: ", "\n## Why\n", "\n## Decision\n", "\n## Consequences\n"):
            assert part in text, f"{record.name} lacks {part.strip()}"


def test_every_word_of_the_glossary_stands_in_four_languages() -> None:
    rows = [
        line.strip("|").split("|") for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines() if line[:1] == "|"
    ]
    codes = [row[0].strip() for row in rows if not set(row[0].strip()) <= {"-", ""} and row[0].strip() != "code"]
    assert len(codes) == len(set(codes))
    assert all(cell.strip() for row in rows for cell in row[:5])
