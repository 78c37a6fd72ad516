"""Each fault of `make chaos` makes its alert fire, in a real Prometheus that watches real bots; health makes none."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from sandbox.cast import APP_TOKEN
from tests.alerts.lanes import ON_SQLITE, WEBHOOK_SECRET, of_replicas, on_a_socket
from tests.alerts.of_chaos import AT_SERVERS, BLOWS, WITHOUT
from tests.alerts.test_rules import ALERTS
from tests.alerts.week import FAULTS, Lane, Week, lane, week_in
from tests.chaos.api_faults import FAULTS as CHAOS_FAULTS
from tests.chaos.api_faults import FAULTY_READS, OUTAGES
from tests.chaos.disruptions import Disruptions
from tests.databases import Postgres
from tests.prometheus import program

pytestmark = pytest.mark.anyio

SETTINGS: Mapping[str, dict[str, Any]] = {
    "vitable": {"VITABLE_CONNECT_TIMEOUT": "8", "READBACK_SETTLE": "16"},
    "machine": {"VITABLE_WEBHOOK_SECRET": WEBHOOK_SECRET},
}

BESIDE = "ReissueBotTrouble"
"""Fires with many faults: what Slack or Vitable refuse is a trouble as well."""


@pytest.fixture(scope="module")
async def week(
    postgres: Postgres, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Week]:
    """Everything has happened."""
    program()
    folder, name = tmp_path_factory.mktemp("week"), postgres.create(postgres.template)
    async with week_in(folder) as week:

        async def lived(name: str, url: str, happens: Callable[[Lane], Awaitable[None]], **more: Any) -> None:  # noqa: ANN401 - of a lane
            async with lane(week, name, url, **more) as here:
                await happens(here)

        def file(name: str) -> str:
            return f"sqlite:///{shutil.copy(migrated_sqlite, folder / f'{name}.db')}"

        async with asyncio.TaskGroup() as lanes:
            for lane_name, happens in ON_SQLITE.items():
                lanes.create_task(lived(lane_name, file(lane_name), happens, **SETTINGS.get(lane_name, {})))
            lanes.create_task(lived("socket", file("socket"), on_a_socket, command="socket", SLACK_APP_TOKEN=APP_TOKEN))
            lanes.create_task(
                lived("replicas", postgres.url_of(name), lambda here: of_replicas(here, postgres), processes=2)
            )
        await week.look_back()
        await week.goes_away()
        yield week
    postgres.drop(name)


@pytest.mark.parametrize("fault", FAULTS)
async def test_the_alert_for_a_fault_fires(week: Week, fault: str) -> None:
    assert set(FAULTS[fault]) <= week.told.get(fault, set())


def test_every_fault_of_the_chaos_has_one_here_or_a_reason_why_not() -> None:
    at_servers = {(fault["target"], fault["kind"]) for _, fault in CHAOS_FAULTS}
    at_servers |= {(fault["target"], fault["kind"]) for fault in (*FAULTY_READS, *OUTAGES)}
    assert at_servers == AT_SERVERS.keys() | WITHOUT.keys()
    assert {name for name in dir(Disruptions) if name.strip("_") in BLOWS} == {f"_{blow}" for blow in BLOWS}
    assert {*AT_SERVERS.values(), *BLOWS.values()} <= set(FAULTS)


async def test_in_health_none_fires(week: Week) -> None:
    assert week.fired.get("reissue-bot-well", set()) == set()


async def test_every_rule_was_evaluated_without_an_error(week: Week) -> None:
    assert {rule["name"]: rule["lastError"] for rule in week.rules if rule["health"] != "ok"} == {}
    assert {rule["name"] for rule in week.rules} >= set(ALERTS)
