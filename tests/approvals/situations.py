"""Situations that several tests begin with."""

import asyncio

import pytest

from approvals.model.request import ProblemCode, ReissueRequest
from approvals.model.status import RequestStatus
from tests.approvals.desk import Desk
from tests.approvals.wire import failing


async def standing(desk: Desk, reissue_request: ReissueRequest) -> tuple[RequestStatus, ProblemCode | None]:
    """How a request stands, and why."""
    stored = await desk.request(reissue_request.id)
    return stored.status, stored.problem.code if stored.problem else None


async def approved_for(desk: Desk, person: str) -> ReissueRequest:
    """An approved request for somebody."""
    qle = next(event["id"] for event in desk.world.events.values() if event["employee_id"] == f"empl_{person}")
    return await desk.submit_and_approve(
        key=person, employee_id=f"empl_{person}", enrollment_id=f"enrl_{person}_medical", qle_id=qle
    )


async def abandoned(desk: Desk, *, took_effect: bool = False) -> ReissueRequest:
    """A request whose driver died with its attempt in flight."""
    approved = await desk.approved()
    desk.wire.mishaps.append(failing(asyncio.CancelledError(), took_effect=took_effect))
    with pytest.raises(asyncio.CancelledError):
        await desk.drive(approved.id)
    return approved
