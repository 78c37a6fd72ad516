"""Inspecting a request: everything about it, for those entitled to it."""

from uuid import uuid4

import pytest

from approvals.errors import InactiveAccount, NotAnApprover, UnknownRequest
from approvals.event import EventKind
from approvals.status import RequestStatus
from tests.approvals.desk import Desk
from tests.approvals.people import DANA, MANAGERS, MARCUS, NINA, PRIYA, ZOE, at_home

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("who", [NINA, MARCUS, PRIYA])
async def test_the_requester_and_approvers_see_the_request_its_attempts_and_its_audit(desk: Desk, who: str) -> None:
    approved = await desk.submit_and_approve()
    await desk.drive(approved.id)
    done = await desk.request(approved.id)
    dossier = await desk.inspecting.inspect(at_home(who), done.id)
    assert (dossier.reissue_request, len(dossier.attempts)) == (done, 1)
    assert dossier.reissue_request.status is RequestStatus.REISSUED
    kinds = [EventKind.SUBMITTED, EventKind.APPROVED, EventKind.ATTEMPTED, EventKind.REISSUED]
    assert [event.kind for event in dossier.events] == kinds


async def test_nobody_else_sees_anything(desk: Desk) -> None:
    submitted = await desk.submit()
    with pytest.raises(NotAnApprover):
        await desk.inspecting.inspect(at_home(ZOE), submitted.id)
    with pytest.raises(InactiveAccount):
        await desk.inspecting.inspect(at_home(DANA), submitted.id)


async def test_a_requester_who_left_no_longer_sees_it(desk: Desk) -> None:
    submitted = await desk.submit()
    desk.directory.people[NINA] = desk.directory.people[DANA]
    desk.directory.groups[MANAGERS].discard(NINA)
    with pytest.raises(InactiveAccount):
        await desk.inspecting.inspect(at_home(NINA), submitted.id)


async def test_a_request_that_does_not_exist_is_unknown(desk: Desk) -> None:
    with pytest.raises(UnknownRequest):
        await desk.inspecting.inspect(at_home(MARCUS), uuid4())
