"""A variable that is nearly a setting stops the start; those of platforms and of other programs do not."""

from pathlib import Path

import pytest

from bot.misspelled import misspelled
from bot.settings import Settings, SettingsError, load_settings, load_store_settings
from tests.bot.settings.good import GOOD
from tests.command_line import reissue_bot

OURS = frozenset(name.upper() for name in Settings.model_fields)

HEROKU = """DYNO PORT SOURCE_VERSION STACK HEROKU_APP_ID HEROKU_APP_NAME HEROKU_DYNO_ID HEROKU_RELEASE_VERSION
HEROKU_SLUG_COMMIT HEROKU_POSTGRESQL_AMBER_URL DATABASE_CONNECTION_POOL_URL DATABASE_URL PGBOUNCER_URL WEB_CONCURRENCY
REDIS_URL REDIS_TLS_URL LANG PYTHONHASHSEED SLACK_WEBHOOK_URL TEST_DATABASE_URL STAGING_DATABASE_URL"""

KUBERNETES = """KUBERNETES_PORT KUBERNETES_SERVICE_HOST KUBERNETES_SERVICE_PORT KUBERNETES_PORT_443_TCP_ADDR HOSTNAME
REISSUE_BOT_PORT REISSUE_BOT_SERVICE_HOST REISSUE_BOT_SERVICE_PORT REISSUE_BOT_PORT_3000_TCP
REISSUE_BOT_PORT_3000_TCP_PROTO APPROVALS_PORT APPROVALS_SERVICE_HOST SLACK_BOT_SERVICE_PORT SLACK_BOT_PORT
VITABLE_PORT METRICS_SERVICE_HOST POSTGRES_PORT POSTGRES_SERVICE_HOST POD_NAME POD_IP NODE_NAME HOST_IP"""

DOCKER = """HOME PATH TERM SHLVL PWD OLDPWD container POSTGRES_USER POSTGRES_PASSWORD POSTGRES_PASSWORD_FILE
POSTGRES_DB POSTGRES_HOST POSTGRES_HOST_AUTH_METHOD POSTGRES_INITDB_ARGS COMPOSE_PROJECT_NAME DOCKER_HOST VIRTUAL_HOST
VIRTUAL_PORT"""

SYSTEMD = """INVOCATION_ID JOURNAL_STREAM SYSTEMD_EXEC_PID LISTEN_FDS LISTEN_PID NOTIFY_SOCKET MAINPID MANAGERPID
CREDENTIALS_DIRECTORY STATE_DIRECTORY RUNTIME_DIRECTORY LOGS_DIRECTORY LOGNAME USER SHELL WATCHDOG_USEC
SERVICE_RESULT"""

CI = """CI GITHUB_ACTIONS GITHUB_API_URL GITHUB_ACTOR GITHUB_TOKEN GITHUB_WORKSPACE RUNNER_OS RUNNER_TEMP
ACTIONS_RUNTIME_URL CI_JOB_TOKEN CI_PROJECT_URL CI_REGISTRY_USER GITLAB_CI BUILDKITE_AGENT_ACCESS_TOKEN JENKINS_URL
BUILD_NUMBER CIRCLE_TOKEN"""

OTHERS = """DATABASE_URI DATABASE_URLS DATABASE_HOST DATABASE_PORT DATABASE_NAME DATABASE_USER DATABASE_SCHEMA
DATABASE_URL_2 SQLALCHEMY_DATABASE_URI HOSTS PORTS HOSTTYPE GHOST LOGLEVEL LOG_LEVELS LOG_FILE LOG_FORMATTER
LOGGING_LEVEL LOG_FORMATS SLACK_TOKEN SLACK_API_TOKEN SLACK_USER_TOKEN SLACK_CHANNEL SLACK_APP_ID SLACK_APP_URL
SLACK_CLIENT_SECRET SLACK_TEAM_ID SLACK_BOT_USER_ID SLACK_BOT_TOKEN_2 SLACK_SIGNING_KEY METRICS_PATH METRICS_HOST
PROMETHEUS_PORT AUDIT_LOG AUDIT_LOG_FILE AUDIT_ENABLED REQUESTS_CA_BUNDLE REQUEST_TIMEOUT LOG_RETENTION_DAYS
BACKUP_RETENTION_DAYS SSL_CERT_FILE HTTPS_PROXY NO_PROXY FORWARDED_ALLOW_IPS PYTHONPATH VIRTUAL_ENV UVICORN_PORT
SENTRY_DSN OTEL_EXPORTER_OTLP_ENDPOINT VITABLE_CONNECT_API_URL AWS_SECRET_ACCESS_KEY GOOGLE_APPLICATION_CREDENTIALS TZ
VAULT_ADDR APPROVE REISSUE PAUSED WEBHOOK_SECRET GITHUB_WEBHOOK_SECRET"""


@pytest.mark.parametrize("names", [HEROKU, KUBERNETES, DOCKER, SYSTEMD, CI, OTHERS])
def test_variables_of_platforms_and_of_other_programs_stop_nothing(names: str) -> None:
    assert list(misspelled(names.split(), OURS, OURS)) == []


