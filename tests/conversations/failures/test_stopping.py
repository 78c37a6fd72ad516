"""A process that is told to stop waits for the call under way, says for how long at most, and loses nothing."""

import asyncio
import json
import signal
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest

from approvals.model.request import EmployeeFacts, ReissueRequest
from approvals.model.status import RequestStatus
from approvals.recording import LEASE
from benefits.models import Employee, Enrollment, QualifyingLifeEvent
from bot.app import Bot
from sandbox import cast
from store.engine import create_engine
from store.unit_of_work import SqlStore
from tests.builders import NOW, a_request
from tests.databases import Postgres
from tests.handlers.bench import no_driver
from tests.office import API_TIMEOUT, Office, bot_at_work, eventually, label_of, words_of
from tests.processes import environment, started, web_at_work

pytestmark = pytest.mark.anyio


def line(log: str, event: str) -> dict[str, Any]:
    """The only line of an event."""
    (found,) = [told for told in map(json.loads, log.splitlines()) if told["event"] == event]
    return dict(found)


async def test_a_form_that_is_still_loading_is_filled_in_before_it_stops(
    own_office: Office, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.ANSWERING", 30.0)
    office = own_office
    async with bot_at_work(office, database_url, vitable_connect_timeout=30, readback_settle=60):
        await office.fault("benefits", "enrollment", "hang", seconds=1)
        await office.nina.command("/reissue enrl_ada_lovelace_dental")
    assert "Ada Lovelace" in words_of(await office.nina.modal())


async def test_what_a_listener_commits_while_it_stops_goes_on_elsewhere_at_once(
    own_office: Office, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drivers_stopped = asyncio.Event()

    async def listener(bot: Bot) -> ReissueRequest:
        await bot.listeners.handle(AsyncBoltRequest(body=""), None)
        await drivers_stopped.wait()
        async with bot.store.writing() as work:
            added = await work.requests.add(a_request(next_at=datetime.now(UTC) + LEASE))
            work.drive(added.id)
            await work.commit()
        return added

    async with bot_at_work(own_office, database_url, indexed_first=False) as bot:
        at_work, stop = asyncio.create_task(listener(bot)), bot.driving.stop

        async def stop_first(grace: float) -> None:
            await stop(grace)
            drivers_stopped.set()

        monkeypatch.setattr(bot.driving, "stop", stop_first)
    added = await at_work
    engine = create_engine(database_url)
    async with SqlStore(engine, no_driver).reading() as work:
        due_at = (await work.requests.get(added.id)).next_at
    await engine.dispose()
    assert due_at is not None
    assert due_at <= datetime.now(UTC)


@pytest.mark.parametrize(("seconds", "status"), [(1, "Reissued"), (600, "Checking the outcome")])
async def test_it_waits_for_a_call_under_way_within_the_time_that_it_names(
    own_office: Office, tmp_path: Path, seconds: float, status: str
) -> None:
    office, database = own_office, tmp_path / "reissue.db"
    async with web_at_work(office, database, LOG_FORMAT="json") as process:
        card = await office.nina.requests("ada")
        await office.fault("benefits", "reissue", "hang", seconds=seconds)
        assert (await office.marcus.click(card, "approve"))["ok"]
        await eventually(lambda: office.calls("benefits", "reissue"), "the call")
        process.running.send_signal(signal.SIGTERM)
        await eventually(lambda: "stopping" in process.log, "the line about stopping")
        assert await process.stop() == 0  # a second signal changes nothing
        told = line(process.log, "stopping")
        assert told["at_most_seconds"] == API_TIMEOUT + 5
        assert line(process.log, "stopped")["seconds"] <= told["at_most_seconds"]
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT state FROM bot_attempt").fetchall() == [("settled",)]
    async with web_at_work(office, database):
        await office.marcus.card(status, of=label_of(card))
    assert len(await office.calls("benefits", "reissue")) == 1


async def test_web_worker_and_socket_on_postgresql_each_finish_the_call_under_way(
    own_office: Office, postgres: Postgres, tmp_path: Path
) -> None:
    """All at the same time, each with a database and a request of its own."""
    office, people = own_office, {"web": "ada_lovelace", "worker": "sean_obrien", "socket": "maria_garcia"}
    await office.fault("benefits", "reissue", "hang", seconds=1, times=len(people))
    async with asyncio.TaskGroup() as processes:
        for command, person in people.items():
            url = postgres.url_of(postgres.create(postgres.template))
            processes.create_task(stopped_during_its_call(office, url, tmp_path / f"{command}.log", command, person))
    assert len(await office.calls("benefits", "reissue")) == len(people)


async def stopped_during_its_call(office: Office, url: str, output: Path, command: str, person: str) -> None:
    """The process ends in order, and what the call did is stored."""
    engine = create_engine(url)
    store = SqlStore(engine, no_driver)
    async with store.writing() as work:
        approved = await work.requests.add(approved_for(office, person))
        await work.commit()
    env = environment(office, url, LOG_FORMAT="json", SLACK_APP_TOKEN=cast.APP_TOKEN)
    async with started(env, output, command) as process:

        async def calls() -> bool:
            return approved.enrollment.id in str(await office.calls("benefits", "reissue"))

        await eventually(calls, "the call")
        assert await process.stop() == 0
        at_most = line(process.log, "stopping")["at_most_seconds"]
        assert at_most == API_TIMEOUT + 5
        assert 0 < line(process.log, "stopped")["seconds"] <= at_most
    async with store.reading() as work:
        assert (await work.requests.get(approved.id)).status is RequestStatus.REISSUED
    await engine.dispose()


def approved_for(office: Office, person: str) -> ReissueRequest:
    """An approved request that is due."""
    world = office.sandbox.benefits.world
    event = next(event for event in world.events.values() if event["employee_id"] == f"empl_{person}")
    return a_request(
        status=RequestStatus.APPLYING,
        enrollment=Enrollment.model_validate(world.enrollments[f"enrl_{person}_medical"]),
        qle=QualifyingLifeEvent.model_validate(event),
        employee=EmployeeFacts.of(Employee.model_validate(world.employees[f"empl_{person}"])),
        next_at=NOW - LEASE,
    )
