"""Doctor's check of Python and its SQLite."""

import platform
import sqlite3
from typing import Any

from bot.doctor.finding import Check, State
from bot.doctor.python import examine_python


class WithoutTime(sqlite3.Connection):
    """A connection that answers as an older SQLite does without the function that the bot gives."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - those of sqlite3.connect
        super().__init__(*arguments, **options)
        self.create_function("unixepoch", 1, lambda _modifier: None)


def test_python_and_sqlite_are_named_and_the_engine_can_start() -> None:
    finding = examine_python("sqlite:///reissue.db")
    assert (finding.check, finding.state) == (Check.PYTHON, State.OK)
    assert f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}: " in finding.says


def test_an_sqlite_on_which_the_engine_cannot_start_is_a_problem() -> None:
    finding = examine_python("sqlite:///reissue.db", WithoutTime)
    assert (finding.state, "cannot start" in finding.says) == (State.FAILED, True)
    assert "3.42" in str(finding.remedy)


def test_with_postgresql_sqlite_does_not_matter() -> None:
    finding = examine_python("postgres://host/name", WithoutTime)
    assert (finding.state, finding.says) == (State.OK, f"Python {platform.python_version()}")
