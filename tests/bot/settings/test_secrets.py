"""A secret or an address that cannot be right is refused by its name, and never quoted."""

from urllib.parse import unquote

import pytest

from bot.logs.masking import SHORTEST, Mask, secrets_of
from bot.settings import load_settings
from store.address import sync_url
from store.audit.chain import Chain
from tests.bot.settings.good import GOOD_SECRETS, complaint


def test_no_secret_is_shown_in_a_complaint_or_in_the_settings_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "wrong-but-secret")
    assert "wrong-but-secret" not in complaint()
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    assert not any(secret in repr(load_settings()) for secret in ("xoxb-1", "s3cret", "k3y"))


STRAY = ("\n", "\r\n", "\t", " ", "\u00a0", "\u200b", "\ufeff", "\x1b", "\u0435", "…")


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


def test_old_audit_keys_stand_beside_the_new_one_and_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIT_KEY", "n" * 32)
    monkeypatch.setenv("AUDIT_KEYS_OLD", f" {'o' * 32}, {'p' * 40} ")
    settings = load_settings()
    assert settings.chain == Chain("n" * 32, ("o" * 32, "p" * 40))
    assert not {"n" * 32, "o" * 32, "p" * 40} & set(repr(settings.audit_keys_old).split("'"))
    monkeypatch.setenv("AUDIT_KEYS_OLD", "lost")
    assert load_settings().chain == Chain("n" * 32, is_lost=True)


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
