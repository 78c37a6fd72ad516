"""The commands as an operator types them: an error that they can fix is told in a sentence, without a traceback."""

import asyncio
import json
from pathlib import Path

import pytest

from store.single_process import database_lock
from tests.bot.audits import KEY, OLD_KEY, written
from tests.bot.settings.good import GOOD
from tests.command_line import reissue_bot


def test_a_start_without_settings_names_them_all(tmp_path: Path) -> None:
    refused = reissue_bot("web", folder=tmp_path)
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
    assert all(name in refused.stderr for name in GOOD)


def test_a_second_process_on_the_same_sqlite_file_refuses_to_start(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'reissue.db'}"
    with database_lock(url):
        refused = reissue_bot("web", folder=tmp_path, **GOOD, DATABASE_URL=url)
    assert refused.returncode == 2
    assert "Another process uses this SQLite database" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_worker_refuses_sqlite_and_says_what_to_do(tmp_path: Path) -> None:
    refused = reissue_bot("worker", folder=tmp_path, **GOOD)
    assert refused.returncode == 2
    assert "A worker needs PostgreSQL" in refused.stderr


@pytest.mark.parametrize(
    ("command", "setting", "value", "says"),
    [
        ("web", "VITABLE_CONNECT_BASE_URL", "https://bad:port", "VITABLE_CONNECT_BASE_URL is not an address"),
        ("web", "HTTPS_PROXY", "socks5://proxy-user:proxy-password@127.0.0.1:1", "The proxy in HTTPS_PROXY"),
        ("web", "HTTPS_PROXY", "proxy-user:proxy-password:1", "The proxy in HTTPS_PROXY"),
        ("web", "https_proxy", "https://proxy-user:proxy-password@127.0.0.1:1", "The proxy in HTTPS_PROXY"),
        ("socket", "ALL_PROXY", "socks5h://proxy-user:proxy-password@127.0.0.1:1", "The proxy in ALL_PROXY"),
        ("socket", "HTTPS_PROXY", "proxy-user:proxy-password:1", "The proxy in HTTPS_PROXY"),
    ],
)
def test_an_address_or_a_proxy_that_cannot_be_used_ends_the_start_with_one_sentence(
    tmp_path: Path, command: str, setting: str, value: str, says: str
) -> None:
    settings = {**GOOD, "SLACK_APP_TOKEN": "xapp-1", "LOG_LEVEL": "ERROR", setting: value}
    refused = reissue_bot(command, folder=tmp_path, **settings)
    assert (refused.returncode, refused.stderr.startswith(says), refused.stderr.count("\n")) == (2, True, 1)
    assert "proxy-password" not in refused.stderr


def test_a_worker_stops_for_a_proxy_too(tmp_path: Path, postgres_url: str) -> None:
    settings = {**GOOD, "DATABASE_URL": postgres_url, "LOG_LEVEL": "ERROR", "HTTPS_PROXY": "foo:bar:baz"}
    refused = reissue_bot("worker", folder=tmp_path, **settings)
    assert (refused.returncode, refused.stderr.startswith("The proxy in HTTPS_PROXY")) == (2, True)
    assert refused.stderr.count("\n") == 1


def test_migrate_makes_the_tables_and_can_be_repeated(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'reissue.db'}"
    for _ in range(2):
        done = reissue_bot("migrate", folder=tmp_path, **GOOD, DATABASE_URL=url)
        assert (done.returncode, done.stderr) == (0, f"Database: SQLite, {tmp_path / 'reissue.db'}\n")
    assert (tmp_path / "reissue.db").exists()


@pytest.mark.parametrize(
    "arguments", [("hold",), ("forget", "empl_1"), ("list",), ("export",), ("export", "--verify")], ids=" ".join
)
def test_commands_about_the_database_need_no_settings_of_slack_and_vitable(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path / 'reissue.db'}", "AUDIT_KEY": KEY}
    assert reissue_bot("migrate", folder=tmp_path, **settings).returncode == 0
    asked = reissue_bot(*arguments, folder=tmp_path, **settings)
    assert (asked.returncode, "is not set" in asked.stderr) == (0, False)
    refused = reissue_bot(*arguments, folder=tmp_path, **{**settings, "AUDIT_KEY": "short"})
    assert (refused.returncode, "AUDIT_KEY cannot be used" in refused.stderr) == (2, True)


def test_the_manifest_carries_the_bots_address_and_the_smallest_scopes(tmp_path: Path) -> None:
    printed = reissue_bot("manifest", "--url", "https://hr.example.org/", folder=tmp_path)
    manifest = json.loads(printed.stdout)
    addresses = {
        manifest["features"]["slash_commands"][0]["url"],
        manifest["settings"]["interactivity"]["request_url"],
        manifest["settings"]["interactivity"]["message_menu_options_url"],
    }
    assert addresses == {"https://hr.example.org/slack/events"}
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == {
        "commands",
        "chat:write",
        "users:read",
        "users:read.email",
        "usergroups:read",
        "channels:read",
        "groups:read",
    }
    assert manifest["oauth_config"]["scopes"]["bot_optional"] == ["users:read.email"]


def test_the_help_names_every_command(tmp_path: Path) -> None:
    explained = reissue_bot("--help", folder=tmp_path)
    assert explained.returncode == 0
    assert all(command in explained.stdout for command in ("demo", "web", "worker", "migrate", "manifest"))


def test_after_a_restore_hold_says_what_it_did_and_refuses_while_the_bot_runs(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'reissue.db'}"
    assert reissue_bot("migrate", folder=tmp_path, **GOOD, DATABASE_URL=url).returncode == 0
    done = reissue_bot("hold", folder=tmp_path, **GOOD, DATABASE_URL=url)
    assert (done.returncode, done.stderr) == (0, f"Database: SQLite, {tmp_path / 'reissue.db'}\n")
    assert "nothing to hold" in done.stdout
    with database_lock(url):
        refused = reissue_bot("hold", folder=tmp_path, **GOOD, DATABASE_URL=url)
    assert (refused.returncode, "Another process uses this SQLite database" in refused.stderr) == (2, True)


@pytest.mark.anyio
async def test_a_bot_whose_audit_has_another_key_refuses_to_start_with_a_sentence(
    sqlite_url: str, tmp_path: Path
) -> None:
    await written(sqlite_url, OLD_KEY)
    env = {**GOOD, "DATABASE_URL": sqlite_url, "AUDIT_KEY": KEY}
    for command in ("web", "hold"):
        refused = await asyncio.to_thread(reissue_bot, command, folder=tmp_path, **env)
        assert (refused.returncode, refused.stdout, "Traceback" in refused.stderr) == (2, "", False)
        assert "Put the key that AUDIT_KEY was before into AUDIT_KEYS_OLD" in refused.stderr
        assert OLD_KEY not in refused.stderr
