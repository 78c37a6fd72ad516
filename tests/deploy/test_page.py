"""The commands of docs/deploy.md do what the page says, as far as they need no Docker and no cluster."""

import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.settings import load_settings
from store.audit.chain import Chain
from tests.deploy.kit import KIT, ROOT, services
from tests.deploy.test_settings import PLACES, only
from tests.places.environments import run
from tests.places.installed import Installed, build_wheel

__all__ = ["only"]

PAGE = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")


def block(section: str) -> str:
    """The commands of a section that can be run anywhere: those marked as bash's."""
    found = re.search(rf"^## {section}\n.*?^```bash\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def typed(commands: str, folder: Path, pasted: Sequence[str] = ()) -> None:
    """Type commands in a folder, and paste lines when they ask for something."""
    typed_in = "".join(f"{line}\n" for line in pasted)
    done = subprocess.run(  # noqa: S603 - the page's own
        ["bash", "-euc", commands],  # noqa: S607 - as above
        cwd=folder,
        input=typed_in,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the kit in it, as after a clone, in which the secrets were made."""
    folder = tmp_path / "checkout"
    shutil.copytree(KIT, folder / "deploy", ignore=shutil.ignore_patterns("secrets", "bot.env"))
    typed(block("The secrets"), folder, ["xoxb-1", "s3cret", "k3y"])
    return folder


def test_the_secrets_are_what_the_bot_accepts_in_a_folder_of_ones_own(checkout: Path, only: pytest.MonkeyPatch) -> None:
    typed(block("Compose"), checkout)
    secrets = checkout / "deploy" / "secrets"
    for name, value in PLACES["compose web"].items():
        only.setenv(name, str(secrets / Path(value).name) if name.endswith("_FILE") else value)
    settings = load_settings()
    assert (settings.slack_bot_token.get_secret_value(), settings.slack_signing_secret.get_secret_value()) == (
        "xoxb-1",
        "s3cret",
    )
    assert (secrets / "postgres_password").read_text(encoding="utf-8").strip() in settings.database_url
    assert "@postgres:5432/reissue" in settings.database_url
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in secrets.iterdir()} == {0o644}


def test_then_all_files_are_there_that_compose_names(checkout: Path) -> None:
    typed(block("Compose"), checkout)
    assert (checkout / "deploy" / services()["web"]["env_file"]).exists()
    there = {file.name for file in (checkout / "deploy" / "secrets").iterdir()}
    assert set(services()["web"]["secrets"]) | set(services()["postgres"]["secrets"]) == there


def test_the_commands_that_rotate_the_audit_key_keep_every_key_of_before(
    checkout: Path, only: pytest.MonkeyPatch
) -> None:
    secrets, keys = checkout / "deploy" / "secrets", [f"{number}" * 32 for number in range(3)]
    (secrets / "audit_key").write_text(f"{keys[0]}\n", encoding="utf-8")
    rotating = PAGE.partition("\n## A new audit key\n")[2]
    make, announce, change = re.findall(r"^ *```bash\n(.*?)^ *```", rotating, flags=re.MULTILINE | re.DOTALL)

    def chain_in(folder: Path) -> Chain | None:
        for name, value in PLACES["systemd"].items():
            only.setenv(name, str(folder / Path(value).name) if name.endswith("_FILE") else value)
        return load_settings().chain

    assert chain_in(secrets) == Chain(keys[0])
    for new, older in ((keys[1], (keys[0],)), (keys[2], (keys[1], keys[0]))):
        between = checkout / new
        typed(
            f"{make.replace('$(openssl rand -hex 32)', new)}{announce}cp -r deploy/secrets {between}\n{change}",
            checkout,
        )
        assert chain_in(between) == Chain(older[0], (new, *older))
        assert chain_in(secrets) == Chain(new, older)


def test_nothing_of_it_would_be_committed_or_be_in_the_image() -> None:
    made = ("deploy/secrets/audit_key", "deploy/bot.env")
    assert run("git", "check-ignore", *made, folder=ROOT).split() == list(made)
    taken = [line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] == "!"]
    assert [name for name in taken if name.startswith("deploy")] == ["deploy/healthcheck.py"]


@pytest.mark.places
def test_systemds_commands_install_what_the_unit_names(checkout: Path, tmp_path: Path) -> None:
    machine = tmp_path / "machine"
    (machine / "etc" / "systemd" / "system").mkdir(parents=True)
    (machine / "opt").mkdir()
    (machine / "usr" / "local" / "sbin").mkdir(parents=True)
    shutil.copy(ROOT / "requirements.txt", checkout)
    build_wheel(checkout / "dist")
    moved = re.sub(r"/(opt|etc|usr)/", rf"{machine}/\1/", block("systemd").replace("sudo ", ""))
    typed(moved.replace("python3 -m venv", f"{sys.executable} -m venv"), checkout)
    unit = (machine / "etc" / "systemd" / "system" / "reissue-bot.service").read_text(encoding="utf-8")
    named = re.findall(r"^[^#\n]*?(/(?:opt|etc)/reissue-bot/[\w/.-]+)", unit, flags=re.MULTILINE)
    assert len(named) >= 7
    assert [path for path in named if not Path(f"{machine}{path}").exists()] == []
    bot = Installed(machine / "opt" / "reissue-bot" / "bin" / "python", tmp_path)
    assert bot.type("--version").stdout.startswith("reissue-bot ")
