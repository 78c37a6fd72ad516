"""Every place sets what the bot reads, and what it reads there can be used."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings
from tests.deploy.kit import (
    BOT_SERVICES,
    KIT,
    document,
    example_env,
    instructions,
    manifest,
    pod,
    services,
    variables_of_the_image,
    variables_of_the_unit,
)

SECRETS = {
    "database_url": "postgres://reissue:secret@postgres:5432/reissue",
    "audit_key": "0123456789abcdef0123456789abcdef",
    "audit_keys_old": "",
    "slack_bot_token": "xoxb-1",
    "slack_signing_secret": "s3cret",
    "slack_app_token": "xapp-1",
    "vitable_connect_api_key": "k3y",
}

OF_PYTHON = {"PATH", "HOME", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}


def places() -> Iterator[tuple[str, Mapping[str, str]]]:
    """The variables that each place gives to the bot."""
    yield "systemd", example_env() | variables_of_the_unit()
    yield "kubernetes", variables_of_the_image() | manifest("ConfigMap")["data"]
    for name in ("web", "socket", "worker"):
        yield f"compose {name}", variables_of_the_image() | example_env() | services()[name]["environment"]


PLACES = dict(places())


@pytest.fixture(params=PLACES)
def variables(request: pytest.FixtureRequest) -> Mapping[str, str]:
    return PLACES[request.param]


def with_secrets_in(folder: Path, variables: Mapping[str, str], contents: Mapping[str, str]) -> dict[str, str]:
    """The variables of a place, with its secrets as files in a folder."""
    for name, value in contents.items():
        (folder / name).write_text(f"{value}\n", encoding="utf-8")
    return {
        name: str(folder / Path(value).name) if name.endswith("_FILE") else value for name, value in variables.items()
    }


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment without settings."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


def test_every_variable_is_a_setting(variables: Mapping[str, str]) -> None:
    known = {name.upper() for name in Settings.model_fields}
    assert variables.keys() - known - OF_PYTHON == set()


def test_with_the_secrets_in_place_the_bot_accepts_what_the_place_sets(
    variables: Mapping[str, str], only: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in with_secrets_in(tmp_path, variables, SECRETS).items():
        only.setenv(name, value)
    settings = load_settings()
    assert settings.audit_key is not None
    assert settings.server == "Test server (environment_1)"


def test_the_placeholders_of_the_secret_are_refused(only: pytest.MonkeyPatch, tmp_path: Path) -> None:
    example = document(KIT / "kubernetes" / "secret.example.yaml")["stringData"]
    for name, value in with_secrets_in(tmp_path, PLACES["kubernetes"], example).items():
        only.setenv(name, value)
    with pytest.raises(SettingsError, match="AUDIT_KEY"):
        load_settings()


def test_the_audit_is_chained_everywhere(variables: Mapping[str, str]) -> None:
    assert "AUDIT_KEY_FILE" in variables


def test_the_keys_of_before_have_a_place_everywhere_beside_the_audits_own(variables: Mapping[str, str]) -> None:
    own, before = (Path(variables[f"{name}_FILE"]) for name in ("AUDIT_KEY", "AUDIT_KEYS_OLD"))
    assert (before.parent, own.name, before.name) == (own.parent, "audit_key", "audit_keys_old")


def test_kubernetes_and_the_example_for_the_others_have_the_same_settings() -> None:
    config = manifest("ConfigMap")["data"]
    assert {name: config.get(name) for name in example_env()} == example_env()


def test_each_service_of_compose_gets_the_secrets_that_its_settings_name() -> None:
    for name in BOT_SERVICES:
        service = services()[name]
        named = {Path(value).name for key, value in service["environment"].items() if key.endswith("_FILE")}
        assert named == set(service["secrets"]), name


def test_kubernetes_mounts_the_secrets_where_the_settings_look_for_them() -> None:
    keys = document(KIT / "kubernetes" / "secret.example.yaml")["stringData"].keys()
    for kind, given in (
        ("Deployment", manifest("ConfigMap")["data"]),
        ("Job", {each["name"]: each["value"] for each in pod("Job")["containers"][0]["env"]}),
    ):
        (mount,) = pod(kind)["containers"][0]["volumeMounts"]
        files = [Path(value) for name, value in given.items() if name.endswith("_FILE")]
        assert files
        assert all(file.parent == Path(mount["mountPath"]) and file.name in keys for file in files)


def test_the_user_without_a_name_has_a_home_everywhere(variables: Mapping[str, str]) -> None:
    assert variables["HOME"] in {"/data", "%S/reissue-bot"}


def test_the_image_listens_on_every_address_and_holds_no_secret() -> None:
    assert variables_of_the_image()["HOST"] == "0.0.0.0"  # noqa: S104 - in a container
    assert [name for name, _ in instructions() if name == "ARG"] == ["ARG"]
    assert not any("_FILE" in name or "TOKEN" in name for name in variables_of_the_image())
