"""One effect per approval: what comes before the POST, who may send it, and what a crash or an outage leaves."""

import asyncio
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from approvals.applying import OVERDUE_AFTER
from approvals.attempt import Attempt, AttemptState
from approvals.event import EventKind
from approvals.pace import PATIENCE, Limits
from approvals.request import ProblemCode, ReissueRequest
from approvals.status import RequestStatus
from benefits.outcome import OutcomeKind
from tests.approvals.desk import ADAS_DENTAL, ADAS_MEDICAL, LIMITS, Desk, Statements, open_desk
from tests.approvals.people import PRIYA, at_home
from tests.approvals.wire import Mishap, answering, failing
from tests.builders import NOW

pytestmark = pytest.mark.anyio

SOME = ("ada_lovelace", "sean_obrien", "bobby_tables", "e_o")


async def standing(desk: Desk, approved: ReissueRequest) -> tuple[RequestStatus, ProblemCode | None]:
    """How a request stands, and why."""
    stored = await desk.request(approved.id)
    return stored.status, stored.problem.code if stored.problem else None


async def test_the_attempt_is_committed_with_its_baseline_before_the_post(either_desk: Desk) -> None:
    seen: list[Attempt] = []
    approved = await either_desk.approved()

    async def look(_: httpx.Request) -> None:
        seen.extend(await either_desk.attempts(approved.id))
        assert (await either_desk.kinds(approved.id))[-1] is EventKind.ATTEMPTED

    either_desk.wire.watchers.append(look)
    await either_desk.drive(approved.id)
    (attempt,) = seen
    assert (attempt.n, attempt.state, attempt.started_at) == (1, AttemptState.SENDING, NOW)
    assert attempt.baseline.enrollment == approved.enrollment
    assert {ADAS_MEDICAL, ADAS_DENTAL} <= set(attempt.baseline.enrollment_ids)


async def test_what_is_sent_is_what_was_approved(desk: Desk) -> None:
    approved = await desk.driven()
    (post,) = desk.wire.posts
    assert post.url.path == f"/benefits/v1/enrollments/{ADAS_MEDICAL}/reissue"
    assert desk.world.reissues[0]["qle_id"] == approved.qle.id
    assert desk.world.reissues[0]["reason"] == approved.reason


async def test_ten_drivers_at_once_send_it_once(either_desk: Desk) -> None:
    approved = await either_desk.approved()
    await asyncio.gather(*(either_desk.fulfilment.advance(approved.id) for _ in range(10)))
    await asyncio.gather(*(either_desk.drive(approved.id) for _ in range(3)))
    assert (await either_desk.request(approved.id)).status is RequestStatus.REISSUED
    assert (len(either_desk.wire.posts), len(await either_desk.attempts(approved.id))) == (1, 1)
    kinds = await either_desk.kinds(approved.id)
    assert (kinds.count(EventKind.ATTEMPTED), kinds.count(EventKind.REISSUED)) == (1, 1)


@pytest.mark.parametrize("change", [{"status": "inactive"}, {"selected_plan_name": "Silver"}])
async def test_an_enrollment_that_changed_since_the_approval_is_left_alone(desk: Desk, change: dict[str, str]) -> None:
    approved = await desk.approved()
    desk.world.enrollments[ADAS_MEDICAL] |= change
    assert await desk.drive(approved.id) is None
    assert await standing(desk, approved) == (RequestStatus.FAILED, ProblemCode.CHANGED_SINCE_APPROVAL)
    assert (desk.wire.posts, await desk.attempts(approved.id)) == ([], [])


async def test_an_enrollment_that_was_only_touched_is_reissued(desk: Desk) -> None:
    approved = await desk.approved()
    desk.world.enrollments[ADAS_MEDICAL] |= {"updated_at": "2026-11-05T09:59:00Z"}
    await desk.drive(approved.id)
    assert await standing(desk, approved) == (RequestStatus.REISSUED, None)


async def test_an_enrollment_that_is_gone_fails_without_a_post(desk: Desk) -> None:
    approved = await desk.approved()
    del desk.world.enrollments[ADAS_MEDICAL]
    await desk.drive(approved.id)
    assert await standing(desk, approved) == (RequestStatus.FAILED, ProblemCode.NOT_FOUND)
    assert desk.wire.posts == []


async def test_an_api_that_refuses_to_be_read_fails_with_its_words(desk: Desk) -> None:
    approved = await desk.approved()
    desk.wire.reading = answering(401, json={"message": "Bad key", "trace_id": "trace-9"})
    await desk.drive(approved.id)
    failed = await desk.request(approved.id)
    assert failed.problem
    assert (failed.status, failed.problem.code) == (RequestStatus.FAILED, ProblemCode.REFUSED)
    assert (failed.problem.message, failed.problem.trace_id, failed.problem.status_code) == ("Bad key", "trace-9", 401)


