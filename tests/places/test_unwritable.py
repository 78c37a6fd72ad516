"""A database that cannot be written: not ready, logged once, and ready again by itself."""

import resource
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from tests.databases import Postgres
from tests.office import Office
from tests.patience import eventually
from tests.processes import Process, get, replica, web_at_work

pytestmark = pytest.mark.anyio


async def test_a_database_that_becomes_read_only_is_503_and_logged_once_until_it_is_writable_again(
    own_office: Office, postgres: Postgres, postgres_url: str, tmp_path: Path
) -> None:
    name = make_url(postgres_url).database or ""
    async with replica(own_office, postgres_url, tmp_path / "web.log") as bot:
        assert await _status(bot) == 200
        postgres.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        postgres.end_sessions(name)
        for _ in range(3):
            await eventually(lambda: _is(bot, 503), "a bot that is not ready")
        postgres.run(f"ALTER DATABASE {name} RESET default_transaction_read_only")
        postgres.end_sessions(name)
        await eventually(lambda: _is(bot, 200), "a bot that is ready again")
        assert bot.log.count("database_not_ready") == bot.log.count("database_ready_again") == 1
        assert "Traceback" not in bot.log


async def test_a_full_disk_is_503_until_there_is_room(own_office: Office, sqlite_url: str) -> None:
    async with web_at_work(own_office, Path(make_url(sqlite_url).database or "")) as bot:
        assert await _status(bot) == 200
        _, most = resource.prlimit(bot.running.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(bot.running.pid, resource.RLIMIT_FSIZE, (1, most))  # files of the process cannot grow
        await eventually(lambda: _is(bot, 503), "a bot that is not ready")
        resource.prlimit(bot.running.pid, resource.RLIMIT_FSIZE, (most, most))
        await eventually(lambda: _is(bot, 200), "a bot that is ready again")


async def _status(bot: Process) -> int:
    return (await get(bot, "/readyz")).status_code


async def _is(bot: Process, status: int) -> bool:
    found = await _status(bot)
    assert found in (200, 503)
    return found == status
