"""Replicas on one PostgreSQL: clicks land anywhere, limits hold across them, and nobody's work is lost with them."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.model.request import EmployeeFacts
from approvals.model.status import RequestStatus
from benefits.models import Employee, Enrollment, QualifyingLifeEvent
from bot.clock import SystemClock
from store.engine import create_engine
from store.unit_of_work import SqlStore
from tests.builders import a_decision, a_request
from tests.databases import Postgres
from tests.office import Office, eventually, label_of
from tests.processes import Process, drivers_of, environment, replica, started

pytestmark = pytest.mark.anyio

PATIENT = {"VITABLE_CONNECT_TIMEOUT": "10", "READBACK_SETTLE": "20"}


@pytest.fixture
async def engine(postgres_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(postgres_url)
    yield engine
    await engine.dispose()


async def test_a_worker_takes_up_what_a_killed_replica_left(
    own_office: Office, postgres_url: str, engine: AsyncEngine, tmp_path: Path
) -> None:
    office = own_office
    async with replica(office, postgres_url, tmp_path / "web.log", **PATIENT) as web:
        card = await office.nina.requests("ada")
        await office.fault("benefits", "enrollment", "hang", seconds=2)
        assert (await office.marcus.click(card, "approve"))["ok"]
        await eventually(lambda: _faulty(office, "enrollment"), "a driver at work")
        await web.kill()
    await _run_out_leases(engine)
    env = environment(office, postgres_url, **PATIENT)
    async with started(env, tmp_path / "worker.log", "worker") as worker:
        await office.marcus.card("Reissued", of=label_of(card))
        assert await worker.stop() == 0
        assert "Traceback" not in worker.log
    assert len(await office.calls("benefits", "reissue")) == 1


async def test_on_sigterm_a_waiting_driver_goes_on_elsewhere_at_once(
    own_office: Office, postgres_url: str, engine: AsyncEngine, tmp_path: Path
) -> None:
    office, one_at_a_time = own_office, {**PATIENT, "VITABLE_MAX_CONCURRENT": "1"}
    await office.fault("benefits", "reissue", "hang", seconds=4)
    async with (
        replica(office, postgres_url, tmp_path / "one.log", **one_at_a_time) as one,
        replica(office, postgres_url, tmp_path / "other.log", **one_at_a_time) as other,
    ):
        await _approved(office, engine, "empl_ada_lovelace")
        await eventually(lambda: office.calls("benefits", "reissue"), "a call under way")
        at_work = {process: await drivers_of(process) for process in (one, other)}
        await _approved(office, engine, "empl_sean_obrien")

        async def with_the_new_driver() -> Process | None:
            for process, before in at_work.items():
                if await drivers_of(process) > before:
                    return process
            return None

        stopping = await eventually(with_the_new_driver, "its driver")
        assert await stopping.stop() == 0
        assert "Traceback" not in stopping.log
        await eventually(lambda: _reissued(engine, 2), "both reissues")
    assert len(await office.calls("benefits", "reissue")) == 2


async def test_the_limit_on_calls_under_way_holds_across_replicas(
    own_office: Office, postgres_url: str, engine: AsyncEngine, tmp_path: Path
) -> None:
    office, limit = own_office, {**PATIENT, "VITABLE_MAX_CONCURRENT": "2"}
    await office.fault("benefits", "reissue", "hang", times=None, seconds=CALL)
    people = iter(office.sandbox.benefits.world.employees)
    async with (
        replica(office, postgres_url, tmp_path / "one.log", **limit) as one,
        replica(office, postgres_url, tmp_path / "other.log", **limit) as other,
    ):
        for _ in range(count := 6):
            await _approved(office, engine, next(people))
        await eventually(lambda: _taken(engine), "a replica that takes them")
        while not (await drivers_of(one) and await drivers_of(other)):
            await _approved(office, engine, next(people))
            count += 1
            await eventually(lambda: _taken(engine), "a replica that takes it")
        await eventually(lambda: _reissued(engine, count), "every reissue")
    began = sorted(call["at"] for call in await office.calls("benefits", "reissue"))
    assert len(began) == count
    assert max(sum(at - CALL < other <= at for other in began) for at in began) == 2


async def test_stopping_while_the_database_is_away_is_told_in_a_sentence_and_loses_nothing(
    own_office: Office, postgres: Postgres, postgres_url: str, tmp_path: Path
) -> None:
    office, name = own_office, postgres_url.rsplit("/", 1)[-1].partition("?")[0]
    async with replica(office, postgres_url, tmp_path / "one.log", LOG_FORMAT="json", **PATIENT) as one:
        card = await office.nina.requests("ada")
        await office.fault("benefits", "reissue", "ratelimited", seconds=5)
        assert (await office.marcus.click(card, "approve"))["ok"]
        await eventually(lambda: office.calls("benefits", "reissue"), "the call that came too soon")
        postgres.cut_off(name)
        code = await one.stop()
        postgres.let_in(name)
    assert "Traceback" not in one.log
    assert "hand_over_postponed" in [json.loads(line)["event"] for line in one.log.splitlines()]
    assert code == 0


CALL = 1.0
"""Seconds that each call takes; it is written down when it begins."""


async def _approved(office: Office, engine: AsyncEngine, employee_id: str) -> UUID:
    """A request that is approved and handed over to the replicas."""
    world = office.sandbox.benefits.world
    enrollment = next(one for one in world.enrollments.values() if one["employee_id"] == employee_id)
    employee = Employee.model_validate(world.employees[employee_id])
    events = [one for one in world.events.values() if one["member_id"] == employee.member.id]
    request_id, now = uuid4(), SystemClock().now()
    approved = a_request(
        id=request_id,
        submission_key=request_id.hex,
        status=RequestStatus.APPLYING,
        version=2,
        decisions=(a_decision(at=now),),
        employee=EmployeeFacts.of(employee),
        enrollment=Enrollment.model_validate(enrollment),
        qle=QualifyingLifeEvent.model_validate(events[0]),
        submitted_at=now,
        changed_at=now,
        next_at=now + timedelta(minutes=1),
    )
    async with SqlStore(engine, _nothing).writing() as work:
        await work.requests.add(approved)
        await work.requests.wake_now([request_id], now)
        await work.commit()
    return request_id


def _nothing(_request_ids: object) -> None:
    """Starts no drivers: the replicas hear that the request is due."""


async def _faulty(office: Office, call: str) -> list[dict[str, Any]]:
    return [made for made in await office.calls("benefits", call) if made["detail"]["fault"]]


async def _run_out_leases(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(sa.text("UPDATE bot_request SET next_at = submitted_at"))


async def _taken(engine: AsyncEngine) -> bool:
    """Whether a replica has taken each request that is due."""
    return not await _ask(engine, "SELECT 1 FROM bot_request WHERE next_at <= now()")


async def _reissued(engine: AsyncEngine, count: int) -> bool:
    return len(await _ask(engine, "SELECT 1 FROM bot_request WHERE status = 'reissued'")) == count


async def _ask(engine: AsyncEngine, query: str) -> list[Any]:
    async with engine.connect() as connection:
        return list(await connection.scalars(sa.text(query)))
