"""Situations that several tests begin with."""

import asyncio
from collections.abc import Sequence

import pytest

from approvals.model.newer import NewerRequest
from approvals.model.overview import Entry
from approvals.model.request import ProblemCode, ReissueRequest
from approvals.model.status import RequestStatus
from tests.approvals.bench import Bench
from tests.approvals.wire import failing


async def standing(bench: Bench, reissue_request: ReissueRequest) -> tuple[RequestStatus, ProblemCode | None]:
    """How a request stands, and why."""
    stored = await bench.request(reissue_request.id)
    return stored.status, stored.problem.code if stored.problem else None


async def approved_for(bench: Bench, person: str) -> ReissueRequest:
    """An approved request for an employee."""
    qle = next(event["id"] for event in bench.world.events.values() if event["employee_id"] == f"empl_{person}")
    return await bench.submit_and_approve(
        key=person, employee_id=f"empl_{person}", enrollment_id=f"enrl_{person}_medical", qle_id=qle
    )


async def abandoned(bench: Bench, *, took_effect: bool = False) -> ReissueRequest:
    """A request whose driver died with its attempt in flight."""
    approved = await bench.approved()
    bench.wire.mishaps.append(failing(asyncio.CancelledError(), took_effect=took_effect))
    with pytest.raises(asyncio.CancelledError):
        await bench.drive(approved.id)
    return approved


def readable(entries: Sequence[Entry | NewerRequest]) -> list[Entry]:
    """The entries of an overview, all of which this release understands."""
    found = [entry for entry in entries if isinstance(entry, Entry)]
    assert len(found) == len(entries)
    return found
