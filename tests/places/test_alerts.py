"""Each fault of `make chaos` makes its alert fire, in a real Prometheus that watches real bots; health makes none."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sandbox.cast import APP_TOKEN
from tests.alerts.lanes import ON_SQLITE, WEBHOOK_SECRET, of_replicas, on_a_socket
from tests.alerts.week import FAULTS, Week, lived, week_in
from tests.databases import Postgres
from tests.prometheus import program

pytestmark = [pytest.mark.anyio, pytest.mark.places]

SETTINGS: Mapping[str, dict[str, Any]] = {
    "vitable": {"VITABLE_CONNECT_TIMEOUT": "8", "READBACK_SETTLE": "16"},
    "machine": {"VITABLE_WEBHOOK_SECRET": WEBHOOK_SECRET},
}


@pytest.fixture(scope="module")
async def week(
    postgres: Postgres, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Week]:
    """Everything has happened."""
    program()
    folder, database = tmp_path_factory.mktemp("week"), postgres.create(postgres.template)

    def file(name: str) -> str:
        return f"sqlite:///{shutil.copy(migrated_sqlite, folder / f'{name}.db')}"

    async with week_in(folder) as week:
        replicas = partial(of_replicas, postgres=postgres)
        async with asyncio.TaskGroup() as lanes:
            for name, happens in ON_SQLITE.items():
                lanes.create_task(lived(week, name, file(name), happens, **SETTINGS.get(name, {})))
            lanes.create_task(
                lived(week, "socket", file("socket"), on_a_socket, command="socket", SLACK_APP_TOKEN=APP_TOKEN)
            )
            lanes.create_task(lived(week, "replicas", postgres.url_of(database), replicas, processes=2))
        await week.goes_away()
        yield week
    postgres.drop(database)


@pytest.mark.parametrize("fault", FAULTS)
async def test_the_alert_for_a_fault_fires(week: Week, fault: str) -> None:
    assert set(FAULTS[fault]) <= week.told.get(fault, set())


async def test_in_health_none_fires(week: Week) -> None:
    assert week.told["nothing"] == set()


async def test_each_ends_with_its_fault(week: Week) -> None:
    assert week.broken == {}
