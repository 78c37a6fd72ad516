"""Logs: what libraries write is as short as what we do, and no text of an error and no secret gets into them."""

import json
from pathlib import Path
from typing import Any

from tests.command_line import in_a_copy

LOGGING = """
import logging, structlog, threading, traceback
from bot.logs.configure import configure_logs, hide_in_logs
configure_logs("INFO", "json")
hide_in_logs("hidden-7f3a", 'with "quotes" \\ größer 7f3a', "short")
"""

FAILING = """
def failing():
    try:
        raise ConnectionError("quoted-7f3a")
    except ConnectionError as error:
        raise ValueError("quoted-7f3a") from error
"""


def written_by(program: str) -> tuple[list[dict[str, Any]], str]:
    """The lines that a program logs, and all that it writes."""
    done = in_a_copy(["tests.program", LOGGING + FAILING + program], Path.cwd(), {})
    assert "7f3a" not in done.stdout + done.stderr
    return [json.loads(line) for line in done.stderr.splitlines()], done.stderr


def test_a_librarys_message_is_cut_to_what_it_says_itself_and_the_class_of_the_error() -> None:
    lines, _ = written_by("""
pool = logging.getLogger("sqlalchemy.pool")
try:
    failing()
except ValueError as error:
    pool.warning(f"Exception polling schedules: {traceback.format_exc()}")
pool.warning("Exception finding work: (psycopg.OperationalError) connection to 10.0.0.1, user quoted-7f3a")
logging.getLogger("asyncio").error("Task exception was never retrieved\\nfuture: ValueError('quoted-7f3a')")
logging.getLogger("any").warning("Database connection failed: quoted-7f3a")
""")
    assert [line["event"] for line in lines] == [
        "Exception polling schedules: ValueError",
        "Exception finding work: psycopg.OperationalError",
        "Task exception was never retrieved: ValueError",
        "Database connection failed",
    ]


def test_a_traceback_names_places_and_classes_and_no_text() -> None:
    [ours, theirs], _ = written_by("""
try:
    failing()
except ValueError:
    structlog.get_logger("bot").exception("failed")
    logging.getLogger("any").exception("failed")
""")
    for line in (ours, theirs):
        assert line["event"] == "failed"
        assert "in failing" in line["exception"]
        assert line["exception"].index("ConnectionError") < line["exception"].index("ValueError")


def test_a_group_of_errors_names_each() -> None:
    [line], _ = written_by("""
try:
    raise ExceptionGroup("quoted-7f3a", [KeyError("quoted-7f3a"), OSError("quoted-7f3a")])
except ExceptionGroup:
    structlog.get_logger("bot").exception("failed")
""")
    assert "builtins.KeyError" in line["exception"]
    assert "builtins.OSError" in line["exception"]


def test_an_error_that_ends_the_process_or_a_thread_is_logged_without_its_text() -> None:
    lines, _ = written_by("""
thread = threading.Thread(target=failing)
thread.start()
thread.join()
failing()
""")
    assert [(line["event"], "builtins.ValueError" in line["exception"]) for line in lines] == [("crashed", True)] * 2


def test_secrets_are_masked_wherever_they_stand() -> None:
    lines, text = written_by("""
log = structlog.get_logger("bot")
log.info("said hidden-7f3a", header="Bearer hidden-7f3a", other='with "quotes" \\ größer 7f3a', all={"hidden-7f3a": 1})
logging.getLogger("any").warning("a short hidden-7f3a")
""")
    assert [line["event"] for line in lines] == ["said …", "a short …"]
    assert lines[0]["header"] == "Bearer …"
    assert text.count("…") == 5


def test_no_quoted_text_rules_the_terminal_that_shows_the_log() -> None:
    program = """
from bot.logs.configure import configure_logs
import logging, structlog
configure_logs("INFO", "console")
log = structlog.get_logger("bot")
log.warning("trouble", code="\\x1b[31mred\\x07", where="\\x9b2J\\u202eabc", other="a\\r\\nb\\x1bc")
logging.getLogger("any").warning("shown\\r\\x1b]0;title\\x07 and kept")
"""
    done = in_a_copy(["tests.program", program], Path.cwd(), {})
    ours, theirs = done.stderr.split("\n")[:2]
    assert [each for each in ours + theirs if not each.isprintable()] == []
    assert r"code=\x1b[31mred\x07" in ours
    assert r"where=\x9b2J\u202eabc" in ours
    assert r"shown\x0d\x1b]0;title\x07 and kept" in theirs
