"""The installed package: every command works from another folder, with nothing of the source around.

Beside the packages of the development environment in every run; with the newest that it allows in `make places`.
"""

import asyncio
import json
import zipfile
from pathlib import Path

import pytest

from bot.commands.manifest import manifest_for
from bot.release import installed_version
from sandbox import cast
from tests.bot.settings.good import GOOD
from tests.bot.test_demo import demo
from tests.conversations.socket_mode.office import one_connection
from tests.office import open_office
from tests.places.installed import (
    PACKAGES,
    Installed,
    beside_development,
    build_wheel,
    files_of_the_source,
    with_the_newest,
)
from tests.plain_http import plain_client
from tests.processes import environment, get, serving, started

pytestmark = pytest.mark.anyio

SETTINGS = {**GOOD, "DATABASE_URL": "sqlite:///reissue.db"}

COMMANDS = ("demo", "web", "socket", "worker", "migrate", "index", "retention", "hold", "doctor", "export", "manifest")

IMPORT_ALL = f"""
import importlib, pkgutil
for name in {PACKAGES}:
    for module in pkgutil.walk_packages(importlib.import_module(name).__path__, f"{{name}}."):
        if not module.name.endswith(("__main__", "migrations.env")):
            importlib.import_module(module.name)
print(importlib.import_module("bot").__file__)
"""

HELP_OF_ALL = f"""
import contextlib, io, json, sys
from bot.entry import main
said = {{}}
for command in {COMMANDS}:
    sys.argv = ["reissue-bot", command, "--help"]
    with contextlib.redirect_stdout(io.StringIO()) as output:
        try:
            main()
        except SystemExit as ended:
            said[command] = (ended.code, output.getvalue())
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module", params=["development", pytest.param("newest", marks=pytest.mark.places)])
def environment_of_the_wheel(
    request: pytest.FixtureRequest, wheel: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    install = beside_development if request.param == "development" else with_the_newest
    return install(wheel, tmp_path_factory.mktemp("installed") / "environment")


@pytest.fixture
def bot(environment_of_the_wheel: Path, tmp_path: Path) -> Installed:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return Installed(environment_of_the_wheel, folder)


def test_the_wheel_has_every_file_of_the_packages_and_the_manifest(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as shipped:
        missing = {*files_of_the_source(), "bot/manifest.json"} - set(shipped.namelist())
    assert missing == set()


def test_every_module_can_be_imported_from_where_it_was_installed(bot: Installed) -> None:
    place = Path(bot.run_python(IMPORT_ALL).strip())
    assert place.is_relative_to(bot.python.parents[1])


def test_it_says_its_version(bot: Installed) -> None:
    said = bot.type("--version")
    assert (said.returncode, said.stdout) == (0, f"reissue-bot {installed_version()}\n")


def test_every_command_says_what_it_is_for(bot: Installed) -> None:
    said = json.loads(bot.run_python(HELP_OF_ALL))
    assert said.keys() == set(COMMANDS)
    assert [name for name, (code, help_) in said.items() if code or f"reissue-bot {name}" not in help_] == []


def test_it_prints_the_manifest(bot: Installed) -> None:
    printed = bot.type("manifest", "--url", "https://bot.company.example")
    assert printed.returncode == 0, printed.stderr
    assert json.loads(printed.stdout) == manifest_for("https://bot.company.example")


def test_a_database_is_migrated_held_and_exported(bot: Installed) -> None:
    steps = {"migrate": (), "hold": (), "export": ("--output", "audit.csv")}
    for command, more in steps.items():
        done = bot.type(command, *more, **SETTINGS)
        assert done.returncode == 0, done.stderr
    assert (bot.folder / "reissue.db").exists()
    assert (bot.folder / "audit.csv").read_text(encoding="utf-8").startswith("seq,at,request,")


def test_a_worker_asks_for_postgresql(bot: Installed) -> None:
    refused = bot.type("worker", **SETTINGS)
    assert (refused.returncode, "A worker needs PostgreSQL" in refused.stderr) == (2, True)


async def test_doctor_finds_all_well(bot: Installed, sqlite_url: str) -> None:
    async with open_office() as office:
        said = await asyncio.to_thread(bot.type, "doctor", **environment(office, sqlite_url))
    assert (said.returncode, "All well" in said.stdout, said.stderr) == (0, True, ""), said.stdout


@pytest.mark.parametrize("command", ["web", "socket"])
async def test_it_serves_and_a_request_is_approved(bot: Installed, tmp_path: Path, command: str) -> None:
    async with open_office() as office:
        env = environment(office, "sqlite:///reissue.db", SLACK_APP_TOKEN=cast.APP_TOKEN)
        async with started(env, tmp_path / "log", command, "bot", str(bot.python), bot.folder) as process:
            await serving(process)
            if command == "web":
                office.sandbox.bot_url = f"{process.url}/slack/events"
            else:
                await one_connection(office)
            card = await office.nina.requests("ada")
            await office.marcus.click(card, "approve")
            await office.marcus.card("Reissued")
            assert (await get(process, "/readyz")).is_success
            assert await process.stop() == 0, process.log
    assert (bot.folder / "reissue.db").exists()
    (line,) = [line for line in process.log.splitlines() if "starting" in line]
    for fact in (f"mode={command}", f"version={installed_version()}", "database=sqlite", "Practice server", "slack="):
        assert fact in line


async def test_the_demo_shows_its_page(bot: Installed, tmp_path: Path) -> None:
    async with demo(tmp_path, python=bot.python, folder=bot.folder) as shown, plain_client(base_url=shown.url) as http:
        assert "Sandbox" in (await http.get("/")).text
        assert (await http.get("/page/main.js")).is_success
