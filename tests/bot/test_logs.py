"""Logs: what libraries write is as short as what we do."""

import json
import subprocess
import sys

LIBRARY = """
import logging, traceback
from bot.logs import configure_logs
configure_logs("INFO", "json")
try:
    raise ConnectionError("nobody answers")
except ConnectionError:
    logging.getLogger("dbos").warning(f"Exception polling schedules: {traceback.format_exc()}")
"""


def test_a_traceback_in_a_librarys_message_is_one_line() -> None:
    done = subprocess.run([sys.executable, "-c", LIBRARY], capture_output=True, text=True, check=True)  # noqa: S603
    line = json.loads(done.stderr)
    assert line["event"] == "Exception polling schedules: ConnectionError: nobody answers"