@pytest.mark.parametrize(
    "mishap", [failing(httpx.ConnectError("down")), answering(429), answering(200, content=b"<html>")]
)
async def test_an_api_that_cannot_be_read_is_tried_again_with_patience_and_nothing_is_sent(
    desk: Desk, mishap: Mishap
) -> None:
    approved = await desk.approved()
    desk.wire.reading = mishap
    assert await desk.drive(approved.id) == 1
    await desk.drive_after(PATIENCE.total_seconds(), approved.id)
    assert await standing(desk, approved) == (RequestStatus.APPLYING, None)
    await desk.drive_after(1, approved.id)
    assert await standing(desk, approved) == (RequestStatus.FAILED, ProblemCode.NOT_REACHED)
    assert (desk.wire.posts, await desk.attempts(approved.id)) == ([], [])


async def test_an_api_that_comes_back_is_sent_to(desk: Desk) -> None:
    approved = await desk.approved()
    desk.wire.reading = answering(429, headers={"Retry-After": "20"})
    assert await desk.drive(approved.id) is None
    assert (await desk.request(approved.id)).next_at == NOW + timedelta(seconds=20)
    desk.wire.reading = None
    await desk.drive_after(20, approved.id)
    assert await standing(desk, approved) == (RequestStatus.REISSUED, None)


async def test_a_claim_that_took_more_than_a_second_is_not_sent(desk: Desk) -> None:
    approved = await desk.approved()
    desk.clock.moves_by = timedelta(seconds=1.1)
    await desk.fulfilment.advance(approved.id)
    (attempt,) = await desk.attempts(approved.id)
    assert (attempt.state, attempt.outcome) == (AttemptState.SETTLED, OutcomeKind.NOT_SENT)
    assert desk.wire.posts == []
    desk.clock.moves_by = timedelta(0)
    await desk.drive_after(5, approved.id)
    assert await standing(desk, approved) == (RequestStatus.REISSUED, None)


async def abandoned(desk: Desk, *, took_effect: bool = False) -> ReissueRequest:
    """A request whose driver died with its attempt in flight."""
    approved = await desk.approved()
    desk.wire.mishaps.append(failing(asyncio.CancelledError(), took_effect=took_effect))  # type: ignore[arg-type]
    with pytest.raises(asyncio.CancelledError):
        await desk.drive(approved.id)
    return approved


async def test_an_attempt_of_a_dead_driver_is_waited_for_until_nobody_can_have_it_any_more(either_desk: Desk) -> None:
    request = await abandoned(either_desk)
    assert await either_desk.drive(request.id) is None
    assert (await either_desk.request(request.id)).next_at == NOW + timedelta(seconds=LIMITS.timeout + OVERDUE_AFTER)
    assert await either_desk.drive_after(LIMITS.timeout + OVERDUE_AFTER - 0.1, request.id)
    assert await standing(either_desk, request) == (RequestStatus.APPLYING, None)
    await either_desk.drive_after(0.2, request.id)
    assert await standing(either_desk, request) == (RequestStatus.CHECKING, ProblemCode.NO_ANSWER)
    await either_desk.drive_after(LIMITS.settle, request.id)
    assert await standing(either_desk, request) == (RequestStatus.UNKNOWN, ProblemCode.NO_ANSWER)
    assert len(either_desk.wire.posts) == 1


async def test_a_driver_that_looked_before_another_gave_up_sends_nothing(either_desk: Desk) -> None:
    approved = await either_desk.approved()

    async def another_gives_up(request_id: UUID) -> None:
        either_desk.board.while_drawing = None
        either_desk.wire.reading = answering(404)
        await either_desk.drive(request_id)
        either_desk.wire.reading = None

    either_desk.board.while_drawing = another_gives_up
    await either_desk.fulfilment.advance(approved.id)
    assert await standing(either_desk, approved) == (RequestStatus.FAILED, ProblemCode.NOT_FOUND)
    assert (either_desk.wire.posts, await either_desk.attempts(approved.id)) == ([], [])


async def test_what_a_dead_driver_did_is_found(desk: Desk) -> None:
    request = await abandoned(desk, took_effect=True)
    await desk.drive_after(LIMITS.timeout + OVERDUE_AFTER, request.id)
    assert await standing(desk, request) == (RequestStatus.REISSUED, None)
    assert (len(desk.wire.posts), len(desk.world.reissues)) == (1, 1)


@pytest.mark.parametrize("outages", [1, 2])
async def test_an_outcome_is_kept_over_a_database_outage(either_desk: Desk, outages: int) -> None:
    approved = await either_desk.approved()

    async def database_goes_away(_: httpx.Request) -> None:
        either_desk.store.outages = outages

    either_desk.wire.watchers.append(database_goes_away)
    await either_desk.drive(approved.id)
    assert await standing(either_desk, approved) == (RequestStatus.REISSUED, None)
    assert (await either_desk.attempts(approved.id))[0].outcome is OutcomeKind.REISSUED


