"""docs/reference/log-events.md, from `bot/logs/events.py` if there is one, and else from the lines in the source."""

import importlib
import importlib.util
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from tests.docs.log_lines import log_lines
from tests.docs.markdown import NONE, code, page, table

REGISTRY = "bot.logs.events"

FOREWORD = """Every line has the time (`timestamp`, UTC), the `level` and the `event`; then come facts. With
`LOG_FORMAT=json` a line is one JSON object with these as its keys; with `console` they are printed as `name=value`.

- There are never names, e-mail addresses, reasons or anything else that people wrote. Errors of other libraries are
  named by their class and the place in the code. Secrets are masked wherever they appear.
- A line that repeats is written at once and then once a minute; `more` is the number of lines left out in between.
- What to do about a line: [common failures](../common-failures.md)."""


def log_page() -> str:
    """The whole page."""
    return page("Log events", FOREWORD, _declared() if importlib.util.find_spec(REGISTRY) else _found())


def _declared() -> str:
    registry: Any = importlib.import_module(REGISTRY)
    events = sorted(registry.EVENTS.values(), key=lambda event: str(event.name))
    lines = [(code(one.name), ", ".join(one.levels), _codes(one.fields), one.meaning) for one in events]
    return "\n\n".join(
        [
            table(["event", "level", "facts", "meaning"], lines),
            "## Facts of any line",
            table(["fact", "meaning"], ((code(name), meaning) for name, meaning in registry.COMMON.items())),
            "## Facts of some lines",
            table(["fact", "meaning"], ((code(name), meaning) for name, meaning in sorted(registry.FIELDS.items()))),
        ]
    )


def _found() -> str:
    return table(["event", "level", "facts"], _rows())


def _rows() -> Iterator[tuple[str, str, str]]:
    """A row for each event, however many places write it."""
    for event, lines in groupby(log_lines(), lambda line: line.event):
        places = list(lines)
        levels = dict.fromkeys(level for line in places for level in line.level.split(" or "))
        facts = dict.fromkeys(fact for line in places for fact in line.facts)
        yield code(event), ", ".join(levels), _codes(facts)


def _codes(names: Iterable[str]) -> str:
    return ", ".join(map(code, names)) or NONE
