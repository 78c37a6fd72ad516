"""Asks a service about every package in our requirement files, with pip-audit."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FILES = tuple(ROOT / f"requirements{which}.txt" for which in ("", "-dev", "-release"))

SECONDS = "10"
"""How long pip-audit waits for one answer."""


@dataclass(frozen=True)
class Service:
    """A service that knows vulnerabilities; `options` are pip-audit's for it."""

    name: str
    options: tuple[str, ...]


SERVICES = (Service("PyPI", ("--vulnerability-service=pypi",)), Service("OSV", ("--vulnerability-service=osv",)))


@dataclass(frozen=True)
class Report:
    """The answer of a service: the ids of known vulnerabilities by package, and the packages it does not know.

    Packages are named as in `aiohttp 3.14.5`, and without the version if the service does not know them.
    """

    answered: tuple[str, ...]
    known: Mapping[str, Sequence[str]]
    unknown: tuple[str, ...]


def ask(service: Service, files: Sequence[Path] = FILES) -> Report | None:
    """What a service says about the packages in the files; None if it cannot be reached."""
    requirements = [f"--requirement={path}" for path in files]
    options = ("--disable-pip", "--progress-spinner=off", "--format=json", f"--timeout={SECONDS}")
    command = [sys.executable, "-m", "pip_audit", *requirements, *service.options, *options]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - all of it is ours
    return read(run.stdout)


def read(report: str) -> Report | None:
    """Read a report of pip-audit; None if it wrote none, because it could not reach the service.

    Its exit code does not tell: it is 1 for a vulnerability and for a service that cannot be reached, and 0 for a
    service that knows no package at all, such as a mirror of PyPI.
    """
    try:
        packages: list[dict[str, Any]] = json.loads(report)["dependencies"]
    except ValueError:
        return None
    answered = {_name_of(one): [found["id"] for found in one["vulns"]] for one in packages if "vulns" in one}
    return Report(
        answered=tuple(answered),
        known={name: ids for name, ids in answered.items() if ids},
        unknown=tuple(package["name"] for package in packages if "vulns" not in package),
    )


def _name_of(package: dict[str, Any]) -> str:
    return f"{package['name']} {package['version']}"
