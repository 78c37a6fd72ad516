"""One life event, several coverages: a request for each, stored together or not at all."""

import asyncio

import pytest

from approvals.errors import InvalidSubmission
from approvals.model.event import EventKind
from approvals.model.request import OpenRequestExists
from approvals.model.status import RequestStatus
from tests.approvals.ada import ADAS_DENTAL, ADAS_MEDICAL
from tests.approvals.bench import Bench
from tests.approvals.people import MARCUS, NINA, at_home

pytestmark = pytest.mark.anyio

BOTH = (ADAS_MEDICAL, ADAS_DENTAL)


async def test_each_chosen_enrollment_becomes_a_request_of_its_own(either_bench: Bench) -> None:
    first, second = await either_bench.submit_together(enrollment_ids=BOTH)
    assert (first.number, second.number) == (1, 2)
    assert (first.enrollment.id, second.enrollment.id) == BOTH
    assert first.group_id is not None
    assert first.group_id == second.group_id
    assert (first.qle_id, first.reason) == (second.qle_id, second.reason)
    assert either_bench.drivers.started == [first.id, second.id]
    for each in (first, second):
        assert (await either_bench.request(each.id)).group_id == first.group_id
        assert await either_bench.kinds(each.id) == [EventKind.SUBMITTED]


async def test_one_that_is_submitted_alone_is_in_no_group(bench: Bench) -> None:
    assert (await bench.submit()).group_id is None


async def test_a_repeated_delivery_gets_the_same_requests(either_bench: Bench) -> None:
    first = await either_bench.submit_together(enrollment_ids=BOTH)
    again = await either_bench.submit_together(enrollment_ids=BOTH)
    assert [each.id for each in again] == [each.id for each in first]
    assert either_bench.drivers.started == [each.id for each in first]


async def test_ten_deliveries_at_once_become_one_group(either_bench: Bench) -> None:
    answers = await asyncio.gather(*(either_bench.submit_together(enrollment_ids=BOTH) for _ in range(10)))
    assert {tuple(each.number for each in answer) for answer in answers} == {(1, 2)}
    assert len(either_bench.drivers.started) == 2


async def test_an_enrollment_chosen_twice_is_asked_for_once(bench: Bench) -> None:
    (only,) = await bench.submit_together(enrollment_ids=(ADAS_MEDICAL, ADAS_MEDICAL))
    assert only.group_id is None


async def test_an_open_request_for_one_of_them_is_named_and_nothing_is_stored(either_bench: Bench) -> None:
    open_one = await either_bench.submit(key="V0EARLIER", enrollment_id=ADAS_DENTAL)
    with pytest.raises(OpenRequestExists) as refusal:
        await either_bench.submit_together(enrollment_ids=BOTH)
    assert [other.id for other in refusal.value.others] == [open_one.id]
    assert either_bench.drivers.started == [open_one.id]
    assert (await either_bench.submit(key="V0LATER")).number == 2


async def test_every_open_request_in_the_way_is_named(bench: Bench) -> None:
    earlier = await bench.submit_together(key="V0EARLIER", enrollment_ids=BOTH)
    with pytest.raises(OpenRequestExists) as refusal:
        await bench.submit_together(enrollment_ids=BOTH)
    assert [other.id for other in refusal.value.others] == [each.id for each in earlier]


async def test_of_ten_overlapping_submissions_at_once_one_is_stored_whole(either_bench: Bench) -> None:
    asked = [BOTH if n % 2 else BOTH[::-1] for n in range(10)]
    answers = await asyncio.gather(
        *(either_bench.submit_together(key=f"V{n}", enrollment_ids=ids) for n, ids in enumerate(asked)),
        return_exceptions=True,
    )
    stored = [answer for answer in answers if not isinstance(answer, BaseException)]
    assert [[each.number for each in answer] for answer in stored] == [[1, 2]]
    assert sum(isinstance(answer, OpenRequestExists) for answer in answers) == 9


@pytest.mark.parametrize(
    ("enrollments", "code", "value"),
    [
        ((ADAS_MEDICAL, "enrl_nobody"), "unknown_id", "enrl_nobody"),
        ((ADAS_MEDICAL, "enrl_tom_becker_medical"), "not_this_employees", "enrl_tom_becker_medical"),
        (tuple(f"enrl_{n}" for n in range(11)), "too_many", ""),
        (("", ""), "required", ""),
    ],
)
async def test_a_refused_submission_says_which_of_them_is_at_fault(
    bench: Bench, enrollments: tuple[str, ...], code: str, value: str
) -> None:
    with pytest.raises(InvalidSubmission) as refusal:
        await bench.submit_together(enrollment_ids=enrollments)
    assert (refusal.value.field, refusal.value.code, refusal.value.value) == ("enrollment", code, value)
    assert bench.drivers.started == []


async def test_each_is_decided_alone(bench: Bench) -> None:
    first, second = await bench.submit_together(enrollment_ids=BOTH)
    await bench.decisions.approve(at_home(MARCUS), second.id, second.revision)
    await bench.decisions.withdraw(at_home(NINA), first.id)
    statuses = [(await bench.request(each.id)).status for each in (first, second)]
    assert statuses == [RequestStatus.WITHDRAWN, RequestStatus.APPLYING]