async def test_a_commit_nobody_heard_of_settles_once(either_desk: Desk) -> None:
    approved = await either_desk.approved()

    async def answers_get_lost(_: httpx.Request) -> None:
        either_desk.store.lost_answers = 1

    either_desk.wire.watchers.append(answers_get_lost)
    await either_desk.drive(approved.id)
    assert await standing(either_desk, approved) == (RequestStatus.REISSUED, None)
    assert (await either_desk.kinds(approved.id)).count(EventKind.REISSUED) == 1
    assert len(either_desk.wire.posts) == 1


async def test_a_claim_nobody_heard_of_was_not_sent_and_is_known_not_to_have_been(either_desk: Desk) -> None:
    approved = await either_desk.approved()
    either_desk.store.lost_answers = 1
    await either_desk.drive(approved.id)
    (attempt,) = await either_desk.attempts(approved.id)
    assert (attempt.state, attempt.outcome) == (AttemptState.SETTLED, OutcomeKind.NOT_SENT)
    await either_desk.drive_after(1, approved.id)
    assert await standing(either_desk, approved) == (RequestStatus.REISSUED, None)
    assert len(either_desk.wire.posts) == 1


async def test_a_claim_that_failed_never_settles_another_drivers_attempt(either_desk: Desk) -> None:
    request = await abandoned(either_desk)
    (theirs,) = await either_desk.attempts(request.id)
    ours = Attempt(
        request_id=request.id,
        n=theirs.n,
        token="ours",
        state=AttemptState.SETTLED,
        started_at=NOW,
        baseline=theirs.baseline,
        outcome=OutcomeKind.NOT_SENT,
        settled_at=NOW,
    )
    async with either_desk.store.writing() as work:
        assert not await work.attempts.settle(ours)
        await work.commit()
    assert await either_desk.attempts(request.id) == [theirs]


async def test_a_database_that_is_away_before_the_post_means_no_post(desk: Desk) -> None:
    approved = await desk.approved()
    desk.store.outages = 1
    assert await desk.drive(approved.id)
    assert (desk.wire.posts, await desk.attempts(approved.id)) == ([], [])
    await desk.drive_after(1, approved.id)
    assert await standing(desk, approved) == (RequestStatus.REISSUED, None)


async def test_no_more_calls_are_under_way_than_may_be(database_url: str, statements: Statements) -> None:
    two = Limits(timeout=30.0, settle=90.0, max_concurrent=2)
    under_way: list[int] = []
    async with open_desk(database_url, statements, two) as desk:

        async def count(_: httpx.Request) -> None:
            async with desk.store.reading() as work:
                under_way.append(await work.attempts.count_sending())

        desk.wire.watchers.append(count)
        approved = [await of(desk, person) for person in SOME]
        while len(desk.world.reissues) < len(SOME):
            await asyncio.gather(*(desk.fulfilment.advance(request.id) for request in approved))
    assert len(desk.wire.posts) == len(SOME)
    assert max(under_way) <= 2


async def of(desk: Desk, person: str) -> ReissueRequest:
    """An approved request for somebody."""
    qle = next(event["id"] for event in desk.world.events.values() if event["employee_id"] == f"empl_{person}")
    return await desk.approved(
        key=person, employee_id=f"empl_{person}", enrollment_id=f"enrl_{person}_medical", qle_id=qle
    )


async def test_who_has_to_wait_for_a_free_place_leaves_the_api_alone(sqlite_url: str, statements: Statements) -> None:
    async with open_desk(sqlite_url, statements, Limits(timeout=30.0, settle=90.0, max_concurrent=1)) as desk:
        await abandoned(desk)
        waiting = await of(desk, "grace_mwangi")
        desk.wire.reads.clear()
        assert await desk.drive(waiting.id) == 0.5
        assert desk.wire.reads == []


async def test_after_sending_again_an_effect_of_the_first_attempt_counts(desk: Desk) -> None:
    """Were it taken for a change by somebody else, the card would say that nothing was done."""
    request = await abandoned(desk)
    await desk.drive_after(LIMITS.timeout + OVERDUE_AFTER, request.id)
    await desk.drive_after(LIMITS.settle, request.id)
    await desk.settling.send_again(at_home(PRIYA), request.id)
    await desk.benefits.reissue(request.enrollment.id, request.qle.id, request.reason)
    await desk.drive(request.id)
    done = await desk.request(request.id)
    assert (done.status, done.summary and done.summary.id) == (RequestStatus.REISSUED, f"{ADAS_MEDICAL}_r1")
    assert len(desk.world.reissues) == 1


async def test_after_a_refusal_a_change_by_somebody_else_is_a_change(desk: Desk) -> None:
    desk.wire.mishaps.append(answering(422))
    failed = await desk.driven()
    desk.world.enrollments[ADAS_MEDICAL] |= {"status": "inactive"}
    await desk.settling.retry(at_home(PRIYA), failed.id)
    await desk.drive(failed.id)
    assert await standing(desk, failed) == (RequestStatus.FAILED, ProblemCode.CHANGED_SINCE_APPROVAL)
