"""The first look at the database: poolers that share sessions are refused, and what waiting changes is told apart."""

import pytest
from sqlalchemy.engine import make_url

from approvals.errors import StoreUnavailable
from store.address import UnusableDatabase
from store.reaching import PooledByTransaction, reach
from tests.databases import Postgres
from tests.pooler import pooled

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("mode", ["transaction", "statement"])
@pytest.mark.parametrize(("size", "round_robin"), [(1, 0), (20, 0), (20, 1)])
async def test_a_pooler_that_shares_sessions_is_refused(
    postgres: Postgres, postgres_url: str, mode: str, size: int, round_robin: int
) -> None:
    with pooled(postgres, postgres_url, mode, size, round_robin) as url:
        for _ in range(2):  # the second time it has servers that are free
            with pytest.raises(PooledByTransaction, match="pool_mode = session"):
                await reach(url)


async def test_a_pooler_that_keeps_sessions_apart_is_accepted_however_many_servers_it_has(
    postgres: Postgres, postgres_url: str
) -> None:
    with pooled(postgres, postgres_url, "session", size=3, round_robin=1) as url:
        for _ in range(3):
            await reach(url)


async def test_the_server_itself_is_accepted(database_url: str) -> None:
    await reach(database_url)


async def test_a_server_that_lets_nobody_in_now_may_be_waited_for(postgres: Postgres, postgres_url: str) -> None:
    name = make_url(postgres_url).database or ""
    postgres.cut_off(name)
    with pytest.raises(StoreUnavailable):
        await reach(postgres_url)
    postgres.let_in(name)
    await reach(postgres_url)


async def test_a_database_that_takes_no_writes_may_be_waited_for(postgres: Postgres, postgres_url: str) -> None:
    name = make_url(postgres_url).database
    postgres.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with pytest.raises(StoreUnavailable, match="takes no writes"):
        await reach(postgres_url)


@pytest.mark.parametrize("wrong", [{"database": "elsewhere"}, {"username": "nobody_we_know"}])
async def test_who_is_not_let_in_is_told_at_once(postgres_url: str, wrong: dict[str, str]) -> None:
    with pytest.raises(UnusableDatabase, match="does not let the bot in"):
        await reach(make_url(postgres_url).set(**wrong).render_as_string(hide_password=False))  # type: ignore[arg-type]


@pytest.mark.parametrize("address", ["127.0.0.1:1", "no-such-host.invalid"])
async def test_a_server_that_is_not_there_may_be_waited_for(address: str) -> None:
    with pytest.raises(StoreUnavailable):
        await reach(f"postgres://u:p@{address}/bot")
