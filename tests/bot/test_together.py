"""Processes that start at the same moment: the second waits for the first, and both start."""

import asyncio
from pathlib import Path

import pytest

from store import migrate
from store.engine import create_engine
from tests.office import open_office
from tests.processes import MADE, UP_TO_DATE, ended, environment, get, serving, started

pytestmark = pytest.mark.anyio


async def test_two_that_migrate_at_once_both_succeed(empty_database_url: str, tmp_path: Path) -> None:
    async with open_office() as office:
        env = environment(office, empty_database_url)
    both = [ended(env, tmp_path / f"{name}.log", "migrate") for name in ("one", "other")]
    assert sorted(await asyncio.gather(*both)) == [(0, UP_TO_DATE), (0, MADE)]
    engine = create_engine(empty_database_url)
    assert await migrate.tables_in(engine) is migrate.Tables.CURRENT
    await engine.dispose()


async def test_two_replicas_may_be_the_first_on_a_database_at_the_same_moment(
    empty_postgres_url: str, tmp_path: Path
) -> None:
    migrate.upgrade(empty_postgres_url)
    async with open_office() as office:
        env = environment(office, empty_postgres_url)
        async with started(env, tmp_path / "one.log") as one, started(env, tmp_path / "other.log") as other:
            for process in (one, other):
                await serving(process)
                assert (await get(process, "/readyz")).json()["ready"] is True
                assert "Traceback" not in process.log
                assert await process.stop() == 0
