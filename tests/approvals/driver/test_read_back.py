"""Reading back where the API shows less than before: the closed enrollment is gone, or life events are not told."""

import httpx
import pytest

from approvals.model.request import ProblemCode, ReissueRequest
from approvals.model.status import RequestStatus
from sandbox.benefits.rules import Rules
from tests.approvals.ada import ADAS_MEDICAL
from tests.approvals.bench import Bench
from tests.approvals.people import MARCUS, PRIYA, at_home
from tests.approvals.wire import Carry, failing
from tests.builders import the_call_of

pytestmark = pytest.mark.anyio

NEW = f"{ADAS_MEDICAL}_r1"


async def without_closed_ones(carry: Carry, request: httpx.Request) -> httpx.Response:
    """A member's enrollments without those that are closed."""
    response = await carry(request)
    await response.aread()
    if not request.url.path.startswith("/benefits/v1/members/"):
        return response
    rows = response.json()["data"]
    ids = {row["id"] for row in rows}
    return httpx.Response(200, json={"data": [row for row in rows if f"{row['id']}_r1" not in ids]})


async def test_a_lost_answer_is_found_although_the_closed_enrollment_is_no_longer_listed(bench6: Bench) -> None:
    bench6.wire.mishaps = [failing(httpx.ReadError("dropped"), took_effect=True)]
    bench6.wire.reading = without_closed_ones
    approved = await bench6.submit_and_approve()
    await bench6.drive(approved.id)
    done = await bench6.request(approved.id)
    assert (done.status, done.new_enrollment_id) == (RequestStatus.REISSUED, NEW)


@pytest.mark.documented
async def test_where_a_success_answers_with_the_closed_enrollment_the_new_one_is_shown(bench: Bench) -> None:
    async def answers_with_the_old_one(carry: Carry, request: httpx.Request) -> httpx.Response:
        await carry(request)
        return httpx.Response(200, json=bench.world.enrollments[ADAS_MEDICAL])

    bench.wire.mishaps = [answers_with_the_old_one]
    done = await bench.driven()
    assert (done.status, done.new_enrollment_id, done.summary and done.summary.id) == (RequestStatus.REISSUED, NEW, NEW)
    assert len(bench.wire.posts) == 1


async def without_the_old_one(carry: Carry, request: httpx.Request) -> httpx.Response:
    """A server of the documented contract that no longer has an enrollment which was closed by a reissue."""
    if request.url.path == f"/benefits/v1/enrollments/{ADAS_MEDICAL}":
        return httpx.Response(404, json={"message": "Not found"})
    return await carry(request)


@pytest.mark.documented
async def test_a_lost_answer_is_found_although_the_closed_enrollment_is_gone(bench: Bench) -> None:
    approved = await bench.approved()

    async def carried_out(carry: Carry, request: httpx.Request) -> httpx.Response:
        bench.wire.reading = without_the_old_one
        await carry(request)
        raise httpx.ReadError("dropped")

    bench.wire.mishaps = [carried_out]
    await bench.drive(approved.id)
    done = await bench.request(approved.id)
    assert (done.status, done.new_enrollment_id) == (RequestStatus.REISSUED, NEW)


async def lost_and_then_done(bench: Bench) -> ReissueRequest:
    """A request whose outcome is unknown, and whose attempt took effect after all."""
    bench.wire.mishaps = [failing(httpx.ReadError("dropped"))]
    approved = await bench.driven()
    await bench.drive_after(100, approved.id)
    assert (await bench.request(approved.id)).status is RequestStatus.UNKNOWN
    await bench.benefits.reissue(the_call_of(approved))
    return approved


@pytest.mark.documented
async def test_what_took_effect_late_is_found_before_it_is_sent_again_although_the_closed_enrollment_is_gone(
    bench: Bench,
) -> None:
    approved = await lost_and_then_done(bench)
    bench.wire.reading = without_the_old_one
    await bench.resolutions.send_again(at_home(PRIYA), approved.id)
    await bench.drive(approved.id)
    done = await bench.request(approved.id)
    assert (done.status, done.new_enrollment_id) == (RequestStatus.REISSUED, NEW)


async def without_events(carry: Carry, request: httpx.Request) -> httpx.Response:
    """A server that refuses to tell life events."""
    if request.url.path.endswith("/qualifying-life-events"):
        return httpx.Response(422, json={"message": "No such plan year"})
    return await carry(request)


async def test_what_took_effect_late_is_found_although_the_life_event_cannot_be_read(either_bench: Bench) -> None:
    bench = either_bench
    approved = await lost_and_then_done(bench)
    bench.wire.reading = without_events
    await bench.resolutions.send_again(at_home(PRIYA), approved.id)
    await bench.drive(approved.id)
    assert (await bench.request(approved.id)).status is RequestStatus.REISSUED


async def test_an_enrollment_that_is_no_longer_listed_is_not_reissued(bench6: Bench) -> None:
    approved = await bench6.submit_and_approve()
    Rules(bench6.world, bench6.clock.today, bench6.clock.now).replace(
        bench6.world.enrollments[ADAS_MEDICAL], None, "made in Vitable"
    )
    bench6.wire.reading = without_closed_ones
    await bench6.drive(approved.id)
    failed = await bench6.request(approved.id)
    assert failed.problem is not None
    assert (failed.status, failed.problem.code) == (RequestStatus.FAILED, ProblemCode.NOT_FOUND)
    assert bench6.wire.posts == []


async def test_what_took_effect_late_is_found_before_it_is_sent_again_also_once_the_employee_has_chosen(
    bench6: Bench,
) -> None:
    bench6.wire.mishaps = [failing(httpx.ReadError("dropped"))]
    approved = await bench6.submit_and_approve()
    await bench6.drive(approved.id)
    await bench6.drive_after(100, approved.id)
    assert (await bench6.request(approved.id)).status is RequestStatus.UNKNOWN
    rules = Rules(bench6.world, bench6.clock.today, bench6.clock.now)
    rules.elect(rules.replace(bench6.world.enrollments[ADAS_MEDICAL], None, "late")["id"])
    await bench6.resolutions.send_again(at_home(MARCUS), approved.id)
    await bench6.drive(approved.id)
    done = await bench6.request(approved.id)
    assert (done.status, done.new_enrollment_id, len(bench6.wire.posts)) == (RequestStatus.REISSUED, NEW, 1)


async def test_a_conflict_about_an_enrollment_that_is_no_longer_listed_is_no_proof_that_nothing_changed(
    bench6: Bench,
) -> None:
    async def refused_and_gone(_carry: Carry, _request: httpx.Request) -> httpx.Response:
        rules = Rules(bench6.world, bench6.clock.today, bench6.clock.now)
        rules.elect(rules.replace(bench6.world.enrollments[ADAS_MEDICAL], None, "made in Vitable")["id"])
        return httpx.Response(409)

    bench6.wire.mishaps = [refused_and_gone]
    approved = await bench6.submit_and_approve()
    bench6.wire.reading = without_closed_ones
    await bench6.drive(approved.id)
    assert (await bench6.request(approved.id)).status is RequestStatus.CHECKING
    await bench6.drive_after(100, approved.id)
    assert (await bench6.request(approved.id)).status is RequestStatus.UNKNOWN
