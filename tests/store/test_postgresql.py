"""Connections to PostgreSQL: how they are prepared, how many are kept, and when they are let go."""

import asyncio
import socket

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.errors import StoreUnavailable
from store import postgresql
from store.address import UnusableDatabase, sync_url
from store.engine import KEPT, close, connections_of, create_engine, create_sync_engine, reading
from store.failures import DISK_FULL, TAKES_NO_WRITES, translated
from tests.databases import Postgres
from tests.standby import one_address

pytestmark = pytest.mark.anyio

PROCESS = sa.text("SELECT pg_backend_pid()")
WRITE = sa.text("UPDATE bot_alembic_version SET version_num = version_num")


def _database(url: str) -> str:
    return make_url(url).database or ""


async def test_a_write_that_the_server_refuses_as_read_only_is_unavailable_and_empties_the_pool(
    postgres: Postgres, postgres_url: str
) -> None:
    engine = create_engine(postgres_url)
    async with engine.connect() as one, engine.connect() as other:
        before = {await one.scalar(PROCESS), await other.scalar(PROCESS)}
    postgres.run(f"ALTER DATABASE {_database(postgres_url)} SET default_transaction_read_only = on")
    async with engine.begin() as one:
        await one.execute(sa.text("SET default_transaction_read_only = on"))  # a reload would tell open sessions too
    with pytest.raises(StoreUnavailable), translated():
        await _write(engine)
    async with engine.connect() as one, engine.connect() as other:
        assert not before & {await one.scalar(PROCESS), await other.scalar(PROCESS)}
    await engine.dispose()


@pytest.mark.parametrize(("state", "sentence"), [("25006", TAKES_NO_WRITES), ("53100", DISK_FULL)])
async def test_what_an_operator_can_repair_is_told_in_a_sentence(postgres_url: str, state: str, sentence: str) -> None:
    engine = create_engine(postgres_url)
    says = sa.text(f"DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''{state}''; END'")
    with pytest.raises(StoreUnavailable) as refused, translated():
        async with engine.begin() as connection:
            await connection.execute(says)
    assert str(refused.value) == sentence
    await engine.dispose()


async def test_after_reading_a_connection_does_not_write_where_the_server_says_read_only(
    postgres: Postgres, postgres_url: str
) -> None:
    postgres.run(f"ALTER DATABASE {_database(postgres_url)} SET default_transaction_read_only = on")
    engine = create_engine(postgres_url)
    async with reading(engine).connect() as one:
        process = await one.scalar(PROCESS)
    async with engine.connect() as one:
        assert await one.scalar(PROCESS) == process
    with pytest.raises(sa.exc.InternalError, match="read-only transaction"):
        await _write(engine)
    await engine.dispose()


async def test_wherever_a_reading_is_cancelled_its_connection_goes_back_as_it_was_or_is_closed(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psycopg.waiting, "MAX_BUSY_TIME", 0.0)  # psycopg lets others go first, as after 5 busy ms
    engine = create_engine(postgres_url)
    turns, is_cancelled = 0, True
    while is_cancelled:
        reader = asyncio.create_task(_read(engine))
        turns += 1
        for _ in range(turns):
            await asyncio.sleep(0)
        reader.cancel()
        await asyncio.wait({reader})
        is_cancelled = reader.cancelled()
        assert connections_of(engine).used == 0
        async with engine.connect() as one:
            assert await one.scalar(sa.text("SHOW transaction_isolation")) == "read committed"
    assert turns > 5  # of which the first four set the connection up
    await engine.dispose()


