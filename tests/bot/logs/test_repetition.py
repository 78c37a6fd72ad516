"""A trouble that lasts is told at once, and then once a minute with the number of lines left out."""

import logging
from dataclasses import dataclass, field

import pytest

from bot.logs.repetition import MOST, Repetition
from tests.bot.logs.test_configure import written_by


@dataclass
class Log:
    """Lines that went through the filter, by a clock that the test turns."""

    now: float = 0.0
    written: list[tuple[object, int | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.repetition = Repetition(lambda: self.now)

    def write(self, message: object, level: int = logging.WARNING, name: str = "bot", **extra: object) -> None:
        """One line of a trouble."""
        record = logging.LogRecord(name, level, "", 0, message, None, extra.get("exc_info"))  # type: ignore[arg-type]
        if self.repetition.filter(record):
            self.written.append((message, getattr(record, "more", None)))

    @property
    def counts(self) -> list[int | None]:
        """How many lines each written line speaks for, besides itself."""
        return [more for _, more in self.written]


AWAY = {"event": "sweep_postponed", "reason": "the database does not answer"}


def test_the_first_line_comes_at_once_and_then_one_a_minute_with_the_number_of_the_others() -> None:
    log = Log()
    for second in range(181):
        log.now = float(second)
        log.write({**AWAY, "timestamp": second, "again_in": second, "request_id": str(second)})
    assert log.counts == [0, 54, 54, 54]


def test_a_line_that_comes_once_a_minute_always_passes() -> None:
    log = Log()
    for minute in range(5):
        log.now = 59.9 * minute
        log.write({"event": "deliveries_refused", "count": 7})
    assert log.counts == [0] * 5


def test_a_trouble_that_was_over_is_told_as_a_new_one() -> None:
    log = Log()
    for now in (0.0, 1.0, 2.0, 123.0):
        log.now = now
        log.write(AWAY)
    assert log.counts == [0, 0]


@pytest.mark.parametrize(
    "other", [{**AWAY, "reason": "another"}, {**AWAY, "what": "products"}, {**AWAY, "exception": "in another place"}]
)
def test_another_reason_or_another_thing_is_another_trouble(other: dict[str, str]) -> None:
    log = Log()
    for line in (AWAY, other, AWAY, other):
        log.write(line)
    assert [line for line, _ in log.written] == [AWAY, other]


def test_a_librarys_lines_are_alike_by_what_it_says_itself_and_by_the_class_of_the_error() -> None:
    log = Log()
    for text in ("10.0.0.1", "10.0.0.2"):
        log.write(f"Exception finding work: (psycopg.OperationalError) {text}", name="sqlalchemy.pool")
    log.write("Exception finding work: (psycopg.InterfaceError) 10.0.0.1", name="sqlalchemy.pool")
    log.write("Exception finding work: (psycopg.OperationalError) 10.0.0.1", name="other")
    log.write("failed", name="sqlalchemy.pool", exc_info=(ValueError, ValueError(), None))
    log.write("failed", name="sqlalchemy.pool", exc_info=(KeyError, KeyError(), None))
    assert len(log.written) == 5


def test_what_is_not_a_trouble_is_never_left_out() -> None:
    log = Log()
    for _ in range(3):
        log.write({"event": "employees_indexed"}, logging.INFO)
    assert len(log.written) == 3


def test_the_same_trouble_of_different_clicks_is_one_trouble() -> None:
    log = Log()
    for reference in ("K7M3QX", "QT4XKD", "VGMRCM"):
        log.write({"event": "read_failed", "call": "GET /v1/employers", "reference": reference})
    assert log.counts == [0]


@pytest.mark.parametrize("event", ["listener_failed", "slack_failed"])
def test_each_error_that_a_person_may_ask_about_is_written(event: str) -> None:
    log = Log()
    for reference in ("K7M3QX", "QT4XKD", "K7M3QX"):
        log.write({"event": event, "reference": reference})
    assert len(log.written) == 3


def test_any_number_of_different_lines_needs_little_memory() -> None:
    log = Log()
    for number in range(MOST + 1):
        log.write({"event": "odd", "what": number})
    log.write({"event": "odd", "what": MOST})
    log.write({"event": "odd", "what": 0})
    assert [line for line, _ in log.written[MOST + 1 :]] == [{"event": "odd", "what": 0}]


def test_the_number_stands_in_the_line_of_ours_and_of_a_library() -> None:
    lines, _ = written_by("""
from bot.logs.repetition import Repetition
now = [0.0]
handler = logging.getLogger().handlers[0]
assert isinstance(handler.filters[0], Repetition)
handler.filters[0] = Repetition(lambda: now[0])
for now[0] in (0.0, 1.0, 2.0, 60.0):
    structlog.get_logger("bot").warning("postponed")
    logging.getLogger("sqlalchemy.pool").warning("polling: quoted-7f3a")
""")
    assert [(line["event"], line.get("more")) for line in lines] == [
        ("postponed", None),
        ("polling", None),
        ("postponed", 2),
        ("polling", 2),
    ]
