"""What an idle bot asks of PostgreSQL: few connections, and few transactions a second."""

import asyncio
from pathlib import Path

import psycopg
import pytest

from tests.databases import Postgres
from tests.office import Office
from tests.processes import replica

pytestmark = [pytest.mark.anyio, pytest.mark.places]

SETTLED, SECONDS = 10.0, 20.0
"""Seconds that a start has for its first reads, and that are counted then."""

COUNTED = "SELECT xact_commit + xact_rollback, numbackends FROM pg_stat_database WHERE datname = %s"
"""Every statement outside a transaction counts as one, the pool's look whether a connection still lives too."""


async def test_an_idle_bot_has_five_connections_and_three_transactions_a_second_at_most(
    own_office: Office, postgres: Postgres, postgres_url: str, tmp_path: Path
) -> None:
    name = postgres_url.rsplit("/", 1)[-1].partition("?")[0]
    async with replica(own_office, postgres_url, tmp_path / "web.log"):
        with psycopg.connect(postgres.url, autocommit=True) as looker:
            await asyncio.sleep(SETTLED)
            before, _ = looker.execute(COUNTED, [name]).fetchone() or (0, 0)
            await asyncio.sleep(SECONDS)
            after, connections = looker.execute(COUNTED, [name]).fetchone() or (0, 0)
    assert 0 < (after - before) / SECONDS <= 3
    assert 0 < connections <= 5
