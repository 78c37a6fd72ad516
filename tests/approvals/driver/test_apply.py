"""One effect per approval: the reads, comparisons and rows before the POST."""

from datetime import timedelta

import httpx
import pytest

from approvals.driver.apply import OVERDUE_AFTER
from approvals.model.attempt import Attempt, AttemptState
from approvals.model.event import EventKind
from approvals.model.request import ProblemCode
from approvals.model.status import RequestStatus
from approvals.rules.pace import PATIENCE
from benefits.outcome import OutcomeKind
from tests.approvals.ada import ADAS_BIRTH, ADAS_DENTAL, ADAS_MEDICAL
from tests.approvals.bench import LIMITS, Bench
from tests.approvals.people import PRIYA, at_home
from tests.approvals.situations import abandoned, standing
from tests.approvals.wire import Mishap, answering, failing
from tests.builders import NOW, the_call_of

pytestmark = pytest.mark.anyio


async def test_the_attempt_is_committed_with_its_baseline_before_the_post(either_bench: Bench) -> None:
    seen: list[Attempt] = []
    approved = await either_bench.approved()

    async def look(_: httpx.Request) -> None:
        seen.extend(await either_bench.attempts(approved.id))
        assert (await either_bench.kinds(approved.id))[-1] is EventKind.ATTEMPTED

    either_bench.wire.watchers.append(look)
    await either_bench.drive(approved.id)
    (attempt,) = seen
    assert (attempt.n, attempt.state, attempt.started_at) == (1, AttemptState.SENDING, NOW)
    assert attempt.baseline.enrollment.model_dump() == approved.enrollment.model_dump()
    assert {ADAS_MEDICAL, ADAS_DENTAL} <= set(attempt.baseline.enrollment_ids)


async def test_the_call_sends_what_was_approved(bench: Bench) -> None:
    approved = await bench.driven()
    (post,) = bench.wire.posts
    assert post.url.path == f"/benefits/v1/enrollments/{ADAS_MEDICAL}/reissue"
    assert bench.world.reissues[0]["qle_id"] == approved.qle_id
    assert bench.world.reissues[0]["reason"] == approved.reason


@pytest.mark.parametrize("change", [{"status": "inactive"}, {"selected_plan_name": "Silver"}])
async def test_an_enrollment_that_changed_since_the_approval_is_left_alone(
    bench: Bench, change: dict[str, str]
) -> None:
    approved = await bench.approved()
    bench.world.enrollments[ADAS_MEDICAL] |= change
    assert await bench.drive(approved.id) is None
    assert await standing(bench, approved) == (RequestStatus.FAILED, ProblemCode.CHANGED_SINCE_APPROVAL)
    assert (bench.wire.posts, await bench.attempts(approved.id)) == ([], [])


async def test_an_enrollment_that_was_only_touched_is_reissued(bench: Bench) -> None:
    approved = await bench.approved()
    bench.world.enrollments[ADAS_MEDICAL] |= {"updated_at": "2026-11-05T09:59:00Z"}
    await bench.drive(approved.id)
    assert await standing(bench, approved) == (RequestStatus.REISSUED, None)


async def test_an_enrollment_that_is_gone_fails_without_a_post(bench: Bench) -> None:
    approved = await bench.approved()
    del bench.world.enrollments[ADAS_MEDICAL]
    await bench.drive(approved.id)
    assert await standing(bench, approved) == (RequestStatus.FAILED, ProblemCode.NOT_FOUND)
    assert bench.wire.posts == []


@pytest.mark.parametrize("status", ["denied", None], ids=["denied", "deleted"])
async def test_a_life_event_that_may_not_be_used_any_more_fails_without_a_post(
    either_bench: Bench, status: str | None
) -> None:
    approved = await either_bench.approved()
    if status is None:
        del either_bench.world.events[ADAS_BIRTH]
    else:
        either_bench.world.events[ADAS_BIRTH]["status"] = status
    await either_bench.drive(approved.id)
    assert await standing(either_bench, approved) == (RequestStatus.FAILED, ProblemCode.EVENT_NOT_APPROVED)
    assert (either_bench.wire.posts, await either_bench.attempts(approved.id)) == ([], [])


