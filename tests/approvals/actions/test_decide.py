"""Deciding: who says yes, no or never mind, what is written down of it, and what is written down of a refusal."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.errors import (
    AlreadyApproved,
    AuthorityUnreadable,
    ChangedSinceSeen,
    InvalidSubmission,
    NotAnApprover,
    NotYourRequest,
    OwnRequest,
    Refusal,
    StoreUnavailable,
    UnknownRequest,
)
from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest, Verdict
from approvals.model.status import RequestStatus
from approvals.model.transitions import NoLongerPossible
from tests.approvals.desk import Desk, open_desk
from tests.approvals.people import MANAGERS, MARCUS, NINA, PRIYA, ZOE, at_home

pytestmark = pytest.mark.anyio

Try = Callable[[Desk, ReissueRequest], Awaitable[object]]

SECRET = "A family matter"


@pytest.fixture
async def two_needed(either_engine: AsyncEngine) -> AsyncIterator[Desk]:
    """A desk where two have to agree."""
    async with open_desk(either_engine, approvals_required=2) as opened:
        yield opened


async def test_an_approval_is_stored_with_its_ground_its_audit_line_and_a_driver(either_desk: Desk) -> None:
    submitted = await either_desk.submit()
    await either_desk.decisions.approve(at_home(MARCUS), submitted.id, 1)
    (decision,) = (await either_desk.request(submitted.id)).decisions
    assert (decision.approver, decision.verdict, decision.ground) == (MARCUS, Verdict.APPROVE, MANAGERS)
    event = (await either_desk.events(submitted.id))[-1]
    assert (event.kind, event.actor, event.codes) == (EventKind.APPROVED, MARCUS, {"revision": 1, "ground": MANAGERS})
    assert either_desk.drivers.started == [submitted.id] * 2


async def test_without_a_driver_there_is_no_decision(either_desk: Desk) -> None:
    submitted = await either_desk.submit()
    either_desk.drivers.broken = True
    with pytest.raises(StoreUnavailable):
        await either_desk.decisions.approve(at_home(MARCUS), submitted.id, 1)
    stored = await either_desk.request(submitted.id)
    assert (stored.status, stored.decisions, stored.version) == (RequestStatus.PENDING, (), 1)
    assert await either_desk.kinds(submitted.id) == [EventKind.SUBMITTED]


async def test_a_denial_keeps_its_reason_on_the_request_and_out_of_the_audit(desk: Desk) -> None:
    submitted = await desk.submit()
    denied = await desk.decisions.deny(at_home(MARCUS), submitted.id, 1, f" {SECRET} ")
    assert (denied.status, denied.denial and denied.denial.reason) == (RequestStatus.DENIED, SECRET)
    assert SECRET not in str(await desk.events(submitted.id))


@pytest.mark.parametrize(("reason", "code"), [(" ", "required"), ("x" * 501, "too_long")])
async def test_a_denial_needs_a_reason_that_fits(desk: Desk, reason: str, code: str) -> None:
    submitted = await desk.submit()
    with pytest.raises(InvalidSubmission) as refusal:
        await desk.decisions.deny(at_home(MARCUS), submitted.id, 1, reason)
    assert (refusal.value.field, refusal.value.code) == ("reason", code)
    assert (await desk.request(submitted.id)).status is RequestStatus.PENDING


async def test_two_who_approve_at_once_are_both_counted(two_needed: Desk) -> None:
    submitted = await two_needed.submit()
    await asyncio.gather(*(two_needed.decisions.approve(at_home(who), submitted.id, 1) for who in (MARCUS, PRIYA)))
    stored = await two_needed.request(submitted.id)
    assert (stored.status, stored.version) == (RequestStatus.APPLYING, 3)
    assert {decision.approver for decision in stored.approvals} == {MARCUS, PRIYA}


async def test_of_ten_clicks_of_one_person_one_counts(two_needed: Desk) -> None:
    submitted = await two_needed.submit()
    clicks = (two_needed.decisions.approve(at_home(MARCUS), submitted.id, 1) for _ in range(10))
    answers = await asyncio.gather(*clicks, return_exceptions=True)
    assert sum(isinstance(answer, AlreadyApproved) for answer in answers) == 9
    assert len((await two_needed.request(submitted.id)).decisions) == 1


async def test_a_denial_after_an_approval_of_the_same_person_is_their_word(two_needed: Desk) -> None:
    submitted = await two_needed.submit()
    await two_needed.decisions.approve(at_home(MARCUS), submitted.id, 1)
    await two_needed.decisions.deny(at_home(MARCUS), submitted.id, 1, "On second thoughts")
    stored = await two_needed.request(submitted.id)
    assert (stored.status, [decision.verdict for decision in stored.decisions]) == (
        RequestStatus.DENIED,
        [Verdict.DENY],
    )
    assert await two_needed.kinds(submitted.id) == [EventKind.SUBMITTED, EventKind.APPROVED, EventKind.DENIED]


async def test_approve_and_deny_at_once_become_one_decision(either_desk: Desk) -> None:
    submitted = await either_desk.submit()
    answers = await asyncio.gather(
        either_desk.decisions.approve(at_home(MARCUS), submitted.id, 1),
        either_desk.decisions.deny(at_home(PRIYA), submitted.id, 1, "No"),
        return_exceptions=True,
    )
    assert sum(isinstance(answer, NoLongerPossible) for answer in answers) == 1
    assert len((await either_desk.request(submitted.id)).decisions) == 1


async def test_the_requester_withdraws_and_nobody_else(desk: Desk) -> None:
    submitted = await desk.submit()
    with pytest.raises(NotYourRequest):
        await desk.decisions.withdraw(at_home(MARCUS), submitted.id)
    assert (await desk.decisions.withdraw(at_home(NINA), submitted.id)).status is RequestStatus.WITHDRAWN
    assert await desk.kinds(submitted.id) == [EventKind.SUBMITTED, EventKind.REFUSED, EventKind.WITHDRAWN]


async def test_asking_whether_one_could_deny_changes_nothing(desk: Desk) -> None:
    submitted = await desk.submit()
    assert (await desk.decisions.could_deny(at_home(MARCUS), submitted.id, 1)).version == 1
    assert await desk.kinds(submitted.id) == [EventKind.SUBMITTED]


REFUSED: list[tuple[Try, type[Refusal], str]] = [
    (lambda desk, one: desk.decisions.approve(at_home(ZOE), one.id, 1), NotAnApprover, "approved"),
    (lambda desk, one: desk.decisions.approve(at_home(NINA), one.id, 1), OwnRequest, "approved"),
    (lambda desk, one: desk.decisions.approve(at_home("U0UNKNOWN"), one.id, 1), AuthorityUnreadable, "approved"),
    (lambda desk, one: desk.decisions.approve(at_home(MARCUS), one.id, 2), ChangedSinceSeen, "approved"),
    (lambda desk, one: desk.decisions.deny(at_home(ZOE), one.id, 1, SECRET), NotAnApprover, "denied"),
    (lambda desk, one: desk.decisions.deny(at_home(NINA), one.id, 1, SECRET), OwnRequest, "denied"),
    (lambda desk, one: desk.decisions.deny(at_home(MARCUS), one.id, 0, SECRET), ChangedSinceSeen, "denied"),
    (lambda desk, one: desk.decisions.could_deny(at_home(ZOE), one.id, 1), NotAnApprover, "denied"),
    (lambda desk, one: desk.decisions.could_deny(at_home(NINA), one.id, 1), OwnRequest, "denied"),
    (lambda desk, one: desk.decisions.could_deny(at_home(MARCUS), one.id, 2), ChangedSinceSeen, "denied"),
    (lambda desk, one: desk.decisions.withdraw(at_home(MARCUS), one.id), NotYourRequest, "withdrawn"),
]


async def test_a_refusal_is_written_down_in_codes_and_changes_nothing_else(desk: Desk) -> None:
    desk.directory.groups[MANAGERS].add(NINA)
    submitted = await desk.submit()
    for attempt, why, wanted in REFUSED:
        with pytest.raises(why):
            await attempt(desk, submitted)
        event = (await desk.events(submitted.id))[-1]
        assert (event.kind, event.codes) == (EventKind.REFUSED, {"wanted": wanted, "why": why.__name__, "revision": 1})
    stored = await desk.request(submitted.id)
    assert (stored.version, stored.decisions) == (1, ())
    assert desk.drivers.started == [submitted.id]
    assert len(await desk.events(submitted.id)) == 1 + len(REFUSED)


async def test_what_is_over_is_refused_and_that_is_written_down_too(desk: Desk) -> None:
    submitted = await desk.submit()
    await desk.decisions.withdraw(at_home(NINA), submitted.id)
    tries: list[Awaitable[object]] = [
        desk.decisions.approve(at_home(MARCUS), submitted.id, 1),
        desk.decisions.deny(at_home(MARCUS), submitted.id, 1, "No"),
        desk.decisions.could_deny(at_home(MARCUS), submitted.id, 1),
        desk.decisions.withdraw(at_home(NINA), submitted.id),
    ]
    for attempt in tries:
        with pytest.raises(NoLongerPossible):
            await attempt
    assert (await desk.kinds(submitted.id))[2:] == [EventKind.REFUSED] * 4


async def test_a_request_that_does_not_exist_leaves_no_trace(desk: Desk) -> None:
    nowhere = uuid4()
    with pytest.raises(UnknownRequest):
        await desk.decisions.approve(at_home(MARCUS), nowhere, 1)
    with pytest.raises(UnknownRequest):
        await desk.decisions.could_deny(at_home(MARCUS), nowhere, 1)
    assert await desk.events(nowhere) == []


async def test_authority_is_asked_at_the_click_and_not_remembered(desk: Desk) -> None:
    submitted = await desk.submit()
    assert await desk.decisions.could_deny(at_home(MARCUS), submitted.id, 1)
    desk.directory.groups[MANAGERS].discard(MARCUS)
    with pytest.raises(NotAnApprover):
        await desk.decisions.deny(at_home(MARCUS), submitted.id, 1, "No")


async def test_a_group_that_cannot_be_read_means_no(desk: Desk) -> None:
    submitted = await desk.submit()
    del desk.directory.groups[MANAGERS]
    with pytest.raises(AuthorityUnreadable):
        await desk.decisions.approve(at_home(MARCUS), submitted.id, 1)
