"""Applying where the server speaks connect-6: what stands in the way, what is sent, and the summary after a success."""

import json
from dataclasses import replace
from datetime import date, timedelta

import httpx
import pytest

from approvals.errors import OwnEnrollment
from approvals.model.attempt import AttemptState
from approvals.model.event import EventKind
from approvals.model.request import ProblemCode, ReissueRequest, RequestWarning
from approvals.model.status import RequestStatus
from approvals.rules.pace import PATIENCE
from approvals.upkeep.addresses import forget_addresses
from benefits.contract import Contract
from benefits.errors import OtherContract
from benefits.ids import EmployeeId
from sandbox.benefits.connect6_state import PlanYear
from tests.approvals.ada import ADA, ADAS_BIRTH, ADAS_MEDICAL
from tests.approvals.bench import Bench
from tests.approvals.people import MARCUS, NINA, PRIYA, a_person, at_home
from tests.approvals.situations import standing
from tests.approvals.wire import Carry, Mishap, answering, failing
from tests.builders import NOW, an_attempt

pytestmark = [pytest.mark.anyio, pytest.mark.connect_6]

NEW = f"{ADAS_MEDICAL}_r1"


def only(what: str, mishap: Mishap) -> Mishap:
    """What happens to the reads whose path has this in it."""

    async def each(carry: Carry, request: httpx.Request) -> httpx.Response:
        return await (mishap(carry, request) if what in request.url.path else carry(request))

    return each


async def sent(bench: Bench) -> dict[str, str]:
    """The body of the only POST."""
    (post,) = bench.wire.posts
    body: dict[str, str] = json.loads(post.content)
    return body


async def test_a_success_is_written_down_before_its_summary_is_read(bench: Bench) -> None:
    done = await bench.driven()
    assert (done.status, done.new_enrollment_id, done.summary and done.summary.id) == (RequestStatus.REISSUED, NEW, NEW)
    assert await sent(bench) == {
        "qualifying_life_event_id": ADAS_BIRTH,
        "reason": done.reason,
        "ticket_number": done.label,
    }
    assert await bench.kinds(done.id) == [EventKind.ATTEMPTED, EventKind.REISSUED, EventKind.REFRESHED]
    assert bench.world.connect6.violations == []


@pytest.mark.parametrize("mishap", [answering(500), answering(404), answering(429), failing(httpx.ReadTimeout("slow"))])
async def test_a_summary_that_cannot_be_read_never_makes_a_success_unknown(bench: Bench, mishap: Mishap) -> None:
    approved = await bench.approved()

    async def then(carry: Carry, request: httpx.Request) -> httpx.Response:
        bench.wire.reading = only("/enrollments", mishap)
        return await carry(request)

    bench.wire.mishaps = [then]
    assert await bench.drive(approved.id) == 1
    done = await bench.request(approved.id)
    assert (done.status, done.new_enrollment_id, done.summary) == (RequestStatus.REISSUED, NEW, None)
    bench.wire.reading = None
    await bench.drive_after(1, approved.id)
    told = await bench.request(approved.id)
    assert told.summary is not None
    assert told.summary.id == NEW
    assert len(bench.wire.posts) == 1


async def test_after_half_an_hour_people_ask_for_the_summary(bench: Bench) -> None:
    done = await bench.stored(
        status=RequestStatus.REISSUED, version=3, new_enrollment_id=ADAS_MEDICAL, changed_at=NOW - 2 * PATIENCE
    )
    bench.wire.reading = answering(500)
    assert await bench.drive(done.id) is None
    assert (await bench.request(done.id)).summary is None
    bench.wire.reading = None
    refreshed = await bench.resolutions.refresh(at_home(NINA), done.id)
    assert refreshed.summary is not None


async def plan_year_ends(bench: Bench, request: ReissueRequest) -> None:
    bench.world.connect6.plan_years[request.enrollment.plan_year_id] = PlanYear(ends=date(2026, 11, 30))


async def event_is_taken_back(bench: Bench, _: ReissueRequest) -> None:
    bench.world.events[ADAS_BIRTH]["status"] = "pending"


async def event_is_gone(bench: Bench, _: ReissueRequest) -> None:
    del bench.world.events[ADAS_BIRTH]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (plan_year_ends, ProblemCode.LAST_MONTH),
        (event_is_taken_back, ProblemCode.EVENT_NOT_APPROVED),
        (event_is_gone, ProblemCode.EVENT_NOT_APPROVED),
    ],
)
async def test_what_came_between_the_approval_and_the_sending_stops_it(
    bench: Bench, change: object, problem: ProblemCode
) -> None:
    approved = await bench.approved()
    assert callable(change)
    await change(bench, approved)
    await bench.drive(approved.id)
    assert await standing(bench, approved) == (RequestStatus.FAILED, problem)
    assert bench.wire.posts == []


