"""The alerts: each is tested both ways, says what to do, and has a section in the runbooks."""

import re
from pathlib import Path

import pytest
from typer.main import get_group

from approvals.model.trouble import Trouble
from bot.cli import app
from bot.logs.events import EVENTS
from bot.metrics.registry import METRICS
from handlers.slack.troubles import CLOSED, NOT_ANSWERED, TOKEN
from store.audit.watching import AuditTrouble
from tests.alerts.shortened import RULES, SECONDS, shortened
from tests.places.environments import ROOT
from tests.prometheus import promtool

FOLDER = RULES.parent

TESTS = FOLDER / "reissue-bot.tests.yml"

RUNBOOKS = ROOT / "docs" / "runbooks.md"

RULE = re.compile(r"- alert: (\w+)\n(.+?)(?=\n\n|\Z)", re.DOTALL)

SECTION = re.compile(r"^## (ReissueBot\w+)\n(.+?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)

PARTS = ("*critical*", "*warning*"), ("What it means.", "In Slack.", "First look.", "Remedy.", "Over when.")

ALERTS = dict(RULE.findall(RULES.read_text(encoding="utf-8")))

SECTIONS = dict(SECTION.findall(RUNBOOKS.read_text(encoding="utf-8")))

BOARD = ROOT / "deploy" / "grafana" / "reissue-bot.json"

METRIC = re.compile(r"(?<![\w:])reissue_\w+")

LOG_LINE = re.compile(r"`([a-z]+(?:_[a-z]+)+)`")

CODES = (
    {code.value for code in (*Trouble, *AuditTrouble)}
    | TOKEN
    | CLOSED
    | {
        NOT_ANSWERED,
        "max_connections",
        "needs_info",
        "webhook_signature",
        "slack_signature",
        "runbook_url",
        "external_labels",
        "rule_files",
        "alert_relabel_configs",
    }
)

COMMAND = re.compile(r"python -m bot (\w+)")


def groups() -> list[tuple[str, str]]:
    """The groups of the unit tests: name and text."""
    _, *found = TESTS.read_text(encoding="utf-8").split("  - name: '")
    return [(name, text) for name, _, text in (group.partition("'\n") for group in found)]


def test_prometheus_takes_the_rules_and_the_example_of_its_settings() -> None:
    assert "SUCCESS" in promtool("check", "rules", RULES)
    assert "SUCCESS" in promtool("check", "config", FOLDER / "prometheus.yml")


def test_every_alert_fires_and_is_silent_as_its_unit_tests_say() -> None:
    assert "SUCCESS" in promtool("test", "rules", TESTS)


def test_a_sum_where_every_replica_says_the_same_fails_its_unit_test(tmp_path: Path) -> None:
    head, *_ = TESTS.read_text(encoding="utf-8").partition("  - name:")
    [group] = [f"  - name: '{name}'\n{text}" for name, text in groups() if "three processes say the same two" in name]
    (tmp_path / TESTS.name).write_text(head + group, encoding="utf-8")
    rules = RULES.read_text(encoding="utf-8")
    for wrong in (
        rules,
        rules.replace("max by (job) (reissue_requests_unreached)", "sum by (job) (reissue_requests_unreached)"),
    ):
        (tmp_path / RULES.name).write_text(wrong, encoding="utf-8")
        told = _tested(tmp_path / TESTS.name)
        assert ("told of 6 request" in told) == (wrong != rules)


@pytest.mark.parametrize("alert", ALERTS)
def test_it_is_tested_when_it_fires_and_when_it_does_not(alert: str) -> None:
    fires = [text for _, text in groups() if f'{{alertname="{alert}"}}' in text]
    assert fires, "no unit test in which it fires"
    silent = [text for name, text in groups() if alert in name.split(":")[0] and "exp_samples: []" in text]
    assert silent, "no unit test in which it is silent"


@pytest.mark.parametrize("alert", ALERTS)
def test_it_has_all_that_a_person_needs_at_night(alert: str) -> None:
    rule = ALERTS[alert]
    assert re.search(r"^        for: \d+[mh]$", rule, re.MULTILINE)
    assert re.search(r"severity: (critical|warning)$", rule, re.MULTILINE)
    assert re.search(r"summary: .{20}", rule)
    description = re.search(r"description: >-\n(.+?)\n          runbook_url", rule, re.DOTALL)
    assert description, "no description"
    assert len(description[1].split()) > 18
    assert f'"docs/runbooks.md" }}}}#{alert.lower()}' in rule


@pytest.mark.parametrize("alert", ALERTS)
def test_its_runbook_says_what_it_means_what_to_do_and_when_it_is_over(alert: str) -> None:
    section = SECTIONS[alert]
    severities, parts = PARTS
    [severity] = [each for each in severities if each in section]
    assert f"severity: {severity.strip('*')}" in ALERTS[alert]
    assert [part for part in parts if f"- **{part}** " not in section] == []


def test_no_runbook_is_about_an_alert_that_there_is_not() -> None:
    assert list(SECTIONS) == [name for name in SECTIONS if name in ALERTS]
    mentioned = set(re.findall(r"`(ReissueBot\w+)`", RUNBOOKS.read_text(encoding="utf-8")))
    assert mentioned <= set(ALERTS)


def test_every_command_in_the_runbooks_exists() -> None:
    named = set(COMMAND.findall(RUNBOOKS.read_text(encoding="utf-8") + RULES.read_text(encoding="utf-8")))
    assert named >= {"doctor", "list", "show", "export", "migrate"}
    assert named <= set(get_group(app).commands)


def test_every_line_of_the_log_in_the_runbooks_is_one_of_the_bots() -> None:
    found = set(LOG_LINE.findall(RUNBOOKS.read_text(encoding="utf-8")))
    lines = {name for name in found if not name.startswith("reissue_")} - CODES
    assert lines >= {"sweep_postponed", "listener_failed"}
    assert lines <= set(EVENTS)


@pytest.mark.parametrize("file", [RULES, BOARD], ids=lambda file: file.name)
def test_every_metric_in_it_is_one_of_the_bots_or_of_prometheus(file: Path) -> None:
    named = set(METRIC.findall(file.read_text(encoding="utf-8")))
    bare = {re.sub(r"_(bucket|count|sum)$", "", name) if name not in METRICS else name for name in named}
    assert len(bare) > 15
    assert bare - {"reissue_runbooks"} <= set(METRICS)


def test_the_shortened_rules_are_the_same_but_for_their_times() -> None:
    text = RULES.read_text(encoding="utf-8")
    short = shortened(text, 60)
    without_times = [re.sub(r"\d+[smhd]?\b", "N", each) for each in (text, short)]
    assert without_times[0] == without_times[1]
    assert SECONDS.findall(text)
    assert "for: 10s" in short
    assert "> 60 # seconds" in short


def _tested(tests: Path) -> str:
    """What promtool says about unit tests, well or not; nothing if all is well."""
    try:
        promtool("test", "rules", tests)
    except AssertionError as error:
        return str(error)
    return ""
