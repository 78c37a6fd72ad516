"""Builds what a release publishes, from the last commit alone; a second build must be the same to the byte."""

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.places.environments import ROOT, run


class NotReleasable(Exception):
    """Something about the release is wrong. The message says what."""


def build(folder: Path) -> tuple[Path, Path]:
    """The wheel and the sdist of the last commit, in a folder. Raises NotReleasable if another build differs."""
    if changed := run("git", "status", "--porcelain", folder=ROOT):
        raise NotReleasable(f"Commit or remove first, since only what is committed is released:\n{changed}")
    once, again = (_built(folder / name) for name in ("once", "again"))
    if sums(once) != sums(again):
        raise NotReleasable(f"Two builds of one commit differ: {sums(once)} and {sums(again)}")
    (wheel,), (sdist,) = once.glob("*.whl"), once.glob("*.tar.gz")
    if sums(_wheel_of(sdist, folder / "of-sdist")) != {wheel.name: sums(once)[wheel.name]}:
        raise NotReleasable(f"{sdist.name} makes another wheel than the repository")
    return wheel, sdist


def sums(folder: Path) -> Mapping[str, str]:
    """The SHA-256 of each file in a folder."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def _built(folder: Path) -> Path:
    """A folder with both, built in a new place from a new copy of the source, with other dates and modes."""
    packed, source, out = folder.with_suffix(".tar"), folder / "source", folder / "out"
    run("git", "archive", "--output", str(packed), "HEAD", folder=ROOT)
    shutil.unpack_archive(packed, source, filter="data")
    (source / "README.md").touch()
    (source / "README.md").chmod(0o600 if folder.name == "again" else 0o644)
    _hatchling(source, "-t", "wheel", "-t", "sdist", "-d", str(out))
    return out


def _wheel_of(sdist: Path, folder: Path) -> Path:
    """A folder with the wheel that is built from an sdist alone."""
    shutil.unpack_archive(sdist, folder, filter="data")
    (source,) = folder.iterdir()
    out = Path(tempfile.mkdtemp(dir=folder))
    _hatchling(source, "-t", "wheel", "-d", str(out))
    return out


def _hatchling(source: Path, *options: str) -> None:
    """Build; dates in archives are those of the commit."""
    committed = run("git", "log", "-1", "--format=%ct", folder=ROOT).strip()
    env = {"PATH": os.environ["PATH"], "SOURCE_DATE_EPOCH": committed}
    run(sys.executable, "-m", "hatchling", "build", *options, folder=source, env=env)
