"""A desk for each test: most facts need one database, those about transactions and rivals are shown on both."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from benefits.contract import Contract
from store.engine import create_engine
from tests.approvals.bench import Bench, open_bench
from tests.contracts import met_by
from tests.databases import ONE


@pytest.fixture(scope="session")
def one_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, AsyncEngine]:
    """Where the SQLite database of each test lies in turn, and its engine.

    The engine keeps what SQLAlchemy has compiled; compiling it again takes longer than most of these tests.
    """
    path = tmp_path_factory.mktemp("bench") / "reissue.db"
    return path, create_engine(f"sqlite:///{path}")


@pytest.fixture
def sqlite_engine(one_file: tuple[Path, AsyncEngine], migrated_sqlite: Path) -> AsyncEngine:
    """An SQLite database with our tables and no rows."""
    path, engine = one_file
    for left_over in path.parent.iterdir():
        left_over.unlink()
    shutil.copy(migrated_sqlite, path)
    return engine


@pytest.fixture(params=["sqlite", "postgresql"])
def either_engine(request: pytest.FixtureRequest) -> AsyncEngine:
    """A database with our tables and no rows, once on SQLite and once on PostgreSQL."""
    return _engine(request, request.param)


@pytest.fixture
def one_engine(request: pytest.FixtureRequest) -> AsyncEngine:
    """A database with our tables and no rows, for what one of the two shows."""
    return _engine(request, ONE)


def _engine(request: pytest.FixtureRequest, database: str) -> AsyncEngine:
    if database == "sqlite":
        engine: AsyncEngine = request.getfixturevalue("sqlite_engine")
        return engine
    return create_engine(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def bench(request: pytest.FixtureRequest, one_engine: AsyncEngine) -> AsyncIterator[Bench]:
    """A desk over one database."""
    async with open_bench(one_engine, contract=met_by(request.node, None)) as opened:
        yield opened


@pytest.fixture
async def either_bench(request: pytest.FixtureRequest, either_engine: AsyncEngine) -> AsyncIterator[Bench]:
    """A desk over SQLite, then one over PostgreSQL, where the API speaks the other contract."""
    database = request.node.callspec.params["either_engine"]
    async with open_bench(either_engine, contract=met_by(request.node, database)) as opened:
        yield opened


@pytest.fixture
async def bench6(one_engine: AsyncEngine) -> AsyncIterator[Bench]:
    """A desk over one database, in the contract connect-6."""
    async with open_bench(one_engine, contract=Contract.CONNECT_6) as opened:
        yield opened
