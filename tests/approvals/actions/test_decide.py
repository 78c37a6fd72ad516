"""Deciding: who may approve, deny or withdraw, and the audit of decisions and refusals."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
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
    UnknownRequest,
)
from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest, Verdict
from approvals.model.status import RequestStatus
from approvals.model.transitions import NoLongerPossible
from approvals.recording import LEASE
from tests.approvals.bench import Bench, open_bench
from tests.approvals.people import MANAGERS, MARCUS, NINA, PRIYA, ZOE, at_home
from tests.builders import NOW

pytestmark = pytest.mark.anyio

Try = Callable[[Bench, ReissueRequest], Awaitable[object]]

SECRET = "A family matter"


@pytest.fixture
async def two_needed(either_engine: AsyncEngine) -> AsyncIterator[Bench]:
    """A desk where two have to agree."""
    async with open_bench(either_engine, approvals_required=2) as opened:
        yield opened


async def test_an_approval_is_stored_with_its_ground_its_audit_line_and_a_driver(either_bench: Bench) -> None:
    submitted = await either_bench.submit()
    await either_bench.decisions.approve(at_home(MARCUS), submitted.id, 1)
    (decision,) = (await either_bench.request(submitted.id)).decisions
    assert (decision.approver, decision.verdict, decision.ground) == (MARCUS, Verdict.APPROVE, MANAGERS)
    event = (await either_bench.events(submitted.id))[-1]
    assert (event.kind, event.actor) == (EventKind.APPROVED, MARCUS)
    assert event.codes == {"revision": 1, "ground": MANAGERS, "members": 6, "likeness": "unproven"}
    assert either_bench.drivers.started == [submitted.id] * 2


async def test_an_approval_whose_process_dies_right_after_it_is_taken_up_by_the_sweep(either_bench: Bench) -> None:
    submitted = await either_bench.submit()
    await either_bench.decisions.approve(at_home(MARCUS), submitted.id, 1)
    either_bench.drivers.started.clear()
    assert await either_bench.driver.sweep() == 0
    either_bench.clock.pass_(LEASE.total_seconds())
    assert (await either_bench.driver.sweep(), either_bench.drivers.started) == (1, [submitted.id])


async def test_on_a_restart_a_process_that_is_alone_does_not_wait_for_its_own_lease(either_bench: Bench) -> None:
    submitted = await either_bench.submit()
    await either_bench.driver.resume()
    assert await either_bench.driver.sweep() == 1
    async with either_bench.store.writing() as work:
        await work.requests.wake_at(submitted.id, 1, NOW + timedelta(days=1))
        await work.commit()
    await either_bench.driver.resume()
    assert await either_bench.driver.sweep() == 0, "it is due tomorrow"


async def test_a_denial_keeps_its_reason_on_the_request_and_out_of_the_audit(bench: Bench) -> None:
    submitted = await bench.submit()
    denied = await bench.decisions.deny(at_home(MARCUS), submitted.id, 1, f" {SECRET} ")
    assert (denied.status, denied.denial and denied.denial.reason) == (RequestStatus.DENIED, SECRET)
    assert SECRET not in str(await bench.events(submitted.id))


@pytest.mark.parametrize(("reason", "code"), [(" ", "required"), ("x" * 501, "too_long")])
async def test_a_denial_needs_a_reason_that_fits(bench: Bench, reason: str, code: str) -> None:
    submitted = await bench.submit()
    with pytest.raises(InvalidSubmission) as refusal:
        await bench.decisions.deny(at_home(MARCUS), submitted.id, 1, reason)
    assert (refusal.value.field, refusal.value.code) == ("reason", code)
    assert (await bench.request(submitted.id)).status is RequestStatus.PENDING


async def test_two_who_approve_at_once_are_both_counted(two_needed: Bench) -> None:
    submitted = await two_needed.submit()
    await asyncio.gather(*(two_needed.decisions.approve(at_home(who), submitted.id, 1) for who in (MARCUS, PRIYA)))
    stored = await two_needed.request(submitted.id)
    assert (stored.status, stored.version) == (RequestStatus.APPLYING, 3)
    assert {decision.approver for decision in stored.approvals} == {MARCUS, PRIYA}


async def test_of_ten_clicks_of_one_person_one_counts(two_needed: Bench) -> None:
    submitted = await two_needed.submit()
    clicks = (two_needed.decisions.approve(at_home(MARCUS), submitted.id, 1) for _ in range(10))
    answers = await asyncio.gather(*clicks, return_exceptions=True)
    assert sum(isinstance(answer, AlreadyApproved) for answer in answers) == 9
    assert len((await two_needed.request(submitted.id)).decisions) == 1


async def test_a_denial_after_an_approval_of_the_same_person_is_their_word(two_needed: Bench) -> None:
    submitted = await two_needed.submit()
    await two_needed.decisions.approve(at_home(MARCUS), submitted.id, 1)
    await two_needed.decisions.deny(at_home(MARCUS), submitted.id, 1, "On second thoughts")
    stored = await two_needed.request(submitted.id)
    assert (stored.status, [decision.verdict for decision in stored.decisions]) == (
        RequestStatus.DENIED,
        [Verdict.DENY],
    )
    assert await two_needed.kinds(submitted.id) == [EventKind.SUBMITTED, EventKind.APPROVED, EventKind.DENIED]


async def test_approve_and_deny_at_once_become_one_decision(either_bench: Bench) -> None:
    submitted = await either_bench.submit()
    answers = await asyncio.gather(
        either_bench.decisions.approve(at_home(MARCUS), submitted.id, 1),
        either_bench.decisions.deny(at_home(PRIYA), submitted.id, 1, "No"),
        return_exceptions=True,
    )
    assert sum(isinstance(answer, NoLongerPossible) for answer in answers) == 1
    assert len((await either_bench.request(submitted.id)).decisions) == 1


async def test_only_the_requester_withdraws(bench: Bench) -> None:
    submitted = await bench.submit()
    with pytest.raises(NotYourRequest):
        await bench.decisions.withdraw(at_home(MARCUS), submitted.id)
    assert (await bench.decisions.withdraw(at_home(NINA), submitted.id)).status is RequestStatus.WITHDRAWN
    assert await bench.kinds(submitted.id) == [EventKind.SUBMITTED, EventKind.REFUSED, EventKind.WITHDRAWN]


async def test_asking_whether_one_could_deny_changes_nothing(bench: Bench) -> None:
    submitted = await bench.submit()
    assert (await bench.decisions.could_deny(at_home(MARCUS), submitted.id, 1)).version == 1
    assert await bench.kinds(submitted.id) == [EventKind.SUBMITTED]


REFUSED: list[tuple[Try, type[Refusal], str]] = [
    (lambda bench, one: bench.decisions.approve(at_home(ZOE), one.id, 1), NotAnApprover, "approved"),
    (lambda bench, one: bench.decisions.approve(at_home(NINA), one.id, 1), OwnRequest, "approved"),
    (lambda bench, one: bench.decisions.approve(at_home("U0UNKNOWN"), one.id, 1), AuthorityUnreadable, "approved"),
    (lambda bench, one: bench.decisions.approve(at_home(MARCUS), one.id, 2), ChangedSinceSeen, "approved"),
    (lambda bench, one: bench.decisions.deny(at_home(ZOE), one.id, 1, SECRET), NotAnApprover, "denied"),
    (lambda bench, one: bench.decisions.deny(at_home(NINA), one.id, 1, SECRET), OwnRequest, "denied"),
    (lambda bench, one: bench.decisions.deny(at_home(MARCUS), one.id, 0, SECRET), ChangedSinceSeen, "denied"),
    (lambda bench, one: bench.decisions.could_deny(at_home(ZOE), one.id, 1), NotAnApprover, "denied"),
    (lambda bench, one: bench.decisions.could_deny(at_home(NINA), one.id, 1), OwnRequest, "denied"),
    (lambda bench, one: bench.decisions.could_deny(at_home(MARCUS), one.id, 2), ChangedSinceSeen, "denied"),
    (lambda bench, one: bench.decisions.withdraw(at_home(MARCUS), one.id), NotYourRequest, "withdrawn"),
]


async def test_a_refusal_is_written_down_in_codes_and_changes_nothing_else(bench: Bench) -> None:
    bench.directory.groups[MANAGERS].add(NINA)
    submitted = await bench.submit()
    for attempt, why, wanted in REFUSED:
        with pytest.raises(why):
            await attempt(bench, submitted)
        event = (await bench.events(submitted.id))[-1]
        assert (event.kind, event.codes) == (EventKind.REFUSED, {"wanted": wanted, "why": why.__name__, "revision": 1})
    stored = await bench.request(submitted.id)
    assert (stored.version, stored.decisions) == (1, ())
    assert bench.drivers.started == [submitted.id]
    assert len(await bench.events(submitted.id)) == 1 + len(REFUSED)


async def test_an_ended_request_is_refused_and_the_refusal_is_written_down_too(bench: Bench) -> None:
    submitted = await bench.submit()
    await bench.decisions.withdraw(at_home(NINA), submitted.id)
    tries: list[Awaitable[object]] = [
        bench.decisions.approve(at_home(MARCUS), submitted.id, 1),
        bench.decisions.deny(at_home(MARCUS), submitted.id, 1, "No"),
        bench.decisions.could_deny(at_home(MARCUS), submitted.id, 1),
        bench.decisions.withdraw(at_home(NINA), submitted.id),
    ]
    for attempt in tries:
        with pytest.raises(NoLongerPossible):
            await attempt
    assert (await bench.kinds(submitted.id))[2:] == [EventKind.REFUSED] * 4


async def test_a_request_that_does_not_exist_leaves_no_trace(bench: Bench) -> None:
    nowhere = uuid4()
    with pytest.raises(UnknownRequest):
        await bench.decisions.approve(at_home(MARCUS), nowhere, 1)
    with pytest.raises(UnknownRequest):
        await bench.decisions.could_deny(at_home(MARCUS), nowhere, 1)
    assert await bench.events(nowhere) == []


async def test_authority_is_asked_at_the_click_and_not_remembered(bench: Bench) -> None:
    submitted = await bench.submit()
    assert await bench.decisions.could_deny(at_home(MARCUS), submitted.id, 1)
    bench.directory.groups[MANAGERS].discard(MARCUS)
    with pytest.raises(NotAnApprover):
        await bench.decisions.deny(at_home(MARCUS), submitted.id, 1, "No")


async def test_a_group_that_cannot_be_read_means_no(bench: Bench) -> None:
    submitted = await bench.submit()
    del bench.directory.groups[MANAGERS]
    with pytest.raises(AuthorityUnreadable):
        await bench.decisions.approve(at_home(MARCUS), submitted.id, 1)
