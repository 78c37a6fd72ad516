"""The bot on every Python it is for, with the packages as they are locked, on the SQLite of that Python."""

import sys
from pathlib import Path

import pytest

from tests.office import Office, open_office
from tests.places.environments import LOCKED, VERSIONS, environment_with_the_lock, interpreter, run
from tests.processes import environment, serving, started

pytestmark = [pytest.mark.anyio, pytest.mark.places]


def python(version: str) -> str:
    """An interpreter with what the bot needs; skips the test where this machine has none of that version."""
    found = interpreter(version)
    if found is None:
        pytest.skip(f"no Python {version} on this machine")
    return str(environment_with_the_lock(found, f"python{version}"))


async def one_request_is_approved(office: Office, interpreter: str, database: Path) -> None:
    """The bot on that interpreter serves the office, and a request is made, approved and reissued."""
    before = len(await office.reissues())
    env = environment(office, f"sqlite:///{database}")
    async with started(env, database.with_suffix(".log"), module="bot", python=interpreter) as process:
        await serving(process)
        office.sandbox.bot_url = f"{process.url}/slack/events"
        card = await office.nina.requests("ada" if not before else "grace")
        await office.marcus.click(card, "approve")
        await office.marcus.card("Reissued")
        assert await process.stop() == 0, process.log
    assert (len(await office.reissues()), "Traceback" in process.log) == (before + 1, False), process.log


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_request_is_approved(version: str, tmp_path: Path) -> None:
    interpreter = python(version)
    print(run(interpreter, "-c", "import sqlite3, sys; print(sys.version, sqlite3.sqlite_version)"))  # noqa: T201 - for `make pythons`
    async with open_office() as office:
        await one_request_is_approved(office, interpreter, tmp_path / "reissue.db")


@pytest.mark.parametrize("version", VERSIONS)
def test_every_locked_package_is_there_ready_made(version: str, tmp_path: Path) -> None:
    if found := interpreter(version):
        environment_with_the_lock(found, f"python{version}")
        return
    only = ("--python-version", version, "--only-binary", ":all:", "--target", str(tmp_path))
    locked = ("--require-hashes", "--no-deps", "-r", str(LOCKED))
    run(sys.executable, "-m", "pip", "--quiet", "install", "--dry-run", *only, *locked)


async def test_a_database_goes_on_with_another_python_and_back(tmp_path: Path) -> None:
    oldest = python(VERSIONS[0])
    newest = next((version for version in reversed(VERSIONS[1:]) if interpreter(version)), None)
    if newest is None:
        pytest.skip("only one Python on this machine")
    async with open_office() as office:
        await one_request_is_approved(office, python(newest), tmp_path / "reissue.db")
        await one_request_is_approved(office, oldest, tmp_path / "reissue.db")
