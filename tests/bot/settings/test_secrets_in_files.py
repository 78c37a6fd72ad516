"""A secret may stand in a file, which goes before the variable; a file without one is told with its remedy."""

import os
from pathlib import Path

import pytest

from bot.doctor.settings import examine_settings
from bot.logs.masking import Mask, secrets_of
from bot.settings import load_settings
from store.audit.chain import Chain
from tests.bot.settings.good import GOOD_SECRETS, complaint

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


def test_a_key_that_was_given_as_the_name_of_its_file_is_not_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITABLE_CONNECT_API_KEY_FILE", "vit_live_7f3a")
    assert "VITABLE_CONNECT_API_KEY_FILE cannot be used: the file cannot be read" in complaint()
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
