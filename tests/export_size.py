"""How long exporting and verifying a large audit takes, and how much memory: `python -m tests.export_size [requests]`.

With `DATABASE_URL` set to an empty PostgreSQL database it is measured there, otherwise on an SQLite file.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from approvals.event import Event, EventKind
from approvals.request import ReissueRequest
from store import flat_mapping, mapping, migrate
from store.chain import BEGINNING, Chain
from store.engine import create_sync_engine
from store.tables import EventRow, RequestRow
from tests.office import AUDIT_KEY
from tests.store.values import NOW, a_request

LIFE = (
    EventKind.SUBMITTED,
    EventKind.VIEWED,
    EventKind.APPROVED,
    EventKind.ATTEMPTED,
    EventKind.REISSUED,
    EventKind.VIEWED,
)
"""What happens to each request."""

BATCH = 2_000

MEASURED = """
import atexit, resource, sys
def say():
    try:
        lines = open("/proc/self/status").read().splitlines()
        peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print("peak", peak // 1024, file=sys.stderr)
atexit.register(say)
from bot.cli import main
main()
"""
"""The command, which says at its end how many megabytes it held at most. (What a parent sees counts the parent too.)"""


@dataclass(frozen=True)
class Measured:
    """What a command did."""

    seconds: float
    megabytes: int
    code: int
    said: str


def fill(database_url: str, requests: int, trace: str = "trace-4711") -> None:
    """Put requests with a life each into a database with our tables, each line chained and with a trace id."""
    engine = create_sync_engine(database_url)
    drafts = (replace(a_request(), number=number) for number in range(1, requests + 1))
    last = BEGINNING
    with engine.begin() as connection:
        while batch := list(islice(drafts, BATCH)):
            connection.execute(sa.insert(RequestRow), [mapping.request_columns(one) for one in batch])
            links = list(Chain(AUDIT_KEY).links(last, (event for one in batch for event in _life(one, trace))))
            columns = [{**flat_mapping.event_columns(event), "mac": mac} for event, mac in links]
            connection.execute(sa.insert(EventRow), columns)
            last = links[-1][1]
    engine.dispose()


def measured(database_url: str, *arguments: str) -> Measured:
    """Run `python -m bot export …`."""
    from tests.bot.test_settings import GOOD  # noqa: PLC0415 - pytest's fixtures come with it

    env = {**GOOD, "PATH": os.environ["PATH"], "DATABASE_URL": database_url, "AUDIT_KEY": AUDIT_KEY}
    began = time.monotonic()
    ended = subprocess.run(  # noqa: S603 - this interpreter, our own arguments
        [sys.executable, "-c", MEASURED, "export", *arguments], env=env, capture_output=True, text=True, check=False
    )
    peak = int(ended.stderr.rpartition("peak ")[2])
    return Measured(time.monotonic() - began, peak, ended.returncode, ended.stdout + ended.stderr)


def _life(reissue_request: ReissueRequest, trace: str) -> Iterator[Event]:
    for minute, kind in enumerate(LIFE):
        at = NOW + timedelta(seconds=reissue_request.number, minutes=minute)
        codes: dict[str, str | int] = {"revision": 1, "ground": "S0HRMANAGERS", "status": 200, "trace": trace}
        yield Event(request_id=reissue_request.id, at=at, actor="U0MARCUS", kind=kind, codes=codes)


def main() -> None:
    """Measure and print."""
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        database_url = os.environ.get("DATABASE_URL", f"sqlite:///{folder}/audit.db")
        migrate.upgrade(database_url)
        fill(database_url, requests)
        for arguments in (["--format", "csv"], ["--format", "jsonl"], ["--verify"]):
            output = [] if "--verify" in arguments else ["--output", str(Path(folder) / "audit")]
            result = measured(database_url, *arguments, *output)
            size = (Path(folder) / "audit").stat().st_size // 1_000_000 if output else 0
            print(" ".join(arguments), f"{result.seconds:.1f} s, {result.megabytes} MB of memory, {size} MB written")  # noqa: T201
            print(result.said.strip())  # noqa: T201


if __name__ == "__main__":
    main()