async def test_at_the_end_a_connection_that_is_given_back_only_then_is_closed_too(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    async with engine.connect() as connection:
        raw = (await connection.get_raw_connection()).driver_connection
        assert isinstance(raw, psycopg.AsyncConnection)
        end = asyncio.create_task(close(engine))
        await asyncio.sleep(0)
    await end
    assert raw.closed


async def test_the_end_does_not_wait_for_ever_for_a_connection_in_use(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.engine.GIVEN_BACK_WITHIN", 0.0)
    engine = create_engine(postgres_url)
    async with engine.connect() as connection:
        raw = (await connection.get_raw_connection()).driver_connection
        assert isinstance(raw, psycopg.AsyncConnection)
        async with asyncio.timeout(5):
            await close(engine)
        assert not raw.closed
        await connection.invalidate()


async def _read(engine: AsyncEngine) -> None:
    async with reading(engine).connect() as connection:
        await connection.execute(PROCESS)


async def _write(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(WRITE)


async def test_every_connection_compiles_nothing_just_in_time(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    async with engine.connect() as connection:
        assert await connection.scalar(sa.text("SHOW jit")) == "off"
    with create_sync_engine(postgres_url).connect() as migrating:
        assert migrating.scalar(sa.text("SHOW jit")) == "off"
    await engine.dispose()


async def test_a_connection_counts_as_lost_after_ten_seconds_of_silence(postgres: Postgres, postgres_url: str) -> None:
    async with one_address(postgres) as address:
        engine = create_engine(address.url_of(_database(postgres_url)))
        async with engine.connect() as connection:
            raw = (await connection.get_raw_connection()).driver_connection
            assert isinstance(raw, psycopg.AsyncConnection)
            with socket.socket(fileno=socket.dup(raw.fileno())) as ours:
                assert ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 10_000
                assert ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 5
        await engine.dispose()


@pytest.mark.parametrize(("trusted", "last"), [(60.0, "COMMIT"), (-1.0, ";")])
async def test_only_a_connection_that_was_idle_for_seconds_is_asked_whether_it_is_good(
    postgres: Postgres, postgres_url: str, monkeypatch: pytest.MonkeyPatch, trusted: float, last: str
) -> None:
    monkeypatch.setattr(postgresql, "TRUSTED", trusted)
    engine = create_engine(postgres_url)
    async with engine.connect() as one:
        process = await one.scalar(PROCESS)
        await one.commit()
    async with engine.connect(), await psycopg.AsyncConnection.connect(postgres.url, autocommit=True) as other:
        found = await other.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [process])
        assert await found.fetchone() == (last,)
    await engine.dispose()


async def test_a_connection_that_the_server_has_ended_is_replaced_though_it_was_just_used(
    postgres: Postgres, postgres_url: str
) -> None:
    engine = create_engine(postgres_url)
    async with engine.connect() as one:
        before = await one.scalar(PROCESS)
    async with await psycopg.AsyncConnection.connect(postgres.url, autocommit=True) as other:
        await other.execute("SELECT pg_terminate_backend(%s, 5000)", [before])
    async with engine.connect() as one:
        assert await one.scalar(PROCESS) != before
    await engine.dispose()


async def test_of_many_connections_three_are_kept(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    connections = [await engine.connect() for _ in range(8)]
    for connection in connections:
        await connection.close()
    assert engine.pool.checkedin() == KEPT == 3  # type: ignore[attr-defined]
    await engine.dispose()


RAW = "p@s:s/w#o%r?d x"


@pytest.mark.parametrize("password", ["p%40s%3As%2Fw%23o%25r%3Fd%20x", "p@s:s/w#o%25r%3Fd x"])
def test_a_password_may_have_any_character(password: str) -> None:
    url = sync_url(f"postgres://bot:{password}@db.example.com:5433/hr?sslmode=require")
    assert (url.username, url.password, url.host, url.port, url.database) == ("bot", RAW, "db.example.com", 5433, "hr")
    assert url.query == {"sslmode": "require"}
    assert sync_url(url.render_as_string(hide_password=False)) == url


@pytest.mark.parametrize(
    ("servers", "host", "port"),
    [
        ("one,two", "one,two", None),
        ("one:5432,two:5433", "one,two", "5432,5433"),
        ("one,two:5433", "one,two", ",5433"),
        ("[::1]:5432,[::2]:5433", "::1,::2", "5432,5433"),
    ],
)
def test_an_address_may_name_several_servers(servers: str, host: str, port: str | None) -> None:
    url = sync_url(f"postgres://bot:secret@{servers}/hr?target_session_attrs=read-write")
    assert (url.query["host"], url.query.get("port"), url.database) == (host, port, "hr")
    assert sync_url(url.render_as_string(hide_password=False)) == url


async def test_of_several_servers_the_first_that_answers_is_used(postgres: Postgres, postgres_url: str) -> None:
    async with one_address(postgres) as address:
        name = _database(postgres_url)
        servers = f"127.0.0.1:1,127.0.0.1:{address.port}"
        url = f"postgres://postgres@{servers}/{name}?target_session_attrs=read-write"
        engine = create_engine(url)
        async with engine.connect() as connection:
            assert await connection.scalar(sa.text("SELECT current_database()")) == name
        await engine.dispose()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgres://bot:secret@db:port/hr", "postgres://user:password@host:port/name"),
        ("postgres://bot:secret@db:99999/hr", "postgres://user:password@host:port/name"),
        ("postgres://bot:sec?ret@db/hr", "? as %3F"),
        ("postgres://bot:secret@db/hr?sslmod=require", "an option that PostgreSQL's client library does not know"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence_that_says_how_it_is_written(url: str, says: str) -> None:
    with pytest.raises(UnusableDatabase) as refused:
        sync_url(url)
    assert says in str(refused.value)
    assert "secret" not in str(refused.value)
