"""The databases of a measurement: made in memory where the machine has room, so that the disk adds no noise."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Literal

from tests.databases import Postgres, prepare, started_postgres

Kind = Literal["sqlite", "postgresql"]


@dataclass(frozen=True)
class Store:
    """One kind of database. `fresh` makes one with our tables, which is gone afterwards."""

    kind: Kind
    fresh: Callable[[], AbstractContextManager[str]]
    server: Postgres | None = None


@contextmanager
def opened(kind: Kind) -> Iterator[Store]:
    """A kind of database, for all rounds."""
    with _sqlite() if kind == "sqlite" else _postgresql() as store:
        yield store


@contextmanager
def _sqlite() -> Iterator[Store]:
    with tempfile.TemporaryDirectory(prefix="bench", dir=_memory()) as name:
        folder, numbers = Path(name), count()
        template = folder / "template.db"
        prepare(f"sqlite:///{template}")

        @contextmanager
        def fresh() -> Iterator[str]:
            place = folder / str(next(numbers))
            place.mkdir()
            yield f"sqlite:///{shutil.copy(template, place / 'reissue.db')}"
            shutil.rmtree(place)

        yield Store("sqlite", fresh)


@contextmanager
def _postgresql() -> Iterator[Store]:
    with started_postgres() as server:
        server.run(f"CREATE DATABASE {server.template}")
        prepare(server.url_of(server.template))

        @contextmanager
        def fresh() -> Iterator[str]:
            name = server.create(server.template)
            yield server.url_of(name)
            server.drop(name)

        yield Store("postgresql", fresh, server)


def _memory() -> Path | None:
    shared = Path("/dev/shm")  # noqa: S108 a directory of our own is made in it
    return shared if shared.is_dir() and shutil.disk_usage(shared).free > 2**30 else None
