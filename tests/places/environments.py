"""Environments that tests make: one for each Python that this machine has, and clean ones for the wheel."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]

ENVIRONMENTS = ROOT / ".venv" / "places"
"""Where they are kept: installing takes longer than the tests."""

LOCKED = ROOT / "requirements.txt"

VERSIONS = ("3.11", "3.12", "3.13", "3.14")
"""The versions of Python that the bot is for."""


def interpreter(version: str) -> Path | None:
    """A Python of that version: on the PATH, or one that pyenv made; None if this machine has none."""
    return next((python for python in _candidates(version) if _is(version, python)), None)


def environment_with_the_lock(python: Path, name: str, locked: Path = LOCKED) -> Path:
    """The Python of an environment of that name that has what the bot needs as it is `locked`, made by `python`.

    It fails if a package isn't there ready-made.
    """
    lock = hashlib.sha256(locked.read_bytes()).hexdigest()
    folder = ENVIRONMENTS / name
    done = folder / "done"
    made = f"{python} {lock} ready-made"
    if not done.exists() or done.read_text(encoding="utf-8") != made:
        new_environment(python, folder, "--only-binary", ":all:", "--require-hashes", "--no-deps", "-r", str(locked))
        done.write_text(made, encoding="utf-8")
    return folder / "bin" / "python"


def new_environment(python: Path, folder: Path, *what: str) -> Path:
    """The Python of a new environment in which pip was told to install something; fails with pip's own words.

    Our own pip does it, and compiles nothing: a pip for each environment, and modules that no one imports, would take
    four times as long.
    """
    run(str(python), "-m", "venv", "--clear", "--without-pip", str(folder))
    made = folder / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", str(made), "--disable-pip-version-check", "--quiet")
    run(*pip, "install", "--no-compile", *what)
    return made


def run(*command: str, folder: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    """What a command wrote to stdout; fails with what it wrote to stderr if it did not succeed."""
    ended = subprocess.run(  # noqa: S603 - the test's own
        command, cwd=folder, env=env, capture_output=True, text=True, timeout=900, check=False
    )
    assert ended.returncode == 0, f"{' '.join(command)}\n{ended.stdout}\n{ended.stderr}"
    return ended.stdout


def _candidates(version: str) -> Iterator[Path]:
    if found := shutil.which(f"python{version}"):
        yield Path(found)
    yield from sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python"))


def _is(version: str, python: Path) -> bool:
    """Whether it runs, is of that version, and can make environments. A shim of pyenv may name what is not there."""
    asked = "import ensurepip, sqlite3, sys; print('%d.%d' % sys.version_info[:2])"
    told = subprocess.run([str(python), "-c", asked], capture_output=True, text=True, check=False)  # noqa: S603 - likewise
    return told.returncode == 0 and told.stdout.strip() == version
