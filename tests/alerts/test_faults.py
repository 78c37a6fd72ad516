"""Faults of each kind make their alerts fire, in a real Prometheus that watches a real bot; health makes none.

`make places` goes through all of them (`tests/places/test_alerts.py`).
"""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.alerts.lanes import IN_SHORT
from tests.alerts.of_chaos import AT_SERVERS, BLOWS, WITHOUT
from tests.alerts.test_rules import ALERTS
from tests.alerts.week import FAULTS, Week, lived, week_in
from tests.chaos.api_faults import FAULTS as CHAOS_FAULTS
from tests.chaos.api_faults import FAULTY_READS, OUTAGES
from tests.chaos.disruptions import Disruptions
from tests.prometheus import program

pytestmark = pytest.mark.anyio

FAULTS_IN_SHORT = ["Vitable answers 503", "Slack is away", "the disk is full", "the process is killed"]


@pytest.fixture(scope="module")
async def week(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Week]:
    """What fired."""
    program()
    folder = tmp_path_factory.mktemp("week")
    async with week_in(folder) as week:
        async with asyncio.TaskGroup() as lanes:
            for name, happens in IN_SHORT.items():
                database = f"sqlite:///{shutil.copy(migrated_sqlite, folder / f'{name}.db')}"
                lanes.create_task(lived(week, name, database, happens))
        week.rules = await week.prometheus.rules()
        await week.goes_away()
        yield week


@pytest.mark.parametrize("fault", [*FAULTS_IN_SHORT, "Prometheus finds no process"])
async def test_the_alert_for_a_fault_fires(week: Week, fault: str) -> None:
    assert set(FAULTS[fault]) <= week.told.get(fault, set())


async def test_in_health_none_fires_and_each_ends_with_its_fault(week: Week) -> None:
    assert (week.told["nothing"], week.broken) == (set(), {})


async def test_every_rule_was_evaluated_without_an_error(week: Week) -> None:
    assert {rule["name"]: rule["lastError"] for rule in week.rules if rule["health"] != "ok"} == {}
    assert {rule["name"] for rule in week.rules} >= set(ALERTS)


def test_every_fault_of_the_chaos_has_one_here_or_a_reason_why_not() -> None:
    at_servers = {(fault["target"], fault["kind"]) for _, fault in CHAOS_FAULTS}
    at_servers |= {(fault["target"], fault["kind"]) for fault in (*FAULTY_READS, *OUTAGES)}
    assert at_servers == AT_SERVERS.keys() | WITHOUT.keys()
    assert {name for name in dir(Disruptions) if name.strip("_") in BLOWS} == {f"_{blow}" for blow in BLOWS}
    assert {*AT_SERVERS.values(), *BLOWS.values()} <= set(FAULTS)
