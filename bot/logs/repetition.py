"""Keeps a trouble that lasts from filling the log: its first line at once, then one a minute that counts the others."""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.logs.tracebacks import without_quotes

EVERY = 55.0
"""Seconds between two lines that say the same: a little less than a minute, so that lines once a minute all pass."""

OVER = 120.0
"""Seconds of silence after which a trouble counts as over. Its next line is a first one again."""

MOST = 500
"""Different lines that are remembered."""

VARYING = frozenset({"timestamp", "again_in", "request_id", "reference"})
"""Facts in which lines about the same trouble differ."""

EACH = frozenset({"listener_failed", "slack_failed"})
"""Lines that a person may ask about, with the reference that they were shown: all of them are written."""


@dataclass(slots=True)
class _Line:
    written: float
    seen: float
    more: int = 0


class Repetition(logging.Filter):
    """Lets a warning or an error pass if none like it was written in the last EVERY seconds.

    A line that passes has the number of those that did not as `more`. `seconds` is a clock that only goes forward.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._seconds = seconds
        self._lines: OrderedDict[str, _Line] = OrderedDict()
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to write the line."""
        if record.levelno < logging.WARNING or (isinstance(record.msg, dict) and record.msg.get("event") in EACH):
            return True
        with self._lock:
            more = self._counted(_likeness(record), self._seconds())
        record.more = more
        return more is not None

    def _counted(self, likeness: str, now: float) -> int | None:
        """How many lines like this were not written since the last that was; None if this one is not written either."""
        line = self._lines.pop(likeness, None)
        if line is None or now - line.seen > OVER:
            line = _Line(now, now)
            more: int | None = 0
        elif now - line.written < EVERY:
            line.more += 1
            more = None
        else:
            more, line.more, line.written = line.more, 0, now
        line.seen = now
        self._lines[likeness] = line
        while len(self._lines) > MOST:
            self._lines.popitem(last=False)
        return more


def _likeness(record: logging.LogRecord) -> str:
    """What lines about the same trouble have in common."""
    if isinstance(record.msg, dict):  # ours
        facts = {name: fact for name, fact in record.msg.items() if name not in VARYING}
        return repr((record.name, record.levelno, sorted(facts.items(), key=lambda fact: fact[0])))
    raised = record.exc_info[0] if record.exc_info else None
    return repr((record.name, record.levelno, without_quotes(record.getMessage()), raised))
