"""What is in the files of an SQLite database, whether its tables still say it or not."""

from collections.abc import Iterable
from pathlib import Path


def left_in_files(database: Path, words: Iterable[str]) -> list[str]:
    """The words that can be read in the database, its write-ahead log or the log's index."""
    files = [database.with_name(f"{database.name}{end}") for end in ("", "-wal", "-shm")]
    stored = b"".join(file.read_bytes() for file in files if file.exists())
    return [word for word in words if word.encode() in stored]
