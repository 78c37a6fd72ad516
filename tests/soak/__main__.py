"""`python -m tests.soak`: an hour of Socket Mode on a bad network; 1 when an acknowledged command was not answered."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path
from random import Random

from sandbox import cast
from tests.conversations.socket_mode.office import one_connection
from tests.office import open_office
from tests.processes import environment, serving, started
from tests.soak.network import HEADER, Soak, soak


async def _run(minutes: float) -> Soak:
    with tempfile.TemporaryDirectory() as folder:
        async with open_office(patience=1) as office:
            database = f"sqlite:///{folder}/reissue.db"
            env = environment(office, database, SLACK_APP_TOKEN=cast.APP_TOKEN, LOG_LEVEL="WARNING")
            async with started(env, Path(folder) / "log", "socket", "bot") as process:
                await serving(process)
                await one_connection(office)
                return await soak(office, process.running.pid, 60 * minutes, Random(1), _say)  # noqa: S311 no secret


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


def main() -> int:
    """Run it and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description="Socket Mode on a bad network.")
    parser.add_argument("--minutes", type=float, default=60.0, help="how long (default: %(default)s)")
    result = asyncio.run(_run(parser.parse_args().minutes))
    sys.stdout.write(f"{HEADER}\n{result.row()}\n")
    return 1 if result.silent else 0


if __name__ == "__main__":
    sys.exit(main())
