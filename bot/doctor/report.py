"""Prints the findings: a table of 80 columns for people, JSON for programs; and gives the exit code."""

import json
from collections.abc import Iterable, Sequence
from textwrap import wrap

from bot.doctor.finding import Check, Finding, State

WIDTH = 80

STATE_WIDTH = len(State.NOT_CHECKED) + 2
NAME_WIDTH = max(map(len, Check)) + 2

ALL_WELL, PROBLEMS, UNUSABLE = 0, 1, 2
"""Exit codes. The last one means that the settings are unusable, so nothing else was checked."""


def table(findings: Sequence[Finding]) -> str:
    """One line for each finding with the remedy below it, and the number of problems and warnings."""
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
    """0: all well, with or without warnings; 1: problems; 2: unusable settings."""
    failures = [finding.check for finding in findings if finding.state is State.FAILED]
    if Check.SETTINGS in failures:
        return UNUSABLE
    return PROBLEMS if failures else ALL_WELL


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
    result = _counted(failures, "problem") if failures else "All well"
    return f"{result}, {_counted(warnings, 'warning')}." if warnings else f"{result}."


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
