"""Settings: wrong or missing ones stop the start, all at once, each with its name and the remedy."""

import os
from pathlib import Path
from urllib.parse import unquote

import pytest

from bot.doctor.settings import examine_settings
from bot.logs.masking import SHORTEST, Mask, secrets_of
from bot.settings import SettingsError, load_settings
from store.address import sync_url
from store.audit.chain import Chain

GOOD = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_SIGNING_SECRET": "s3cret",
    "VITABLE_CONNECT_API_KEY": "k3y",
    "VITABLE_CONNECT_ENVIRONMENT": "environment_1",
    "APPROVALS_CHANNEL": "C0APPROVALS",
    "APPROVERS": "U0MARCUS, S0HRMANAGERS",
}


@pytest.fixture(autouse=True)
def good_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)


def complaint() -> str:
    with pytest.raises(SettingsError) as refused:
        load_settings()
    return str(refused.value)


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


def test_old_audit_keys_stand_beside_the_new_one_and_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIT_KEY", "n" * 32)
    monkeypatch.setenv("AUDIT_KEYS_OLD", f" {'o' * 32}, {'p' * 40} ")
    settings = load_settings()
    assert settings.chain == Chain("n" * 32, ("o" * 32, "p" * 40))
    assert not {"n" * 32, "o" * 32, "p" * 40} & set(repr(settings.audit_keys_old).split("'"))
    monkeypatch.setenv("AUDIT_KEYS_OLD", "lost")
    assert load_settings().chain == Chain("n" * 32, is_lost=True)


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


def test_the_api_key_may_stand_in_a_file_which_goes_before_the_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "key"
    monkeypatch.setenv("VITABLE_CONNECT_API_KEY_FILE", str(file))
    for content in ("key-in-the-file", "key-in-the-file\n", "\ufeffkey-in-the-file\r\n"):
        file.write_text(content, encoding="utf-8")
        assert load_settings().vitable_connect_api_key.get_secret_value() == "key-in-the-file"
    monkeypatch.delenv("VITABLE_CONNECT_API_KEY")
    assert load_settings().vitable_connect_api_key.get_secret_value() == "key-in-the-file"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read (No such file or directory)"),
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"secret key\n", "holds characters that no key has"),
        (b"secret\nkey\n", "holds characters that no key has"),
        (b"secret\xff\n", "holds characters that no key has"),
    ],
)
def test_a_file_without_a_key_is_told_with_its_remedy_and_not_quoted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None, says: str
) -> None:
    file = tmp_path / "file"
    monkeypatch.setenv("VITABLE_CONNECT_API_KEY_FILE", str(file))
    if content is not None:
        file.write_bytes(content)
    assert f"VITABLE_CONNECT_API_KEY_FILE cannot be used: {file} {says}. Set it to a file that" in complaint()
    assert "secret" not in complaint()


def test_a_folder_is_not_a_file_that_holds_a_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VITABLE_CONNECT_API_KEY_FILE", str(tmp_path))
    assert "cannot be read (Is a directory)" in complaint()


def test_no_secret_is_shown_in_a_complaint_or_in_the_settings_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "wrong-but-secret")
    assert "wrong-but-secret" not in complaint()
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    assert not any(secret in repr(load_settings()) for secret in ("xoxb-1", "s3cret", "k3y"))


STRAY = ("\n", "\r\n", "\t", " ", "\u00a0", "\u200b", "\ufeff", "\x1b", "\u0435", "…")

GOOD_SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-quoted-7f3a",
    "SLACK_SIGNING_SECRET": "quoted-7f3a",
    "SLACK_APP_TOKEN": "xapp-quoted-7f3a",
    "VITABLE_CONNECT_API_KEY": "quoted-7f3a",
    "VITABLE_WEBHOOK_SECRET": "quoted-7f3a",
}


@pytest.mark.parametrize("name", GOOD_SECRETS)
@pytest.mark.parametrize("stray", STRAY)
@pytest.mark.parametrize("where", ["{0}{1}", "{1}{0}", "{1}{0}{1}"])
def test_a_secret_with_a_stray_character_is_refused_by_name_and_not_quoted(
    monkeypatch: pytest.MonkeyPatch, name: str, stray: str, where: str
) -> None:
    monkeypatch.setenv(name, where.format(stray, GOOD_SECRETS[name]))
    said = complaint()
    assert said.startswith(
        f"  {name} cannot be used: it holds a blank, a line break or another character that none has"
    )
    assert "Copy it again" in said
    assert "7f3a" not in said
    assert said.count("\n") == 0


