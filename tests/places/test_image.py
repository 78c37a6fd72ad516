"""The image of `deploy/Containerfile`, built and run: without root, without rights, without a place to write to."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.release import installed_version
from tests.databases import Postgres
from tests.office import Office, open_office
from tests.places.containers import Image, built_image
from tests.places.environments import run
from tests.pooler import pooled
from tests.processes import environment, free_port, get, serving

pytestmark = [pytest.mark.anyio, pytest.mark.places]

OF_THE_IMAGE = {"PATH", "HOST", "LOG_FORMAT"}

FILES = {"SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "VITABLE_CONNECT_API_KEY", "AUDIT_KEY", "DATABASE_URL"}

BUILD_TOOLS = ("pip", "setuptools", "wheel", "hatchling", "editables", "ensurepip")

NOT_COMPILED = """
import os, sys
import bot.app, bot.web, bot.commands.migrate, alembic.command, psycopg, aiosqlite
known = [module for module in list(sys.modules.values()) if getattr(module, "__cached__", None)]
print(len(known) > 500, [module.__name__ for module in known if not os.path.exists(module.__cached__)])
"""

WRITABLE = """
import os
ours = [path for path, _, _ in os.walk("/") if not path.startswith(("/proc", "/sys", "/dev"))]
print([path for path in ours if os.access(path, os.W_OK)])
"""


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    with built_image() as built:
        yield built


def in_container(office: Office, database_url: str) -> dict[str, str]:
    """The settings of a bot in the office, as a container gets them."""
    env = environment(office, database_url)
    return {name: value for name, value in env.items() if name not in OF_THE_IMAGE}


def secrets_in_files(env: dict[str, str], folder: Path) -> tuple[dict[str, str], tuple[str, ...]]:
    """The same settings with the secrets in files, and the option that mounts them where Compose does."""
    for name in FILES:
        (folder / name.lower()).write_text(env[name], encoding="utf-8")
    folder.chmod(0o755)
    files = {f"{name}_FILE": f"/run/secrets/{name.lower()}" for name in FILES}
    return {name: value for name, value in env.items() if name not in FILES} | files, (
        f"--volume={folder}:/run/secrets:ro",
    )


def healthcheck(image: Image, name: str) -> str:
    """Runs the health check of the image in a container, as Docker does; it must succeed."""
    kind, *command = image.config["Healthcheck"]["Test"]
    assert kind == "CMD"
    return run(*image.podman, "exec", name, *command)


def test_it_says_how_it_is_run_and_stopped(image: Image) -> None:
    config = image.config
    told = {name: config[name] for name in ("User", "Entrypoint", "Cmd", "StopSignal", "WorkingDir")}
    assert told == {
        "User": "10001:10001",
        "Entrypoint": ["reissue-bot"],
        "Cmd": ["web"],
        "StopSignal": "SIGTERM",
        "WorkingDir": "/data",
    }
    assert config["Healthcheck"]["StartPeriod"] == 90 * 10**9
    assert config["ExposedPorts"] == {"3000/tcp": {}}


def test_its_command_is_the_bot(image: Image) -> None:
    assert image.says("--version") == f"reissue-bot {installed_version()}\n"


def test_nothing_in_it_builds_or_installs(image: Image) -> None:
    there = (
        f"import importlib.util, shutil; print([name for name in {BUILD_TOOLS} if importlib.util.find_spec(name)], "
        "[name for name in ('pip', 'cc', 'gcc', 'make', 'git') if shutil.which(name)])"
    )
    assert image.python(there) == "[] []\n"


def test_nothing_in_it_can_be_written(image: Image) -> None:
    assert image.python(WRITABLE) == "[]\n"


def test_all_that_the_bot_imports_is_compiled(image: Image) -> None:
    assert image.python(NOT_COMPILED) == "True []\n"


async def test_on_sqlite_it_migrates_serves_and_a_request_is_approved(image: Image, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    data.chmod(0o777)
    volume = (f"--volume={data}:/data",)
    async with open_office() as office:
        env = in_container(office, "sqlite:///reissue.db")
        image.says("migrate", env=env, options=volume)
        assert (data / "reissue.db").stat().st_uid == 10001
        async with image.started("sqlite", tmp_path / "log", free_port(), env, volume) as process:
            await serving(process)
            office.sandbox.bot_url = f"{process.url}/slack/events"
            assert (await get(process, "/readyz")).is_success
            card = await office.nina.requests("ada")
            await office.marcus.click(card, "approve")
            await office.marcus.card("Reissued")
            assert await process.stop() == 0, process.log
    lines = [json.loads(line) for line in process.log.splitlines()]
    assert [line["event"] for line in lines][-1] == "stopped"


async def test_on_postgresql_with_secrets_in_files_it_needs_no_place_to_write_to(
    image: Image, own_office: Office, postgres: Postgres, postgres_url: str, tmp_path: Path
) -> None:
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    with pooled(postgres, postgres_url, "session") as url:
        env, mounted = secrets_in_files(in_container(own_office, url), secrets)
        image.says("migrate", env=env, options=mounted)
        run(*image.podman, "secret", "create", "audit_key", str(secrets / "audit_key"))
        handed = {"AUDIT_KEY_FILE": "/run/handed/audit_key"}  # root's, and 0444
        options = (*mounted, f"--secret=audit_key,target={handed['AUDIT_KEY_FILE']}")
        doctor = await asyncio.to_thread(image.says, "doctor", env={**env, **handed}, options=options)
        assert "up to what mounts them" in " ".join(doctor.split())
        assert "chmod" not in doctor
        async with image.started("postgresql", tmp_path / "log", free_port(), env, mounted) as process:
            await serving(process)
            assert (await get(process, "/readyz")).is_success
            assert healthcheck(image, "postgresql") == ""
            assert await process.stop() == 0, process.log
    assert "Traceback" not in process.log
