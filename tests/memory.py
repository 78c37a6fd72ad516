"""Where tests keep their files."""

import shutil
from pathlib import Path

GIGABYTE = 2**30


def memory() -> Path | None:
    """Where files are kept in memory, if there is room: a new database takes 25 ms there, and 200 on a disk."""
    shared = Path("/dev/shm")  # noqa: S108 a directory of our own is made in it
    return shared if shared.is_dir() and shutil.disk_usage(shared).free > GIGABYTE else None