@pytest.mark.documented
async def test_a_life_event_in_review_may_be_used_where_the_server_takes_it(bench: Bench) -> None:
    bench.world.events[ADAS_BIRTH]["status"] = "pending"
    approved = await bench.approved()
    await bench.drive(approved.id)
    assert await standing(bench, approved) == (RequestStatus.REISSUED, None)


async def test_an_api_that_refuses_to_be_read_fails_with_its_words(bench: Bench) -> None:
    approved = await bench.approved()
    bench.wire.reading = answering(422, json={"message": "No such plan year", "trace_id": "trace-9"})
    await bench.drive(approved.id)
    failed = await bench.request(approved.id)
    assert failed.problem
    assert (failed.status, failed.problem.code) == (RequestStatus.FAILED, ProblemCode.REFUSED)
    problem = failed.problem
    assert (problem.message, problem.trace_id, problem.status_code) == ("No such plan year", "trace-9", 422)


@pytest.mark.parametrize(
    "mishap", [failing(httpx.ConnectError("down")), answering(429), answering(200, content=b"<html>")]
)
async def test_an_api_that_cannot_be_read_is_tried_again_with_patience_and_nothing_is_sent(
    bench: Bench, mishap: Mishap
) -> None:
    approved = await bench.approved()
    bench.wire.reading = mishap
    assert await bench.drive(approved.id) == 1
    await bench.drive_after(PATIENCE.total_seconds(), approved.id)
    assert await standing(bench, approved) == (RequestStatus.APPLYING, None)
    await bench.drive_after(1, approved.id)
    assert await standing(bench, approved) == (RequestStatus.FAILED, ProblemCode.NOT_REACHED)
    assert (bench.wire.posts, await bench.attempts(approved.id)) == ([], [])


async def test_an_api_that_comes_back_is_sent_to(bench: Bench) -> None:
    approved = await bench.approved()
    bench.wire.reading = answering(429, headers={"Retry-After": "20"})
    assert await bench.drive(approved.id) is None
    assert (await bench.request(approved.id)).next_at == NOW + timedelta(seconds=20)
    bench.wire.reading = None
    await bench.drive_after(20, approved.id)
    assert await standing(bench, approved) == (RequestStatus.REISSUED, None)


async def test_a_claim_that_took_more_than_a_second_is_not_sent(bench: Bench) -> None:
    approved = await bench.approved()
    bench.clock.moves_by = timedelta(seconds=1.1)
    await bench.driver.advance(approved.id)
    (attempt,) = await bench.attempts(approved.id)
    assert (attempt.state, attempt.outcome) == (AttemptState.FINISHED, OutcomeKind.NOT_SENT)
    assert bench.wire.posts == []
    bench.clock.moves_by = timedelta(0)
    await bench.drive_after(5, approved.id)
    assert await standing(bench, approved) == (RequestStatus.REISSUED, None)


async def test_after_sending_again_an_effect_of_the_first_attempt_counts(bench: Bench) -> None:
    """If it were taken for a change by another person, the card would say that nothing was done."""
    request = await abandoned(bench)
    await bench.drive_after(LIMITS.timeout + OVERDUE_AFTER, request.id)
    await bench.drive_after(LIMITS.readback_settle, request.id)
    await bench.resolutions.send_again(at_home(PRIYA), request.id)
    await bench.benefits.reissue(the_call_of(request))
    await bench.drive(request.id)
    done = await bench.request(request.id)
    assert (done.status, done.summary and done.summary.id) == (RequestStatus.REISSUED, f"{ADAS_MEDICAL}_r1")
    assert len(bench.world.reissues) == 1


async def test_after_a_refusal_a_change_by_another_person_is_a_change(bench: Bench) -> None:
    bench.wire.mishaps.append(answering(422))
    failed = await bench.driven()
    bench.world.enrollments[ADAS_MEDICAL] |= {"status": "inactive"}
    await bench.resolutions.retry(at_home(PRIYA), failed.id)
    await bench.drive(failed.id)
    assert await standing(bench, failed) == (RequestStatus.FAILED, ProblemCode.CHANGED_SINCE_APPROVAL)