def test_no_setting_is_a_slip_of_another() -> None:
    assert list(misspelled([*OURS, *map(str.lower, OURS)], OURS, OURS)) == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("REISSUE_PAUSE", "REISSUE_PAUSED"),
        ("REISSUES_PAUSED", "REISSUE_PAUSED"),
        ("REISSUEPAUSED", "REISSUE_PAUSED"),
        ("RIESSUE_PASUED", "REISSUE_PAUSED"),
        ("REISSUE-PAUSED", "REISSUE_PAUSED"),
        ("reissue_pause", "REISSUE_PAUSED"),
        ("REISSUE_PAUSING", "REISSUE_PAUSED"),
        ("PAUSE_REISSUES", "REISSUE_PAUSED"),
        ("REISSUE_PAUSED ", "REISSUE_PAUSED"),
        ("APROVERS", "APPROVERS"),
        ("APPROVER", "APPROVERS"),
        ("APPROVRES", "APPROVERS"),
        (" APPROVERS", "APPROVERS"),
        ("REQUESTER", "REQUESTERS"),
        ("REQUESTORS", "REQUESTERS"),
        ("APPROVAL_REQUIRED", "APPROVALS_REQUIRED"),
        ("APPROVALS_REQUIERD", "APPROVALS_REQUIRED"),
        ("SECOND_APPROVALS_WHEN", "SECOND_APPROVAL_WHEN"),
        ("ESCALATION_APPROVER", "ESCALATION_APPROVERS"),
        ("ESCALATION_AXPROZERS", "ESCALATION_APPROVERS"),
        ("REISSUE_BAUZED", "REISSUE_PAUSED"),
        ("VITABLE_JONNEXT_API_KEY", "VITABLE_CONNECT_API_KEY"),
        ("CARD_DETAILS", "CARD_DETAIL"),
        ("RETENTION_DAY", "RETENTION_DAYS"),
        ("AUDIT_KEYS", "AUDIT_KEY"),
        ("AUDITKEY", "AUDIT_KEY"),
        ("AUDIT_KEY_OLD", "AUDIT_KEYS_OLD"),
        ("AUDIT_KEYFILE", "AUDIT_KEY_FILE"),
        ("DATABSE_URL", "DATABASE_URL"),
        ("DATABASE_ULR", "DATABASE_URL"),
        ("METRIC_PORT", "METRICS_PORT"),
        ("VITABLE_CONECT_TIMEOUT", "VITABLE_CONNECT_TIMEOUT"),
        ("VITABLE_CONNECT_BASEURL", "VITABLE_CONNECT_BASE_URL"),
        ("VITABLE_CONNECT_API_KEYFILE", "VITABLE_CONNECT_API_KEY_FILE"),
        ("SLACK_APPTOKEN", "SLACK_APP_TOKEN"),
        ("SLACK_SINGING_SECRET", "SLACK_SIGNING_SECRET"),
        ("VITABLE_WEBHOOKS_SECRET", "VITABLE_WEBHOOK_SECRET"),
        ("VITABLE_WEBHOOK_SECERT", "VITABLE_WEBHOOK_SECRET"),
    ],
)
def test_a_slip_is_noticed_with_the_setting_that_is_meant(name: str, meant: str) -> None:
    assert list(misspelled([name], OURS, OURS)) == [(name, meant)]


@pytest.fixture
def good_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("good_environment")
def test_every_slip_is_told_beside_every_other_problem_and_no_value_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REISSUE_PAUSE", "quoted-7f3a")
    monkeypatch.setenv("APROVERS ", "")
    monkeypatch.setenv("PORT", "80000")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    lines = str(refused.value).splitlines()
    assert "  REISSUE_PAUSE is not a setting: did you mean REISSUE_PAUSED? Rename it, or unset it." in lines
    assert "  APROVERS␣ is not a setting: did you mean APPROVERS? Rename it, or unset it." in lines
    assert (len(lines), lines[2].startswith("  PORT cannot be used"), "7f3a" in str(refused.value)) == (3, True, False)


def test_a_command_about_the_database_minds_only_slips_of_what_it_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APROVERS", "U0MARCUS")
    assert load_store_settings().audit_key is None
    monkeypatch.setenv("AUDIT_KEYS", "k" * 32)
    with pytest.raises(SettingsError, match="AUDIT_KEYS is not a setting: did you mean AUDIT_KEY"):
        load_store_settings()


def test_the_bot_does_not_start_with_a_misspelled_brake_and_doctor_says_why(tmp_path: Path) -> None:
    settings = {**GOOD, "REISSUE_PAUSE": "1"}
    refused = reissue_bot("web", folder=tmp_path, **settings)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 2)
    assert "did you mean REISSUE_PAUSED?" in refused.stderr
    seen = reissue_bot("doctor", folder=tmp_path, **settings)
    assert (seen.returncode, "did you mean REISSUE_PAUSED?" in " ".join(seen.stdout.split())) == (2, True)
