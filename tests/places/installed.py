"""The wheel, and the bot installed from it: beside the packages of this environment, or with the newest allowed."""

import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.places.environments import ROOT, new_environment, run

PACKAGES = ("bot", "handlers", "store", "sandbox", "approvals", "benefits")


def build_wheel(folder: Path) -> Path:
    """The wheel of this source, built in a folder with what the development environment has."""
    run(
        sys.executable,
        "-m",
        "pip",
        "--quiet",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(folder),
        str(ROOT),
    )
    (wheel,) = folder.glob("*.whl")
    return wheel


def files_of_the_source() -> Iterator[str]:
    """Every file of our packages, as a wheel names it."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(ROOT).as_posix()


@dataclass(frozen=True)
class Installed:
    """The bot, installed. `folder` is where its commands are typed, far from the source."""

    python: Path
    folder: Path

    def run_python(self, program: str) -> str:
        """What a program writes to stdout; fails if it does not succeed."""
        return run(str(self.python), "-c", program, folder=self.folder)

    def type(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Type `reissue-bot …`."""
        return subprocess.run(  # noqa: S603 - the test's own
            [str(self.python.with_name("reissue-bot")), *arguments],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder), **env},
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )


def beside_development(wheel: Path, folder: Path) -> Path:
    """The Python of an environment with the wheel, and otherwise with the packages of this one, but not its bot."""
    run(sys.executable, "-m", "venv", "--without-pip", str(folder))
    python = folder / "bin" / "python"
    run(
        sys.executable,
        "-m",
        "pip",
        "--quiet",
        "--python",
        str(python),
        "install",
        "--no-deps",
        "--no-index",
        str(wheel),
    )
    ours = run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    Path(ours, "development.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return python


def with_the_newest(wheel: Path, folder: Path) -> Path:
    """The Python of a clean environment with the wheel and the newest packages that it allows."""
    return new_environment(Path(sys.executable), folder, str(wheel))
