"""The head of the audit's chain, noted in a file for a person who keeps it elsewhere, and read from there again."""

import json
import os
import re
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

VALUE = re.compile(r"[0-9a-f]+")
"""The form of a chain value. Anything else is the name of a file."""


class UnusableHead(Exception):
    """The file or the value is no head of the audit's chain; the message says why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NotedHead:
    """The end of the chain: place and value of its last line, the number of lines up to it, and when that was noted."""

    seq: int
    head: str
    lines: int
    at: str
    key: str | None


def is_value(text: str) -> bool:
    """Whether a text is a chain value, and no file."""
    return VALUE.fullmatch(text) is not None


def note_head(file: Path, noted: NotedHead) -> None:
    """Write the file whole or not at all; only its owner may read it. Raises UnusableHead if it cannot be written."""
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # mkstemp makes it 0600
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(f"{json.dumps(asdict(noted), indent=2)}\n")
        Path(name).replace(file)
    except OSError as error:
        raise UnusableHead(f"--head: {file} cannot be written: {error.strerror}.") from error


def head_in(text: str) -> str:
    """The value in a file that `note_head` wrote, or the value itself. Raises UnusableHead."""
    if is_value(text):
        return text
    try:
        head = json.loads(Path(text).read_text(encoding="utf-8"))["head"]
    except OSError as error:
        raise UnusableHead(f"--head: {text} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UnusableHead(f"--head: {text} is not a file that `export --head` wrote.") from error
    if not is_value(str(head)):
        raise UnusableHead(f"--head: {text} has no chain value in it.")
    return str(head)
