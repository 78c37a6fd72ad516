"""The findings on paper: a table for 80 columns, JSON for programs, and the exit code."""

import json
from collections.abc import Iterable, Sequence
from textwrap import wrap

from bot.doctor.finding import Check, Finding, State

WIDTH = 80

STATE_WIDTH = len(State.NOT_CHECKED) + 2
NAME_WIDTH = max(map(len, Check)) + 2

ALL_WELL, TO_MEND, UNUSABLE = 0, 1, 2
"""Exit codes; the last one for settings with which nothing else can be looked at."""


def table(findings: Sequence[Finding]) -> str:
    """One line for each finding, the remedy below it, and how many there are to mend."""
    lines = [line for finding in findings for line in _lines(finding)]
    return "\n".join([*lines, "", _sum(findings)])


def as_json(findings: Iterable[Finding]) -> str:
    """A list of objects with `name`, `state`, `about`, `says` and `remedy`; the last three may be null or empty."""
    facts = [
        {
            "name": finding.check.value,
            "state": finding.state.value,
            "about": finding.about,
            "says": finding.says,
            "remedy": finding.remedy,
        }
        for finding in findings
    ]
    return json.dumps(facts, indent=2, ensure_ascii=False)


def exit_code(findings: Iterable[Finding]) -> int:
    """0: all well, warnings or not; 1: something to mend; 2: the settings cannot be used."""
    failures = [finding.check for finding in findings if finding.state is State.FAILED]
    if Check.SETTINGS in failures:
        return UNUSABLE
    return TO_MEND if failures else ALL_WELL


def _lines(finding: Finding) -> list[str]:
    state = finding.state.replace("_", " ")
    shown = state.upper() if finding.state is State.FAILED else state
    begin = f"{shown:<{STATE_WIDTH}}{finding.check:<{NAME_WIDTH}}"
    said = ": ".join(filter(None, (finding.about, finding.says)))
    lines = _wrapped(said, begin, " " * len(begin))
    if finding.remedy:
        lines += _wrapped(finding.remedy, " " * STATE_WIDTH + "→ ", " " * (STATE_WIDTH + 2))
    return lines


def _wrapped(text: str, begin: str, indent: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent=begin, subsequent_indent=indent, break_on_hyphens=False)


def _sum(findings: Iterable[Finding]) -> str:
    states = [finding.state for finding in findings]
    failures, warnings = states.count(State.FAILED), states.count(State.WARNING)
    result = f"{failures} to mend" if failures else "All well"
    return f"{result}{f', {warnings} to know' if warnings else ''}."
