"""Prometheus's own judge of metrics, where the machine has it (`.ci/prometheus` installs Debian's)."""

import shutil
import subprocess

import pytest


def faults_in(page: str) -> str:
    """What promtool finds fault with in a page of metrics; empty if nothing. Without it the test is skipped by name."""
    program = shutil.which("promtool")
    if program is None:
        pytest.skip("needs promtool (Debian: sudo apt-get install prometheus)")
    checked = subprocess.run([program, "check", "metrics"], input=page, capture_output=True, text=True, check=False)  # noqa: S603 - the program that was found
    return checked.stdout + checked.stderr
