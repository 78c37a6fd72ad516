"""`python -m tests.vulnerabilities`: the packages with known vulnerabilities.

Ends with 0 if there are none, 1 if there are some, and 3 if no service answered for all packages.
"""

import sys
from collections.abc import Sequence

from tests.vulnerabilities.asking import SERVICES, Report, Service, ask

NONE_KNOWN, SOME_KNOWN, NOT_CHECKED = 0, 1, 3


def main(services: Sequence[Service] = SERVICES) -> int:
    """Ask one service after another until one answers for all packages; print what they know."""
    for service in services:
        report = ask(service)
        for line in _lines(service, report):
            sys.stdout.write(f"{line}\n")
        if report and report.known:
            return SOME_KNOWN
        if report and not report.unknown:
            return NONE_KNOWN
    sys.stdout.write("Vulnerabilities were NOT CHECKED: no service answered for all packages.\n")
    return NOT_CHECKED


def _lines(service: Service, report: Report | None) -> list[str]:
    if report is None:
        return [f"{service.name} could not be reached."]
    total = len(report.answered) + len(report.unknown)
    if report.unknown:
        said = f"{service.name} has no answer about {len(report.unknown)} of {total} packages."
    else:
        said = f"{service.name} knows vulnerabilities in {len(report.known)} of {total} packages."
    return [*(f"{name}: {', '.join(ids)}" for name, ids in report.known.items()), said]


if __name__ == "__main__":
    sys.exit(main())
