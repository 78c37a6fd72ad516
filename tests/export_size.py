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

from approvals.model.event import Event, EventKind
from approvals.model.request import ReissueRequest
from store import mapping, migrate
from store.audit.chain import BEGINNING, Chain
from store.audit.linking import Linking
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

PEAK = """
import atexit, resource, sys, time
def peak():
    try:
        lines = open("/proc/self/status").read().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 // 1024
"""
"""What a process has held at most so far, in megabytes. (What a parent is told of it counts the parent too.)"""

COMMAND = """
atexit.register(lambda: print("measured", peak(), time.process_time(), file=sys.stderr))
from bot.entry import main
main()
"""

GROWTH = """
from datetime import datetime
from pathlib import Path
from bot.commands.export import Period, export_lines
url, output = sys.argv[1], Path(sys.argv[2])
export_lines(url, Period(datetime(2000, 1, 1), datetime(2000, 1, 1)), "csv", output)
without = peak()
export_lines(url, Period(None, None), "csv", output)
print(peak() - without)
"""


@dataclass(frozen=True)
class Measured:
    """What a command did."""

    seconds: float
    processor_seconds: float
    megabytes: int
    code: int
    said: str


def fill(database_url: str, requests: int, trace: str = "trace-4711") -> None:
    """Put requests with a life each into a database with our tables, each line chained and with a trace id."""
    engine = create_sync_engine(database_url)
    drafts = (replace(a_request(), number=number) for number in range(1, requests + 1))
    with engine.begin() as connection:
        begun = Linking(Chain(AUDIT_KEY)).open(connection, NOW)
        last = BEGINNING if begun is None else begun.mac
        while batch := list(islice(drafts, BATCH)):
            connection.execute(sa.insert(RequestRow), [mapping.request_columns(one) for one in batch])
            links = list(Chain(AUDIT_KEY).links(last, (event for one in batch for event in _life(one, trace))))
            columns = [{**mapping.event_columns(event), "mac": mac} for event, mac in links]
            connection.execute(sa.insert(EventRow), columns)
            last = links[-1][1]
    engine.dispose()


def measured(database_url: str, *arguments: str) -> Measured:
    """Run `python -m bot export …`."""
    from tests.bot.settings.good import GOOD  # noqa: PLC0415 - pytest's fixtures come with it

    env = {**GOOD, "PATH": os.environ["PATH"], "DATABASE_URL": database_url, "AUDIT_KEY": AUDIT_KEY}
    began = time.monotonic()
    ended = subprocess.run(  # noqa: S603 - this interpreter, our own arguments
        [sys.executable, "-c", PEAK + COMMAND, "export", *arguments],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    said, _, figures = ended.stderr.rpartition("measured ")
    megabytes, processor = figures.split()
    return Measured(time.monotonic() - began, float(processor), int(megabytes), ended.returncode, ended.stdout + said)


def growth(database_url: str, output: Path) -> int:
    """By how many megabytes a process grows while it exports everything, after it has exported nothing."""
    code = [sys.executable, "-c", PEAK + GROWTH, database_url, str(output)]
    ended = subprocess.run(code, capture_output=True, text=True, check=True)  # noqa: S603 - as above
    return int(ended.stdout)


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
            took = f"{result.seconds:.1f} s, {result.processor_seconds:.1f} s of a core"
            print(" ".join(arguments), f"{took}, {result.megabytes} MB of memory, {size} MB written")  # noqa: T201
            print(result.said.strip())  # noqa: T201


if __name__ == "__main__":
    main()
