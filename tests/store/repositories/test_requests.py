"""Requests: added once, saved by compare-and-set, and never two open for one enrollment."""

from dataclasses import replace
from typing import Any

import pytest

from approvals.errors import UnknownRequest, VersionConflict
from approvals.model.request import OpenRequestExists, Problem, ProblemCode, Verdict
from approvals.model.status import OPEN, RequestStatus
from benefits.ids import EmployeeId
from store.unit_of_work import SqlStore
from tests.store.conftest import add
from tests.store.values import MINUTE, NOW, a_decision, a_request, an_enrollment

pytestmark = pytest.mark.anyio


async def test_a_stored_request_comes_back_equal_with_values_no_enum_knows(store: SqlStore) -> None:
    told = a_request(decisions=(a_decision(),), summary=an_enrollment("enrl_2"), confirmed_by="U0PRIYA", next_at=NOW)
    added = await add(store, told)
    async with store.reading() as work:
        assert await work.requests.get(added.id) == added == replace(told, number=1)


async def test_numbers_count_up_from_one(store: SqlStore) -> None:
    assert [(await add(store)).number for _ in range(3)] == [1, 2, 3]


async def test_an_unknown_request_is_refused(store: SqlStore) -> None:
    async with store.reading() as work:
        with pytest.raises(UnknownRequest):
            await work.requests.get(a_request().id)


async def test_a_repeated_submission_gets_the_stored_request(store: SqlStore) -> None:
    first = await add(store)
    async with store.writing() as work:
        await work.requests.save(moved := replace(first, status=RequestStatus.WITHDRAWN, version=2))
        await work.commit()
    assert await add(store, a_request(submission_key=first.submission_key)) == moved
    async with store.reading() as work:
        assert await work.requests.by_submission_key(first.submission_key) == moved
        assert await work.requests.by_submission_key("V0NOBODY") is None


async def test_an_open_request_keeps_others_for_its_enrollment_out_and_any_other_does_not(store: SqlStore) -> None:
    for status in RequestStatus:
        first = await add(store, a_request(status=status))
        async with store.writing() as work:
            if status in OPEN:
                with pytest.raises(OpenRequestExists) as refused:
                    await work.requests.add(a_request(enrollment=first.enrollment))
                assert refused.value.other == first == await work.requests.open_for_enrollment(first.enrollment.id)
            else:
                assert (await work.requests.add(a_request(enrollment=first.enrollment))).number == first.number + 1


async def test_an_id_that_is_taken_is_a_conflict(store: SqlStore) -> None:
    first = await add(store)
    async with store.writing() as work:
        with pytest.raises(VersionConflict):
            await work.requests.add(a_request(id=first.id))


async def test_a_refused_addition_leaves_the_unit_of_work_usable(store: SqlStore) -> None:
    first = await add(store)
    async with store.writing() as work:
        with pytest.raises(OpenRequestExists):
            await work.requests.add(a_request(enrollment=first.enrollment))
        await work.requests.add(another := a_request())
        await work.commit()
    async with store.reading() as work:
        assert (await work.requests.get(another.id)).number == 2


async def test_the_next_version_is_saved_with_its_new_decisions(store: SqlStore) -> None:
    first = await add(store, a_request(approvals_required=2))
    second = replace(first, version=2, decisions=(a_decision("U0MARCUS"),))
    third = replace(
        second,
        version=3,
        status=RequestStatus.FAILED,
        decisions=(*second.decisions, a_decision("U0PRIYA")),
        problem=Problem(code=ProblemCode.REFUSED, message="Plan year ends", trace_id="t-1", status_code=422),
        summary=an_enrollment("enrl_2"),
        changed_at=NOW + MINUTE,
    )
    for version in (second, third):
        async with store.writing() as work:
            await work.requests.save(version)
            await work.commit()
    async with store.reading() as work:
        assert await work.requests.get(first.id) == third


@pytest.mark.parametrize("version", [1, 3])
async def test_any_version_but_the_next_is_a_conflict(store: SqlStore, version: int) -> None:
    first = await add(store)
    async with store.writing() as work:
        with pytest.raises(VersionConflict):
            await work.requests.save(replace(first, version=version))


async def test_an_approver_has_one_word_on_a_revision_their_last(store: SqlStore) -> None:
    first = await add(store, a_request(approvals_required=2))
    approved = replace(first, version=2, decisions=(a_decision(),))
    denied = replace(approved, version=3, decisions=(a_decision(), a_decision(verdict=Verdict.DENY)))
    async with store.writing() as work:
        await work.requests.save(approved)
        await work.requests.save(denied)
        await work.requests.save(replace(denied, version=4))
        stored = await work.requests.get(first.id)
    assert stored.decisions == (a_decision(verdict=Verdict.DENY),)


