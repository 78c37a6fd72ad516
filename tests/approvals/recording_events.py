"""What the tests of recording life events share: what Nina typed for Tom, and a driver's turn."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

from approvals.actions.record_event import EventSubmission
from approvals.model.event_record import EventRecord
from store.tables import EventRow
from tests.approvals.bench import Bench
from tests.approvals.people import NINA, at_home

TOM, TOMS = "empl_tom_becker", "mbr_tom_becker"


def a_birth(**changes: Any) -> EventSubmission:  # noqa: ANN401 - fields of an EventSubmission
    """What Nina typed for Tom, who has no life event yet."""
    submission = EventSubmission(
        key="V0RECORD:0",
        actor=at_home(NINA),
        employee_id=TOM,
        event_type="Birth",
        event_date="2026-11-03",
        notes="A daughter",
    )
    return replace(submission, **changes)


async def record_of(bench: Bench, record_id: UUID) -> EventRecord:
    """A record as it is stored."""
    async with bench.store.reading() as work:
        found = await work.event_records.get(record_id)
    assert found is not None
    return found


async def drive(bench: Bench, record_id: UUID, *, after: float = 0.0) -> float | None:
    """Let time pass, then call `advance` as a driver does, until it is to wait or to end."""
    bench.clock.pass_(after)
    for _ in range(20):
        delay = await bench.event_driver.advance(record_id)
        if delay != 0:
            return delay
    raise AssertionError("a driver that never rests")


def made(bench: Bench) -> list[str]:
    """The ids of the events that the API made."""
    return [event["id"] for event in bench.world.recorded_events]


async def lines(engine: AsyncEngine) -> list[tuple[str, dict[str, Any]]]:
    """The audit's lines about life events: kinds and codes."""
    async with engine.connect() as connection:
        rows = await connection.execute(
            sa.select(col(EventRow.kind), col(EventRow.codes))
            .where(col(EventRow.request_id).is_(None), col(EventRow.kind).startswith("event_"))
            .order_by(col(EventRow.seq))
        )
        return [(str(kind), dict(codes)) for kind, codes in rows]
