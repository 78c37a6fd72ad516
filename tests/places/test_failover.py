"""Another primary takes over: the bot lets go of the old one by itself."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests.databases import Postgres, prepare, started_postgres
from tests.office import Office, label_of
from tests.patience import eventually
from tests.processes import Process, get, replica
from tests.standby import Address, one_address, standby_of

pytestmark = pytest.mark.anyio

DATABASE = "reissue"

WITHIN = 10.0
"""Seconds after which the bot is at work again with the new primary."""

LONG = 75.0
"""Seconds without any database. What doubles its wait after each failure waits for more than a minute by then."""


@pytest.fixture
def primary() -> Iterator[Postgres]:
    """A server with our tables."""
    with started_postgres() as server:
        server.run(f"CREATE DATABASE {DATABASE}")
        prepare(server.url_of(DATABASE))
        yield server


@pytest.fixture
async def standby(primary: Postgres) -> AsyncIterator[Postgres]:
    """A server that repeats what the primary writes."""
    with standby_of(primary) as server:
        yield server


@pytest.fixture
async def address(primary: Postgres) -> AsyncIterator[Address]:
    """The address that the bot knows; it leads to the primary."""
    async with one_address(primary) as address:
        yield address


async def test_an_old_primary_that_keeps_its_connections_but_takes_no_writes_is_left_for_the_new_one(
    own_office: Office, primary: Postgres, standby: Postgres, address: Address, tmp_path: Path
) -> None:
    async with replica(own_office, address.url_of(DATABASE), tmp_path / "web.log") as bot:
        card = await own_office.nina.requests("ada")
        await eventually(lambda: _is_at_rest(primary), "a bot at rest")
        primary.run("ALTER SYSTEM SET default_transaction_read_only = on")
        primary.run("SELECT pg_reload_conf()")
        await eventually(lambda: _readiness(bot, 503), "a bot that is not ready")
        _promote(standby, primary)
        address.server = standby
        await _goes_on(own_office, bot, card)


async def test_after_an_old_primary_that_is_gone_the_bot_goes_on_with_the_new_one(
    own_office: Office, primary: Postgres, standby: Postgres, address: Address, tmp_path: Path
) -> None:
    await _away_for(own_office, primary, standby, address, tmp_path, 0)


@pytest.mark.places
async def test_even_after_a_long_outage_the_bot_is_back_within_ten_seconds(
    own_office: Office, primary: Postgres, standby: Postgres, address: Address, tmp_path: Path
) -> None:
    assert await _away_for(own_office, primary, standby, address, tmp_path, LONG) < WITHIN


async def _away_for(
    office: Office, primary: Postgres, standby: Postgres, address: Address, folder: Path, outage: float
) -> float:
    """Take the primary away, and the standby in its place later. Returns how many seconds the bot then took."""
    async with replica(office, address.url_of(DATABASE), folder / "web.log") as bot:
        card = await office.nina.requests("ada")
        await eventually(lambda: _is_at_rest(primary), "a bot at rest")
        address.server = None
        address.cut()
        await eventually(lambda: _readiness(bot, 503), "a bot that is not ready")
        _promote(standby, primary)
        await asyncio.sleep(outage)
        address.server = standby
        return await _goes_on(office, bot, card)


async def _goes_on(office: Office, bot: Process, card: dict[str, Any]) -> float:
    """The bot is ready and carries an approval out. Returns how many seconds that took."""
    since = time.monotonic()
    await eventually(lambda: _readiness(bot, 200), "a bot that is ready")
    assert (await office.marcus.click(card, "approve"))["ok"]
    await office.marcus.card("Reissued", of=label_of(card))
    assert "Traceback" not in bot.log
    return time.monotonic() - since


async def _readiness(bot: Process, status: int) -> bool:
    try:
        answer = await get(bot, "/readyz")
    except httpx.TransportError:
        return False
    assert answer.status_code in (200, 503), answer.text
    return answer.status_code == status


def _is_at_rest(primary: Postgres) -> bool:
    """Whether no driver has a lease: a card whose post was not written down would be posted once more."""
    with psycopg.connect(primary.url_of(DATABASE)) as connection:
        at_work = "SELECT FROM bot_request WHERE next_at <= now() + interval '60 seconds'"
        return connection.execute(at_work).fetchone() is None


def _promote(standby: Postgres, primary: Postgres) -> None:
    """Let the standby repeat all that the primary wrote, then make it a primary."""
    with psycopg.connect(primary.url) as one, psycopg.connect(standby.url, autocommit=True) as other:
        [written] = one.execute("SELECT pg_logical_emit_message(false, 'mark', '', flush => true)").fetchone() or [None]
        while other.execute("SELECT pg_last_wal_replay_lsn() < %s", [written]).fetchone() == (True,):
            pass
    standby.run("SELECT pg_promote()")
