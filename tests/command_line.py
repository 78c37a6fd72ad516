"""The commands as an operator types them: in a copy of a process that has imported everything, or in one of their own.

`tests/copying.py` says how.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from tests.copying import begin_copy

SECONDS = 180.0
"""How long a command may take."""

Done = subprocess.CompletedProcess[str]


def python_m_bot(*arguments: str, folder: Path, **environment: str) -> Done:
    """Run a command in a process that imports everything itself, with these variables and hardly any other.

    For what is about starting, and for what is read when something is imported.
    """
    return in_a_process(["bot", *arguments], folder, environment)


def reissue_bot(*arguments: str, folder: Path, **environment: str) -> Done:
    """Run a command likewise, in a copy of a process that has imported everything."""
    return in_a_copy(["bot", *arguments], folder, environment)


def in_a_process(
    module: Sequence[str], folder: Path, environment: Mapping[str, str], stdout: int | None = None
) -> Done:
    """Run `python -m` what is in `module`. `stdout` is an open file for its output, instead of a pipe."""
    return subprocess.run(  # noqa: S603 - this interpreter, arguments of the test
        [sys.executable, "-m", *module],
        cwd=folder,
        env={**_kept(), **environment},
        stdout=subprocess.PIPE if stdout is None else stdout,
        stderr=subprocess.PIPE,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def in_a_copy(module: Sequence[str], folder: Path, environment: Mapping[str, str], stdout: int | None = None) -> Done:
    """Run it in a copy."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        files = (out.fileno() if stdout is None else stdout, err.fileno())
        line = begin_copy(module, folder, {**_kept(), **environment}, files)
        with line, line.makefile() as answers:
            line.settimeout(SECONDS)
            process_id = int(answers.readline())
            try:
                code = int(answers.readline())
            except TimeoutError:
                os.kill(process_id, signal.SIGKILL)
                raise
        return subprocess.CompletedProcess(module, code, *(_read(each) for each in (out, err)))


def _read(file: IO[str]) -> str:
    file.seek(0)
    return file.read()


def _kept() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
