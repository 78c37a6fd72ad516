"""The fenced blocks of the documentation's pages, and the commands in them."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

PAGES = [ROOT / "README.md", *sorted((ROOT / ".github").glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]

FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>[\w-]*)[^\n]*\n(?P<body>.*?)^(?P=indent)```", re.DOTALL | re.MULTILINE
)

SHELL = frozenset({"sh", "bash", "shell", "console"})

INLINE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Block:
    """A fenced block: its page, its language (empty if none is given) and its lines."""

    page: Path
    language: str
    body: str

    @property
    def lines(self) -> list[str]:
        """The commands: continued lines in one, without comments and empty lines."""
        joined = self.body.replace("\\\n", " ")
        bare = (re.sub(r"(^|\s)#\s.*$", "", line).rstrip() for line in joined.splitlines())
        return [line for line in bare if line]


def named(page: Path) -> str:
    """A page's path in the repository."""
    return page.relative_to(ROOT).as_posix()


def blocks_of(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    for found in FENCE.finditer(page.read_text(encoding="utf-8")):
        yield Block(page, found["language"], textwrap.dedent(found["body"]))


def shell_of(page: Path) -> list[Block]:
    """The blocks of commands of a page, in order."""
    return [block for block in blocks_of(page) if block.language in SHELL]


def inline_of(page: Path) -> list[str]:
    """What stands in the type of code inside a page's sentences."""
    return INLINE.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