@pytest.mark.parametrize("stray", ["\n", "\t", "\u00a0", "\u200b", "\ufeff"])
def test_an_audit_key_may_hold_blanks_and_any_letters_but_nothing_that_cannot_be_seen(
    monkeypatch: pytest.MonkeyPatch, stray: str
) -> None:
    key = "any 32 characters, größer und länger"
    monkeypatch.setenv("AUDIT_KEY", key)
    assert load_settings().chain is not None
    monkeypatch.setenv("AUDIT_KEY", key + stray)
    assert "AUDIT_KEY cannot be used: it holds a line break or another character that cannot be seen" in complaint()
    assert "länger" not in complaint()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgres://bot:7f3a?7f3a@db/reissue", "? as %3F"),
        ("postgres://bot:7f3a@db:543x/reissue", "cannot be read"),
        ("postgres://bot:7f3a\n@db/reissue", "a line break"),
        ("postgres://bot:7f3a%0A@db/reissue", "a line break"),
    ],
)
def test_an_address_of_a_database_that_could_be_misread_is_refused_and_its_password_not_quoted(
    monkeypatch: pytest.MonkeyPatch, url: str, says: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert "DATABASE_URL cannot be" in complaint()
    assert says in complaint()
    assert "7f3a" not in complaint()


@pytest.mark.parametrize(
    "password", ["7f3a@7f3a", "7f3a/7f3a", "7/7f3a", "7f3a#7f3a", "[7f3a", "7f3a\u2100", "7f%403a"]
)
def test_a_password_is_read_as_it_was_meant_by_the_store_and_masked_in_the_log(
    monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgres://bot:{password}@db/reissue")
    settings = load_settings()
    url = sync_url(settings.database_url)
    assert (url.host, url.password) == ("db", unquote(password))
    said = Mask(secrets_of(settings))(f"refused {unquote(password)} at db")
    assert (unquote(password) in said, "at db" in said) == (len(unquote(password)) < SHORTEST, True)


@pytest.mark.parametrize("url", ["postgres://bot:p%40ss@[::1]:5432/reissue", "sqlite:////var/lib/a b@c/größer.db"])
def test_an_encoded_password_and_any_name_of_a_file_are_good(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert load_settings().database_url == url


def test_a_server_whose_address_cannot_be_read_is_not_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITABLE_CONNECT_BASE_URL", "https://7f3a\u2100.example/")
    assert "VITABLE_CONNECT_BASE_URL cannot be used: must name a server" in complaint()
    assert "7f3a" not in complaint()


def test_a_key_that_was_given_as_the_name_of_its_file_is_not_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITABLE_CONNECT_API_KEY_FILE", "vit_live_7f3a")
    assert "VITABLE_CONNECT_API_KEY_FILE cannot be used: the file cannot be read" in complaint()
    assert "7f3a" not in complaint()


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


OF_FILES = {
    **GOOD_SECRETS,
    "AUDIT_KEY": "any 32 characters, größer und länger",
    "AUDIT_KEYS_OLD": f"{'o' * 32}, {'p' * 32}",
    "DATABASE_URL": "postgres://bot:p%40ss@db/reissue",
}


def in_files(folder: Path, **contents: str) -> dict[str, str]:
    """The settings that name a file for each secret."""
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8")
    return {f"{name}_FILE": str(folder / name) for name in contents}


def test_every_secret_may_stand_in_a_file_and_is_kept_out_of_the_log(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, file in in_files(tmp_path, **{name: f"\ufeff{secret}\r\n" for name, secret in OF_FILES.items()}).items():
        monkeypatch.delenv(name.removesuffix("_FILE"), raising=False)
        monkeypatch.setenv(name, file)
    settings = load_settings()
    assert settings.slack_app_token is not None
    assert settings.vitable_webhook_secret is not None
    assert [
        settings.slack_bot_token.get_secret_value(),
        settings.slack_signing_secret.get_secret_value(),
        settings.slack_app_token.get_secret_value(),
        settings.vitable_connect_api_key.get_secret_value(),
        settings.vitable_webhook_secret.get_secret_value(),
    ] == list(GOOD_SECRETS.values())
    assert settings.chain == Chain(OF_FILES["AUDIT_KEY"], ("o" * 32, "p" * 32))
    assert settings.database_url == OF_FILES["DATABASE_URL"]
    mask = Mask(secrets_of(settings))
    hidden = [*GOOD_SECRETS.values(), OF_FILES["AUDIT_KEY"], "o" * 32, "p" * 32, "p%40ss"]
    assert [mask(secret) for secret in hidden] == ["…"] * len(hidden)


@pytest.mark.parametrize("name", OF_FILES)
def test_a_file_goes_before_the_variable_and_is_named_if_it_cannot_be_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setenv("AUDIT_KEY", "k" * 32)
    monkeypatch.setenv(name, OF_FILES[name])
    monkeypatch.setenv(f"{name}_FILE", str(tmp_path / "none"))
    assert complaint() == (
        f"  {name}_FILE cannot be used: {tmp_path / 'none'} cannot be read (No such file or directory). "
        f"Set it to a file that holds the value of {name} and nothing else, and that the bot may read."
    )
    empty = [] if name == "AUDIT_KEYS_OLD" else [("\n", "is empty")]
    for bad, says in (*empty, ("7f3a\u200b7f3a\n", "holds"), ("7f3a\n7f3a", "holds")):
        (tmp_path / "none").write_text(bad, encoding="utf-8")
        assert complaint().startswith(f"  {name}_FILE cannot be used: {tmp_path / 'none'} {says}")
        assert "7f3a" not in complaint()


@pytest.mark.parametrize("content", ["", "\n"])
def test_an_empty_file_of_old_keys_is_a_place_for_them_and_the_variable_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str
) -> None:
    monkeypatch.setenv("AUDIT_KEY", "k" * 32)
    (file,) = in_files(tmp_path, AUDIT_KEYS_OLD=content).items()
    monkeypatch.setenv(*file)
    assert load_settings().chain == Chain("k" * 32)
    monkeypatch.setenv("AUDIT_KEYS_OLD", "o" * 32)
    settings = load_settings()
    assert settings.chain == Chain("k" * 32, ("o" * 32,))
    assert [finding.says for finding in examine_settings(settings, os.environ)] == ["complete"]


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "AUDIT_KEY", "DATABASE_URL"])
def test_a_wrong_secret_in_a_file_is_told_with_the_files_setting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    (tmp_path / "file").write_text("wrong-7f3a", encoding="utf-8")
    monkeypatch.setenv(f"{name}_FILE", str(tmp_path / "file"))
    assert complaint().startswith(f"  {name} (from {name}_FILE) cannot be used: ")
    assert "7f3a" not in complaint()


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "VITABLE_CONNECT_API_KEY"])
def test_a_missing_secret_is_asked_for_by_both_of_its_settings(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv(name)
    assert f"{name} is not set. " in complaint()
    assert f"; or name a file that holds it in {name}_FILE." in complaint()
