"""`python -m tests.chaos`: the long form of the chaos on each database, or one series of your own."""

import argparse
import asyncio
import logging
import signal
import sys
from dataclasses import replace

from benefits.contract import Contract
from tests.chaos.plan import Plan
from tests.chaos.report import header
from tests.chaos.series import run

HALF_AN_HOUR = 1800.0
"""On a slow machine a request that meets one fault after another takes longer than five minutes."""

LONG = (
    Plan(database="sqlite", requests=1000, kills=200, lives=HALF_AN_HOUR),
    Plan(database="postgresql", requests=1000, kills=200, lives=HALF_AN_HOUR),
    Plan(database="postgresql", replicas=3, requests=1000, kills=200, lives=HALF_AN_HOUR),
)


def main() -> int:
    """Run the series; 1 when anything was lost, done twice, sent again, untrue or alive twice."""
    given = _arguments()
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)  # calls that their sender gave up are no news here
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever is stopped takes the replicas down as well
    own = given.database is not None
    plans = (
        [Plan(**vars(given), lives=HALF_AN_HOUR)] if own else [replace(plan, contract=given.contract) for plan in LONG]
    )
    _print(header())
    clean = True
    for plan in plans:
        result = asyncio.run(run(plan, _say))
        clean = clean and result.is_clean
        _print(result.row())
        if result.stories:
            _say(result.stories)
    return 0 if clean else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.chaos",
        description="Kills, pauses and faults while people work. Without a database: the long form on each of them.",
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="one series of your own")
    parser.add_argument(
        "--contract",
        choices=list(Contract),
        type=Contract,
        default=Contract.DOCUMENTED,
        help="what the benefits API speaks (default: %(default)s)",
    )
    parser.add_argument("--replicas", type=int, default=1, help="processes (default: %(default)s)")
    parser.add_argument("--requests", type=int, default=100, help="requests (default: %(default)s)")
    parser.add_argument("--kills", type=int, default=20, help="processes killed (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the random choices; moments differ all the same")
    parser.add_argument("--broken", action="store_true", help="run a build that must be found out")
    given = parser.parse_args()
    if given.database == "sqlite" and given.replicas != 1:
        parser.error("on SQLite one process is everything")
    return given


def _print(row: str) -> None:
    sys.stdout.write(row + "\n")
    sys.stdout.flush()


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
