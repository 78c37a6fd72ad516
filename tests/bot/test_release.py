"""What a process says about itself when it starts: kinds and names, and never an address that may hold a secret."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.release import installed_version, log_start
from tests.office import settings_for

SLACK = "https://slack.com/api/"


def said(command: str = "web", database: str = "sqlite:///reissue.db", **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any setting
    """The line about a start with the office's settings, with changes."""
    with capture_logs() as lines:
        log_start(command, settings_for("http://127.0.0.1:1", database, **changes))
    [line] = lines
    return dict(line)


@pytest.mark.parametrize("command", ["web", "socket", "worker"])
def test_a_start_is_told_with_the_version_and_the_mode(command: str) -> None:
    line = said(command)
    assert (line["event"], line["log_level"], line["mode"]) == ("starting", "info", command)
    assert line["version"] == installed_version()


def test_the_database_is_told_by_its_kind_only() -> None:
    line = said(database="postgres://a-user:a-password@a-host/a-database")
    assert line["database"] == "postgresql"
    assert not any(secret in str(line) for secret in ("a-user", "a-password", "a-host", "a-database"))
    assert said()["database"] == "sqlite"


def test_vitables_server_is_told_by_its_name() -> None:
    usual: dict[str, Any] = {"vitable_connect_base_url": None, "slack_api_url": SLACK}
    assert said(**usual, vitable_connect_environment="production")["vitable"] == "production"
    assert said(**usual, vitable_connect_environment="environment_1")["vitable"] == "Test server (environment_1)"
    assert said()["vitable"] == "Practice server on this machine"


def test_slack_is_told_only_if_it_is_another_one() -> None:
    assert "slack" not in said(slack_api_url=SLACK)
    line = said(slack_api_url="https://a-user:a-password@slack.company.example/api/")
    assert line["slack"] == "slack.company.example"
    assert "a-password" not in str(line)


def test_the_changelog_has_a_dated_section_for_this_version_below_what_is_unreleased() -> None:
    root = Path(__file__).parents[2]
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    titles = re.findall(r"^## \[(.+?)\](.*)$", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert titles[0] == ("Unreleased", "")
    assert (titles[1][0], bool(re.fullmatch(r" - \d{4}-\d{2}-\d{2}", titles[1][1]))) == (version, True)
