"""docs/connect.md is right: its scopes are the manifest's, its variables the settings', its checks doctor's."""

import re
from pathlib import Path

import pytest

from bot.cli import app
from bot.doctor.finding import Check
from bot.doctor.slack import manifest_scopes
from bot.settings import Settings

PAGE = (Path(__file__).parents[3] / "docs" / "connect.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, without the line of titles."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line] for line in lines[2:]]


def test_each_scope_of_the_manifest_has_its_reason_and_no_other_is_named() -> None:
    reasons = {scope.strip("`"): reason for scope, reason in rows("Why each scope")}
    assert reasons.keys() == manifest_scopes()
    assert all(reasons.values())


def test_every_setting_is_named_and_nothing_else() -> None:
    named = set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)*\b(?==|`)", PAGE))
    assert named == {name.upper() for name in Settings.model_fields}


def test_what_must_be_set_is_set_in_the_step_that_sets_it() -> None:
    step = PAGE.partition("\n## 5.")[2].partition("```\n\n")[0]
    needed = {name.upper() for name, field in Settings.model_fields.items() if field.is_required()}
    assert needed <= set(re.findall(r"\b[A-Z_]+(?==)", step))


def test_every_command_on_the_page_is_one() -> None:
    typed = set(re.findall(r"python -m bot ([a-z]+)", PAGE))
    assert {"manifest", "migrate", "doctor", "events", "socket", "web", "hold"} == typed
    assert typed <= {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }


@pytest.mark.parametrize("check", list(Check))
def test_every_check_of_doctor_is_explained(check: Check) -> None:
    assert any(f"`{check}`" in names for names, _, _ in rows("When doctor says no"))
