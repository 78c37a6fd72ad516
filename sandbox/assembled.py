"""Puts the files of the page together, so that a browser asks for one script and one sheet, not for ninety files.

The files work as they are, too: `main.js` imports the other modules, and `main.css` imports the other sheets. Here each
import is replaced by what it imports. All modules are alike, which keeps that simple: an import is one line, only
functions and constants are exported, by their own names, and no two modules import each other.
"""

import re
from pathlib import Path

MODULE_IMPORT = re.compile(r'^import (\{ .+ \}) from "\./(.+)";$', re.MULTILINE)
MODULE_EXPORT = re.compile(r"^export (?=(?:async function|function|const) (\w+))", re.MULTILINE)
SHEET_IMPORT = re.compile(r'^@import "(.+)";$', re.MULTILINE)


def script(file: Path) -> str:
    """A module with all it imports in it: each module once, as a function that returns its exports."""
    return "const modules = {};\n" + "".join(_module(name, text) for name, text in _in_order(file, {}).items())


def sheet(file: Path) -> str:
    """A sheet with the sheets in it that it imports."""
    return SHEET_IMPORT.sub(lambda found: (file.parent / found[1]).read_text("utf-8"), file.read_text("utf-8"))


def _in_order(file: Path, known: dict[str, str]) -> dict[str, str]:
    """The modules that a module needs, and then itself, with their texts."""
    text = file.read_text("utf-8")
    for _, name in MODULE_IMPORT.findall(text):
        if name not in known:
            _in_order(file.parent / name, known)
    known[file.name] = text
    return known


def _module(name: str, text: str) -> str:
    exported = ", ".join(MODULE_EXPORT.findall(text))
    text = MODULE_IMPORT.sub(r'const \1 = modules["\2"];', text)
    text = MODULE_EXPORT.sub("", text)
    return f'modules["{name}"] = (() => {{ // {name}\n{text}return {{ {exported} }};\n}})();\n'
