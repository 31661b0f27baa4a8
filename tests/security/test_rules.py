"""Rules of the code that no other tool holds: no markup, no pasted SQL, no helper we do not trust, no fetching for anybody."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SIMULATED = {"simulator"}
HOUSE = [file for file in (ROOT / "bot").rglob("*.py") if not SIMULATED & set(file.relative_to(ROOT).parts)]
UNTRUSTED = (
    "aiogram.utils.web_app",
    "aiogram.utils.web_app_signature",
    "aiogram.utils.auth_widget",
    "aiogram.webhook",
    "pickle",
    "marshal",
)
"""aiogram's helpers accept a date of 1970, no secret at all, or a second copy of a field; the others run what they read."""
FETCHING = {"requests", "urllib.request", "http.client", "httpx", "urllib3"}


def nodes() -> Iterator[tuple[str, ast.AST]]:
    for file in HOUSE:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            yield str(file.relative_to(ROOT)), node


def imported(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names):
            return [name.name for name in names]
        case ast.ImportFrom(module=str() as module):
            return [module, *(f"{module}.{name.name}" for name in node.names)]
        case _:
            return []


def test_no_text_is_ever_marked_up() -> None:
    marked = [
        where
        for where, node in nodes()
        if (isinstance(node, ast.keyword) and node.arg == "parse_mode")
        or (isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "parse_mode")
    ]
    assert not marked


def test_no_statement_is_pasted_together() -> None:
    """Only what storage writes as SQL by hand counts, and there only constants."""
    pasted = [
        where
        for where, node in nodes()
        if isinstance(node, ast.Call)
        and isinstance(node.func, (ast.Name, ast.Attribute))
        and (node.func.id if isinstance(node.func, ast.Name) else node.func.attr) in {"text", "exec_driver_sql"}
        and node.args
        and isinstance(node.args[0], (ast.JoinedStr, ast.BinOp))
    ]
    assert not pasted


def test_nothing_is_imported_that_is_not_trusted_or_that_fetches() -> None:
    found = [(where, name) for where, node in nodes() for name in imported(node)]
    assert not [(where, name) for where, name in found if name.startswith(UNTRUSTED)]
    assert not [(where, name) for where, name in found if name in FETCHING]


def test_nothing_is_run_and_nothing_is_evaluated() -> None:
    called = {(where, node.func.id) for where, node in nodes() if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not {(where, name) for where, name in called if name in {"eval", "exec", "compile", "__import__"}}
