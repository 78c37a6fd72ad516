"""Runs the commands of a page as a person would: in one shell, in order, in a folder of their own beside a sandbox."""

import os
import re
import shlex
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.docs.blocks import ROOT, Block


@dataclass(frozen=True)
class NotRun:
    """Commands that are not run: a regular expression, how people call them, and why they are not."""

    pattern: str
    told: str
    why: str


NOT_RUN = (
    NotRun(
        r"make (test|test-core)",
        "`make test`, `make test-core`",
        "the test that would run them is a part of them",
    ),
    NotRun(
        r"make (install|docs)",
        "`make install`, `make docs`",
        "every test runs in what the first makes; another test builds the site",
    ),
    NotRun(
        r"git (fetch|checkout)\b.*",
        "`git fetch`, `git checkout` of a release",
        "there is no second release in a test; `tests/places/test_nginx.py` replaces one by another",
    ),
    NotRun(
        r"(docker|podman|kubectl|sudo|systemctl|journalctl) .*|curl http://127\.0\.0\.1:3000/.*",
        "Docker, Podman, `kubectl`, `sudo`, `systemctl`, and what looks at their processes",
        "no container engine, cluster or systemd runs here, and tests change no machine",
    ),
    NotRun(
        r"promtool .*|prometheus .*|cd deploy/prometheus",
        "`promtool`, `prometheus`",
        "no package of Python; the tests of the alerts run them",
    ),
)
"""The same list is in CONTRIBUTING.md."""

ENDLESS: Mapping[str, str] = {
    r"make (.* )?demo\b.*": "The demo is ready",
    r"python -m bot web\b.*": "listening",
    r"python -m bot socket\b.*": "socket_connected",
}
"""Commands that serve until they are stopped, and what they say when they are ready. They are stopped in order then."""

PREAMBLE = """set -euo pipefail
trap 'echo "This command of the page failed: $BASH_COMMAND" >&2' ERR
"""

FIXED = (".venv/run.done", ".venv/dev.done")
"""What `make` must not make again in a test: it would install the package from a folder that is soon gone."""


class Unfilled(AssertionError):
    """A command has a gap (`…`) that no one fills in: name the variable in the page's place, or give a real value."""


def why_not_run(command: str) -> str | None:
    """The reason why a command is not run; None if it is."""
    return next((one.why for one in NOT_RUN if re.fullmatch(one.pattern, command)), None)


def script(blocks: list[Block], filled: Mapping[str, str]) -> str:
    """One script of all commands of a page. `filled` has the values for the gaps, by the text before a gap's end."""
    return PREAMBLE + "\n".join(_runnable(line, filled) for block in blocks for line in block.lines) + "\n"


def _runnable(line: str, filled: Mapping[str, str]) -> str:
    command = line.strip()
    if why_not_run(command):
        return f": not run: {shlex.quote(command)}"
    if command.startswith("make "):
        command = command.replace("make ", " ".join(["make", *(f"-o {file}" for file in FIXED), ""]), 1)
    for pattern, ready in ENDLESS.items():
        if re.fullmatch(pattern, command):
            command = shlex.join([sys.executable, str(ROOT / "tests/docs/briefly.py"), ready, *shlex.split(command)])
    return _filled_in(command, filled)


def _filled_in(command: str, filled: Mapping[str, str]) -> str:
    for gap, value in filled.items():
        command = command.replace(gap, value)
    command = re.sub(r"\b([A-Z_]+)=\S*…\S*", lambda found: f'{found[1]}="${{{WANTED}{found[1]}}}"', command)
    if "…" in command:
        raise Unfilled(command)
    return command


WANTED = "WANTED_"
"""Before the names of variables that have the values for `NAME=…`."""


def wanted(values: Mapping[str, str]) -> dict[str, str]:
    """The variables that fill in `NAME=…`."""
    return {f"{WANTED}{name}": value for name, value in values.items()}


def checkout(folder: Path) -> None:
    """Make a folder look like a checkout of this repository: links to what commands may need, and nothing of a run."""
    for name in (
        "Makefile",
        "pyproject.toml",
        "requirements.txt",
        "requirements-dev.txt",
        "manifest.json",
        "mkdocs.yml",
    ):
        (folder / name).symlink_to(ROOT / name)
    (folder / "docs").symlink_to(ROOT / "docs")
    if (ROOT / "deploy").is_dir():  # people write secrets into it
        shutil.copytree(ROOT / "deploy", folder / "deploy")
    (folder / ".venv").symlink_to(sys.prefix)


PYTHON = """#!/bin/sh
[ "$1 $2" = "-m bot" ] || exec {python} "$@"
shift
exec {python} -I -S {client} {address} "$@"
"""


def quick_python(folder: Path, address: str) -> Path:
    """A folder with a `python` whose `-m bot` is a copy of the process at an address, which has done the imports."""
    client = ROOT / "tests/docs/typed.py"
    program = folder / "python"
    program.write_text(PYTHON.format(python=sys.executable, client=client, address=address), encoding="utf-8")
    program.chmod(0o700)
    return folder


def path_with(*first: Path) -> str:
    """A PATH that finds this environment's programs, after these folders."""
    return os.pathsep.join([*map(str, first), str(Path(sys.prefix) / "bin"), os.environ["PATH"]])
