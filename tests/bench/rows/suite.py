"""Row 10: what all tests take of the processor."""

import resource
import subprocess

from tests.bench.figures import Samples


def run(samples: Samples) -> None:
    """Run `make test`, and count it with all processes that it starts."""
    before = _used()
    subprocess.run(["make", "test"], check=True)  # noqa: S607 as a developer has it
    samples.add("suite", "ours", _used() - before)


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
