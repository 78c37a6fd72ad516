"""`python -m tests.load`: how long clicks take while strangers post large forms or ask for readiness; two minutes."""

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.load.measuring import faults_of, measured
from tests.load.strangers import KINDS
from tests.patient import let_bolt_wait

CLICKS = 100


def main() -> None:
    """Measure, print and judge."""
    let_bolt_wait()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measured(Path(folder), list(KINDS), CLICKS))
    lines = [f"{'strangers':<12}{'connections':>13}{'median ms':>12}{'longest ms':>12}{'x idle':>9}"]
    for one in found:
        connections = KINDS[one.kind].connections if one.kind in KINDS else 0
        times = one.usual / found[0].usual
        lines.append(
            f"{one.kind:<12}{connections:>13}{one.usual * 1000:>12.0f}{one.longest * 1000:>12.0f}{times:>9.1f}"
        )
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit("\n".join(faults_of(found)) or 0)


if __name__ == "__main__":
    main()
