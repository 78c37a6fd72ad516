"""People who left do not count: earlier approvers and the requester are looked at again at each approval."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.errors import (
    AuthorityUnreadable,
    ChangedSinceSeen,
    GuestAccount,
    NotARequester,
    NotYourRequest,
    OwnEnrollment,
    OwnRequest,
    RequesterLeft,
    RequesterStillHere,
)
from approvals.model.audit_codes import AuditCodes
from approvals.model.entitlement import Standing
from approvals.model.event import THE_BOT, EventKind
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.model.transitions import NoLongerPossible
from approvals.rules import lifecycle
from tests.approvals.ada import ADA
from tests.approvals.bench import Bench, open_bench
from tests.approvals.people import GIL, HR, MANAGERS, MARCUS, NINA, PARTNER, PRIYA, ZOE, a_person, at_home
from tests.builders import NOW, a_request

pytestmark = pytest.mark.anyio

Leaves = Callable[[Bench, str], None]


def _deactivated(bench: Bench, user_id: str) -> None:
    bench.directory.people[user_id] = a_person(user_id, is_active=False)


def _a_guest(bench: Bench, user_id: str) -> None:
    bench.directory.people[user_id] = a_person(user_id, is_guest=True)


def _elsewhere(bench: Bench, user_id: str) -> None:
    bench.directory.people[user_id] = a_person(user_id, team_id=PARTNER)


def _off_the_lists(bench: Bench, user_id: str) -> None:
    for group in bench.directory.groups.values():
        group.discard(user_id)


WAYS: dict[str, Leaves] = {
    "InactiveAccount": _deactivated,
    "GuestAccount": _a_guest,
    "OtherCompany": _elsewhere,
}
AN_APPROVERS = {**WAYS, "NotAnApprover": _off_the_lists}
A_REQUESTERS = {**WAYS, "NotARequester": _off_the_lists}


@pytest.fixture
async def two_needed(either_engine: AsyncEngine) -> AsyncIterator[Bench]:
    """A desk where two have to agree; Zoe is an approver too."""
    async with open_bench(either_engine, approvals_required=2) as bench:
        bench.directory.groups[MANAGERS].add(ZOE)
        yield bench


async def refused(bench: Bench, before: ReissueRequest) -> str:
    """Marcus approves and is refused, because the requester left; returns the noted reason."""
    with pytest.raises(RequesterLeft) as refusal:
        await bench.decisions.approve(at_home(MARCUS), before.id, before.revision)
    return refusal.value.why


@pytest.mark.parametrize("why", AN_APPROVERS)
async def test_an_approval_of_somebody_who_left_is_void_and_the_request_waits_for_another(
    two_needed: Bench, why: str
) -> None:
    bench = two_needed
    submitted = await bench.submit()
    await bench.decisions.approve(at_home(MARCUS), submitted.id, 1)
    AN_APPROVERS[why](bench, MARCUS)
    await bench.decisions.approve(at_home(PRIYA), submitted.id, 1)
    waiting = await bench.request(submitted.id)
    assert (waiting.status, [one.approver for one in waiting.approvals]) == (RequestStatus.PENDING, [PRIYA])
    assert [(one.approver, one.void) for one in waiting.void_approvals] == [(MARCUS, why)]
    event = (await bench.events(submitted.id))[-1]
    assert (event.kind, event.actor, AuditCodes.of(event).left) == (EventKind.APPROVED, PRIYA, {MARCUS: why})
    await bench.decisions.approve(at_home(ZOE), submitted.id, 1)
    assert (await bench.request(submitted.id)).status is RequestStatus.APPLYING


async def test_somebody_who_came_back_may_approve_again(two_needed: Bench) -> None:
    bench = two_needed
    submitted = await bench.submit()
    await bench.decisions.approve(at_home(MARCUS), submitted.id, 1)
    _deactivated(bench, MARCUS)
    await bench.decisions.approve(at_home(PRIYA), submitted.id, 1)
    bench.directory.people[MARCUS] = a_person(MARCUS)
    approved = await bench.decisions.approve(at_home(MARCUS), submitted.id, 1)
    assert (approved.status, approved.void_approvals) == (RequestStatus.APPLYING, ())
    stored = await bench.request(submitted.id)
    assert {(one.approver, one.void) for one in stored.decisions} == {(MARCUS, None), (PRIYA, None)}


async def test_while_slack_does_not_say_whether_an_earlier_approver_is_there_nothing_is_decided(
    two_needed: Bench,
) -> None:
    bench = two_needed
    submitted = await bench.submit()
    before = await bench.decisions.approve(at_home(MARCUS), submitted.id, 1)
    del bench.directory.people[MARCUS]
    with pytest.raises(AuthorityUnreadable):
        await bench.decisions.approve(at_home(PRIYA), submitted.id, 1)
    assert await bench.request(submitted.id) == before


@pytest.mark.parametrize("why", A_REQUESTERS)
async def test_nothing_is_approved_for_a_requester_who_left_and_the_request_says_so_once(
    either_bench: Bench, why: str
) -> None:
    bench = either_bench
    submitted = await bench.submit()
    A_REQUESTERS[why](bench, NINA)
    bench.drivers.started.clear()
    for _ in range(2):
        assert await refused(bench, submitted) == why
    waiting = await bench.request(submitted.id)
    assert (waiting.status, waiting.decisions, waiting.requester_left) == (RequestStatus.PENDING, (), why)
    assert bench.drivers.started == [submitted.id]
    noted = [event for event in await bench.events(submitted.id) if event.kind is EventKind.REQUESTER_LEFT]
    assert [(event.actor, event.codes["why"]) for event in noted] == [(THE_BOT, why)]
    assert (await bench.kinds(submitted.id)).count(EventKind.REFUSED) == 2


async def test_a_question_to_a_requester_who_left_is_not_asked_and_the_request_says_so(bench: Bench) -> None:
    submitted = await bench.submit()
    _deactivated(bench, NINA)
    with pytest.raises(RequesterLeft):
        await bench.questions.ask(at_home(MARCUS), submitted.id, 1, "Why?")
    waiting = await bench.request(submitted.id)
    assert (waiting.status, waiting.requester_left) == (RequestStatus.PENDING, "InactiveAccount")
    assert await bench.remarks(submitted.id) == []


async def test_a_requester_who_came_back_needs_no_one_to_take_over(bench: Bench) -> None:
    submitted = await bench.submit()
    _off_the_lists(bench, NINA)
    await refused(bench, submitted)
    bench.directory.groups[HR].add(NINA)
    bench.directory.groups[HR].add(ZOE)
    with pytest.raises(RequesterStillHere):
        await bench.take_overs.take_over(at_home(ZOE), submitted.id)
    approved = await bench.decisions.approve(at_home(PRIYA), submitted.id, 1)
    assert (approved.status, approved.requester_left) == (RequestStatus.APPLYING, None)


async def test_another_requester_takes_it_over_and_approvers_judge_it_again(two_needed: Bench) -> None:
    bench = two_needed
    submitted = await bench.submit()
    await bench.decisions.approve(at_home(PRIYA), submitted.id, 1)
    _deactivated(bench, NINA)
    await refused(bench, submitted)
    await bench.take_overs.take_over(at_home(MARCUS), submitted.id)
    taken = await bench.request(submitted.id)
    assert (taken.requester, taken.requester_left, taken.revision) == (MARCUS, None, 2)
    assert (taken.status, taken.approvals) == (RequestStatus.PENDING, ())
    event = (await bench.events(submitted.id))[-1]
    assert (event.kind, event.actor) == (EventKind.TAKEN_OVER, MARCUS)
    assert (event.codes["from"], event.codes["void"], event.codes["ground"]) == (NINA, 1, HR)
    with pytest.raises(OwnRequest):
        await bench.decisions.approve(at_home(MARCUS), submitted.id, 2)
    for who in (PRIYA, ZOE):
        await bench.decisions.approve(at_home(who), submitted.id, 2)
    assert (await bench.request(submitted.id)).status is RequestStatus.APPLYING


async def test_a_question_asked_before_the_requester_left_is_answered_by_who_takes_it_over(bench: Bench) -> None:
    submitted = await bench.submit()
    asked = await bench.questions.ask(at_home(PRIYA), submitted.id, 1, "Why?")
    _deactivated(bench, NINA)
    await bench.take_overs.take_over(at_home(MARCUS), asked.id)
    with pytest.raises(NotYourRequest):
        await bench.revisions.could_answer(at_home(ZOE), asked.id, 2)
    assert (await bench.revisions.could_answer(at_home(MARCUS), asked.id, 2)).question is not None


@pytest.mark.parametrize(("who", "refusal"), [(PRIYA, NotARequester), (GIL, GuestAccount)])
async def test_only_a_requester_takes_over(bench: Bench, who: str, refusal: type[Exception]) -> None:
    submitted = await bench.submit()
    _deactivated(bench, NINA)
    with pytest.raises(refusal):
        await bench.take_overs.take_over(at_home(who), submitted.id)
    assert (await bench.request(submitted.id)).requester == NINA


async def test_the_employee_does_not_take_over_a_request_about_themselves(bench: Bench) -> None:
    submitted = await bench.submit()
    _deactivated(bench, NINA)
    address = bench.world.employees[ADA]["member"]["email"]
    bench.directory.people[MARCUS] = a_person(MARCUS, email=address)
    await bench.indexed(address)
    with pytest.raises(OwnEnrollment):
        await bench.take_overs.take_over(at_home(MARCUS), submitted.id)


async def test_of_two_who_take_over_at_once_the_second_is_refused(either_bench: Bench) -> None:
    bench = either_bench
    submitted = await bench.submit()
    _deactivated(bench, NINA)
    bench.directory.groups[HR].add(ZOE)
    both = (bench.take_overs.take_over(at_home(who), submitted.id) for who in (MARCUS, ZOE))
    first, second = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(each).__name__ for each in (first, second)) in (
        ["ChangedSinceSeen", "ReissueRequest"],
        ["ReissueRequest", "RequesterStillHere"],
        ["ReissueRequest", "VersionConflict"],
    )
    taken = await bench.request(submitted.id)
    assert (taken.revision, taken.requester in (MARCUS, ZOE)) == (2, True)
    assert (await bench.kinds(submitted.id)).count(EventKind.TAKEN_OVER) == 1


async def test_a_standing_that_was_looked_up_for_an_earlier_requester_takes_nothing_over() -> None:
    before = a_request(requester=MARCUS, requester_left="InactiveAccount")
    with pytest.raises(ChangedSinceSeen):
        lifecycle.take_over(before, ZOE, 1, Standing(requester=NINA, requester_left="InactiveAccount"))
    with pytest.raises(ChangedSinceSeen):
        lifecycle.close(before, NOW, Standing(requester=NINA, requester_left="InactiveAccount"))


@pytest.mark.parametrize("status", [RequestStatus.PENDING, RequestStatus.NEEDS_INFO])
async def test_the_driver_notes_that_a_requester_left_and_that_they_are_back(
    bench: Bench, status: RequestStatus
) -> None:
    waiting = await bench.stored(status=status, decisions=(), requester=NINA)
    await bench.drive(waiting.id)
    assert (await bench.request(waiting.id)).requester_left is None
    _off_the_lists(bench, NINA)
    await bench.drive(waiting.id)
    assert (await bench.request(waiting.id)).requester_left == "NotARequester"
    bench.directory.groups[HR].add(NINA)
    await bench.drive(waiting.id)
    assert (await bench.request(waiting.id)).requester_left is None
    assert await bench.kinds(waiting.id) == [EventKind.REQUESTER_LEFT, EventKind.REQUESTER_BACK]


async def test_a_request_is_not_closed_once_its_requester_is_back_and_it_says_so(bench: Bench) -> None:
    submitted = await bench.submit()
    _deactivated(bench, NINA)
    await refused(bench, submitted)
    bench.directory.people[NINA] = a_person(NINA)
    with pytest.raises(RequesterStillHere):
        await bench.resolutions.close(at_home(MARCUS), submitted.id)
    waiting = await bench.request(submitted.id)
    assert (waiting.status, waiting.requester_left) == (RequestStatus.PENDING, None)


async def test_an_approver_closes_what_a_requester_who_left_has_requested_and_nothing_else(bench: Bench) -> None:
    submitted = await bench.submit()
    with pytest.raises(RequesterStillHere):
        await bench.resolutions.close(at_home(MARCUS), submitted.id)
    _deactivated(bench, NINA)
    await refused(bench, submitted)
    closed = await bench.resolutions.close(at_home(MARCUS), submitted.id)
    assert (closed.status, closed.requester_left) == (RequestStatus.CLOSED, "InactiveAccount")
    with pytest.raises(NoLongerPossible):
        await bench.take_overs.take_over(at_home(MARCUS), submitted.id)
    assert bench.wire.posts == []
