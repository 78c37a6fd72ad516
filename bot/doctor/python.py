"""Python and its SQLite: can the durable engine start on them?"""

import platform
import sqlite3
from contextlib import closing

from bot.doctor.finding import Check, Finding, failed, ok
from store.sqlite_time import TimedConnection

NEWER = "Start the bot with a Python whose SQLite is 3.42 or newer, or set DATABASE_URL to a PostgreSQL database."


def examine_python(database_url: str, connection: type[sqlite3.Connection] = TimedConnection) -> Finding:
    """Say which Python and which SQLite run the bot, and try what the engine asks of a `connection` to SQLite."""
    python = f"Python {platform.python_version()}"
    if not database_url.startswith("sqlite"):
        return ok(Check.PYTHON, python)
    says = f"{python}, SQLite {sqlite3.sqlite_version}"
    with closing(sqlite3.connect(":memory:", factory=connection)) as tried:
        (now,) = tried.execute("SELECT unixepoch('subsec')").fetchone()
    if now is None:
        return failed(Check.PYTHON, f"{says}: the durable engine cannot start, because SQLite gives no time", NEWER)
    return ok(Check.PYTHON, f"{says}: the durable engine can start")
