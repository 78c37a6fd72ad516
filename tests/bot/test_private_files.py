"""Every file that a command makes belongs to the user who typed it, and to nobody else."""

import asyncio
import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.settings.good import GOOD
from tests.bot.test_demo import demo
from tests.command_line import python_m_bot, reissue_bot
from tests.office import Office, open_office
from tests.processes import environment, web_at_work

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def careless() -> Iterator[None]:
    """An operator whose umask lets everybody read and write."""
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    """The permissions of each file under a folder."""
    return {file.name: f"{stat.S_IMODE(file.stat().st_mode):o}" for file in folder.rglob("*") if file.is_file()}


async def of_a_running_bot(office: Office, database: Path) -> dict[str, str]:
    """The files beside the database of a bot at work, and the one that an export makes meanwhile."""
    async with web_at_work(office, database) as process:
        settings = environment(office, f"sqlite:///{database}")
        arguments = ("export", "--output", str(database.with_name("audit.csv")))
        done = await asyncio.to_thread(reissue_bot, *arguments, folder=database.parent, **settings)
        assert done.returncode == 0, done.stderr
        found = modes(database.parent)
        await process.stop()
    return found


async def test_database_log_index_lock_and_export_can_be_read_by_their_owner_alone(tmp_path: Path) -> None:
    async with open_office() as office:
        found = await of_a_running_bot(office, tmp_path / "reissue.db")
    made = {f"reissue.db{end}" for end in ("", "-wal", "-shm", ".lock")} | {"audit.csv"}
    assert {name: found.get(name) for name in made} == dict.fromkeys(made, "600")


def test_so_is_what_migrate_makes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'reissue.db'}"
    assert python_m_bot("migrate", folder=tmp_path, **GOOD, DATABASE_URL=url).returncode == 0
    assert modes(tmp_path)["reissue.db"] == "600"


async def test_so_is_the_demos_database(tmp_path: Path) -> None:
    async with demo(tmp_path) as shown:
        found = {name: mode for name, mode in modes(tmp_path).items() if name.startswith("demo.db")}
        await shown.stop(signal.SIGTERM)
    assert "demo.db" in found
    assert set(found.values()) == {"600"}
