"""The little Markdown that generated pages are made of."""

from collections.abc import Iterable, Sequence

MADE = "<!-- Made by `make reference` from the code: change the code, not this page. -->"

NONE = "–"  # noqa: RUF001 - what stands in a cell without a value


def cell(text: object) -> str:
    """A text as a table's cell: on one line, and without the character that would end it."""
    return " ".join(str(text).split()).replace("|", "\\|")


def table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table of Markdown."""
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join("| " + " | ".join(map(cell, line)) + " |" for line in lines)


def page(title: str, *parts: str) -> str:
    """A generated page."""
    return "\n\n".join([f"# {title}", MADE, *parts]) + "\n"


def code(text: object) -> str:
    """A text in the type of code."""
    return f"`{text}`"
