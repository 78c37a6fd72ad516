"""Doctor's check of Python and its SQLite."""

import platform
import sqlite3

from bot.doctor.finding import Check, State
from bot.doctor.python import examine_python


def test_python_and_sqlite_are_named() -> None:
    finding = examine_python("sqlite:///reissue.db")
    assert (finding.check, finding.state) == (Check.PYTHON, State.OK)
    assert finding.says == f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"


def test_with_postgresql_sqlite_does_not_matter() -> None:
    finding = examine_python("postgres://host/name")
    assert (finding.state, finding.says) == (State.OK, f"Python {platform.python_version()}")