async def test_an_event_that_is_needed_all_of_a_sudden_stops_a_request_without_one(bench: Bench) -> None:
    approved = await bench.stored(status=RequestStatus.APPLYING, version=2, qle=None)
    await bench.drive(approved.id)
    assert await standing(bench, approved) == (RequestStatus.FAILED, ProblemCode.EVENT_NEEDED)
    assert bench.wire.posts == []


async def test_what_the_calendar_changes_is_no_change_since_the_approval(bench: Bench) -> None:
    approved = await bench.approved()
    bench.clock.pass_(timedelta(days=20).total_seconds())
    bench.world.connect6.window_ends[ADAS_MEDICAL] = date(2026, 11, 6)
    await bench.drive(approved.id)
    assert await standing(bench, approved) == (RequestStatus.REISSUED, None)


async def test_a_request_of_the_other_contract_is_not_sent_and_says_why(bench: Bench) -> None:
    approved = await bench.stored(status=RequestStatus.APPLYING, version=2, contract=Contract.DOCUMENTED)
    await bench.drive(approved.id)
    assert await standing(bench, approved) == (RequestStatus.FAILED, ProblemCode.OTHER_CONTRACT)
    assert (bench.wire.posts, bench.wire.reads) == ([], [])


async def test_one_that_may_have_taken_effect_before_the_contract_changed_stays_unknown(bench: Bench) -> None:
    approved = await bench.stored(status=RequestStatus.APPLYING, version=2, contract=Contract.DOCUMENTED)
    lost = an_attempt(request_id=approved.id)
    async with bench.store.writing() as work:
        await work.attempts.claim(replace(lost, state=AttemptState.SENDING, outcome=None))
        await work.attempts.finish(lost)
        await work.commit()
    await bench.drive(approved.id)
    assert await standing(bench, approved) == (RequestStatus.UNKNOWN, ProblemCode.OTHER_CONTRACT)
    assert (bench.wire.posts, bench.wire.reads) == ([], [])


async def test_a_reissue_of_the_other_contract_is_not_read_again(bench: Bench) -> None:
    done = await bench.stored(
        status=RequestStatus.REISSUED, version=3, new_enrollment_id=NEW, contract=Contract.DOCUMENTED
    )
    assert await bench.drive(done.id) is None
    with pytest.raises(OtherContract):
        await bench.resolutions.refresh(at_home(NINA), done.id)
    assert bench.wire.reads == []


async def test_an_enrollment_that_this_bot_opened_carries_a_warning(bench: Bench) -> None:
    await bench.driven()
    assert (await bench.submit(key="V0AGAIN", enrollment_id=NEW)).warnings == (RequestWarning.OPENED_BY_US,)


async def test_the_last_day_is_before_the_plan_years_last_month(bench: Bench) -> None:
    plan_year = bench.world.enrollments[ADAS_MEDICAL]["plan_year_id"]
    bench.world.connect6.plan_years[plan_year] = PlanYear(ends=date(2026, 12, 31))
    assert (await bench.submit()).deadline == date(2026, 11, 30)


@pytest.mark.parametrize("is_away", [False, True])
async def test_who_has_the_employees_address_does_not_approve_it_is_asked_at_the_click_and_kept_for_that(
    bench: Bench, is_away: bool
) -> None:
    submitted = await bench.submit()
    address = await stored_address(bench)
    assert address
    bench.directory.people[MARCUS] = a_person(MARCUS, email=address)
    bench.clock.pass_(60)
    if is_away:
        bench.wire.reading = failing(httpx.ConnectError("away"))
    with pytest.raises(OwnEnrollment):
        await bench.decisions.approve(at_home(MARCUS), submitted.id, 1)
    bench.wire.reading = None
    await bench.decisions.deny(at_home(PRIYA), submitted.id, 1, "No")
    await forget_addresses(bench.store)
    assert await stored_address(bench) is None


async def test_who_changes_their_address_after_the_request_is_still_the_employee(bench: Bench) -> None:
    submitted = await bench.submit()
    bench.directory.people[MARCUS] = a_person(MARCUS, email=await stored_address(bench))
    bench.world.employees[ADA]["member"]["email"] = "ada@elsewhere.example"
    bench.clock.pass_(60)
    with pytest.raises(OwnEnrollment):
        await bench.decisions.approve(at_home(MARCUS), submitted.id, 1)


async def stored_address(bench: Bench) -> str | None:
    async with bench.store.reading() as work:
        return (await work.employees.emails_of([EmployeeId(ADA)])).get(EmployeeId(ADA))
