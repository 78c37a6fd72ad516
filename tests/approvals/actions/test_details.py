"""Inspecting a request: everything about it, for those entitled to it."""

from uuid import uuid4

import pytest

from approvals.errors import InactiveAccount, NotAnApprover, UnknownRequest
from approvals.model.event import EventKind
from approvals.model.status import RequestStatus
from tests.approvals.desk import Desk
from tests.approvals.people import DANA, MANAGERS, MARCUS, NINA, PRIYA, ZOE, at_home

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("who", [NINA, MARCUS, PRIYA])
async def test_the_requester_and_approvers_see_the_request_its_attempts_and_its_audit(desk: Desk, who: str) -> None:
    approved = await desk.submit_and_approve()
    await desk.drive(approved.id)
    done = await desk.request(approved.id)
    dossier = await desk.inspections.inspect(at_home(who), done.id)
    assert (dossier.reissue_request, len(dossier.attempts)) == (done, 1)
    assert dossier.reissue_request.status is RequestStatus.REISSUED
    kinds = [EventKind.SUBMITTED, EventKind.APPROVED, EventKind.ATTEMPTED, EventKind.REISSUED, EventKind.VIEWED]
    assert [event.kind for event in dossier.events] == kinds


async def test_that_somebody_looked_is_in_the_audit_with_the_ground_of_it_and_nothing_is_drawn_anew(
    desk: Desk,
) -> None:
    submitted = await desk.submit()
    desk.drivers.started.clear()
    for who in (MARCUS, NINA):
        await desk.inspections.inspect(at_home(who), submitted.id)
    views = [(event.kind, event.actor, event.codes) for event in (await desk.events(submitted.id))[1:]]
    assert views == [
        (EventKind.VIEWED, MARCUS, {"revision": 1, "ground": MANAGERS}),
        (EventKind.VIEWED, NINA, {"revision": 1}),
    ]
    assert ((await desk.request(submitted.id)).version, desk.drivers.started) == (1, [])


async def test_nobody_else_sees_anything_and_that_they_wanted_to_is_in_the_audit(desk: Desk) -> None:
    submitted = await desk.submit()
    for who, why in ((ZOE, NotAnApprover), (DANA, InactiveAccount)):
        with pytest.raises(why):
            await desk.inspections.inspect(at_home(who), submitted.id)
        line = (await desk.events(submitted.id))[-1]
        assert (line.kind, line.actor) == (EventKind.REFUSED, who)
        assert line.codes == {"wanted": "viewed", "why": why.__name__, "revision": 1}


async def test_a_requester_who_left_no_longer_sees_it(desk: Desk) -> None:
    submitted = await desk.submit()
    desk.directory.people[NINA] = desk.directory.people[DANA]
    desk.directory.groups[MANAGERS].discard(NINA)
    with pytest.raises(InactiveAccount):
        await desk.inspections.inspect(at_home(NINA), submitted.id)


async def test_a_request_that_does_not_exist_is_unknown(desk: Desk) -> None:
    with pytest.raises(UnknownRequest):
        await desk.inspections.inspect(at_home(MARCUS), uuid4())
