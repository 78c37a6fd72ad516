"""What people read is in `handlers.words`, where a reviewer of the language finds all of it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import handlers

ROOM = Path(handlers.__file__).parent
SEVERAL_WORDS = re.compile(r"[A-Za-z]{2,}[…,.:]? [A-Za-z]{2,}")
FOR_OPERATORS = {"an answer without a place", "unreadable answer", " lacks what it is about"}
"""What errors say in the log."""


def _texts_of(path: Path) -> Iterator[str]:
    """The strings of a module that are not documentation."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    alone = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in alone:
            yield node.value


def test_no_sentence_is_written_outside_of_words() -> None:
    modules = [path for path in ROOM.rglob("*.py") if path.relative_to(ROOM).parts[0] != "words"]
    found = {text for path in modules for text in _texts_of(path) if SEVERAL_WORDS.search(text)}
    assert found - FOR_OPERATORS == set()
