"""The figures that are measured: the rows of the table, with their targets."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Literal

Column = Literal["ours", "baseline"]
Judged = Literal["ratio", "ours", "no"]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table. `judged` says what has the target: our value, or its ratio to the baseline's."""

    key: str
    row: int
    what: str
    unit: str
    target: float | None = None
    more_is_better: bool = False
    judged: Judged = "ours"
    baseline: str = "tutorial bot"

    def is_met(self, ours: float, ratio: float | None) -> bool | None:
        """Whether the target is met; None without one."""
        value = ratio if self.judged == "ratio" else ours
        if self.target is None or self.judged == "no" or value is None:
            return None
        return value >= self.target if self.more_is_better else value <= self.target


def _ratio(key: str, row: int, what: str, unit: str, target: float, baseline: str = "tutorial bot") -> Figure:
    return Figure(
        key=key,
        row=row,
        what=what,
        unit=unit,
        target=target,
        more_is_better=True,
        judged="ratio",
        baseline=baseline,
    )


def _at_most(key: str, row: int, what: str, unit: str, target: float) -> Figure:
    return Figure(key=key, row=row, what=what, unit=unit, target=target)


def _told(key: str, row: int, what: str, unit: str) -> Figure:
    return Figure(key=key, row=row, what=what, unit=unit)


FIGURES: Sequence[Figure] = (
    _ratio("approvals", 1, "approvals a second, until the last card says Reissued", "/s", 0.5),
    _told("approvals_told", 1, "… until the last call of Slack", "/s"),
    _told("approval_bot", 1, "processor time of the bot for one", "ms"),
    _told("approval_sandbox", 1, "… of the sandbox", "ms"),
    _ratio("two", 2, "approvals a second on two processes ÷ one", "/s", 1.6, "one process"),
    _told("two_busy", 2, "… processors of the machine at work meanwhile, on average", ""),
    _at_most("calls", 3, "Slack calls for an approval that succeeds at once", "", 4),
    _told("click_p50", 4, "click → card says Reissued, idle, p50", "ms"),
    _at_most("click_p95", 4, "click → card says Reissued, idle, p95", "ms", 150),
    _at_most("thirty", 5, "30 clicks on 30 requests at once: last acknowledgement", "s", 0.5),
    _told("thirty_refused", 5, "… answers that are not 200", ""),
    _at_most("hundred", 6, "100 clicks at once on one request: last acknowledgement", "s", 1.5),
    _at_most("hundred_refused", 6, "… answers that are not 200", "", 0),
    _ratio("answers", 7, "/reissue: answers a second, 16 connections", "/s", 0.9, "bare Bolt"),
    _told("forms", 7, "… until the last form is open", "/s"),
    _told("form_bot", 7, "processor time of the bot for one", "ms"),
    _told("form_sandbox", 7, "… of the sandbox", "ms"),
    _at_most("idle_cpu", 8, "idle: processor", "%", 2),
    _at_most("idle_transactions", 8, "idle: transactions a second", "/s", 5),
    _at_most("memory", 8, "idle: resident memory", "MB", 100),
    _at_most("start_cpu", 8, "processor time until it is ready", "s", 1.5),
    _at_most("home", 9, "Home tab: counts and page, p50", "ms", 50),
    _at_most("typeahead_name", 9, "typeahead by name, p50", "ms", 15),
    _at_most("typeahead_accent", 9, "typeahead with accents, p50", "ms", 15),
    _at_most("typeahead_order", 9, "typeahead, last name first, p50", "ms", 15),
    _at_most("typeahead_part", 9, "typeahead by a part of a name, p50", "ms", 15),
    _at_most("digest", 9, "digests for 50 approvers: time on the loop", "s", 0.2),
    _at_most("by_number", 9, "request by its number, p50", "ms", 5),
    _at_most("sweep", 9, "sweep, p50", "ms", 5),
    _at_most("suite", 10, "processor time of `make test`", "s", 500),
)


@dataclass
class Samples:
    """What was measured: by figure and column, one value for each round (for `hundred` and the like), or each click."""

    values: dict[str, dict[Column, list[float]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    notes: dict[str, Any] = field(default_factory=dict)

    def add(self, key: str, column: Column, value: float) -> None:
        """One more value."""
        self.values[key][column].append(value)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that a share of all values is not above: the nearest one there is."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(frozen=True)
class Line:
    """One line as it is printed and stored."""

    figure: Figure
    ours: Sequence[float]
    baseline: Sequence[float]

    @property
    def median(self) -> float:
        """Ours."""
        return median(self.ours)

    @property
    def beside(self) -> float | None:
        """The baseline's median."""
        return median(self.baseline) if self.baseline else None

    @property
    def ratio(self) -> float | None:
        """Ours to the baseline's."""
        return self.median / self.beside if self.beside else None

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met."""
        return self.figure.is_met(self.median, self.ratio)

    @property
    def stored(self) -> Mapping[str, object]:
        """The line as JSON."""
        return {
            "row": self.figure.row,
            "key": self.figure.key,
            "what": self.figure.what,
            "unit": self.figure.unit,
            "ours": list(self.ours),
            "ours_median": self.median,
            "ours_p99": percentile(self.ours, 0.99),
            "baseline": list(self.baseline),
            "baseline_median": self.beside,
            "baseline_p99": percentile(self.baseline, 0.99) if self.baseline else None,
            "ratio": self.ratio,
            "target": self.figure.target,
            "is_met": self.is_met,
        }


def lines_of(samples: Samples) -> list[Line]:
    """The lines for which there are values, in the order of the table."""
    measured = [(figure, samples.values[figure.key]) for figure in FIGURES if figure.key in samples.values]
    return [Line(figure, found["ours"], found["baseline"]) for figure, found in measured if found["ours"]]
