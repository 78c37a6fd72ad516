"""Python and its SQLite: which ones run the bot."""

import platform
import sqlite3

from bot.doctor.finding import Check, Finding, ok


def examine_python(database_url: str) -> Finding:
    """Say which Python runs the bot, and which SQLite if that is its database."""
    python = f"Python {platform.python_version()}"
    if not database_url.startswith("sqlite"):
        return ok(Check.PYTHON, python)
    return ok(Check.PYTHON, f"{python}, SQLite {sqlite3.sqlite_version}")
