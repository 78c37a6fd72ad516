"""Settings: wrong or missing ones stop the start, all at once, each with its name and the remedy."""

import pytest

from bot.settings import load_settings
from tests.bot.settings.good import GOOD, complaint


def test_users_and_groups_are_read_from_one_comma_separated_line() -> None:
    assert load_settings().approvers == ("U0MARCUS", "S0HRMANAGERS")


def test_conditions_are_read_from_one_comma_separated_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().second_approval_when == ()
    monkeypatch.setenv("SECOND_APPROVAL_WHEN", "window_closed, employer_pays_above=60000")
    assert [str(held) for held in load_settings().second_approval_when] == [
        "window_closed",
        "employer_pays_above=60000",
    ]


def test_every_missing_setting_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in GOOD:
        monkeypatch.delenv(name)
    assert all(f"{name} is not set" in complaint() for name in GOOD)


def test_an_empty_setting_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "")
    assert "SLACK_SIGNING_SECRET is not set" in complaint()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SLACK_BOT_TOKEN", "xapp-1", "must begin with xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-1", "must begin with xapp-"),
        ("SLACK_API_URL", "http://slack.example/api/", "must begin with https://"),
        ("VITABLE_CONNECT_BASE_URL", "http://api.example", "must begin with https://"),
        ("VITABLE_CONNECT_BASE_URL", "https://", "must name a server"),
        ("VITABLE_CONNECT_ENVIRONMENT", "staging", "production or environment_1"),
        ("VITABLE_CONNECT_TIMEOUT", "soon", "Seconds in all for one API call"),
        ("VITABLE_CONNECT_CONTRACT", "connect-7", "connect-6"),
        ("VITABLE_CONNECT_ORGANIZATION", "org_brightside", "set VITABLE_CONNECT_CONTRACT=connect-6, or unset this"),
        ("RECORD_EVENTS", "perhaps", "requesters may record a life event"),
        ("READBACK_SETTLE", "59", "at least twice VITABLE_CONNECT_TIMEOUT"),
        ("APPROVALS_CHANNEL", "#approvals", "Id (C…)"),
        ("APPROVERS", "@marcus", "User (U…)"),
        ("APPROVERS", ",", "comma-separated"),
        (
            "SECOND_APPROVAL_WHEN",
            "window_close",
            "there is no condition 'window_close'. When two must, comma-separated: ",
        ),
        ("SECOND_APPROVAL_WHEN", "window_closed,coverage_older_than", "needs a whole number"),
        ("DATABASE_URL", "mysql://db", "sqlite:/// or postgres://"),
        ("PORT", "80000", "Port to listen on"),
        ("AUDIT_KEY", "31 characters are not enough 12", "At least 32 secret characters"),
        ("AUDIT_KEYS_OLD", f"{'k' * 32}, 31 characters are not enough 12", "each must have at least 32 characters"),
        ("AUDIT_KEYS_OLD", "k" * 32, "AUDIT_KEY is not set, but AUDIT_KEYS_OLD is"),
    ],
)
def test_a_wrong_setting_is_named_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    assert name in complaint()
    assert says in complaint()


def test_an_organization_is_named_for_the_contract_that_has_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITABLE_CONNECT_CONTRACT", "connect-6")
    monkeypatch.setenv("VITABLE_CONNECT_ORGANIZATION", "org_brightside")
    assert load_settings().vitable_connect_organization == "org_brightside"
    monkeypatch.setenv("VITABLE_CONNECT_ORGANIZATION", "Brightside")
    assert "VITABLE_CONNECT_ORGANIZATION cannot be used: must be the id of an organization" in complaint()


def test_life_events_are_recorded_in_the_documented_contract_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not load_settings().record_events
    monkeypatch.setenv("RECORD_EVENTS", "1")
    assert load_settings().record_events
    monkeypatch.setenv("VITABLE_CONNECT_CONTRACT", "connect-6")
    assert "RECORD_EVENTS cannot be used: the contract connect-6 has no call for it" in complaint()


def test_an_environment_or_a_base_url_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VITABLE_CONNECT_ENVIRONMENT")
    assert "VITABLE_CONNECT_ENVIRONMENT is not set: production or environment_1" in complaint()
    monkeypatch.setenv("VITABLE_CONNECT_BASE_URL", "http://127.0.0.1:8010/benefits")
    assert load_settings().benefits_url == "http://127.0.0.1:8010/benefits"


def test_metrics_have_another_port_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().metrics_port is None
    monkeypatch.setenv("METRICS_PORT", "3000")
    assert "METRICS_PORT cannot be used: must be another port than PORT" in complaint()
    monkeypatch.setenv("METRICS_PORT", "3001")
    assert load_settings().metrics_port == 3001


@pytest.mark.parametrize(
    ("environment", "base_url", "server"),
    [
        ("production", None, None),
        ("environment_1", None, "Test server (environment_1)"),
        ("production", "https://api.vitablehealth.com", None),
        ("production", "https://proxy.example/api", "Server proxy.example"),
        ("environment_1", "http://127.0.0.1:8010/benefits", "Practice server on this machine"),
    ],
)
def test_a_server_that_is_not_production_has_a_name_for_the_cards(
    monkeypatch: pytest.MonkeyPatch, environment: str, base_url: str | None, server: str | None
) -> None:
    monkeypatch.setenv("VITABLE_CONNECT_ENVIRONMENT", environment)
    if base_url is not None:
        monkeypatch.setenv("VITABLE_CONNECT_BASE_URL", base_url)
    assert load_settings().server == server
