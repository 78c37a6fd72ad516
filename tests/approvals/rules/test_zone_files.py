"""Time zones follow the tzdata package, even where the machine has files of its own: those are often years old."""

import os
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

BY_US = "from approvals.rules.deadlines import zone_called as zone; "
BY_PYTHON = "from zoneinfo import ZoneInfo as zone; "
TELL = "import datetime; print(datetime.datetime(2025, 12, 1, tzinfo=zone('America/Vancouver')).utcoffset())"


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine's zone files, on which Vancouver has the hour of New York."""
    other = resources.files("tzdata.zoneinfo.America").joinpath("New_York").read_bytes()
    (tmp_path / "America").mkdir()
    (tmp_path / "America" / "Vancouver").write_bytes(other)
    return tmp_path


def told(program: str, machine: Path) -> str:
    """What a program prints on that machine."""
    env = {"PATH": os.environ["PATH"], "PYTHONTZPATH": str(machine)}
    ended = subprocess.run(  # noqa: S603 - this interpreter, a program of the test
        [sys.executable, "-c", program], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    return ended.stdout.strip()


def test_the_machines_files_do_not_count(machine: Path) -> None:
    assert told(BY_PYTHON + TELL, machine) == "-1 day, 19:00:00"
    assert told(BY_US + TELL, machine) == "-1 day, 16:00:00"


def test_not_even_for_others_in_the_process(machine: Path) -> None:
    assert told(BY_US + BY_PYTHON + TELL, machine) == "-1 day, 16:00:00"
