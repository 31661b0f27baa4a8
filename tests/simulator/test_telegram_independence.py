"""The ground truth is judged by what it says alone: it knows nothing of the bot it watches."""

import ast
from pathlib import Path

import pytest

import bot.simulator.telegram

FOLDER = Path(bot.simulator.telegram.__file__).parent
OURS = "bot.simulator.telegram"


def imported_by(source: Path) -> set[str]:
    tree = ast.parse(source.read_text("utf-8"))
    plain = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    return plain | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


@pytest.mark.parametrize("source", sorted(FOLDER.glob("*.py")), ids=lambda source: source.stem)
def test_it_imports_the_clock_and_nothing_else_of_the_bot(source: Path) -> None:
    modules = {name for name in imported_by(source) if name.partition(".")[0] in ("bot", "config", "aiogram", "telegram", "sqlalchemy")}
    assert {name for name in modules if not name.startswith(OURS)} <= {"bot.clock"}