async def test_a_decision_on_another_revision_is_another_decision(store: SqlStore) -> None:
    first = await add(store, a_request(decisions=(a_decision(revision=1),)))
    answered = replace(first, version=2, revision=2, decisions=(*first.decisions, a_decision(revision=2)))
    async with store.writing() as work:
        await work.requests.save(answered)
        assert await work.requests.get(first.id) == answered


async def test_saving_leaves_the_time_of_the_next_look_alone(store: SqlStore) -> None:
    first = await add(store)
    async with store.writing() as work:
        await work.requests.wake_at(first.id, first.version, NOW)
        await work.requests.save(replace(first, version=2, next_at=None))
        assert (await work.requests.get(first.id)).next_at == NOW


async def test_pending_requests_are_found_with_their_decisions_by_number(store: SqlStore) -> None:
    first = await add(store, a_request(decisions=(a_decision(), a_decision("U0PRIYA"))))
    await add(store, a_request(status=RequestStatus.DENIED, decisions=(a_decision(),)))
    last = await add(store)
    async with store.reading() as work:
        assert list(await work.requests.some(await work.requests.in_status(RequestStatus.PENDING))) == [first, last]


async def test_approved_requests_that_wait_because_the_api_refuses_the_bot_are_counted_by_why(store: SqlStore) -> None:
    held: dict[str, Any] = {"status": RequestStatus.APPLYING, "on_hold": True}
    for number, (code, changes) in enumerate(
        [
            (ProblemCode.WRONG_KEY, held),
            (ProblemCode.WRONG_KEY, held),
            (ProblemCode.NO_ACCESS, held),
            (None, held),
            (ProblemCode.REFUSED, {"status": RequestStatus.FAILED}),
        ]
    ):
        problem = Problem(code=code) if code else None
        enrollment = an_enrollment(f"enrl_held_{number}")
        await add(store, a_request(submission_key=f"V{number}", enrollment=enrollment, problem=problem, **changes))
    async with store.reading() as work:
        assert await work.requests.held_back() == {ProblemCode.WRONG_KEY: 2, ProblemCode.NO_ACCESS: 1}


async def test_requests_closed_long_ago_are_counted_as_they_are_found(store: SqlStore) -> None:
    long_ago = [await add(store, a_request(status=RequestStatus.DENIED, changed_at=NOW)) for _ in range(3)]
    await add(store, a_request(status=RequestStatus.DENIED, changed_at=NOW, blanked_at=NOW))
    await add(store, a_request(status=RequestStatus.DENIED, changed_at=NOW + 2 * MINUTE))
    await add(store, a_request(changed_at=NOW))
    before = NOW + MINUTE
    async with store.reading() as work:
        assert set(await work.requests.closed_before(before, 9)) == {each.id for each in long_ago}
        assert await work.requests.count_closed_before(before) == 3
        assert await work.requests.count_closed_before(before, besides=[long_ago[0].id, a_request().id]) == 2
        assert await work.requests.count_closed_before(NOW) == 0


async def test_requests_for_an_enrollment_and_those_that_opened_it_are_found_by_number(
    store: SqlStore,
) -> None:
    opened, other = an_enrollment("enrl_opened"), an_enrollment("enrl_other")
    made_it = await add(store, a_request(status=RequestStatus.REISSUED, new_enrollment_id=opened.id))
    await add(store, a_request(status=RequestStatus.REISSUED, enrollment=opened))
    await add(store, a_request(status=RequestStatus.DENIED, enrollment=opened))
    closed = await add(store, a_request(status=RequestStatus.CLOSED, enrollment=opened))
    closes_it = await add(store, a_request(status=RequestStatus.CHECKING, enrollment=opened, decisions=(a_decision(),)))
    about_another = await add(store, a_request(enrollment=other))
    await add(store)
    async with store.reading() as work:
        assert await work.requests.naming([opened.id]) == [made_it, closes_it]
        assert await work.requests.naming([opened.id, other.id]) == [made_it, closes_it, about_another]
        assert await work.requests.naming([]) == []
        assert await work.requests.closed_for(closed.employee.id, [opened.id, other.id]) == [closed]
        assert await work.requests.closed_for(closed.employee.id, [other.id]) == []
        assert await work.requests.closed_for(EmployeeId("empl_another"), [opened.id]) == []
